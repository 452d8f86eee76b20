"""Save filled workbooks so that equal content gives equal bytes: the first of those alike as a
whole, then only the rows that differ.

The forms of one plan that have equally many measures differ in texts, row heights, headers and
footers. openpyxl takes most of a form's time to write all the rest again, each time the same:
`generate` would take 1.28 times as long for 18 forms (0.43 → 0.56 s of processor time), and 2.2
times for 200 (1.7 → 3.6 s). Were the changed sheets written whole by openpyxl, and only the other
parts kept, it would still take 1.3 times as long for 200.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Container, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import canonicalize

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.compat import safe_string
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.xlsx.package import Package
from ictxl.text.clean import escape_xml

_STYLES = "xl/styles.xml"


@dataclass(frozen=True)
class Saved:
    """A workbook as openpyxl saved it, its parts in the same bytes everywhere."""

    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]
    """A sheet's title → its part."""


def saved_parts(saved: bytes) -> Saved:
    """The parts of a workbook that openpyxl saved."""
    package = Package(saved)
    parts = {name: canonical(name, content) for name, content in package.parts()}
    sheets = dict(package.sheets)
    parts[_STYLES] = _with_ordered_fonts(parts[_STYLES])
    for part in sheets.values():
        parts[part] = _with_ordered_areas(parts[part])
    return Saved(parts, sheets)


@lru_cache(maxsize=32)
def canonical(name: str, content: bytes) -> bytes:
    """openpyxl writes the same XML in other bytes where lxml happens to be installed.

    Most parts of a plan's forms are alike, hence the cache.
    """
    # The theme is the template's own, byte for byte; canonical XML could lose prefixes in it that
    # only an mc:Ignorable names.
    if not name.endswith((".xml", ".rels", ".vml")) or name.startswith("xl/theme/"):
        return content
    return canonicalize(content.decode("utf-8")).encode()


