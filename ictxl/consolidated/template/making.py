"""Make the published template that a plan needs: its levels, columns, questions and indicators.

A table has a row for each answer, or for each indicator where the plan has any; 個票 is a sheet a
measure. Each placeholder has the meaning that its heading says, whatever the plan calls its parts.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated.legend import LEGEND_COLUMNS
from ictxl.consolidated.template.words.answer_words import DEPARTMENTS, EACH
from ictxl.consolidated.template.words.indicator_words import INDICATOR, indicator_words
from ictxl.consolidated.template.words.measure_words import NUMBER, TITLE
from ictxl.consolidated.template.words.vocabulary import LEGEND_HEADINGS, LEGEND_LINES
from ictxl.contract.placeholders import braced, names_in, spelled
from ictxl.model import Plan
from ictxl.questions import Question
from ictxl.spreadsheets.xlsx.zip_writer import FIRST_TIME
from ictxl.text.era import read_fiscal_year
from ictxl.text.row_height import BODY_FONT

_A3, _A4 = 8, 9
_WIDE, _HALF, _SHORT, _LEAST = 30.0, 20.0, 10.0, 6.0
_ROOM = 200.0
"""Characters across A3; a table of few columns takes less."""
_BEYOND = 1.5
"""So many times wider than usual a column of a table with few of them may be."""
_BRACKETS = str.maketrans("{}｛｝", "()()")
"""A heading is no placeholder, whatever the plan calls it."""


@dataclass(frozen=True)
class _Part:
    """A column of the table, or a label of 個票 with what stands beside it."""

    heading: str
    text: str
    width: float = _HALF

    @property
    def look(self) -> str:
        return "short" if self.width <= _SHORT else "body"


def published_template(plan: Plan, *, is_measure_sheets: bool) -> bytes:
    """The workbook."""
    target = io.BytesIO()
    look = {"font_name": BODY_FONT, "font_size": 10.5}
    workbook = Workbook(target, {"in_memory": True, "default_format_properties": look})
    created = dt.datetime.fromisoformat(FIRST_TIME)
    workbook.set_properties({"title": "集約表のひな形", "created": created})
    (_write_sheet if is_measure_sheets else _write_table)(_Pen(workbook), plan)
    workbook.close()
    return target.getvalue()


# --- what stands in it


def _areas(plan: Plan) -> Iterator[_Part]:
    for level in plan.levels[:-1]:
        yield _Part(level.label, braced(spelled(level.label)))


def _of_measure(plan: Plan, departments: str) -> Iterator[_Part]:
    yield _Part("番号", braced(NUMBER), _SHORT)
    yield _Part(plan.measure_level.label, braced(TITLE), _WIDE)
    # On rows of indicators their own words go before columns of the same name.
    taken = indicator_words(plan) if plan.indicators else ()
    for heading in plan.given_columns:
        if spelled(heading) not in taken:
            yield _Part(heading, braced(spelled(heading)))
    if any(measure.target for measure in plan.measures):
        yield _Part("目標", braced("目標"))
    yield _Part(DEPARTMENTS, braced(departments))


def _of_indicators(plan: Plan) -> Iterator[_Part]:
    yield _Part(INDICATOR, braced(INDICATOR))
    # The target of the plan's own year is 目標値.
    others = [year for year in plan.target_years if read_fiscal_year(year) != plan.year]
    headings = (
        *plan.indicator_columns,
        "基準値",
        *(f"目標値{year}" for year in others),
        *("目標値", "実績値", "達成率"),
    )
    for heading in headings:
        yield _Part(heading, braced(spelled(heading)), _SHORT)


def _of_answers(plan: Plan, *, each: bool) -> Iterator[_Part]:
    for question in plan.department_questions:
        if question.published:
            name = spelled(question.name)
            # On rows of indicators their own words go before questions of the same name.
            text = braced(EACH + name) if each else braced(name)
            shown = text if names_in(text) else braced(name)
            yield _Part(question.name, shown, _width(question))
    for question in plan.reviewer_questions:
        if question.published:
            yield _Part(question.name, braced(spelled(question.name)), _width(question))


def _width(question: Question) -> float:
    return _SHORT if question.is_choice or question.kind.is_number else _WIDE


# --- how it is laid out


class _Pen:
    """The workbook's first sheet and its looks."""

    def __init__(self, workbook: Workbook) -> None:
        lines = {"border": 1, "border_color": "#808080", "text_wrap": True}
        middle = {"align": "center", "valign": "vcenter"}
        looks: dict[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 14, "valign": "vcenter", "text_wrap": True},
            "plain": {"valign": "top"},
            "head": {**lines, **middle, "bold": True, "bg_color": "#DDEBF7"},
            "band": {**lines, "bold": True, "valign": "top", "align": "left", "indent": 1},
            "body": {**lines, "valign": "top", "align": "left", "indent": 1},
            "short": {**lines, "valign": "top", "align": "center"},
        }
        self.workbook = workbook
        self.looks = {name: workbook.add_format(look) for name, look in looks.items()}

    def sheet(self, name: str, paper: int) -> Worksheet:
        made = self.workbook.add_worksheet(name)
        made.hide_gridlines(2)
        made.set_paper(paper)
        made.set_margins(0.4, 0.4, 0.5, 0.6)
        made.center_horizontally()
        made.set_footer("&C&P / &N")
        return made

    def across(self, sheet: Worksheet, row: int, columns: range, text: str, look: str) -> None:
        """A text in a cell, or in several joined."""
        first, last = columns[0], columns[-1]
        if first == last:
            sheet.write_string(row, first, text, self.looks[look])
        else:
            sheet.merge_range(row, first, row, last, text, self.looks[look])


