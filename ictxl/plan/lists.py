"""Read the plan's lists: 凡例, 次期展開, 選択肢, 今後の展開."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ictxl import findings
from ictxl.contract.spellings import fold_spelling
from ictxl.model import Outlook
from ictxl.plan.columns import (
    MARK,
    MARK_MEANING,
    NEXT_STEPS_SHEET,
    OUTLOOKS_SHEET,
    RATINGS_SHEET,
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
from ictxl.plan.table_rows import Mistakes, PlanTable, has_sheet, read_table
from ictxl.questions import Choice, ChoiceList, named_list, next_step_list, rating_list
from ictxl.text.clean import fold_name, visible


def read_ratings(book: SourceBook, mistakes: Mistakes) -> ChoiceList:
    return rating_list(_choices(book, RATINGS_SHEET, mistakes, are_numbered=False))


def read_next_steps(book: SourceBook, mistakes: Mistakes) -> ChoiceList:
    return next_step_list(_choices(book, NEXT_STEPS_SHEET, mistakes, are_numbered=True))


def _choices(
    book: SourceBook, sheet: PlanSheet, mistakes: Mistakes, *, are_numbered: bool
) -> Iterator[Choice]:
    """The list that a sheet of its own holds: code, name and 区分."""
    code_column, name_column, kind_column = sheet.columns
    codes, names = Once(mistakes), Once(mistakes)
    for row in read_filled(book, sheet, mistakes).rows:
        code = required(line, row[code_column], mistakes)
        # A person may copy the dot of 1.現状維持 too; the label puts one behind the number anyway.
        code = code.rstrip(".．") if are_numbered else code
        _once(codes, code, row[code_column])
        # A word says what it means; a letter, sign or number does not.
        says_all = not are_numbered and len(visible(code)) > 1
        name = (line if says_all else partial(required, line))(row[name_column], mistakes)
        if are_numbered:
            _once(names, name, row[name_column])
        yield Choice(code, name, choice(row[kind_column], kind_column, mistakes) == ENDS)


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
    table = read_table(book, OUTLOOKS_SHEET, mistakes)
    outlooks = []
    for row in table.rows:
        mark = required(line, row[MARK], mistakes)
        _once(once, mark, row[MARK])
        outlooks.append(Outlook(mark, line(row[MARK_MEANING], mistakes)))
    return tuple(outlooks), table.whole and all(outlook.mark for outlook in outlooks)


def read_filled(book: SourceBook, sheet: PlanSheet, mistakes: Mistakes) -> PlanTable:
    """The rows of a list that must not be empty."""
    table = read_table(book, sheet, mistakes)
    if table.whole and not table.rows:
        mistakes.on(sheet.name, findings.PLAN_LIST_EMPTY)
    return table


def _once(once: Once, code: str, cell: SourceCell) -> None:
    if code:
        once.note(fold_spelling(code), cell)