_FONT = re.compile(rb"<font>.*?</font>")
_FONT_CHILD = re.compile(rb"<(\w+)[^>]*></\1>")
# As Excel writes them; openpyxl has an order of its own.
_FONT_ORDER = (
    *(b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign"),
    *(b"sz", b"color", b"name", b"family", b"charset", b"scheme"),
)


def _with_ordered_fonts(styles: bytes) -> bytes:
    def order(match: re.Match[bytes]) -> bytes:
        children = {child[1]: child[0] for child in _FONT_CHILD.finditer(match[0])}
        return b"<font>" + b"".join(children.get(tag, b"") for tag in _FONT_ORDER) + b"</font>"

    return _FONT.sub(order, styles)


_MERGED = re.compile(rb"(<mergeCells[^>]*>)(.*?)(</mergeCells>)")
MERGED_CELL = re.compile(rb'<mergeCell ref="([^"]*)"></mergeCell>')
_AREAS = re.compile(rb' sqref="([^"]* [^"]*)"')


def _with_ordered_areas(sheet: bytes) -> bytes:
    """openpyxl keeps areas in sets, whose order changes from run to run."""

    def order_merged(match: re.Match[bytes]) -> bytes:
        found: list[bytes] = MERGED_CELL.findall(match[2])
        refs = sorted(found, key=position)
        cells = b"".join(b'<mergeCell ref="%s"></mergeCell>' % ref for ref in refs)
        return match[1] + cells + match[3]

    def order_areas(match: re.Match[bytes]) -> bytes:
        areas = sorted(match[1].split(), key=position)
        return b' sqref="%s"' % b" ".join(areas)

    return _AREAS.sub(order_areas, _MERGED.sub(order_merged, sheet))


def position(area: bytes) -> tuple[int, int, bytes]:
    """Row, then column of the first cell, from 0."""
    return *place_of(area.partition(b":")[0].decode().replace("$", "")), area


_CUSTOM = "docProps/custom.xml"
_ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
_MARGINS = re.compile(rb"<headerFooter[^>]*>.*</headerFooter>", re.DOTALL)


class _UnusualError(Exception):
    """Something that only openpyxl itself shall write."""


@dataclass
class Writer:
    """Writes the workbooks of one series; remembers one of each shape."""

    _shapes: dict[Hashable, tuple[Saved, Any]] = field(default_factory=dict)

    def write(self, book: Workbook, shape: Hashable, changing: Container[str]) -> Saved:
        """The book's parts.

        `shape` is all that may tell one book from another besides the texts on the sheets
        `changing`.
        """
        known = self._shapes.get(shape)
        if known is not None:
            saved, styles = known
            try:
                anew = _with_rows_of(book, saved, changing)
            except _UnusualError:
                anew = None
            # A text that needed a smaller font has changed the table of styles.
            if anew is not None and _styles(book) == styles:
                return anew
        saved = _written_whole(book)
        self._shapes.setdefault(shape, (saved, _styles(book)))
        return saved


def _written_whole(book: Workbook) -> Saved:
    target = io.BytesIO()
    # Stored, not compressed: the parts are taken out again at once.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).save()
    return saved_parts(target.getvalue())


def _styles(book: Workbook) -> Any:
    """All that the numbers of styles stand for, as far as filling in can change it."""
    tables = vars(book)
    return (
        [style.tobytes() for style in tables["_cell_styles"]],
        [font.sz for font in tables["_fonts"]],
        [list(tables[name]) for name in ("_fills", "_borders", "_alignments", "_protections")],
    )


def _with_rows_of(book: Workbook, saved: Saved, changing: Container[str]) -> Saved:
    parts = dict(saved.parts)
    for sheet in book.worksheets:
        if sheet.title not in changing:
            continue
        part = saved.sheets[sheet.title]
        rows = "".join(_rows(sheet)).encode()
        head, data, tail = _split(parts[part])
        if data is None:
            raise _UnusualError
        margins = _MARGINS.search(tail)
        if margins:
            told = canonical("headerFooter.xml", tostring(sheet.HeaderFooter.to_tree()))
            tail = tail[: margins.start()] + told + tail[margins.end() :]
        parts[part] = head + b"<sheetData>" + rows + b"</sheetData>" + tail
    properties: Any = vars(book)["custom_doc_props"]
    if _CUSTOM in parts:
        parts[_CUSTOM] = canonical(_CUSTOM, tostring(properties.to_tree()))
    return Saved(parts, saved.sheets)


def _split(sheet: bytes) -> tuple[bytes, bytes | None, bytes]:
    match = _ROWS.search(sheet)
    if match is None:
        return sheet, None, b""
    return sheet[: match.start()], match[0], sheet[match.end() :]


def _rows(sheet: Worksheet) -> Iterator[str]:
    """As openpyxl's `WorksheetWriter.rows` and `write_row`, in canonical XML."""
    rows: dict[int, list[Cell | MergedCell]] = {}
    for (row, _), cell in sorted(vars(sheet)["_cells"].items()):
        rows.setdefault(row, []).append(cell)
    dimensions: Any = sheet.row_dimensions
    for row in dimensions.keys() - rows.keys():
        rows[row] = []
    for row, cells in sorted(rows.items()):
        attributes = {"r": str(row), **dict(dimensions.get(row, {}))}
        told = "".join(f' {name}="{value}"' for name, value in sorted(attributes.items()))
        yield f"<row{told}>{''.join(map(_cell, cells))}</row>"


def _cell(cell: Cell | MergedCell) -> str:
    """As openpyxl's `etree_write_cell`."""
    inside: Any = cell
    value, kind = inside._value, inside.data_type
    if value is None and not cell.has_style and not inside._comment:
        return ""
    style = f' s="{inside.style_id}"' if cell.has_style else ""
    shown = {"s": ' t="inlineStr"', "f": ""}.get(kind, f' t="{kind}"')
    return f'<c r="{cell.coordinate}"{style}{shown}>{_content(value, kind)}</c>'


def _content(value: Any, kind: str) -> str:
    if value is None or (isinstance(value, str) and not value):
        return ""
    if kind in {"s", "f"} and type(value) is not str:
        raise _UnusualError
    if kind == "f":
        return f"<f>{_text(value[1:])}</f><v></v>"
    if kind == "s":
        blank = ' xml:space="preserve"' if value.strip() and value != value.strip() else ""
        return f"<is><t{blank}>{_text(value)}</t></is>"
    if kind in {"n", "b", "e"}:
        return f"<v>{_text(safe_string(value))}</v>"
    raise _UnusualError


def _text(text: str) -> str:
    return escape_xml(text).replace("\r", "&#xD;")
