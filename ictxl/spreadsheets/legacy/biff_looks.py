"""How cells of .xls and .xlsb show what they hold: their fonts and number formats."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ictxl.spreadsheets.appearance import (
    BY_FORMAT,
    LOWERED,
    PLAIN_LOOK,
    RAISED,
    Look,
    symbol_font,
    text_marks,
)
from ictxl.spreadsheets.cells import cell_text
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.number_formats import BUILT_IN, is_plain, shown_number, shown_text
from ictxl.text.clean import clean_text

Runs = list[tuple[int, int]]
"""(first character, font) of each run of a rich text."""
_STRUCK = 0x08
_SCRIPTS = {1: RAISED, 2: LOWERED}
_MOST_NUMBERS = 50_000
"""Numbers of a workbook that are looked at; their values are told all the same."""


@dataclass
class BiffLooks:
    """Fonts, number formats and cell formats, as the workbook's records tell them."""

    skips_font_4: bool = False
    """In .xls there is no font 4; those behind it count on ([MS-XLS] 2.5.129 FontIndex)."""
    fonts: list[Look] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    """Number formats by their number."""
    formats: list[tuple[int, int]] = field(default_factory=list)
    """Each cell format's font and number format."""
    is_1904: bool = False
    numbers: int = 0
    """How many have been looked at."""

    def add_font(self, flags: int, script: int, name: str) -> None:
        look = Look(bool(flags & _STRUCK), _SCRIPTS.get(script, ""), symbol_font(name))
        self.fonts.append(look)

    def _look(self, font: int) -> Look:
        index = font - (self.skips_font_4 and font > 4)  # noqa: PLR2004
        return self.fonts[index] if index < len(self.fonts) else PLAIN_LOOK

    def _format(self, style: int) -> tuple[int, str]:
        font, number = self.formats[style] if style < len(self.formats) else (0, 0)
        return font, self.codes.get(number, "")

    def marks_of_text(
        self, row: int, column: int, style: int, text: str, runs: Runs
    ) -> Iterator[Mark]:
        font, code = self._format(style)
        pieces, at, look = [], 0, self._look(font)
        for start, run_font in [*runs, (len(text), 0)]:
            pieces.append((text[at:start], look))
            at, look = start, self._look(run_font)
        yield from text_marks(row, column, pieces)
        if text and not is_plain(code):
            yield from _seen(row, column, text, shown_text(text, code))

    def marks_of_number(self, row: int, column: int, style: int, value: float) -> Iterator[Mark]:
        _, code = self._format(style)
        self.numbers += 1
        if not is_plain(code) and self.numbers <= _MOST_NUMBERS:
            shown = shown_number(value, code, is_1904=self.is_1904)
            yield from _seen(row, column, cell_text(value), shown)


def _seen(row: int, column: int, value: str, shown: str | None) -> Iterable[Mark]:
    if shown is None or clean_text(shown) == clean_text(value):
        return ()
    return (Mark(MarkKind.SEEN, row, column, clean_text(shown), about=BY_FORMAT),)


def short_number(data: bytes, at: int) -> float:
    """A number in four bytes ([MS-XLS] 2.5.122 RkNumber, [MS-XLSB] 2.5.123)."""
    (bits,) = struct.unpack_from("<i", data, at)
    if bits & 2:
        value = float(bits >> 2)
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (bits & 0xFFFFFFFC) << 32))
    return value / 100 if bits & 1 else value
