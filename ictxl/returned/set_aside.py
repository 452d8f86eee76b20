"""Settle what becomes of a form under the name of a file that programs leave lying about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ictxl import findings
from ictxl.contract.fields import INPUT_FIELDS
from ictxl.files.inputs import InputFile
from ictxl.findings import Finding
from ictxl.responses import Response, Submission


def settle_set_aside(
    inputs: Sequence[InputFile], submissions: Sequence[Submission]
) -> tuple[Submission, ...]:
    """Such a form is read where its department returned nothing else. Where it did, the form gives
    way, and all in which it differs is told."""
    if not any(file.set_aside for file in inputs):
        return tuple(submissions)
    pairs = list(zip(inputs, submissions, strict=True))
    usual: dict[str, list[Submission]] = {}
    for file, submission in pairs:
        if submission.is_read and submission.department and not file.set_aside:
            usual.setdefault(submission.department, []).append(submission)
    return tuple(
        _settled(submission, file.set_aside, usual.get(submission.department, []))
        if file.set_aside and submission.is_read and submission.department
        else submission
        for file, submission in pairs
    )


def _settled(submission: Submission, what: str, others: Sequence[Submission]) -> Submission:
    file, department = submission.file, submission.department
    if not others:
        told = findings.SET_ASIDE_FILE_READ(file=file, department=department, value=file, what=what)
        return replace(submission, findings=(told, *submission.findings))
    known = {_said(found) for other in others for found in other.findings}
    left = [found for found in submission.findings if _said(found) not in known]
    differing = [r for r in submission.responses if _adds(r, others)]
    if differing:
        written = "\n\n".join(map(_written, differing))
        told = findings.SET_ASIDE_FILE_NOT_USED(
            file=file,
            sheet=differing[0].sheet,
            cell=next(_cells(differing[0])),
            department=department,
            value=written,
            what=what,
        )
    else:
        told = findings.SAME_ANSWERS_RETURNED_TWICE(file=file, department=department)
    return replace(submission, responses=(), findings=(told, *left))


def _said(found: Finding) -> tuple[str, str, str, str]:
    """What makes a finding on one file the same as one on another."""
    return found.code, found.sheet, found.cell, found.value


def _adds(response: Response, others: Sequence[Submission]) -> bool:
    """The answer says something that no usual file of the department says in its place."""
    if not any(response.answer):
        return False
    return not any(
        other.measure == response.measure and other.answer == response.answer
        for submission in others
        for other in submission.responses
    )


def _written(response: Response) -> str:
    lines = (
        f"{response.cell(field.key)} {field.heading}: {text}"
        for field, text in zip(INPUT_FIELDS, response.answer, strict=True)
        if text
    )
    return "\n".join((f"施策 {response.measure}", *lines))


def _cells(response: Response) -> Iterator[str]:
    for field, text in zip(INPUT_FIELDS, response.answer, strict=True):
        if text:
            yield response.cell(field.key)
