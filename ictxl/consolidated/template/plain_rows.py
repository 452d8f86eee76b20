"""A published template's table without its look: headings and rows, for page and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ictxl.consolidated.table import Answer, AreaBlock, ConsolidatedTable, MeasureEntry
from ictxl.consolidated.template.columns import Columns
from ictxl.consolidated.template.filling import Filling
from ictxl.consolidated.template.layout import Layout, Slot, layout_of
from ictxl.consolidated.template.source.sheets import TemplateBook
from ictxl.consolidated.template.surroundings import told_of
from ictxl.consolidated.template.words.answer_words import ANSWERS
from ictxl.consolidated.template.words.row_contexts import row_contexts
from ictxl.consolidated.template.words.told import Context, Scope, Told
from ictxl.consolidated.template.words.vocabulary import vocabulary


@dataclass(frozen=True)
class PlainColumn:
    """One column, or one of the texts that stand in it below each other."""

    heading: str
    slot: Slot
    is_answers: bool
    """Whether the answers of all departments stand in it, each with its head."""
    share: int = 0
    """Per cent of the table's width."""

    @property
    def is_title(self) -> bool:
        return any(name.is_title for name in self.slot.names)


@dataclass(frozen=True)
class PlainRow:
    """A measure, or one answer on it, with what stands in each column."""

    entry: MeasureEntry
    answer: Answer | None
    cells: tuple[tuple[PlainColumn, Told], ...]


@dataclass(frozen=True)
class PlainTable:
    """What one of the template's sheets tells."""

    name: str
    is_sheet: bool
    """Whether each measure has a sheet of its own."""
    columns: tuple[PlainColumn, ...]
    blocks: tuple[tuple[AreaBlock, tuple[PlainRow, ...]], ...]


def plain_tables(book: TemplateBook, table: ConsolidatedTable) -> list[PlainTable]:
    """Of each sheet of the template that measures stand on; area by area."""
    words = vocabulary(table.plan)
    told = []
    for sheet in book.sheets:
        layout = layout_of(sheet, words)
        if not layout.block:
            continue
        is_sheet = layout.unit == Scope.SHEET
        filling = None if is_sheet else Filling(table, layout, words, book.font)
        slots = _shown(layout, filling.columns if filling else None)
        answers = id(words[ANSWERS])
        columns = tuple(
            PlainColumn(
                _label(layout, slot, table) if is_sheet else _heading(layout, slot, slots, table),
                slot,
                any(id(name) == answers for name in slot.names),
            )
            for slot in slots
        )
        columns = _with_shares(columns, filling.columns if filling else None)
        told.append(PlainTable(sheet.name, is_sheet, columns, _blocks(layout, columns, table)))
    return told


def _with_shares(columns: tuple[PlainColumn, ...], kept: Columns | None) -> tuple[PlainColumn, ...]:
    """The columns as wide as in the template, in proportion."""
    if kept is None:
        return columns
    widths = []
    for column in columns:
        _, first, _, last = column.slot.cell.area
        across = zip(kept.kept, kept.widths, strict=True)
        widths.append(sum(width for own, width in across if first <= own <= last))
    return tuple(
        replace(column, share=round(width / sum(widths) * 100))
        for column, width in zip(columns, widths, strict=True)
    )


def _shown(layout: Layout, kept: Columns | None) -> list[Slot]:
    """What is filled in, from left to right; areas stand above the rows in any case."""
    inside = [slot for slot in layout.within(layout.block) if slot.names]
    if kept is not None:
        inside = [slot for slot in inside if kept.place(slot, layout.block.start)]
    own = [slot for slot in inside if slot.scope >= Scope.MEASURE]
    if kept is None:
        return sorted(own, key=lambda slot: slot.cell.area[:2])
    return sorted(own, key=lambda slot: (slot.cell.column, slot.cell.row))


def _heading(layout: Layout, slot: Slot, slots: Sequence[Slot], table: ConsolidatedTable) -> str:
    """What stands over a slot; of several in a column the first's heading stands over the first."""
    column = slot.cell.column
    above = layout.titles if layout.titles else layout.opening[-_HEADING_ROWS:]
    texts = [
        told_of(head, Context(table)).text
        for head in layout.slots
        if head.cell.row in above and head.cell.area[1] <= column <= head.cell.area[3]
    ]
    headings = [text for text in texts if text]
    below = [one for one in slots if one.cell.column == column]
    if not headings:
        return ""
    return headings[min(below.index(slot), len(headings) - 1)]


_HEADING_ROWS = 3


def _label(layout: Layout, slot: Slot, table: ConsolidatedTable) -> str:
    """What stands left of a slot, or above it."""
    row, column, last_row, _ = slot.cell.area
    words = [one for one in layout.slots if one.cell.text and one.scope == Scope.PLAN]
    left = [s for s in words if s.cell.area[0] <= last_row and s.cell.area[2] >= row]
    left = [s for s in left if s.cell.area[3] < column]
    above = [s for s in words if s.cell.area[1] <= column <= s.cell.area[3] and s.cell.row < row]
    near = max(left, key=lambda s: s.cell.column, default=None)
    near = near or max(above, key=lambda s: s.cell.row, default=None)
    return told_of(near, Context(table)).text if near else ""


def _blocks(
    layout: Layout, columns: Sequence[PlainColumn], table: ConsolidatedTable
) -> tuple[tuple[AreaBlock, tuple[PlainRow, ...]], ...]:
    return tuple(
        (
            block,
            tuple(row for e in block.entries for row in _rows(layout, columns, table, block, e)),
        )
        for block in table.blocks
    )


def _rows(
    layout: Layout,
    columns: Sequence[PlainColumn],
    table: ConsolidatedTable,
    block: AreaBlock,
    entry: MeasureEntry,
) -> Iterator[PlainRow]:
    whole = Context(table, block, entry, lists_departments=layout.unit != Scope.ANSWER)
    for context in row_contexts(whole, layout.unit):
        cells = tuple((column, told_of(column.slot, context)) for column in columns)
        yield PlainRow(entry, context.answer, cells)
