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
"""Field key → the cell's reference in the form, such as `$K9`."""


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
    ratings, steps = rating_spellings(plan), next_step_spellings(plan)
    done_ratings = {r.symbol for r in plan.ratings if r.finished}
    done_steps = {s.number for s in plan.next_steps if s.finished}
    rating_given, step_given = ~_blank("rating"), ~_blank("next_step")
    rating_known, step_known = _spelled("rating", ratings), _spelled("next_step", steps)
    finished = _spelled("rating", ratings, done_ratings)
    ends = _spelled("next_step", steps, done_steps)
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
    return tuple(rules)


def check_formula(rules: Iterable[AnswerRule], references: References) -> str:
    """The 点検 cell's formula (with `=`): each fault's brief on a line of its own, or よし."""
    shown = [rule for rule in rules if rule.fault.fields <= references.keys()]
    parts = [
        f'IF({rule.fault.formula(references)},CHAR(10)&{_quoted(rule.brief)},"")' for rule in shown
    ]
    faults = "&".join(parts) if parts else '""'
    return f'=IF({faults}="",{_quoted(ALL_WELL)},MID({faults},2,500))'


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


def _spelled(field: str, spellings: Mapping[str, str], codes: set[str] | None = None) -> Condition:
    """The field holds one of `codes` (all of the list's where None), in any accepted spelling."""
    wanted = set(spellings.values()) if codes is None else codes
    accepted = [spelling for spelling, code in spellings.items() if code in wanted]
    array = "{" + ";".join(map(_quoted, accepted)) + "}"

    def formula(refs: References) -> str:
        if not accepted:
            return "FALSE"
        return f"SUMPRODUCT(--(UPPER(ASC({_trimmed(refs[field])}))=UPPER(ASC({array}))))>0"

    return Condition(lambda answer: answer[field] in wanted, formula, frozenset({field}))


def _trimmed(reference: str) -> str:
    return f'TRIM(SUBSTITUTE({reference}&"","\u3000"," "))'


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
