"""Read a table in the original layout, ours or hand-made, into plan and responses."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ictxl import findings
from ictxl.consolidated.reading.answers import Reader
from ictxl.consolidated.reading.areas import AreaIndex, Placed, place_measures
from ictxl.consolidated.reading.completeness import report_the_rest
from ictxl.consolidated.reading.heading_rows import Role, find_heads
from ictxl.consolidated.reading.imported import ImportedTable, Notes
from ictxl.consolidated.reading.legends import OWN_WORDS, Legend, find_legend, read_legends
from ictxl.consolidated.reading.lists import (
    list_next_steps,
    list_outlooks,
    numbers_by_name,
    read_outlook,
)
from ictxl.consolidated.reading.measure_rows import Block, RawMeasure, read_blocks, unused_spots
from ictxl.consolidated.reading.names import DepartmentNames
from ictxl.consolidated.reading.source_cells import TableBook
from ictxl.consolidated.reading.split_cells import join_texts, split_title, tags
from ictxl.consolidated.reading.surroundings import Surroundings
from ictxl.consolidated.table import State, state_meanings
from ictxl.contract.spellings import fold_spelling
from ictxl.errors import InputError
from ictxl.findings import Severity
from ictxl.model import Assignment, Department, Measure, Plan
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    RATING_LIST_NAME,
    ChoiceList,
    rating_list,
    usual_questions,
)

_ENDING = 12
"""So many letters of a target that is cut off are quoted."""


@dataclass(frozen=True)
class TableShape:
    """A table as it was read, with the cells that each measure was read from."""

    table: ImportedTable
    raws: Mapping[str, RawMeasure]
    """By the measure's id."""
    charges: Mapping[str, tuple[Assignment, ...]]
    """What the 担当課 column says of each measure, and it alone."""
    notes: Notes


def read_layout(
    book: TableBook, usual: Plan, title: str = "", year: int | None = None
) -> ImportedTable:
    """Read every table of a file.

    `usual` lends the legend and the list of next steps where the file has none; `title` and `year`
    go before what the file says. Raises InputError where no table, no measure in it, or no year can
    be found.
    """
    shape = read_tables(book, usual, title, year)
    table, notes = shape.table, shape.notes
    words = (*OWN_WORDS, *state_meanings(table.plan).values())
    report_the_rest(book, table.plan, table.responses, notes, words)
    return replace(table, findings=tuple(notes.found))


def read_tables(
    book: TableBook,
    usual: Plan,
    title: str = "",
    year: int | None = None,
    known: Collection[str] | None = None,
) -> TableShape:
    """As `read_layout`; `known` names the departments of a table of our own, where nothing but a
    line break parts two names."""
    notes = Notes(book.file)
    heads = {sheet.name: find_heads(sheet, notes) for sheet in book.sheets}
    legends = {sheet.name: find_legend(sheet, heads[sheet.name]) for sheet in book.sheets}
    around = Surroundings(book, heads, legends, notes)
    _require_a_table(around)
    legend = _legend(around, usual)
    blocks = _blocks(around)
    areas = place_measures(blocks, around.outer_labels(), notes)
    _require_measures(areas, around)
    the_year, year_label = around.year(year)
    compiled_on = around.compiled_on()
    the_title = around.title(title, year_label)
    measures = _Measures(list(areas.placed.values()), legend, book, notes, known)
    measures.read()
    steps = list_next_steps(measures.steps_used(), choices_named(usual, NEXT_STEP_LIST_NAME), notes)
    responses = measures.reader.responses(numbers_by_name(steps))
    outlooks = list_outlooks(measures.marks(), legend.outlooks, notes)
    departments = measures.departments()
    _list_other_sheets(around)
    plan = Plan(
        title=the_title,
        year=the_year,
        year_label=year_label,
        compiled_on=compiled_on,
        areas=areas.policy_areas,
        measures=tuple(measures.made),
        departments=departments,
        questions=usual_questions(rating_list(legend.ratings), steps),
        outlooks=outlooks,
    )
    table = ImportedTable(plan, responses, measures.submitted(), tuple(notes.found))
    raws = {placed.id: placed.raw for placed in areas.placed.values()}
    return TableShape(table, raws, measures.charges, notes)


def choices_named(plan: Plan, name: str) -> ChoiceList:
    """The plan's list of that name; an empty one where it has none."""
    return next((one for one in plan.lists if one.name == name), ChoiceList(name))


def _require_a_table(around: Surroundings) -> None:
    if not around.sheets:
        for sheet in around.book.sheets:
            around.notes.on(sheet.name, findings.NO_PROGRESS_TABLE)
        raise InputError(
            f"「{around.book.path}」に進捗状況の表がありません。",
            "表の見出し(項番、施策名称、担当課、進捗状況)を確かめてください。",
            around.notes.found,
        )


def _require_measures(areas: AreaIndex, around: Surroundings) -> None:
    """A plan without measures is none: its workbook could not be read again."""
    if not areas.placed:
        for sheet in around.sheets:
            for head in around.heads[sheet.name]:
                around.notes.at(sheet.spots(head.first)[0], findings.TABLE_WITHOUT_MEASURES)
        raise InputError(
            f"「{around.book.path}」の進捗状況の表に、施策が一件も読み取れません。",
            "表の見出しと、その下の行の列がそろっているか確かめてください。",
            # The others say what to mend in a plan workbook, and there is none.
            [found for found in around.notes.found if found.severity is Severity.ERROR],
        )


def _legend(around: Surroundings, usual: Plan) -> Legend:
    legend = read_legends(around.legends, around.book.sheets, around.notes)
    if legend.ratings:
        return legend
    listed = choices_named(usual, RATING_LIST_NAME).choices
    symbols = "・".join(choice.code for choice in listed)
    around.notes.on(around.sheets[0].name, findings.LEGEND_MISSING, symbols=symbols)
    return Legend(listed, legend.outlooks)


