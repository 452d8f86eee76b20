"""Read a consolidated workbook of our own, exactly, from its sheet データ.

The printed sheet alone cannot be exact: a measure that goes over several pages is cut there, and
a text may hold what looks like a 【課-評価】. It names, though, the departments that never answer,
and tells whether somebody changed it after it was made.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ictxl import findings
from ictxl.consolidated.data.columns import kind_name
from ictxl.consolidated.data.plan_sheet import SHEET_NAME as PLAN_SHEET
from ictxl.consolidated.data.reading import ConsolidatedData, Record, is_data_sheet, read_data
from ictxl.consolidated.data.sheet import SHEET_NAME as DATA_SHEET
from ictxl.consolidated.reading.any_table import (
    TableShape,
    choices_named,
    read_tables,
)
from ictxl.consolidated.reading.heading_rows import Role
from ictxl.consolidated.reading.imported import ImportedTable, Notes
from ictxl.consolidated.reading.legends import is_finishing
from ictxl.consolidated.reading.measure_rows import RawMeasure
from ictxl.consolidated.reading.printed_answers import note_changed_answers
from ictxl.consolidated.reading.source_cells import TableBook
from ictxl.consolidated.summary import NO_NEXT_STEP, TOTAL, UNLISTED
from ictxl.consolidated.summary_sheet import SHEET_NAME as SUMMARY_SHEET
from ictxl.consolidated.summary_sheet import SUBTOTAL
from ictxl.consolidated.table import MeasureEntry, consolidate
from ictxl.consolidated.template.published import SHEET_NAME as PROGRESS_SHEET
from ictxl.errors import InputError
from ictxl.model import (
    Assignment,
    Department,
    Measure,
    Outlook,
    Plan,
    PolicyArea,
)
from ictxl.questions import (
    NEXT_STEP_LIST_NAME,
    RATING_LIST_NAME,
    Choice,
    ChoiceList,
    next_step_list,
    rating_list,
    usual_questions,
)
from ictxl.spreadsheets.xlsx.cell_writer import is_sheet_part
from ictxl.text.clean import fold_name


def is_ours(book: TableBook) -> bool:
    """Whether the file is a workbook that `write_consolidated` made."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    if book.is_text or DATA_SHEET not in sheets or not sheets[DATA_SHEET].rows:
        return False
    return is_data_sheet({spot.text for spot in sheets[DATA_SHEET].spots(0)})


def read_ours(book: TableBook, usual: Plan) -> ImportedTable:
    """The plan as far as the workbook shows it, and its responses exactly.

    Raises InputError where データ is damaged.
    """
    data = read_data(book.path, book.sheets)
    if data.plan:
        return _read_told(book, data, data.plan)
    layout = _layout(book, data, usual)
    notes = Notes(book.file)
    plan = _Merger(data, layout, _Summary(book), notes).plan()
    if layout:
        _compare(plan, data, layout.raws, notes)
    return ImportedTable(plan, data.responses, data.submitted, tuple(notes.found))


def _read_told(book: TableBook, data: ConsolidatedData, plan: Plan) -> ImportedTable:
    """A workbook that tells its plan itself."""
    notes = Notes(book.file)
    if data.hidden_questions:
        notes.on(PLAN_SHEET, findings.QUESTIONS_NOT_PUBLISHED, count=data.hidden_questions)
    told = data.indicator_responses
    table = consolidate(plan, data.responses, data.submitted, indicator_responses=told)
    note_changed_answers(book, table, notes)
    return ImportedTable(
        plan, data.responses, data.submitted, tuple(notes.found), indicator_responses=told
    )


def _layout(book: TableBook, data: ConsolidatedData, usual: Plan) -> TableShape | None:
    sheets = tuple(sheet for sheet in book.sheets if is_sheet_part(sheet.name, PROGRESS_SHEET))
    known = {record["担当課"] for record in data.records}
    try:
        return read_tables(
            TableBook(book.path, sheets), usual, data.title, data.year or None, known
        )
    except InputError:
        if not data.records:
            raise
        return None


