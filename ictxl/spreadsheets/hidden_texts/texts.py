"""Texts of document properties, defined names and validation rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ictxl.spreadsheets.hidden_texts.made_names import is_made_name
from ictxl.spreadsheets.hidden_texts.program_properties import is_programs_property
from ictxl.spreadsheets.marks import MarkKind
from ictxl.spreadsheets.xml_parts import ATTRIBUTES, attributes_in, decode_xml


class HiddenText(NamedTuple):
    """One text."""

    kind: MarkKind
    """PROPERTY, NAME, RULE or PART."""
    about: str
    """What it is, in Japanese: the property's name, テーブル, 代替テキスト…"""
    cell: str
    """`K9`; empty where it belongs to no cell."""
    text: str


def squeezed(text: str) -> str:
    """A text reduced to compare it: programs differ in the blanks they keep, and in how they part
    key words and a list's choices."""
    return "".join(text.replace(",", " ").split())


def _elements(*names: str) -> re.Pattern[bytes]:
    """Opening tags with any prefix: (name, attributes)."""
    words = "|".join(names).encode()
    return re.compile(rb"<(?:[\w.-]+:)?(" + words + rb")\b" + ATTRIBUTES + rb">")


_CORE = {
    "title": "タイトル",
    "subject": "件名",
    "description": "コメント",
    "keywords": "タグ",
    "category": "分類",
    "contentStatus": "状態",
    "contentType": "コンテンツの種類",
    "version": "バージョン番号",
    "identifier": "識別子",
}
_APPLICATION = {"Company": "会社", "Manager": "管理者", "HyperlinkBase": "ハイパーリンクの基点"}
_LABELS = {**_CORE, **_APPLICATION}
_PROPERTY = re.compile(rb"<(?:[\w.-]+:)?(" + "|".join(_LABELS).encode() + rb")\b[^<>]*>([^<]+)</")
_CUSTOM = re.compile(rb"<(?:[\w.-]+:)?property\b" + ATTRIBUTES + rb">\s*<[^<>]*>([^<]+)</")


def property_texts(part: bytes) -> Iterator[HiddenText]:
    """Of `docProps/core.xml` or `app.xml`; who made and saved it is not asked."""
    for match in _PROPERTY.finditer(part):
        text = decode_xml(match[2])
        if text.strip():
            yield HiddenText(MarkKind.PROPERTY, _LABELS[match[1].decode()], "", text)


def custom_property_texts(part: bytes) -> Iterator[HiddenText]:
    for match in _CUSTOM.finditer(part):
        of = _known_name if len(match[1]) <= _MOST_REMEMBERED else _name_in
        name, text = of(match[1]), decode_xml(match[2])
        if text.strip() and not is_programs_property(name):
            yield HiddenText(MarkKind.PROPERTY, name, "", text)


def _name_in(attributes: bytes) -> str:
    return attributes_in(attributes).get("name", "")


_MOST_REMEMBERED = 1_000
"""Bytes of attributes."""
_known_name = lru_cache(maxsize=64)(_name_in)
"""Workbooks made together have properties of the same names."""
_NAME = re.compile(rb"<(?:[\w.-]+:)?definedName\b" + ATTRIBUTES + rb">([^<]*)</")
_VIEW = _elements("customWorkbookView")
_MADE_NAMES = ("_xl", "Excel_BuiltIn", "solver_", "ExternalData_", "_FilterDatabase", "HTML_")
"""Beginnings of names that programs give."""
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')


def name_texts(workbook: bytes) -> Iterator[HiddenText]:
    """Defined names: the name, what is said about it, and the texts it stands for."""
    if b"definedName" in workbook:
        for match in _NAME.finditer(workbook):
            said = attributes_in(match[1])
            comments = (said.get(key, "") for key in ("comment", "description"))
            yield from defined_name(said.get("name", ""), comments, decode_xml(match[2]))
    if b"customWorkbookView" in workbook:
        for match in _VIEW.finditer(workbook):
            yield HiddenText(
                MarkKind.PART, "ユーザー設定のビュー", "", attributes_in(match[2]).get("name", "")
            )


def defined_name(name: str, comments: Iterable[str], formula: str) -> Iterator[HiddenText]:
    """One defined name, unless a program gave it."""
    if name and not name.startswith(_MADE_NAMES):
        said = [text for text in (*literals(formula), *comments) if text.strip()]
        yield HiddenText(MarkKind.NAME, name, "", "\n".join([name, *said]))


def literals(formula: str) -> list[str]:
    """The texts in a formula; a list such as `"A,B"` is one."""
    return [text.replace('""', '"') for text in _LITERAL.findall(formula)]


_CODE_NAME = re.compile(rb"\bcodeName=[\"']([^\"'<>]*)[\"']")
_USUAL_CODE_NAMES = re.compile(r"(?:Sheet|Chart|Macro|Dialog|Worksheet|シート|グラフ)?\d*")


def sheet_texts(xml: bytes) -> Iterator[HiddenText]:
    """Of a sheet's XML outside its cells: rules, tips, ranges, scenarios; cheap where none are."""
    start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData")
    head, tail = xml[: max(start, 0)], xml[max(end, 0) :]
    if b"codeName=" in head:
        for code in _CODE_NAME.findall(head):
            if not _USUAL_CODE_NAMES.fullmatch(decode_xml(code)):
                yield HiddenText(MarkKind.PART, "シートのコード名", "", decode_xml(code))
    if b"dataValidation" in tail:
        first = _RULES.search(tail)
        if first:
            rules = tail[first.start() : tail.rfind(b"dataValidations>") + 1 or None]
            yield from _known_rules(rules) if len(rules) < _MOST_KNOWN else _rules(rules)
    if any(word in tail for word in _TELLING):
        yield from _others(tail)


