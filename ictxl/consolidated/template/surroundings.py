"""Fill the rows above and below a template's table: title, headings, notes and 【凡例】."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ictxl.consolidated.legend import LegendRow, legend_rows
from ictxl.consolidated.table import ConsolidatedTable
from ictxl.consolidated.template.columns import Columns, Place, told_in
from ictxl.consolidated.template.layout import (
    Layout,
    Slot,
    filled_rows,
    legend_rows_of,
    row_groups,
)
from ictxl.consolidated.template.pages import Item
from ictxl.consolidated.template.units import Filled, Piece, Rows, Unit, shortened
from ictxl.consolidated.template.words.told import NOTHING, Context, Name, Told
from ictxl.consolidated.template.words.vocabulary import (
    LEGEND_HEADINGS,
    LEGEND_LINES,
    Vocabulary,
)
from ictxl.contract.placeholders import fill
from ictxl.text.linebreak import text_units

MOST_HEADING_LINES = 8
"""A title or heading longer than this is shortened above the table; データ has it whole."""


@dataclass(frozen=True)
class Surroundings:
    """What stands around the table of one sheet."""

    table: ConsolidatedTable
    layout: Layout
    words: Vocabulary
    columns: Columns

    def fill(self, text: str) -> str:
        """A text of the page's head or foot with its placeholders filled."""
        return filled_text(text, self.words, Context(self.table))

    def head(self, note: str = "") -> Rows:
        """The rows above the table; of a further sheet with a note in the last that print once."""
        return self._headings(self.layout.head, note)

    def lead_rows(self) -> Rows:
        return self._headings(self.layout.lead)

    def lead(self) -> tuple[Piece, ...]:
        """What stands above the first of the table's measures."""
        return self._pieces(self.layout.lead)

    def lead_on_top(self) -> tuple[Piece, ...]:
        """The same at the beginning of a page, which begins with no blank row."""
        rows = self.layout.lead
        filled = filled_rows(self.layout.slots)
        start = next((row for row in rows if row in filled), rows.stop)
        return self._pieces(range(start, rows.stop))

    def repeated(self) -> tuple[Piece, ...]:
        """What stands above the others where a page begins."""
        return self._pieces(self.layout.titles) if self.layout.writes_titles else ()

    def _pieces(self, rows: range) -> tuple[Piece, ...]:
        return (Unit([self._headings(rows)]).whole(),) if rows else ()

    def _headings(self, rows: range, note: str = "") -> Rows:
        places = self.columns.places(self.layout.within(rows), rows.start)
        filled = [self._headed(place, note) for place in places]
        short = [_shortened(one) for one in self.spread(filled)]
        return Rows(short, least_heights(self.layout, rows))

    def _headed(self, place: Place, note: str) -> Filled:
        once = self.layout.titles.start if self.layout.titles else self.layout.opening.stop
        is_note = note and place.column == 0 and place.first == once - 1
        return Filled(place, Told(note) if is_note else told_of(place.slot, Context(self.table)))

    def foot(self) -> Item | None:
        """The rows below the table, 【凡例】 among them; None where there is nothing."""
        rows = list(self._closing())
        lead = [one for one in rows[:1] if one.is_blank]
        unit = Unit(rows[len(lead) :]) if rows[len(lead) :] else None
        if unit is None:
            return None
        return Item(unit, over=tuple(Unit([one]).whole() for one in lead))

    def _closing(self) -> Iterator[Rows]:
        head, line = legend_rows_of(self.layout, self.words)
        places = self._legend_places(line)
        told = legend_rows(self.table, len(places)) if places else []
        for rows in _paragraphs(self.layout, self.layout.closing):
            if not told and (head in rows or line in rows):
                continue
            above = [row for row in rows if row < max(head, line)]
            below = [row for row in rows if row > max(head, line)]
            yield from self._plain(above, head, line)
            if max(head, line) in rows:
                yield from (self._legend_line(one, head, line) for one in told)
            yield from self._plain(below, head, line)

    def _plain(self, rows: Sequence[int], head: int, line: int) -> Iterator[Rows]:
        wanted = [row for row in rows if row not in (head, line)]
        for group in row_groups(self.layout.sheet, wanted):
            yield self._plain_rows(group)

    def _plain_rows(self, rows: range) -> Rows:
        places = self.columns.places(self.layout.within(rows), rows.start)
        context = Context(self.table)
        filled = [Filled(place, told_of(place.slot, context)) for place in places]
        return Rows(self.spread(filled), least_heights(self.layout, rows))

    def spread(self, filled: Sequence[Filled]) -> list[Filled]:
        """Texts that run over the blank cells beside them, joined with these, none is cut."""
        made: list[Filled] = []
        covered: set[tuple[int, int]] = set()
        for one in filled:
            place, text = one.place, one.told.text
            if (place.first, place.column) in covered:
                continue
            is_free = place.first == place.last and _runs_over(place, text)
            end = self._free_until(place, filled) if is_free else place.last_column
            if end > place.last_column:
                place = self.columns.widened(place, end)
                covered |= {(place.first, column) for column in range(place.column + 1, end + 1)}
            elif is_free:
                place = self.columns.wrapped(place)
            made.append(Filled(place, one.told))
        return made

    def _free_until(self, place: Place, filled: Sequence[Filled]) -> int:
        """The last column beside the place that holds nothing in its row."""
        taken = [
            other.place.column
            for other in filled
            if other.place.first <= place.first <= other.place.last
            and other.place.column > place.column
            and (other.told.text or other.place.last_column > other.place.column)
        ]
        return min(taken, default=self.columns.count) - 1

    def _legend_line(self, told: LegendRow, head: int, line: int) -> Rows:
        filled = []
        for cell, heading, name in zip(told, LEGEND_HEADINGS, LEGEND_LINES, strict=False):
            row, wanted = (head, heading) if cell.is_heading and head >= 0 else (line, name)
            place = self._legend_places(row).get(wanted)
            if place:
                filled.append(
                    Filled(
                        place, told_of(place.slot, Context(self.table, legend={wanted: cell.text}))
                    )
                )
        least = min((one.place.measure.height(1) for one in filled), default=15.0)
        return Rows(filled, [least])

    def _legend_places(self, row: int) -> dict[str, Place]:
        slots = self.layout.within(range(row, row + 1))
        by_name = {id(self.words[name]): name for name in (*LEGEND_HEADINGS, *LEGEND_LINES)}
        return {
            by_name[id(name)]: place
            for place in self.columns.places(slots, row)
            for name in place.slot.names
            if id(name) in by_name
        }


