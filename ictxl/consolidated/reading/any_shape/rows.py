"""The rows of a table → measures: bands, continued rows, rows of further departments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ictxl import findings
from ictxl.consolidated.reading.any_shape.explained import is_legend, is_legend_word
from ictxl.consolidated.reading.any_shape.headings.column import Column, IndicatorPart
from ictxl.consolidated.reading.any_shape.headings.meanings import Meaning
from ictxl.consolidated.reading.any_shape.labels import Label, are_numbered, read_label, read_labels
from ictxl.consolidated.reading.any_shape.records import AnswerRow, Record, Step
from ictxl.consolidated.reading.any_shape.tables import Table
from ictxl.consolidated.reading.any_shape.values import (
    REPEATED,
    bare_words,
    is_code,
    is_department,
    is_nothing,
    is_total,
    one_line,
    share,
)
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import fold_name

_NOTE = re.compile(
    r"[※*＊]|\(?注\)?[0-9]{0,2}[:.)]|注(?:[0-9]|記|意)|備考[:]|【?凡例】?|資料[:]|出典[:]"
)


_PAGE = re.compile(
    r"[-‐–—－]\s?[0-9]{1,3}\s?[-‐–—－]|[Pp]\.?[0-9]{1,3}|[0-9]{1,3}(?:頁|ページ)|[(（]?[0-9]{1,3}\s?/\s?[0-9]{1,3}[)）]?"
)


@dataclass
class Bands:
    """The areas that bands name, outermost first, as they stand above the row that is read."""

    open: list[Step] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    """Keys of levels in the order in which they first came up."""

    def enter(self, step: Step) -> None:
        """A level that is open already is closed with all below it."""
        keys = [one.level for one in self.open]
        if step.level in keys:
            del self.open[keys.index(step.level) :]
        elif step.level in self.order:
            place = self.order.index(step.level)
            self.open = [s for s in self.open if self.order.index(s.level) < place]
        if step.level not in self.order:
            after = [self.order.index(s.level) for s in self.open]
            self.order.insert(max(after, default=-1) + 1 if after else len(self.order), step.level)
        self.open.append(step)


def enter_band(bands: Bands, spot: CellSpot, depth: int | None = None) -> None:
    """Open the areas that a band names: `1 相談支援 (1)体制の強化` names two.

    `depth` tells its level where names are indented: the column in which it stands.
    """
    if depth is not None:
        label = read_label(spot.text)
        bands.enter(Step(f"列{depth}", label, spot, label.word if label else ""))
        return
    labels = read_labels(spot.text)
    if not labels:
        named = spot.saying(bare_words(spot.text) or spot.text)
        bands.enter(Step("名称だけ", None, named))
    for label in labels:
        bands.enter(Step(label.key, label, spot, label.word))


class RowReader:
    """Reads the rows of one table, one after the other."""

    def __init__(self, table: Table, bands: Bands, notes: Notes, charge: str) -> None:
        self.table, self.bands, self.notes, self.charge = table, bands, notes, charge
        self.records: list[Record] = []
        self.levels = [c for c in table.columns if c.meaning is Meaning.LEVEL]
        self.numbered = {c.index for c in self.levels if are_numbered(c.texts)}
        self.numbers = {c.numbers: c for c in table.columns if c.numbers is not None}
        self.current_levels: dict[int, Step] = {}
        self.has_numbers = any(
            c.meaning is Meaning.NUMBER and c.numbers is None for c in table.columns
        )
        self.asides: list[list[CellSpot]] = []
        """Rows beside the measures: notes, legends, totals, and what stands right of the table."""
        self.in_notes = False
        self.department: list[CellSpot] = []
        """Cells of 担当課 that count for the rows below."""

    def read(self) -> list[Record]:
        for row in self.table.rows():
            self._row(row)
        return self.records

    def _row(self, row: int) -> None:
        spots = self.table.own_cells(row)
        beside = [s for s in self.table.beside(row) if not is_nothing(s.text)]
        if beside:
            self._list(beside)
        spots = [spot for spot in spots if not is_nothing(spot.text)]
        self._tell_dittos(row)
        if not spots or self._is_aside(spots):
            return
        if self._is_band(spots):
            if not self.table.of(Meaning.DEPARTMENT) and is_department(spots[0].text):
                self.charge = bare_words(spots[0].text)
                self.notes.at(spots[0], findings.SHEET_DEPARTMENT, read_as=self.charge)
                return
            self.notes.use(spots)
            self.current_levels.clear()
            depth = spots[0].column if spots[0].column in self.table.spread.indented else None
            enter_band(self.bands, spots[0], depth)
            return
        self._data(row, spots)

    def _tell_dittos(self, row: int) -> None:
        for spot in self.table.grid.rows[row]:
            if said := self.table.spread.above.get((row, spot.column)):
                self.notes.at(spot, findings.DITTO_READ, read_as=said)

    def _list(self, spots: list[CellSpot]) -> None:
        self.asides.append(spots)
        for spot in spots:
            self.notes.at(spot, findings.NOTE_LISTED)

    def _is_aside(self, spots: list[CellSpot]) -> bool:
        """Notes, legends and totals: listed, and no measure."""
        first = fold_name(spots[0].text)
        is_note = bool(_NOTE.match(first)) or (self.in_notes and not self._is_measure(spots))
        is_head = is_legend_word(spots[0].text)
        self.in_notes = is_head or (is_note and len(spots) <= _FEW)
        is_foreign = not is_note and len(spots) > 1 and self._is_foreign(spots)
        is_title = len(spots) == 1 and self._is_title_of_foreign(spots[0])
        is_title = is_title or (len(spots) == 1 and bool(_PAGE.fullmatch(first)))
        is_alone = len(spots) == 1 and self._meaning(spots[0]) is Meaning.NUMBER
        is_line = is_alone and not (is_code(spots[0].text) or self._is_band(spots))
        if self.in_notes or is_foreign or is_title or is_line or is_lone_legend(spots):
            self._list(spots)
            return True
        named = [fold_name(s.text) for s in spots if self._meaning(s) in _NAMING]
        if any(map(is_total, named or [first])):
            for spot in spots:
                self.notes.at(spot, findings.TOTAL_LISTED)
            return True
        return False

    def _is_title_of_foreign(self, spot: CellSpot) -> bool:
        """Whether a line stands above a table of something else."""
        below = next((row for row in self.table.rows() if row > spot.row), None)
        if below is None or read_label(spot.text) is not None:
            return False
        spots = self.table.own_cells(below)
        return len(spots) > 1 and self._is_foreign(spots)

    def _is_measure(self, spots: Sequence[CellSpot]) -> bool:
        """Whether a row below notes goes on with the table."""
        return len(spots) > _FEW or self._has_department(spots)

    def _meaning(self, spot: CellSpot) -> Meaning | None:
        column = self.table.column_of(spot)
        return column.meaning if column else None

    def _is_band(self, spots: Sequence[CellSpot]) -> bool:
        """Whether the row is a line across the table that names an area."""
        if len(spots) != 1 or len(self.table.columns) <= _FEW:
            return False
        spot = spots[0]
        if fold_name(spot.text)[-1:] == "。":
            return False
        indented = self.table.spread.indented
        if spot.column in indented or self.table.grid.width_of(spot) * 2 > len(self.table.columns):
            return spot.column < max(indented, default=_FAR)
        if spot.column > self.table.heads[0].left:
            return self._meaning(spot) is Meaning.TITLE and read_label(spot.text) is not None
        label = read_label(spot.text)
        if self._meaning(spot) is Meaning.LEVEL:
            return label is not None and label.key in self.bands.order
        return label is not None or self._heads_measures(spot)

    def _heads_measures(self, spot: CellSpot) -> bool:
        """Whether a line without a number stands right above a measure."""
        below = next((row for row in self.table.rows() if row > spot.row), None)
        if below is None or self._meaning(spot) is Meaning.TITLE:
            return False
        spots = self.table.own_cells(below)
        named = {self._meaning(s) for s in spots}
        return Meaning.TITLE in named and (
            Meaning.DEPARTMENT in named or not self._is_foreign(spots)
        )

    def _is_foreign(self, spots: Sequence[CellSpot]) -> bool:
        """Whether the row has no code where all other rows have one: a table of something else."""
        if not self.has_codes:
            return False
        numbers = self._numbers_in(spots)
        is_own = any(is_code(text) or REPEATED in text for text in numbers)
        return bool(numbers) and not is_own and not self._has_department(spots)

    def _numbers_in(self, spots: Sequence[CellSpot]) -> list[str]:
        found = ((self.table.column_of(s), s) for s in spots)
        return [s.text for c, s in found if c and c.meaning is Meaning.NUMBER and c.numbers is None]

    def _has_department(self, spots: Sequence[CellSpot]) -> bool:
        return any(self._meaning(s) is Meaning.DEPARTMENT and is_department(s.text) for s in spots)

    @cached_property
    def has_codes(self) -> bool:
        """Whether the measures, whose rows name departments, are numbered by codes."""
        rows = [self.table.own_cells(row) for row in self.table.rows()]
        numbers = [
            text
            for spots in rows
            if self._has_department(spots)
            for text in self._numbers_in(spots)
        ]
        return share(numbers, sum(map(is_code, numbers)))

    # --- rows of measures

    def _data(self, row: int, spots: Sequence[CellSpot]) -> None:
        by_meaning = [(self.table.column_of(spot), spot) for spot in spots]
        changed = self._read_levels(row, spots)
        number = [
            s for c, s in by_meaning if c and c.meaning is Meaning.NUMBER and c.numbers is None
        ]
        title = [s for c, s in by_meaning if c and c.meaning is Meaning.TITLE]
        if self._begins(number, title, spots, changed=changed):
            spot = (number or title or list(spots))[0]
            record = Record(spot, self._path(), number, title, charge=self.charge)
            by_meaning += self._department_above(by_meaning)
            self.records.append(record)
            self.notes.use([*number, *title])
        elif self.records:
            self._continue(number, title)
        else:
            for spot in spots:
                self.notes.at(spot, findings.TEXT_NOT_IMPORTED)
            return
        self._give(self.records[-1], by_meaning, row)

    def _department_above(
        self, cells: Sequence[tuple[Column | None, CellSpot]]
    ) -> list[tuple[Column | None, CellSpot]]:
        """The department of the row above, where they stand left of the measures as areas do."""
        title, own = self.table.title, self.table.of(Meaning.DEPARTMENT)
        if not own or title is None or own[0].index > title.index:
            return []
        named = [spot for column, spot in cells if column in own]
        self.department = named or self.department
        return [] if named else [(own[0], spot) for spot in self.department]

    def _read_levels(self, row: int, spots: Sequence[CellSpot]) -> bool:
        """Note what the level columns say; True where one of them names another area."""
        changed = False
        by_column = {spot.column: spot for spot in spots}
        for place, column in enumerate(self.levels):
            spot = by_column.get(column.index)
            if spot is None:
                continue
            self.notes.use([spot])
            number = (
                by_column.get(self.numbers[column.index].index)
                if column.index in self.numbers
                else None
            )
            if number:
                self.notes.use([number])
            step = _step(column, spot, number, is_numbered=column.index in self.numbered)
            before = self.current_levels.get(column.index)
            if before and fold_name(before.spot.text) == fold_name(spot.text) and not changed:
                continue
            self.current_levels[column.index] = step
            for lower in self.levels[place + 1 :]:
                if not _is_held(self.table, row, lower):
                    self.current_levels.pop(lower.index, None)
            changed = True
        return changed

    def _path(self) -> tuple[Step, ...]:
        columns = [
            self.current_levels[c.index] for c in self.levels if c.index in self.current_levels
        ]
        return (*self.bands.open, *columns)

    def _begins(
        self,
        number: Sequence[CellSpot],
        title: Sequence[CellSpot],
        spots: Sequence[CellSpot],
        *,
        changed: bool,
    ) -> bool:
        """Whether the row begins a measure rather than goes on with the one above."""
        if not self.records or not (number or title):
            return bool(number or title)
        last = self.records[-1]
        if number and fold_name(number[0].text) != fold_name(_text(last.number)):
            return True
        is_same = not title or fold_name(title[0].text) == fold_name(last.words)
        if is_same and (number or not changed):
            return changed
        if not number and self.has_numbers and last.number:
            # Without a number it is a line that goes on, unless it has a department of its own.
            return any(self._meaning(s) is Meaning.DEPARTMENT for s in spots)
        return True

    def _continue(self, number: Sequence[CellSpot], title: Sequence[CellSpot]) -> None:
        last = self.records[-1]
        self.notes.use(number)
        holds_target = any(c.holds_target for c in self.table.of(Meaning.TITLE))
        for spot in title:
            if holds_target:
                last.target.append(spot)
            elif fold_name(spot.text) != fold_name(last.words):
                last.title.append(spot)
                self.notes.at(spot, findings.SPLIT_TEXT_JOINED, heading=Meaning.TITLE.value)
            self.notes.use([spot])

    def _give(
        self, record: Record, cells: Sequence[tuple[Column | None, CellSpot]], row: int
    ) -> None:
        answers = AnswerRow()
        for column, spot in cells:
            if column is not None and column.part is IndicatorPart.RATE:
                self.notes.at(spot, findings.INDICATOR_RATE_LISTED)
            elif column is None or column.meaning is Meaning.NOTHING:
                self.notes.at(spot, findings.TEXT_NOT_IMPORTED)
            elif column.meaning is Meaning.DEPARTMENT:
                answers.departments.append(spot)
                self.notes.use([spot])
            elif column.meaning in (Meaning.TARGET, Meaning.OUTLOOK):
                is_target = column.meaning is Meaning.TARGET
                (record.target if is_target else record.outlook).append(spot)
                self.notes.use([spot])
            elif column.meaning not in _PLACED:
                answers.add(column.name, spot)
                self.notes.use([spot])
        self._fill_joined(answers, row, {spot.column for _, spot in cells})
        record.rows.append(answers)

    def _fill_joined(self, answers: AnswerRow, row: int, filled: set[int]) -> None:
        """A cell that is joined over several rows counts for each of them."""
        for column in self.table.columns:
            if column.index in filled or (row, column.index) not in self.table.grid.covers:
                continue
            spot = self.table.grid.holder(row, column.index)
            if spot.row == row or not spot.text or spot.column != column.index:
                continue
            if column.meaning is Meaning.DEPARTMENT:
                answers.departments.append(spot)
            elif column.meaning.is_answer or _is_of_measures(column):
                answers.add(column.name, spot)


def _is_of_measures(column: Column) -> bool:
    return column.meaning is Meaning.GIVEN and column.part is None


def is_lone_legend(spots: Sequence[CellSpot]) -> bool:
    return len(spots) == 1 and is_legend(spots[0].text)


_FEW = 2
_FAR = 1_000_000
_PLACED = frozenset({Meaning.LEVEL, Meaning.NUMBER, Meaning.TITLE})
_NAMING = frozenset({Meaning.LEVEL, Meaning.NUMBER, Meaning.TITLE, Meaning.DEPARTMENT})


def _step(column: Column, spot: CellSpot, number: CellSpot | None, *, is_numbered: bool) -> Step:
    text = f"{number.text} {spot.text}" if number else spot.text
    label = read_label(text, is_numbered=is_numbered)
    if number and label is None:
        label = Label("", "{1}", one_line(number.text), one_line(spot.text))
    return Step(column.name, label, spot, column.name)


def _is_held(table: Table, row: int, column: Column) -> bool:
    """Whether a joined cell of the column begun above still counts for the row."""
    holder = table.grid.covers.get((row, column.index))
    return holder is not None and holder[0] < row


def _text(spots: Sequence[CellSpot]) -> str:
    return "\n".join(spot.text for spot in spots)
