"""Read the plan's lists: 凡例, 次期展開, 選択肢, 今後の展開."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from ictxl import findings
from ictxl.contract.spellings import fold_spelling
from ictxl.model import Outlook
from ictxl.plan.columns import (
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
)
from ictxl.plan.parse_values import Once, check_length, choice, line, missing, required
from ictxl.plan.plan_sheet import ENDS, PlanSheet
from ictxl.plan.question_columns import (
    CHOICE_CODE,
    CHOICE_KIND,
    CHOICE_LIST,
    CHOICE_NAME,
    CHOICES_SHEET,
)
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, PlanTable, Row, has_sheet, read_table
from ictxl.questions import Choice, ChoiceList, named_list, next_step_list, rating_list
from ictxl.text.clean import fold_name, visible

_T = TypeVar("_T")


def read_ratings(book: SourceBook, mistakes: Mistakes) -> ChoiceList:
    once = Once(mistakes)

    def rating(row: Row) -> Choice:
        symbol = required(line, row[SYMBOL], mistakes)
        _once(once, symbol, row[SYMBOL])
        # A word says what it means; a letter or sign does not.
        is_word = len(visible(symbol)) > 1
        meaning = (line if is_word else partial(required, line))(row[MEANING], mistakes)
        return Choice(symbol, meaning, choice(row[RATING_KIND], RATING_KIND, mistakes) == ENDS)

    return rating_list(_records(read_filled(book, RATINGS_SHEET, mistakes), rating))


def read_next_steps(book: SourceBook, mistakes: Mistakes) -> ChoiceList:
    numbers, names = Once(mistakes), Once(mistakes)

    def step(row: Row) -> Choice:
        # A person may copy the dot of 1.現状維持 too; the label puts one behind the number anyway.
        value = required(line, row[STEP_NUMBER], mistakes).rstrip(".．")
        _once(numbers, value, row[STEP_NUMBER])
        label = required(line, row[STEP_NAME], mistakes)
        _once(names, label, row[STEP_NAME])
        return Choice(value, label, choice(row[STEP_KIND], STEP_KIND, mistakes) == ENDS)

    return next_step_list(_records(read_filled(book, NEXT_STEPS_SHEET, mistakes), step))


@dataclass(frozen=True)
class OwnLists:
    """The lists of the sheet 選択肢."""

    by_name: dict[str, tuple[ChoiceList, SourceCell]]
    """Folded name → the list, and the cell where it begins."""
    whole: bool
    """False where the sheet lacks a heading: what depends on the lists is then not told."""


def read_own_lists(book: SourceBook, mistakes: Mistakes) -> OwnLists:
    table = read_table(book, CHOICES_SHEET, mistakes)
    names: dict[str, tuple[str, SourceCell]] = {}
    choices: dict[str, list[Choice]] = {}
    codes, meanings = Once(mistakes), Once(mistakes)
    above = ""
    for row in table.rows:
        # People write a list's name in its first row only.
        above = called = line(row[CHOICE_LIST], mistakes) or above
        key = fold_name(called)
        if not key:
            missing(row[CHOICE_LIST], mistakes)
        elif key not in names:
            check_length(called, row[CHOICE_LIST], mistakes)
            names[key], choices[key] = (called, row[CHOICE_LIST]), []
        code = required(line, row[CHOICE_CODE], mistakes)
        meaning = line(row[CHOICE_NAME], mistakes)
        is_end = choice(row[CHOICE_KIND], CHOICE_KIND, mistakes) == ENDS
        if key and code:
            codes.note((key, fold_spelling(code)), row[CHOICE_CODE])
            choices[key].append(Choice(code, meaning, is_end))
        if key and meaning:
            meanings.note((key, fold_spelling(meaning)), row[CHOICE_NAME])
    _check_names((cell for _, cell in names.values()), mistakes)
    lists = {key: (named_list(called, choices[key]), cell) for key, (called, cell) in names.items()}
    return OwnLists(lists, table.whole or not has_sheet(book, CHOICES_SHEET))


def _check_names(cells: Iterable[SourceCell], mistakes: Mistakes) -> None:
    with_sheet = {fold_name(sheet.name) for sheet in (RATINGS_SHEET, NEXT_STEPS_SHEET)}
    for cell in cells:
        if fold_name(cell.text) in with_sheet:
            mistakes.at(cell, findings.LIST_HAS_ITS_OWN_SHEET)


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
