"""Join several submissions of one department, measure by measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ictxl import findings
from ictxl.contract.fields import FIELD_BY_KEY, INPUT_FIELDS
from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.responses import Response, Submission


@dataclass(frozen=True)
class JoinedSubmissions:
    """One response per (measure, department), in the plan's order; what is wrong with them."""

    responses: tuple[Response, ...]
    findings: tuple[Finding, ...]


def join_submissions(plan: Plan, submissions: Iterable[Submission]) -> JoinedSubmissions:
    """Teams that split the work complement each other; of two answers the newer file's stands.

    A form of the plan itself goes before one of another plan or year. Where answers differ, the
    one that gave way is kept, whole, in a D003 finding.
    """
    ranked = sorted(submissions, key=lambda s: _rank(plan, s), reverse=True)
    answers: dict[tuple[int, int, str], list[Response]] = defaultdict(list)
    for submission in ranked:
        for response in submission.responses:
            answers[response.area, response.number, response.department].append(response)
    kept: list[Response] = []
    findings: list[Finding] = []
    repeated: dict[str, list[str]] = defaultdict(list)
    for rivals in answers.values():
        standing, others = _decide(rivals)
        kept.append(standing)
        for other in others:
            if other.answer == standing.answer:
                repeated[other.department].append(other.file)
            elif not _adds_nothing(other):
                findings.append(_differs(standing, other))
    findings.extend(_identical(repeated))
    return JoinedSubmissions(tuple(sorted(kept, key=_order(plan))), tuple(findings))


def _rank(plan: Plan, submission: Submission) -> tuple[bool, str, str, str]:
    own = submission.identity is not None and submission.identity.plan_id == plan.id
    return own, submission.modified, submission.file_time, submission.file


def _decide(rivals: Sequence[Response]) -> tuple[Response, list[Response]]:
    """The first (newest) that says anything stands: a blank form never hides an answer."""
    standing = next((r for r in rivals if not r.is_blank), rivals[0])
    return standing, [r for r in rivals if r is not standing]


def _adds_nothing(response: Response) -> bool:
    return not any(response.answer)


def _differs(standing: Response, other: Response) -> Finding:
    return findings.CONFLICTING_ANSWERS(
        file=other.file,
        sheet=other.sheet,
        cell=_first_written_cell(other),
        department=other.department,
        measure=other.measure,
        value=f"{_written(other)}\n\n({standing.file} の回答)\n{_written(standing)}",
        kept=standing.file,
    )


def _written(response: Response) -> str:
    return "\n".join(
        f"{field.heading}: {text}"
        for field, text in zip(INPUT_FIELDS, response.answer, strict=True)
        if text
    )


def _first_written_cell(response: Response) -> str:
    for field, text in zip(INPUT_FIELDS, response.answer, strict=True):
        if text:
            return response.cell(field.key)
    return response.cell(FIELD_BY_KEY["rating"].key)


def _identical(repeated: dict[str, list[str]]) -> Iterator[Finding]:
    for department, files in repeated.items():
        for file in sorted(set(files)):
            yield findings.SAME_ANSWERS_RETURNED_TWICE(file=file, department=department)


def _order(plan: Plan) -> Callable[[Response], tuple[int, int]]:
    """The plan's order: measures as listed, then departments as named on the measure."""
    places: dict[tuple[str, str], tuple[int, int]] = {}
    for index, measure in enumerate(plan.measures):
        for place, department in enumerate(measure.departments):
            places.setdefault((measure.id, department), (index, place))
    return lambda response: places[response.measure, response.department]
