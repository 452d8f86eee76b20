"""Read 記入欄: what is asked on each measure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from ictxl import findings
from ictxl.contract.answer_values import read_number, shown_number
from ictxl.contract.fields import PREVIOUS
from ictxl.contract.placeholders import Names, previous_names
from ictxl.contract.spellings import fold_spelling, is_no_code
from ictxl.plan.indicators.rate_bounds import read_rate_bounds
from ictxl.plan.lists import read_filled, read_next_steps, read_own_lists, read_ratings
from ictxl.plan.parse_values import Once, check_free, choice, line, name, text
from ictxl.plan.plan_sheet import YES
from ictxl.plan.question_columns import (
    QUESTION_ASKED_OF,
    QUESTION_HINT,
    QUESTION_KIND,
    QUESTION_LIST,
    QUESTION_MAXIMUM,
    QUESTION_MINIMUM,
    QUESTION_NAME,
    QUESTION_PUBLISHED,
    QUESTION_RATED,
    QUESTION_REQUIRED,
    QUESTION_UNIT,
    QUESTIONS_SHEET,
    RATED_QUESTIONS_SHEET,
)
from ictxl.plan.source_cells import SourceBook, SourceCell
from ictxl.plan.table_rows import Mistakes, Row, has_sheet, hint
from ictxl.questions import (
    ALWAYS,
    NEVER,
    NEXT_STEP_LIST_NAME,
    PROGRESS_NAME,
    RATING_LIST_NAME,
    UNLESS_FINISHED,
    ChoiceList,
    Question,
    QuestionKind,
    Requirement,
    RequirementKind,
    Respondent,
    usual_questions,
)
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT
from ictxl.text.clean import fold_name, trim


def says_what_is_asked(book: SourceBook) -> bool:
    """Whether the workbook has 記入欄; one without it asks the usual questions."""
    return has_sheet(book, QUESTIONS_SHEET)


def read_questions(
    book: SourceBook, used: Names, progress_limit: int | None, mistakes: Mistakes
) -> tuple[Question, ...]:
    """The plan's questions. `used` are the names that none of them may have."""
    if not says_what_is_asked(book):
        ratings, steps = read_ratings(book, mistakes), read_next_steps(book, mistakes)
        return usual_questions(ratings, steps, progress_limit)
    table = read_filled(book, RATED_QUESTIONS_SHEET, mistakes)
    lists = _Lists(book, mistakes)
    reader = _Reader(lists, used, mistakes)
    read = [(question, row) for row in table.rows if (question := reader.question(row))]
    if all(question.choices or not question.is_choice for question, _ in read):
        lists.tell_unused()
    _check_previous_names(read, mistakes)
    questions = _with_requirements(read, mistakes)
    if questions and all(q.asked_of is Respondent.REVIEWER for q in questions):
        mistakes.on(QUESTIONS_SHEET.name, findings.NO_QUESTION_FOR_DEPARTMENTS)
    limit = None if progress_limit is None else Decimal(progress_limit)
    return tuple(replace(q, maximum=limit) if _takes_limit(q) else q for q in questions)


def _takes_limit(question: Question) -> bool:
    is_text = question.kind is QuestionKind.TEXT
    return question.name == PROGRESS_NAME and is_text and question.maximum is None


def _check_previous_names(read: Sequence[tuple[Question, Row]], mistakes: Mistakes) -> None:
    """Report what is called as the column of last year's answers to another question."""
    for question, row in read:
        others = [other for other, _ in read if other is not question]
        used = previous_names(others) if PREVIOUS in question.name else {}
        check_free(question.name, row[QUESTION_NAME], used, mistakes)


class _Lists:
    """The lists of the workbook by their names; a sheet of its own is read where it is used."""

    def __init__(self, book: SourceBook, mistakes: Mistakes) -> None:
        self.book, self.mistakes = book, mistakes
        self.own = read_own_lists(book, mistakes)
        self.used: dict[str, ChoiceList] = {}

    @property
    def names(self) -> list[str]:
        return [
            RATING_LIST_NAME,
            NEXT_STEP_LIST_NAME,
            *(one.name for one, _ in self.own.by_name.values()),
        ]

    def named(self, called: str) -> ChoiceList | None:
        key = fold_name(called)
        if key not in self.used and (found := self._read(key)):
            self.used[key] = found
        return self.used.get(key)

    def _read(self, key: str) -> ChoiceList | None:
        if key == RATING_LIST_NAME:
            return read_ratings(self.book, self.mistakes)
        if key == NEXT_STEP_LIST_NAME:
            return read_next_steps(self.book, self.mistakes)
        return self.own.by_name[key][0] if key in self.own.by_name and self.own.whole else None

    def tell_unused(self) -> None:
        for key, (one, cell) in self.own.by_name.items():
            if key not in self.used:
                self.mistakes.at(cell, findings.CHOICE_LIST_UNUSED, value=one.name)


