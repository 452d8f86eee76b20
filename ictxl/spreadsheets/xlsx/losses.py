"""Find what of a template would not reach what is made from it.

Pictures, shapes and charts are carried over by `carry_drawings`; what stands here is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ictxl.spreadsheets.xlsx.package import Package

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
