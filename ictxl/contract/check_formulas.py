"""The worksheet formulas of the 点検 column, and the tables they look into.

They look up what state each choice is in and, from tables that the rules' own `holds` made, what is
wrong with it: so 点検 and the checks cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from ictxl.contract.answer_rules import (
    ALL_WELL,
    FAULT,
    MARK,
    Answer,
    AnswerRule,
    Demand,
    answer_rules,
    check_text,
    quoted,
    trimmed,
    without_marks,
)
from ictxl.contract.fields import CHECK_FIELD, faults_key, state_key
from ictxl.contract.spellings import SEPARATORS, typed_choices
from ictxl.model import Plan
from ictxl.questions import Choice, ChoiceList, Question

References = Mapping[str, str]
"""Field key → the cell's reference in the form, such as `$K9`; `<table>.<column>` of a lookup table
→ the range that holds it."""


LookupRows = tuple[tuple[str | int, ...], ...]
"""What the form must hold somewhere for its 点検 column to look into."""


@dataclass(frozen=True)
class _States:
    """The states a choice can be in, as far as any rule tells them apart: 0 is none of the list's,
    then one a class of its codes, and the last is blank."""

    choices: ChoiceList
    of_code: Mapping[str, int]
    examples: tuple[str, ...]
    """A text in each state."""

    @property
    def blank(self) -> int:
        return len(self.examples) - 1

    def of_codes(self, codes: Iterable[str]) -> list[int]:
        return sorted({self.of_code[code] for code in codes if code in self.of_code})


_NO_CODE = "?!"
"""None of any plan's codes."""
_START = "|"
"""Stands before a spelling, so that it is found at its beginning only."""
_MOST_LOOKED_AT = 2
"""Other choices whose states a table of faults is made for; were there more, it would be as long as
the product of all their states."""


@dataclass(frozen=True)
class _Digit:
    """What a table of faults is looked into by."""

    expression: Callable[[References], str]
    """A number from 0."""
    answers: tuple[Answer, ...]
    """What stands in the row for each of its values."""