class _Reader:
    """Reads row by row; when a question must be answered is read once all others are known."""

    def __init__(self, lists: _Lists, used: Names, mistakes: Mistakes) -> None:
        self.lists, self.used, self.mistakes = lists, used, mistakes
        self.once = Once(mistakes)

    def question(self, row: Row) -> Question | None:
        mistakes = self.mistakes
        called = name(row[QUESTION_NAME], mistakes)
        check_free(called, row[QUESTION_NAME], self.used, mistakes)
        known = self._kind(row)
        # What a question of no known kind says else is not told: it may well be right.
        kind = known or QuestionKind.CHOICE
        question = Question(
            called,
            kind,
            self._list(row, kind) if known else None,
            unit=line(row[QUESTION_UNIT], mistakes),
            asked_of=Respondent(choice(row[QUESTION_ASKED_OF], QUESTION_ASKED_OF, mistakes)),
            published=choice(row[QUESTION_PUBLISHED], QUESTION_PUBLISHED, mistakes) == YES,
            hint=text(row[QUESTION_HINT], mistakes),
        )
        if known:
            question = self._with_bounds(question, row)
            bounds = read_rate_bounds(row[QUESTION_RATED], question, mistakes)
            question = replace(question, rate_bounds=bounds)
            self._tell_unused(row, known)
        is_new = bool(called) and self.once.note(fold_name(called), row[QUESTION_NAME])
        return question if is_new else None

    def _kind(self, row: Row) -> QuestionKind | None:
        """A blank one with a list is a 選択. None, and reported, where it is none."""
        cell = row[QUESTION_KIND]
        if cell.is_empty and not row[QUESTION_LIST].is_empty:
            return QuestionKind.CHOICE
        told = len(self.mistakes.found)
        kind = QuestionKind(choice(cell, QUESTION_KIND, self.mistakes))
        return None if cell.fault or len(self.mistakes.found) > told else kind

    def _list(self, row: Row, kind: QuestionKind) -> ChoiceList | None:
        cell = row[QUESTION_LIST]
        if kind is not QuestionKind.CHOICE or cell.fault:
            return None
        choices = "、".join(self.lists.names)
        called = line(cell, self.mistakes)
        if not called:
            self.mistakes.at(cell, findings.QUESTION_WITHOUT_LIST, choices=choices)
            return None
        found = self.lists.named(called)
        if found is None and self.lists.own.whole:
            near = hint(called, self.lists.names)
            self.mistakes.at(cell, findings.UNKNOWN_CHOICE_LIST, choices=choices, hint=near)
        return found

    def _with_bounds(self, question: Question, row: Row) -> Question:
        low, high = row[QUESTION_MINIMUM], row[QUESTION_MAXIMUM]
        bounded = replace(
            question,
            minimum=self._bound(low, question) if question.kind.is_number else None,
            maximum=self._bound(high, question) if _has_maximum(question.kind) else None,
        )
        least, most = bounded.minimum, bounded.maximum
        if least is not None and most is not None and least > most:
            self.mistakes.at(high, findings.BOUNDS_REVERSED, first=low.ref, first_value=low.text)
        return bounded

    def _bound(self, cell: SourceCell, question: Question) -> Decimal | None:
        if cell.is_empty or cell.fault:
            return None
        value = _number(cell, question)
        is_length = question.kind is QuestionKind.TEXT
        if value is None or (is_length and not _is_length(value)):
            self.mistakes.at(cell, findings.BOUND_NOT_A_NUMBER, largest=MAX_CELL_TEXT)
            return None
        if question.kind is QuestionKind.RATIO and abs(value) >= _LARGE_RATIO:
            read_as = shown_number(question, value)
            self.mistakes.at(cell, findings.RATIO_BOUND_VERY_LARGE, read_as=read_as)
        return value

    def _tell_unused(self, row: Row, kind: QuestionKind) -> None:
        """Report cells that mean nothing for a question of the kind."""
        unused = {
            QUESTION_LIST: kind is not QuestionKind.CHOICE,
            QUESTION_UNIT: not kind.is_number,
            QUESTION_MINIMUM: not kind.is_number,
            QUESTION_MAXIMUM: not _has_maximum(kind),
            QUESTION_RATED: kind is not QuestionKind.CHOICE,
        }
        for column, is_unused in unused.items():
            if is_unused and row[column].text:
                self.mistakes.at(row[column], findings.QUESTION_CELL_UNUSED, kind=kind.value)


