"""Write the shared strings table (xl/sharedStrings.xml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from ictxl.spreadsheets.cells import address
from ictxl.spreadsheets.xlsx.zip_writer import Beginning, ContinuedPart, Part
from ictxl.text.clean import encode_escapes, escape_xml

_INLINE = re.compile(rb' t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)
Row = Sequence[str | int]


class TextTable:
    """The table under way; it may go on from the one that many forms begin with."""

    def __init__(self, common: CommonRows | None = None) -> None:
        self._common = common
        self.numbers: dict[bytes, int] = dict(common.numbers) if common else {}
        """A text's XML → its number."""
        self.uses: int = common.uses if common else 0
        """Cells that hold a text."""

    def number(self, item: bytes) -> int:
        """The text's number, for one cell that holds it."""
        self.uses += 1
        return self.numbers.setdefault(item, len(self.numbers))

    def share(self, sheet: bytes) -> bytes:
        """The sheet's XML with its cells' own texts moved to the table."""
        return _INLINE.sub(
            lambda match: b' t="s"><v>%d</v></c>' % self.number(match[1]),
            sheet,
        )

    def rows(self, first: int, rows: Iterable[Row]) -> bytes:
        """Rows of texts and numbers as XML, from row `first` on; empty texts have no cell."""
        return "".join(self._row(number, row) for number, row in enumerate(rows, first)).encode()

    def _row(self, number: int, row: Row) -> str:
        cells = [
            self._cell(address(number - 1, column), value)
            for column, value in enumerate(row)
            if value != ""
        ]
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell(self, place: str, value: str | int) -> str:
        if isinstance(value, int):
            return f'<c r="{place}"><v>{value}</v></c>'
        return f'<c r="{place}" t="s"><v>{self.number(_item(value))}</v></c>'

    def part(self) -> Part:
        """The whole table."""
        known = len(self._common.numbers) if self._common else 0
        items = _items(list(self.numbers)[known:])
        head = (
            b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
            b' count="%d" uniqueCount="%d">' % (self.uses, len(self.numbers))
        )
        if self._common is None:
            return head + items + b"</sst>"
        return ContinuedPart(head, self._common.items, items + b"</sst>")


class CommonRows:
    """The rows of a sheet that many forms have, and the texts in them."""

    uses: int

    def __init__(self, rows: Sequence[Row]) -> None:
        table = TextTable()
        self._xml, self._reach = table.rows(1, rows), reach_of(rows)
        self._sheets: dict[bytes, bytes] = {}
        self.numbers, self.uses = table.numbers, table.uses

    @cached_property
    def items(self) -> Beginning:
        """The beginning of the shared table."""
        return Beginning(_items(self.numbers))

    def in_sheet(self, empty: bytes) -> bytes:
        """The sheet's XML with these rows; the same object for all forms, so that it is deflated
        once."""
        if empty not in self._sheets:
            self._sheets[empty] = with_rows(empty, self._xml, self._reach)
        return self._sheets[empty]


def reach_of(rows: Sequence[Row]) -> str:
    """The area of the rows, from A1 on."""
    return f"A1:{address(max(len(rows), 1) - 1, max(map(len, rows), default=1) - 1)}"


_NO_REACH = re.compile(rb'<dimension ref="[^"]*">')


def with_rows(sheet: bytes, rows: bytes, reach: str) -> bytes:
    """The XML of a sheet that was left empty, with rows that take this area; programs that believe
    `<dimension>` read no further than it says."""
    head, empty, tail = sheet.partition(b"<sheetData></sheetData>")
    assert empty, "the sheet was left empty"
    head, told = _NO_REACH.subn(b'<dimension ref="%s">' % reach.encode(), head)
    assert told, "openpyxl tells how far the sheet reaches"
    return b"".join([head, b"<sheetData>", rows, b"</sheetData>", tail])


def _items(texts: Iterable[bytes]) -> bytes:
    return b"".join([b"<si>" + text + b"</si>" for text in texts])


@lru_cache(maxsize=8192)
def _item(text: str) -> bytes:
    """A text's XML."""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{space}>{escape_xml(encode_escapes(text))}</t>".encode()
