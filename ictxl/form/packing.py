"""The last hand on a form's package: the template's pictures and shapes put back, the values that
formulas show before anything recalculates them, and the same bytes for the same input."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from xml.etree.ElementTree import canonicalize

from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string

from ictxl.form import opc
from ictxl.text.clean import encode_escapes, escape_xml

EPOCH = "1980-01-01T00:00:00Z"
"""Where a plan does not say when it was saved; also the first date a zip file can hold."""
DRAWING_ID = "rIdIctxlDrawing"
# CT_Worksheet's elements that come after <drawing> (ECMA-376 part 1, 18.3.1.99).
_AFTER_DRAWING = re.compile(
    rb"<(?:legacyDrawing|legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts"
    rb"|extLst)\b|</worksheet>"
)


@dataclass(frozen=True)
class Shown:
    """What the formulas of one sheet show while nothing is filled in: cell → text or number."""

    sheet: str
    values: Mapping[str, str | int]


@dataclass(frozen=True)
class Repeated:
    """A sheet's row that was repeated: drawings below it move down by `added` rows.

    The row and its repetitions grow with what is typed into them.
    """

    sheet: str
    row: int
    added: int


@dataclass(frozen=True)
class Saved:
    """A workbook as openpyxl saved it, its parts in the same bytes everywhere."""

    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]
    """A sheet's title → its part."""


def saved_parts(saved: bytes) -> Saved:
    """The parts of a workbook that openpyxl saved."""
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        parts = {name: canonical(name, package.read(name)) for name in package.namelist()}
        sheets = {title: part for part, title in opc.sheet_parts(package).items()}
    parts[_STYLES] = _with_ordered_fonts(parts[_STYLES])
    for part in sheets.values():
        parts[part] = _with_ordered_areas(parts[part])
    return Saved(parts, sheets)


def pack(
    saved: bytes | Saved,
    template: bytes,
    *,
    title: str,
    keywords: str,
    modified: str,
    rows: Mapping[str, bytes] | None = None,
    shown: Iterable[Shown] = (),
    repeated: Iterable[Repeated] = (),
) -> bytes:
    """The workbook that openpyxl saved, finished; `rows` fill sheets that it left empty."""
    whole = saved if isinstance(saved, Saved) else saved_parts(saved)
    parts, sheets = dict(whole.parts), whole.sheets
    with zipfile.ZipFile(io.BytesIO(template)) as source:
        parts["docProps/core.xml"] = _core(title, keywords, modified)
        for name, content in (rows or {}).items():
            parts[sheets[name]] = parts[sheets[name]].replace(
                b"<sheetData></sheetData>", b"<sheetData>" + content + b"</sheetData>"
            )
        _share_strings(parts, sheets.values())
        for values in shown:
            part = sheets[values.sheet]
            parts[part] = _with_values(parts[part], values.values)
        shifts = list(repeated)
        for shift in shifts:
            parts[sheets[shift.sheet]] = _with_growing_rows(parts[sheets[shift.sheet]], shift)
        _carry_drawings(source, parts, sheets, shifts)
    return _zip(parts)


_STYLES = "xl/styles.xml"
_STRINGS = "xl/sharedStrings.xml"
_WORKBOOK_RELS = opc.relationships_part(opc.WORKBOOK)
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


@lru_cache(maxsize=32)
def canonical(name: str, content: bytes) -> bytes:
    """openpyxl writes the same XML in other bytes where lxml happens to be installed.

    Most parts of a plan's forms are alike, hence the cache.
    """
    # The theme is the template's own, byte for byte; canonical XML could lose prefixes in it that
    # only an mc:Ignorable names.
    if not name.endswith((".xml", ".rels")) or name.startswith("xl/theme/"):
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
_MERGED_CELL = re.compile(rb'<mergeCell ref="([^"]*)"></mergeCell>')
_AREAS = re.compile(rb' sqref="([^"]* [^"]*)"')


def _with_ordered_areas(sheet: bytes) -> bytes:
    """openpyxl keeps areas in sets, whose order changes from run to run."""

    def order_merged(match: re.Match[bytes]) -> bytes:
        found: list[bytes] = _MERGED_CELL.findall(match[2])
        refs = sorted(found, key=_position)
        cells = b"".join(b'<mergeCell ref="%s"></mergeCell>' % ref for ref in refs)
        return match[1] + cells + match[3]

    def order_areas(match: re.Match[bytes]) -> bytes:
        areas = sorted(match[1].split(), key=_position)
        return b' sqref="%s"' % b" ".join(areas)

    return _AREAS.sub(order_areas, _MERGED.sub(order_merged, sheet))


def _position(area: bytes) -> tuple[int, int, bytes]:
    """Row, then column."""
    column, row = coordinate_from_string(area.partition(b":")[0].decode().replace("$", ""))
    return row, column_index_from_string(column), area


_SET_HEIGHT = re.compile(rb'<row customHeight="1"( [^>]*?\br="([0-9]+)")')


def _with_growing_rows(sheet: bytes, repeated: Repeated) -> bytes:
    """The repeated rows' heights as a start only.

    openpyxl marks every height as set by a person, and Excel and LibreOffice then leave the row as
    it is however long a text is typed. Rows with joined cells keep theirs: neither program sees
    what such cells need, and would make them too low.
    """
    rows = range(repeated.row, repeated.row + repeated.added + 1)
    for area in _MERGED_CELL.findall(sheet):
        first, _, last = area.partition(b":")
        if _position(first)[0] < rows.stop and _position(last)[0] >= rows.start:
            return sheet

    def loosen(match: re.Match[bytes]) -> bytes:
        return b"<row" + match[1] if int(match[2]) in rows else match[0]

    return _SET_HEIGHT.sub(loosen, sheet)


