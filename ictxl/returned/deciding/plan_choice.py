"""Which plan the forms were made from: the one that most of them carry, whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from ictxl import findings
from ictxl.contract.metadata import FormIdentity
from ictxl.findings import CATALOGUE, Finding, Severity, brief
from ictxl.model import CheckSetting, Plan, grouped
from ictxl.questions import Choice, ChoiceList, Question
from ictxl.returned.deciding.precedence import is_in_the_future
from ictxl.returned.returned_file import ReturnedFile, identity_of
from ictxl.text.times import iso_utc


@dataclass(frozen=True)
class PlanChoice:
    """The plan of a round, and who says so."""

    plan: Plan
    carriers: tuple[str, ...] = ()
    """The files that carry it; none where it came from the plan workbook."""
    findings: Mapping[str, Finding] = field(default_factory=dict)
    """By file, what is wrong with the plan that it carries."""


@dataclass
class _Carried:
    """One version of a plan, with the forms that carry it."""

    plan: Plan
    files: list[str] = field(default_factory=list)
    voters: set[str] = field(default_factory=set)
    """Departments; files that do not tell theirs."""
    intact_voters: set[str] = field(default_factory=set)
    """Those whose form carries it as it was sent, as far as one can tell."""
    issued: str = ""
    """Of its forms the latest."""

    def add(self, file: str, identity: FormIdentity, issued: str) -> None:
        voter = identity.department or file
        self.files.append(file)
        self.voters.add(voter)
        if not identity.is_changed:
            self.intact_voters.add(voter)
        self.issued = max(self.issued, issued)


def choose_plan(files: Iterable[ReturnedFile], now: datetime | None = None) -> PlanChoice | None:
    """The plan that most departments' forms carry, compared whole; None where no form has one, or
    more departments have forms of a plan so large that each carries its own share only.

    A form whose hidden sheet was changed decides only where there is no other. The time of issue
    decides between equals, and not where it is later than `now`.
    """
    known = [(f.file, i) for f in files if (i := identity_of(f))]
    told = [(file, identity) for file, identity in known if identity.has_whole_plan]
    if not told:
        return None
    versions = _versions(told, now or datetime.now(UTC))
    of_round = _round_of(versions)
    shares = {i.department or file for file, i in known if not i.has_whole_plan}
    if len(shares) > len({voter for version in of_round for voter in version.voters}):
        return None
    best = max(map(_weight, of_round))
    # No order of the files may decide between equals.
    chosen = min((v for v in of_round if _weight(v) == best), key=lambda v: repr(v.plan))
    others = [version for version in of_round if version is not chosen]
    plan = replace(chosen.plan, check_settings=tuple(_shared_settings(chosen.plan, others)))
    return PlanChoice(
        chosen.plan if plan == chosen.plan else plan,
        tuple(chosen.files),
        {found.file: found for found in _about(chosen, others, dict(told))},
    )


def _versions(told: Iterable[tuple[str, FormIdentity]], now: datetime) -> list[_Carried]:
    """Equal plans put together. Most forms share one object; only others are compared, by hash."""
    by_object: dict[int, _Carried] = {}
    by_plan: dict[Plan, _Carried] = {}
    for file, identity in told:
        plan = identity.plan
        version = by_object.get(id(plan))
        if version is None:
            version = by_plan.setdefault(plan, _Carried(plan))
            by_object[id(plan)] = version
        # What is no time is no later than any.
        issued = iso_utc(identity.issued)
        version.add(file, identity, "" if is_in_the_future(issued, now) else issued)
    return list(by_plan.values())


def _round_of(versions: Iterable[_Carried]) -> Sequence[_Carried]:
    """The versions of the plan and year that most departments have."""
    rounds = grouped(((one.plan.title, one.plan.year), one) for one in versions)

    def weight(key: tuple[str, int]) -> tuple[int, int, int, str]:
        # Of equals the later year.
        intact = {voter for version in rounds[key] for voter in version.intact_voters}
        voters = {voter for version in rounds[key] for voter in version.voters}
        return len(intact), len(voters), key[1], key[0]

    return rounds[max(rounds, key=weight)]


def _weight(version: _Carried) -> tuple[int, int, int, str]:
    return (
        len(version.intact_voters),
        len(version.voters),
        len(version.files),
        version.issued,
    )


def _shared_settings(plan: Plan, others: Sequence[_Carried]) -> Iterator[CheckSetting]:
    """The plan's settings; one that makes a check lighter only where all forms carry it."""
    carried = [frozenset(version.plan.check_settings) for version in others]
    for setting in plan.check_settings:
        if not _is_lighter(setting) or all(setting in settings for settings in carried):
            yield setting


