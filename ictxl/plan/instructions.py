"""Write the sheet 使い方: a few plain sentences for whoever fills the plan in. It is never read."""

from __future__ import annotations

from typing import Any

from ictxl.plan.columns import MEASURES_SHEET
from ictxl.plan.formats import FONT_SIZE, HEADER_HEIGHT, Looks, set_up_printing
from ictxl.plan.row_heights import row_height
from ictxl.spreadsheets.xlsx.cell_writer import write_text

_STEPS = (
    "「設定」に計画名と年度を記入します。",
    "「基本施策」に番号と名称を記入します。",
    "「担当課」に名称を記入します。旧名や略称は別名に入れます。"
    "調査票を送らない課は回答対象を×にします。",
    "「施策」に1行に1施策ずつ記入します。"
    "担当課が2つ以上あれば、セルの中で改行(Alt+Enter)して並べます。",
    "「凡例」「次期展開」「今後の展開」は、そのまま使えます。"
    "変えれば、調査票のドロップダウンも変わります。",
    "保存してから、コマンドプロンプトで ictxl generate を実行すると、"
    "担当課ごとの調査票ができます。",
)
_NOTES = (
    "シートの名称と1行目の見出しは変えないでください。列の順番は変えても構いません。",
    "列やシートを加えても構いません。ictxl は読みません。",
    "「点検設定」では、回収のときの指摘の区分を変えられます。ふだんは触らなくて構いません。",
    "直すところがあれば、ictxl がシート名とセル番地をすべて示します。",
)
_EXAMPLE = (
    (
        "1",
        "1",
        "公聴広報におけるSNSの活用",
        "SNSを使用して、概ね週1回以上情報発信を行っている。",
        "⇒",
        "秘書広報課",
    ),
    (
        "1",
        "2",
        "雨水排水ポンプ場の監視システムの整備",
        "監視システムを適切に維持し、運用している。",
        "↗",
        "企画防災課\n施設課(旧下水道課)",
    ),
)
_WIDTH = 6
"""Columns that a sentence spans: those of the example."""


def write_guide(worksheet: Any, looks: Looks) -> None:
    worksheet.hide_gridlines(2)
    for position, column in enumerate(MEASURES_SHEET.columns):
        worksheet.set_column(position, position, column.width)
    row = _lines(worksheet, 0, looks.title, ["計画台帳の使い方"]) + 1
    steps = [f"{number}. {step}" for number, step in enumerate(_STEPS, start=1)]
    row = _lines(worksheet, row, looks.sentence, steps) + 1
    row = _lines(worksheet, row, looks.heading, ["ご注意"])
    row = _lines(worksheet, row, looks.sentence, [f"・{note}" for note in _NOTES]) + 1
    row = _lines(worksheet, row, looks.heading, ["「施策」の記入例"])
    columns = MEASURES_SHEET.columns
    worksheet.set_row(row, HEADER_HEIGHT)
    for position, column in enumerate(columns):
        write_text(worksheet, row, position, column.heading, looks.header)
        for offset, texts in enumerate(_EXAMPLE, start=1):
            write_text(worksheet, row + offset, position, texts[position], looks.of(column))
    for offset, texts in enumerate(_EXAMPLE, start=1):
        record = dict(zip(columns, texts, strict=True))
        worksheet.set_row(row + offset, row_height(columns, record, FONT_SIZE))
    set_up_printing(worksheet, headings=False)


def _lines(worksheet: Any, row: int, cell_format: Any, lines: list[str]) -> int:
    for line in lines:
        worksheet.merge_range(row, 0, row, _WIDTH - 1, "", cell_format)
        write_text(worksheet, row, 0, line, cell_format)
        row += 1
    return row
