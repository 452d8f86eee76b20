"""How a package's cells show what they hold: fonts, rich texts, number formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from xml.etree.ElementTree import Element

from ictxl.spreadsheets.appearance import (
    BY_FORMAT,
    LOWERED,
    PLAIN_LOOK,
    RAISED,
    SMALLEST,
    TINY,
    WHITE,
    Look,
    Piece,
    symbol_font,
    text_marks,
)
from ictxl.spreadsheets.cells import column_index
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.number_formats import (
    BUILT_IN,
    changes_text,
    is_plain,
    shown_number,
    shown_text,
)
from ictxl.spreadsheets.xlsx.sheet_xml import XmlCell, is_on, shared_index
from ictxl.spreadsheets.xml_parts import decode_xml, local_name, parse_xml
from ictxl.text.clean import clean_text, decode_escapes

Run = tuple[str, Look | None]
"""A piece of a rich text; None where the cell's font decides."""
_STRIKE = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?strike\b(?![^<>]*\bval=[\"'](?:0|false)[\"'])")
_EFFECT = re.compile(
    rb"[\"'](?:superscript|subscript)[\"']|dings\b|[\"']symbol[\"']"
    rb"|<(?:[\w.-]+:)?(?:color\b[^<>]*(?:FFFFFF|theme=[\"']0|indexed=[\"'][19][\"'])"
    rb"|sz\b[^<>]*\bval=[\"'][0-2](?:\.|[\"']))",
    re.IGNORECASE,
)
_SIGNS = (b"script", b"dings", b"DINGS", b"ymbol", b"YMBOL", b"FFFFFF", b"ffffff")
_SIGNS_OF_UNSEEN = (
    b'theme="0"',
    b'indexed="9"',
    b'indexed="1"',
    b'sz val="0',
    b'sz val="1',
    b'sz val="2',
)


def has_looks(xml: bytes) -> bool:
    """Whether any run of a rich text may be struck out, raised, lowered or in a font of symbols; a
    cheap look."""
    return _has_run_properties(xml) and _has_odd_font(xml)


def _has_run_properties(xml: bytes) -> bool:
    """As `b"rPr" in xml`, in a tenth of the time: there are few capitals, and one letter is found
    many times faster than three."""
    at = xml.find(b"P")
    for _ in range(_FEW_CAPITALS):
        if at < 0 or xml[at - 1 : at + 2] == b"rPr":
            return at >= 0
        at = xml.find(b"P", at + 1)
    return b"rPr" in xml


_FEW_CAPITALS = 200


def _has_odd_font(xml: bytes) -> bool:
    if b"strike" in xml and _STRIKE.search(xml) is not None:
        return True
    is_likely = any(word in xml for word in (*_SIGNS, *_SIGNS_OF_UNSEEN))
    return is_likely and _EFFECT.search(xml) is not None


@dataclass(frozen=True)
class Looks:
    """Where a cell's look may come from."""

    styles: Mapping[int, Look] = field(default_factory=dict)
    """Cell formats whose font is odd."""
    strings: Mapping[int, list[Run]] = field(default_factory=dict)
    """The table of texts, where it matters."""
    formats: Mapping[int, str] = field(default_factory=dict)
    """Cell formats that show a number in another way than as it is."""
    is_1904: bool = False
    styles_xml: bytes = b""

    @cached_property
    def dark(self) -> frozenset[int]:
        """Cell formats on which white letters are seen."""
        return dark_styles(self.styles_xml) if self.styles_xml else frozenset()

    def __bool__(self) -> bool:
        return bool(self.styles or self.strings or self.text_formats)

    @cached_property
    def text_formats(self) -> Mapping[int, str]:
        """Those that show a text in another way."""
        return {style: code for style, code in self.formats.items() if changes_text(code)}


@lru_cache(maxsize=16)
def styles_looks(styles: bytes) -> Mapping[int, Look]:
    """The cell formats whose font is odd."""
    if not _has_odd_font(styles):
        return {}
    lists = {local_name(e): list(e) for e in parse_xml(styles, "styles")}
    fonts = {str(number): _look_of(font) for number, font in enumerate(lists.get("fonts", []))}
    dark = dark_styles(styles)
    found = (
        (index, _on(fonts.get(xf.get("fontId", "0"), PLAIN_LOOK), is_dark=index in dark))
        for index, xf in enumerate(lists.get("cellXfs", []))
    )
    return {index: look for index, look in found if look != PLAIN_LOOK}


@lru_cache(maxsize=16)
def dark_styles(styles: bytes) -> frozenset[int]:
    """The cell formats on which white letters are seen."""
    lists = {local_name(e): list(e) for e in parse_xml(styles, "styles")}
    light = {str(n) for n, fill in enumerate(lists.get("fills", [])) if _is_light(fill)}
    formats = enumerate(lists.get("cellXfs", []))
    return frozenset(index for index, xf in formats if xf.get("fillId", "0") not in light)


def _on(look: Look, *, is_dark: bool) -> Look:
    return look._replace(unseen="") if is_dark and look.unseen == WHITE else look


def _is_light(fill: Element) -> bool:
    """Whether white letters are hardly seen on it: no fill, or one of a light colour."""
    pattern = next((e for e in fill if local_name(e) == "patternFill"), None)
    if pattern is None or pattern.get("patternType", "none") != "solid":
        return pattern is not None and pattern.get("patternType", "none") in {"none", "gray125"}
    colour = next((e for e in pattern if local_name(e) == "fgColor"), None)
    rgb = "" if colour is None else colour.get("rgb", "")[-6:]
    is_light = re.fullmatch(r"(?:[C-Fc-f][0-9A-Fa-f]){3}", rgb) is not None
    return is_light or (colour is not None and _is_white(colour))


def _is_white(colour: Element) -> bool:
    """As itself, as the theme's or the palette's first light colour, which is white."""
    is_plain = colour.get("theme") == "0" and not colour.get("tint")
    is_named = colour.get("indexed") in {"1", "9"}
    return colour.get("rgb", "")[-6:].upper() == "FFFFFF" or is_plain or is_named


_CODES = re.compile(rb"<(?:[\w.-]+:)?numFmt\b([^<>]*)>")
_NUMBER = re.compile(rb"\bnumFmtId=[\"'](\d{1,5})[\"']")
_CODE = re.compile(rb"\bformatCode=(?:\"([^\"<>]*)\"|'([^'<>]*)')")
_FORMAT = re.compile(rb"<(?:[\w.-]+:)?xf\b([^<>]*)>")


@lru_cache(maxsize=16)
def styles_formats(styles: bytes) -> Mapping[int, str]:
    """The cell formats that do not show a number as it is."""
    codes = dict(BUILT_IN)
    for (said,) in (match.groups() for match in _CODES.finditer(styles)):
        number, code = _NUMBER.search(said), _CODE.search(said)
        if number and code:
            codes[int(number[1])] = decode_xml(code[1] or code[2] or b"")
    start = styles.find(b"cellXfs")
    found = {}
    end = styles.find(b"cellXfs", start + 1) if start >= 0 else 0
    for index, match in enumerate(_FORMAT.finditer(styles, max(start, 0), max(end, 0))):
        number = _NUMBER.search(match[1])
        code_shown = codes.get(int(number[1]), "") if number else ""
        if not is_plain(code_shown):
            found[index] = code_shown
    return found


def _look_of(properties: Iterable[Element]) -> Look:
    struck, script, font, unseen = False, "", "", ""
    for element in properties:
        match local_name(element):
            case "strike":
                struck = is_on(element)
            case "vertAlign" if element.get("val") in {RAISED, LOWERED}:
                script = element.get("val", "")
            case "rFont" | "name":
                font = symbol_font(element.get("val", ""))
            case "color" if _is_white(element):
                unseen = unseen or WHITE
            case "sz" if re.match(rf"[0-{SMALLEST - 1}](?:\.|$)", element.get("val", "")):
                unseen = TINY
    return Look(struck, script, font, unseen)


def rich_runs(item: Element) -> list[Run]:
    """A rich text's runs; furigana (`rPh`) is how the text is read, not part of it."""
    found: list[Run] = []
    for child in item:
        match local_name(child):
            case "t":
                found.append((decode_escapes(child.text or ""), None))
            case "r":
                text = "".join(e.text or "" for e in child if local_name(e) == "t")
                looks = [_look_of(e) for e in child if local_name(e) == "rPr"]
                found.append((decode_escapes(text), looks[0] if looks else None))
    return found


def whole_text(item: Element) -> str:
    """A rich text's runs, joined."""
    return "".join(text for text, _ in rich_runs(item))


def own_text(cell: XmlCell) -> str:
    """What a cell says by itself: its text, and a value that some writers put in its place."""
    texts = [whole_text(cell.inline)] if cell.inline is not None else []
    said = [*texts, decode_escapes(cell.value)]
    return "\n".join(dict.fromkeys(filter(None, said)))


def look_marks(cells: Iterable[XmlCell], looks: Looks) -> Iterator[Mark]:
    """STRUCK and SEEN marks of texts, by their fonts and by formats that add words."""
    text_formats = looks.text_formats
    for cell in cells:
        own = looks.styles.get(cell.style, PLAIN_LOOK)
        if own.unseen and cell.type not in _TEXTS:
            own = own._replace(unseen="")
        pieces: list[Piece] = [
            (text, own if look is None else _on(look, is_dark=cell.style in looks.dark))
            for text, look in _runs_of(cell, looks)
        ]
        yield from text_marks(cell.row, cell.column, pieces)
        code = text_formats.get(cell.style)
        if code is not None and cell.type in _TEXTS:
            text = "".join(text for text, _ in pieces)
            yield from format_mark(cell.row, cell.column, text, shown_text(text, code))


_TEXTS = frozenset({"s", "str", "inlineStr"})
"""Types of cells that hold a text."""


def _runs_of(cell: XmlCell, looks: Looks) -> list[Run]:
    if cell.inline is not None:
        return rich_runs(cell.inline)
    if cell.type == "s":
        return looks.strings.get(shared_index(cell.value), [])
    return [(decode_escapes(cell.value), None)] if cell.value else []


def format_mark(row: int, column: int, value: str, shown: str | None) -> Iterator[Mark]:
    """What a format shows of a value, unless it is the value or not known."""
    if shown is not None and value and clean_text(shown) != clean_text(value):
        yield Mark(MarkKind.SEEN, row, column, clean_text(shown), about=BY_FORMAT)


_STYLED = re.compile(
    rb"<c\b(?=[^<>]*?\bs=[\"'](\d{1,6})[\"'])(?=[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'])"
    rb"(?![^<>]*?\bt=[\"'](?!n[\"']))[^<>]*>\s*"
    rb"(?:<f\b[^<>]*?(?:/>|>[^<]*</f>)\s*)?<v\b[^<>]*>\s*([^<\s]{1,40})\s*</"
)
_MOST_NUMBERS = 50_000
"""Numbers of a sheet that are looked at; hardly a form has as many, and no more are worth the
time: their values are told all the same."""


def number_marks(xml: bytes, looks: Looks) -> Iterator[Mark]:
    """SEEN marks of numbers, for plain sheets; cheap where few cells have such a format."""
    for match in islice(_styled_cells(xml, looks.formats), _MOST_NUMBERS):
        code = looks.formats.get(int(match[1]))
        if code is not None:
            row, column = int(match[3]) - 1, column_index(match[2].decode())
            yield from _number_mark(row, column, match[4].decode("ascii", "replace"), code, looks)


def _styled_cells(xml: bytes, formats: Mapping[int, str]) -> Iterator[re.Match[bytes]]:
    """The cells with a number that may have one of the formats."""
    # One letter is found many times faster than two.
    if len(formats) > _FEW_FORMATS or (b"'" in xml and b"s='" in xml):
        yield from _STYLED.finditer(xml)
        return
    for style in formats:
        sign = b's="%d"' % style
        at = xml.find(sign)
        while at >= 0:
            start = xml.rfind(b"<", max(0, at - _LONGEST_TAG), at)
            match = _STYLED.match(xml, start) if start >= 0 else None
            if match:
                yield match
            at = xml.find(sign, at + len(sign))


_FEW_FORMATS = 40
"""So many are looked for one by one."""
_LONGEST_TAG = 500
"""Bytes of a cell's opening tag."""


def deep_number_marks(cells: Iterable[XmlCell], looks: Looks) -> Iterator[Mark]:
    """The same for a sheet that is not plain."""
    for cell in cells:
        code = looks.formats.get(cell.style)
        if code is not None and cell.type == "n" and cell.value:
            yield from _number_mark(cell.row, cell.column, cell.value, code, looks)


def _number_mark(row: int, column: int, text: str, code: str, looks: Looks) -> Iterator[Mark]:
    yield from format_mark(row, column, text, _shown_of(text, code, is_1904=looks.is_1904))


@lru_cache(maxsize=1024)
def _shown_of(text: str, code: str, *, is_1904: bool) -> str | None:
    """Cached: forms of a sending show the same few numbers."""
    try:
        value = float(text)
    except ValueError:
        return None
    return shown_number(value, code, is_1904=is_1904)
