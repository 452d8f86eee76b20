"""Read what came back from the second reading, and hold it against the answers it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ictxl import checks, findings
from ictxl.contract.answer_rules import answer_rules
from ictxl.files.inputs import InputFile
from ictxl.findings import Finding, FindingPlace, in_order
from ictxl.model import Measure, Plan, grouped
from ictxl.pipeline.joining import as_wanted, joined, sample_form
from ictxl.pipeline.second_reading.review_plan import review_plan
from ictxl.readers import (
    ANSWERS_OF,
    DEPARTMENTS_COLUMN,
    READER_LABEL,
    SOLE_READER,
    ratings_of_several,
    reader_label,
)
from ictxl.returned.assign import place_form
from ictxl.returned.batch import ReadFiles
from ictxl.returned.deciding.join import settle_set_aside
from ictxl.returned.recover import recover_forms
from ictxl.returned.returned_file import ReturnedFile, UnidentifiedWorkbook, identity_of
from ictxl.round import Round
from ictxl.spreadsheets.errors import Limits
from ictxl.text.clean import fold_name, trim


@dataclass(frozen=True)
class Apart:
    """The files of a round: the departments' forms, and those of the second reading."""

    inputs: tuple[InputFile, ...]
    forms: ReadFiles
    review_inputs: tuple[InputFile, ...]
    reviews: ReadFiles


def apart(inputs: Sequence[InputFile], read: ReadFiles, plan: Plan) -> Apart:
    """Tell both kinds from each other by what their hidden sheets say; where these are gone, by
    what stands in their cells. `plan` is the departments'."""
    pairs = list(zip(inputs, read.files, strict=True))
    of_review = [says_it_is_review(file) or _looks_like_review(file, plan) for _, file in pairs]
    forms = [pair for pair, is_one in zip(pairs, of_review, strict=True) if not is_one]
    reviews = [pair for pair, is_one in zip(pairs, of_review, strict=True) if is_one]
    return Apart(
        tuple(file for file, _ in forms),
        ReadFiles(tuple(file for _, file in forms), read.samples),
        tuple(file for file, _ in reviews),
        ReadFiles(tuple(file for _, file in reviews), read.samples),
    )


def says_it_is_review(file: ReturnedFile) -> bool:
    identity = identity_of(file)
    return identity is not None and bool(identity.plan.review_of)


def _looks_like_review(file: ReturnedFile, plan: Plan) -> bool:
    if not plan.reviewer_questions:
        return False
    texts = set(map(fold_name, _cell_texts(file)))
    asked = (fold_name(question.name_with_unit) for question in plan.reviewer_questions)
    return fold_name(DEPARTMENTS_COLUMN) in texts and any(name in texts for name in asked)


def _cell_texts(file: ReturnedFile) -> Iterator[str]:
    """What a workbook without identity says; nothing of one that is too large to look at here."""
    if isinstance(file, UnidentifiedWorkbook) and not file.content.is_large:
        for sheet in file.content.open().sheets:
            for row in sheet.rows:
                yield from (value for value in row if value and isinstance(value, str))


def _reader_named(file: ReturnedFile) -> str:
    """Who the head of a workbook without identity says that rates."""
    texts = (text for text in _cell_texts(file) if text.startswith(READER_LABEL))
    return next((trim(text.removeprefix(READER_LABEL)) for text in texts), "")


def read_review(files: Apart, collected: Round, limits: Limits) -> Round | None:
    """The second reading as a round of its own; None where none of its files is there.

    Its departments are the readers; `with_labels` gives its findings as the whole round tells them.
    """
    sent = {file.file: _sent_plan(file) for file in files.reviews.files}
    if not sent:
        return None
    readers = tuple(_readers(files.reviews.files)) or (SOLE_READER,)
    plan = review_plan(collected, readers)
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


def _readers(files: Sequence[ReturnedFile]) -> dict[str, None]:
    """All for whom the workbooks were made, in their order."""
    found: dict[str, None] = {}
    for file in files:
        plan = _sent_plan(file)
        found.update(dict.fromkeys(d.name for d in plan.departments) if plan else {})
    known = set(map(fold_name, found))
    for file in files:
        named = "" if _sent_plan(file) else _reader_named(file)
        if named and fold_name(named) not in known:
            found[named] = None
    return found


def _sent_plan(file: ReturnedFile) -> Plan | None:
    """What a workbook of a second reading says that it was made from."""
    identity = identity_of(file)
    return identity.plan if identity and identity.plan.review_of else None


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
    seen_in = {file: _Seen(plan) for file, plan in sent.items() if plan}
    for response in review.responses:
        measure = review.plan.measure_by_id[response.measure]
        seen = seen_in[response.file].on(measure) if response.file in seen_in else None
        if seen is None:
            continue
        for heading, text in _shown(review.plan, measure).items():
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


class _Seen:
    """What a reader saw, by the measures as they are now."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._by_title = grouped((fold_name(measure.title), measure) for measure in plan.measures)

    def on(self, measure: Measure) -> dict[str, str] | None:
        """The answers that were shown on a measure, whose number may be another now; None where it
        is not known which it was."""
        alike = self._by_title.get(fold_name(measure.title), ())
        same = [one for one in alike if one.id == measure.id] or alike
        return _shown(self._plan, same[0]) if len(same) == 1 else None


def _shown(plan: Plan, measure: Measure) -> dict[str, str]:
    """Heading → what the departments answered, as the plan's workbook shows it."""
    pairs = zip(plan.given_columns, measure.given, strict=False)
    return {heading: text for heading, text in pairs if heading.startswith(ANSWERS_OF)}
