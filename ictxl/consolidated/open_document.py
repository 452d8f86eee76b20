"""Adjust the .ods that LibreOffice makes of the workbook, before it prints it.

Style names and the order of attributes are those that LibreOffice writes.
"""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

_USUAL_CELL = re.compile(
    rb'(<style:style style:name="Default" style:family="table-cell"[^>]*>'
    rb"(?:<style:table-cell-properties[^>]*/>)?)"
)
_BY_RULES = b'<style:paragraph-properties style:line-break="strict"/>'
_IN_CHINESE = re.compile(rb'style:language-asian="zh" style:country-asian="CN"')
_IN_JAPANESE = b'style:language-asian="ja" style:country-asian="JP"'
_ROW = b'<table:table-row table:style-name="'
_FITTED = re.compile(
    rb'<style:style style:name="(ro\d+)"[^>]*><style:table-row-properties[^>]*'
    rb'style:use-optimal-row-height="true"/></style:style>'
)
_WRAPPING = re.compile(
    rb'<style:style style:name="(ce\d+)"[^>]*><style:table-cell-properties[^>]*'
    rb'fo:wrap-option="wrap"'
)
_CELL_LOOK = re.compile(rb'table:style-name="(ce\d+)"')
_CELL_WITHOUT_LOOK = b"<table:table-cell office:"
_FIXED = b"fixed"
"""Ends the name of the style of rows whose height stays."""


def prepare_for_print(path: Path) -> None:
    """Keep forbidden signs from the beginnings of lines, and rows as high as they are in Excel."""
    with ZipFile(path) as package:
        parts = [(entry, package.read(entry)) for entry in package.infolist()]
    with ZipFile(path, "w") as package:
        for entry, part in parts:
            adjust = {"styles.xml": _by_rules, "content.xml": _with_fixed_rows}.get(entry.filename)
            package.writestr(entry, adjust(part) if adjust else part)


def _by_rules(styles: bytes) -> bytes:
    """The usual cell, from which every other is made, breaks lines as Japanese does (OpenDocument
    1.3 part 3, 20.323); LibreOffice takes Chinese where a workbook tells no language."""
    styles = _USUAL_CELL.sub(rb"\1" + _BY_RULES, styles)
    return _IN_CHINESE.sub(_IN_JAPANESE, styles)


def _with_fixed_rows(content: bytes) -> bytes:
    """Rows without a text that wraps keep their height: LibreOffice fits each row of an .ods that
    has none of its own, blank ones too."""
    fitted = set(_FITTED.findall(content))
    wrapping = set(_WRAPPING.findall(content))
    before, *rows = _FITTED.sub(_with_fixed_one, content).split(_ROW)
    made = [before]
    for row in rows:
        name = row.partition(b'"')[0]
        may_wrap = _CELL_WITHOUT_LOOK in row or wrapping.intersection(_CELL_LOOK.findall(row))
        is_kept = name in fitted and not may_wrap
        made.append(name + _FIXED + row[len(name) :] if is_kept else row)
    return _ROW.join(made)


def _with_fixed_one(style: re.Match[bytes]) -> bytes:
    """A style of rows that are fitted, and beside it the same of rows that are not."""
    fixed = style[0].replace(b'row-height="true"', b'row-height="false"')
    return style[0] + fixed.replace(style[1], style[1] + _FIXED, 1)
