"""Find the answer tables of a form: by hidden keys, else by visible headings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import inf
from types import MappingProxyType

from ictxl import findings
from ictxl.contract.answer_values import percentage
from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.findings import Finding, FindingPlace
from ictxl.indicators import Indicator
from ictxl.model import Measure
from ictxl.questions import QuestionKind
from ictxl.returned.sent.continued import ContinuedText, Part, part_of
from ictxl.returned.sent.layout import SentLayout
from ictxl.spreadsheets.cells import Value, address, cell_text, column_letters
from ictxl.spreadsheets.sheet import Sheet
from ictxl.text.clean import clean_text, fold_name

_FEWEST_KEYS = 3
"""So many keys, or the corner and one of them, make a key row."""
_FEWEST_HEADINGS = 3
_HEADING_ROWS = 3
"""Headings may stand on several rows: this far from the one with most of them."""


@dataclass(frozen=True)
class FormRow:
    """One measure's row: the cells of its fields, as the department left them."""

    measure: str
    sheet: str
    row: int
    """As Excel shows it."""
    texts: Mapping[str, str]
    """Field key → text."""
    columns: Mapping[str, str]
    """Question's key → column letters."""
    percents: Collection[str] = ()
    """Keys of the questions whose cells hold a number and show it as a percentage."""

    def cell(self, key: str) -> str:
        return f"{self.columns[key]}{self.row}" if key in self.columns else ""


@dataclass
class AnswerTable:
    """An input table on a sheet; indexes count from 0."""

    sheet: Sheet
    columns: dict[str, int]
    """Field key → column index."""
    head: int
    """Last row above the measures that belongs to the table: key row or headings."""
    id_column: int | None = None
    key_row: int | None = None
    rows: dict[int, str] = field(default_factory=dict)
    """Row index → measure id."""
    continued: dict[int, Part] = field(default_factory=dict)
    """Row index → the part of a measure whose given texts go on there."""
    findings: list[Finding] = field(default_factory=list)
    layout: SentLayout = field(kw_only=True)
    """How the table was sent."""

    def text(self, row: int, key: str) -> str:
        """What stands in a field of a row."""
        return clean_text(cell_text(self.sheet.value(row, self.columns[key])))

    def holds_number(self, row: int, key: str) -> bool:
        """Whether a field of a row holds a number itself, and no text of one."""
        value = self.sheet.value(row, self.columns[key])
        return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < inf

    def share(self, row: int, key: str) -> str:
        """A 割合 above 1 that a cell shows as a percentage, with its %; else ""."""
        number = Decimal(cell_text(self.sheet.value(row, self.columns[key])))
        return percentage(number) if abs(number) > 1 else ""

    def whole_text(self, row: int, key: str, sent: ContinuedText) -> str:
        """A given text of a measure's row together with the rows where it goes on."""
        measure = self.rows[row]
        found = {0: self.text(row, key)}
        for other, (whose, number) in self.continued.items():
            if whose == measure and number < len(sent.parts):
                found.setdefault(number, self.text(other, key))
        return sent.joined(found)


Find = Callable[[str, str, str], Measure | Indicator | None]
"""Looks up what a row is about by its title, area and number, as a person reads them."""


def find_tables(
    file: str,
    sheets: Sequence[Sheet],
    layout: SentLayout,
    find: Find,
    taken: Mapping[str, Collection[int]] = MappingProxyType({}),
) -> list[AnswerTable]:
    """Every input table of the workbook, as `layout` tells: those with keys first, then those known
    by headings. `taken` are rows of another table, by sheet."""
    keyed: list[AnswerTable] = []
    others: list[AnswerTable] = []
    for sheet in sheets:
        if sheet.name in HIDDEN_SHEETS:
            continue
        table = _keyed_table(file, sheet, layout)
        if table is not None:
            keyed.append(table)
        elif sheet.name == layout.sheet or sheet.name not in layout.cells:
            table = _headed_table(file, sheet, layout)
            if table is not None:
                others.append(table)
    for table in (*keyed, *others):
        _find_rows(file, table, find, taken.get(table.sheet.name, ()))
    return keyed + [table for table in others if table.rows]


def form_rows(
    table: AnswerTable, percents: Collection[tuple[int, int]] = frozenset()
) -> Iterator[FormRow]:
    """The table's rows as the department left them; `percents` are the sheet's cells that show
    a percentage (row and column from 0)."""
    layout = table.layout
    asked = layout.asked
    numbers = [k for k in table.columns if k in asked and asked[k].kind.is_number]
    letters = {k: column_letters(index) for k, index in table.columns.items() if k in asked}
    for row, measure in table.rows.items():
        texts = {key: table.text(row, key) for key in table.columns}
        shares = [k for k in numbers if (row, table.columns[k]) in percents]
        shares = [k for k in shares if table.holds_number(row, k)]
        for key in shares:
            if asked[key].kind is QuestionKind.RATIO:
                texts[key] = table.share(row, key) or texts[key]
        for whose, key in layout.continued:
            if whose == measure and key in texts:
                texts[key] = table.whole_text(row, key, layout.continued[whose, key])
        yield FormRow(measure, table.sheet.name, row + 1, texts, letters, shares)


