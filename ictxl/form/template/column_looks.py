"""Widths, headings and alignment of the columns that a plan's forms get."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.answer_values import shown_number
from ictxl.contract.fields import Field
from ictxl.form.sheet.autofit_rows import merged_areas
from ictxl.form.sheet.cells import restyle
from ictxl.form.sheet.entry_rules import shown_unit
from ictxl.model import Plan
from ictxl.questions import Question, QuestionKind
from ictxl.text.linebreak import text_units

LONG, MIDDLE, SHORT = 34.0, 22.0, 15.0
"""Digits of a column for a text of many, a few and one line."""
_SHORT_TEXT, _MIDDLE_TEXT = 20, 100
"""Most characters of a text that a short and a middle column are for."""
_DATE = 16.0
"""令和8年12月25日, with some room."""
_NARROWEST, _WIDEST_NUMBER, _WIDEST_CHOICE = 8.0, 16.0, 20.0
_SHORTEST_CHOICE = 5
_DIGITS = 9
"""A number without bounds is given room for so many."""
_LINES_OF_HEADING = 3
_WIDEST_HEADING = 40.0


def input_width(question: Question) -> float:
    """Digits of the default font that the question's column takes."""
    if question.choices:
        offered = [text_units(question.choices.offered(c)) for c in question.choices.choices]
        # The arrow of the dropdown stands beside the cell.
        width = min(max([*offered, _SHORTEST_CHOICE]) + 2.0, _WIDEST_CHOICE)
    elif question.kind is QuestionKind.TEXT:
        width = _text_width(question)
    elif question.kind is QuestionKind.DATE:
        width = _DATE
    else:
        width = _number_width(question)
    return max(width, heading_width(input_heading(question)))


def is_short(question: Question | None) -> bool:
    """Whether it is answered by a word or two, which nobody needs to count."""
    limit = question.limit if question else 0
    return limit is not None and limit <= _SHORT_TEXT


def align_given(cell: Cell, texts: Iterable[str]) -> None:
    """Signs stand in the middle."""
    if max(map(text_units, texts), default=0) <= _SIGN:
        restyle(cell, "alignment", horizontal="center")


def _text_width(question: Question) -> float:
    limit = question.limit
    if limit is None:
        return LONG if question.published else MIDDLE
    if limit <= _SHORT_TEXT:
        return SHORT
    return MIDDLE if limit <= _MIDDLE_TEXT else LONG


def _number_width(question: Question) -> float:
    bounds = [shown_number(question, n) for n in (question.minimum, question.maximum) if n]
    if question.kind is QuestionKind.RATIO:
        return max(_NARROWEST, *map(text_units, ["100.0%", *bounds])) + 1.0
    usual = _DIGITS + text_units(shown_unit(question))
    return min(max([*map(text_units, bounds), usual]) + 1.0, _WIDEST_NUMBER)


def given_width(texts: Iterable[str], heading: str, *, for_reading: bool = False) -> float:
    """Of a given column, by what stands in it; texts that are there to be read get more room."""
    longest = max((text_units(line) for text in texts for line in text.split("\n")), default=0)
    if longest <= SHORT:
        width = max(longest + 2.0, _NARROWEST)
    elif longest <= 3 * SHORT:
        width = SHORT
    elif for_reading and longest > _READING:
        width = _WIDEST_READING
    else:
        width = MIDDLE
    return max(width, heading_width(heading))


_READING, _WIDEST_READING = 80, 46.0
"""A line of more digits is a text to be read: of a second reading, what departments answered."""


def heading_width(heading: str) -> float:
    """So wide that the heading takes few lines."""
    words = max(map(text_units, heading.split("\n")))
    return min(words / _LINES_OF_HEADING + 3.0, _WIDEST_HEADING)


def input_heading(question: Question) -> str:
    """The question's name, and in what it is answered."""
    unit = question.unit
    if not unit or unit in question.name:
        return question.name
    return f"{question.name}\n({unit})"


def measure_heading(plan: Plan, field: Field) -> str:
    """施策名称, in the plan's word for its measures."""
    return plan.measure_level.title_heading if field.key == "title" else field.heading


def align(cell: Cell, question: Question) -> None:
    """Numbers to the right, texts to the left, dates and signs in the middle."""
    horizontal = "left"
    if question.kind.is_number:
        horizontal = "right"
    elif question.kind is QuestionKind.DATE:
        horizontal = "center"
    elif question.choices:
        is_short = all(len(question.choices.offered(c)) <= _SIGN for c in question.choices.choices)
        horizontal = "center" if is_short else "left"
    restyle(cell, "alignment", horizontal=horizontal, wrap_text=True)


_SIGN = 4
"""Characters of a choice that stands in the middle of its column."""


def heading_row(sheet: Worksheet, row: int) -> int:
    """The uppermost row of the headings above the prototype row."""
    filled = {cell.column for cell in sheet[row] if cell.value is not None}
    above = [
        area.min_row
        for area in merged_areas(sheet).values()
        if area.max_row == row - 1 and filled.intersection(range(area.min_col, area.max_col + 1))
    ]
    return max(min([row - 1, *above]), row - _MOST_HEADING_ROWS, 1)


_MOST_HEADING_ROWS = 3