_RULES = re.compile(rb"<(?:[\w.-]+:)?dataValidation\s")
_TELLING = (
    *(b" tooltip=", b" text=", b"scenario ", b"protectedRange ", b"webPublishItem ", b"control "),
    *(b"ilter val=", b"customFilter ", b" customList="),
)
"""Words without which `_others` finds nothing: looking for them is many times faster."""


_RULE = re.compile(rb"<(?:[\w.-]+:)?dataValidation\b" + ATTRIBUTES + rb">")
_RULE_END = re.compile(rb"</(?:[\w.-]+:)?dataValidation>")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?(?:formula[12]|f)\b[^<>]*>([^<]+)</")
_AREA = re.compile(rb"<(?:[\w.-]+:)?sqref\b[^<>]*>([^<]+)</")


_MOST_KNOWN = 50_000
"""Bytes of rules that are remembered."""


@lru_cache(maxsize=256)
def _known_rules(rules: bytes) -> tuple[HiddenText, ...]:
    """Cached: workbooks made together are alike in this."""
    return tuple(_rules(rules))


def _rules(rules: bytes) -> Iterator[HiddenText]:
    found = list(_RULE.finditer(rules))
    ends = [*(match.start() for match in found[1:]), len(rules)]
    for match, last in zip(found, ends, strict=False):
        said, inside = attributes_in(match[1]), b""
        if not match[1].endswith(b"/"):
            end = _RULE_END.search(rules, match.end(), last)
            inside = rules[match.end() : end.start() if end else last]
        area = _AREA.search(inside)
        place = said.get("sqref") or (area[1].decode("ascii", "replace") if area else "")
        formulas = [decode_xml(formula) for formula in _FORMULA.findall(inside)]
        prompt = (said.get("promptTitle", ""), said.get("prompt", ""))
        error = (said.get("errorTitle", ""), said.get("error", ""))
        yield from validation_rule(first_cell(place), prompt, error, formulas)


def validation_rule(
    cell: str, prompt: Iterable[str], error: Iterable[str], formulas: Iterable[str]
) -> Iterator[HiddenText]:
    """One validation rule: its prompt, its warning, and the texts it lets choose."""
    choices = [text for formula in formulas for text in literals(formula)]
    for about, texts in (
        ("入力時のメッセージ", prompt),
        ("エラー メッセージ", error),
        ("元の値", choices),
    ):
        text = "\n".join(text for text in texts if text.strip())
        if text:
            yield HiddenText(MarkKind.RULE, about, cell, text)


def first_cell(area: str) -> str:
    """`K7:K9 M2` → `K7`."""
    first = area.split(" ", maxsplit=1)[0].partition(":")[0].replace("$", "")
    return first if re.fullmatch(r"[A-Z]{1,3}\d{1,7}", first) else ""


FILTER_NAME = "フィルターの条件"
_OTHERS = {
    "cfRule": ("条件付き書式", ("text",)),
    "hyperlink": ("リンクのヒント", ("tooltip",)),
    "scenario": ("シナリオ", ("name", "comment")),
    "protectedRange": ("編集を許す範囲の名前", ("name",)),
    "webPublishItem": ("Web 発行の題名", ("title",)),
    "control": ("コントロールの名前", ("name",)),
    "filter": (FILTER_NAME, ("val",)),
    "customFilter": (FILTER_NAME, ("val",)),
    "sortCondition": ("並べ替えの順", ("customList",)),
}
_NAMED_BY_PROGRAMS = frozenset({_OTHERS["protectedRange"][0], _OTHERS["control"][0]})
_OTHER = _elements(*_OTHERS)


def is_word(text: str) -> bool:
    """A text with any letter; a number, as cells show it, is none."""
    return _LETTER.search(text) is not None


_LETTER = re.compile(r"[^\W\d_]")


def _others(tail: bytes) -> Iterator[HiddenText]:
    for match in _OTHER.finditer(tail):
        about, keys = _OTHERS[match[1].decode()]
        said = attributes_in(match[2])
        texts = [said.get(key, "") for key in keys]
        if about in _NAMED_BY_PROGRAMS and is_made_name(texts[0]):
            continue
        if about == FILTER_NAME and not is_word(texts[0]):
            continue
        text = "\n".join(text for text in texts if text.strip())
        if text:
            area = said.get("ref") or said.get("sqref") or ""
            if match[1] == b"cfRule":
                area = _area_above(tail, match.start())
            yield HiddenText(MarkKind.PART, about, first_cell(area), text)


def _area_above(tail: bytes, at: int) -> str:
    """The area of the conditional format that a rule stands in."""
    start = tail.rfind(b"conditionalFormatting ", max(0, at - _LONGEST_FORMAT), at)
    area = _SQREF.search(tail, start, at) if start >= 0 else None
    return area[1].decode("ascii", "replace") if area else ""


_LONGEST_FORMAT = 10_000
"""Bytes of a conditional format; a rule farther from its beginning is told without a cell."""
_SQREF = re.compile(rb"\bsqref=[\"']([^\"'<>]*)")