def _is_lighter(setting: CheckSetting) -> bool:
    kind = CATALOGUE.get(setting.code)
    if kind is None or setting.setting not in set(Severity):
        return True
    return Severity(setting.setting).rank > kind.severity.rank


def _about(
    chosen: _Carried, others: Iterable[_Carried], told: Mapping[str, FormIdentity]
) -> Iterator[Finding]:
    count = len(chosen.files)
    ours = f"「{chosen.files[0]}」のもの" if count == 1 else f"ほかの {count} 件の調査票のもの"
    for version in others:
        what = "、".join(plan_differences(version.plan, chosen.plan))
        for file in version.files:
            yield findings.PLAN_IN_FORM_DIFFERS(
                file=file, department=told[file].department, what=what, ours=ours
            )
    if not chosen.intact_voters:
        for file in chosen.files:
            yield findings.PLAN_IN_FORM_CHANGED(file=file, department=told[file].department)


_TEXTS = (
    ("year_label", "年度の表記"),
    ("deadline", "提出期限"),
    ("contact", "問い合わせ先"),
    ("compiled_on", "作成日"),
)
_MOST_NAMED = 3


def plan_differences(theirs: Plan, ours: Plan) -> Iterator[str]:
    """In which parts a plan differs from another, each with what it says there."""
    for attribute, name in _TEXTS:
        one, other = getattr(theirs, attribute), getattr(ours, attribute)
        if one != other:
            yield f"{name}「{_shown(one)}」(集約では「{_shown(other)}」)"
    yield from _limits(theirs, ours)
    for name, part, label in _lists(theirs, ours):
        one, other = part(theirs), part(ours)
        if one != other:
            yield f"{name}({_items(one, other, label)})"


def _limits(theirs: Plan, ours: Plan) -> Iterator[str]:
    """A form of the usual questions tells of them no more than this one's."""
    if not (theirs.asks_the_usual and ours.asks_the_usual):
        return
    one, other = (plan.leading_text.limit if plan.leading_text else None for plan in (theirs, ours))
    if one != other:
        yield f"進捗の上限文字数「{_shown(one)}」(集約では「{_shown(other)}」)"


Part = Callable[[Plan], Sequence[Any]]
"""A list of the plan."""


def _lists(theirs: Plan, ours: Plan) -> Iterator[tuple[str, Part, Callable[[Any], str]]]:
    """Each list of a plan: its name, where it stands, and what its items are called."""
    yield "階層", lambda plan: plan.levels, lambda level: level.label
    yield "基本施策", lambda plan: plan.areas, ours.area_number
    yield "施策の列", lambda plan: plan.given_columns, str
    yield "施策", lambda plan: plan.measures, lambda measure: measure.id
    yield "担当課", lambda plan: plan.departments, lambda department: department.name
    if not (theirs.asks_the_usual and ours.asks_the_usual):
        yield "記入欄", _questions, lambda question: question.name
    for name in dict.fromkeys(one.name for plan in (theirs, ours) for one in plan.lists):
        yield name, partial(_choices, name), lambda choice: choice.code
    yield "今後の展開", lambda plan: plan.outlooks, lambda outlook: outlook.mark
    yield "点検設定", lambda plan: plan.check_settings, lambda setting: setting.code


def _questions(plan: Plan) -> list[Question]:
    """Without what their lists hold, which is told by itself."""
    return [
        replace(q, choices=ChoiceList(q.choices.name)) if q.choices else q for q in plan.questions
    ]


def _choices(name: str, plan: Plan) -> tuple[Choice, ...]:
    return next((one.choices for one in plan.lists if one.name == name), ())


def _shown(value: object) -> str:
    return "" if value is None else brief(str(value))


def _items(one: Sequence[Any], other: Sequence[Any], label: Callable[[Any], str]) -> str:
    ours, theirs = set(other), set(one)
    differing = [item for item in (*one, *other) if not (item in ours and item in theirs)]
    names = list(dict.fromkeys(brief(label(item)) for item in differing))
    if not names:
        return "並び"
    more = f" ほか {len(names) - _MOST_NAMED} 件" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
