"""Extract texts from compiled formulas ([MS-XLS] 2.5.198, [MS-XLSB] 2.5.97)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

_TEXT, _ATTRIBUTE = 0x17, 0x19
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


def texts_of_xls95(tokens: bytes) -> Iterator[bytes]:
    """In the workbook's code page."""
    return _texts(tokens, _XLS95, _raw)


def texts_of_xlsb(tokens: bytes) -> Iterator[str]:
    return _texts(tokens, _XLSB, _wide)


_Said = TypeVar("_Said", str, bytes)


def _texts(
    tokens: bytes,
    operands: Mapping[int, int],
    text_at: Callable[[bytes, int], tuple[_Said, int]],
) -> Iterator[_Said]:
    """Up to the first token that is not known; what is behind it is not told."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token == _TEXT:
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


def _raw(tokens: bytes, at: int) -> tuple[bytes, int]:
    end = at + 1 + tokens[at]
    return tokens[at + 1 : end], end
