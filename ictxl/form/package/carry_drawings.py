"""Copy the template's pictures, shapes and charts into a form unchanged."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ictxl.spreadsheets.xlsx import opc
from ictxl.spreadsheets.xlsx.opc import add_last
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
            add_last(parts, opc.CONTENT_TYPES, entry)
        for extension, entry in carried.defaults.items():
            if f'Extension="{extension}"'.encode() not in parts[opc.CONTENT_TYPES]:
                add_last(parts, opc.CONTENT_TYPES, entry)
        drawing = carried.drawing
        for shift in repeated:
            if shift.sheet == carried.sheet and shift.added > 0:
                parts[drawing] = _shift_anchors(parts[drawing], shift.row, shift.added)
        _attach(parts, sheets[carried.sheet], drawing)


@lru_cache(maxsize=4)
def _carried(template: bytes) -> tuple[_Carried, ...]:
    """Cached, for a template is carried into many forms."""
    with zipfile.ZipFile(io.BytesIO(template)) as source:
        drawings = {
            title: next(iter(opc.carried_drawings(source, part)), None)
            for part, title in opc.sheet_parts(source).items()
        }
        return tuple(
            _with_all_parts(source, title, drawing)
            for title, drawing in drawings.items()
            if drawing
        )


def _with_all_parts(source: zipfile.ZipFile, sheet: str, drawing: str) -> _Carried:
    default_types, override_types = opc.content_types(source)
    parts, overrides, defaults = {}, [], {}
    for part in _closure(source, drawing):
        parts[part] = source.read(part)
        rels = opc.relationships_part(part)
        if rels in source.namelist():
            parts[rels] = source.read(rels)
        extension = posixpath.splitext(part)[1].lstrip(".").lower()
        if part in override_types:
            kind = _quoted(override_types[part])
            overrides.append(f'<Override PartName="/{_quoted(part)}" ContentType="{kind}"/>')
        elif extension in default_types:
            kind = _quoted(default_types[extension])
            name = _quoted(extension)
            defaults[extension] = f'<Default Extension="{name}" ContentType="{kind}"/>'
    return _Carried(sheet, drawing, parts, tuple(overrides), defaults)


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


def _attach(parts: dict[str, bytes], sheet: str, drawing: str) -> None:
    rels = opc.relationships_part(sheet)
    empty = f'<Relationships xmlns="{opc.RELATIONSHIPS}"></Relationships>'.encode()
    target = _quoted(f"/{drawing}")
    entry = f'<Relationship Id="{DRAWING_ID}" Type="{opc.DRAWING}" Target="{target}"/>'
    parts.setdefault(rels, empty)
    add_last(parts, rels, entry)
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
