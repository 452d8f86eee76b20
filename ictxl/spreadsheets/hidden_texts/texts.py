"""Texts of document properties, defined names, validation rules and hyperlinks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ictxl.spreadsheets.cells import place_of
from ictxl.spreadsheets.hidden_texts.made_names import is_made_name, is_programs_property
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.spreadsheets.xml_parts import ATTRIBUTES, attributes_in, decode_xml


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


def property_texts(part: bytes) -> Iterator[Mark]:
    """Of `docProps/core.xml` or `app.xml`; who made and saved it is not asked."""
    for match in _PROPERTY.finditer(part):
        text = decode_xml(match[2])
        if text.strip():
            yield Mark(MarkKind.PROPERTY, text=text, about=_LABELS[match[1].decode()])


def custom_property_texts(part: bytes) -> Iterator[Mark]:
    for match in _CUSTOM.finditer(part):
        of = _known_name if len(match[1]) <= _MOST_REMEMBERED else _name_in
        name, text = of(match[1]), decode_xml(match[2])
        if text.strip() and not is_programs_property(name):
            yield Mark(MarkKind.PROPERTY, text=text, about=name)


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


def name_texts(workbook: bytes) -> Iterator[Mark]:
    """Defined names: the name, what is said about it, and the texts it stands for."""
    if b"definedName" in workbook:
        for match in _NAME.finditer(workbook):
            said = attributes_in(match[1])
            comments = (said.get(key, "") for key in ("comment", "description"))
            about = [*literals(decode_xml(match[2])), *comments]
            yield from defined_name(said.get("name", ""), about)
    if b"customWorkbookView" in workbook:
        for match in _VIEW.finditer(workbook):
            yield Mark(
                MarkKind.PART,
                text=attributes_in(match[2]).get("name", ""),
                about="ユーザー設定のビュー",
            )


def defined_name(name: str, about: Iterable[str]) -> Iterator[Mark]:
    """One defined name, unless a program gave it, with the texts that it stands for or that are
    said about it."""
    if name and not name.startswith(_MADE_NAMES):
        said = [text for text in about if text.strip()]
        yield Mark(MarkKind.NAME, text="\n".join([name, *said]), about=name)


def literals(formula: str) -> list[str]:
    """The texts in a formula; a list such as `"A,B"` is one."""
    return [text.replace('""', '"') for text in _LITERAL.findall(formula)]


_CODE_NAME = re.compile(rb"\bcodeName=[\"']([^\"'<>]*)[\"']")
_USUAL_CODE_NAMES = re.compile(r"(?:Sheet|Chart|Macro|Dialog|Worksheet|シート|グラフ)?\d*")


def sheet_texts(xml: bytes) -> Iterator[Mark]:
    """Of a sheet's XML outside its cells: rules, tips, ranges, scenarios; cheap where none are."""
    start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData")
    head, tail = xml[: max(start, 0)], xml[max(end, 0) :]
    if b"codeName=" in head:
        for code in _CODE_NAME.findall(head):
            if not _USUAL_CODE_NAMES.fullmatch(decode_xml(code)):
                yield Mark(MarkKind.PART, text=decode_xml(code), about="シートのコード名")
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
def _known_rules(rules: bytes) -> tuple[Mark, ...]:
    """Cached: workbooks made together are alike in this."""
    return tuple(_rules(rules))


def _rules(rules: bytes) -> Iterator[Mark]:
    found = list(_RULE.finditer(rules))
    ends = [*(match.start() for match in found[1:]), len(rules)]
    for match, last in zip(found, ends, strict=False):
        said, inside = attributes_in(match[1]), b""
        if not match[1].endswith(b"/"):
            end = _RULE_END.search(rules, match.end(), last)
            inside = rules[match.end() : end.start() if end else last]
        area = _AREA.search(inside)
        areas = said.get("sqref") or (area[1].decode("ascii", "replace") if area else "")
        formulas = map(decode_xml, _FORMULA.findall(inside))
        choices = [text for formula in formulas for text in literals(formula)]
        prompt = (said.get("promptTitle", ""), said.get("prompt", ""))
        error = (said.get("errorTitle", ""), said.get("error", ""))
        yield from validation_rule(first_cell(areas), prompt, error, choices)


