"""Texts of package parts other than sheets, comments and drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from ictxl.spreadsheets.hidden_texts.made_names import is_made_name
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xml_parts import local_name
from ictxl.text.clean import decode_escapes

_EVERY = frozenset({"*"})
"""In the place of elements' names: the content of all is text."""


def _part(
    path: str, about: str, elements: str = "", attributes: str = "", values: str = ""
) -> _Part:
    split = (frozenset(words.split()) for words in (elements, attributes, values))
    return _Part(re.compile(path), about, *split)


class _Part(NamedTuple):
    """Where texts stand in one kind of part."""

    path: re.Pattern[str]
    about: str
    elements: frozenset[str]
    """Names of the elements whose content is text; `a:p` for DrawingML's paragraphs."""
    attributes: frozenset[str]
    values: frozenset[str]
    """Names of the elements whose attribute `v` or `val` is text."""


_CAPTIONS = "name caption grandTotalCaption errorCaption missingCaption"
_ALT = "altText altTextSummary"
_ANY = (
    f"name displayName caption comment description title label text {_ALT} prompt promptTitle error"
    " errorTitle descr tooltip screentip supertip val value url"
)
_PARTS = (
    _part(
        "xl/tables/",
        "テーブル",
        "",
        f"name displayName comment totalsRowLabel {_ALT} customList",
        "filter customFilter",
    ),
    _part("xl/pivotcache/", "ピボットテーブルの元のデータ", "", f"{_CAPTIONS} formula", "s"),
    _part(
        "xl/pivottables/", "ピボットテーブル", "", f"{_CAPTIONS} {_ALT} stringValue1 stringValue2"
    ),
    _part(
        "xl/externallinks/", "ほかのブックから写した値", "v val", "ddeService ddeTopic", "sheetName"
    ),
    _part(
        "xl/connections", "データの接続", "", "name description connection command sourceFile url"
    ),
    _part("xl/querytables/", "データの取り込み", "", "name"),
    _part("xl/(slicer|timeline)caches/", "スライサー"),  # whose names programs make of headings
    _part("xl/(slicer|timeline)", "スライサー", "", "name caption"),
    _part("xl/charts/|xl/chartex", "グラフ", "a:p v"),
    _part("xl/drawings/", "図形", "a:p", "descr title"),
    _part("xl/diagrams/", "図表", "a:p"),
    _part("xl/ctrlprops/", "コントロール", "", "", "item listItem"),
    _part("xl/activex/", "コントロール", "", "value"),
    _part("xl/revisions/", "変更履歴", "t v", "name"),
    _part("xl/richdata/", "セルのデータ型の値", "v"),
    _part("customxml/item[0-9]*[.]xml", "カスタム XML", "*"),
    _part("customui/", "リボンのボタン", "", _ANY),
    _part("", "そのほかの部品", "*", _ANY),
)
"""By the path in lower case; the first that fits decides."""


def part_texts(path: str, root: Element) -> Iterator[Mark]:
    """All that a part says, each text once."""
    part = next(part for part in _PARTS if part.path.match(path.lower()))
    if root.tag in _OF_SHAREPOINT:
        return
    for text in dict.fromkeys(_texts(root, part)):
        if text:
            yield Mark(MarkKind.PART, text=text, about=part.about)


_OF_SHAREPOINT = frozenset(
    {
        "{http://schemas.microsoft.com/office/2006/metadata/contentType}contentTypeSchema",
        "{http://schemas.microsoft.com/sharepoint/v3/contenttype/forms}FormTemplates",
        "{http://schemas.microsoft.com/sharepoint/events}Receivers",
        "{http://schemas.microsoft.com/office/2006/metadata/customXsn}customXsn",
        "{http://schemas.microsoft.com/sharepoint/v3/contenttype/forms/url}FormUrls",
    }
)
"""Parts that say how a library of SharePoint keeps its documents."""


