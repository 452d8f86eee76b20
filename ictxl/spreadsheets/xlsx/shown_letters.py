"""How many letters a workbook's cells show, before calamine makes a text of each cell.

A package holds a text once, however many cells show it: 100 kB may stand for gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from ictxl.spreadsheets.limits import MEGABYTE, Limits
from ictxl.spreadsheets.xlsx.sheet_xml import deep_cells, shared_index, whole_text
from ictxl.spreadsheets.xml_parts import local_name, parse_xml

ORDINARY_LETTERS = 16_000_000
"""Of a workbook that is read at once; a real form of 300 measures has 100,000."""
_SHEETS = 8
"""Of such a workbook; on each of them a share of these letters needs no closer look."""
_END = b"si>"
"""Of a text, and of the tag before it."""
_USUAL = 4096
"""Bytes that hardly a text is longer than: looked for in such steps, its ends are soon found."""
_BYTES_A_LETTER = 16
"""Of memory: calamine, reading and reporting each hold it once or twice."""


def most_letters(limits: Limits) -> int:
    """How many letters may be read within the memory."""
    return limits.memory_megabytes * MEGABYTE // _BYTES_A_LETTER


class SharedLengths:
    """How long each text of a package's table of texts is."""

    def __init__(self, strings: bytes) -> None:
        self._strings = strings

    @cached_property
    def _at_most(self) -> int:
        """Bytes of a text, quickly, and rather too many: `_USUAL` where all are shorter."""
        longest, start, end = _USUAL, 0, len(self._strings)
        while start + _USUAL < end:
            at = self._strings.rfind(_END, start, start + _USUAL)
            if at < 0:
                at = self._strings.find(_END, start)
                at = at if at >= 0 else end
                longest = max(longest, at - start)
            start = at + len(_END)
        return longest

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._strings.split(_END)))

    @cached_property
    def _bytes(self) -> Sequence[int] | None:
        """Of each text, in their order; None where the table is not written as usual."""
        pieces = self._strings.split(_END)
        begun, ended = self._strings.count(b"<si>"), self._strings.count(b"</si>")
        is_plain = begun == ended == len(pieces) // 2
        return [len(piece) for piece in pieces[1::2]] if is_plain else None

    def at_most(self, sheet: bytes) -> int:
        """Quickly, and rather too much: letters as bytes of the table, numbers as its texts."""
        if not self._strings:
            return 0
        # The tags' one letter is found many times faster than the tags.
        cruder = self._at_most * sheet.count(b"v")
        if cruder <= ORDINARY_LETTERS // _SHEETS:
            return cruder
        crude = self._longest * (sheet.count(b"<v") + sheet.count(b":v"))
        if crude <= ORDINARY_LETTERS or self._bytes is None:
            return crude
        found = _VALUE.findall(sheet)
        if len(found) < sheet.count(b"<v") + sheet.count(b":v"):
            return crude
        return _sum(self._bytes, (int(digits) for digits in found if digits))

    def exactly(self, sheet: bytes, name: str) -> int:
        """Cell by cell. Raises BrokenPartError."""
        items = [e for e in parse_xml(self._strings, "sharedStrings") if local_name(e) == "si"]
        lengths = [len(whole_text(item)) for item in items]
        cells = deep_cells(parse_xml(sheet, name))
        return _sum(lengths, (shared_index(cell.value) for cell in cells if cell.type == "s"))


_VALUE = re.compile(rb"<v>(?:(\d{1,9})|[-.A-Za-z<\x80-\xff])")
"""A value that may be the number of a text, or that surely is none."""


def _sum(lengths: Sequence[int], indexes: Iterable[int]) -> int:
    return sum(lengths[index] for index in indexes if 0 <= index < len(lengths))
