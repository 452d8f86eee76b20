"""Find texts of an OpenDocument spreadsheet outside its cells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from xml.etree import ElementTree

from ictxl.spreadsheets.hidden_texts.made_names import is_made_name
from ictxl.spreadsheets.hidden_texts.program_properties import is_programs_property
from ictxl.spreadsheets.hidden_texts.texts import (
    FILTER_NAME,
    HiddenText,
    defined_name,
    is_word,
    literals,
    validation_rule,
)
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xlsx.package_texts import marks_of
from ictxl.spreadsheets.xml_parts import local_name

_PROPERTIES = {
    **{"title": "タイトル", "subject": "件名", "description": "コメント", "identifier": "識別子"},
    **{"contributor": "協力者", "coverage": "対象範囲", "publisher": "発行者", "relation": "関係"},
    **{"rights": "権利", "source": "出典", "type": "種類"},
}
"""What LibreOffice lets people type."""
Attribute = Callable[[ElementTree.Element, str], str]
"""An element's attribute by its local name."""


def meta_marks(meta: ElementTree.Element, attribute: Attribute) -> Iterator[Mark]:
    """The document's properties (`meta.xml`)."""
    yield from marks_of(_properties(meta, attribute))


def _properties(meta: ElementTree.Element, attribute: Attribute) -> Iterator[HiddenText]:
    keywords = []
    for element in meta.iter():
        text, name = element.text or "", local_name(element)
        if not text.strip():
            continue
        if name in _PROPERTIES:
            yield HiddenText(MarkKind.PROPERTY, _PROPERTIES[name], "", text)
        elif name == "keyword":
            keywords.append(text)
        elif name == "user-defined" and not is_programs_property(attribute(element, "name")):
            yield HiddenText(MarkKind.PROPERTY, attribute(element, "name"), "", text)
    if keywords:
        yield HiddenText(MarkKind.PROPERTY, "タグ", "", " ".join(keywords))


def body_marks(
    body: ElementTree.Element,
    ruled: Mapping[str, tuple[str, str]],
    told: Collection[ElementTree.Element],
    attribute: Attribute,
    text_of: Callable[[ElementTree.Element], str],
) -> Iterator[tuple[str, Mark]]:
    """(sheet, mark) of rules, names and whatever else the content tells outside its cells.

    `ruled` tells where each rule is used: (sheet, cell). Controls that were `told` with their
    state are passed over.
    """
    for element in body.iter():
        match local_name(element):
            case name if name in CONTROL_TEXTS:
                marks = [] if element in told else control_texts(element, attribute)
                yield from (("", mark) for mark in marks)
                continue
            case "content-validation":
                sheet, cell = ruled.get(attribute(element, "name"), ("", ""))
                found = _rule(element, cell, attribute, text_of)
            case "named-range" | "named-expression":
                formula = attribute(element, "expression")
                sheet, found = "", list(defined_name(attribute(element, "name"), (), formula))
            case name if name in _OTHERS:
                about, key = _OTHERS[name]
                text = _said(about, attribute(element, key))
                sheet, found = "", [HiddenText(MarkKind.PART, about, "", text)]
            case "deletion" | "previous":
                text = "\n".join(text_of(p) for p in element.iter() if local_name(p) == "p")
                sheet, found = "", [HiddenText(MarkKind.PART, "変更履歴", "", text)]
            case _:
                continue
        for mark in marks_of(found):
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


def control_texts(
    element: ElementTree.Element, attribute: Attribute, told: Collection[str] = ()
) -> Iterator[Mark]:
    """What one element of a control says besides the texts that were told."""
    keys = CONTROL_TEXTS.get(local_name(element), ())
    said = dict.fromkeys(attribute(element, key) for key in keys)
    text = "\n".join(t for t in said if t.strip() and t not in told)
    yield from marks_of([HiddenText(MarkKind.PART, "コントロール", "", text)])


def _is_made(name: str) -> bool:
    return is_made_name(name) or name.startswith("__Anonymous")


_TEXT_CONDITIONS = ("contains-text(", "begins-with(", "ends-with(", "not-contains-text(")


def _rule(
    element: ElementTree.Element,
    cell: str,
    attribute: Attribute,
    text_of: Callable[[ElementTree.Element], str],
) -> list[HiddenText]:
    said = {"help-message": ("", ""), "error-message": ("", "")}
    for child in element:
        if local_name(child) in said:
            text = "\n".join(text_of(p) for p in child if local_name(p) == "p")
            said[local_name(child)] = (attribute(child, "title"), text)
    choices = ",".join(literals(attribute(element, "condition")))
    quoted = '"' + choices.replace('"', '""') + '"'
    formulas = [quoted] if choices else []
    return list(validation_rule(cell, said["help-message"], said["error-message"], formulas))


def alternative_marks(
    element: ElementTree.Element, row: int, column: int, attribute: Attribute
) -> Iterator[Mark]:
    """What is said of a shape for who cannot see it, and a name a person gave it."""
    said = [e.text or "" for e in element.iter() if local_name(e) in {"title", "desc"}]
    name = attribute(element, "name")
    said.append("" if is_made_name(name) else name)
    text = "\n".join(text for text in said if text.strip())
    for mark in marks_of([HiddenText(MarkKind.PART, "図形や画像の説明(代替テキスト)", "", text)]):
        yield Mark(mark.kind, row, column, mark.text, about=mark.about)