_INLINE = re.compile(rb' t="inlineStr"><is>(.*?)</is></c>', re.DOTALL)


def _share_strings(parts: dict[str, bytes], sheets: Iterable[str]) -> None:
    """Move texts to the shared table, where Excel keeps them: it would rewrite the file else."""
    numbers: dict[bytes, int] = {}
    uses = 0

    def move(match: re.Match[bytes]) -> bytes:
        nonlocal uses
        uses += 1
        number = numbers.setdefault(match[1], len(numbers))
        return b' t="s"><v>%d</v></c>' % number

    for sheet in sheets:
        parts[sheet] = _INLINE.sub(move, parts[sheet])
    items = b"".join(b"<si>" + text + b"</si>" for text in numbers)
    parts[_STRINGS] = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        b' count="%d" uniqueCount="%d">%s</sst>' % (uses, len(numbers), items)
    )
    _add_last(
        parts,
        _WORKBOOK_RELS,
        f'<Relationship Id="rIdStrings" Type="{opc.OFFICE}/sharedStrings"'
        f' Target="/{_STRINGS}"></Relationship>',
    )
    _add_last(
        parts,
        opc.CONTENT_TYPES,
        f'<Override ContentType="{_STRINGS_TYPE}" PartName="/{_STRINGS}"></Override>',
    )


def _add_last(parts: dict[str, bytes], part: str, element: str) -> None:
    """Add a child at the end of a part's root element, unless it is there."""
    root, closing, end = parts[part].rpartition(b"</")
    if element.encode() not in root:
        parts[part] = root + element.encode() + closing + end


def _zip(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        # Readers that look at the first entries only find the content types there.
        for name in sorted(parts, key=lambda name: (name != opc.CONTENT_TYPES, name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            package.writestr(info, parts[name])
    return target.getvalue()


def _core(title: str, keywords: str, modified: str) -> bytes:
    stamp = _stamp(modified)
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


def _stamp(moment: str) -> str:
    try:
        time = datetime.fromisoformat(moment)
    except ValueError:
        return EPOCH
    if time.tzinfo:
        time = time.astimezone(UTC)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


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


def _carry_drawings(
    source: zipfile.ZipFile,
    parts: dict[str, bytes],
    sheets: Mapping[str, str],
    repeated: list[Repeated],
) -> None:
    """Put the template's pictures, shapes and charts back, as they were.

    openpyxl would drop shapes, redraw charts, and keep pictures only where Pillow is installed.
    """
    for old_part, title in opc.sheet_parts(source).items():
        drawing = next(iter(opc.carried_drawings(source, old_part)), None)
        if drawing is None or title not in sheets:
            continue
        for part in _closure(source, drawing):
            parts[part] = source.read(part)
            rels = opc.relationships_part(part)
            if rels in source.namelist():
                parts[rels] = source.read(rels)
            _declare(source, parts, part)
        for shift in repeated:
            if shift.sheet == title and shift.added > 0:
                parts[drawing] = _shift_anchors(parts[drawing], shift.row, shift.added)
        _attach(parts, sheets[title], drawing)


def _quoted(text: str) -> str:
    """As an attribute holds it."""
    return escape_xml(text).replace('"', "&quot;")


def _closure(source: zipfile.ZipFile, part: str) -> list[str]:
    """The part and all it leads to."""
    found, waiting = [], [part]
    while waiting:
        name = waiting.pop()
        if name in found or name not in source.namelist():
            continue
        found.append(name)
        pointers = opc.relationships(source, name).values()
        waiting += [pointer.target for pointer in pointers if not pointer.external]
    return found


def _declare(source: zipfile.ZipFile, parts: dict[str, bytes], part: str) -> None:
    defaults, overrides = opc.content_types(source)
    extension = posixpath.splitext(part)[1].lstrip(".").lower()
    if part in overrides:
        entry = f'<Override PartName="/{_quoted(part)}" ContentType="{_quoted(overrides[part])}"/>'
    elif extension in defaults:
        kind = _quoted(defaults[extension])
        entry = f'<Default Extension="{_quoted(extension)}" ContentType="{kind}"/>'
        if f'Extension="{extension}"'.encode() in parts[opc.CONTENT_TYPES]:
            return
    else:
        return
    _add_last(parts, opc.CONTENT_TYPES, entry)


def _attach(parts: dict[str, bytes], sheet: str, drawing: str) -> None:
    rels = opc.relationships_part(sheet)
    empty = f'<Relationships xmlns="{opc.RELATIONSHIPS}"></Relationships>'.encode()
    target = _quoted(f"/{drawing}")
    entry = f'<Relationship Id="{DRAWING_ID}" Type="{opc.DRAWING}" Target="{target}"/>'
    parts.setdefault(rels, empty)
    _add_last(parts, rels, entry)
    text = parts[sheet]
    place = _AFTER_DRAWING.search(
        text, text.rindex(b"</sheetData>") if b"</sheetData>" in text else 0
    )
    assert place is not None, "openpyxl writes a closed worksheet element"
    element = f'<drawing xmlns:r="{opc.OFFICE}" r:id="{DRAWING_ID}"/>'.encode()
    parts[sheet] = text[: place.start()] + element + text[place.start() :]


_ANCHOR_ROW = re.compile(rb"(<(?:\w+:)?row>)(\d+)(</(?:\w+:)?row>)")


def _shift_anchors(drawing: bytes, row: int, added: int) -> bytes:
    """Anchors count rows from 0; those below the repeated row move down."""

    def move(match: re.Match[bytes]) -> bytes:
        index = int(match[2])
        moved = index + added if index >= row else index
        return match[1] + str(moved).encode() + match[3]

    return _ANCHOR_ROW.sub(move, drawing)
