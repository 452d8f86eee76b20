"""Add dropdowns, prompts, colours and protection to the input cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.answer_rules import ALL_WELL
from ictxl.form.sheet.cells import area_of, spans
from ictxl.form.sheet.entry_rules import entry_rule, number_format
from ictxl.form.sheet.legend import Choices
from ictxl.model import Plan

TODO_FONT, TODO_FILL = "FF9C0006", "FFFCE4E6"
ASKED_FILL = "FFFFF2CC"
"""Strong yellow, as ictxl's templates have it."""
DONE_FONT, DONE_FILL = "FF006100", "FFDDF3E0"


def add_validations(
    sheet: Worksheet,
    plan: Plan,
    inputs: Mapping[str, int],
    rows: range,
    measures: Sequence[int],
    choices: Choices,
) -> None:
    """Dropdowns, prompts and warnings on the input columns; the template's own give way.

    `measures` are the rows of `rows` that answers are written in.
    """
    clear(sheet, inputs.values(), rows)
    asked = spans(measures)
    for question in plan.department_questions:
        if question.key in inputs:
            rule = entry_rule(plan, question, choices)
            areas = [CellRange(area_of(inputs[question.key], span)) for span in asked]
            rule.sqref = MultiCellRange(areas)
            sheet.add_data_validation(rule)


def clear(sheet: Worksheet, columns: Iterable[int], rows: range) -> None:
    """Take the template's own validations off these cells: Excel forbids overlaps."""
    ours = [CellRange(area_of(column, rows)) for column in columns]
    kept = []
    for rule in sheet.data_validations.dataValidation:
        left = [piece for area in rule.sqref.ranges for piece in _without(area, ours)]
        if left:
            rule.sqref = MultiCellRange(left)
            kept.append(rule)
    sheet.data_validations.dataValidation = kept


def keep_formats(sheet: Worksheet, unused: Sequence[int]) -> None:
    """Take rows out of the template's conditional formats: nothing in them is to be judged."""
    if not unused:
        return
    last = sheet.max_column
    holes = [
        CellRange(min_row=span.start, max_row=span[-1], min_col=1, max_col=last)
        for span in spans(unused)
    ]
    formats = ConditionalFormattingList()
    for area in sheet.conditional_formatting:
        left = [piece for one in area.sqref.ranges for piece in _without(one, holes)]
        left.sort(key=lambda piece: (piece.min_row, piece.min_col))
        for rule in area.rules if left else ():
            formats.add(" ".join(map(str, left)), rule)
    sheet.conditional_formatting = formats


def _without(area: CellRange, holes: list[CellRange]) -> Iterator[CellRange]:
    pieces = [area]
    for hole in holes:
        pieces = [part for piece in pieces for part in _minus(piece, hole)]
    yield from pieces


def _minus(area: CellRange, hole: CellRange) -> Iterator[CellRange]:
    if area.isdisjoint(hole):
        yield area
        return
    top_of_hole, left_of_hole = max(area.min_row, hole.min_row), max(area.min_col, hole.min_col)
    end_of_hole, right_of_hole = min(area.max_row, hole.max_row), min(area.max_col, hole.max_col)
    left, top, right, bottom = area.bounds
    for bounds in (
        (left, top, right, top_of_hole - 1),
        (left, end_of_hole + 1, right, bottom),
        (left, top_of_hole, left_of_hole - 1, end_of_hole),
        (right_of_hole + 1, top_of_hole, right, end_of_hole),
    ):
        if bounds[0] <= bounds[2] and bounds[1] <= bounds[3]:
            yield CellRange(None, *bounds)


def colour_check(sheet: Worksheet, column: int, rows: range) -> None:
    """点検 in red until it says よし, in green then; unless the template colours it itself."""
    cell = f"{get_column_letter(column)}{rows.start}"
    well = f'{cell}="{ALL_WELL}"'
    colour_state(
        sheet, area_of(column, rows), done=well, todo=f'AND({cell}<>"",{cell}<>"{ALL_WELL}")'
    )


def colour_demanded(
    sheet: Worksheet, inputs: Mapping[str, int], rows: range, demands: Mapping[str, str]
) -> None:
    """What another choice makes necessary, in the colour of what is left to do; `demands` are for
    the first of the rows."""
    fill = PatternFill(bgColor=ASKED_FILL, fill_type="solid")
    for key, demanded in demands.items():
        letters = get_column_letter(inputs[key])
        formula = f"AND(LEN(TRIM(${letters}{rows.start}))=0,{demanded})"
        _add_format(sheet, area_of(inputs[key], rows), formula, DifferentialStyle(fill=fill))


def colour_state(sheet: Worksheet, area: str, *, done: str, todo: str) -> None:
    """Red while `todo` holds, green while `done` does; a template's own formats win."""
    ours = CellRange(area.split(" ", maxsplit=1)[0])
    for existing in sheet.conditional_formatting:
        if any(not ours.isdisjoint(theirs) for theirs in existing.sqref.ranges):
            return
    for formula, font, fill in ((done, DONE_FONT, DONE_FILL), (todo, TODO_FONT, TODO_FILL)):
        looks = DifferentialStyle(
            font=Font(color=font), fill=PatternFill(bgColor=fill, fill_type="solid")
        )
        _add_format(sheet, area, formula, looks)


def _add_format(sheet: Worksheet, area: str, formula: str, looks: DifferentialStyle) -> None:
    rule = Rule(type="expression", formula=[formula], dxf=looks)
    sheet.conditional_formatting.add(area, rule)


def unlock(sheet: Worksheet, plan: Plan, inputs: Mapping[str, int], row: int) -> None:
    """Make the prototype row's input cells free to type in, in the format of what is asked."""
    for key, column in inputs.items():
        cell = sheet.cell(row, column)
        cell.protection = Protection(locked=False)
        cell.number_format = number_format(plan.question_by_key[key])


def protect(sheet: Worksheet) -> None:
    """Against accidents only: no password; heights, widths and filters stay free."""
    # A template's own password goes: nobody would know it.
    protection = sheet.protection = SheetProtection(sheet=True)
    # openpyxl's attributes say what is forbidden.
    protection.formatRows = False
    protection.formatColumns = False
    protection.autoFilter = False
    protection.selectLockedCells = False
    protection.selectUnlockedCells = False
    protection.objects = False
    protection.scenarios = False
