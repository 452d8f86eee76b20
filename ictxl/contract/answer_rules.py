"""The rules an answer must meet: one definition for the 点検 formula and for the checks.

The collector applies each rule to what came back (`AnswerRule.holds`). The form's 点検 column shows
the same by a worksheet formula, which looks up what state each coded field is in and, from tables
that `holds` itself made, what is wrong with it: so the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ictxl.contract.spellings import (
    SEPARATORS,
    Spelling,
    is_no_code,
    typed_next_steps,
    typed_ratings,
)
from ictxl.model import Plan
from ictxl.text.clean import BLANKS, INVISIBLE, is_blank

Answer = Mapping[str, str]
"""Field key → what was answered; `rating` and `next_step` as codes where they could be read."""
References = Mapping[str, str]
"""Field key → the cell's reference in the form, such as `$K9`; `<table>.<column>` of a lookup table
→ the range that holds it."""


@dataclass(frozen=True)
class AnswerRule:
    """A fault an answer can have."""

    code: str
    """The finding's code."""
    field: str
    """The field whose cell the finding names."""
    brief: str
    """What the 点検 column says."""
    fields: frozenset[str]
    """The fields it looks at; a form without one of them cannot show it."""
    holds: Callable[[Answer], bool]
    """Whether an answer has the fault."""
    formula: Callable[[References], str] | None = None
    """A worksheet expression that is TRUE where it has; None for a rule on coded fields only."""


def answer_rules(plan: Plan) -> tuple[AnswerRule, ...]:
    """The plan's rules, in the order in which a person fills in the columns."""
    rules = [*_rating_rules(plan), *_progress_rules(), *_next_step_rules(plan), *_limit_rules(plan)]
    off = {s.code for s in plan.check_settings if s.setting == "off"} - NEEDED_TO_PUBLISH
    return tuple(rule for rule in rules if rule.code not in off)


NEEDED_TO_PUBLISH = frozenset({"A001", "A002", "A003", "A005"})
"""Rules that no plan can switch off: the errors among them."""
_RATING = frozenset({"rating"})
_PROGRESS = frozenset({"progress"})
_STEP = frozenset({"next_step"})


def _rating_rules(plan: Plan) -> list[AnswerRule]:
    known = {rating.symbol for rating in plan.ratings}

    def missing(answer: Answer) -> bool:
        return answer["rating"] not in known and is_no_code(answer["rating"])

    def unknown(answer: Answer) -> bool:
        return answer["rating"] not in known and not is_no_code(answer["rating"])

    return [
        AnswerRule("A001", "rating", "評価が未記入", _RATING, missing),
        AnswerRule("A002", "rating", "評価が凡例にない", _RATING, unknown),
    ]


def _progress_rules() -> list[AnswerRule]:
    return [
        AnswerRule(
            "A003",
            "progress",
            "進捗状況が未記入",
            _PROGRESS,
            lambda answer: is_blank(answer["progress"]),
            lambda refs: f'{_trimmed(refs["progress"])}=""',
        )
    ]


def _next_step_rules(plan: Plan) -> list[AnswerRule]:
    ratings = {rating.symbol: rating.finished for rating in plan.ratings}
    steps = {step.number: step.finished for step in plan.next_steps}

    def missing(answer: Answer) -> bool:
        step = answer["next_step"]
        return step not in steps and is_no_code(step) and not ratings.get(answer["rating"])

    def unknown(answer: Answer) -> bool:
        return answer["next_step"] not in steps and not is_no_code(answer["next_step"])

    def goes_on(answer: Answer) -> bool:
        return bool(ratings.get(answer["rating"])) and steps.get(answer["next_step"]) is False

    def ends(answer: Answer) -> bool:
        return ratings.get(answer["rating"]) is False and bool(steps.get(answer["next_step"]))

    both = _RATING | _STEP
    return [
        AnswerRule("A004", "next_step", "次期計画での展開が未記入", both, missing),
        AnswerRule("A005", "next_step", "次期計画での展開が一覧にない", _STEP, unknown),
        AnswerRule("A006", "next_step", "終了の評価なのに次期展開が終了でない", both, goes_on),
        AnswerRule("A007", "next_step", "継続の評価なのに次期展開が終了", both, ends),
    ]


def _limit_rules(plan: Plan) -> list[AnswerRule]:
    limit = plan.progress_limit
    if limit is None:
        return []
    return [
        AnswerRule(
            "A008",
            "progress",
            "進捗状況が上限より長い",
            _PROGRESS,
            lambda answer: len(answer["progress"]) > limit,
            lambda refs: f"LEN({refs['progress']})>{limit}",
        )
    ]


@dataclass(frozen=True)
class LookupTable:
    """What the form must hold somewhere for its 点検 column to look into."""

    name: str
    rows: tuple[tuple[str | int, ...], ...]


_UNKNOWN, _CONTINUING, _FINISHED, _BLANK = range(4)
"""States of a coded field."""
_STATES = 4
_RATINGS, _STEPS = "ratings", "next_steps"
_RATING_FAULTS, _STEP_FAULTS = "rating_faults", "next_step_faults"
_START = "|"
"""Stands before a spelling, so that it is found at its beginning only."""


