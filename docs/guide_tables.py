"""The tables of docs/guide-questions.md, typed into a plan workbook as the page tells."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

PAGE = Path(__file__).with_name("guide-questions.md")
INDICATORS_PAGE = Path(__file__).with_name("guide-indicators.md")
INDICATORS = "| 基本施策 | 項番 | 指標 |"
REVIEW_PAGE = PAGE.with_name("guide-review.md")
QUESTIONS, CHOICES, LEVELS, AREAS = "| 名称 | 種類", "| 一覧 |", "| 呼び名 |", "| 番号 |"
MEASURES = (
    ("1-1", "001", "基幹相談支援センターの設置", "専門性の高い支援体制をつくる。", "障害福祉課"),
    (
        "1-1",
        "002",
        "包括的な相談窓口の運営",
        "分野を越えた相談を受ける。",
        "障害福祉課\n福祉総務課",
    ),
    ("1-2", "003", "グループホームの整備", "3か所を新しく開く。", "福祉総務課"),
)
"""基本施策, 項番, 施策名称, 目標 and 担当課 of the page's example."""


def table(begins: str, page: Path = PAGE) -> list[dict[str, str]]:
    """The rows of the page's table whose heading row begins so, each by its headings."""
    lines = page.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(begins))
    headings = _cells(lines[start])
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(headings, _cells(line), strict=True)))
    return rows


def type_review_rows(workbook: Workbook) -> None:
    """What docs/guide-review.md adds to the sheet 記入欄, below what stands there."""
    sheet = workbook["記入欄"]
    headings = {cell.value: cell.column for cell in sheet[1]}
    first = next(row for row in count(2) if not sheet.cell(row, 1).value)
    for number, row in enumerate(table(QUESTIONS, REVIEW_PAGE), first):
        for heading, text in row.items():
            sheet.cell(number, headings[heading]).value = text or None


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def type_in(workbook: Workbook) -> None:
    """All that the page says, into the workbook of `ictxl init`."""
    workbook["設定"]["B2"] = "障害者計画"
    workbook["設定"]["B5"] = "令和9年5月14日"
    workbook["設定"]["B6"] = "情報課 内線1234"
    for sheet, begins in (
        ("記入欄", QUESTIONS),
        ("選択肢", CHOICES),
        ("階層", LEVELS),
        ("基本施策", AREAS),
    ):
        type_rows(workbook[sheet], table(begins))
    names = ("基本施策", "項番", "施策名称", "目標", "担当課")
    type_rows(workbook["施策"], [dict(zip(names, row, strict=True)) for row in MEASURES])
    type_rows(workbook["担当課"], [{"名称": "障害福祉課"}, {"名称": "福祉総務課"}])


def type_in_indicators(workbook: Workbook) -> None:
    """What the page of indicators says, into the workbook of `ictxl init`, with measures to it."""
    workbook["設定"]["B2"] = "総合戦略"
    workbook["設定"]["B5"] = "令和9年5月14日"
    workbook["設定"]["B6"] = "企画課 内線1234"
    type_rows(
        workbook["基本施策"],
        [
            {"番号": "1", "名称": "新しい産業をつくる"},
            {"番号": "2", "名称": "住みよいまちをつくる"},
        ],
    )
    names = ("基本施策", "項番", "施策名称", "目標", "担当課")
    measures = (
        ("1", "1", "科学技術の振興によるまちづくり", "新しい産業を生み出す。", "産業振興課"),
        ("1", "2", "創業の支援", "創業しやすい環境をつくる。", "産業振興課"),
        ("2", "1", "ごみの減量", "1人当たりのごみを1割減らす。", "環境保全課"),
    )
    type_rows(workbook["施策"], [dict(zip(names, row, strict=True)) for row in measures])
    type_rows(workbook["担当課"], [{"名称": "産業振興課"}, {"名称": "環境保全課"}])
    type_rows(workbook["指標"], table(INDICATORS, INDICATORS_PAGE))


def type_rows(sheet: Worksheet, rows: list[dict[str, str]]) -> None:
    """Type the rows below the sheet's headings, in place of what stands there."""
    columns = {str(cell.value): cell.column for cell in sheet[1] if cell.value}
    for row in sheet.iter_rows(min_row=2, max_col=len(columns)):
        for cell in row:
            cell.value = None
    for number, row in enumerate(rows, start=2):
        for heading, text in row.items():
            sheet.cell(number, columns[heading]).value = _typed(text)


def _typed(text: str) -> str | float | None:
    """What Excel makes of it in a cell without a text format."""
    if re.fullmatch(r"[1-9]\d*|0", text):
        return int(text)
    if percent := re.fullmatch(r"(\d+)%", text):
        return int(percent[1]) / 100
    return text or None
