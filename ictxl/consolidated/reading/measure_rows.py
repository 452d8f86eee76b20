"""Assign the rows of a table to measures: which cells belong to which 項番."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.consolidated.reading.heading_rows import Head, Role
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.legends import Region
from ictxl.consolidated.reading.numbers import (
    ReadNumber,
    area_labels,
    is_plainly_a_number,
    read_number,
)
from ictxl.consolidated.reading.source_cells import CellSpot, TableSheet
from ictxl.text.clean import fold_name

_CONTINUED = ("(続き)", "(つづき)")


@dataclass
class RawMeasure:
    """One measure's cells, as they stand."""

    spot: CellSpot
    """Of its 項番, else of its name."""
    number: ReadNumber | None
    shift: int
    cells: dict[Role, list[CellSpot]] = field(default_factory=dict)
    has_target_row: bool = False
    """Whether the sheet keeps a row for the 目標, even a blank one."""

    def texts(self, role: Role) -> list[CellSpot]:
        return self.cells.get(role, [])

    @property
    def title(self) -> str:
        return self.texts(Role.TITLE)[0].text if self.texts(Role.TITLE) else ""


@dataclass
class Block:
    """What stands under one heading: the measures, and the texts of its 基本施策 column."""

    sheet: str
    head: Head
    measures: list[RawMeasure] = field(default_factory=list)
    area_texts: list[CellSpot] = field(default_factory=list)
    merged_areas: dict[tuple[str, int, int], int] = field(default_factory=dict)
    """Cells of `area_texts` that are merged over just their measures: place → last row."""


def read_blocks(
    sheet: TableSheet, heads: Sequence[Head], legends: Sequence[Region], notes: Notes
) -> list[Block]:
    """Every table of the sheet. A measure that a repeated heading cuts in two stays whole."""
    blocks: list[Block] = []
    dealer: _Dealer | None = None
    for index, head in enumerate(heads):
        end = heads[index + 1].first if index + 1 < len(heads) else len(sheet.rows)
        block = Block(sheet.name, head)
        dealer = _Dealer(sheet, block, notes, dealer)
        for row in range(head.last + 1, end):
            spots = [s for s in sheet.spots(row) if not any(s in region for region in legends)]
            if spots:
                dealer.deal(row, spots)
        blocks.append(block)
    return blocks


