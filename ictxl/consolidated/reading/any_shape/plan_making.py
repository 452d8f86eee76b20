"""Records, questions and what stands around them → a plan with its answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.consolidated.reading.any_shape.answering import (
    AnswerReader,
    Answers,
    given_text,
)
from ictxl.consolidated.reading.any_shape.around import Around
from ictxl.consolidated.reading.any_shape.asking import Asked, with_requirements
from ictxl.consolidated.reading.any_shape.headings.kinds import make_list
from ictxl.consolidated.reading.any_shape.headings.meanings import core, stem
from ictxl.consolidated.reading.any_shape.indicators import NO_NAME, with_indicators
from ictxl.consolidated.reading.any_shape.numbers import split_numbers
from ictxl.consolidated.reading.any_shape.records import AnswerRow, Record
from ictxl.consolidated.reading.any_shape.repeated import find_repeated
from ictxl.consolidated.reading.any_shape.tree import Tree, find_levels
from ictxl.consolidated.reading.any_shape.values import is_department
from ictxl.consolidated.reading.completeness import report_the_rest
from ictxl.consolidated.reading.imported import HeadingGuess, ImportedTable, Notes
from ictxl.consolidated.reading.names import DepartmentNames, is_collective
from ictxl.consolidated.reading.source_cells import TableBook
from ictxl.contract.placeholders import used_names
from ictxl.model import Department, Measure, Outlook, Plan, PreviousAnswer
from ictxl.questions import NEVER, PROGRESS_NAME, Level, Question, QuestionKind, Respondent, key_of
from ictxl.responses import Response
from ictxl.text.clean import fold_name
from ictxl.text.era import fiscal_year_label


@dataclass
class Material:
    """All that a plan is made from."""

    book: TableBook
    usual: Plan
    notes: Notes
    around: Around
    asked: Asked
    records: Sequence[Record]
    title: str
    """As the user wants it; empty for what the file says."""
    year: int
    tree: Tree = field(init=False)
    names: DepartmentNames = field(init=False)

    def __post_init__(self) -> None:
        self.tree = Tree(self.notes)
        self.names = DepartmentNames(self.notes)


def make_table(
    material: Material, heading: str, guesses: tuple[HeadingGuess, ...]
) -> ImportedTable:
    """The plan and the answers; `heading` stands over the measures' names."""
    notes, asked, tree = material.notes, material.asked, material.tree
    free = _Free(material)
    find_levels(tree, material.records, free.name)
    reader = AnswerReader(asked, material.names, notes, material.book.file)
    _hint_names(material)
    measures, said, style = _measures(material, reader)
    responses: list[Response] = []
    previous: list[PreviousAnswer] = []
    rating = _tag_question(material, said)
    for measure, answers in said:
        for department in answers.said:
            response = reader.response(measure, department, answers)
            if response:
                responses.append(_with_rating(response, answers, rating, asked))
            if values := reader.previous(department, answers, rating):
                previous.append(PreviousAnswer(measure, department, values))
    questions = _questions(material, rating, responses)
    level = Level(free.name(_level_name(heading)), style)
    plan = Plan(
        title=_title(material),
        year=material.year,
        year_label=fiscal_year_label(material.year),
        compiled_on=material.around.compiled_on,
        levels=(*tree.levels, level),
        areas=tree.areas,
        measures=tuple(measures),
        departments=_departments(material),
        questions=questions,
        given_columns=tuple(asked.given),
        outlooks=_outlooks(material, measures),
        previous=tuple(previous),
    )
    told = reader.indicators.responses
    plan = with_indicators(plan, reader.indicators)
    report_the_rest(material.book, plan, [*responses, *told], notes)
    submitted = frozenset(response.department for response in (*responses, *told))
    return ImportedTable(
        plan,
        tuple(responses),
        submitted,
        tuple(notes.found),
        headings=guesses,
        indicator_responses=tuple(told),
    )


def _measures(
    material: Material, reader: AnswerReader
) -> tuple[list[Measure], list[tuple[str, Answers]], str]:
    """The measures, what was answered on each by its id, and how they are numbered."""
    notes, asked, tree = material.notes, material.asked, material.tree
    repeated = set(map(id, find_repeated(material.records, notes)))
    own = [record for record in material.records if id(record) not in repeated]
    codes, titles, style = split_numbers(own, notes)
    measures: list[Measure] = []
    said: list[tuple[str, Answers]] = []
    areas = {id(record): tree.place(record) for record in material.records}
    for record, code in zip(own, codes, strict=True):
        if code:
            tree.keep_number(areas[id(record)], code)
    for record, code, title in zip(own, codes, titles, strict=True):
        area = areas[id(record)]
        number = tree.number(area, code, record)
        measure = f"{area}-{number}" if area else number
        answers = reader.read(record, measure)
        said.append((measure, answers))
        if not title:
            notes.at(record.spot, findings.MEASURE_TITLE_MISSING, read_as=NO_NAME)
        target = "\n".join(dict.fromkeys(spot.text for spot in record.target))
        mark = "".join("".join(spot.text.split()) for spot in record.outlook)
        given = tuple(given_text(record, name, _charge_of) for name in asked.given)
        measures.append(
            Measure(area, number, title or NO_NAME, target, mark, answers.assignments, given)
        )
    return measures, said, style


