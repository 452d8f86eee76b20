"""Fill a template's sheet for a table: what stands on its rows, in units that pages take whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ictxl.consolidated.legend import LegendCell, LegendRow, legend_rows
from ictxl.consolidated.table import AreaBlock, ConsolidatedTable, MeasureEntry
from ictxl.consolidated.template.columns import Place, columns_of, told_in
from ictxl.consolidated.template.flow import CONTINUED, shortened
from ictxl.consolidated.template.layout import Layout, Slot, legend_rows_of
from ictxl.consolidated.template.pages import Item, Need
from ictxl.consolidated.template.units import Filled, Piece, Rows, Unit
from ictxl.consolidated.template.values import (
    LEGEND_HEADINGS,
    LEGEND_LINES,
    NOTHING,
    Context,
    Name,
    Scope,
    Told,
)
from ictxl.contract.placeholders import fill
from ictxl.text.linebreak import line_count, text_units

MOST_HEADING_LINES = 8
"""A title or heading longer than this is shortened above the table; データ has it whole."""
_MOST_REPEATED_BAND = 2
"""Lines of a band that each page repeats."""


@dataclass(frozen=True)
class LevelLabel:
    """What a level's cell says beside the measures of an area."""

    place: Place
    text: str
    upright: float
    """Points that it takes with one letter a line; without end where it does not stand so."""
    wrapped: float

    @property
    def need(self) -> float:
        return min(self.upright, self.wrapped)


