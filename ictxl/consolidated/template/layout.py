"""Find what repeats on a template's sheet: prototype rows, bands above and rows below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ictxl.consolidated.template.source import TemplateCell, TemplateSheet
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
    """One table of a template's sheet, or a sheet without any. Rows count from 0."""

    sheet: TemplateSheet
    slots: tuple[Slot, ...]
    """Those of the whole sheet."""
    opening: range
    """Rows above the table, as far as they are its own."""
    titles: range
    """Those of them that each page repeats."""
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
    number: int = 0
    """Among the sheet's tables, from 0."""
    is_alone: bool = True
    """Whether the sheet has no other table."""
    writes_titles: bool = False
    """Whether `titles` are written where a page begins, instead of Excel's print titles.

    Excel repeats the same rows on all pages of a sheet; of several tables each has its own.
    """
    told_elsewhere: frozenset[int] = frozenset()
    """Ids of the placeholders that stand in a table of the sheet that has all measures."""

    def within(self, rows: range) -> Sequence[Slot]:
        return [slot for slot in self.slots if slot.cell.row in rows]

    @property
    def begins_page(self) -> bool:
        """Whether each area begins a page: one ends above the table's first rows."""
        first = self.bands.start if self.bands else self.block.start
        return first - 1 in self.sheet.breaks

    @property
    def is_on_new_page(self) -> bool:
        """Whether a further table begins a page: one ends above it."""
        above = range(self.opening.start - 1, self.opening.stop)
        return bool(self.number) and any(row in self.sheet.breaks for row in above)

    @property
    def head(self) -> range:
        """Rows that print once, on top of the sheet."""
        if self.number:
            return range(0)
        return range(self.titles.start) if self.writes_titles and self.titles else self.opening

    @property
    def lead(self) -> range:
        """Rows that stand above the first measure, and on the page where it does."""
        return range(self.head.stop if not self.number else self.opening.start, self.opening.stop)

    @cached_property
    def headings(self) -> range:
        """Rows just above the table, or above the names of its areas, that hold several words."""
        return range(_first_heading(self.slots, self.opening), self.opening.stop)


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


def layouts_of(sheet: TemplateSheet, words: Vocabulary) -> tuple[Layout, ...]:
    """The sheet's tables from the top, as its placeholders tell them; one where it has none."""
    slots = slots_of(sheet, words)
    repeated = [slot for slot in slots if slot.scope >= Scope.MEASURE]
    end, none = sheet.last_row + 1, range(0)
    if not repeated:
        return (Layout(sheet, slots, range(end), none, none, none, none, Scope.PLAN),)
    if _is_measure_sheet(sheet, slots, repeated):
        return (Layout(sheet, slots, none, none, none, range(end), none, Scope.SHEET),)
    blocks = _blocks(sheet, slots, repeated)
    made: list[Layout] = []
    for number, block in enumerate(blocks):
        start = blocks[number - 1].stop if number else 0
        over = [s.cell.row for s in slots if s.scope == Scope.AREA]
        band = min((row for row in over if start <= row < block.start), default=block.start)
        opening = range(_own_start(slots, range(start, band)) if number else 0, band)
        if number:
            made[-1] = replace(made[-1], closing=range(start, opening.start))
        titles = _print_titles(sheet, opening) if not number else range(0)
        bands, below = range(band, block.start), range(block.stop, end)
        unit = _unit([slot for slot in repeated if slot.cell.row in block])
        made.append(Layout(sheet, slots, opening, titles, bands, block, below, unit))
    above = min(made[0].headings.start, made[0].opening.stop - 1)
    if len(made) > 1 and made[0].titles.stop > above:
        further = (replace(one, titles=one.headings) for one in made[1:])
        made = [replace(one, writes_titles=True) for one in (made[0], *further)]
    strays = [s for s in repeated if not any(s.cell.row in block for block in blocks)]
    return tuple(_with_others(one, number, made, strays) for number, one in enumerate(made))


def _with_others(
    layout: Layout, number: int, every: Sequence[Layout], strays: Sequence[Slot]
) -> Layout:
    """The layout with what it must know of the sheet's other tables."""
    whole = [one for one in every if one.unit < Scope.INDICATOR]
    near = [s for s in strays if _nearest(every, s.cell.row) is layout]
    return replace(
        layout,
        number=number,
        is_alone=len(every) == 1,
        strays=tuple(near),
        told_elsewhere=frozenset(
            id(name) for one in whole for slot in one.within(one.block) for name in slot.names
        ),
    )


def _nearest(layouts: Sequence[Layout], row: int) -> Layout:
    return min(layouts, key=lambda one: max(one.block.start - row, row - one.block.stop, 0))


def _print_titles(sheet: TemplateSheet, opening: range) -> range:
    """Excel's print titles, as far as they stand above the table."""
    first, last = sheet.titles or (opening.stop, opening.stop)
    return range(first, min(last + 1, opening.stop)) if first < opening.stop else range(0)


def _first_heading(slots: Sequence[Slot], rows: range) -> int:
    """The first of the rows at the end that hold several words each; the row below where none."""
    words: dict[int, int] = {}
    for slot in slots:
        for row in range(slot.cell.area[0], slot.cell.area[2] + 1) if slot.cell.text else ():
            words[row] = words.get(row, 0) + 1
    first = rows.stop
    while first > rows.start and words.get(first - 1, 0) > 1:
        first -= 1
    return first


def _unit(inside: Iterable[Slot]) -> Scope:
    scopes = {slot.scope for slot in inside}
    units = (Scope.INDICATOR, Scope.ANSWER, Scope.MEASURE)
    return next(unit for unit in units if unit in scopes)


def _own_start(slots: Sequence[Slot], rows: range) -> int:
    """Where the words begin that belong to the table below the rows: the last that no blank row
    parts, with the blank ones above them."""
    filled = filled_rows(slots)
    row = rows.stop
    while row > rows.start and row - 1 not in filled:
        row -= 1
    while row > rows.start and row - 1 in filled:
        row -= 1
    while row > rows.start and row - 1 not in filled:
        row -= 1
    return row


def filled_rows(slots: Iterable[Slot]) -> frozenset[int]:
    """The rows that words or placeholders stand on."""
    areas = [slot.cell.area for slot in slots if slot.cell.value is not None]
    return frozenset(row for first, _, last, _ in areas for row in range(first, last + 1))


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


def _blocks(
    sheet: TemplateSheet, slots: Sequence[Slot], repeated: Sequence[Slot]
) -> Sequence[range]:
    """The prototype rows of each table, from the top.

    A further table has several placeholders, and a row of words between it and the other ones: else
    it is rather a part of their rows.
    """
    counts = Counter(slot.cell.row for slot in repeated for _ in slot.names)
    words = {slot.cell.row for slot in slots if slot.cell.text and slot.scope < Scope.MEASURE}
    words -= set(counts)
    unknown = [slot for slot in slots if not slot.names and names_in(slot.cell.text)]
    blocks: list[range] = []
    for row in sorted(counts, key=lambda row: (-counts[row], row)):
        if any(row in block for block in blocks):
            continue
        block = _joined_rows(sheet, row)
        between = [range(min(b.stop, block.stop), max(b.start, block.start)) for b in blocks]
        parted = all(words.intersection(rows) for rows in between)
        several = sum(slot.cell.row == row for slot in (*repeated, *unknown)) > 1
        if not blocks or (several and parted):
            blocks.append(block)
    return sorted(blocks, key=lambda block: block.start)


def _joined_rows(sheet: TemplateSheet, row: int) -> range:
    """The rows around one, as far as cells join them."""
    first = last = row
    grew = True
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
