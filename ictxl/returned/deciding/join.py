"""Join several submissions of one department, measure by measure; and decide whether a form counts
whose file is named like what programs leave in folders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ictxl import findings
from ictxl.contract.fields import INDICATOR_QUESTIONS
from ictxl.files.inputs import InputFile
from ictxl.findings import Finding, Severity
from ictxl.model import Plan, grouped
from ictxl.questions import Question
from ictxl.responses import IndicatorResponse, Response, Submission
from ictxl.returned.deciding.precedence import FoundIn, Precedence, all_responses
from ictxl.text.times import local_time


@dataclass(frozen=True)
class JoinedSubmissions:
    """One response per (measure, department), in the plan's order; what is wrong with them."""

    responses: tuple[Response, ...]
    findings: tuple[Finding, ...]
    submissions: tuple[Submission, ...]
    """Those given; what was to be mended in a file that was replaced is information only."""
    indicator_responses: tuple[IndicatorResponse, ...] = ()
    """One per (indicator, department), in the plan's order."""


def join_submissions(
    plan: Plan,
    submissions: Iterable[Submission],
    found_in: FoundIn = lambda _: (),
    now: datetime | None = None,
) -> JoinedSubmissions:
    """Teams that split the work complement each other; of two answers the newer file's stands.

    A form of the plan itself goes before one of another plan or year. Where answers differ, the
    one that gave way is kept, whole, in a finding: D007 where the newer file surely replaces the
    other, else D003. `found_in` tells what the checks find on answers, so as to know what the newer
    file mended; a time of saving later than `now` wins nothing.
    """
    given = tuple(submissions)
    order = Precedence(plan, given, found_in, now or datetime.now(UTC))
    rivals_of: dict[tuple[str, ...], list[Response]] = defaultdict(list)
    for submission in sorted(given, key=order.rank, reverse=True):
        for response in all_responses(submission):
            rivals_of[response.department, *subject_of(response)].append(response)
    kept: list[Response] = []
    told: list[Finding] = list(_in_the_future(given, order))
    repeated: list[Response] = []
    for rivals in rivals_of.values():
        standing, others = _decide(rivals, plan)
        kept.append(standing)
        for other in others:
            if other.values == standing.values:
                repeated.append(other)
            elif other.values or _was_emptied(other, standing, plan, order):
                told.append(_differs(standing, other, plan, order))
    told.extend(_identical(repeated, told))
    responses = [response for response in kept if not isinstance(response, IndicatorResponse)]
    indicators = [response for response in kept if isinstance(response, IndicatorResponse)]
    return JoinedSubmissions(
        tuple(sorted(responses, key=_order(plan))),
        tuple(told),
        tuple(_without_mended(given, responses, plan, order)),
        tuple(sorted(indicators, key=_order_of_indicators(plan))),
    )


def subject_of(response: Response) -> tuple[str, ...]:
    """What it is about: a measure's id, of an indicator its name too."""
    if isinstance(response, IndicatorResponse):
        return response.measure, response.indicator
    return (response.measure,)


def _asked(response: Response, plan: Plan) -> Sequence[tuple[str, Question]]:
    """What the response answers, by key."""
    if isinstance(response, IndicatorResponse):
        return tuple(INDICATOR_QUESTIONS.items())
    return [(question.key, question) for question in plan.questions]


def _in_the_future(submissions: Iterable[Submission], order: Precedence) -> Iterator[Finding]:
    for one in submissions:
        if one.is_read and order.is_in_the_future(one):
            time = local_time(one.modified)
            yield findings.SAVED_IN_THE_FUTURE(file=one.file, department=one.department, value=time)


def _decide(rivals: Sequence[Response], plan: Plan) -> tuple[Response, list[Response]]:
    """The first (newest) that says anything stands: a blank form never hides an answer."""
    standing = next((r for r in rivals if not r.is_blank(plan.questions)), rivals[0])
    return standing, [r for r in rivals if r is not standing]


def answers(response: Response, plan: Plan) -> list[tuple[str, str, str]]:
    """What was answered, in the order of the form: key, the question's name, text."""
    return [(key, q.name, response[key]) for key, q in _asked(response, plan) if response[key]]


def _was_emptied(blank: Response, standing: Response, plan: Plan, order: Precedence) -> bool:
    """Whether a send-back came home with nothing where there was an answer: it is not hidden, but
    perhaps meant to be."""
    newer, older = order.submission(blank.file), order.submission(standing.file)
    said = not standing.is_blank(plan.questions)
    return said and order.came_home(newer) and order.replaces(newer, older)


def _differs(standing: Response, other: Response, plan: Plan, order: Precedence) -> Finding:
    asked = _asked(standing, plan)
    differing = [(key, q) for key, q in asked if standing[key] != other[key]]
    heading = "と".join(question.name for _, question in differing)
    if isinstance(standing, IndicatorResponse):
        heading = f"指標「{standing.indicator}」の{heading}"
    newer, older = order.submission(standing.file), order.submission(other.file)
    place: findings.FindingPlace = {
        "file": other.file,
        "sheet": other.sheet,
        "cell": next(filter(None, (other.cell(key) for key, _ in (*differing, *asked))), ""),
        "department": other.department,
        "measure": other.measure,
        "level": plan.measure_level.label,
        "value": f"{_written(other, plan)}\n\n({standing.file} の回答)\n{_written(standing, plan)}",
    }
    if not other.values:
        why = "あとで返された差戻しの調査票では空欄になっている"
    else:
        why = order.doubt(newer, older)
    if not why:
        return findings.ANSWER_REPLACED.at(place, heading=heading, kept=standing.file)
    return findings.CONFLICTING_ANSWERS.at(place, heading=heading, kept=standing.file, why=why)


