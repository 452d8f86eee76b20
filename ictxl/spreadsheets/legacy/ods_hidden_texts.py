"""Find texts of an OpenDocument spreadsheet outside its cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from xml.etree import ElementTree

from ictxl.spreadsheets.hidden_texts.made_names import is_made_name, is_programs_property
from ictxl.spreadsheets.hidden_texts.texts import (
    FILTER_NAME,
    defined_name,
    is_word,
    literals,
    validation_rule,
)
from ictxl.spreadsheets.legacy.ods_values import attribute, paragraph_text
from ictxl.spreadsheets.marks import ALTERNATIVE, Mark, MarkKind, with_text
from ictxl.spreadsheets.xml_parts import local_name

_PROPERTIES = {
    **{"title": "タイトル", "subject": "件名", "description": "コメント", "identifier": "識別子"},
    **{"contributor": "協力者", "coverage": "対象範囲", "publisher": "発行者", "relation": "関係"},
    **{"rights": "権利", "source": "出典", "type": "種類"},
}
"""What LibreOffice lets people type."""


def meta_marks(meta: ElementTree.Element) -> Iterator[Mark]:
    """The document's properties (`meta.xml`)."""
    yield from with_text(_properties(meta))


def _properties(meta: ElementTree.Element) -> Iterator[Mark]:
    keywords = []
    for element in meta.iter():
        text, name = element.text or "", local_name(element)
        if not text.strip():
            continue
        if name in _PROPERTIES:
            yield Mark(MarkKind.PROPERTY, text=text, about=_PROPERTIES[name])
        elif name == "keyword":
            keywords.append(text)
        elif name == "user-defined" and not is_programs_property(attribute(element, "name")):
            yield Mark(MarkKind.PROPERTY, text=text, about=attribute(element, "name"))
    if keywords:
        yield Mark(MarkKind.PROPERTY, text=" ".join(keywords), about="タグ")


def body_marks(
    body: ElementTree.Element,
    ruled: Mapping[str, tuple[str, tuple[int, int]]],
    told: Collection[ElementTree.Element],
) -> Iterator[tuple[str, Mark]]:
    """(sheet, mark) of rules, names and whatever else the content tells outside its cells.

    `ruled` tells where each rule is used: (sheet, its place). Controls that were `told` with their
    state are passed over.
    """
    for element in body.iter():
        match local_name(element):
            case name if name in CONTROL_TEXTS:
                marks = [] if element in told else control_texts(element)
                yield from (("", mark) for mark in marks)
                continue
            case "content-validation":
                sheet, place = ruled.get(attribute(element, "name"), ("", (-1, -1)))
                found = _rule(element, place)
            case "named-range" | "named-expression":
                said = literals(attribute(element, "expression"))
                sheet, found = "", list(defined_name(attribute(element, "name"), said))
            case name if name in _OTHERS:
                about, key = _OTHERS[name]
                text = _said(about, attribute(element, key))
                sheet, found = "", [Mark(MarkKind.PART, text=text, about=about)]
            case "deletion" | "previous":
                text = "\n".join(paragraph_text(p) for p in element.iter() if local_name(p) == "p")
                sheet, found = "", [Mark(MarkKind.PART, text=text, about="変更履歴")]
            case _:
                continue
        for mark in with_text(found):
            yield sheet, mark


_CONDITION = "条件付き書式"
_RANGE = "データベース範囲の名前"
_PIVOT = "ピボットテーブル"
_OTHERS = {
    "scenario": ("シナリオ", "comment"),
    "database-range": (_RANGE, "name"),
    "table-source": ("参照しているほかのブック", "href"),
    "cell-range-source": ("参照しているほかのブック", "href"),
    "condition": (_CONDITION, "value"),
    "data-pilot-table": (_PIVOT, "name"),
    "data-pilot-grand-total": (_PIVOT, "display-name"),
    "data-pilot-level": (_PIVOT, "display-name"),
    **dict.fromkeys(("filter-condition", "filter-set-item"), (FILTER_NAME, "value")),
}


def _said(about: str, text: str) -> str:
    """What somebody typed of it; empty where only a program did."""
    if about == _CONDITION:
        return "\n".join(literals(text)) if text.startswith(_TEXT_CONDITIONS) else ""
    if about == FILTER_NAME:
        return text if is_word(text) else ""
    return "" if about in {_RANGE, _PIVOT} and _is_made(text) else text


CONTROL_TEXTS = {
    "button": ("label", "value", "title"),
    **dict.fromkeys(("checkbox", "radio", "fixed-text", "frame"), ("label", "title")),
    **dict.fromkeys(("text", "textarea"), ("value", "current-value", "title")),
    **dict.fromkeys(("combobox", "listbox"), ("title",)),
    **dict.fromkeys(("item", "option"), ("label",)),
}
"""A control's or its item's element → the attributes that hold texts."""


def control_texts(element: ElementTree.Element, told: Collection[str] = ()) -> Iterator[Mark]:
    """What one element of a control says besides the texts that were told."""
    keys = CONTROL_TEXTS.get(local_name(element), ())
    said = dict.fromkeys(attribute(element, key) for key in keys)
    text = "\n".join(t for t in said if t.strip() and t not in told)
    yield from with_text([Mark(MarkKind.PART, text=text, about="コントロール")])


def _is_made(name: str) -> bool:
    return is_made_name(name) or name.startswith("__Anonymous")


_TEXT_CONDITIONS = ("contains-text(", "begins-with(", "ends-with(", "not-contains-text(")


def _rule(
    element: ElementTree.Element,
    place: tuple[int, int],
) -> list[Mark]:
    said = {"help-message": ("", ""), "error-message": ("", "")}
    for child in element:
        if local_name(child) in said:
            text = "\n".join(paragraph_text(p) for p in child if local_name(p) == "p")
            said[local_name(child)] = (attribute(child, "title"), text)
    choices = ",".join(literals(attribute(element, "condition")))
    return list(validation_rule(place, said["help-message"], said["error-message"], [choices]))


def alternative_marks(element: ElementTree.Element, row: int, column: int) -> Iterator[Mark]:
    """What is said of a shape for who cannot see it, and a name a person gave it."""
    said = [e.text or "" for e in element.iter() if local_name(e) in {"title", "desc"}]
    name = attribute(element, "name")
    said.append("" if is_made_name(name) else name)
    text = "\n".join(text for text in said if text.strip())
    yield from with_text([Mark(MarkKind.PART, row, column, text, about=ALTERNATIVE)])
