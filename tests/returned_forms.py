"""Returned forms for tests, written as little tables: what was sent, filled in, and done to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
from forms import write_form
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.model import (
    Assignment,
    Department,
    Measure,
    NextStep,
    Outlook,
    Plan,
    PolicyArea,
    Rating,
)

SHEET = "進捗入力"
GUIDE = "記入方法"
Answer = tuple[str, ...]
"""rating, progress, next step, remarks; the last ones may be left out."""
INPUTS = ("rating", "progress", "next_step", "remarks")

RATINGS = (
    Rating("A", "目標を上回った", False),
    Rating("B", "目標どおり進んでいる", False),
    Rating("C", "やや遅れている", False),
    Rating("D", "着手していない", False),
    Rating("X", "完了した", True),
    Rating("Y", "廃止した", True),
)
NEXT_STEPS = (
    NextStep("1", "現状維持", False),
    NextStep("2", "拡充", False),
    NextStep("3", "縮小", False),
    NextStep("4", "終了", True),
)


def small_plan(**changes: object) -> Plan:
    """Two areas, five measures, three departments that answer (and one that does not)."""
    archive, health, school = (Assignment(name) for name in ("文書課", "健康課", "学校課"))
    parts: dict[str, object] = {
        "title": "試しの計画",
        "year": 2024,
        "year_label": "令和6年度",
        "deadline": "2025-05-30",
        "contact": "情報課 内線123",
        "saved_at": "2025-04-01T00:00:00Z",
        "areas": (PolicyArea(1, "くらしの情報化"), PolicyArea(2, "庁内の情報化")),
        "measures": (
            Measure(1, 1, "電子申請の拡大", "申請の半数を電子化する。", "⇒", (archive, health)),
            Measure(1, 2, "健康情報の発信", "毎月発信する。", "↗", (health,)),
            Measure(1, 3, "学校の通信環境", "全校に無線LANを置く。", "⇒", (school, archive)),
            Measure(2, 1, "文書の電子化", "紙の文書を\n半減させる。", "☆", (archive,)),
            Measure(2, 2, "職員研修", "年2回開く。", "⇒", (archive, health, school)),
        ),
        "departments": (
            Department("文書課", ("旧総務課",)),
            Department("健康課"),
            Department("学校課"),
            Department("各業務担当課", (), answers=False),
        ),
        "ratings": RATINGS,
        "next_steps": NEXT_STEPS,
        "outlooks": (Outlook("⇒", "継続"), Outlook("↗", "拡充"), Outlook("☆", "新規")),
    }
    return Plan(**{**parts, **changes})  # type: ignore[arg-type]  # a test may set any part


class Form:
    """A form open for editing, addressed as the department sees it: by measure and field."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Workbook = openpyxl.load_workbook(path, rich_text=True)
        self.sheet: Worksheet = self.book[SHEET]

    def cell(self, measure: str, field: str) -> Cell:
        """The cell of a measure's field, wherever rows and columns have gone."""
        columns = {c.value: c.column for c in self.sheet[1] if c.value}
        rows = {c.value: c.row for c in self.sheet["A"] if c.value}
        cell = self.sheet.cell(rows[measure], columns[field])
        assert isinstance(cell, Cell)
        return cell

    def at(self, measure: str, field: str) -> str:
        """`K9`."""
        return str(self.cell(measure, field).coordinate)

    def fill(self, answers: Mapping[str, Answer]) -> Form:
        for measure, answer in answers.items():
            for field, text in zip(INPUTS, answer, strict=False):
                cell = self.cell(measure, field)
                cell.value = text
                cell.data_type = "s"
        return self

    def save(self, path: Path | None = None) -> Path:
        self.book.save(path or self.path)
        return path or self.path


def make_form(path: Path, plan: Plan, department: str) -> Path:
    """The form as it is sent."""
    return write_form(path, plan, department)


def filled_form(path: Path, plan: Plan, department: str, answers: Mapping[str, Answer]) -> Path:
    """Sent, filled in and saved."""
    return Form(make_form(path, plan, department)).fill(answers).save()