class _Summary:
    """What 集計 lists though nobody chose it, in the plan's order."""

    def __init__(self, book: TableBook) -> None:
        self.departments: list[str] = []
        self.next_steps: list[tuple[str, str]] = []
        for sheet in (s for s in book.sheets if is_sheet_part(s.name, SUMMARY_SHEET)):
            rows = [[spot.text for spot in sheet.spots(row)] for row in range(len(sheet.rows))]
            for index, texts in enumerate(rows):
                if len(texts) > 1 and texts[-1] == TOTAL:
                    self._heading(texts, rows[index + 1 :])

    def _heading(self, texts: Sequence[str], below: Sequence[Sequence[str]]) -> None:
        if texts[0] == Role.DEPARTMENTS.value:
            for row in below:
                if not row or row[0] in (TOTAL, SUBTOTAL):
                    break
                self.departments.append(row[0])
        codes = [text for text in texts[1:-1] if text not in (UNLISTED, NO_NEXT_STEP)]
        parts = [re.fullmatch(r"([^.\s]+)\.(.+)", code) for code in codes]
        if codes and all(parts) and not any(code.endswith("…") for code in codes):
            self.next_steps = [(part[1], part[2]) for part in parts if part]


class _Merger:
    """Puts the plan together from データ and the printed sheet."""

    def __init__(
        self, data: ConsolidatedData, layout: TableShape | None, summary: _Summary, notes: Notes
    ) -> None:
        self.records, self.data, self.summary, self.notes = data.records, data, summary, notes
        self.layout = layout
        self.printed = layout.table.plan if layout else None
        self.by_measure: dict[str, list[Record]] = {}
        for record in data.records:
            key = f"{record['基本施策番号']}-{record['項番']}"
            self.by_measure.setdefault(key, []).append(record)

    def plan(self) -> Plan:
        measures = self._measures()
        return Plan(
            title=self.data.title or (self.printed.title if self.printed else ""),
            year=self.data.year or (self.printed.year if self.printed else 0),
            year_label=self.data.year_label or (self.printed.year_label if self.printed else ""),
            compiled_on=self.printed.compiled_on if self.printed else "",
            areas=self._areas(measures),
            measures=measures,
            departments=self._departments(measures),
            questions=usual_questions(self._ratings(), self._next_steps()),
            outlooks=self._outlooks(),
        )

    def _measures(self) -> tuple[Measure, ...]:
        """In データ's order; one that nobody answers stands behind the one printed before it."""
        answering = {record["担当課"] for record in self.records}
        charges = self.layout.charges if self.layout else {}
        printed = {
            measure.id: replace(measure, assignments=charges[measure.id])
            for measure in (self.printed.measures if self.printed else ())
            # Had anybody to answer on it, データ would have it.
            if self._is_as_printed(measure)
            or not answering & {a.department for a in charges[measure.id]}
        }
        ids = list(self.by_measure)
        for index, key in enumerate(list(printed)):
            if key not in ids:
                before = [other for other in list(printed)[:index] if other in ids]
                ids.insert(ids.index(before[-1]) + 1 if before else 0, key)
        return tuple(self._measure(key, printed.get(key)) for key in ids)

    def _is_as_printed(self, measure: Measure) -> bool:
        """Whether the printed measure is the one of that number, not one misread as such."""
        records = self.by_measure.get(measure.id)
        if not records or not self.layout:
            return False
        return fold_name(records[0]["施策名称"]).startswith(
            fold_name(self.layout.raws[measure.id].title)
        )

    def _measure(self, key: str, printed: Measure | None) -> Measure:
        records = self.by_measure.get(key, [])
        if not records:
            assert printed
            return printed
        first = records[0]
        exact = {r["担当課"]: Assignment(r["担当課"], r["担当課の注記"]) for r in records}
        silent = [a for a in printed.assignments if a.department not in exact] if printed else []
        if silent and printed:
            order = [a.department for a in printed.assignments]
            together = {**exact, **{a.department: a for a in silent}}
            places = {name: order.index(name) for name in together if name in order}
            charge = sorted(together, key=lambda name: places.get(name, len(order)))
            assignments = tuple(together[name] for name in charge)
        else:
            assignments = tuple(exact.values())
        area, number = first["基本施策番号"], first["項番"]
        return Measure(
            area, number, first["施策名称"], first["目標"], first["今後の展開記号"], assignments
        )

    def _areas(self, measures: Iterable[Measure]) -> tuple[PolicyArea, ...]:
        printed = {area.number: area.title for area in self.printed.areas} if self.printed else {}
        exact = {r["基本施策番号"]: r["基本施策名称"] for r in self.records}
        numbers = dict.fromkeys(measure.area for measure in measures)
        return tuple(PolicyArea(n, exact.get(n, printed.get(n, ""))) for n in numbers)

    def _departments(self, measures: Iterable[Measure]) -> tuple[Department, ...]:
        """In 集計's order, then as the measures name them."""
        answering = {record["担当課"] for record in self.records}
        listed = [name for name in self.summary.departments if name in answering]
        named = [name for measure in measures for name in measure.departments]
        order = dict.fromkeys([*named] if not listed else _woven(listed, named))
        return tuple(Department(name, (), name in answering) for name in order)

    def _ratings(self) -> ChoiceList:
        listed = {c.code: c for c in self._printed(RATING_LIST_NAME)}
        for record in self.records:
            symbol = record["評価コード"]
            if symbol:
                finished = record["評価区分"] == kind_name(True)
                listed[symbol] = Choice(symbol, record["評価の意味"], finished)
        return rating_list(listed.values())

    def _printed(self, name: str) -> Sequence[Choice]:
        return choices_named(self.printed, name).choices if self.printed else ()

    def _next_steps(self) -> ChoiceList:
        used = {r["次期展開番号"]: r["次期展開名称"] for r in self.records if r["次期展開番号"]}
        listed = dict(self.summary.next_steps) or {
            c.code: c.name for c in self._printed(NEXT_STEP_LIST_NAME)
        }
        merged = {**listed, **used}
        return next_step_list(Choice(n, name, is_finishing(name)) for n, name in merged.items())

    def _outlooks(self) -> tuple[Outlook, ...]:
        listed = {o.mark: o for o in self.printed.outlooks} if self.printed else {}
        for record in self.records:
            mark = record["今後の展開記号"]
            if mark:
                listed[mark] = Outlook(mark, record["今後の展開の意味"])
        return tuple(listed.values())