def _shortened(one: Filled) -> Filled:
    """A title or heading of a length that leaves room for the table."""
    units = max(one.place.measure.units, 2)
    text = shortened(one.told.text, units, MOST_HEADING_LINES)
    return Filled(one.place, replace(one.told, text=text))


def told_of(slot: Slot, context: Context) -> Told:
    """What stands in a slot."""
    if not slot.parts:
        return NOTHING
    if not slot.names:
        return Told(slot.cell.text)
    return told_in(slot, lambda name: name.value(context))


def fill_place(place: Place, context: Context) -> Filled:
    """A place with what stands in it, as its width has room for it."""
    told = told_of(place.slot, context)
    if told.narrow:
        longest = max(map(text_units, told.text.split("\n")))
        if longest > place.measure.units:
            told = replace(told, text=told.narrow)
    return Filled(place, told)


def _runs_over(place: Place, text: str) -> bool:
    """Whether Excel would show the text over the cells beside it."""
    look = place.slot.format
    if look.get("text_wrap") or look.get("rotation") or look.get("shrink"):
        return False
    return text_units(text) > place.measure.units


def filled_text(text: str, words: Mapping[str, Name], context: Context) -> str:
    """A text that stands in no cell with its placeholders filled."""

    def value(name: str) -> str | None:
        return words[name].value(context).text if name in words else None

    return fill(text, value)


def least_heights(layout: Layout, rows: Iterable[int]) -> list[float]:
    """Points of the rows as the template has them."""
    sheet = layout.sheet
    return [sheet.heights.get(row, sheet.usual_height) for row in rows]


def _paragraphs(layout: Layout, rows: range) -> Iterator[list[int]]:
    """Rows with the blank ones above them; none but blank ones at the end."""
    found: list[int] = []
    filled = filled_rows(layout.slots)
    for row in rows:
        is_new = row in filled and row - 1 not in filled
        if is_new and any(one in filled for one in found):
            last = max(one for one in found if one in filled)
            yield [one for one in found if one <= last]
            found = [one for one in found if one > last]
        found.append(row)
    if any(one in filled for one in found):
        yield found
