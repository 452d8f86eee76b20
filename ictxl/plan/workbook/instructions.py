"""Write the sheet 使い方: a few plain sentences for whoever fills the plan in. It is never read."""

from __future__ import annotations

from typing import Any

from ictxl.plan.columns import MEASURES_SHEET, TARGET
from ictxl.plan.workbook.formats import (
    FONT_SIZE,
    HEADER_HEIGHT,
    SENTENCE_HEIGHT,
    TITLE_HEIGHT,
    Looks,
    row_height,
    set_up_printing,
)
from ictxl.spreadsheets.xlsx.cell_writer import write_text

_STEPS = (
    "「設定」に計画名と年度を記入します。",
    "「階層」は、「第1款」ではなく「基本目標Ⅰ」のように呼ぶ計画や、段の多い計画で使います。"
    "ふつうの計画では、そのままで構いません。",
    "「基本施策」に番号と名称を記入します。",
    "「担当課」に名称を記入します。旧名や略称は別名に入れます。"
    "調査票を送らない課は回答対象を×にします。",
    "「施策」に1行に1施策ずつ記入します。"
    "担当課が2つ以上あれば、セルの中で改行(Alt+Enter)して並べます。",
    "「記入欄」は担当課に尋ねることです。ふつうの4つが入っています。"
    "行を足し、消し、並べ替えれば、調査票の欄が変わります。",
    "数値目標(KPI)があれば、「指標」に1行に1つずつ記入します。調査票で実績値を尋ね、"
    "達成率を出します。",
    "「選択肢」は、凡例や次期展開のほかの一覧から選んでもらう欄があるときに使います。",
    "「凡例」「次期展開」「今後の展開」は、そのまま使えます。"
    "変えれば、調査票のドロップダウンも変わります。",
    "保存してから、ictxl の画面の「送付」で調査票を作ります"
    "(コマンドでは ictxl generate)。担当課ごとの調査票ができます。",
)
_NOTES = (
    "シートの名称と1行目の見出しは変えないでください。列の順番は変えても構いません。",
    "「施策」に列を加えると(事業概要、根拠法令など)、調査票にも載ります。"
    "自分用の列は、見出しを (メモ) のようにかっこで囲めば載りません。",
    "ほかのシートの列や、シートを加えても構いません。ictxl は読みません。",
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
_QUESTIONS = (
    ("尋ねたいこと", "「記入欄」の書き方"),
    ("何人が参加したか(数)", "名称: 参加者数  種類: 整数  単位: 人  下限: 0"),
    ("目標に対してどれだけできたか(割合)", "名称: 達成率  種類: 割合  下限: 0%"),
    (
        "S、A、B のどれか",
        "「選択肢」に一覧「総合評価」を作ってから、名称: 総合評価  種類: 選択  選択肢: 総合評価",
    ),
    ("評価が C か D のときだけ、その理由", "名称: 遅れの理由  種類: 文  必須: 評価=C、D"),
)
_WIDTH = 6
"""Columns that a sentence spans: those of the example."""
_HALF = 3
"""Columns of what is asked; how it is written stands in the others."""


def write_guide(worksheet: Any, looks: Looks) -> None:
    worksheet.hide_gridlines(2)
    for position, column in enumerate(MEASURES_SHEET.columns):
        worksheet.set_column(position, position, column.width)
    row = _lines(worksheet, 0, looks.title, ["計画台帳の使い方"], TITLE_HEIGHT) + 1
    steps = [f"{number}. {step}" for number, step in enumerate(_STEPS, start=1)]
    row = _lines(worksheet, row, looks.sentence, steps) + 1
    row = _lines(worksheet, row, looks.heading, ["ご注意"], HEADER_HEIGHT)
    row = _lines(worksheet, row, looks.sentence, [f"・{note}" for note in _NOTES]) + 1
    row = _lines(worksheet, row, looks.heading, ["「施策」の記入例"], HEADER_HEIGHT)
    row = _measures(worksheet, row, looks) + 1
    row = _lines(worksheet, row, looks.heading, ["「記入欄」の記入例"], HEADER_HEIGHT)
    _questions(worksheet, row, looks)
    set_up_printing(worksheet, headings=False)


def _measures(worksheet: Any, row: int, looks: Looks) -> int:
    columns = MEASURES_SHEET.columns
    worksheet.set_row(row, HEADER_HEIGHT)
    for position, column in enumerate(columns):
        write_text(worksheet, row, position, column.heading, looks.header)
        for offset, texts in enumerate(_EXAMPLE, start=1):
            write_text(worksheet, row + offset, position, texts[position], looks.of(column))
    for offset, texts in enumerate(_EXAMPLE, start=1):
        record = dict(zip(columns, texts, strict=True))
        worksheet.set_row(row + offset, row_height(columns, record, FONT_SIZE))
    return row + 1 + len(_EXAMPLE)


def _questions(worksheet: Any, row: int, looks: Looks) -> None:
    for offset, (asked, written) in enumerate(_QUESTIONS):
        cell_format = looks.header if offset == 0 else looks.of(TARGET)
        for first, last, words in ((0, _HALF - 1, asked), (_HALF, _WIDTH - 1, written)):
            worksheet.merge_range(row + offset, first, row + offset, last, "", cell_format)
            write_text(worksheet, row + offset, first, words, cell_format)
        worksheet.set_row(row + offset, HEADER_HEIGHT)


def _lines(
    worksheet: Any, row: int, cell_format: Any, lines: list[str], height: float = SENTENCE_HEIGHT
) -> int:
    """Joined cells, one below the other: Excel never makes the row of such cells higher itself."""
    for line in lines:
        worksheet.set_row(row, height)
        worksheet.merge_range(row, 0, row, _WIDTH - 1, "", cell_format)
        write_text(worksheet, row, 0, line, cell_format)
        row += 1
    return row
