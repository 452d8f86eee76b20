"""Find what of a template would not reach the forms.

Pictures, shapes and charts are carried over by `packing`; what stands here is lost, because
openpyxl does not read it.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from ictxl.findings import Finding, finding
from ictxl.spreadsheets.xlsx.opc import relationships, sheet_parts

_REMOVE = "ひな形から取り除くか、なくても困らないことを確かめてください。"
_CONTROLS = "フォームコントロール(ボタンやチェックボックス)"
_PARTS = (
    ("xl/activeX/", "ActiveX コントロール", _REMOVE),
    ("xl/vbaProject", "マクロ", "調査票はマクロのない .xlsx になります。" + _REMOVE),
    ("xl/slicers/", "スライサー", _REMOVE),
    ("xl/chartsheets/", "グラフだけのシート", "グラフはふつうのシートの上に置いてください。"),
    ("xl/timelines/", "タイムライン", _REMOVE),
    ("xl/threadedComments/", "スレッド形式のコメント", "「メモ」に書き直してください。"),
    ("xl/embeddings/", "埋め込みオブジェクト", _REMOVE),
    ("xl/richData/", "セルの中に置いた画像やデータ型", "画像は「セルの上に配置」してください。"),
    ("_xmlsignatures/", "デジタル署名", _REMOVE),
)
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
    """Something that openpyxl does not keep."""

    sheet: str
    cell: str
    what: str
    advice: str


def find_losses(content: bytes, file: str) -> Iterator[Finding]:
    """A warning for each thing that the forms will lack."""
    for loss in losses(content):
        place = {"sheet": loss.sheet, "cell": loss.cell}
        yield finding("T009", file=file, what=loss.what, advice=loss.advice, **place)


def losses(content: bytes) -> Iterator[Loss]:
    """All that a workbook holds and would lack after a passage through openpyxl and `packing`."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        sheets = sheet_parts(package)
        for folder, what, advice in _PARTS:
            if any(name.startswith(folder) for name in names):
                sheet = _sheet_with(package, sheets, folder)
                yield Loss(sheet, "", what, advice)
        for part, title in sheets.items():
            if _has_old_controls(package, part):
                yield Loss(title, "", _CONTROLS, _REMOVE)
            text = package.read(part)
            for pattern, what, advice in _ELEMENTS:
                for cell in _cells(pattern, text):
                    yield Loss(title, cell, what, advice)


def _has_old_controls(package: zipfile.ZipFile, sheet: str) -> bool:
    """Controls are drawn in VML, as notes are; a note is no control."""
    for pointer in relationships(package, sheet).values():
        if pointer.type.endswith("/ctrlProp"):
            return True
        if pointer.type.endswith("/vmlDrawing") and pointer.target in package.namelist():
            kinds = re.findall(rb'ObjectType="(\w+)"', package.read(pointer.target))
            if any(kind != b"Note" for kind in kinds):
                return True
    return False


def _cells(pattern: bytes, text: bytes) -> list[str]:
    found = re.findall(pattern, text, re.DOTALL)
    return [area.decode("ascii", "replace") for area in dict.fromkeys(found)]


def _sheet_with(package: zipfile.ZipFile, sheets: dict[str, str], folder: str) -> str:
    """The first sheet that uses a part of that folder; empty where none does directly."""
    for part, title in sheets.items():
        for target in relationships(package, part).values():
            if target.target.startswith(posixpath.join(folder)):
                return title
    return ""
