"""A published template's table without its look: headings and rows, for page and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ictxl.consolidated.data.columns import Value
from ictxl.consolidated.data.frame import write_lines
from ictxl.consolidated.table import Answer, AreaBlock, ConsolidatedTable, MeasureEntry
from ictxl.consolidated.template.columns import Columns
from ictxl.consolidated.template.filling import fillings_of
from ictxl.consolidated.template.layout import Layout, Slot, layouts_of
from ictxl.consolidated.template.source import TemplateBook
from ictxl.consolidated.template.surroundings import told_of
from ictxl.consolidated.template.table_rows import TableRows, row_contexts
from ictxl.consolidated.template.words.answer_words import ANSWERS
from ictxl.consolidated.template.words.told import Context, Scope, Told
from ictxl.consolidated.template.words.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True)
class PlainColumn:
    """One column, or one of the texts that stand in it below each other."""

    heading: str
    slot: Slot
    is_answers: bool
    """Whether the answers of all departments stand in it, each with its head."""
    share: int = 0
    """Per cent of the table's width."""
    beside: tuple[PlainColumn, ...] = ()
    """Of the indicators on a 個票: what stands beside each, told on its line."""

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
    """What one of the template's tables tells, or one of its 個票."""

    number: int
    """Among those of the template, from 1."""
    sheet: str
    name: str
    """The sheet's; of one of several tables on it what stands above its headings."""
    is_sheet: bool
    """Whether each measure has a sheet of its own."""
    columns: tuple[PlainColumn, ...]
    blocks: tuple[tuple[AreaBlock, tuple[PlainRow, ...]], ...]


def plain_tables(book: TemplateBook, table: ConsolidatedTable) -> list[PlainTable]:
    """Of each table of the template and each sheet of measures; area by area."""
    words = vocabulary(table.plan)
    told: list[PlainTable] = []
    for sheet in book.sheets:
        layouts = layouts_of(sheet, words)
        if not layouts[0].block:
            continue
        is_sheet = layouts[0].unit == Scope.SHEET
        kept = None if is_sheet else fillings_of(table, layouts, words, book.font)[0].columns
        for layout in layouts:
            columns = _plain_columns(layout, kept, words, table)
            blocks = _blocks(TableRows(table, layout), columns)
            name = _name(layout, table)
            told.append(PlainTable(len(told) + 1, sheet.name, name, is_sheet, columns, blocks))
    return told


def _plain_columns(
    layout: Layout, kept: Columns | None, words: Vocabulary, table: ConsolidatedTable
) -> tuple[PlainColumn, ...]:
    """`kept` are those that print; None of 個票."""
    slots, answers = _shown(layout, kept), id(words[ANSWERS])
    columns = tuple(
        PlainColumn(
            _heading(layout, slot, slots, table) if kept else _label(layout, slot, table),
            slot,
            any(id(name) == answers for name in slot.names),
        )
        for slot in slots
    )
    return _with_shares(columns, kept) if kept else _with_indicators(columns)


def _with_indicators(columns: tuple[PlainColumn, ...]) -> tuple[PlainColumn, ...]:
    """One column for all that a 個票 tells of its indicators, a line for each."""
    of_each = [column for column in columns if column.slot.scope == Scope.INDICATOR]
    if not of_each:
        return columns
    lines = replace(of_each[0], beside=tuple(of_each[1:]))
    kept = (column for column in columns if column not in of_each[1:])
    return tuple(lines if column is of_each[0] else column for column in kept)


def _name(layout: Layout, table: ConsolidatedTable) -> str:
    """The words of the row above the headings, else the sheet's name."""
    row = layout.headings.start - 1
    own = [slot for slot in layout.slots if slot.cell.row == row and slot.cell.text]
    if layout.is_alone or row not in layout.opening or len(own) != 1:
        number = f"({layout.number + 1})" if layout.number else ""
        return layout.sheet.name + number
    return told_of(own[0], Context(table)).text


def _with_shares(columns: tuple[PlainColumn, ...], kept: Columns) -> tuple[PlainColumn, ...]:
    """The columns as wide as in the template, in proportion."""
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
    titles = layout.titles if layout.titles.stop == layout.opening.stop else range(0)
    above = titles or layout.headings or layout.opening[-_HEADING_ROWS:]
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
    rows: TableRows, columns: Sequence[PlainColumn]
) -> tuple[tuple[AreaBlock, tuple[PlainRow, ...]], ...]:
    return tuple(
        (block, tuple(row for e in block.entries for row in _rows(rows, columns, block, e)))
        for block in rows.table.blocks
    )


def _rows(
    rows: TableRows, columns: Sequence[PlainColumn], block: AreaBlock, entry: MeasureEntry
) -> Iterator[PlainRow]:
    for context in rows.contexts(block, entry):
        cells = tuple((column, _told(column, context, rows.layout.unit)) for column in columns)
        yield PlainRow(entry, context.answer, cells)


def _told(column: PlainColumn, context: Context, unit: Scope) -> Told:
    if unit != Scope.SHEET or column.slot.scope != Scope.INDICATOR:
        return told_of(column.slot, context)
    lines = []
    for own in row_contexts(context, Scope.INDICATOR):
        name = told_of(column.slot, own).text
        others = ((one.heading, told_of(one.slot, own).text) for one in column.beside)
        said = "、".join(f"{heading} {text}".strip() for heading, text in others if text)
        if name or said:
            lines.append(f"{name}: {said}" if name and said else name or said)
    return Told("\n".join(lines))


def write_plain_csv(table: ConsolidatedTable, template: TemplateBook, path: Path) -> None:
    """The tables of the template's first sheet with their columns, an empty line between them.

    Raises OutputError where the place cannot be written.
    """
    write_lines(_all_lines(plain_tables(template, table), table), path)


def _all_lines(told: list[PlainTable], table: ConsolidatedTable) -> Iterator[list[Value]]:
    for one in told:
        if one.sheet == told[0].sheet:
            if one is not told[0]:
                yield []
            yield from _lines(one, table)


def _lines(told: PlainTable, table: ConsolidatedTable) -> Iterator[list[Value]]:
    has_areas = bool(table.area_heading)
    area = [table.area_heading] if has_areas else []
    yield [*area, *(column.heading for column in told.columns)]
    for block, rows in told.blocks:
        label = [block.label] if has_areas else []
        for row in rows:
            yield [
                *label,
                *(said.text if said.number is None else said.number for _, said in row.cells),
            ]