def validation_rule(
    place: tuple[int, int], prompt: Iterable[str], error: Iterable[str], choices: Iterable[str]
) -> Iterator[Mark]:
    """One validation rule: its prompt, its warning, and the texts it lets choose."""
    for about, texts in (
        ("入力時のメッセージ", prompt),
        ("エラー メッセージ", error),
        ("元の値", choices),
    ):
        text = "\n".join(text for text in texts if text.strip())
        if text:
            yield Mark(MarkKind.RULE, *place, text, about=about)


def first_cell(areas: str) -> tuple[int, int]:
    """Row and column, from 0, of `K7` in `K7:K9 M2`; -1 where it is none."""
    return place_of(areas.split(" ", maxsplit=1)[0].partition(":")[0].replace("$", ""))


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


def _others(tail: bytes) -> Iterator[Mark]:
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
            yield Mark(MarkKind.PART, *first_cell(area), text, about=about)


def _area_above(tail: bytes, at: int) -> str:
    """The area of the conditional format that a rule stands in."""
    start = tail.rfind(b"conditionalFormatting ", max(0, at - _LONGEST_FORMAT), at)
    area = _SQREF.search(tail, start, at) if start >= 0 else None
    return area[1].decode("ascii", "replace") if area else ""


_LONGEST_FORMAT = 10_000
"""Bytes of a conditional format; a rule farther from its beginning is told without a cell."""
_SQREF = re.compile(rb"\bsqref=[\"']([^\"'<>]*)")


LINK_NAME = "リンクの表示文字"
"""What a link was to show: programs keep it though the cell says something else by now."""


class SheetLink(NamedTuple):
    """One link."""

    cell: str
    """The first one; empty where the file names none."""
    target: str
    """Outside the workbook, inside it (`#シート!A1`), or both."""
    display: str


_LINK = re.compile(rb"<(?:[\w.-]+:)?hyperlink\b" + ATTRIBUTES + rb">")
_CELL = re.compile(r"[A-Z]{1,3}\d{1,7}")


def sheet_links(xml: bytes, targets: Mapping[str, str]) -> Iterator[SheetLink]:
    """`targets` tells where the sheet's relations lead, by their id."""
    start = max(xml.rfind(b"sheetData"), 0)
    if xml.find(b"hyperlink", start) < 0:
        return
    for match in _LINK.finditer(xml, start):
        said = attributes_in(match[1])
        cell = _CELL.match(said.get("ref", "").replace("$", ""))
        target = joined(targets.get(said.get("id", ""), ""), said.get("location", ""))
        yield SheetLink(cell[0] if cell else "", target, said.get("display", ""))


def joined(target: str, location: str) -> str:
    """A link's two halves, as one reads them."""
    return f"{target}#{location.removeprefix('#')}" if location.strip() else target


_REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^'!.]+))[!.])?\$?[A-Z]{1,3}\$?\d{1,7}"
    r"(?::(?:[^:!.]+[!.])?\$?[A-Z]{1,3}\$?\d{1,7})?"
)


def leads_inside(target: str, sheets: Iterable[str]) -> bool:
    """The target is a sheet's name, or cells of one of the sheets: no text that somebody typed."""
    if not target.startswith("#"):
        return False
    location = target[1:].replace("$'", "'")
    names = {"", *sheets}
    match = _REFERENCE.fullmatch(location)
    if match is None:
        return location in names
    quoted, bare = match[1] or "", match[2] or ""
    return (quoted.replace("''", "'") or bare.removeprefix("$")) in names
