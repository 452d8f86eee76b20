"""The rules an answer must meet: one definition for the 点検 formula and for the checks.

The collector applies each rule to what came back (`AnswerRule.holds`). The form's 点検 column shows
the same by worksheet formulas, see `ictxl.contract.check_formulas`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from ictxl import findings
from ictxl.contract.answer_values import shown_number, typed_value
from ictxl.contract.spellings import is_no_code
from ictxl.findings import FindingKind
from ictxl.model import Plan
from ictxl.questions import Question, QuestionKind, RequirementKind
from ictxl.text.clean import BLANKS, INVISIBLE, is_blank, without_controls

Answer = Mapping[str, str]
"""Question's key → what was answered, normalised where it could be read; blank ones may be missing.
"""


@dataclass(frozen=True)
class AnswerRule:
    """A fault an answer can have."""

    kind: FindingKind
    """The finding."""
    question: Question
    """The question whose cell the finding names."""
    brief: str
    """What the 点検 column says."""
    keys: frozenset[str]
    """The questions it looks at; a form without one of them cannot show it."""
    holds: Callable[[Answer], bool]
    """Whether an answer has the fault."""
    formula: Callable[[str], str] | None = None
    """Of the cell's reference, a worksheet expression that is TRUE where it has the fault; None for
    a rule on choices. A rule with `demand` holds only where that does too."""
    demand: Demand | None = None
    """Of a missing answer: when it must be there."""
    limit: str = ""
    """The bound that it looks at."""


@dataclass(frozen=True)
class Demand:
    """When a question must be answered."""

    deciding: tuple[Question, ...]
    """The choices it rests on; none where it always must."""
    wanted: Mapping[str, frozenset[str]]
    """Key of a deciding question → the codes that count."""
    chosen: bool
    """Whether one of them must have been chosen, or none."""

    def holds(self, answer: Answer) -> bool:
        if not self.deciding:
            return not self.chosen
        found = any(answer.get(q.key, "") in self.wanted[q.key] for q in self.deciding)
        return found == self.chosen


def answer_rules(plan: Plan) -> tuple[AnswerRule, ...]:
    """The rules on what departments answer, question by question in the order of the form."""
    questions = plan.department_questions
    off = {s.code for s in plan.check_settings if s.setting == "off"} - NEEDED_TO_PUBLISH
    return tuple(
        rule
        for question in questions
        for rule in _Rules(question, questions, leading=plan.leading_choice).all()
        if rule.kind.code not in off
    )


NEEDED_TO_PUBLISH = findings.codes(
    findings.RATING_MISSING,
    findings.UNKNOWN_RATING,
    findings.ANSWER_MISSING,
    findings.UNKNOWN_CHOICE,
)
"""Rules that no plan can switch off: the errors among them."""


class _Rules:
    """The rules on one question."""

    def __init__(
        self,
        question: Question,
        questions: Sequence[Question],
        *,
        leading: Question | None,
    ) -> None:
        self.question = question
        self.is_leading = question == leading
        self.others = [q for q in questions if q is not question and q.choices]
        self.ending = [q for q in self.others if q.choices and q.choices.ends]
        self.first_ending = next((q for q in questions if q.choices and q.choices.ends), None)

    def all(self) -> Iterator[AnswerRule]:
        question = self.question
        if question.required.kind is not RequirementKind.NEVER:
            yield self._missing()
        if question.choices:
            yield from self._of_choice()
        elif question.kind is QuestionKind.TEXT:
            if question.limit is not None:
                yield self._too_long(question.limit)
        elif question.kind is QuestionKind.DATE:
            yield self._of_value(findings.NOT_A_DATE, "日付でない", _is_unreadable, _not_number)
        else:
            yield from self._of_number()

    def _missing(self) -> AnswerRule:
        question, demand = self.question, self._demand()
        if demand.deciding and not demand.chosen:
            kind = findings.ANSWER_MISSING_UNLESS_FINISHED
        elif demand.chosen:
            kind = findings.ANSWER_MISSING_FOR_CHOICE
        else:
            kind = findings.RATING_MISSING if self.is_leading else findings.ANSWER_MISSING

        def missing(answer: Answer) -> bool:
            return _is_empty(question, answer.get(question.key, "")) and demand.holds(answer)

        return AnswerRule(
            kind,
            question,
            f"{question.name}が未記入",
            frozenset({question.key, *(q.key for q in demand.deciding)}),
            missing,
            None if question.choices else is_empty_formula,
            demand,
        )

    def _demand(self) -> Demand:
        required = self.question.required
        if required.kind is RequirementKind.UNLESS_FINISHED:
            ends = {
                q.key: frozenset(c.code for c in q.choices.choices if c.finished)
                for q in self.ending
                if q.choices
            }
            return Demand(tuple(self.ending), ends, chosen=False)
        if required.kind is RequirementKind.WHERE_CHOSEN:
            deciding = tuple(q for q in self.others if q.name == required.question)
            codes = frozenset(required.codes)
            return Demand(deciding, {q.key: codes for q in deciding}, chosen=True)
        return Demand((), {}, chosen=False)

    def _of_choice(self) -> Iterator[AnswerRule]:
        question, choices = self.question, self.question.choices
        assert choices is not None

        def unknown(answer: Answer) -> bool:
            text = answer.get(question.key, "")
            return text not in choices.by_code and not is_no_code(text)

        listed = "凡例" if self.is_leading else "一覧"
        yield AnswerRule(
            findings.UNKNOWN_RATING if self.is_leading else findings.UNKNOWN_CHOICE,
            question,
            f"{question.name}が{listed}にない",
            frozenset({question.key}),
            unknown,
        )
        first = self.first_ending
        if not choices.ends or first is None or first is question:
            return
        both = frozenset({first.key, question.key})
        name, own = first.name, question.name.replace("計画での", "")  # always called 次期展開 here
        contradicts = partial(_is_contradicted, first, question)
        yield AnswerRule(
            findings.FINISHED_BUT_NEXT_STEP_CONTINUES,
            question,
            f"終了の{name}なのに{own}が終了でない",
            both,
            partial(contradicts, True),
        )
        yield AnswerRule(
            findings.CONTINUING_BUT_NEXT_STEP_ENDS,
            question,
            f"継続の{name}なのに{own}が終了",
            both,
            partial(contradicts, False),
        )

    def _too_long(self, limit: int) -> AnswerRule:
        key = self.question.key
        return AnswerRule(
            findings.TEXT_TOO_LONG,
            self.question,
            f"{self.question.name}が上限より長い",
            frozenset({key}),
            lambda answer: len(answer.get(key, "")) > limit,
            lambda ref: f"LEN({ref})>{limit}",
            limit=str(limit),
        )

    def _of_number(self) -> Iterator[AnswerRule]:
        question = self.question
        is_share = question.kind is QuestionKind.RATIO
        no_number = findings.NOT_A_SHARE if is_share else findings.NOT_A_NUMBER
        yield self._of_value(no_number, "数でない", _is_unreadable, _not_number)
        if question.kind is QuestionKind.WHOLE:
            yield self._of_value(
                findings.NOT_A_WHOLE_NUMBER,
                "整数でない",
                lambda value: isinstance(value, Decimal) and value != value.to_integral_value(),
                lambda ref: f"IF(ISNUMBER({ref}),{ref}<>INT({ref}),FALSE)",
            )
        low, high = question.minimum, question.maximum
        if low is not None:
            yield self._of_value(
                findings.NUMBER_TOO_SMALL,
                "下限より小さい",
                lambda value: isinstance(value, Decimal) and value < low,
                lambda ref: f"IF(ISNUMBER({ref}),{ref}<{low:f},FALSE)",
                shown_number(question, low),
            )
        if high is not None:
            yield self._of_value(
                findings.NUMBER_TOO_LARGE,
                "上限より大きい",
                lambda value: isinstance(value, Decimal) and value > high,
                lambda ref: f"IF(ISNUMBER({ref}),{ref}>{high:f},FALSE)",
                shown_number(question, high),
            )

    def _of_value(
        self,
        kind: FindingKind,
        fault: str,
        is_wrong: Callable[[object], bool],
        formula: Callable[[str], str],
        limit: str = "",
    ) -> AnswerRule:
        """A rule on the typed value of the question; blank answers have no value."""
        question, key = self.question, self.question.key

        def holds(answer: Answer) -> bool:
            text = answer.get(key, "")
            return not is_blank(text) and is_wrong(typed_value(question, text))

        return AnswerRule(
            kind,
            question,
            f"{question.name}が{fault}",
            frozenset({key}),
            holds,
            formula,
            limit=limit,
        )


def _is_empty(question: Question, text: str) -> bool:
    if question.choices:
        return text not in question.choices.by_code and is_no_code(text)
    return is_blank(text)


def _finished(question: Question, answer: Answer) -> bool | None:
    """Whether the choice ends the measure; None where none of the list's was made."""
    choice = question.choice(answer.get(question.key, ""))
    return choice.finished if choice else None