@dataclass
class Filling:
    """One sheet's rows, filled from a table."""

    table: ConsolidatedTable
    layout: Layout
    words: Mapping[str, Name]
    usual: tuple[str, float]
    labels: dict[tuple[int, str], LevelLabel] = field(default_factory=dict)
    """By level and area."""

    def __post_init__(self) -> None:
        self._lists = self.layout.unit != Scope.ANSWER
        self.columns = columns_of(self.layout, self.usual, self._all_told)
        block = self.layout.block
        within = self.columns.places(self.layout.within(block), block.start)
        places = [self.columns.wrapped(place) for place in within]
        last = len(block) - 1
        whole = [place for place in places if (place.first, place.last) == (0, last)]
        self._levels = [p for p in whole if p.slot.scope == Scope.AREA]
        self._levels.sort(key=lambda place: (place.slot.level, place.column))
        self._around = [] if self._lists else [p for p in whole if _is_of_measure(p.slot)]
        apart = {id(place) for place in (*self._levels, *self._around)}
        self._inner = [place for place in places if id(place) not in apart]
        self._bands = [
            (row, self.columns.places(self.layout.within(range(row, row + 1)), row))
            for row in self.layout.bands
        ]

    def fill(self, text: str) -> str:
        """A text of the page's head or foot with its placeholders filled."""
        return filled_text(text, self.words, Context(self.table))

    # --- what stands in the slots

    def _all_told(self, slot: Slot) -> Iterator[Told]:
        is_answers = slot.scope == Scope.ANSWER or any(name.per_answer for name in slot.names)
        for block in self.table.blocks:
            for entry in block.entries:
                for context in self._contexts(block, entry) if is_answers else ():
                    yield _told(slot, context)
                if not is_answers:
                    yield _told(slot, Context(self.table, block, entry))

    def _contexts(self, block: AreaBlock, entry: MeasureEntry) -> list[Context]:
        """What the prototype rows are repeated for: a measure, or each of its answers."""
        whole = Context(self.table, block, entry, lists_departments=self._lists)
        if self._lists or not entry.answers:
            return [whole]
        return [replace(whole, answer=answer) for answer in entry.answers]

    # --- above and below the table

    def head(self, note: str = "") -> Rows:
        """The rows above the table; of a further sheet with a note in the last that print once."""
        rows = range(self.layout.titles.stop if self.layout.titles else self.layout.opening.stop)
        places = self.columns.places(self.layout.within(rows), 0)
        filled = [self._headed(place, note) for place in places]
        return Rows(self._spread(filled), _least(self.layout, rows))

    def _headed(self, place: Place, note: str) -> Filled:
        told = _told(place.slot, Context(self.table))
        is_note = note and place.column == 0 and place.first == self.layout.opening.stop - 1
        if is_note:
            return Filled(place, Told(note))
        units = max(place.measure.units, 2)
        return Filled(place, replace(told, text=shortened(told.text, units, MOST_HEADING_LINES)))

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
            for row in rows:
                if row == max(head, line):
                    yield from (self._legend_line(one, head, line) for one in told)
                elif row not in (head, line):
                    yield self._plain_row(row)

    def _plain_row(self, row: int) -> Rows:
        one = range(row, row + 1)
        places = self.columns.places(self.layout.within(one), row)
        context = Context(self.table)
        filled = [Filled(p, _told(p.slot, context)) for p in places if p.last == p.first]
        return Rows(self._spread(filled), _least(self.layout, one))

    def _spread(self, filled: Sequence[Filled]) -> list[Filled]:
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
                filled.append(Filled(place, _told(place.slot, self._legend_context(wanted, cell))))
        return Rows(filled, [self._least_line])

    def _legend_places(self, row: int) -> dict[str, Place]:
        slots = self.layout.within(range(row, row + 1))
        by_name = {id(self.words[name]): name for name in (*LEGEND_HEADINGS, *LEGEND_LINES)}
        return {
            by_name[id(name)]: place
            for place in self.columns.places(slots, row)
            for name in place.slot.names
            if id(name) in by_name
        }

    def _legend_context(self, name: str, cell: LegendCell) -> Context:
        return Context(self.table, legend={name: cell.text})

    @cached_property
    def _least_line(self) -> float:
        return min((place.measure.height(1) for place in self._inner), default=15.0)

    # --- the table

    def items(self, later: float) -> list[Item]:
        """The table's measures; `later` are the points that a page has for them."""
        made: list[Item] = []
        before: tuple[str, ...] = ()
        for block in self.table.blocks:
            path = self._path(block)
            needs = tuple(self._needs(block, path, later))
            begins = self._over(block, path, _changed(before, path), later)
            goes_on = self._over(block, path, len(path), later)
            for number, entry in enumerate(block.entries):
                over, on_top = goes_on if number else begins
                breaks = self.layout.begins_page and not number and bool(made)
                made.append(Item(self._unit(block, entry, path), needs, over, on_top, breaks))
            before = path
            if not block.entries and self._bands:
                made += self._empty(block, path, later)
        return made

    def _empty(self, block: AreaBlock, path: tuple[str, ...], later: float) -> Iterator[Item]:
        """An area without measures is only named."""
        over, _ = self._over(block, path, 0, later)
        for piece in over:
            texts = [Filled(t.place, t.told) for t in piece.texts]
            yield Item(Unit([Rows(texts, list(piece.heights))], path=path))

    def _path(self, block: AreaBlock) -> tuple[str, ...]:
        if not block.label:
            return ("",)
        return tuple(area.id for area in self.table.plan.path_of(block.area))

    def _unit(self, block: AreaBlock, entry: MeasureEntry, path: tuple[str, ...]) -> Unit:
        contexts = self._contexts(block, entry)
        count = len(self.layout.block)
        rows = [
            Rows([Filled(p, _told(p.slot, c)) for p in self._inner], [self._least_line] * count)
            for c in contexts
        ]
        around = [Filled(p, _told(p.slot, replace(contexts[0], answer=None))) for p in self._around]
        return Unit(rows, around, path)

    def _needs(self, block: AreaBlock, path: tuple[str, ...], later: float) -> Iterator[Need]:
        for index, place in enumerate(self._levels):
            key = "/".join(path[: place.slot.level + 1])
            label = self._label(place, block, later)
            self.labels[(index, key)] = label
            yield Need(key, label.need)

    def _label(self, place: Place, block: AreaBlock, later: float) -> LevelLabel:
        told = _told(place.slot, Context(self.table, block)).text
        label = _level_label(place, told)
        if label.wrapped > later / 2 and block.number_label:
            return _level_label(place, block.number_label)
        return label

    def _is_over(self, place: Place, block: AreaBlock, later: float) -> str:
        """The label that has no room in its column, and stands over the table."""
        told = _told(place.slot, Context(self.table, block)).text
        is_long = _level_label(place, told).wrapped > later / 2 and block.number_label
        return told if is_long else ""

    def _over(
        self, block: AreaBlock, path: tuple[str, ...], changed: int, later: float
    ) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """What names the areas above a measure: those that begin with it, and all of them."""
        over, on_top = [], []
        context = Context(self.table, block)
        for row, places in self._bands:
            level = max((p.slot.level for p in places), default=0)
            filled = [Filled(p, _told(p.slot, context)) for p in places]
            if not any(one.told.text for one in filled if one.place.slot.names):
                continue
            least = _least(self.layout, range(row, row + 1))
            piece = Unit([Rows(filled, least)]).whole()
            if level >= changed:
                over.append(piece)
                on_top.append(piece)
            elif (again := self._again(filled, least)) is not None:
                on_top.append(again)
        if changed < len(path):
            long = [self._band_of(place, text) for place, text in self._long(block, later)]
            over += long
            on_top += long
        return tuple(over), tuple(on_top)

    def _long(self, block: AreaBlock, later: float) -> Iterator[tuple[Place, str]]:
        for place in self._levels:
            if text := self._is_over(place, block, later):
                yield place, text

    def _band_of(self, place: Place, text: str) -> Piece:
        """A level's label over all columns."""
        slot = place.slot
        look = {k: v for k, v in slot.format.items() if k not in ("rotation", "align", "valign")}
        row, _, last_row, _ = slot.cell.area
        area = (row, 0, last_row, self.layout.sheet.last_column)
        cell = replace(slot.cell, area=area, format={**look, "bold": True, "text_wrap": True})
        wide = self.columns.place(replace(slot, cell=cell), row)
        assert wide is not None
        one = replace(wide, first=0, last=0)
        return Unit([Rows([Filled(one, Told(text))], [self._least_line])]).whole()

    def _again(self, filled: Sequence[Filled], least: Sequence[float]) -> Piece | None:
        """A band as a further page repeats it; None for a long one."""
        for one in filled:
            if line_count(one.told.text, max(one.place.measure.units, 2)) > _MOST_REPEATED_BAND:
                return None
        named = [one for one in filled if one.place.slot.names and one.told.text]
        marked = {id(named[0])} if named else set()
        again = [
            replace(one, told=Told(one.told.text + CONTINUED)) if id(one) in marked else one
            for one in filled
        ]
        return Unit([Rows(again, least)]).whole()


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


