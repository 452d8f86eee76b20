"""Match what a form asked with what the plan asks, where its form was made from another list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ictxl.model import Plan
from ictxl.questions import ChoiceList, Question, QuestionKind
from ictxl.text.clean import fold_name


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
