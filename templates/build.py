"""Builds the templates that come with ictxl: progress_template.xlsx for plans that ask the usual
questions, and questions_template.xlsx for those that say themselves what is asked.

    python templates/build.py

The looks live here; what the placeholders mean lives in ictxl/form. A test keeps the workbook in
step with this script.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sheet_looks import (
    INK,
    QUIET,
    WHITE,
    begin_sheet,
    cell_font,
    draw_frame,
    filled,
    filled_on_condition,
    set_up_page,
    thin_lines,
    write_cell,
    write_title,
)

from ictxl.contract.fields import fields_of
from ictxl.form.package.packing import pack
from ictxl.form.template.own_design import STAMP_LABELS
from ictxl.form.template.template_file import QUESTIONS_FILE, TEMPLATE_FILE, USUAL_PLAN
from ictxl.text.row_height import BODY_FONT

HERE = Path(__file__).parent
FIELD_BY_KEY = fields_of(USUAL_PLAN).by_key
INPUT_SHEET, GUIDE_SHEET, LEGEND_SHEET = "進捗入力", "記入方法", "凡例"
SIZE = 10

GIVEN_HEAD, ASKED_HEAD, PAST_HEAD = "FF2F4B66", "FF8A5A00", "FF7F7F7F"
ASKED, ANSWERED, PAST = "FFFFF2CC", "FFFFFCF2", "FFF2F2F2"

# (field, width in digits, centred). Without last year's answers a screen of 1366 pixels shows all
# of them beside each other: 188 digits.
COLUMNS = (
    ("area", 10, False),
    ("number", 5, True),
    ("title", 18, False),
    ("target", 26, False),
    ("outlook", 9, True),
    ("departments", 13, False),
    ("previous_rating", 8, True),
    ("previous_progress", 29, False),
    ("rating", 6, True),
    ("progress", 40, False),
    ("length", 7, True),
    ("next_step", 13, False),
    ("remarks", 14, False),
    ("check", 22, False),
)
FIRST_COLUMN = 2
REQUIRED = ("rating", "progress", "next_step")
ROOM_TO_TYPE = 84.0
"""Points; six lines of progress text."""
ROOM_FOR_QUESTIONS = 58.0
"""Points; four lines, so that a screen shows several measures."""


def build() -> bytes:
    """The template of the usual questions."""
    book = Workbook()
    _set_default_font(book)
    _input_sheet(book)
    _guide_sheet(book)
    _legend_sheet(book)
    return _packed(book)


def build_for_questions() -> bytes:
    """The template that is laid out for what a plan asks: 点検 stands beside 施策名称, in sight."""
    book = Workbook()
    _set_default_font(book)
    _questions_sheet(book)
    _questions_guide(book)
    _legend_sheet(book)
    return _packed(book)


def _packed(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return pack(
        target.getvalue(),
        target.getvalue(),
        title="進捗状況調査票のひな形",
        keywords="ictxl template",
        modified="",
    )


def _set_default_font(book: Workbook) -> None:
    """Column widths are counted in digits of the default font, so it must be the body font."""
    normal = Font(name=BODY_FONT, sz=SIZE, family=3, charset=128, color=INK)
    book._fonts[0] = normal
    book._named_styles["Normal"].font = normal


class Layout(NamedTuple):
    """Where the table stands on an input sheet."""

    columns: tuple[tuple[str, float, bool], ...]
    """Field, width in digits, whether it is centred."""
    heading: int
    """The row of the headings; the prototype row follows."""

    @property
    def column_of(self) -> dict[str, int]:
        return {key: FIRST_COLUMN + index for index, (key, _, _) in enumerate(self.columns)}

    @property
    def row(self) -> int:
        return self.heading + 1


USUAL = Layout(COLUMNS, 6)
FROZEN = (
    ("area", 12.0, False),
    ("number", 6.0, True),
    ("title", 22.0, False),
    ("check", 23.0, False),
)
QUESTIONS = Layout(
    (*FROZEN, *(column for column in COLUMNS if column[0] not in {f[0] for f in FROZEN})), 5
)


def _input_sheet(book: Workbook) -> None:
    sheet = _new_input_sheet(book, USUAL)
    _head(sheet)
    _stamp_boxes(sheet, USUAL, ("next_step", "remarks", "check"))
    _table(sheet, USUAL, ROOM_TO_TYPE)
    sheet.cell(USUAL.row, USUAL.column_of["check"]).font = cell_font(9)
    for key in ("outlook", "length", "previous_rating"):
        sheet.cell(USUAL.heading, USUAL.column_of[key]).font = cell_font(9, bold=True, color=WHITE)
    sheet.row_dimensions[USUAL.heading].height = 30
    sheet.freeze_panes = sheet.cell(USUAL.row, USUAL.column_of["title"] + 1)


def _questions_sheet(book: Workbook) -> None:
    sheet = _new_input_sheet(book, QUESTIONS)
    check, stamps = QUESTIONS.column_of["check"], ("length", "next_step", "remarks")
    last = QUESTIONS.column_of[stamps[0]] - 1
    wrapped = Alignment(vertical="center", wrap_text=True)
    frozen = (
        (2, "{計画名} {年度} 進捗状況調査票", cell_font(13, bold=True), 21.0),
        (3, "担当課: {担当課}", cell_font(12, bold=True), 18.0),
    )
    for row, text, font, height in frozen:
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=check)
        write_cell(sheet.cell(row, 2), text, font, wrapped)
        sheet.row_dimensions[row].height = height
    sheet.merge_cells(start_row=4, end_row=4, start_column=2, end_column=check)
    centred = Alignment(horizontal="center", vertical="center")
    write_cell(sheet["B4"], "{未記入件数}", cell_font(11, bold=True), centred)
    sheet["B4"].number_format = '"未記入・要確認 あと "0" 件";;"すべて「よし」です"'
    draw_frame(sheet, f"B4:{get_column_letter(check)}4")
    sheet.row_dimensions[4].height = 20
    beside = (
        (2, "提出期限: {提出期限}"),
        (3, "問い合わせ先: {問い合わせ先}"),
        (4, "色の付いた欄に記入します(→「記入方法」)。"),
    )
    for row, text in beside:
        sheet.merge_cells(start_row=row, end_row=row, start_column=check + 1, end_column=last)
        indented = Alignment(vertical="center", wrap_text=True, indent=1)
        write_cell(sheet.cell(row, check + 1), text, cell_font(SIZE), indented)
    _stamp_boxes(sheet, QUESTIONS, stamps)
    _table(sheet, QUESTIONS, ROOM_FOR_QUESTIONS)
    sheet.cell(QUESTIONS.row, check).font = cell_font(9)
    sheet.column_dimensions[get_column_letter(QUESTIONS.column_of["departments"])].width = 13
    sheet.row_dimensions[QUESTIONS.heading].height = 30
    sheet.freeze_panes = sheet.cell(QUESTIONS.row, check + 1)


def _new_input_sheet(book: Workbook, layout: Layout) -> Worksheet:
    sheet: Worksheet = book["Sheet"]
    sheet.title = INPUT_SHEET
    sheet.column_dimensions["A"].width = 8
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    for key, width, _ in layout.columns:
        sheet.column_dimensions[get_column_letter(layout.column_of[key])].width = width
    return sheet


def _table(sheet: Worksheet, layout: Layout, room: float) -> None:
    for key, _, centred in layout.columns:
        _heading(sheet, layout, key)
        _prototype(sheet, layout, key, centred)
    sheet.row_dimensions[layout.heading].height = 42
    sheet.row_dimensions[layout.row].height = room
    _fade_when_answered(sheet, layout)
    last = get_column_letter(FIRST_COLUMN + len(layout.columns) - 1)
    sheet.auto_filter.ref = f"B{layout.heading}:{last}{layout.row}"
    set_up_page(sheet, landscape=True)
    sheet.print_title_rows = f"{layout.heading}:{layout.heading}"
    sheet.oddFooter.left.text = "{計画名} {年度} {担当課}"


def _head(sheet: Worksheet) -> None:
    """Four low rows: what a department must keep in sight stands over the frozen columns, and no
    text runs across the line where they end."""
    frozen = get_column_letter(USUAL.column_of["title"])
    beside, right = USUAL.column_of["title"] + 1, get_column_letter(USUAL.column_of["progress"])
    lines = (
        (2, "{計画名} {年度} 進捗状況調査票", cell_font(13, bold=True), 20.0),
        (3, "問い合わせ先: {問い合わせ先}", cell_font(SIZE), 14.0),
        (4, "黄色の欄に記入してください(→「記入方法」)。", cell_font(SIZE), 14.0),
        (5, "「点検」がすべて「よし」になれば完成です。", cell_font(SIZE), 14.0),
    )
    for row, text, font, height in lines:
        sheet.row_dimensions[row].height = height
        sheet.merge_cells(f"{get_column_letter(beside)}{row}:{right}{row}")
        indented = Alignment(vertical="center", wrap_text=True, indent=1)
        write_cell(sheet.cell(row, beside), text, font, indented)
    kept = (
        (2, "担当課: {担当課}", cell_font(12, bold=True)),
        (3, "提出期限: {提出期限}", cell_font(9)),
    )
    for row, text, font in kept:
        sheet.merge_cells(f"B{row}:{frozen}{row}")
        write_cell(sheet.cell(row, 2), text, font, Alignment(vertical="center", wrap_text=True))
    sheet.merge_cells(f"B4:{frozen}5")
    centred = Alignment(horizontal="center", vertical="center")
    write_cell(sheet["B4"], "{未記入件数}", cell_font(11, bold=True), centred)
    sheet["B4"].number_format = '"未記入・要確認 あと "0" 施策";;"すべて「よし」です"'
    draw_frame(sheet, f"B4:{frozen}5")


def _stamp_boxes(sheet: Worksheet, layout: Layout, keys: tuple[str, ...]) -> None:
    """決裁欄: printed, a section head reads and stamps it."""
    last = layout.heading - 1
    for key, label in zip(keys, STAMP_LABELS, strict=True):
        letters = get_column_letter(layout.column_of[key])
        centred = Alignment(horizontal="center", vertical="center")
        write_cell(sheet[f"{letters}2"], label, cell_font(9, color=QUIET), centred)
        sheet.merge_cells(f"{letters}3:{letters}{last}")
        draw_frame(sheet, f"{letters}2:{letters}2")
        draw_frame(sheet, f"{letters}3:{letters}{last}")


def _heading(sheet: Worksheet, layout: Layout, key: str) -> None:
    field = FIELD_BY_KEY[key]
    cell = sheet.cell(layout.heading, layout.column_of[key])
    colour = GIVEN_HEAD
    if key in (*REQUIRED, "remarks"):
        colour = ASKED_HEAD
    elif key.startswith("previous"):
        colour = PAST_HEAD
    # At the top: the filter's button covers what stands at the bottom.
    centred = Alignment(horizontal="center", vertical="top", wrap_text=True)
    write_cell(cell, field.heading, cell_font(SIZE, bold=True, color=WHITE), centred)
    cell.fill = filled(colour)
    cell.border = thin_lines()


def _prototype(sheet: Worksheet, layout: Layout, key: str, centred: bool) -> None:
    cell = sheet.cell(layout.row, layout.column_of[key])
    alignment = Alignment(
        horizontal="center" if centred else "left", vertical="top", wrap_text=True
    )
    colour = INK if key in (*REQUIRED, "remarks", "title", "check") else QUIET
    write_cell(
        cell, "{" + FIELD_BY_KEY[key].placeholder + "}", cell_font(SIZE, color=colour), alignment
    )
    cell.border = thin_lines()
    if key == "title":
        cell.font = cell_font(SIZE, bold=True)
    if key == "rating":
        cell.font = cell_font(14, bold=True)
    if key in REQUIRED:
        cell.fill = filled(ASKED)
    elif key == "remarks":
        cell.fill = filled(ANSWERED)
    elif key.startswith("previous"):
        cell.fill = filled(PAST)


def _fade_when_answered(sheet: Worksheet, layout: Layout) -> None:
    """Strong yellow is what is left to do."""
    for key in REQUIRED:
        address = f"{get_column_letter(layout.column_of[key])}{layout.row}"
        rule = FormulaRule(formula=[f"LEN(TRIM({address}))>0"], fill=filled_on_condition(ANSWERED))
        sheet.conditional_formatting.add(address, rule)


def _guide_sheet(book: Workbook) -> None:
    sheet = book.create_sheet(GUIDE_SHEET)
    begin_sheet(sheet, {"A": 2, "B": 5, "C": 10, "D": 48, "E": 18, "F": 22, "G": 14})
    write_title(sheet, "記入方法")
    steps = (
        f"「{INPUT_SHEET}」シートを開き、黄色の欄に記入します。ほかの欄は変えられません。",
        f"「評価」を ▼ から選びます。記号の意味は「{LEGEND_SHEET}」シートにあります。",
        "「進捗状況」に、{年度}に行ったことを、回数や人数を入れて書きます。"
        "セルの中の改行は Alt+Enter です。",
        "「次期計画での展開」を ▼ から選びます。終了の評価を選んだときは空欄でも構いません。",
        "「点検」がすべて「よし」になったら上書き保存し、{提出期限} までに "
        "{問い合わせ先} へ返送してください。",
    )
    row = 4
    for number, text in enumerate(steps, 1):
        centred = Alignment(horizontal="center", vertical="center")
        write_cell(sheet.cell(row, 2), number, cell_font(12, bold=True, color=WHITE), centred)
        sheet.cell(row, 2).fill = filled(GIVEN_HEAD)
        sheet.merge_cells(f"C{row}:G{row}")
        wrapped = Alignment(vertical="center", wrap_text=True, indent=1)
        write_cell(sheet.cell(row, 3), text, cell_font(11), wrapped)
        sheet.row_dimensions[row].height = 36
        row += 1
    row = _example(sheet, row + 1)
    _hints(sheet, row + 1)
    set_up_page(sheet, landscape=True)
    sheet.protection.sheet = True


def _example(sheet: Worksheet, row: int) -> int:
    write_cell(sheet.cell(row, 2), "記入例", cell_font(12, bold=True), Alignment(vertical="center"))
    example = (
        ("評価", "{評価の例}"),
        (
            "進捗状況",
            "市内6か所で講座を計12回開催し、延べ180人が参加した。"
            "アンケートでは9割が「役に立った」と答えた。",
        ),
        ("次期計画での展開", "{次期展開の例}"),
        ("連絡事項", "来年度から担当が市民課に移る予定です。"),
        ("点検", "よし"),
    )
    for column, (heading, text) in enumerate(example, 3):
        head, body = sheet.cell(row + 1, column), sheet.cell(row + 2, column)
        centred = Alignment(horizontal="center", vertical="center", wrap_text=True)
        write_cell(head, heading, cell_font(SIZE, bold=True, color=WHITE), centred)
        head.fill = filled(GIVEN_HEAD if heading == "点検" else ASKED_HEAD)
        short = heading in ("評価", "点検")
        aligned = Alignment(
            horizontal="center" if short else "left", vertical="top", wrap_text=True
        )
        write_cell(body, text, cell_font(14 if heading == "評価" else SIZE, bold=short), aligned)
        body.fill = filled("FFC6EFCE" if heading == "点検" else ANSWERED)
        head.border = body.border = thin_lines()
    sheet.row_dimensions[row].height = 22
    sheet.row_dimensions[row + 1].height = 24
    sheet.row_dimensions[row + 2].height = 48
    return row + 3


def _hints(sheet: Worksheet, row: int) -> None:
    write_cell(
        sheet.cell(row, 2), "こんなときは", cell_font(12, bold=True), Alignment(vertical="center")
    )
    sheet.row_dimensions[row].height = 22
    hints = (
        "文字が欄に収まらないときは、行の高さや列の幅を広げてください(保護されていても変えられます)。",
        "{施策の呼び名}の名称や担当が違うときは、その{施策の呼び名}の「連絡事項」に"
        "書いてください。",
        "書き直すときは、取り消し線を引かずに、前の文字を消してください。",
        "係ごとに分けて記入したときは、ファイルが分かれたまま返送して構いません。",
    )
    for offset, hint in enumerate(hints, 1):
        sheet.merge_cells(f"C{row + offset}:G{row + offset}")
        wrapped = Alignment(vertical="center", wrap_text=True, indent=1)
        write_cell(
            sheet.cell(row + offset, 2), "・", cell_font(SIZE), Alignment(horizontal="right")
        )
        write_cell(sheet.cell(row + offset, 3), hint, cell_font(SIZE), wrapped)
        sheet.row_dimensions[row + offset].height = 20


def _questions_guide(book: Workbook) -> None:
    """Steps and questions come from the plan: a row of each is repeated."""
    sheet = book.create_sheet(GUIDE_SHEET)
    begin_sheet(sheet, {"A": 2, "B": 5, "C": 24, "D": 62, "E": 34})
    write_title(sheet, "記入方法")
    centred = Alignment(horizontal="center", vertical="center")
    wrapped = Alignment(vertical="center", wrap_text=True, indent=1)
    write_cell(sheet["B4"], "{記入手順番号}", cell_font(12, bold=True, color=WHITE), centred)
    sheet["B4"].fill = filled(GIVEN_HEAD)
    sheet.merge_cells("C4:E4")
    write_cell(sheet["C4"], "{記入手順}", cell_font(11), wrapped)
    sheet.row_dimensions[4].height = 30
    write_cell(
        sheet["B6"], "記入欄ごとの書き方", cell_font(12, bold=True), Alignment(vertical="center")
    )
    sheet.row_dimensions[6].height = 22
    headings = (("C", "記入欄"), ("D", "書き方"), ("E", "記入例"))
    texts = (("C", "{記入欄の名称}"), ("D", "{記入欄の書き方}"), ("E", "{記入欄の例}"))
    for letters, heading in headings:
        head = sheet[f"{letters}7"]
        write_cell(head, heading, cell_font(SIZE, bold=True, color=WHITE), centred)
        head.fill = filled(ASKED_HEAD)
        head.border = thin_lines()
    for letters, text in texts:
        body = sheet[f"{letters}8"]
        top = Alignment(horizontal="left", vertical="top", wrap_text=True)
        write_cell(body, text, cell_font(SIZE, bold=letters == "C"), top)
        body.border = thin_lines()
        if letters == "E":
            body.fill = filled(ANSWERED)
    sheet.row_dimensions[7].height = 20
    sheet.row_dimensions[8].height = 18
    write_cell(sheet["B10"], "こんなときは", cell_font(12, bold=True), Alignment(vertical="center"))
    sheet.row_dimensions[10].height = 22
    hints = (
        "文字が欄に収まらないときは、行の高さや列の幅を広げてください(保護されていても変えられます)。",
        "数がまだ確定していないときは、見込みの数を入れ、そのことを問い合わせ先へ知らせてください。",
        "書き直すときは、取り消し線を引かずに、前の文字を消してください。",
        "係ごとに分けて記入したときは、ファイルが分かれたまま返送して構いません。",
    )
    for row, hint in enumerate(hints, 11):
        sheet.merge_cells(f"C{row}:E{row}")
        write_cell(sheet.cell(row, 2), "・", cell_font(SIZE), Alignment(horizontal="right"))
        write_cell(sheet.cell(row, 3), hint, cell_font(SIZE), wrapped)
        sheet.row_dimensions[row].height = 20
    set_up_page(sheet, landscape=True)
    sheet.protection.sheet = True


def _legend_sheet(book: Workbook) -> None:
    sheet = book.create_sheet(LEGEND_SHEET)
    begin_sheet(sheet, {"A": 2, "B": 10, "C": 52, "D": 12})
    write_title(sheet, "凡例")
    tables = (
        (
            "評価",
            ("記号", "意味", "区分"),
            ("{凡例記号}", "{凡例意味}", "{凡例区分}"),
        ),
        (
            "次期計画での展開",
            ("番号", "展開", "区分"),
            ("{次期番号}", "{次期選択肢}", "{次期区分}"),
        ),
        ("今後の展開", ("印", "意味"), ("{展開の印}", "{展開の意味}")),
    )
    row = 4
    for title, headings, texts in tables:
        write_cell(
            sheet.cell(row, 2), title, cell_font(12, bold=True), Alignment(vertical="center")
        )
        sheet.row_dimensions[row].height = 22
        for column, (heading, text) in enumerate(zip(headings, texts, strict=True), 2):
            head, body = sheet.cell(row + 1, column), sheet.cell(row + 2, column)
            side = "left" if heading in ("意味", "展開") else "center"
            centred = Alignment(horizontal="center", vertical="center")
            write_cell(head, heading, cell_font(SIZE, bold=True, color=WHITE), centred)
            head.fill = filled(GIVEN_HEAD)
            wrapped = Alignment(horizontal=side, vertical="center", wrap_text=True)
            write_cell(body, text, cell_font(SIZE), wrapped)
            head.border = body.border = thin_lines()
        sheet.row_dimensions[row + 1].height = 20
        sheet.row_dimensions[row + 2].height = 20
        row += 4
    set_up_page(sheet, landscape=False)


if __name__ == "__main__":
    (HERE / TEMPLATE_FILE).write_bytes(build())
    (HERE / QUESTIONS_FILE).write_bytes(build_for_questions())
