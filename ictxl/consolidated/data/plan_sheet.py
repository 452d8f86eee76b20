"""The sheet 計画の内容: what the table's plan asks and of whom, so that データ can be read back.

A plan of the usual questions needs none: its データ says all. Mail addresses, other names and
questions that are not published stand nowhere in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xlsxwriter.workbook import Workbook

from ictxl.consolidated.styles import HEADING_GROUND, Styles
from ictxl.contract.metadata import plan_from_rows, plan_rows
from ictxl.model import Plan
from ictxl.questions import USUAL_LEVELS
from ictxl.spreadsheets.xlsx.cell_writer import SHEET_ROWS, sheet_part, write_text

SHEET_NAME = "計画の内容"
NOTE = (
    "この集約表の計画です。次の年度の計画を作るときや年度を比べるときに ictxl が読むので、"
    "消さず、書き換えずに置いてください。"
)
_KINDS = {
    "title": "計画名",
    "year": "年度",
    "year_label": "年度の書き方",
    "compiled_on": "作成日",
    "hidden_questions": "公表しない記入欄の数",
    "progress_limit": "進捗の上限文字数",
    "rating": "評価",
    "next_step": "次期展開",
    "level": "階層",
    "list": "一覧",
    "choice": "選択肢",
    "question": "記入欄",
    "given_column": "施策の欄",
    "outlook": "今後の展開",
    "area": "上位の区分",
    "department_row": "担当課",
    "measure": "施策",
    "given": "施策の欄の内容",
    "charge": "担当の続き",
    "indicator_column": "指標の欄",
    "target_year": "目標値の年度",
    "indicator": "指標",
}
"""What each record is called on the sheet."""
_RECORDS = {name: kind for kind, name in _KINDS.items()}


def needs_plan_sheet(plan: Plan) -> bool:
    """Whether データ alone would not say what was asked."""
    is_usual = plan.asks_the_usual and plan.levels == USUAL_LEVELS and not plan.given_columns
    return not is_usual or bool(plan.indicators)


def write_plan_sheet(workbook: Workbook, styles: Styles, plan: Plan) -> None:
    """A record a row: its kind, then its fields, all text."""
    records = list(_records(plan))
    most = SHEET_ROWS - _FIRST_ROW
    for part, start in enumerate(range(0, len(records), most), 1):
        sheet = workbook.add_worksheet(sheet_part(SHEET_NAME, part))
        write_text(sheet, 0, 0, NOTE, styles.get(bold=True))
        kind_style, style = styles.get(bg_color=HEADING_GROUND), styles.get()
        for row, (kind, *fields) in enumerate(records[start : start + most], _FIRST_ROW):
            write_text(sheet, row, 0, _KINDS[kind], kind_style)
            for column, text in enumerate(fields, 1):
                if text:
                    write_text(sheet, row, column, text, style)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 20, 16)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{SHEET_ROWS}"})
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)


_FIRST_ROW = 2
"""Below the note and a blank row."""


def _records(plan: Plan) -> Iterator[tuple[str, ...]]:
    shown = tuple(question for question in plan.questions if question.published)
    open_plan = replace(
        plan,
        questions=plan.questions if plan.asks_the_usual else shown,
        departments=tuple(replace(d, aliases=(), mail="") for d in plan.departments),
    )
    yield from plan_rows(open_plan)
    hidden = len(plan.questions) - len(open_plan.questions)
    if hidden:
        yield ("hidden_questions", str(hidden))


def read_plan_sheet(sheets: Iterable[Sequence[Sequence[str]]]) -> tuple[Plan, int] | None:
    """The plan, and how many of its questions are not told; None where the rows tell none.

    `sheets` are the rows of 計画の内容, 計画の内容(2) … in their order.
    """
    rows = [row for sheet in sheets for row in sheet[_FIRST_ROW:] if row and row[0] in _RECORDS]
    records = [[_RECORDS[row[0]], *row[1:]] for row in rows]
    hidden = next((r[1] for r in records if r[0] == "hidden_questions" and len(r) > 1), "")
    plan = plan_from_rows([record for record in records if record[0] != "hidden_questions"])
    return (plan, int(hidden) if hidden.isdecimal() else 0) if plan else None