def _is_contradicted(first: Question, question: Question, ended: bool, answer: Answer) -> bool:
    """The first choice ends the measure, or does not, and the other one says the opposite."""
    return _finished(first, answer) is ended and _finished(question, answer) is (not ended)


def _is_unreadable(value: object) -> bool:
    return isinstance(value, str)


def is_empty_formula(ref: str) -> str:
    return f'{trimmed(ref)}=""'


def _not_number(ref: str) -> str:
    return f'AND({trimmed(ref)}<>"",NOT(ISNUMBER({ref})))'


def trimmed(reference: str, separators: str = "") -> str:
    """A worksheet expression: the text without control and zero-width characters, with single
    blanks and none at the ends: what `squeeze` makes of it, and `fold_spelling` where `separators`
    count as blanks."""
    text = f'{reference}&""'
    for blank in BLANKS + separators:
        text = f'SUBSTITUTE({text},{quoted(blank)}," ")'
    for character in INVISIBLE:
        text = f'SUBSTITUTE({text},{quoted(character)},"")'
    return f"TRIM(CLEAN({text}))"


def quoted(text: str) -> str:
    """A text as a worksheet formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def check_text(rules: Iterable[AnswerRule], answer: Answer) -> str:
    """What the 点検 cell shows for an answer; fields that the form does not ask are left out."""
    shown = [rule for rule in rules if rule.keys <= answer.keys()]
    return "\n".join(without_marks(rule.brief) for rule in shown if rule.holds(answer)) or ALL_WELL


MARK, FAULT = "⦗", "⦘"
"""Stand before all faults and before each while a formula calculates; a question's name loses them.
"""


def without_marks(brief: str) -> str:
    """What 点検 shows of a brief: no file holds control characters in formulas."""
    return without_controls(brief.translate({ord(MARK): None, ord(FAULT): None}))


ALL_WELL = "よし"
"""What the 点検 column says where nothing is left to do."""
