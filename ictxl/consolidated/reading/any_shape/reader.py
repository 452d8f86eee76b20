"""Read a file of any shape → plan, answers, and a finding for all that was decided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ictxl import findings
from ictxl.consolidated.reading.any_shape.around import (
    Around,
    SheetHead,
    note_years,
    read_above,
    read_below,
)
from ictxl.consolidated.reading.any_shape.asking import (
    ask,
    plain_headings,
    tell_columns,
    unify,
)
from ictxl.consolidated.reading.any_shape.finer_names import take_finer_names
from ictxl.consolidated.reading.any_shape.grid import Grid
from ictxl.consolidated.reading.any_shape.headings.column import Column, all_of, is_amount
from ictxl.consolidated.reading.any_shape.headings.columns import read_columns
from ictxl.consolidated.reading.any_shape.headings.meanings import (
    Family,
    Meaning,
    family_of,
    is_level_word,
    is_title_word,
)
from ictxl.consolidated.reading.any_shape.labels import read_label
from ictxl.consolidated.reading.any_shape.measure_sheets import (
    Block,
    MeasureSheets,
    cover,
    find_blocks,
)
from ictxl.consolidated.reading.any_shape.plan_making import Material, make_table
from ictxl.consolidated.reading.any_shape.records import Record
from ictxl.consolidated.reading.any_shape.relaid.order import in_reading_order
from ictxl.consolidated.reading.any_shape.rows import Bands, RowReader, enter_band
from ictxl.consolidated.reading.any_shape.tables import Table, find_tables
from ictxl.consolidated.reading.any_shape.values import is_department, is_nothing
from ictxl.consolidated.reading.any_shape.years import years_in
from ictxl.consolidated.reading.imported import HeadingGuess, ImportedTable, Notes
from ictxl.consolidated.reading.source_cells import CellSpot, TableBook
from ictxl.consolidated.reading.surroundings import NO_ROW
from ictxl.contract.placeholders import used_names
from ictxl.errors import InputError
from ictxl.model import Plan
from ictxl.text.clean import fold_name, normalized

Meanings = Mapping[str, Meaning]
"""Folded heading → what a person says that its column is."""


@dataclass
class _Sheet:
    """A sheet with its tables, or with its 個票."""

    grid: Grid
    tables: list[Table] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    is_older: bool = False
    """Whether it is a table of a year before that of another sheet."""

    @property
    def above(self) -> list[list[CellSpot]]:
        """The rows above the first table, each with its cells."""
        if self.tables:
            return self.grid.rows[: self.tables[0].first]
        first = min((s.row for b in self.blocks for p in b.pairs for s in p.labels), default=0)
        return self.grid.rows[:first]


@dataclass
class _File:
    """All that hold measures in a file."""

    sheets: list[_Sheet]
    cards: MeasureSheets

    @property
    def tables(self) -> list[Table]:
        return [table for sheet in self.sheets for table in sheet.tables]

    @property
    def columns(self) -> list[list[Column]]:
        own = [self.cards.columns] if self.cards.columns else []
        return [*(table.columns for table in self.tables), *own]


def read_any_shape(
    book: TableBook,
    usual: Plan,
    title: str = "",
    year: int | None = None,
    meanings: Meanings | None = None,
) -> ImportedTable:
    """Read every table of a file, however it is laid out.

    `usual` lends its questions to a table without answers, `title` and `year` go before what the
    file says, `meanings` before what its headings are taken for. Raises InputError where no table,
    no measure in it, or no year can be found.
    """
    notes = Notes(book.file)
    file = _find(book, notes)
    if not file.columns:
        raise InputError(*_no_table(book, notes))
    around = Around(notes)
    for sheet in file.sheets:
        note_years(around, [spot for row in sheet.above for spot in row])
    _look_at_covers(file, around)
    values = [p.value for s in file.sheets for b in s.blocks for p in b.pairs if p.tells_the_year]
    note_years(around, values)
    found = _read_columns(file, around, year, meanings or {})
    records = _read_sheets(file, around, notes)
    if not records:
        raise InputError(*_no_measures(book, notes, file.tables))
    the_year = year or around.year or found or _year_elsewhere(book)
    if the_year is None:
        raise InputError(
            f"「{book.path}」の年度がわかりません。",
            "--year に西暦を指定してください(例: --year 2019)。",
            notes.found,
        )
    asked = ask(file.columns, around.explained, around.money_unit, notes)
    tell_columns(file.columns, notes, is_told=bool(meanings))
    notes.use_plain(plain_headings(file.columns))
    material = Material(book, usual, notes, around, asked, records, title, the_year)
    return make_table(material, _measure_heading(file.columns), _guesses(file.columns))


def _look_at_covers(file: _File, around: Around) -> None:
    """A year and a name of the plan on a sheet without a table, where no table has them above."""
    covers = [sheet.grid for sheet in file.sheets if not (sheet.tables or sheet.blocks)]
    for spot in (s for grid in covers for row in grid.rows[:_COVER_ROWS] for s in row):
        if not around.years:
            note_years(around, [spot])
        around.note_cover(spot)


_COVER_ROWS = 20


def _find(book: TableBook, notes: Notes) -> _File:
    sheets = [_Sheet(Grid(in_reading_order(sheet, notes))) for sheet in book.sheets]
    cards = MeasureSheets()
    for sheet in sheets:
        tables = find_tables(sheet.grid)
        sheet.tables = tables if any(map(_is_of_measures, tables)) else []
        blocks = find_blocks(sheet.grid)
        if not sheet.tables or _holds_tables(blocks, sheet.tables):
            sheet.tables, sheet.blocks = [], blocks
    _leave_out_older(sheets)
    _leave_out_counts(sheets)
    for block in (block for sheet in sheets for block in sheet.blocks):
        cards.add(block)
    cards.put_names_first()
    return _File(sheets, cards)


def _holds_tables(blocks: Sequence[Block], tables: Sequence[Table]) -> bool:
    """Whether a 個票 names its measure above tables that have none: of indicators, of criteria."""
    headings = [column.heading for column in tables[0].columns]
    pairs = [p for b in blocks for p in b.pairs]
    names = [p for p in pairs if is_title_word(p.heading) or is_level_word(p.heading)]
    above = [p for p in names if p.value.row < tables[0].first]
    if above and not any(map(is_title_word, headings)):
        return True
    labels = {fold_name(pair.heading) for pair in pairs}
    return len(labels) > len(headings) and cover(pairs, tables[0].grid, tables[0].first)


def _leave_out_older(sheets: Sequence[_Sheet]) -> None:
    """Of sheets that are named by their years the newest is read."""
    filled = [sheet for sheet in sheets if sheet.tables or sheet.blocks]
    years = [one[-1].year for sheet in filled if (one := years_in(sheet.grid.name))]
    if len(filled) < _SEVERAL or len(years) != len(filled) or len(set(years)) < len(years):
        return
    for sheet, year in zip(filled, years, strict=True):
        if year < max(years):
            sheet.is_older, sheet.tables, sheet.blocks = True, [], []


def _leave_out_counts(sheets: Sequence[_Sheet]) -> None:
    """Beside tables with departments, one of names and numbers alone sums them up."""
    found = [(sheet, table) for sheet in sheets for table in sheet.tables]
    if any(_names_departments(table) for _, table in found):
        for sheet, table in found:
            if not _names_departments(table) and _are_counts(table):
                sheet.tables.remove(table)


def _names_departments(table: Table) -> bool:
    return any(family_of(column.heading) is Family.DEPARTMENT for column in table.columns)


def _are_counts(table: Table) -> bool:
    counted = [column for column in table.columns if all_of(column, is_amount)]
    others = [column for column in table.columns if column not in counted]
    return len(counted) > 1 and all(family_of(c.heading) is Family.NAME for c in others)


_NAMING = frozenset({Family.NAME, Family.INDICATOR})


def _is_of_measures(table: Table) -> bool:
    """Whether the headings tell of measures and of what is said on each."""
    families = {family_of(column.heading) for column in table.columns}
    names = bool(families & _NAMING) or any(
        c.texts and all(map(is_department, c.texts)) for c in table.columns
    )
    return names and len(table.columns) >= _LEAST and any(table.rows())


_LEAST = 3


def _read_columns(file: _File, around: Around, year: int | None, meanings: Meanings) -> int | None:
    """Decide on all columns; the newest year that their headings tell."""
    found = []
    for columns in file.columns:
        table_year = read_columns(
            columns,
            around.era,
            year or around.year,
            meanings,
            are_labels=columns is file.cards.columns,
        )
        found += [table_year] if table_year else []
    for table in file.tables if not meanings else ():
        take_finer_names(table)
    unify(file.columns, _is_taken)
    return max(found, default=None)


def _is_taken(name: str) -> bool:
    return fold_name(name) in used_names()


def _read_sheets(file: _File, around: Around, notes: Notes) -> list[Record]:
    records: list[Record] = []
    by_name = _are_areas(file)
    for sheet in file.sheets:
        head = SheetHead(Bands())
        if by_name and (sheet.tables or sheet.blocks):
            enter_band(head.bands, CellSpot(sheet.grid.name, NO_ROW, 0, sheet.grid.name))
        if sheet.tables:
            head.sections = sheet.tables[0].section_signs
        if sheet.tables or sheet.blocks:
            read_above(around, sheet.above, head)
        else:
            _list_sheet(sheet.grid, around, notes, is_older=sheet.is_older)
        if not head.charge and is_department(sheet.grid.name):
            head.charge = sheet.grid.name
        for table in sheet.tables:
            reader = RowReader(table, head.bands, notes, head.charge)
            records += reader.read()
            list(read_below(around, reader.asides))
        for block in sheet.blocks:
            notes.use(s for pair in block.pairs for s in (*pair.labels, pair.value, *pair.beside))
            records.append(file.cards.record(block, head.charge))
        if sheet.tables:
            _read_rest(sheet, around)
    return records


_PLAIN_NAME = re.compile(
    r"(?:Sheet|シート|表|ページ|別紙|様式|Table)?[\s0-9()-]*(?:年度)?", re.IGNORECASE
)


def _are_areas(file: _File) -> bool:
    """Whether the names of several sheets are the areas of their measures."""
    sheets = [sheet for sheet in file.sheets if sheet.tables or sheet.blocks]
    names = [normalized("NFKC", sheet.grid.name) for sheet in sheets]
    if len(sheets) < _SEVERAL or any(map(is_department, names)):
        return False
    if any(_PLAIN_NAME.fullmatch(name) or years_in(name) for name in names):
        return False
    levels = any(c.meaning is Meaning.LEVEL for columns in file.columns for c in columns)
    return not levels and not any(_has_band(sheet) for sheet in sheets)


_SEVERAL = 2


def _has_band(sheet: _Sheet) -> bool:
    """Whether a line above the table names an area."""
    return any(read_label(s.text) for row in sheet.above for s in row if not years_in(s.text))


def _read_rest(sheet: _Sheet, around: Around) -> None:
    """Legends and notes below the last table."""
    behind = sheet.grid.rows[sheet.tables[-1].end :]
    for spot in read_below(around, behind):
        around.notes.at(spot, findings.NOTE_LISTED)


def _list_sheet(grid: Grid, around: Around, notes: Notes, *, is_older: bool) -> None:
    """A sheet that is not read: its legends count, and all of it is listed as one."""
    spots = list(read_below(around, grid.rows))
    if spots:
        notes.use(spots)
        texts = "\n".join(spot.text for spot in spots)
        kind = findings.SHEET_OF_OLDER_YEAR if is_older else findings.SHEET_WITHOUT_TABLE
        notes.on(grid.name, kind, value=texts)


def _year_elsewhere(book: TableBook) -> int | None:
    """A year in the names of sheets and file."""
    for text in (*(sheet.name for sheet in book.sheets), book.path.stem):
        if found := years_in(text):
            return found[-1].year
    return None


def _no_table(book: TableBook, notes: Notes) -> tuple[str, str, Sequence[findings.Finding]]:
    for sheet in book.sheets:
        notes.on(sheet.name, findings.NO_PROGRESS_TABLE)
    return (
        f"「{book.path}」に進捗状況の表がありません。",
        "表の見出し(事業名、担当課、実績、評価など)を確かめてください。",
        notes.found,
    )


def _no_measures(
    book: TableBook, notes: Notes, tables: Sequence[Table]
) -> tuple[str, str, Sequence[findings.Finding]]:
    for table in tables:
        notes.at(table.heads[0].spots[0], findings.TABLE_WITHOUT_MEASURES)
    return (
        f"「{book.path}」の進捗状況の表に、施策が一件も読み取れません。",
        "表の見出しと、その下の行の列がそろっているか確かめてください。",
        [f for f in notes.found if f.is_a(findings.TABLE_WITHOUT_MEASURES)],
    )


def _measure_heading(tables: Sequence[Sequence[Column]]) -> str:
    """What the measures are called: the heading over their names."""
    named = (c.label for columns in tables for c in columns if c.meaning is Meaning.TITLE)
    return next(named, "")


def _guesses(tables: Sequence[Sequence[Column]]) -> tuple[HeadingGuess, ...]:
    """A row of 見出しの対応 for each heading of the file."""
    found: dict[str, HeadingGuess] = {}
    for column in (column for columns in tables for column in columns):
        key = fold_name(column.heading)
        if column.heading and key not in found:
            found[key] = HeadingGuess(
                column.heading, _example(column), column.meaning.value, column.is_sure
            )
    return tuple(found.values())


def _example(column: Column) -> str:
    return next((text for text in column.texts if not is_nothing(text)), "")
