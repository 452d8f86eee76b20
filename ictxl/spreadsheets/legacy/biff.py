"""What cells of .xls and .xlsb have in common: fonts, number formats, texts in compiled formulas.

[MS-XLS] 2.5.198, [MS-XLSB] 2.5.97.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from ictxl.spreadsheets.appearance import (
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
from ictxl.spreadsheets.xlsx.looks import format_mark

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
            yield from format_mark(row, column, text, shown_text(text, code))

    def marks_of_number(self, row: int, column: int, style: int, value: float) -> Iterator[Mark]:
        _, code = self._format(style)
        self.numbers += 1
        if not is_plain(code) and self.numbers <= _MOST_NUMBERS:
            shown = shown_number(value, code, is_1904=self.is_1904)
            yield from format_mark(row, column, cell_text(value), shown)


def error_mark(row: int, column: int, code: int) -> Mark:
    return Mark(MarkKind.ERROR, row, column, _ERRORS.get(code, "#エラー"))


_ERRORS = {
    **{0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"},
    42: "#N/A",
}


def short_number(data: bytes, at: int) -> float:
    """A number in four bytes ([MS-XLS] 2.5.122 RkNumber, [MS-XLSB] 2.5.123)."""
    (bits,) = struct.unpack_from("<i", data, at)
    if bits & 2:
        value = float(bits >> 2)
    else:
        (value,) = struct.unpack("<d", struct.pack("<Q", (bits & 0xFFFFFFFC) << 32))
    return value / 100 if bits & 1 else value


_TEXT_TOKEN, _ATTRIBUTE = 0x17, 0x19
_CHOOSE = 0x04
_CLASSES = 0x1F
"""Operands come in three classes, which differ in the two bits above."""
_COMMON: Mapping[int, int] = {
    **dict.fromkeys(range(0x03, 0x17), 0),  # operators, parentheses, an argument left out
    **{0x01: 4, 0x02: 4, 0x1C: 1, 0x1D: 1, 0x1E: 2, 0x1F: 8},
}
_XLS: Mapping[int, int] = {
    **{0x20: 7, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 4, 0x25: 8, 0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2},
    **{0x2A: 4, 0x2B: 8, 0x2C: 4, 0x2D: 8, 0x39: 6, 0x3A: 6, 0x3B: 10, 0x3C: 6, 0x3D: 10},
}
_XLSB: Mapping[int, int] = {
    **{0x20: 14, 0x21: 2, 0x22: 3, 0x23: 4, 0x24: 6, 0x25: 12, 0x26: 6, 0x27: 6, 0x28: 6, 0x29: 2},
    **{0x2A: 6, 0x2B: 12, 0x2C: 6, 0x2D: 12, 0x39: 6, 0x3A: 8, 0x3B: 14, 0x3C: 8, 0x3D: 14},
}
_XLS95: Mapping[int, int] = {
    **_XLS,
    **{0x23: 14, 0x24: 3, 0x25: 6, 0x2A: 3, 0x2B: 6, 0x2C: 3, 0x2D: 6},
    **{0x39: 24, 0x3A: 17, 0x3B: 20, 0x3C: 17, 0x3D: 20},
}
"""Bytes that follow each token."""


def texts_of_xls(tokens: bytes) -> Iterator[str]:
    return _texts(tokens, _XLS, _narrow)


def texts_of_xls95(tokens: bytes, codec: str) -> Iterator[str]:
    return _texts(tokens, _XLS95, lambda tokens, at: _counted(tokens, at, codec))


def texts_of_xlsb(tokens: bytes) -> Iterator[str]:
    return _texts(tokens, _XLSB, _wide)


def _texts(
    tokens: bytes,
    operands: Mapping[int, int],
    text_at: Callable[[bytes, int], tuple[str, int]],
) -> Iterator[str]:
    """Up to the first token that is not known; what is behind it is not told."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token == _TEXT_TOKEN:
            text, at = text_at(tokens, at)
            yield text
        elif token == _ATTRIBUTE:
            size = int.from_bytes(tokens[at + 1 : at + 3], "little")
            at += 3 + (2 * (size + 1) if tokens[at : at + 1] == bytes([_CHOOSE]) else 0)
        else:
            kind = token if token <= _CLASSES else token & _CLASSES | 0x20
            size = _COMMON.get(kind, operands.get(kind, -1))
            if size < 0:
                return
            at += size


def _wide(tokens: bytes, at: int) -> tuple[str, int]:
    end = at + 2 + 2 * int.from_bytes(tokens[at : at + 2], "little")
    return tokens[at + 2 : end].decode("utf-16-le", "replace"), end


def _narrow(tokens: bytes, at: int) -> tuple[str, int]:
    length, flags = tokens[at], tokens[at + 1]
    end = at + 2 + (2 * length if flags & 1 else length)
    return tokens[at + 2 : end].decode("utf-16-le" if flags & 1 else "latin-1", "replace"), end


def _counted(tokens: bytes, at: int, codec: str) -> tuple[str, int]:
    end = at + 1 + tokens[at]
    return tokens[at + 1 : end].decode(codec, "replace"), end
