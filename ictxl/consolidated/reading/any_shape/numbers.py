"""Numbers of measures as a plan holds them: code and way to print it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from ictxl import findings
from ictxl.consolidated.reading.any_shape.labels import are_numbered, read_label
from ictxl.consolidated.reading.any_shape.records import Record
from ictxl.consolidated.reading.any_shape.values import one_line
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.text.clean import trim

_USUAL = "({1})"
_WRAPPED = re.compile(r"[(（]([0-9０-９]{1,4})[)）]")


def split_numbers(records: Sequence[Record], notes: Notes) -> tuple[list[str], list[str], str]:
    """Each record's number ("" where it has none) and name, and how all are numbered."""
    if any(record.number for record in records):
        codes = [_code(record.number, notes) for record in records]
        titles = [one_line(record.words) for record in records]
        wrapped = [_WRAPPED.fullmatch(code) for code in codes if code]
        if all(wrapped):
            return [_unwrapped(code) for code in codes], titles, _USUAL
        signs = {style for code in codes if code and (style := _sign_style(code))}
        if len(signs) == 1 and all(_sign_style(code) for code in codes if code):
            return [_counted(code) for code in codes], titles, signs.pop()
        return codes, titles, "{1}"
    words = [one_line(record.words) for record in records]
    is_numbered = are_numbered(words)
    labels = [read_label(text, is_numbered=is_numbered) for text in words]
    keys = {label.key for label in labels if label}
    if len(keys) == 1 and all(label and label.title for label in labels):
        known = [label for label in labels if label]
        return [label.number for label in known], [label.title for label in known], keys.pop()
    return [""] * len(records), [one_line(record.words) for record in records], _USUAL


def _code(spots: Sequence[CellSpot], notes: Notes) -> str:
    if not spots:
        return ""
    spot = spots[0]
    code = one_line(spot.text).translate(_NARROW)
    if isinstance(spot.value, dt.date):
        code = f"{spot.value.month}-{spot.value.day}"
    elif isinstance(spot.value, int | float) and spot.value < 0:
        code = f"({abs(int(spot.value))})"
    elif re.fullmatch(r"[①-⑳]", trim(spot.text)):
        return trim(spot.text)
    if code != trim(spot.text) and not isinstance(spot.value, str):
        notes.at(spot, findings.MEASURE_NUMBER_NORMALISED, read_as=code)
    return code.rstrip(".、")


_NARROW = {0xFF01 + n: 0x21 + n for n in range(94)} | dict.fromkeys(map(ord, "−‐‑–"), "-")


def _unwrapped(code: str) -> str:
    match = _WRAPPED.fullmatch(code)
    return match[1] if match else ""


def _sign_style(code: str) -> str:
    return "{①}" if re.fullmatch(r"[①-⑳]", code) else ""


def _counted(code: str) -> str:
    return str(ord(code) - ord("①") + 1) if code else ""
