"""Read the answers of a form's row: codes, numbers and dates in the one way they are kept.

What a form asked is matched with what the plan asks, where its form was made from another list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from ictxl import findings
from ictxl.contract.answer_values import normal_text, shown_number, typed_value
from ictxl.contract.fields import previous_key
from ictxl.contract.spellings import read_choice
from ictxl.findings import Finding, FindingPlace
from ictxl.model import Plan
from ictxl.questions import Choice, ChoiceList, Question, QuestionKind
from ictxl.returned.tables import FormRow
from ictxl.spreadsheets.cells import cell_text
from ictxl.text.clean import fold_name, invisible_characters, visible


@dataclass(frozen=True)
class AskedTwice:
    """A question of the plan that the form asked too."""

    question: Question
    """The plan's."""
    key: str
    """By which the form calls it."""
    sent: ChoiceList | None
    """What the form let choose from, where that is not what the plan does."""
    counted: Question | None = None
    """The form's question, where its numbers are of another unit than the plan's."""


@dataclass(frozen=True)
class Asked:
    """The plan's questions beside those of a form."""

    both: tuple[AskedTwice, ...]
    """Asked by the plan, and by the form."""
    unplanned: tuple[Question, ...]
    """The form's that the plan does not ask."""
    not_in_form: tuple[Question, ...]
    """The plan's that the form could not answer."""

    @cached_property
    def is_by_one_name(self) -> bool:
        """Whether the form calls all of them as the plan does."""
        return all(both.question.key == both.key for both in self.both)


def asked_in_both(theirs: Plan, ours: Plan) -> Asked:
    """A form's questions beside the plan's, by name; `theirs` is the plan that was sent."""
    return _asked(theirs.department_questions, ours.department_questions)


@lru_cache(maxsize=32)
def _asked(theirs: tuple[Question, ...], ours: tuple[Question, ...]) -> Asked:
    by_name = {question.name: question for question in theirs}
    by_folded = _by_folded_name(q for q in theirs if all(q.name != own.name for own in ours))
    found = {
        own: by_name.get(own.name) or by_folded.get(fold_name(own.name))
        for own in _each_once(ours, by_name)
    }
    used = {sent.name for sent in found.values() if sent}
    return Asked(
        tuple(
            AskedTwice(own, sent.key, _changed_list(sent, own), _other_unit(sent, own))
            for own, sent in found.items()
            if sent
        ),
        tuple(q for q in theirs if q.name not in used),
        tuple(q for q in ours if not found.get(q)),
    )


def _changed_list(sent: Question, own: Question) -> ChoiceList | None:
    if sent.choices is None or own.choices is None:
        return None
    return None if sent.choices.choices == own.choices.choices else sent.choices


def _other_unit(sent: Question, own: Question) -> Question | None:
    if not (sent.kind.is_number and own.kind.is_number):
        return None
    return None if is_one_unit(_unit(sent), _unit(own)) else sent


def _unit(question: Question) -> str:
    return "%" if question.kind is QuestionKind.RATIO else question.unit


def is_one_unit(sent: str, own: str) -> bool:
    """Whether both are the same, or one of them says nothing."""
    return not sent or not own or fold_name(sent) == fold_name(own)


def _each_once(ours: Iterable[Question], known: Mapping[str, Question]) -> list[Question]:
    """The questions without those that only width or blanks tell from another: which of them is
    meant nobody knows, but by its very name."""
    questions = tuple(ours)
    often = Counter(fold_name(question.name) for question in questions)
    return [q for q in questions if q.name in known or often[fold_name(q.name)] == 1]


def _by_folded_name(questions: Iterable[Question]) -> dict[str, Question]:
    named = [(fold_name(question.name), question) for question in questions]
    often = Counter(name for name, _ in named)
    return {name: question for name, question in named if often[name] == 1}


@dataclass(frozen=True)
class RowAnswers:
    """What a row answers, all of it by the plan's keys."""

    values: Mapping[str, str]
    columns: Mapping[str, str]
    previous: Mapping[str, str]
    findings: tuple[Finding, ...]