class _Dealer:
    def __init__(
        self, sheet: TableSheet, block: Block, notes: Notes, before: _Dealer | None
    ) -> None:
        self.sheet, self.block, self.notes = sheet, block, notes
        self.columns = block.head.columns
        self.current: RawMeasure | None = before.current if before else None
        texts = before.block.area_texts if before else []
        self.last_area: CellSpot | None = (
            texts[-1] if texts else before.last_area if before else None
        )

    def deal(self, row: int, spots: list[CellSpot]) -> None:
        """Give each cell of a row to a measure, to 基本施策, or back as homeless."""
        if len(spots) == 1 and self._is_band(spots[0]):
            self.block.area_texts.append(spots[0])
            return
        shift = self._shift(row, spots)
        by_role, area, others = self._sort(spots, shift)
        number_spot = by_role.pop(Role.NUMBER, None)
        number = read_number(number_spot) if number_spot else None
        begins_area = self._begins_area(area)
        if area:
            self.block.area_texts.append(area)
            if (area.row, area.column) in self.sheet.merged:
                self.block.merged_areas[area.place] = self.sheet.last_row(area)
        if number_spot and number and not begins_area and self._goes_on(number, by_role):
            repeated = by_role.pop(Role.TITLE, None)
            again = [number_spot, *([repeated] if repeated else [])]
            self.notes.use(again)
            self.notes.use_plain(again)
        elif number_spot and number and Role.TITLE in by_role:
            self._begin(number_spot, number, shift)
        elif number_spot:
            others.append(number_spot)
        elif self._is_unnumbered(by_role):
            self._begin(by_role[Role.TITLE], None, shift)
        self._give(by_role, others)

    def _is_band(self, spot: CellSpot) -> bool:
        """A 基本施策 over the table's whole width, or what goes on of one."""
        labels = area_labels(spot.text)
        if labels and labels[0][0] == 0 and spot.column != self.columns.get(Role.AREA):
            return not (spot.column == self.columns[Role.TITLE] and self.current)
        first, last = (spot.row, spot.column), self.sheet.merged.get((spot.row, spot.column))
        return bool(last and last[1] - first[1] >= self.block.head.last_column - 1)

    def _shift(self, row: int, spots: Iterable[CellSpot]) -> int:
        """By how many columns the row's cells stand off their headings."""
        column = self.columns[Role.NUMBER]
        if read_number(self.sheet.spot(row, column)) is not None:
            return 0
        for spot in spots:
            if abs(spot.column - column) == 1 and is_plainly_a_number(spot):
                shift = spot.column - column
                side = "左" if shift < 0 else "右"
                self.notes.at(spot, findings.ROW_SHIFTED, side=side)
                return shift
        title = self.columns[Role.TITLE]
        if self.current and self.current.shift and not self.sheet.spot(row, title).text:
            return self.current.shift
        return 0

    def _sort(
        self, spots: Iterable[CellSpot], shift: int
    ) -> tuple[dict[Role, CellSpot], CellSpot | None, list[CellSpot]]:
        roles = {column + shift: role for role, column in self.columns.items()}
        by_role: dict[Role, CellSpot] = {}
        area, others = None, []
        for spot in spots:
            role = roles.get(spot.column)
            if role is Role.AREA:
                area = spot
            elif role is None:
                others.append(spot)
            else:
                by_role[role] = spot
        return by_role, area, others

    def _begins_area(self, area: CellSpot | None) -> bool:
        """Whether a 基本施策 cell names another one than that before it."""
        texts = reversed(self.block.area_texts)
        earlier = next((s for s in texts if area_labels(s.text)), self.last_area)
        labels = area_labels(area.text) if area else []
        known = area_labels(earlier.text) if earlier else []
        return bool(labels) and bool(known) and labels[0][2] != known[0][2]

    def _goes_on(self, number: ReadNumber, by_role: dict[Role, CellSpot]) -> bool:
        """Whether the row repeats the measure before it, as on a new page."""
        current = self.current
        if current is None or current.number is None or current.number.number != number.number:
            return False
        title = by_role.get(Role.TITLE)
        if title is None:
            return True
        mine, theirs = fold_name(current.title), fold_name(title.text)
        for ending in _CONTINUED:
            if theirs.endswith(ending):
                return mine.startswith(theirs.removesuffix(ending).rstrip("…."))
        return mine == theirs

    def _is_unnumbered(self, by_role: dict[Role, CellSpot]) -> bool:
        """Whether a row without 項番 is a measure of its own rather than more of the last one."""
        if Role.TITLE not in by_role or Role.DEPARTMENTS not in by_role:
            return False
        current = self.current
        if current is None:
            return True
        if Role.OUTLOOK in by_role and current.texts(Role.OUTLOOK):
            return True
        return len(current.texts(Role.TITLE)) > 1 or bool(current.texts(Role.TARGET))

    def _begin(self, spot: CellSpot, number: ReadNumber | None, shift: int) -> None:
        self.current = RawMeasure(spot, number, shift)
        self.notes.use([spot])
        if number:
            self.notes.use_plain([spot])
        self.block.measures.append(self.current)
        last = self.sheet.last_row(spot)
        title = self.columns[Role.TITLE] + shift
        own_last = self.sheet.last_row(self.sheet.spot(spot.row, title))
        self.current.has_target_row = own_last < last

    def _give(self, by_role: dict[Role, CellSpot], others: list[CellSpot]) -> None:
        if self.current is None:
            others.extend(by_role.values())
        else:
            for role, spot in by_role.items():
                self.current.cells.setdefault(role, []).append(spot)
            self.notes.use(by_role.values())
        for spot in others:
            self.notes.at(spot, findings.TEXT_NOT_IMPORTED)


def unused_spots(sheet: TableSheet, notes: Notes) -> Iterator[CellSpot]:
    """Texts of a sheet that went nowhere."""
    return (spot for spot in sheet.all_spots() if spot.place not in notes.used)
