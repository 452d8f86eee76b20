"""次年度の計画: drop the measures that every department has finished, keep the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ictxl import findings
from ictxl.findings import Finding
from ictxl.model import Department, Measure, Plan, PreviousAnswer
from ictxl.questions import Question
from ictxl.responses import Response, offered_answers
from ictxl.text.era import fiscal_year_label
from ictxl.years.indicators import next_indicators
from ictxl.years.year import Year


@dataclass(frozen=True)
class Left:
    """A measure that is not in next year's plan, and why."""

    measure: Measure
    reason: str
    """`情報課: Y 目標どおりを達成して終了、次期計画での展開 4.終了`, one department a line."""


@dataclass(frozen=True)
class PartlyFinished:
    """A measure that goes on although some of its departments have finished."""

    measure: Measure
    finished: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Renumbered:
    """A measure's old and new place."""

    before: Measure
    after: Measure


@dataclass(frozen=True)
class Rollover:
    """Next year's plan, with `previous` filled in, and what became of each measure."""

    plan: Plan
    left: tuple[Left, ...]
    partly: tuple[PartlyFinished, ...]
    kept: tuple[Renumbered, ...]
    """Every measure that goes on; its number changes only on request."""
    findings: tuple[Finding, ...] = ()
    """Answers that say of a measure both that it ends and that it goes on."""

    @property
    def renumbered(self) -> tuple[Renumbered, ...]:
        return tuple(pair for pair in self.kept if pair.before.id != pair.after.id)


def roll_over(
    year: Year, *, renumber: bool = False, to_year: int | None = None, office: Plan | None = None
) -> Rollover:
    """The plan of the year after `year`, or of `to_year`.

    A measure leaves where every department that is asked has answered with a finished rating or a
    next step that ends it, and none says at once that it goes on. `office` is last year's plan
    workbook: it lends what no published table shows (aliases, mail addresses, contact, limit,
    lists, 点検設定).
    """
    plan = year.plan
    left = tuple(Left(m, _reason(year, m)) for m in plan.measures if _leaves(year, m))
    gone = {item.measure.id for item in left}
    staying = [measure for measure in plan.measures if measure.id not in gone]
    kept = tuple(_numbered(staying, renumber=renumber))
    next_year = to_year or plan.year + 1
    areas = set(_with_those_above(plan, {pair.after.area for pair in kept}))
    new = replace(
        plan,
        year=next_year,
        year_label=fiscal_year_label(next_year),
        deadline="",
        compiled_on="",
        saved_at="",
        areas=tuple(area for area in plan.areas if area.id in areas),
        measures=tuple(pair.after for pair in kept),
        previous=tuple(_previous(year, kept)),
        indicators=tuple(next_indicators(year, {p.before.id: p.after.id for p in kept}, next_year)),
    )
    partly = tuple(_partly(year, staying))
    new = _with_office(new, office) if office else new
    return Rollover(new, left, partly, kept, tuple(_contradictions(year)))


def _contradictions(year: Year) -> Iterator[Finding]:
    for measure in year.plan.measures:
        for name, response in year.answers_on(measure):
            if response and year.contradicts_itself(response):
                leading = year.plan.leading_choice
                yield findings.ENDING_CONTRADICTED(
                    file=response.file,
                    sheet=response.sheet,
                    cell=response.cell(leading.key) if leading else "",
                    department=name,
                    measure=measure.id,
                    value=_ending(year.plan, response),
                    what=_ending(year.plan, response),
                )


def _with_those_above(plan: Plan, areas: Iterable[str]) -> Iterator[str]:
    for name in areas:
        area = plan.area_by_id.get(name)
        yield from (one.id for one in plan.path_of(area)) if area else ()


def _leaves(year: Year, measure: Measure) -> bool:
    answers = year.answers_on(measure)
    return bool(answers) and all(
        r and year.is_finished(r) and not year.contradicts_itself(r) for _, r in answers
    )


def _reason(year: Year, measure: Measure) -> str:
    answers = year.answers_on(measure)
    return "\n".join(f"{name}: {_ending(year.plan, response)}" for name, response in answers)


def _ending(plan: Plan, response: Response | None) -> str:
    """`Y 目標どおりを達成して終了、次期計画での展開 4.終了`: each choice that may end a measure."""
    leading = plan.leading_choice
    said = [_label(response, leading) or f"{leading.name}なし"] if leading else []
    for question in plan.department_questions:
        label = _label(response, question)
        if label and question is not leading and question.choices and question.choices.ends:
            said.append(f"{question.name} {label}")
    return "、".join(said)


def _label(response: Response | None, question: Question) -> str:
    return question.shown(response[question.key]) if response else ""


def _partly(year: Year, staying: list[Measure]) -> Iterator[PartlyFinished]:
    for measure in staying:
        answers = year.answers_on(measure)
        finished = tuple(name for name, r in answers if r and year.is_finished(r))
        if finished:
            others = tuple(name for name, _ in answers if name not in finished)
            yield PartlyFinished(measure, finished, others)


def _numbered(staying: list[Measure], *, renumber: bool) -> Iterator[Renumbered]:
    """From 1 on in each area where asked for."""
    counts: dict[str, int] = {}
    for measure in staying:
        counts[measure.area] = counts.get(measure.area, 0) + 1
        number = str(counts[measure.area]) if renumber else measure.number
        yield Renumbered(measure, replace(measure, number=number))


def _previous(year: Year, kept: tuple[Renumbered, ...]) -> Iterator[PreviousAnswer]:
    for pair in kept:
        for name, response in year.answers_on(pair.before):
            if response and not response.is_blank(year.plan.questions):
                yield PreviousAnswer(pair.after.id, name, offered_answers(year.plan, response))


def _with_office(plan: Plan, office: Plan) -> Plan:
    """The plan with what only its keeper knows."""
    known = {name: d for d in office.departments for name in (d.name, *d.aliases)}
    departments = []
    for department in plan.departments:
        own = known.get(department.name)
        if own is None:
            departments.append(department)
        else:
            aliases = tuple(dict.fromkeys([*own.aliases, *department.aliases, own.name]))
            aliases = tuple(alias for alias in aliases if alias != department.name)
            departments.append(Department(department.name, aliases, own.answers, own.mail))
    return replace(
        plan,
        contact=office.contact,
        departments=tuple(departments),
        questions=office.questions,
        outlooks=office.outlooks or plan.outlooks,
        check_settings=office.check_settings,
        published_template=office.published_template,
    )
