"""Finish a form's package: drawings, formula results, reproducible bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ictxl.contract.metadata import COMMON_SHEET, META_SHEET
from ictxl.form.package.saving import MERGED_CELL, Saved, position, saved_parts
from ictxl.form.package.shared_strings import CommonRows, Row, TextTable, reach_of, with_rows
from ictxl.spreadsheets.xlsx.carry_drawings import Repeated, add_last, carry_drawings
from ictxl.spreadsheets.xlsx.package import (
    CONTENT_TYPES,
    CORE,
    OFFICE,
    WORKBOOK,
    relations_path,
)
from ictxl.spreadsheets.xlsx.zip_writer import FIRST_TIME, Part, in_reading_order, zip_parts
from ictxl.text.clean import encode_escapes, escape_xml
from ictxl.text.times import iso_utc

Shown = tuple[str, Mapping[str, str | int]]
"""A sheet, and what its formulas show while nothing is filled in: cell → text or number."""
HiddenRows = tuple[CommonRows, Sequence[Row]]
"""The rows of the two hidden sheets, which openpyxl left empty: those of all forms and the form's
own."""


def pack(
    saved: bytes | Saved,
    template: bytes,
    *,
    title: str,
    keywords: str,
    modified: str,
    rows: HiddenRows | None = None,
    shown: Iterable[Shown] = (),
    repeated: Iterable[Repeated] = (),
) -> bytes:
    """The workbook that openpyxl saved, finished; `rows` fill the hidden sheets."""
    whole = saved if isinstance(saved, Saved) else saved_parts(saved)
    parts, sheets = dict(whole.parts), whole.sheets
    shifts = list(repeated)
    parts[CORE] = _core(title, keywords, modified)
    # What differs from form to form comes last, so that the rest of them is the same everywhere.
    table = TextTable(rows[0] if rows else None)
    changing = {shift.sheet for shift in shifts}
    for name in sorted(sheets, key=lambda name: name in changing):
        parts[sheets[name]] = table.share(parts[sheets[name]])
    if rows:
        common, own = sheets[COMMON_SHEET], sheets[META_SHEET]
        parts[common] = rows[0].in_sheet(parts[common])
        parts[own] = with_rows(parts[own], table.rows(1, rows[1]), reach_of(rows[1]))
    strings: dict[str, Part] = {_STRINGS: table.part()}
    _add_strings(parts)
    for sheet, values in shown:
        parts[sheets[sheet]] = _with_values(parts[sheets[sheet]], values)
    for shift in shifts:
        parts[sheets[shift.sheet]] = _with_growing_rows(parts[sheets[shift.sheet]], shift)
    carry_drawings(template, parts, sheets, shifts)
    return zip_parts(in_reading_order({**parts, **strings}, CONTENT_TYPES))


_STRINGS = "xl/sharedStrings.xml"
_WORKBOOK_RELS = relations_path(WORKBOOK)
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"

_SET_HEIGHT = re.compile(rb'<row customHeight="1"( [^>]*?\br="([0-9]+)")')


def _with_growing_rows(sheet: bytes, repeated: Repeated) -> bytes:
    """The repeated rows' heights as a start only.

    openpyxl marks every height as set by a person, and Excel and LibreOffice then leave the row as
    it is however long a text is typed. Rows with joined cells keep theirs: neither program sees
    what such cells need, and would make them too low.
    """
    first_row, last_row = repeated.row, repeated.row + repeated.added
    for area in MERGED_CELL.findall(sheet):
        first, _, last = area.partition(b":")
        if position(first)[0] < last_row and position(last)[0] + 1 >= first_row:
            return sheet

    def loosen(match: re.Match[bytes]) -> bytes:
        return b"<row" + match[1] if first_row <= int(match[2]) <= last_row else match[0]

    return _SET_HEIGHT.sub(loosen, sheet)


def _add_strings(parts: dict[str, bytes]) -> None:
    add_last(
        parts,
        _WORKBOOK_RELS,
        f'<Relationship Id="rIdStrings" Type="{OFFICE}/sharedStrings"'
        f' Target="/{_STRINGS}"></Relationship>',
    )
    add_last(
        parts,
        CONTENT_TYPES,
        f'<Override ContentType="{_STRINGS_TYPE}" PartName="/{_STRINGS}"></Override>',
    )


def _core(title: str, keywords: str, modified: str) -> bytes:
    stamp = iso_utc(modified) or FIRST_TIME
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_xml(title)}</dc:title><cp:keywords>{_xml(keywords)}</cp:keywords>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()


def _xml(text: str) -> str:
    return escape_xml(encode_escapes(text))


# Attributes in canonical order: r, s, t; openpyxl gives formulas no t.
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)<v></v></c>')


def _with_values(sheet: bytes, values: Mapping[str, str | int]) -> bytes:
    """Formulas with the values they have: shown where nothing recalculates, as in previews and in
    Excel's protected view."""

    def replace(match: re.Match[bytes]) -> bytes:
        value = values.get(match[1].decode())
        if value is None:
            return match[0]
        kind = b' t="str"' if isinstance(value, str) else b""
        text = _xml(str(value)).encode()
        return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (match[1], match[2], kind, match[3], text)

    return _FORMULA_CELL.sub(replace, sheet)
