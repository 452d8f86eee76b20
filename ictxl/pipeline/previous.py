"""Last year's answers for this year's forms, from a consolidated workbook or returned forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ictxl import findings
from ictxl.consolidated.data.reading import read_data
from ictxl.consolidated.reading.source_cells import read_book, read_content
from ictxl.errors import InputError
from ictxl.files.inputs import Files, LocalFile, find_local_inputs, named_places, resolved
from ictxl.files.outputs import names_of
from ictxl.findings import Finding
from ictxl.form.sheet.measures import Previous
from ictxl.model import USUAL_QUESTIONS, Plan
from ictxl.pipeline.keeping import (
    OutputKind,
    is_no_table,
    is_old_result,
    own_results_left_out,
    result_as_made,
)
from ictxl.questions import Question
from ictxl.responses import Response, offered_answers
from ictxl.returned.assign import place_form
from ictxl.returned.deciding.join import join_submissions
from ictxl.returned.reader import read_form
from ictxl.returned.returned_file import ReadForm

SHOWN_PLACES = 10
"""So many of the answers left out are named in the finding."""


@dataclass(frozen=True)
class PreviousAnswers:
    """Last year's answers by this year's measures and departments, and what was odd about them."""

    answers: Previous
    findings: tuple[Finding, ...]
    files: tuple[Path, ...] = ()
    """Where they stand."""


@dataclass(frozen=True)
class _Read:
    """What one way of reading gave."""

    years: set[int]
    placed: list[Response]
    unplaced: list[str]
    unasked: Counter[str] = field(default_factory=Counter)
    """Last year's question that this year's plan does not have → its answers, where they would
    have had a place."""
    others: list[str] = field(default_factory=list)
    """Files that lie beside the forms and are none."""


def read_previous(
    arguments: Files, the_plan: Plan, passwords: Sequence[str] = ()
) -> PreviousAnswers:
    """Read last year's consolidated workbook, or last year's returned forms.

    ictxl's other results, which lie beside them, are passed over, and what else lies in a folder of
    forms. Each of `passwords` is tried on what has one. Raises InputError where a file that was
    named is neither, or none is.
    """
    inputs, own = _without_results(arguments)
    named = named_places(arguments)
    read = _read_consolidated(inputs, the_plan, passwords) or _read_forms(
        inputs, the_plan, named, passwords
    )
    answers = {
        (response.measure, response.department): offered_answers(the_plan, response)
        for response in read.placed
        if not response.is_blank(the_plan.questions)
    }
    found = (*_findings(inputs, read, len(answers), the_plan), *own_results_left_out(own))
    return PreviousAnswers(answers, found, tuple(file.path for file in inputs))


def _without_results(arguments: Files) -> tuple[list[LocalFile], list[str]]:
    """The files meant, and the names of results that are passed over: of a folder's, a table is
    meant where no forms lie beside it."""
    named = named_places(arguments)
    meant, tables = [], []
    for file in find_local_inputs(arguments):
        if resolved(file.path) in named:
            meant.append(file)
        elif result_as_made(file.path) is OutputKind.TABLE and not is_old_result(file.path):
            tables.append(file)
        elif not (is_old_result(file.path) or is_no_table(file.path)):
            meant.append(file)
    if meant or len(tables) == 1:
        return meant or tables, [file.name for file in tables] if meant else []
    if not tables:
        raise InputError("指定された場所に、前年度の進捗状況も調査票もありません。", _WHAT_TO_NAME)
    found = names_of([file.path for file in tables])
    raise InputError(f"{found}は、どれも進捗状況のブックです。", "一つだけを指定してください。")


_WHAT_TO_NAME = "--previous には、前年度の進捗状況のブックか、返ってきた調査票を指定してください。"


def _read_consolidated(
    inputs: Sequence[LocalFile], the_plan: Plan, passwords: Sequence[str]
) -> _Read | None:
    """None where the one file is no consolidated workbook."""
    if len(inputs) != 1:
        return None
    path = inputs[0].path
    content = read_content(path, passwords)
    try:
        data = read_data(path, read_book(path, content).sheets)
    except InputError:
        if not isinstance(read_form(path, path.name, passwords), ReadForm):
            raise
        return None
    read = _Read({data.year}, [], [])
    last_year = data.plan.questions if data.plan else USUAL_QUESTIONS
    for response in data.responses:
        department = the_plan.resolve_department(response.department)
        measure = the_plan.measure_by_id.get(response.measure)
        if measure and department and department.name in measure.departments:
            read.placed.append(replace(response, department=department.name))
            read.unasked.update(_unasked(last_year, response.values, the_plan))
        else:
            read.unplaced.append(f"{response.measure} {response.department}")
    return read


def _unasked(
    last_year: Iterable[Question], answers: Mapping[str, str], the_plan: Plan
) -> Iterator[str]:
    """Names of the questions answered that this year's plan does not have."""
    for question in last_year:
        if answers.get(question.key) and question.key not in the_plan.question_by_key:
            yield question.name


def _read_forms(
    inputs: Sequence[LocalFile],
    the_plan: Plan,
    named: Collection[Path],
    passwords: Sequence[str],
) -> _Read:
    read = _Read(set(), [], [])
    submissions = []
    for file in inputs:
        sent = read_form(file.path, file.name, passwords)
        if not isinstance(sent, ReadForm):
            read.others.append(file.name)
            if resolved(file.path) in named or len(read.others) == len(inputs):
                read_content(file.path, passwords)  # where it stays closed, that is why
                raise InputError(
                    f"「{file.path}」は ictxl の調査票でも集約表でもありません。",
                    _WHAT_TO_NAME,
                )
            continue
        if sent.identity.plan.review_of:
            continue  # what was rated after the departments is nobody's answer
        submission = place_form(sent, the_plan)
        asked = [q.key for q in sent.identity.plan.published_questions]
        placed = {response.row for response in submission.responses}
        read.years.add(sent.identity.plan.year)
        submissions.append(submission)
        for row in sent.rows:
            if row.row in placed:
                last_year = sent.identity.plan.department_questions
                read.unasked.update(_unasked(last_year, row.texts, the_plan))
        read.unplaced.extend(
            f"{row.measure} {sent.identity.department}"
            for row in sent.rows
            if row.row not in placed and any(row.texts.get(key) for key in asked)
        )
    # Of an answer and what it was mended to, the one that stood then.
    read.placed.extend(join_submissions(the_plan, submissions).responses)
    return read


def _findings(
    inputs: Sequence[LocalFile], read: _Read, used: int, the_plan: Plan
) -> Iterable[Finding]:
    file = inputs[0].name if len(inputs) == 1 else ""
    for year in sorted(read.years):
        if year >= the_plan.year:
            yield findings.NOT_OF_PREVIOUS_YEAR(file=file, year=year, this_year=the_plan.year)
    if not used:
        yield findings.NO_PREVIOUS_ANSWER_FITS(
            file=file, answers=len(read.placed) + len(read.unplaced)
        )
    elif read.unplaced:
        shown = "、".join(read.unplaced[:SHOWN_PLACES])
        more = "、ほか" if len(read.unplaced) > SHOWN_PLACES else ""
        yield findings.PREVIOUS_ANSWERS_LEFT_OUT(
            file=file, answers=len(read.unplaced), places=shown + more
        )
    if read.others:
        yield findings.PREVIOUS_FILES_NOT_READ(
            value="\n".join(read.others), found="」「".join(read.others)
        )
    for name, count in read.unasked.items():
        yield findings.PREVIOUS_QUESTION_NOT_ASKED(file=file, heading=name, count=count)