def _is_of_measure(slot: Slot) -> bool:
    """Whether a measure's cell is joined over its answers."""
    return slot.scope == Scope.MEASURE and not any(name.per_answer for name in slot.names)


def _told(slot: Slot, context: Context) -> Told:
    if not slot.parts:
        return NOTHING
    if not slot.names:
        return Told(slot.cell.text)
    return told_in(slot, lambda name: name.value(context))


def _changed(before: tuple[str, ...], path: tuple[str, ...]) -> int:
    """The first level that is another one."""
    both = enumerate(zip(before, path, strict=False))
    return next((n for n, (one, other) in both if one != other), min(len(before), len(path)))


def _level_label(place: Place, text: str) -> LevelLabel:
    measure, turn = place.measure, place.slot.format.get("rotation")
    flat = measure
    if turn:
        flat = replace(measure, units=max(2, measure.across))
    wrapped = flat.height(line_count(text, max(flat.units, 2))) if text else 0.0
    upright = len(text) * measure.line * 1.05 if turn else float("inf")
    return LevelLabel(place, text, upright, wrapped)


def _least(layout: Layout, rows: Iterable[int]) -> list[float]:
    """Points of the rows as the template has them."""
    sheet = layout.sheet
    return [sheet.heights.get(row, sheet.usual_height) for row in rows]


def _paragraphs(layout: Layout, rows: range) -> Iterator[list[int]]:
    """Rows with the blank ones above them; none but blank ones at the end."""
    found: list[int] = []
    filled = {slot.cell.row for slot in layout.slots if slot.cell.value is not None}
    for row in rows:
        is_new = row in filled and row - 1 not in filled
        if is_new and any(one in filled for one in found):
            last = max(one for one in found if one in filled)
            yield [one for one in found if one <= last]
            found = [one for one in found if one > last]
        found.append(row)
    if any(one in filled for one in found):
        yield found
