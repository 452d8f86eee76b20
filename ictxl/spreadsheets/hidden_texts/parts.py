"""Texts of package parts other than sheets, comments and drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ictxl.spreadsheets.hidden_texts.made_names import is_made_name
from ictxl.spreadsheets.hidden_texts.texts import HiddenText
from ictxl.spreadsheets.marks import MarkKind
from ictxl.spreadsheets.xml_parts import local_name
from ictxl.text.clean import decode_escapes

_ANY = frozenset(
    {
        *("name", "displayName", "caption", "comment", "description", "title", "label", "text"),
        *("prompt", "promptTitle", "error", "errorTitle", "descr", "altText", "altTextSummary"),
        *("tooltip", "screentip", "supertip", "val", "value", "url"),
    }
)


@dataclass(frozen=True)
class _Part:
    """Where texts stand in one kind of part."""

    path: re.Pattern[str]
    about: str
    attributes: frozenset[str]
    elements: frozenset[str] | None = frozenset()
    """Names of the elements whose content is text; None for all."""
    values: frozenset[str] = frozenset()
    """Names of the elements whose attribute `v` or `val` is text."""
    is_drawn: bool = False
    """Its texts stand in DrawingML's paragraphs too."""


def _of(
    path: str,
    about: str,
    *elements: str,
    attributes: str = "",
    values: str = "",
    drawn: bool = False,
) -> _Part:
    return _Part(
        re.compile(path),
        about,
        frozenset(attributes.split()),
        frozenset(elements),
        frozenset(values.split()),
        drawn,
    )


_CAPTIONS = "name caption grandTotalCaption errorCaption missingCaption"
_PARTS = (
    _of(
        "xl/tables/",
        "テーブル",
        attributes="name displayName comment totalsRowLabel altText altTextSummary customList",
        values="filter customFilter",
    ),
    _of(
        "xl/pivotcache/",
        "ピボットテーブルの元のデータ",
        attributes=f"{_CAPTIONS} formula",
        values="s",
    ),
    _of(
        "xl/pivottables/",
        "ピボットテーブル",
        attributes=f"{_CAPTIONS} altText altTextSummary stringValue1 stringValue2",
    ),
    _of(
        "xl/externallinks/",
        "ほかのブックから写した値",
        *("v", "val"),
        attributes="ddeService ddeTopic",
        values="sheetName",
    ),
    _of(
        "xl/connections",
        "データの接続",
        attributes="name description connection command sourceFile url",
    ),
    _of("xl/querytables/", "データの取り込み", attributes="name"),
    _of("xl/(slicer|timeline)caches/", "スライサー"),  # whose names programs make of headings
    _of("xl/(slicer|timeline)", "スライサー", attributes="name caption"),
    _of("xl/charts/|xl/chartex", "グラフ", "v", drawn=True),
    _of("xl/drawings/", "図形", attributes="descr title", drawn=True),
    _of("xl/diagrams/", "図表", drawn=True),
    _of("xl/ctrlprops/", "コントロール", values="item listItem"),
    _of("xl/activex/", "コントロール", attributes="value"),
    _of("xl/revisions/", "変更履歴", "t", "v", attributes="name"),
    _of("xl/richdata/", "セルのデータ型の値", "v"),
    _Part(re.compile("customxml/item[0-9]*[.]xml"), "カスタム XML", frozenset(), None),
    _Part(re.compile("customui/"), "リボンのボタン", _ANY),
    _Part(re.compile(""), "そのほかの部品", _ANY, None),
)
"""By the path in lower case; the first that fits decides."""


def part_texts(path: str, root: Element) -> Iterator[HiddenText]:
    """All that a part says, each text once."""
    part = next(part for part in _PARTS if part.path.match(path.lower()))
    if root.tag in _OF_SHAREPOINT:
        return
    for text in dict.fromkeys(_texts(root, part)):
        if text:
            yield HiddenText(MarkKind.PART, part.about, "", text)


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
    if part.is_drawn:
        yield from paragraphs(root)
    for element in root.iter():
        name = local_name(element)
        if element.text and (part.elements is None or name in part.elements):
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