def _texts(root: Element, part: _Part) -> Iterator[str]:
    if "a:p" in part.elements:
        yield from paragraphs(root)
    for element in root.iter():
        name = local_name(element)
        if element.text and (name in part.elements or part.elements == _EVERY):
            yield _unless_machines(decode_escapes(element.text).strip())
        for key, value in element.attrib.items():
            local = key.rpartition("}")[2]
            if local in part.attributes:
                said = decode_escapes(value).strip()
                yield "" if _is_made(local, said) else said
            elif local in {"v", "val"} and name in part.values:
                yield _unless_machines(decode_escapes(value).strip())


_NAMES = frozenset({"name", "displayName", "caption"})
_VALUES = frozenset({"val", "value", "url"})


def _is_made(attribute: str, text: str) -> bool:
    """A program's own name, or one of its values. Whatever else a person may type is told."""
    if attribute in _NAMES:
        return is_made_name(text)
    return attribute in _VALUES and not _unless_machines(text)


def paragraphs(root: Element) -> Iterator[str]:
    """DrawingML's paragraphs (`a:p`), each its runs joined."""
    for element in without_fallback(root):
        if local_name(element) == "p":
            text = ""
            for part in element.iter():
                if local_name(part) == "t":
                    text += part.text or ""
                elif local_name(part) == "br":
                    text += "\n"
            if text:
                yield text


def without_fallback(root: Element) -> Iterator[Element]:
    """Every element, but not the copies for older programs (`mc:Fallback`)."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(c for c in reversed(element) if local_name(c) != "Fallback")


def alternative_texts(root: Element) -> Iterator[str]:
    """What is said of a picture or shape for who cannot see it, names a person gave them, and the
    tips of their links."""
    for element in without_fallback(root):
        if local_name(element) == "cNvPr":
            said = (element.get(key, "") for key in ("title", "descr"))
            name = element.get("name", "")
            yield "\n".join(filter(None, [*said, "" if is_made_name(name) else name]))
    for link in clicked(root):
        yield link.get("tooltip", "")


def clicked(root: Element) -> Iterator[Element]:
    """What says where a shape or picture leads when it is clicked."""
    return (e for e in without_fallback(root) if local_name(e) in {"hlinkClick", "hlinkHover"})


def chart_values(root: Element) -> Iterator[str]:
    """Names of series and categories, which mostly stand in cells too."""
    found = (decode_escapes(e.text or "").strip() for e in root.iter() if local_name(e) == "v")
    yield from dict.fromkeys(text for text in found if _unless_machines(text))


_MACHINE = re.compile(
    r"[+-]?[\d,]*+(?:\.\d*+)?(?:[Ee][+-]?\d+)?%?|true|false"
    r"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d*)?(?:Z|[+-]\d\d:\d\d)?)?"
    r"|\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}\}?|ID_[0-9A-Fa-f]{32}"
    r"|#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!|GETTING_DATA)"
    r"|https?://schemas\.\S*"
)
"""Numbers, dates, identifiers, error values, namespaces: what values that a program copied are, but
no text that a person types for others to read, such as 0572-54-1111."""


def _unless_machines(text: str) -> str:
    return "" if _MACHINE.fullmatch(text) else text


def holds_no_texts(path: str) -> bool:
    """A part that holds no text of a person's, or one that is told otherwise."""
    return _SILENT.fullmatch(path.lower()) is not None


_SILENT = re.compile(
    r"(?:.*/)?_rels/.*|\[content_types\]\.xml|mimetype|.*/"
    r"|xl/(?:theme|media|printersettings|embeddings|persons)/.*"
    r"|xl/(?:calcchain|metadata|volatiledependencies)\.(?:xml|bin)|xl/vba.*|docmetadata/.*"
    r"|xl/richdata/rd(?:richvaluestructure|richvaluetypes|supportingpropertybag.*)\.xml"
    r"|xl/diagrams/(?:layout|colors|quickstyle|drawing)\d*\.xml|xl/charts/(?:style|colors)\d*\.xml"
    r"|customxml/itemprops.*|_xmlsignatures/.*|xl/featurepropertybag/.*"
    r"|.*\.(?:bin|vml|emf|wmf|png|jpe?g|gif|bmp|tiff?|svg|wdp|glb|sigs|dat|data)"
)