def _woven(listed: Sequence[str], named: Sequence[str]) -> Iterator[str]:
    """The listed names in their order; each other one before the one that it is named before."""
    known = set(listed)
    places = {name: place for place, name in enumerate(dict.fromkeys(named))}
    waiting = deque(name for name in places if name not in known)
    for name in listed:
        while waiting and places[waiting[0]] < places.get(name, 0):
            yield waiting.popleft()
        yield name
    yield from waiting


def _compare(
    plan: Plan, data: ConsolidatedData, raws: Mapping[str, RawMeasure], notes: Notes
) -> None:
    """Report where the printed sheet says something else: somebody mended it by hand."""
    table = consolidate(plan, data.responses, data.submitted)
    for entry in (entry for block in table.blocks for entry in block.entries):
        raw = raws.get(entry.measure.id)
        for role, text in _printed(entry) if raw else ():
            spots = raw.texts(role) if raw else []
            found = "\n".join(spot.text for spot in spots)
            if fold_name(found) != fold_name(text):
                place = spots[0] if spots else raw.spot if raw else None
                if place:
                    notes.at(
                        place,
                        findings.DATA_SHEET_DIFFERS,
                        measure=entry.measure.id,
                        heading=role.value,
                        value=found,
                    )


def _printed(entry: MeasureEntry) -> Iterator[tuple[Role, str]]:
    yield Role.TITLE, entry.measure.title + entry.measure.target
    yield Role.OUTLOOK, entry.measure.outlook
    yield Role.DEPARTMENTS, entry.departments
    yield Role.PROGRESS, entry.progress
    yield Role.NEXT_STEP, entry.next_steps
