"""Find what repeats on a template's sheet: its prototype rows, the bands above and the rows below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ictxl.consolidated.template.sheets import TemplateCell, TemplateSheet
from ictxl.consolidated.template.values import LEGEND_HEADINGS, Name, Scope
from ictxl.contract.placeholders import PATTERN, name_of
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

    @property
    def is_alone(self) -> bool:
        return len(self.parts) == 1 and bool(self.names)


@dataclass(frozen=True)
class Layout:
    """What a template's sheet consists of. Rows count from 0; ranges end before their last number."""

    sheet: TemplateSheet
    slots: tuple[Slot, ...]
    opening: range
    """Rows above the table that print once."""
    titles: range
    """Rows that each page repeats."""
    bands: range
    """Rows over the whole table that name an area."""
    block: range
    """The prototype rows; empty where nothing repeats."""
    closing: range
    """Rows below the table."""
    unit: Scope
    """MEASURE or ANSWER: what the prototype rows are repeated for."""

    def within(self, rows: range) -> Sequence[Slot]:
        return [slot for slot in self.slots if slot.cell.row in rows]

    @property
    def begins_page(self) -> bool:
        """Whether each area begins a page: one ends above the table's first rows."""
        first = self.bands.start if self.bands else self.block.start
        return first - 1 in self.sheet.breaks


def slots_of(sheet: TemplateSheet, words: Mapping[str, Name]) -> tuple[Slot, ...]:
    """The sheet's cells with what their placeholders stand for; unknown ones are words."""
    made = []
    for cell in sheet.cells:
        parts = tuple(_parts(cell.text, words)) if cell.text else ()
        names = [part for part in parts if isinstance(part, Name)]
        scope = max((name.scope for name in names), default=Scope.PLAN)
        made.append(Slot(cell, parts, scope))
    return tuple(made)


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


def layout_of(sheet: TemplateSheet, words: Mapping[str, Name]) -> Layout:
    """The sheet's parts, as its placeholders tell them."""
    slots = slots_of(sheet, words)
    repeated = [slot for slot in slots if slot.scope >= Scope.MEASURE]
    end = sheet.last_row + 1
    if not repeated:
        areas = [slot for slot in slots if slot.scope == Scope.AREA]
        assert not areas or end
        whole = range(end)
        return Layout(sheet, slots, whole, range(0), range(0), range(0), range(0), Scope.PLAN)
    first = min(slot.cell.row for slot in repeated)
    last = max(slot.cell.area[2] for slot in repeated)
    areas = [slot for slot in slots if slot.scope == Scope.AREA]
    over = {slot.cell.row for slot in areas if slot.cell.row < first}
    band = first
    while band - 1 in over:
        band -= 1
    titles = range(0)
    if sheet.titles and sheet.titles[0] < band:
        titles = range(sheet.titles[0], min(sheet.titles[1] + 1, band))
    opening = range(0, titles.start if titles else band)
    unit = Scope.ANSWER if any(s.scope == Scope.ANSWER for s in repeated) else Scope.MEASURE
    return Layout(
        sheet,
        slots,
        opening,
        titles if titles else range(band, band),
        range(band, first),
        range(first, last + 1),
        range(last + 1, end),
        unit,
    )


def legend_rows_of(layout: Layout, words: Mapping[str, Name]) -> tuple[int, int]:
    """The row of the legend's headings and that of its lines; -1 where the sheet has none."""
    headings = {words[name] for name in LEGEND_HEADINGS}
    found = [slot for slot in layout.slots if slot.scope == Scope.LEGEND]
    head = [slot.cell.row for slot in found if headings.intersection(slot.names)]
    lines = [slot.cell.row for slot in found if not headings.intersection(slot.names)]
    return min(head, default=-1), min(lines, default=-1)
