"""Decide whether a form counts whose file is named like what programs leave in folders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ictxl import findings
from ictxl.files.inputs import InputFile
from ictxl.findings import Finding
from ictxl.model import Plan, grouped
from ictxl.responses import Response, Submission
from ictxl.returned.deciding.join import all_responses, answers, subject_of


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
        written = "\n\n".join(_written(response, plan) for response in differing)
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


def _written(response: Response, plan: Plan) -> str:
    said = answers(response, plan)
    lines = (f"{response.cell(key)} {name}: {text}" for key, name, text in said)
    return "\n".join((f"{plan.measure_level.label} {' '.join(subject_of(response))}", *lines))