def _written(response: Response, plan: Plan) -> str:
    said = [f"{name}: {text}" for _, name, text in answers(response, plan)]
    return "\n".join(said) or "(空欄)"


def _identical(repeated: Iterable[Response], told: Iterable[Finding]) -> Iterator[Finding]:
    """D004 for files of which nothing else is told."""
    differ = {found.file for found in told if found.is_a(findings.CONFLICTING_ANSWERS)}
    differ |= {found.file for found in told if found.is_a(findings.ANSWER_REPLACED)}
    for department, file in sorted({(r.department, r.file) for r in repeated}):
        if file not in differ:
            yield findings.SAME_ANSWERS_RETURNED_TWICE(file=file, department=department)


def _without_mended(
    submissions: Iterable[Submission], kept: Iterable[Response], plan: Plan, order: Precedence
) -> Iterator[Submission]:
    """The submissions; where a newer one replaces one, what was found in this asks nothing more."""
    standing = {(r.measure, r.department): r.file for r in kept}
    for one in submissions:
        files = dict.fromkeys(standing[r.measure, r.department] for r in one.responses)
        rivals = [order.submission(file) for file in files if file != one.file]
        newer = [rival for rival in rivals if order.replaces(rival, one)]
        yield _mended(one, newer, plan) if newer else one


def _mended(older: Submission, newer: Sequence[Submission], plan: Plan) -> Submission:
    def said(one: Submission) -> set[str]:
        return {r.measure for r in one.responses if not r.is_blank(plan.questions)}

    answered = {measure for one in newer for measure in said(one)}
    whole = said(older) <= answered
    last = newer[-1].file
    return replace(
        older,
        findings=tuple(
            replace(
                found,
                severity=Severity.INFO,
                remedy=f"新しいファイル {last} の回答を使ったので、そのままで構いません。",
                request="",
            )
            if found.severity is not Severity.INFO and (whole or found.measure in answered)
            else found
            for found in older.findings
        ),
    )


def _order_of_indicators(plan: Plan) -> Callable[[IndicatorResponse], tuple[int, int]]:
    """The plan's order: indicators as listed, then departments as named on the measure."""
    places = {(i.measure_id, i.name): place for place, i in enumerate(plan.indicators)}
    departments = {measure.id: measure.departments for measure in plan.measures}

    def order(response: IndicatorResponse) -> tuple[int, int]:
        place = places[response.measure, response.indicator]
        return place, departments[response.measure].index(response.department)

    return order


def _order(plan: Plan) -> Callable[[Response], tuple[int, int]]:
    """The plan's order: measures as listed, then departments as named on the measure."""
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for index, measure in enumerate(plan.measures):
        for place, department in enumerate(measure.departments):
            places.setdefault((measure.id, department), (index, place))
    return lambda response: places[response.measure, response.department]


# --- files named like what programs leave in folders


def settle_set_aside(
    inputs: Sequence[InputFile], submissions: Sequence[Submission], plan: Plan
) -> tuple[Submission, ...]:
    """Such a form is read where its department returned nothing else. Where it did, the form gives
    way, and all in which it differs is told."""
    if not any(file.set_aside for file in inputs):
        return tuple(submissions)
    pairs = list(zip(inputs, submissions, strict=True))
    read = (s for file, s in pairs if s.is_read and s.department and not file.set_aside)
    usual = grouped((submission.department, submission) for submission in read)
    return tuple(
        _settled(submission, file.set_aside, usual.get(submission.department, ()), plan)
        if file.set_aside and submission.is_read and submission.department
        else submission
        for file, submission in pairs
    )


def _settled(
    submission: Submission, what: str, others: Sequence[Submission], plan: Plan
) -> Submission:
    file, department = submission.file, submission.department
    if not others:
        told = findings.SET_ASIDE_FILE_READ(file=file, department=department, value=file, what=what)
        return replace(submission, findings=(told, *submission.findings))
    known = {_said(found) for other in others for found in other.findings}
    left = [found for found in submission.findings if _said(found) not in known]
    differing = [r for r in all_responses(submission) if _adds(r, others)]
    if differing:
        written = "\n\n".join(_written_with_cells(response, plan) for response in differing)
        told = findings.SET_ASIDE_FILE_NOT_USED(
            file=file,
            sheet=differing[0].sheet,
            cell=next((differing[0].cell(key) for key, _, _ in answers(differing[0], plan)), ""),
            department=department,
            value=written,
            what=what,
        )
    else:
        told = findings.SAME_ANSWERS_RETURNED_TWICE(file=file, department=department)
    return replace(submission, responses=(), indicator_responses=(), findings=(told, *left))


def _said(found: Finding) -> tuple[str, str, str, str]:
    """What makes a finding on one file the same as one on another."""
    return found.code, found.sheet, found.cell, found.value


def _adds(response: Response, others: Sequence[Submission]) -> bool:
    """The answer says something that no usual file of the department says in its place."""
    if not response.values:
        return False
    return not any(
        subject_of(other) == subject_of(response) and other.values == response.values
        for submission in others
        for other in all_responses(submission)
    )


def _written_with_cells(response: Response, plan: Plan) -> str:
    said = answers(response, plan)
    lines = (f"{response.cell(key)} {name}: {text}" for key, name, text in said)
    return "\n".join((f"{plan.measure_level.label} {' '.join(subject_of(response))}", *lines))