_LARGE_RATIO = 10
"""A bound of 1000 %: rather 10 % or 100 %, typed as people say them."""


def _has_maximum(kind: QuestionKind) -> bool:
    return kind.is_number or kind is QuestionKind.TEXT


def _is_length(value: Decimal) -> bool:
    return value == value.to_integral_value() and 1 <= value <= MAX_CELL_TEXT


def _number(cell: SourceCell, question: Question) -> Decimal | None:
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return Decimal(cell.text)
    return None if cell.is_date else read_number(cell.text, question)


# --- 必須: 必須, 任意, 終了のほか必須 or a condition such as `評価=C、D`

_WORDS = {one.kind.value: one for one in (ALWAYS, NEVER, UNLESS_FINISHED)}
_EQUALS = re.compile("[=＝]")
_SEPARATOR = re.compile("([、，,､・･/／])")


def _with_requirements(
    read: Sequence[tuple[Question, Row]], mistakes: Mistakes
) -> tuple[Question, ...]:
    """The questions with what their rows say of when they must be answered."""
    by_name = {fold_name(question.name): question for question, _ in read}
    return tuple(
        replace(
            question, required=_requirement(row[QUESTION_REQUIRED], question, by_name, mistakes)
        )
        for question, row in read
    )


def _requirement(
    cell: SourceCell, question: Question, by_name: Mapping[str, Question], mistakes: Mistakes
) -> Requirement:
    words = line(cell, mistakes)
    if not words:
        return ALWAYS
    if known := _WORDS.get(fold_name(words)):
        return known
    cuts = [match.start() for match in _EQUALS.finditer(words)]
    if not cuts:
        mistakes.at(cell, findings.REQUIREMENT_UNCLEAR)
        return ALWAYS
    choices = {key: q for key, q in by_name.items() if q.choices and q is not question}
    # A name may hold the sign itself.
    cut = next((cut for cut in reversed(cuts) if fold_name(words[:cut]) in choices), None)
    if cut is None:
        called = trim(words[: cuts[0]])
        known_question = by_name.get(fold_name(called))
        # Of a 選択 whose list is not known either something is told already.
        if not (known_question and known_question.is_choice and known_question is not question):
            near = hint(called, [q.name for q in choices.values()])
            mistakes.at(cell, findings.CONDITION_ON_UNKNOWN_QUESTION, name=called, hint=near)
        return ALWAYS
    deciding = choices[fold_name(words[:cut])]
    assert deciding.choices
    codes = _codes(words[cut + 1 :], deciding.choices, cell, mistakes)
    return Requirement(RequirementKind.WHERE_CHOSEN, deciding.name, codes)


def _codes(
    words: str, choices: ChoiceList, cell: SourceCell, mistakes: Mistakes
) -> tuple[str, ...]:
    """The codes between the separators; a code or name may hold a separator itself."""
    known = {fold_spelling(c.name): c.code for c in reversed(choices.choices) if c.name}
    known |= {fold_spelling(c.code): c.code for c in reversed(choices.choices)}
    pieces, found = _SEPARATOR.split(words), list[str]()
    start = 0
    while start < len(pieces):
        ends = range(len(pieces), start, -2)
        runs = ((end, _folded(pieces[start:end])) for end in ends)
        end, code = next(((e, known[fold]) for e, fold in runs if fold in known), (start + 1, ""))
        part = trim(pieces[start])
        if code or part:
            found.append(code)
        if part and not code:
            offered = "、".join(c.code for c in choices.choices)
            mistakes.at(cell, findings.CONDITION_ON_UNKNOWN_CHOICE, name=part, choices=offered)
        start = end + 1
    if not any(found) and not any(map(trim, chain(pieces[::2]))):
        offered = "、".join(c.code for c in choices.choices)
        mistakes.at(cell, findings.CONDITION_ON_UNKNOWN_CHOICE, name="", choices=offered)
    return tuple(dict.fromkeys(filter(None, found)))


def _folded(pieces: Sequence[str]) -> str:
    """Pieces and what separates them as one spelling; "" where one of several says nothing, for a
    sign such as ) may be a code of its own."""
    is_one = len(pieces) == 1 or not any(map(is_no_code, pieces[::2]))
    return fold_spelling("".join(pieces)) if is_one else ""