def lookup_tables(plan: Plan, fields: Iterable[str]) -> tuple[LookupTable, ...]:
    """The tables for a form with those fields.

    Of spellings: text, how many letters it needs, state. Of faults: what 点検 says, by the states
    of rating and next step.
    """
    asked = frozenset(fields)
    rules = [rule for rule in answer_rules(plan) if rule.fields <= asked]
    ratings = {rating.symbol: rating.finished for rating in plan.ratings}
    steps = {step.number: step.finished for step in plan.next_steps}
    tables = [
        LookupTable(_RATINGS, _spelling_rows(typed_ratings(plan), ratings)),
        LookupTable(_RATING_FAULTS, _fault_rows(rules, ratings, None)),
    ]
    if "next_step" in asked:
        tables += [
            LookupTable(_STEPS, _spelling_rows(typed_next_steps(plan), steps)),
            LookupTable(_STEP_FAULTS, _fault_rows(rules, ratings, steps)),
        ]
    return tuple(tables)


def _spelling_rows(
    spellings: Sequence[Spelling], finished: Mapping[str, bool]
) -> tuple[tuple[str | int, ...], ...]:
    states = {code: _FINISHED if done else _CONTINUING for code, done in finished.items()}
    known = ((_START + s.text, s.least, states[s.code]) for s in spellings)
    return ((_START, 0, _BLANK), *known)


def _fault_rows(
    rules: Sequence[AnswerRule], ratings: Mapping[str, bool], steps: Mapping[str, bool] | None
) -> tuple[tuple[str], ...]:
    """One row for each state of the rating, or of both where there are `steps`."""
    coded = [rule for rule in rules if rule.formula is None]
    if steps is None:
        of_rating = [rule for rule in coded if rule.field == "rating"]
        return tuple((_faults(of_rating, {"rating": text}),) for text in _examples(ratings))
    of_step = [rule for rule in coded if rule.field == "next_step"]
    return tuple(
        (_faults(of_step, {"rating": rating, "next_step": step}),)
        for rating in _examples(ratings)
        for step in _examples(steps)
    )


def _examples(finished: Mapping[str, bool]) -> list[str]:
    """A text in each state; blank where none of the plan's codes is in it."""
    first = {done: code for code, done in reversed(list(finished.items()))}
    return [_NO_CODE, first.get(False, ""), first.get(True, ""), ""]


_NO_CODE = "?!"
"""None of any plan's codes."""


def _faults(rules: Iterable[AnswerRule], answer: Answer) -> str:
    return "".join(_FAULT + rule.brief for rule in rules if rule.holds(answer))


def check_formula(rules: Iterable[AnswerRule], references: References) -> str:
    """The 点検 cell's formula (with `=`): each fault's brief on a line of its own, or よし.

    Uses only functions that Excel 2016 and LibreOffice have and calculate alike.
    """
    parts: dict[str, None] = {}
    for rule in rules:
        if rule.fields <= references.keys():
            parts[_shown(rule, references)] = None
    # The faults stand in the formula once: a longer one does not survive saving as .xls.
    faults = "&".join([_quoted(_MARK), *parts])
    lines = f"SUBSTITUTE({faults},{_quoted(_FAULT)},CHAR(10))"
    without_first_break = f'SUBSTITUTE({lines},{_quoted(_MARK)}&CHAR(10),"")'
    return f"=SUBSTITUTE({without_first_break},{_quoted(_MARK)},{_quoted(ALL_WELL)})"


_MARK, _FAULT = "#", "~"
"""Stand before all faults and before each while the formula calculates; no brief contains them."""


def _shown(rule: AnswerRule, refs: References) -> str:
    """The expression that tells of the rule, and of others that are told in the same way."""
    if rule.formula is not None:
        return f'IF({rule.formula(refs)},{_quoted(_FAULT + rule.brief)},"")'
    rating = _state(refs, "rating", _RATINGS)
    if rule.field == "rating":
        return f"INDEX({refs[f'{_RATING_FAULTS}.0']},1+{rating})"
    step = _state(refs, "next_step", _STEPS)
    return f"INDEX({refs[f'{_STEP_FAULTS}.0']},1+{_STATES}*{rating}+{step})"


def _state(refs: References, field: str, table: str) -> str:
    """The state of a coded field: a number."""
    text = _trimmed(refs[field], SEPARATORS)
    spelled, least, state = (refs[f"{table}.{column}"] for column in range(3))
    begins = f"ISNUMBER(FIND({_quoted(_START)}&UPPER({text}),{spelled}))"
    return f"SUMPRODUCT(MAX({begins}*(LEN({text})>={least})*{state}))"


def check_text(rules: Iterable[AnswerRule], answer: Answer) -> str:
    """What the 点検 cell shows for an answer; fields that the form does not ask are left out."""
    shown = [rule for rule in rules if rule.fields <= answer.keys()]
    return "\n".join(rule.brief for rule in shown if rule.holds(answer)) or ALL_WELL


ALL_WELL = "よし"
"""What the 点検 column says where nothing is left to do."""


def _trimmed(reference: str, separators: str = "") -> str:
    """Without control and zero-width characters, with single blanks and none at the ends: what
    `squeeze` makes of a text, and `fold_spelling` where `separators` count as blanks."""
    text = f'{reference}&""'
    for blank in BLANKS + separators:
        text = f'SUBSTITUTE({text},{_quoted(blank)}," ")'
    for character in INVISIBLE:
        text = f'SUBSTITUTE({text},{_quoted(character)},"")'
    return f"TRIM(CLEAN({text}))"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