class _Free:
    """Gives levels names that neither a question nor a given column has."""

    def __init__(self, material: Material) -> None:
        asked = material.asked
        names = [*asked.questions, *asked.given]
        if not _ask_departments(asked.questions.values()):
            names += [question.name for question in _usual_questions(material)]
        self.used = set(map(fold_name, names))

    def name(self, label: str) -> str:
        wanted, count = label, 2
        while fold_name(label) in self.used or fold_name(label) in used_names():
            label = f"{wanted}({count})"
            count += 1
        self.used.add(fold_name(label))
        return label


def _level_name(heading: str) -> str:
    """`事業名` → 事業, which then prints as 事業名 over the measures."""
    return (stem(heading) or core(heading) if heading else "") or "施策"


def _hint_names(material: Material) -> None:
    """Look at all cells of 担当課 before any is read, for names that hold a separator."""
    for record in material.records:
        for row in record.rows:
            for spot in row.departments:
                lines = [line for line in spot.text.split("\n") if line]
                pieces = re.split("[・,/]", spot.text)
                is_one = len(lines) == 1 and "、" not in spot.text and " " not in spot.text
                if is_one and not all(map(is_department, pieces)):
                    material.names.hint([spot.text])


def _charge_of(row: AnswerRow) -> str:
    return "、".join("".join(spot.text.split()) for spot in row.departments)


def _title(material: Material) -> str:
    """計画名: as wanted, else from the lines above the tables, else the file's name."""
    found = material.around.titles or material.around.covers
    if material.title:
        for _, spot in found[:1]:
            material.notes.at(spot, findings.PLAN_TITLE_GIVEN, read_as=material.title)
        return material.title
    if found:
        return found[0][0]
    stem = material.book.path.stem
    sheet = material.records[0].spot.sheet
    material.notes.on(sheet, findings.PLAN_TITLE_UNKNOWN, read_as=stem)
    return stem


def _departments(material: Material) -> tuple[Department, ...]:
    """None is taken out for what it did or did not write: that is for a person to say."""
    names = material.names
    names.note_alike()
    for name in names.order:
        if is_collective(name):
            material.notes.at(
                names.spots[name], findings.COLLECTIVE_DEPARTMENT, value=name, department=name
            )
    return tuple(Department(name, tuple(names.aliases.get(name, ()))) for name in names.order)


def _outlooks(material: Material, measures: Sequence[Measure]) -> tuple[Outlook, ...]:
    marks = dict.fromkeys(m.outlook for m in measures if m.outlook)
    legend = material.around.explained.of(marks)
    return tuple(Outlook(mark, legend.get(mark, "")) for mark in marks)


# --- what is asked


def _tag_question(material: Material, said: Sequence[tuple[str, Answers]]) -> Question | None:
    """評価, where the ratings stand in the texts: 【課-評価】本文."""
    ratings = [
        code for _, answers in said for own in answers.ratings.values() for code in own.values()
    ]
    if not ratings:
        return None
    name = "評価" if "評価" not in material.asked.questions else "評価(本文)"
    return Question(
        name, QuestionKind.CHOICE, make_list(name, ratings, material.around.explained.of(ratings))
    )


def _with_rating(
    response: Response, answers: Answers, rating: Question | None, asked: Asked
) -> Response:
    code = answers.rating(response.department, asked.questions)
    if not code or rating is None:
        return response
    values = {rating.key: code, **response.values}
    return Response(
        response.measure,
        response.department,
        values,
        file=response.file,
        sheet=response.sheet,
        row=response.row,
        columns=response.columns,
    )


def _questions(
    material: Material, rating: Question | None, responses: Sequence[Response]
) -> tuple[Question, ...]:
    asked = list(material.asked.questions.values())
    asked = [rating, *asked] if rating else asked
    found = with_requirements(asked, _answered(responses))
    if _ask_departments(asked):
        return found
    if not material.asked.indicators.by_name:
        material.notes.on(material.records[0].spot.sheet, findings.TABLE_WITHOUT_ANSWERS)
    names = {fold_name(name) for name in (*material.asked.questions, *material.asked.given)}
    return (*(q for q in _usual_questions(material) if fold_name(q.name) not in names), *found)


def _ask_departments(questions: Iterable[Question]) -> bool:
    return any(question.asked_of is Respondent.DEPARTMENT for question in questions)


def _usual_questions(material: Material) -> Sequence[Question]:
    """What departments are asked where the table does not say it."""
    if material.asked.indicators.by_name:
        # What was reached is told at the indicators; a word on it may go with them.
        return (Question(PROGRESS_NAME, required=NEVER),)
    return material.usual.questions


def _answered(responses: Sequence[Response]) -> Callable[[str], bool]:
    """Whether nearly everybody answered a question: it is then 必須."""

    def is_answered(name: str) -> bool:
        key = key_of(name)
        return bool(responses) and all(response[key] for response in responses)

    return is_answered