def _keyed_table(file: str, sheet: Sheet, layout: SentLayout) -> AnswerTable | None:
    known, fields = layout.fields.keys, layout.fields.columns
    for index, row in enumerate(sheet.rows):
        if known.isdisjoint(row):
            continue
        keys: dict[str, int] = {}
        for column, value in enumerate(row):
            if value in known:
                keys.setdefault(str(value), column)
        corner = layout.fields.corner
        if len(keys) >= _FEWEST_KEYS or (corner in keys and len(keys) > 1):
            id_column = keys.pop(corner, None)
            columns = {key: column for key, column in keys.items() if key in fields}
            if id_column is None:
                id_column = _id_column(sheet, columns, layout)
            table = AnswerTable(sheet, columns, index, id_column, index, layout=layout)
            _hold_against_headings(file, table, layout)
            return table
    return None


def _id_column(sheet: Sheet, columns: Mapping[str, int], layout: SentLayout) -> int | None:
    """Where its key is gone: the column, none of the fields', that holds most measure ids."""
    counts: dict[int, int] = {}
    for row in sheet.rows:
        for column, value in enumerate(row):
            if isinstance(value, str) and layout.is_id(value):
                counts[column] = counts.get(column, 0) + 1
    for column in columns.values():
        counts.pop(column, None)
    return min(counts, key=lambda c: (-counts[c], c)) if counts else None


def _hold_against_headings(file: str, table: AnswerTable, layout: SentLayout) -> None:
    """Columns without a key, or whose key stayed behind when they were moved, go by heading."""
    if _stands_as_sent(table, layout):
        return
    seen = _headings(table.sheet, layout)
    if seen is None:
        return
    row, by_heading = seen
    table.head = max(table.head, row)
    displaced = _displaced(table.columns, by_heading)
    for key, column in by_heading.items():
        if key not in table.columns or key in displaced:
            table.columns[key] = column
            if key in layout.fields.input_keys:
                table.findings.append(_by_heading(file, table, key, row, layout))


def _stands_as_sent(table: AnswerTable, layout: SentLayout) -> bool:
    """Every column has its key and, below it, its heading: the ordinary case, told cheaply."""
    if not layout.heading_of or layout.heading_of.keys() - table.columns.keys():
        return False
    rows = table.sheet.rows[table.head + 1 : table.head + 1 + _HEAD_ROWS]
    lowest = table.head
    for key, heading in layout.heading_of.items():
        column = table.columns[key]
        for offset, row in enumerate(rows, table.head + 1):
            if column < len(row) and row[column] == heading:
                lowest = max(lowest, offset)
                break
        else:
            return False
    table.head = lowest
    return True


def _displaced(columns: Mapping[str, int], by_heading: Mapping[str, int]) -> set[str]:
    """Keys over a column that carries another field's heading, while their own is elsewhere."""
    at = {column: key for key, column in by_heading.items()}
    return {
        key
        for key, column in columns.items()
        if key in by_heading and by_heading[key] != column and column in at
    }


def _headed_table(file: str, sheet: Sheet, layout: SentLayout) -> AnswerTable | None:
    seen = _headings(sheet, layout)
    if seen is None:
        return None
    row, columns = seen
    names = {layout.telling["title"], layout.telling["number"]}
    if layout.fields.input_keys.isdisjoint(columns) or columns.keys().isdisjoint(names):
        return None
    table = AnswerTable(sheet, columns, row, _id_column(sheet, columns, layout), layout=layout)
    table.findings = [
        _by_heading(file, table, key, row, layout)
        for key in columns
        if key in layout.fields.input_keys
    ]
    return table


def _headings(sheet: Sheet, layout: SentLayout) -> tuple[int, dict[str, int]] | None:
    """The lowest heading row's index, and the column of each field whose heading is there once."""
    places: dict[str, list[tuple[int, int]]] = {}
    often: dict[int, int] = {}
    longest = 2 * max(map(len, layout.headings), default=0) + _BLANKS
    for index, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            if value and isinstance(value, str):
                key = layout.headings.get(fold_name(value)) if len(value) <= longest else None
                if key:
                    places.setdefault(key, []).append((index, column))
                    often[index] = often.get(index, 0) + 1
    best = max(often, key=lambda index: (often[index], -index), default=None)
    if best is None:
        return None
    near = {
        key: [place for place in found if abs(place[0] - best) <= _HEADING_ROWS]
        for key, found in places.items()
    }
    single = {key: found[0] for key, found in near.items() if len(found) == 1}
    if len(single) < _FEWEST_HEADINGS:
        return None
    return best, {key: column for key, (_, column) in single.items()}


