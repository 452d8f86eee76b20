"""Find the plan workbook's tables by their headings and read their rows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.findings import Facts, Finding, FindingKind, FindingPlace, FindingPlaceInColumn
from ictxl.plan.columns import PlanColumn, PlanSheet
from ictxl.plan.source_cells import NO_COLUMN, NO_RESULT, SourceBook, SourceCell, SourceSheet
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT, cell_length, fits_cell
from ictxl.text.clean import fold_name

_HEADING_ROWS = 20
"""So far down the headings are looked for: a person may put a title above them."""


@dataclass
class Mistakes:
    """The findings of one plan workbook, as they are found."""

    file: str
    found: list[Finding] = field(default_factory=list)

    def at(
        self,
        cell: SourceCell,
        kind: FindingKind[Facts],
        /,
        *nothing: Facts.args,
        **facts: Facts.kwargs,
    ) -> None:
        """A finding about a cell; `value` is the cell's text unless given."""
        place: FindingPlaceInColumn = {
            "file": self.file,
            "sheet": cell.sheet,
            "cell": cell.ref,
            "heading": cell.heading,
            "value": cell.text,
        }
        self.found.append(kind.at(place, *nothing, **facts))

    def on(
        self,
        sheet: str,
        kind: FindingKind[Facts],
        /,
        *nothing: Facts.args,
        **facts: Facts.kwargs,
    ) -> None:
        """A finding about a sheet."""
        place: FindingPlace = {"file": self.file, "sheet": sheet}
        self.found.append(kind.at(place, *nothing, **facts))


Row = dict[PlanColumn, SourceCell]


@dataclass(frozen=True)
class PlanTable:
    """One list."""

    rows: tuple[Row, ...]
    whole: bool
    """False where the sheet or a heading is missing: what depends on the list is then not told."""


def read_table(book: SourceBook, sheet: PlanSheet, mistakes: Mistakes) -> PlanTable:
    """A sheet's rows that hold anything; what no cell can be read from is reported."""
    grid = find_grid(book, sheet.name)
    if grid is None:
        if not sheet.optional:
            mistakes.on(sheet.name, findings.PLAN_SHEET_MISSING)
        return PlanTable((), whole=False)
    start, places = _headings(grid, sheet, mistakes)
    absent = {
        c: SourceCell(grid.name, "", c.heading, fault=NO_COLUMN)
        for c in sheet.read_columns
        if c not in places
    }
    rows = []
    for number in range(start + 1, len(grid.rows)):
        row = {c: grid.cell(number, place, c.heading) for c, place in places.items()}
        if not all(cell.is_empty for cell in row.values()):
            _check_cells(row.values(), mistakes)
            rows.append({**absent, **row})
    return PlanTable(tuple(rows), whole=len(places) == len(sheet.read_columns))


def find_grid(book: SourceBook, name: str) -> SourceSheet | None:
    """The sheet of that name; one that differs in width or blanks only where there is no other."""
    exact = (grid for grid in book.grids if grid.name == name)
    alike = (grid for grid in book.grids if fold_name(grid.name) == fold_name(name))
    return next(exact, None) or next(alike, None)


def hint(word: str, choices: Iterable[str]) -> str:
    """`もしかして: 企画防災課。`, or nothing where no choice is near."""
    by_fold = {fold_name(choice): choice for choice in choices}
    near = difflib.get_close_matches(fold_name(word), by_fold, n=2, cutoff=0.5)
    return f"もしかして: {'、'.join(by_fold[key] for key in near)}。" if near else ""


def _headings(
    grid: SourceSheet, sheet: PlanSheet, mistakes: Mistakes
) -> tuple[int, dict[PlanColumn, int]]:
    """The row of the headings and each column's place; missing and doubled ones reported."""
    wanted = {fold_name(column.heading): column for column in sheet.read_columns}
    best, found = 0, list[tuple[PlanColumn, int]]()
    for number in range(min(_HEADING_ROWS, len(grid.rows))):
        folds = enumerate(fold_name(cell.text) for cell in grid.cells_of(number))
        here = [(wanted[fold], place) for place, fold in folds if fold in wanted]
        if len({column for column, _ in here}) > len({column for column, _ in found}):
            best, found = number, here
    places: dict[PlanColumn, int] = {}
    for column, place in found:
        if column in places:
            first = grid.cell(best, places[column]).ref
            cell = grid.cell(best, place, column.heading)
            mistakes.at(cell, findings.PLAN_HEADING_DUPLICATED, first=first)
        places.setdefault(column, place)
    for column in sheet.read_columns:
        if column not in places:
            row = grid.cell(best, 0).ref if grid.rows else "A1"
            mistakes.on(sheet.name, findings.PLAN_HEADING_MISSING, cell=row, heading=column.heading)
    return best, places


def _check_cells(cells: Iterable[SourceCell], mistakes: Mistakes) -> None:
    for cell in cells:
        if cell.fault == NO_RESULT:
            mistakes.at(cell, findings.PLAN_FORMULA_WITHOUT_RESULT)
        elif cell.fault:
            mistakes.at(cell, findings.PLAN_CELL_IN_ERROR, value=cell.fault)
        elif not fits_cell(cell.text):
            mistakes.at(
                cell,
                findings.PLAN_TEXT_TOO_LONG,
                length=cell_length(cell.text),
                limit=MAX_CELL_TEXT,
            )