def read_answers(row: FormRow, asked: Asked, place: FindingPlace) -> RowAnswers:
    """The row's answers to what the plan asks; `place` is the form's, with the row's measure.

    What could not be read stays as written.
    """
    values, previous = {}, {}
    told: list[Finding] = []
    for both in asked.both:
        key = both.question.key
        if text := row.texts.get(both.key, ""):
            value = values[key] = _value(both, text)
            if value != text or both.sent or both.counted:
                cell: FindingPlace = {**place, "cell": row.cell(both.key), "value": text}
                told.extend(_read_otherwise(both, text, value, cell))
        if shown := row.texts.get(previous_key(both.key), ""):
            previous[key] = shown
    return RowAnswers(values, _columns(row, asked), previous, tuple(told))


def _columns(row: FormRow, asked: Asked) -> Mapping[str, str]:
    if asked.is_by_one_name:
        return row.columns
    columns = row.columns
    return {b.question.key: columns[b.key] for b in asked.both if b.key in columns}


def _value(both: AskedTwice, text: str) -> str:
    question = both.question
    if question.choices:
        read = _read_sent_choice(text, both.sent, question.choices)
        return read.code if read else text
    if question.kind is QuestionKind.TEXT:
        return text
    if both.counted:
        number = typed_value(both.counted, text)
        return shown_number(both.counted, number) if isinstance(number, Decimal) else text
    return normal_text(question, text)


def _read_otherwise(
    both: AskedTwice, text: str, value: str, cell: FindingPlace
) -> Iterator[Finding]:
    """What is told of an answer that is kept otherwise than it was written."""
    question, choices = both.question, both.question.choices
    if choices:
        read = _read_sent_choice(text, both.sent, choices)
        if read is None:
            return
        choice = choices.by_code[value]
        if read.meant:
            ours, theirs = choices.label(choice), choices.label(read.meant)
            yield findings.CHOICE_OF_OTHER_LIST.at(
                cell, heading=question.name, theirs=theirs, ours=ours
            )
            return
        usual = {value, choices.offered(choice)}
    elif both.counted:
        if isinstance(typed_value(both.counted, text), Decimal):
            yield findings.UNIT_OF_OTHER_FORM.at(cell, heading=question.name, read_as=value)
        return
    elif text in _as_held(question, value):
        return
    else:
        usual = {value}
    invisible = "、".join(invisible_characters(text))
    if text in usual:
        return
    if invisible and visible(text) in usual:
        yield findings.INVISIBLE_IN_CODE.at(cell, read_as=visible(text), found=invisible)
    else:
        yield findings.ANSWER_NORMALISED.at(cell, read_as=value)


def _as_held(question: Question, value: str) -> tuple[str, ...]:
    """The texts of a cell that holds the very number or day: nobody wrote it otherwise."""
    if question.kind is QuestionKind.DATE:
        return (f"{value} 00:00:00",)
    return () if value.endswith("%") else (cell_text(float(value)),)


@dataclass(frozen=True)
class _ReadChoice:
    code: str
    """The plan's."""
    meant: Choice | None = None
    """What the form meant by it, where the plan's list has something else under it."""


@lru_cache(maxsize=1024)
def _read_sent_choice(text: str, sent: ChoiceList | None, ours: ChoiceList) -> _ReadChoice | None:
    """A choice as the form offered it, among the plan's; None where it is none of these.

    `sent` is the form's list where it is another: a choice of the same name is then the same,
    whatever its code is now.
    """
    code = read_choice(text, ours)
    theirs = read_choice(text, sent) if sent else None
    if sent is None or theirs is None:
        return None if code is None else _ReadChoice(code)
    meant, same = sent.by_code[theirs], ours.by_code.get(theirs)
    if same and fold_name(same.name) == fold_name(meant.name):
        return _ReadChoice(theirs)
    named = [c for c in ours.choices if meant.name and fold_name(c.name) == fold_name(meant.name)]
    if len(named) == 1:
        return _ReadChoice(named[0].code, meant)
    if same:
        return _ReadChoice(theirs, meant)
    return None if code is None else _ReadChoice(code, meant)
