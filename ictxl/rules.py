"""The rules an answer must meet: one definition, rendered twice.

The form's 点検 column shows each rule as a worksheet formula (`Condition.formula`), the collector
applies it to what came back (`Condition.holds`), so the two cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ictxl.codes import next_step_spellings, rating_spellings
from ictxl.model import Plan
from ictxl.text.clean import is_blank

Answer = Mapping[str, str]
"""Field key → what was answered; `rating` and `next_step` as codes where they could be read."""
References = Mapping[str, str]
"""Field key → the cell's reference in the form, such as `$K9`; list name (see `spelling_lists`) →
the range that holds the list."""


@dataclass(frozen=True)
class Condition:
    """Something that holds of an answer or not, in Python and in a worksheet."""

    holds: Callable[[Answer], bool]
    formula: Callable[[References], str]
    """A worksheet expression that is TRUE where the condition holds, without the leading `=`."""
    fields: frozenset[str]
    """The fields it looks at; a form without one of them cannot show it."""

    def __and__(self, other: Condition) -> Condition:
        return Condition(
            lambda answer: self.holds(answer) and other.holds(answer),
            lambda refs: f"AND({self.formula(refs)},{other.formula(refs)})",
            self.fields | other.fields,
        )

    def __invert__(self) -> Condition:
        return Condition(
            lambda answer: not self.holds(answer),
            lambda refs: f"NOT({self.formula(refs)})",
            self.fields,
        )


@dataclass(frozen=True)
class AnswerRule:
    """A fault an answer can have."""

    code: str
    """The finding's code."""
    field: str
    """The field whose cell the finding names."""
    brief: str
    """What the 点検 column says."""
    fault: Condition


def answer_rules(plan: Plan) -> tuple[AnswerRule, ...]:
    """The plan's rules, in the order in which a person fills in the columns."""
    rating_given, step_given = ~_blank("rating"), ~_blank("next_step")
    lists = {spelled.name: spelled for spelled in spelling_lists(plan)}
    rating_known, finished = _in(lists["ratings"]), _in(lists["finished_ratings"])
    step_known, ends = _in(lists["next_steps"]), _in(lists["finished_next_steps"])
    rules = [
        AnswerRule("A001", "rating", "評価が未記入", _blank("rating")),
        AnswerRule("A002", "rating", "評価が凡例にない", rating_given & ~rating_known),
        AnswerRule("A003", "progress", "進捗状況が未記入", _blank("progress")),
        AnswerRule(
            "A004", "next_step", "次期計画での展開が未記入", _blank("next_step") & ~finished
        ),
        AnswerRule("A005", "next_step", "次期計画での展開が一覧にない", step_given & ~step_known),
        AnswerRule(
            "A006",
            "next_step",
            "終了の評価なのに次期展開が終了でない",
            finished & step_known & ~ends,
        ),
        AnswerRule(
            "A007", "next_step", "継続の評価なのに次期展開が終了", rating_known & ~finished & ends
        ),
    ]
    if plan.progress_limit is not None:
        too_long = _longer("progress", plan.progress_limit)
        rules.append(AnswerRule("A008", "progress", "進捗状況が上限より長い", too_long))
    off = {s.code for s in plan.check_settings if s.setting == "off"} - NEEDED_TO_PUBLISH
    return tuple(rule for rule in rules if rule.code not in off)


NEEDED_TO_PUBLISH = frozenset({"A001", "A002", "A003", "A005"})
"""Rules that no plan can switch off: the errors among them."""


@dataclass(frozen=True)
class SpellingList:
    """Codes that a field may hold, and how a person may write them."""

    name: str
    """Key of its range among `References`."""
    field: str
    codes: frozenset[str]
    spellings: tuple[str, ...]
    """In upper case, half-width and full-width: no worksheet function folds all widths (ASC does,
    in a Japanese Excel only)."""


def spelling_lists(plan: Plan) -> tuple[SpellingList, ...]:
    """The lists that the form must hold somewhere for its 点検 column to look into."""
    ratings, steps = rating_spellings(plan), next_step_spellings(plan)
    done_ratings = {r.symbol for r in plan.ratings if r.finished}
    done_steps = {s.number for s in plan.next_steps if s.finished}
    return (
        _spelling_list("ratings", "rating", ratings, set(ratings.values())),
        _spelling_list("finished_ratings", "rating", ratings, done_ratings),
        _spelling_list("next_steps", "next_step", steps, set(steps.values())),
        _spelling_list("finished_next_steps", "next_step", steps, done_steps),
    )


def _spelling_list(
    name: str, field: str, spellings: Mapping[str, str], codes: set[str]
) -> SpellingList:
    accepted = [spelling for spelling, code in spellings.items() if code in codes]
    widths = [width for s in accepted for width in (s, s.translate(_FULL_WIDTH))]
    return SpellingList(name, field, frozenset(codes), tuple(dict.fromkeys(widths)))


_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def check_formula(rules: Iterable[AnswerRule], references: References) -> str:
    """The 点検 cell's formula (with `=`): each fault's brief on a line of its own, or よし.

    Uses only functions that Excel 2016 and LibreOffice have and calculate alike.
    """
    shown = [rule for rule in rules if rule.fault.fields <= references.keys()]
    parts = [
        f'IF({rule.fault.formula(references)},CHAR(10)&{_quoted(rule.brief)},"")' for rule in shown
    ]
    faults = "&".join([_quoted(_MARK), *parts])
    # The faults stand in the formula once: a longer one does not survive saving as .xls.
    without_first_break = f'SUBSTITUTE({faults},{_quoted(_MARK)}&CHAR(10),"")'
    return f"=SUBSTITUTE({without_first_break},{_quoted(_MARK)},{_quoted(ALL_WELL)})"


_MARK = "#"
"""Stands before the faults while the formula calculates; no brief contains it."""


def check_text(rules: Iterable[AnswerRule], answer: Answer) -> str:
    """What the 点検 cell shows for an answer; fields that the form does not ask are left out."""
    shown = [rule for rule in rules if rule.fault.fields <= answer.keys()]
    return "\n".join(rule.brief for rule in shown if rule.fault.holds(answer)) or ALL_WELL


ALL_WELL = "よし"
"""What the 点検 column says where nothing is left to do."""


def _blank(field: str) -> Condition:
    return Condition(
        lambda answer: is_blank(answer[field]),
        lambda refs: f'{_trimmed(refs[field])}=""',
        frozenset({field}),
    )


def _longer(field: str, limit: int) -> Condition:
    return Condition(
        lambda answer: len(answer[field]) > limit,
        lambda refs: f"LEN({refs[field]})>{limit}",
        frozenset({field}),
    )


def _in(spelled: SpellingList) -> Condition:
    """The field holds one of the list's codes, in any accepted spelling."""

    def formula(refs: References) -> str:
        if not spelled.spellings:
            return "FALSE"
        return f"SUMPRODUCT(--({refs[spelled.name]}=UPPER({_trimmed(refs[spelled.field])})))>0"

    return Condition(
        lambda answer: answer[spelled.field] in spelled.codes,
        formula,
        frozenset({spelled.field}),
    )


def _trimmed(reference: str) -> str:
    """Without line breaks, and without blanks of any width at both ends."""
    spaced = f'SUBSTITUTE(SUBSTITUTE({reference}&"","\u3000"," "),"\u00a0"," ")'
    return f"TRIM(CLEAN({spaced}))"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