_HEAD_ROWS = 30
"""Titles and notes between key row and headings take no more rows."""
_BLANKS = 100
"""A heading may be broken into lines and spaced out, but is no longer than this."""


def _by_heading(file: str, table: AnswerTable, key: str, row: int, layout: SentLayout) -> Finding:
    column = table.columns[key]
    letters = column_letters(column)
    written = clean_text(cell_text(table.sheet.value(row, column)))
    heading = written or layout.fields.by_key[key].heading
    return findings.COLUMN_READ_BY_HEADING(
        file=file,
        sheet=table.sheet.name,
        cell=f"{letters}{row + 1}",
        heading=heading,
        column=letters,
    )


def _find_rows(file: str, table: AnswerTable, find: Find, taken: Collection[int]) -> None:
    layout = table.layout
    title = layout.telling["title"]
    for index, row in enumerate(table.sheet.rows):
        if index == table.head or index in taken or not _may_be_asked(row, table):
            continue
        key = _id_in(row, table.id_column, layout)
        if key is None and (index < table.head or _goes_on(table, index, row, find)):
            continue
        given = _given_in(row, table)
        if key is not None and given["title"] and given["title"] == layout.given.get((key, title)):
            table.rows[index] = key
            continue
        seen = _evidence(given, layout, find) if any(given.values()) else {}
        best = max(seen, key=lambda measure: seen[measure], default=None)
        if best is None or list(seen.values()).count(seen[best]) > 1:
            best = key
        if key is None and best is not None:
            table.rows[index] = best
            place = _row_place(file, table, index, best)
            table.findings.append(
                findings.ROW_READ_BY_TITLE.at(place, whose=layout.words_for(best))
            )
        elif key is not None and best is not None and seen.get(best, 0) > seen.get(key, 0):
            table.rows[index] = best
            if best != key:
                place = _row_place(file, table, index, best)
                kind, words = findings.ROW_ID_CONTRADICTS_TITLE, layout.words_for
                table.findings.append(kind.at(place, whose=words(best), key=words(key)))
        elif key is not None:
            table.rows[index] = key


def _may_be_asked(row: Sequence[Value], table: AnswerTable) -> bool:
    """Whether the row holds anything, and not the id of a row of another table."""
    column = table.id_column
    text = cell_text(row[column]) if column is not None and column < len(row) else ""
    return bool(row) and not (text and table.layout.is_foreign_id(clean_text(text)))


def _evidence(given: Mapping[str, str], layout: SentLayout, find: Find) -> dict[str, int]:
    """How many of a row's visible texts are those of each measure, where any is."""
    named = find(given["title"], given["area"], given["number"])
    found: dict[str, int] = {named.id: 1} if named else {}
    telling = layout.telling
    for measure in layout.measures:
        sent = {name: layout.given.get((measure, key), "") for name, key in telling.items()}
        if layout.needs_title and given["title"] != sent["title"]:
            continue
        agreeing = sum(given[k] != "" and given[k] == sent[k] for k in ("title", "target"))
        agreeing += given["number"] != "" and all(given[k] == sent[k] for k in ("area", "number"))
        if agreeing:
            found[measure] = agreeing + (named is not None and named.id == measure)
    return found


def _goes_on(table: AnswerTable, index: int, row: Sequence[Value], find: Find) -> bool:
    """A row in which a measure's given texts go on, unless a whole measure was pasted over it."""
    column = table.id_column
    part = part_of(cell_text(row[column])) if column is not None and column < len(row) else None
    if part is None:
        return False
    given = _given_in(row, table)
    if find(given["title"], given["area"], given["number"]):
        return False
    table.continued[index] = part
    return True


def _id_in(row: Sequence[Value], column: int | None, layout: SentLayout) -> str | None:
    if column is None or column >= len(row):
        return None
    text = clean_text(cell_text(row[column]))
    return text if layout.is_id(text) else None


def _given_in(row: Sequence[Value], table: AnswerTable) -> dict[str, str]:
    return {name: _given(row, table, key) for name, key in table.layout.telling.items()}


def _given(row: Sequence[Value], table: AnswerTable, key: str) -> str:
    column = table.columns.get(key)
    return clean_text(cell_text(row[column])) if column is not None and column < len(row) else ""


def _row_place(file: str, table: AnswerTable, row: int, measure: str) -> FindingPlace:
    layout = table.layout
    first, second = (table.columns.get(layout.telling[name]) for name in ("title", "number"))
    column = first if first is not None else second or 0
    return {
        "file": file,
        "sheet": table.sheet.name,
        "cell": address(row, column),
        "measure": layout.measure_of(measure),
        "level": layout.level,
    }
