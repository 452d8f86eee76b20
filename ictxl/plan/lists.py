"""Read the plan's lists: 基本施策, 凡例, 次期展開, 今後の展開."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ictxl import findings
from ictxl.contract.spellings import fold_spelling
from ictxl.model import Outlook, PolicyArea
from ictxl.plan.columns import (
    AREA_NUMBER,
    AREA_TITLE,
    AREAS_SHEET,
    ENDS,
    MARK,
    MARK_MEANING,
    MEANING,
    NEXT_STEPS_SHEET,
    OUTLOOKS_SHEET,
    RATING_KIND,
    RATINGS_SHEET,
    STEP_KIND,
    STEP_NAME,
    STEP_NUMBER,
    SYMBOL,
    PlanSheet,
)
from ictxl.plan.parse_values import Once, choice, line, number, required, text
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, PlanTable, Row, read_table
from ictxl.questions import Choice, ChoiceList, next_step_list, rating_list

_T = TypeVar("_T")


@dataclass(frozen=True)
class Areas:
    """基本施策, and what the measures need of them."""

    areas: tuple[PolicyArea, ...]
    cells: dict[str, SourceCell]
    """Each number's cell."""
    whole: bool
    """False where a number may be missing because it could not be read."""


def read_areas(book: SourceBook, mistakes: Mistakes) -> Areas:
    table = read_filled(book, AREAS_SHEET, mistakes)
    areas, once, whole = [], Once(mistakes), table.whole
    cells: dict[str, SourceCell] = {}
    for row in table.rows:
        value = number(row[AREA_NUMBER], mistakes)
        title = required(text, row[AREA_TITLE], mistakes)
        if value is None:
            whole = False
        elif once.note(value, row[AREA_NUMBER]):
            areas.append(PolicyArea(str(value), title))
            cells[str(value)] = row[AREA_NUMBER]
    return Areas(tuple(areas), cells, whole)


def read_ratings(book: SourceBook, mistakes: Mistakes) -> ChoiceList:
    once = Once(mistakes)

    def rating(row: Row) -> Choice:
        symbol = required(line, row[SYMBOL], mistakes)
        _once(once, symbol, row[SYMBOL])
        meaning = required(line, row[MEANING], mistakes)
        return Choice(symbol, meaning, choice(row[RATING_KIND], RATING_KIND, mistakes) == ENDS)

    return rating_list(_records(read_filled(book, RATINGS_SHEET, mistakes), rating))


def read_next_steps(book: SourceBook, mistakes: Mistakes) -> ChoiceList:
    numbers, names = Once(mistakes), Once(mistakes)

    def step(row: Row) -> Choice:
        # A person may copy the dot of 1.現状維持 too; the label puts one behind the number anyway.
        value = required(line, row[STEP_NUMBER], mistakes).rstrip(".．")
        _once(numbers, value, row[STEP_NUMBER])
        name = required(line, row[STEP_NAME], mistakes)
        _once(names, name, row[STEP_NAME])
        return Choice(value, name, choice(row[STEP_KIND], STEP_KIND, mistakes) == ENDS)

    return next_step_list(_records(read_filled(book, NEXT_STEPS_SHEET, mistakes), step))


def read_outlooks(book: SourceBook, mistakes: Mistakes) -> tuple[tuple[Outlook, ...], bool]:
    """The marks, and whether all of them could be read. None at all is no mistake."""
    once = Once(mistakes)

    def outlook(row: Row) -> Outlook:
        mark = required(line, row[MARK], mistakes)
        _once(once, mark, row[MARK])
        return Outlook(mark, line(row[MARK_MEANING], mistakes))

    table = read_table(book, OUTLOOKS_SHEET, mistakes)
    outlooks = _records(table, outlook)
    return outlooks, table.whole and all(outlook.mark for outlook in outlooks)


def read_filled(book: SourceBook, sheet: PlanSheet, mistakes: Mistakes) -> PlanTable:
    """The rows of a list that must not be empty."""
    table = read_table(book, sheet, mistakes)
    if table.whole and not table.rows:
        mistakes.on(sheet.name, findings.PLAN_LIST_EMPTY)
    return table


def _once(once: Once, code: str, cell: SourceCell) -> None:
    if code:
        once.note(fold_spelling(code), cell)


def _records(table: PlanTable, record: Callable[[Row], _T]) -> tuple[_T, ...]:
    return tuple(record(row) for row in table.rows)
