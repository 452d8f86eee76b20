"""Plan workbooks written as little text tables.

A table's first line holds the headings. In a cell `\\n` is a line break, `=…` a formula (with its
result behind `→`, an error such as `#N/A` too), `2019/10/31` a date, a bare number a number and
`'1` the text 1. Blank cells stay empty, and so does a line of nothing but bars.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import xlsxwriter

from ictxl.errors import PlanError
from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.plan.reading import read_plan_with_findings

GOOD = {
    "設定": """
        | 項目   | 値         |
        | 計画名 | 情報化計画 |
        | 年度   | 2019       |
    """,
    "基本施策": """
        | 番号 | 名称       |
        | 1    | にぎわい   |
        | 2    | 安全・安心 |
    """,
    "施策": """
        | 基本施策 | 項番 | 施策名称 | 目標   | 今後の展開 | 担当課           |
        | 1        | 1    | SNS      | 週1回  | ⇒          | 秘書広報課       |
        | 1        | 2    | 声の広報 |        |            | 秘書広報課、福祉課 |
        | 2        | 1    | 監視     | 維持   | ↗          | 施設課(旧下水道課) |
    """,
    "担当課": """
        | 名称       | 別名     | 回答対象 | メールアドレス |
        | 秘書広報課 |          | ○        |                |
        | 福祉課     |          |          |                |
        | 施設課     | 下水道課 | ○        | a@example.jp   |
    """,
    "凡例": """
        | 記号 | 意味       | 区分 |
        | A    | 目標以上   | 継続 |
        | Z    | 廃止・中止 | 終了 |
    """,
    "次期展開": """
        | 番号 | 名称     | 区分 |
        | 1    | 現状維持 |      |
        | 4    | 終了     | 終了 |
    """,
    "今後の展開": """
        | 記号 | 意味 |
        | ⇒    | 継続 |
        | ↗    |      |
    """,
}


def settings(**values: str) -> str:
    """The sheet 設定 with further items."""
    items = {"計画名": "情報化計画", "年度": "2019", **values}
    return "\n".join(["| 項目 | 値 |", *(f"| {item} | {value} |" for item, value in items.items())])


def plan_book(path: Path, **sheets: str | None) -> Path:
    """A workbook of the GOOD sheets, with `sheets` in their place; None leaves a sheet out."""
    workbook = xlsxwriter.Workbook(path)
    for name, table in {**GOOD, **sheets}.items():
        if table is not None:
            _write(workbook, workbook.add_worksheet(name), table)
    workbook.close()
    return path


def read_tables(folder: Path, **sheets: str | None) -> tuple[Plan, list[Finding]]:
    plan, findings = read_plan_with_findings(plan_book(folder / "plan.xlsx", **sheets))
    return plan, list(findings)


def findings_of(folder: Path, **sheets: str | None) -> list[Finding]:
    """All findings, whether they stop the run or not."""
    try:
        return read_tables(folder, **sheets)[1]
    except PlanError as error:
        return list(error.findings)


def mistakes_of(folder: Path, **sheets: str | None) -> list[tuple[str, str, str]]:
    """(sheet, cell, code) of each finding."""
    return [(f.sheet, f.cell, f.code) for f in findings_of(folder, **sheets)]


def _write(workbook: Any, sheet: Any, table: str) -> None:
    date = workbook.add_format({"num_format": "yyyy/m/d"})
    lines = [line.strip() for line in table.strip().splitlines()] if table.strip() else []
    for row, line in enumerate(lines):
        for column, cell in enumerate(line.strip("|").split("|")):
            _write_cell(sheet, row, column, cell.strip().replace("\\n", "\n"), date)


def _write_cell(sheet: Any, row: int, column: int, text: str, date: Any) -> None:
    if text.startswith("="):
        formula, _, result = text.partition("→")
        sheet.write_formula(row, column, formula, None, result)
    elif re.fullmatch(r"\d+/\d+/\d+", text):
        day = dt.datetime(*map(int, text.split("/")))  # type: ignore[arg-type]  # three numbers
        sheet.write_datetime(row, column, day, date)
    elif re.fullmatch(r"-?\d+(\.\d+)?", text):
        sheet.write_number(row, column, float(text))
    elif text:
        sheet.write_string(row, column, text.removeprefix("'"))