class CheckFormulas:
    """点検 of the forms of a plan that ask the questions of `keys`."""

    def __init__(self, plan: Plan, keys: Iterable[str]) -> None:
        asked = frozenset(keys)
        self.questions = [q for q in plan.department_questions if q.key in asked]
        self.rules = [rule for rule in answer_rules(plan) if rule.keys <= asked]
        self.needs_helpers = not plan.asks_the_usual
        """Whether the formulas are too long for one cell a row."""

    @cached_property
    def _states(self) -> dict[str, _States]:
        """By question; of the questions with one list all are the same."""
        demands = [rule.demand for rule in self.rules if rule.demand]
        by_list: dict[str, list[frozenset[str]]] = {}
        for q in self.questions:
            if q.choices:
                wanted = [demand.wanted[q.key] for demand in demands if q.key in demand.wanted]
                by_list.setdefault(q.choices.name, []).extend(wanted)
        return {
            q.key: _states_of(q.choices, tuple(dict.fromkeys(by_list[q.choices.name])))
            for q in self.questions
            if q.choices
        }

    @cached_property
    def helpers(self) -> tuple[str, ...]:
        """Keys of the cells beside the table that 点検 needs in each row, so that no formula is
        long."""
        if not self.needs_helpers:
            return ()
        states = [state_key(q.key) for q in self.questions if q.choices]
        return (*states, *(faults_key(q.key) for q in self._faulty))

    @cached_property
    def _faulty(self) -> list[Question]:
        """The questions that have rules."""
        return list({rule.question.key: rule.question for rule in self.rules}.values())

    @cached_property
    def tables(self) -> dict[str, LookupRows]:
        """By name: of each list the spellings, with text, how many letters it needs, and state; of
        each choice the faults, what 点検 says by the states of the choices that its rules look at.
        """
        choices = [q for q in self.questions if q.choices]
        spellings = {one.choices.name: _spelling_rows(one) for one in self._states.values()}
        faults = {faults_key(q.key): self._fault_rows(q) for q in choices if q in self._faulty}
        return {**spellings, **faults}

    def _fault_rows(self, question: Question) -> tuple[tuple[str], ...]:
        own = self._own_rules(question)
        digits = self._digits(question)
        rows = product(*(digit.answers for digit in digits))
        together = ({k: text for answer in row for k, text in answer.items()} for row in rows)
        return tuple((_told(own, answer),) for answer in together)

    def _own_rules(self, question: Question) -> list[AnswerRule]:
        return [rule for rule in self.rules if rule.question is question]

    def _digits(self, question: Question) -> list[_Digit]:
        """What decides on a choice's faults, its own state last."""
        own = self._own_rules(question)
        keys = dict.fromkeys(key for rule in own for key in sorted(rule.keys))
        others = [q for q in self.questions if q.key in keys and q is not question]
        demand = next((rule.demand for rule in own if rule.demand), None)
        if len(others) <= _MOST_LOOKED_AT or demand is None:
            return [*map(self._state_digit, others), self._state_digit(question)]
        looked_at = {key for rule in own if not rule.demand for key in rule.keys}
        rest = [q for q in others if q.key in looked_at]
        return [*map(self._state_digit, [*rest, question]), self._demand_digit(demand)]

    def _state_digit(self, question: Question) -> _Digit:
        return _Digit(
            lambda refs: self._state(refs, question),
            tuple({question.key: text} for text in self._states[question.key].examples),
        )

    def _demand_digit(self, demand: Demand) -> _Digit:
        """0 where the question need not be answered, 1 where it must."""
        last = demand.deciding[-1].key
        chosen = {last: min(demand.wanted[last], default="")}
        answers = ({}, chosen) if demand.chosen else (chosen, {})
        return _Digit(lambda refs: f"N({self._demanded(refs, demand)})", answers)

    def _demanded(self, refs: References, demand: Demand) -> str:
        """TRUE where the question must be answered."""
        parts = []
        for q in demand.deciding:
            listed = ",".join(map(str, self._states[q.key].of_codes(demand.wanted[q.key])))
            if listed:
                parts.append(f"ISNUMBER(MATCH({self._state(refs, q)},{{{listed}}},0))")
        chosen = f"OR({','.join(parts)})" if parts else "FALSE"
        return chosen if demand.chosen else f"NOT({chosen})"

    def demands_of_row(self, references: References) -> dict[str, str]:
        """By the key of each question that must be answered where another's choice says so, an
        expression that is TRUE where it does. Excel allows no array constant in a conditional
        format, for which this is."""
        found = {}
        for rule in self.rules:
            if rule.demand and rule.demand.chosen:
                states = [
                    f"{self._state(references, q)}={state}"
                    for q in rule.demand.deciding
                    for state in self._states[q.key].of_codes(rule.demand.wanted[q.key])
                ]
                if states:
                    found[rule.question.key] = f"OR({','.join(states)})"
        return found

    def of_row(self, references: References) -> dict[str, str]:
        """A row's formulas (with `=`), by the key of the field that holds each.

        Only functions are used that Excel 2016 and LibreOffice have and calculate alike.
        """
        formulas = {
            state_key(q.key): "=" + self._reckoned_state(references, q)
            for q in self.questions
            if q.choices and state_key(q.key) in references
        }
        parts = []
        for question in self._faulty:
            part, cell = self._faults(question, references), faults_key(question.key)
            if cell in references:
                # A blank cell of a table would be shown as 0.
                formulas[cell] = f'={part}&""'
                part = references[cell]
            parts.append(part)
        # The faults stand in the formula once: a longer one does not survive saving as .xls.
        faults = "&".join([quoted(MARK), *parts])
        lines = f"SUBSTITUTE({faults},{quoted(FAULT)},CHAR(10))"
        without_first_break = f'SUBSTITUTE({lines},{quoted(MARK)}&CHAR(10),"")'
        formulas[CHECK_FIELD.key] = (
            f"=SUBSTITUTE({without_first_break},{quoted(MARK)},{quoted(ALL_WELL)})"
        )
        return formulas

    def _faults(self, question: Question, refs: References) -> str:
        """The expression of what is wrong with the question."""
        if question.choices:
            index, size = "1", 1
            for digit in reversed(self._digits(question)):
                index += f"+{'' if size == 1 else f'{size}*'}{digit.expression(refs)}"
                size *= len(digit.answers)
            return f"INDEX({refs[faults_key(question.key) + '.0']},{index})"
        return "&".join(self._told_by(rule, refs) for rule in self._own_rules(question))

    def _told_by(self, rule: AnswerRule, refs: References) -> str:
        assert rule.formula is not None
        holds = rule.formula(refs[rule.question.key])
        if rule.demand and (rule.demand.deciding or rule.demand.chosen):
            holds = f"AND({holds},{self._demanded(refs, rule.demand)})"
        return f'IF({holds},{quoted(_marked(rule))},"")'

    def _state(self, refs: References, question: Question) -> str:
        """The state of a choice: a number."""
        return refs.get(state_key(question.key)) or self._reckoned_state(refs, question)

    def _reckoned_state(self, refs: References, question: Question) -> str:
        table = self._states[question.key].choices.name
        text = trimmed(refs[question.key], SEPARATORS)
        spelled, least, state = (refs[f"{table}.{column}"] for column in range(3))
        begins = f"ISNUMBER(FIND({quoted(_START)}&UPPER({text}),{spelled}))"
        return f"SUMPRODUCT(MAX({begins}*(LEN({text})>={least})*{state}))"

    @cached_property
    def blank(self) -> dict[str, str | int]:
        """What each formula shows while nothing is filled in, by the key of its field."""
        nothing = {question.key: "" for question in self.questions}
        shown: dict[str, str | int] = {CHECK_FIELD.key: check_text(self.rules, nothing)}
        for key in self.helpers:
            for q in self.questions:
                if key == state_key(q.key):
                    shown[key] = self._states[q.key].blank
                elif key == faults_key(q.key):
                    shown[key] = _told(self._own_rules(q), nothing)
        return shown


def _states_of(choices: ChoiceList, sets: tuple[frozenset[str], ...]) -> _States:
    def told_apart(choice: Choice) -> tuple[bool, ...]:
        return (choice.finished, *(choice.code in codes for codes in sets))

    first: dict[tuple[bool, ...], str] = {}
    for choice in choices.choices:
        first.setdefault(told_apart(choice), choice.code)
    numbers = {kind: number for number, kind in enumerate(sorted(first), 1)}
    return _States(
        choices,
        {choice.code: numbers[told_apart(choice)] for choice in choices.choices},
        (_NO_CODE, *(first[kind] for kind in numbers), ""),
    )


def _spelling_rows(states: _States) -> tuple[tuple[str | int, ...], ...]:
    spellings = typed_choices(states.choices)
    known = ((_START + s.text, s.least, states.of_code[s.code]) for s in spellings)
    return ((_START, 0, states.blank), *known)


def _told(rules: Iterable[AnswerRule], answer: Answer) -> str:
    return "".join(_marked(rule) for rule in rules if rule.holds(answer))


def _marked(rule: AnswerRule) -> str:
    return FAULT + without_marks(rule.brief)
