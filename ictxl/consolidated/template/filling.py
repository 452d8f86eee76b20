"""Fill a template's sheet for a table: what stands on its rows, in units that pages take whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ictxl.consolidated.table import AreaBlock, ConsolidatedTable, MeasureEntry
from ictxl.consolidated.template.columns import Columns, Place, columns_of
from ictxl.consolidated.template.layout import Layout, Slot
from ictxl.consolidated.template.pages import Item, Need
from ictxl.consolidated.template.surroundings import (
    Surroundings,
    fill_place,
    least_heights,
    told_of,
)
from ictxl.consolidated.template.table_rows import TableRows
from ictxl.consolidated.template.units import CONTINUED, Filled, Piece, Rows, Unit
from ictxl.consolidated.template.words.told import Context, Scope, Told
from ictxl.consolidated.template.words.vocabulary import Vocabulary
from ictxl.consolidated.year_table import YearTable
from ictxl.text.linebreak import line_count

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
    """One table of a sheet, its rows filled."""

    table: ConsolidatedTable
    layout: Layout
    words: Vocabulary
    columns: Columns
    years: YearTable | None = None
    labels: dict[tuple[int, str], LevelLabel] = field(default_factory=dict)
    """By level and area."""

    def __post_init__(self) -> None:
        unit = self.layout.unit
        self._rows = TableRows(self.table, self.layout, self.years)
        self.around = Surroundings(self.table, self.layout, self.words, self.columns)
        block = self.layout.block
        within = self.columns.places(self.layout.within(block), block.start)
        places = [self.columns.wrapped(place) for place in within]
        last = len(block) - 1
        whole = [place for place in places if (place.first, place.last) == (0, last)]
        self._levels = [p for p in whole if p.slot.scope == Scope.AREA]
        self._levels.sort(key=lambda place: (place.slot.level, place.column))
        self._around = [p for p in whole if _is_of_measure(p.slot, unit)]
        # Of one department they stand beside all of a measure's indicators.
        self._by_answer = [p for p in whole if p.slot.scope == Scope.ANSWER]
        self._by_answer = self._by_answer if unit == Scope.INDICATOR else []
        apart = {id(place) for place in (*self._levels, *self._around, *self._by_answer)}
        self._inner = [place for place in places if id(place) not in apart]
        self._bands = [
            (row, self.columns.places(self.layout.within(range(row, row + 1)), row))
            for row in self.layout.bands
        ]

    @cached_property
    def _least_line(self) -> float:
        return min((place.measure.height(1) for place in self._inner), default=15.0)

    def items(self, later: float) -> list[Item]:
        """The table's measures; `later` are the points that a page has for them."""
        made: list[Item] = []
        before: tuple[str, ...] = ()
        repeated = self.around.repeated()
        later -= sum(piece.height for piece in repeated)
        for block in self.table.blocks:
            path = self._path(block)
            needs = tuple(self._needs(block, path, later))
            begins = self._over(block, path, _changed(before, path), later)
            over, on_top = begins[0], (*repeated, *begins[1])
            goes_on = self._over(block, path, len(path), later)
            count = len(made)
            for entry in block.entries:
                contexts = self._rows.contexts(block, entry)
                if not contexts:
                    continue
                breaks = self.layout.begins_page and len(made) == count and bool(made)
                unit = self._unit(contexts, entry, path)
                made.append(Item(unit, needs, over, on_top, breaks))
                over, on_top = goes_on[0], (*repeated, *goes_on[1])
            if len(made) > count or not block.entries:
                before = path
            if not block.entries and self._bands:
                made += self._empty(block, path, later)
        return self._led(made)

    def _led(self, made: list[Item]) -> list[Item]:
        """The measures with what stands above the first. The first table keeps its headings without
        any; a further one into which no measure of the plan belongs has nothing."""
        lead, on_top = self.around.lead(), self.around.lead_on_top()
        if not lead:
            return made
        if made:
            first = made[0]
            skipped = len(self.around.repeated())
            made[0] = replace(
                first,
                over=(*lead, *first.over),
                on_top=(*on_top, *first.on_top[skipped:]),
                breaks=self.layout.is_on_new_page,
            )
        elif not self.layout.number or not any(block.entries for block in self.table.blocks):
            unit = Unit([self.around.lead_rows()])
            made.append(Item(unit, breaks=self.layout.is_on_new_page))
        return made

    def _empty(self, block: AreaBlock, path: tuple[str, ...], later: float) -> Iterator[Item]:
        """An area without measures is only named."""
        over, _ = self._over(block, path, 0, later)
        for piece in over:
            texts = [Filled(t.place, t.told) for t in piece.texts]
            own = (str(self.layout.number), *path)
            yield Item(Unit([Rows(texts, list(piece.heights))], path=own))

    def _path(self, block: AreaBlock) -> tuple[str, ...]:
        if not block.label:
            return ("",)
        return tuple(area.id for area in self.table.plan.path_of(block.area))

    def _unit(
        self, contexts: Sequence[Context], entry: MeasureEntry, path: tuple[str, ...]
    ) -> Unit:
        inner, around = self._inner, self._around
        if len(entry.answers) > 1:
            inner = [*inner, *self._by_answer]
        else:
            around = [*around, *self._by_answer]
        least = [self._least_line] * len(self.layout.block)
        rows = [Rows([fill_place(p, c) for p in inner], least) for c in contexts]
        whole = replace(contexts[0], answer=None, indicator=None)
        beside = [fill_place(p, whole) for p in around]
        return Unit(rows, beside, (str(self.layout.number), *path))

    def _needs(self, block: AreaBlock, path: tuple[str, ...], later: float) -> Iterator[Need]:
        for index, place in enumerate(self._levels):
            key = "/".join((str(self.layout.number), *path[: place.slot.level + 1]))
            label, _ = self._label(place, block, later)
            self.labels[(index, key)] = label
            yield Need(key, label.need)

    def _label(self, place: Place, block: AreaBlock, later: float) -> tuple[LevelLabel, str]:
        """What stands in the level's cell; and what has no room there and stands over the table."""
        told = told_of(place.slot, Context(self.table, block)).text
        label = _level_label(place, told)
        if label.wrapped > later / 2 and block.number_label:
            return _level_label(place, block.number_label), told
        return label, ""

    def _over(
        self, block: AreaBlock, path: tuple[str, ...], changed: int, later: float
    ) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """What names the areas above a measure: those that begin with it, and all of them."""
        over, on_top = [], []
        context = Context(self.table, block)
        level, is_told = 0, True
        for row, places in self._bands:
            filled = self.around.spread([Filled(p, told_of(p.slot, context)) for p in places])
            areas = [one for one in filled if one.place.slot.scope == Scope.AREA]
            if areas:
                level = max(one.place.slot.level for one in areas)
                is_told = any(one.told.text for one in areas)
            # Headings below an area's name stand with it.
            if not is_told:
                continue
            least = least_heights(self.layout, range(row, row + 1))
            piece = Unit([Rows(filled, least)]).whole()
            if level >= changed:
                over.append(piece)
                on_top.append(piece)
            elif (again := self._again(filled, least)) is not None:
                on_top.append(again)
        if changed < len(path):
            labels = ((place, self._label(place, block, later)[1]) for place in self._levels)
            long = [self._band_of(place, text) for place, text in labels if text]
            over += long
            on_top += long
        return tuple(over), tuple(on_top)

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
        named = [one for one in filled if one.place.slot.scope == Scope.AREA and one.told.text]
        for one in named:
            if line_count(one.told.text, max(one.place.measure.units, 2)) > _MOST_REPEATED_BAND:
                return None
        marked = {id(named[0])} if named else set()
        again = [
            replace(one, told=Told(one.told.text + CONTINUED)) if id(one) in marked else one
            for one in filled
        ]
        return Unit([Rows(again, least)]).whole()


def fillings_of(
    table: ConsolidatedTable,
    layouts: Sequence[Layout],
    words: Vocabulary,
    usual: tuple[str, float],
    years: YearTable | None = None,
) -> list[Filling]:
    """The tables of one sheet, on the columns that they share; `usual` is the workbook's font."""
    rows = [TableRows(table, layout, years) for layout in layouts]

    def told(slot: Slot) -> Iterator[Told]:
        return next(one for one in rows if slot.cell.row in one.layout.block).told(slot)

    columns = columns_of(layouts, usual, told)
    return [Filling(table, layout, words, columns, years) for layout in layouts]


def _is_of_measure(slot: Slot, unit: Scope) -> bool:
    """Whether a measure's cell is joined over its answers or indicators."""
    if slot.scope != Scope.MEASURE or unit == Scope.MEASURE:
        return False
    return unit == Scope.INDICATOR or not any(name.per_answer for name in slot.names)


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
