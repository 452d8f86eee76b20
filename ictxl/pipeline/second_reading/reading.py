"""Read what came back from the second reading, and hold it against the answers it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ictxl import checks, findings
from ictxl.contract.answer_rules import answer_rules
from ictxl.files.inputs import InputFile
from ictxl.findings import Finding, FindingPlace, in_order
from ictxl.model import Plan
from ictxl.pipeline.joining import as_wanted, joined
from ictxl.pipeline.sample_form import sample_form
from ictxl.pipeline.second_reading.review_plan import review_plan
from ictxl.readers import ANSWERS_OF, SOLE_READER, ratings_of_several, reader_label
from ictxl.returned.assign import place_form
from ictxl.returned.batch import ReadFiles
from ictxl.returned.recover import recover_forms
from ictxl.returned.returned_file import ReturnedFile, identity_of
from ictxl.returned.set_aside import settle_set_aside
from ictxl.round import Round
from ictxl.spreadsheets.limits import Limits


@dataclass(frozen=True)
class Apart:
    """The files of a round: the departments' forms, and those of the second reading."""

    inputs: tuple[InputFile, ...]
    forms: ReadFiles
    review_inputs: tuple[InputFile, ...]
    reviews: ReadFiles


def apart(inputs: Sequence[InputFile], read: ReadFiles) -> Apart:
    """Tell both kinds from each other, by what their hidden sheets say."""
    pairs = list(zip(inputs, read.files, strict=True))
    forms = [pair for pair in pairs if not _is_review(pair[1])]
    reviews = [pair for pair in pairs if _is_review(pair[1])]
    return Apart(
        tuple(file for file, _ in forms),
        ReadFiles(tuple(file for _, file in forms), read.samples),
        tuple(file for file, _ in reviews),
        ReadFiles(tuple(file for _, file in reviews), read.samples),
    )


def _is_review(file: ReturnedFile) -> bool:
    identity = identity_of(file)
    return identity is not None and bool(identity.plan.review_of)


def read_review(files: Apart, collected: Round, limits: Limits) -> Round | None:
    """The second reading as a round of its own; None where none of its files is there.

    Its departments are the readers; `with_labels` gives its findings as the whole round tells them.
    """
    sent = {file.file: _sent_plan(file) for file in files.reviews.files}
    if not sent:
        return None
    named = (d.name for plan in sent.values() if plan for d in plan.departments)
    readers = tuple(dict.fromkeys(named)) or (SOLE_READER,)
    plan = review_plan(collected.plan, collected.responses, collected.submitted, readers)
    placed = [
        place_form(file, plan) for file in recover_forms(files.reviews, plan, limits, sample_form)
    ]
    all_in_one = joined(plan, settle_set_aside(files.review_inputs, placed, plan))
    review = Round(
        plan, all_in_one.responses, all_in_one.submissions, plan_file=collected.plan_file
    )
    own = [found for submission in review.submissions for found in submission.findings]
    others = [*all_in_one.findings, *_checked(review), *_changed(review, sent)]
    return replace(review, findings=tuple(in_order([*own, *as_wanted(others, plan)])))


def _sent_plan(file: ReturnedFile) -> Plan | None:
    identity = identity_of(file)
    return identity.plan if identity else None


def with_labels(review: Round) -> Iterator[Finding]:
    """The findings of a second reading, each with its reader marked as one."""
    for found in review.findings:
        known = found.department in review.plan.department_by_name
        yield replace(found, department=reader_label(found.department)) if known else found


_OPEN = findings.codes(
    findings.RATING_MISSING, findings.ANSWER_MISSING, findings.ANSWER_MISSING_FOR_CHOICE
)


def _checked(review: Round) -> Iterator[Finding]:
    """What the checks find in the readers' answers, in words of their own where forms have others.

    The plan's own texts were checked where the departments' answers were.
    """
    titles = {measure.id: measure.title for measure in review.plan.measures}
    for found in checks.run_checks(review):
        place = _place(found, review.plan)
        if found.is_a(findings.MEASURE_ROW_MISSING):
            yield findings.MEASURE_NOT_REVIEWED.at(place, title=titles[found.measure])
        elif found.is_a(findings.FORM_NOT_RETURNED):
            yield findings.REVIEW_NOT_RETURNED.at(place)
        elif found.file and found.code not in _OPEN:
            yield found
    yield from _left_open(review)
    yield from _disagreeing(review)


def _place(found: Finding, plan: Plan) -> FindingPlace:
    return {
        "file": found.file,
        "department": found.department,
        "measure": found.measure,
        "level": plan.measure_level.label,
    }


def _left_open(review: Round) -> Iterator[Finding]:
    """R003."""
    rules = [rule for rule in answer_rules(review.plan) if rule.kind.code in _OPEN]
    for response in review.responses:
        for rule in rules:
            if rule.holds(response.values):
                yield findings.RATING_LEFT_OPEN(
                    file=response.file,
                    sheet=response.sheet,
                    cell=response.cell(rule.question.key),
                    department=response.department,
                    measure=response.measure,
                    level=review.plan.measure_level.label,
                    heading=rule.question.name,
                )


def _disagreeing(review: Round) -> Iterator[Finding]:
    """R004."""
    for ratings in ratings_of_several(review):
        if not ratings.agree:
            question, first = ratings.question, ratings.responses[0]
            said = (f"{r.department} {question.shown(r[question.key])}" for r in ratings.responses)
            yield findings.READERS_DISAGREE(
                file=first.file,
                sheet=first.sheet,
                cell=first.cell(question.key),
                measure=ratings.measure,
                level=review.plan.measure_level.label,
                heading=question.name,
                found="、".join(said),
            )


def _changed(review: Round, sent: dict[str, Plan | None]) -> Iterator[Finding]:
    """R001: what a reader saw and what the departments say now, where they differ."""
    now = _shown(review.plan)
    for response in review.responses:
        plan = sent.get(response.file)
        seen = _shown(plan).get(response.measure) if plan else None
        if seen is None:
            continue
        for heading, text in now[response.measure].items():
            before = seen.get(heading, "")
            if before != text:
                yield findings.REVIEWED_ANSWER_CHANGED(
                    file=response.file,
                    sheet=response.sheet,
                    cell=next(filter(None, map(response.cell, response.columns)), ""),
                    department=response.department,
                    measure=response.measure,
                    level=review.plan.measure_level.label,
                    value=text,
                    heading=heading,
                    before=findings.brief(before),
                )


def _shown(plan: Plan) -> dict[str, dict[str, str]]:
    """Measure's id → heading → what the departments answered, as the plan's workbook shows it."""
    return {
        measure.id: {
            heading: text
            for heading, text in zip(plan.given_columns, measure.given, strict=False)
            if heading.startswith(ANSWERS_OF)
        }
        for measure in plan.measures
    }
