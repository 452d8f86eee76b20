"""Copy a template's pictures, shapes and charts into what is made from it; tell what is lost."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ictxl.spreadsheets.xlsx.package import CONTENT_TYPES, OFFICE, Package, relations_path
from ictxl.spreadsheets.xml_parts import local_name
from ictxl.text.clean import escape_xml

DRAWING_ID = "rIdIctxlDrawing"
# CT_Worksheet's elements that come after <drawing> (ECMA-376 part 1, 18.3.1.99).
_AFTER_DRAWING = re.compile(
    rb"<(?:legacyDrawing|legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts"
    rb"|extLst)\b|</worksheet>"
)


@dataclass(frozen=True)
class Repeated:
    """A sheet's row that was repeated: drawings below it move down by `added` rows.

    The row and its repetitions grow with what is typed into them.
    """

    sheet: str
    row: int
    added: int


@dataclass(frozen=True)
class _Carried:
    """A sheet's drawing and all that belongs to it."""

    sheet: str
    drawing: str
    parts: Mapping[str, bytes]
    overrides: tuple[str, ...]
    """Elements for the table of content types."""
    defaults: Mapping[str, str]
    """The same for those that tell the type of an extension."""


def carry_drawings(
    template: bytes,
    parts: dict[str, bytes],
    sheets: Mapping[str, str],
    repeated: Iterable[Repeated],
) -> None:
    """Put the template's pictures, shapes and charts back, as they were.

    openpyxl would drop shapes, redraw charts, and keep pictures only where Pillow is installed.
    """
    for carried in _carried(template):
        if carried.sheet not in sheets:
            continue
        parts.update(carried.parts)
        for entry in carried.overrides:
            add_last(parts, CONTENT_TYPES, entry)
        for extension, entry in carried.defaults.items():
            if f'Extension="{extension}"'.encode() not in parts[CONTENT_TYPES]:
                add_last(parts, CONTENT_TYPES, entry)
        drawing = carried.drawing
        for shift in repeated:
            if shift.sheet == carried.sheet and shift.added > 0:
                parts[drawing] = _shift_anchors(parts[drawing], shift.row, shift.added)
        _attach(parts, sheets[carried.sheet], drawing)


def copy_drawing(parts: dict[str, bytes], source: str, sheet: str, number: int) -> None:
    """Give a sheet the same drawing as `source` got; its pictures are shared."""
    listed = parts.get(relations_path(source), b"")
    match = re.search(rb'Id="%s"[^>]*Target="/([^"]+)"' % DRAWING_ID.encode(), listed)
    if match is None:
        return
    drawing = match[1].decode()
    stem, extension = posixpath.splitext(drawing)
    copied = f"{stem}_{number}{extension}"
    parts[copied] = parts[drawing]
    if relations_path(drawing) in parts:
        parts[relations_path(copied)] = parts[relations_path(drawing)]
    add_last(
        parts,
        CONTENT_TYPES,
        f'<Override PartName="/{_quoted(copied)}" ContentType="{_DRAWING_TYPE}"/>',
    )
    _attach(parts, sheet, copied)


_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"


def in_folder(template: bytes, folder: str) -> bytes:
    """The package with its parts in a folder of their own, so that drawings carried from it lie
    beside those that the workbook has itself."""
    target = io.BytesIO()
    moved = f"xl/{folder}/"
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            name, content = entry.filename, old.read(entry)
            if name.endswith(".rels") or name == CONTENT_TYPES:
                # Relative paths stay right: all parts of `xl` move together.
                content = content.replace(b'="/xl/', f'="/{moved}'.encode())
                content = content.replace(b'="xl/', f'="{moved}'.encode())
            place = name.replace("xl/", moved, 1) if name.startswith("xl/") else name
            new.writestr(place, content)
    return target.getvalue()


@lru_cache(maxsize=4)
def _carried(template: bytes) -> tuple[_Carried, ...]:
    """Cached, for a template is carried into many forms."""
    package = Package(template)
    return tuple(
        _with_all_parts(package, title, drawing) for title, drawing in carried_drawings(package)
    )