def _write_table(pen: _Pen, plan: Plan) -> None:
    """Title, the names of areas, headings, a prototype row and 【凡例】."""
    each = bool(plan.indicators)
    parts = [*_of_measure(plan, "担当課一覧" if each else DEPARTMENTS)]
    parts += [*(_of_indicators(plan) if each else ()), *_of_answers(plan, each=each)]
    scale = min(_ROOM / sum(part.width for part in parts), _BEYOND)
    sheet, every = pen.sheet("公表", _A3), range(len(parts))
    sheet.set_landscape()
    pen.across(sheet, 0, every, "{計画名} {年度}", "title")
    for column, part in enumerate(parts):
        sheet.set_column(column, column, max(part.width * scale, _LEAST))
        pen.across(sheet, 1, range(column, column + 1), part.heading.translate(_BRACKETS), "head")
    row = 2
    for area in _areas(plan):
        pen.across(sheet, row, every, area.text, "band")
        row += 1
    for column, part in enumerate(parts):
        pen.across(sheet, row, range(column, column + 1), part.text, part.look)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
    _write_legend(pen, sheet, row + 2, len(parts))


def _write_legend(pen: _Pen, sheet: Worksheet, row: int, count: int) -> None:
    edges = [count * number // LEGEND_COLUMNS for number in range(LEGEND_COLUMNS + 1)]
    for number, (heading, lines) in enumerate(zip(LEGEND_HEADINGS, LEGEND_LINES, strict=True)):
        columns = range(edges[number], edges[number + 1])
        pen.across(sheet, row, columns, braced(heading), "head")
        pen.across(sheet, row + 1, columns, braced(lines), "body")


def _write_sheet(pen: _Pen, plan: Plan) -> None:
    """One measure on a sheet of A4: labels beside what they name, and its indicators."""
    answers = list(_of_answers(plan, each=False))
    told = list(_of_indicators(plan)) if plan.indicators else []
    count = max(len(told), 4)
    sheet = pen.sheet("{施策番号}", _A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, count - 1, max(72 / (count - 1), _SHORT))
    pen.across(sheet, 0, range(count), "{計画名} {年度}", "title")
    row = 1
    for part in (*_areas(plan), *_of_measure(plan, "担当課一覧")):
        row = _labelled(pen, sheet, row, part, count)
    for column, part in enumerate(told):
        pen.across(sheet, row, range(column, column + 1), part.heading.translate(_BRACKETS), "head")
        pen.across(sheet, row + 1, range(column, column + 1), part.text, part.look)
    row += 2 if told else 0
    for part in answers:
        row = _labelled(pen, sheet, row, part, count)


def _labelled(pen: _Pen, sheet: Worksheet, row: int, part: _Part, count: int) -> int:
    """A label with what it names; the next row."""
    pen.across(sheet, row, range(1), part.heading.translate(_BRACKETS), "head")
    pen.across(sheet, row, range(1, count), part.text, "body")
    return row + 1
