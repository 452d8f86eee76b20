"""Find what repeats on a template's sheet: prototype rows, bands above and rows below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ictxl.consolidated.template.source.sheets import TemplateCell, TemplateSheet
from ictxl.consolidated.template.words.indicator_words import INDICATOR
from ictxl.consolidated.template.words.told import Name, Scope
from ictxl.consolidated.template.words.vocabulary import LEGEND_HEADINGS, Vocabulary
from ictxl.contract.placeholders import PATTERN, name_of, names_in
from ictxl.spreadsheets.xlsx.cell_formats import CellFormat


@dataclass(frozen=True)
class Slot:
    """A cell of rows that are filled: what stands in it, and how often it has another value."""

    cell: TemplateCell
    parts: tuple[Name | str, ...]
    """Words and placeholders in their order; none in an empty cell."""
    scope: Scope

    @property
    def format(self) -> CellFormat:
        return self.cell.format

    @cached_property
    def names(self) -> tuple[Name, ...]:
        return tuple(part for part in self.parts if isinstance(part, Name))

    @cached_property
    def level(self) -> int:
        """Of an area: the lowest of the levels that stand in it."""
        return max((name.level for name in self.names), default=0)

    @cached_property
    def is_alone(self) -> bool:
        return len(self.parts) == 1 and bool(self.names)


@dataclass(frozen=True)
class Layout:
    """What a template's sheet consists of. Rows count from 0."""

    sheet: TemplateSheet
    slots: tuple[Slot, ...]
    opening: range
    """Rows above the table that print once."""
    titles: range
    """Rows that each page repeats."""
    bands: range
    """Rows over the table that name its areas, and headings between them and the table."""
    block: range
    """The prototype rows; empty where nothing repeats."""
    closing: range
    """Rows below the table."""
    unit: Scope
    """MEASURE, ANSWER or INDICATOR: what the prototype rows are repeated for; SHEET of a sheet
    that is made for each measure."""
    strays: tuple[Slot, ...] = ()
    """What has another value for each measure and stands outside of the prototype rows."""

    def within(self, rows: range) -> Sequence[Slot]:
        return [slot for slot in self.slots if slot.cell.row in rows]

    @property
    def begins_page(self) -> bool:
        """Whether each area begins a page: one ends above the table's first rows."""
        first = self.bands.start if self.bands else self.block.start
        return first - 1 in self.sheet.breaks


def slots_of(sheet: TemplateSheet, words: Vocabulary) -> tuple[Slot, ...]:
    """The sheet's cells with what their placeholders stand for; unknown ones are words."""
    made = []
    rows = indicator_rows(sheet)
    for cell in sheet.cells:
        known = words.on_row(is_of_indicators=cell.row in rows)
        parts = tuple(_parts(cell.text, known)) if cell.text else ()
        names = [part for part in parts if isinstance(part, Name)]
        scope = max((name.scope for name in names), default=Scope.PLAN)
        made.append(Slot(cell, parts, scope))
    return tuple(made)


def indicator_rows(sheet: TemplateSheet) -> frozenset[int]:
    """The rows on which placeholders are those of indicators."""
    return frozenset(cell.row for cell in sheet.texts() if INDICATOR in names_in(cell.text))


def _parts(text: str, words: Mapping[str, Name]) -> Iterable[Name | str]:
    rest = 0
    for match in PATTERN.finditer(text):
        name = words.get(name_of(match))
        if name is None:
            continue
        if match.start() > rest:
            yield text[rest : match.start()]
        yield name
        rest = match.end()
    if rest < len(text):
        yield text[rest:]


def layout_of(sheet: TemplateSheet, words: Vocabulary) -> Layout:
    """The sheet's parts, as its placeholders tell them."""
    slots = slots_of(sheet, words)
    repeated = [slot for slot in slots if slot.scope >= Scope.MEASURE]
    end, none = sheet.last_row + 1, range(0)
    if not repeated:
        return Layout(sheet, slots, range(end), none, none, none, none, Scope.PLAN)
    if _is_measure_sheet(sheet, slots, repeated):
        return Layout(sheet, slots, none, none, none, range(end), none, Scope.SHEET)
    block = _block(sheet, repeated)
    over = [s.cell.row for s in slots if s.scope == Scope.AREA and s.cell.row < block.start]
    band = min(over, default=block.start)
    titles = none
    if sheet.titles and sheet.titles[0] < band:
        titles = range(sheet.titles[0], min(sheet.titles[1] + 1, band))
    inside = [slot for slot in repeated if slot.cell.row in block]
    scopes = {slot.scope for slot in inside}
    units = (Scope.INDICATOR, Scope.ANSWER, Scope.MEASURE)
    return Layout(
        sheet,
        slots,
        range(titles.start if titles else band),
        titles,
        range(band, block.start),
        block,
        range(block.stop, end),
        next(unit for unit in units if unit in scopes),
        tuple(slot for slot in repeated if slot.cell.row not in block),
    )


def _is_measure_sheet(
    sheet: TemplateSheet, slots: Sequence[Slot], repeated: Sequence[Slot]
) -> bool:
    """Whether the sheet is one measure's: its name tells which, or labels stand beside what is
    filled in on several rows."""
    if PATTERN.search(sheet.name):
        return True
    rows = {slot.cell.row for slot in repeated}
    labelled = {slot.cell.row for slot in slots if slot.cell.text and not slot.names} & rows
    return len(rows) > _FEW_ROWS and len(labelled) * 2 > len(rows)


_FEW_ROWS = 2


def _block(sheet: TemplateSheet, repeated: Sequence[Slot]) -> range:
    """The rows around the one that holds most of the placeholders, as far as cells join them."""
    counts = Counter(slot.cell.row for slot in repeated for _ in slot.names)
    first = max(counts, key=lambda row: (counts[row], -row))
    last, grew = first, True
    while grew:
        grew = False
        for cell in sheet.cells:
            top, _, bottom, _ = cell.area
            if top <= last and bottom >= first and (top < first or bottom > last):
                first, last, grew = min(first, top), max(last, bottom), True
    return range(first, last + 1)


def row_groups(sheet: TemplateSheet, rows: Sequence[int]) -> Iterator[range]:
    """The rows in their order, those together that joined cells hold together."""
    start = 0
    while start < len(rows):
        first = last = rows[start]
        grew = True
        while grew:
            ends = [cell.area[2] for cell in sheet.cells if cell.row <= last < cell.area[2]]
            reach = [end for end in ends if end in rows]
            grew = bool(reach)
            last = max([last, *reach])
        yield range(first, last + 1)
        start = next((n for n, row in enumerate(rows) if row > last), len(rows))


def legend_rows_of(layout: Layout, words: Vocabulary) -> tuple[int, int]:
    """The row of the legend's headings and that of its lines; -1 where the sheet has none."""
    headings = {words[name] for name in LEGEND_HEADINGS}
    found = [slot for slot in layout.slots if slot.scope == Scope.LEGEND]
    head = [slot.cell.row for slot in found if headings.intersection(slot.names)]
    lines = [slot.cell.row for slot in found if not headings.intersection(slot.names)]
    return min(head, default=-1), min(lines, default=-1)