def carried_drawings(package: Package) -> Iterator[tuple[str, str]]:
    """Each sheet's title and its drawing, if forms carry it over.

    A form control is half a drawing; where its other half does not survive, neither may this.
    """
    for title, sheet in package.sheets:
        relations = package.relations(sheet).values()
        drawings = [relation.target for relation in relations if relation.type == "drawing"]
        if drawings and not any(relation.type == "ctrlProp" for relation in relations):
            yield title, drawings[0]


def _with_all_parts(package: Package, sheet: str, drawing: str) -> _Carried:
    default_types, override_types = _content_types(package)
    parts, overrides, defaults = {}, [], {}
    for part in _closure(package, drawing):
        parts[part] = package.read(part)
        listed = relations_path(part)
        if package.has(listed):
            parts[listed] = package.read(listed)
        extension = posixpath.splitext(part)[1].lstrip(".").lower()
        if part in override_types:
            kind = _quoted(override_types[part])
            overrides.append(f'<Override PartName="/{_quoted(part)}" ContentType="{kind}"/>')
        elif extension in default_types:
            kind = _quoted(default_types[extension])
            name = _quoted(extension)
            defaults[extension] = f'<Default Extension="{name}" ContentType="{kind}"/>'
    return _Carried(sheet, drawing, parts, tuple(overrides), defaults)


def _content_types(package: Package) -> tuple[dict[str, str], dict[str, str]]:
    """(extension → content type, part name → content type)."""
    defaults, overrides = {}, {}
    for element in package.children(CONTENT_TYPES):
        kind = element.get("ContentType", "")
        if local_name(element) == "Default":
            defaults[element.get("Extension", "").lower()] = kind
        else:
            overrides[element.get("PartName", "").lstrip("/")] = kind
    return defaults, overrides


def _quoted(text: str) -> str:
    """As an attribute holds it."""
    return escape_xml(text).replace('"', "&quot;")


def _closure(package: Package, part: str) -> list[str]:
    """The part and all it leads to."""
    found, waiting = [], [part]
    while waiting:
        name = waiting.pop()
        if name not in found and package.has(name):
            found.append(name)
            relations = package.relations(name).values()
            waiting += [relation.target for relation in relations if not relation.external]
    return found


def _attach(parts: dict[str, bytes], sheet: str, drawing: str) -> None:
    listed = relations_path(sheet)
    parts.setdefault(listed, _NO_RELATIONS)
    target = _quoted(f"/{drawing}")
    kind = f"{OFFICE}/drawing"
    add_last(parts, listed, f'<Relationship Id="{DRAWING_ID}" Type="{kind}" Target="{target}"/>')
    text = parts[sheet]
    place = _AFTER_DRAWING.search(
        text, text.rindex(b"</sheetData>") if b"</sheetData>" in text else 0
    )
    assert place is not None, "openpyxl writes a closed worksheet element"
    element = f'<drawing xmlns:r="{OFFICE}" r:id="{DRAWING_ID}"/>'.encode()
    parts[sheet] = text[: place.start()] + element + text[place.start() :]


_NO_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b"</Relationships>"
)


def add_last(parts: dict[str, bytes], part: str, element: str) -> None:
    """Add a child at the end of a part's root element, unless it is there."""
    root, closing, end = parts[part].rpartition(b"</")
    if element.encode() not in root:
        parts[part] = root + element.encode() + closing + end


_ANCHOR_ROW = re.compile(rb"(<(?:\w+:)?row>)(\d+)(</(?:\w+:)?row>)")


def _shift_anchors(drawing: bytes, row: int, added: int) -> bytes:
    """Anchors count rows from 0; those below the repeated row move down."""

    def move(match: re.Match[bytes]) -> bytes:
        index = int(match[2])
        moved = index + added if index >= row else index
        return match[1] + str(moved).encode() + match[3]

    return _ANCHOR_ROW.sub(move, drawing)


def with_moved_drawings(template: bytes, sheet: str, places: Mapping[int, int]) -> bytes:
    """The template's package with the sheet's drawings moved along with its columns, which count
    from 1."""
    if not places:
        return template
    package = Package(template)
    moved = {
        drawing: _in_columns(package.read(drawing), places)
        for title, drawing in carried_drawings(package)
        if title == sheet
    }
    if not moved:
        return template
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = moved.get(entry.filename.lower()) or moved.get(entry.filename)
            new.writestr(entry, old.read(entry) if content is None else content)
    return target.getvalue()