def _blocks(around: Surroundings) -> list[Block]:
    return [
        block
        for sheet in around.sheets
        for block in read_blocks(
            sheet, around.heads[sheet.name], around.legends[sheet.name], around.notes
        )
    ]


def _list_other_sheets(around: Surroundings) -> None:
    """A sheet without any table is reported as one."""
    for sheet in around.book.sheets:
        left = list(unused_spots(sheet, around.notes))
        if left and not (around.heads[sheet.name] or around.legends[sheet.name]):
            around.notes.on(
                sheet.name,
                findings.SHEET_WITHOUT_TABLE,
                value="\n".join(spot.text for spot in left),
            )


class _Measures:
    """The measures of a file with their departments and answers."""

    def __init__(
        self,
        placed: Sequence[Placed],
        legend: Legend,
        book: TableBook,
        notes: Notes,
        known: Collection[str] | None,
    ) -> None:
        self.placed, self.notes = placed, notes
        self.by_lines = known is not None
        self.names = DepartmentNames(notes)
        self.names.hint(known or ())
        symbols = {fold_spelling(choice.code): choice.code for choice in legend.ratings}
        self.reader = Reader(book.file, self.names, symbols, notes)
        self.outlooks = {fold_spelling(outlook.mark): outlook.mark for outlook in legend.outlooks}
        self.made: list[Measure] = []
        self.charges: dict[str, tuple[Assignment, ...]] = {}

    def read(self) -> None:
        charges = self._charges()
        for placed, assignments in zip(self.placed, charges, strict=True):
            self.charges[placed.id] = tuple(assignments)
            title, target = self._title_and_target(placed)
            if not assignments:
                self.notes.at(
                    placed.raw.spot,
                    findings.IMPORTED_MEASURE_WITHOUT_DEPARTMENT,
                    measure=placed.id,
                    title=title,
                )
            mark = read_outlook(placed, self.outlooks, self.notes)
            everyone = self.reader.read(placed, assignments)
            if not everyone:
                everyone = [Assignment(self.names.add(UNKNOWN_DEPARTMENT, placed.raw.spot))]
            self.made.append(
                Measure(str(placed.area), str(placed.number), title, target, mark, tuple(everyone))
            )
        self._note_missing_answers()
        self.names.note_alike()

    def _charges(self) -> list[list[Assignment]]:
        """Of every measure, before any answer is read: who is a department decides much there."""
        if not self.by_lines:
            for spot in (s for p in self.placed for s in p.raw.texts(Role.PROGRESS)):
                self.names.hint(tag.name for tag in tags(spot.text) if tag.begins_line)
        charges = [
            self.names.parse_charge(p.raw.texts(Role.DEPARTMENTS), by_lines=self.by_lines)
            for p in self.placed
        ]
        for assignments in charges:
            self.names.add_former_names(assignments)
        return charges

    def _title_and_target(self, placed: Placed) -> tuple[str, str]:
        raw = placed.raw
        titles = raw.texts(Role.TITLE)
        targets = [*titles[1:], *raw.texts(Role.TARGET)]
        if len(targets) > 1:
            self.notes.at(
                targets[1], findings.SPLIT_TEXT_JOINED, measure=placed.id, heading=Role.TARGET.value
            )
        title = titles[0].text
        target = join_texts([spot.text for spot in targets])
        parts = split_title(title) if not targets and not raw.has_target_row else None
        if parts:
            kind = (
                findings.TITLE_AND_TARGET_SPLIT
                if parts.is_certain
                else findings.TITLE_AND_TARGET_SPLIT_UNSURE
            )
            self.notes.at(titles[0], kind, measure=placed.id, title=parts.title)
            title, target = parts.title, parts.target
        last = targets[-1] if targets else titles[0]
        if not target:
            self.notes.at(last, findings.TARGET_MISSING, measure=placed.id, title=title)
        elif not target.endswith(_SENTENCE_ENDS):
            ending = target if len(target) <= _ENDING else "…" + target[-_ENDING:]
            self.notes.at(
                last,
                findings.TARGET_WITHOUT_FULL_STOP,
                measure=placed.id,
                value=target,
                ending=ending,
            )
        return title, target

    def _note_missing_answers(self) -> None:
        answering = {department for _, department in self.reader.answers}
        for placed, measure in zip(self.placed, self.made, strict=True):
            for name in measure.departments:
                if name in answering and (measure.id, name) not in self.reader.answers:
                    spots = placed.raw.texts(Role.DEPARTMENTS) or [placed.raw.spot]
                    self.notes.at(
                        spots[0],
                        findings.LISTED_DEPARTMENT_WITHOUT_ANSWER,
                        measure=measure.id,
                        department=name,
                    )

    def departments(self) -> tuple[Department, ...]:
        return self.names.departments({department for _, department in self.reader.answers})

    def steps_used(self) -> list[tuple[str, str, Placed]]:
        answers = self.reader.answers.items()
        return [(*answer.step, self.reader.places[measure]) for (measure, _), answer in answers]

    def marks(self) -> list[tuple[str, Placed]]:
        return [(m.outlook, p) for m, p in zip(self.made, self.placed, strict=True)]

    def submitted(self) -> frozenset[str]:
        answers = self.reader.answers.items()
        return frozenset(n for (_, n), a in answers if a.state != State.MISSING.value)


UNKNOWN_DEPARTMENT = "(担当課不明)"
_SENTENCE_ENDS = ("。", "。)", ".", "\uff0e", "」")
