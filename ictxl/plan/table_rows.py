"""Find the plan workbook's tables by their headings and read their rows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Unpack

from ictxl import findings
from ictxl.findings import Facts, Finding, FindingKind, FindingPlace
from ictxl.plan.plan_sheet import PlanColumn, PlanSheet
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

    def at(self, cell: SourceCell, kind: FindingKind, /, **facts: Unpack[Facts]) -> None:
        """A finding about a cell; `value` is the cell's text unless given."""
        place: Facts = {
            "file": self.file,
            "sheet": cell.sheet,
            "cell": cell.ref,
            "heading": cell.heading,
            "value": cell.text,
        }
        self.found.append(kind.at(place, **facts))

    def on(self, sheet: str, kind: FindingKind, /, **facts: Unpack[Facts]) -> None:
        """A finding about a sheet."""
        place: FindingPlace = {"file": self.file, "sheet": sheet}
        self.found.append(kind.at(place, **facts))


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
    start, places = headings(grid, sheet)
    if not places and sheet.may_be_other:
        return PlanTable((), whole=False)
    _check_headings(grid, sheet, start, places, mistakes)
    absent = {c: _absent(grid, c) for c in sheet.read_columns if c not in places}
    rows = []
    for number in range(start + 1, len(grid.rows)):
        found = {c: grid.cell(number, place[0], c.heading) for c, place in places.items()}
        if not all(cell.is_empty for column, cell in found.items() if not column.own):
            row = {c: _whole(grid, c, number, places[c][0], cell) for c, cell in found.items()}
            _check_cells(row, mistakes)
            rows.append({**absent, **row})
    needed = [column for column in sheet.read_columns if not column.optional]
    return PlanTable(tuple(rows), whole=all(column in places for column in needed))


def has_sheet(book: SourceBook, sheet: PlanSheet) -> bool:
    """Whether the workbook has that sheet, with any of its headings."""
    grid = find_grid(book, sheet.name)
    return grid is not None and bool(headings(grid, sheet)[1])


def _absent(grid: SourceSheet, column: PlanColumn) -> SourceCell:
    fault = "" if column.optional else NO_COLUMN
    return SourceCell(grid.name, "", column.heading, fault=fault)


def _whole(
    grid: SourceSheet, column: PlanColumn, row: int, place: int, cell: SourceCell
) -> SourceCell:
    """The cell, with the value of the one above that it is joined with."""
    is_part = cell.joined and not column.each_row
    return grid.cell_above(row, place, cell.heading) if is_part else cell


def find_grid(book: SourceBook, name: str) -> SourceSheet | None:
    """The sheet of that name; one that differs in width or blanks only where there is no other."""
    exact = (grid for grid in book.grids if grid.name == name)
    alike = (grid for grid in book.grids if fold_name(grid.name) == fold_name(name))
    return next(exact, None) or next(alike, None)


def hint(word: str, choices: Iterable[str]) -> str:
    """`もしかして: 企画防災課。`, or nothing where no choice is near."""
    by_fold = {fold_name(choice): choice for choice in choices}
    name = fold_name(word)
    unit = name[-1:] if name[-1:] in _UNITS else ""
    whole, stem = _matcher(name), _matcher(name.removesuffix(unit))
    nearness = {
        # What all departments' names end with makes no two of them alike.
        choice: _nearness(stem, fold[:-1]) if unit and fold[-1:] == unit else _nearness(whole, fold)
        for fold, choice in by_fold.items()
    }
    near = sorted((c for c in nearness if nearness[c]), key=lambda c: -nearness[c])[:2]
    return f"もしかして: {'、'.join(near)}。" if near else ""


def _matcher(name: str) -> difflib.SequenceMatcher[str]:
    """What it learns of the name serves for all that the name is held against."""
    return difflib.SequenceMatcher(None, "", name, autojunk=False)


def _nearness(matcher: difflib.SequenceMatcher[str], choice: str) -> float:
    """Of two names, from 0 to 1; 0 where one is hardly meant by the other."""
    matcher.set_seq1(choice)
    # Both bound the ratio from above at a fraction of its time: a plan may have 2,000 departments.
    if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
        return 0.0
    ratio = matcher.ratio()
    if ratio == _NEAR:
        return ratio if matcher.find_longest_match().size > 1 else 0.0
    return ratio if ratio > _NEAR else 0.0


_UNITS = "課室局部係所"
_NEAR = 0.5
"""Half of the letters: 総務課 is not meant by 税務課, 秘書広報課 is by 広報秘書課."""


Places = dict[PlanColumn, list[int]]
"""Column → where its heading stands; more than once by mistake."""


def headings(grid: SourceSheet, sheet: PlanSheet) -> tuple[int, Places]:
    """The row of the headings and each column's places."""
    wanted = {fold_name(column.heading): column for column in sheet.read_columns}
    best, found = 0, Places()
    for number in range(min(_HEADING_ROWS, len(grid.rows))):
        here = Places()
        for place, cell in enumerate(grid.cells_of(number)):
            if column := wanted.get(fold_name(cell.text)):
                here.setdefault(column, []).append(place)
        if len(here) > len(found):
            best, found = number, here
        if len(found) == len(wanted):
            break  # no row has more
    return best, found


def _check_headings(
    grid: SourceSheet, sheet: PlanSheet, row: int, places: Places, mistakes: Mistakes
) -> None:
    """Report missing and doubled ones."""
    for column, (first, *others) in places.items():
        for place in others if not column.own else ():
            cell = grid.cell(row, place, column.heading)
            mistakes.at(cell, findings.PLAN_HEADING_DUPLICATED, first=grid.cell(row, first).ref)
    for column in sheet.read_columns:
        if column not in places and not column.optional:
            ref = grid.cell(row, 0).ref if grid.rows else "A1"
            mistakes.on(sheet.name, findings.PLAN_HEADING_MISSING, cell=ref, heading=column.heading)


def _check_cells(row: Row, mistakes: Mistakes) -> None:
    for column, cell in row.items():
        if cell.fault and column.own:
            mistakes.at(cell, findings.OWN_COLUMN_IN_ERROR, value=cell.fault)
        elif cell.fault == NO_RESULT:
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