_ANCHOR_COLUMN = re.compile(rb"(<(?:\w+:)?col>)(\d+)(</(?:\w+:)?col>)")


def _in_columns(drawing: bytes, places: Mapping[int, int]) -> bytes:
    last = max(places)

    def move(match: re.Match[bytes]) -> bytes:
        column = int(match[2]) + 1
        place = places.get(column, column + places[last] - last)
        return match[1] + str(place - 1).encode() + match[3]

    return _ANCHOR_COLUMN.sub(move, drawing)


_REMOVE = "ひな形から取り除くか、なくても困らないことを確かめてください。"
_CONTROLS = "フォームコントロール(ボタンやチェックボックス)"
_PARTS = (
    ("xl/activex/", "ActiveX コントロール", _REMOVE),
    ("xl/vbaproject", "マクロ", "できるブックはマクロのない .xlsx です。" + _REMOVE),
    ("xl/slicers/", "スライサー", _REMOVE),
    ("xl/chartsheets/", "グラフだけのシート", "グラフはふつうのシートの上に置いてください。"),
    ("xl/timelines/", "タイムライン", _REMOVE),
    ("xl/threadedcomments/", "スレッド形式のコメント", "「メモ」に書き直してください。"),
    ("xl/embeddings/", "埋め込みオブジェクト", _REMOVE),
    ("xl/richdata/", "セルの中に置いた画像やデータ型", "画像は「セルの上に配置」してください。"),
    ("_xmlsignatures/", "デジタル署名", _REMOVE),
)
"""Beginnings of paths in lower case, what stands there, and what to do."""
_ELEMENTS = (
    (
        rb"<x14:dataValidation\b[^>]*>.*?<xm:sqref>([^<]*)</xm:sqref>",
        "ほかのシートを参照する古い保存形式の入力規則(ドロップダウンなど)",
        "その入力規則を作り直すか、なくても困らないことを確かめてください。"
        "記入欄の入力規則は ictxl が付けます。",
    ),
    (
        rb"<x14:conditionalFormatting\b[^>]*>.*?<xm:sqref>([^<]*)</xm:sqref>",
        "新しい種類の条件付き書式(アイコンやデータバーの一部、ほかのシートの参照)",
        "ふつうの条件付き書式に置き換えるか、なくても困らないことを確かめてください。",
    ),
    (rb"<x14:sparkline>.*?<xm:sqref>([^<]*)</xm:sqref>", "スパークライン", _REMOVE),
    (rb"<(?:\w+:)?picture\b()[^>]*>", "シートの背景", _REMOVE),
    (rb"<(?:\w+:)?legacyDrawingHF\b()[^>]*>", "ヘッダーやフッターの画像", _REMOVE),
)


@dataclass(frozen=True)
class Loss:
    """Something that is not kept."""

    sheet: str
    cell: str
    what: str
    advice: str


def losses(content: bytes) -> Iterator[Loss]:
    """All that a workbook holds and would lack in what is made from it."""
    package = Package(content)
    for folder, what, advice in _PARTS:
        if any(name.startswith(folder) for name in package.names):
            yield Loss(_sheet_with(package, folder), "", what, advice)
    for title, part in package.sheets:
        if _has_old_controls(package, part):
            yield Loss(title, "", _CONTROLS, _REMOVE)
        text = package.read(part)
        for pattern, what, advice in _ELEMENTS:
            for cell in _cells(pattern, text):
                yield Loss(title, cell, what, advice)


def _has_old_controls(package: Package, sheet: str) -> bool:
    """Controls are drawn in VML, as notes are; a note is no control."""
    for relation in package.relations(sheet).values():
        if relation.type == "ctrlProp":
            return True
        if relation.type == "vmlDrawing":
            kinds = re.findall(rb'ObjectType="(\w+)"', package.read(relation.target))
            if any(kind != b"Note" for kind in kinds):
                return True
    return False


def _cells(pattern: bytes, text: bytes) -> list[str]:
    found = re.findall(pattern, text, re.DOTALL)
    return [area.decode("ascii", "replace") for area in dict.fromkeys(found)]


def _sheet_with(package: Package, folder: str) -> str:
    """The first sheet that uses a part of that folder; empty where none does directly."""
    for title, part in package.sheets:
        for relation in package.relations(part).values():
            if relation.target.lower().startswith(folder):
                return title
    return ""
