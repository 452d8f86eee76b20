"""Plans and responses for the consolidated table's tests, and the table as a reader finds it."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from ictxl.model import Assignment, Department, Measure, Outlook, Plan, PolicyArea
from ictxl.responses import Response
from tests.support.books import sheet_of
from tests.support.responses import answered
from tests.support.rounds import real_plan, real_responses

SHEET = "進捗状況"
BODY_ROW = 5
"""The first row below the headings, as Excel counts."""


_FORMER = Assignment("福祉課", "旧厚生課")


def small_plan(**changes: object) -> Plan:
    """Two measures of one area; 情報課 answers both, 福祉課 the second, 各課 is only listed."""
    plan = replace(
        real_plan(),
        title="計画",
        areas=(PolicyArea("1", "基本"),),
        departments=(Department("情報課"), Department("福祉課"), Department("各課", answers=False)),
        measures=(
            Measure("1", "1", "甲", "甲の目標", "☆", (Assignment("情報課"), Assignment("各課"))),
            Measure(
                "1",
                "2",
                "乙",
                "乙の目標",
                "⇒",
                (Assignment("福祉課", "旧厚生課"), Assignment("情報課")),
            ),
        ),
        outlooks=(Outlook("☆", "新規"), Outlook("⇒", "")),
    )
    return replace(plan, **changes)  # type: ignore[arg-type]  # any field of Plan


def response(measure: str, department: str, *answer: str) -> Response:
    """`answer`: rating, progress, next step, remarks."""
    return answered(measure, department, *answer)


LONGEST = 32_767
"""Characters that an Excel cell holds."""


@cache
def extreme_round() -> tuple[Plan, tuple[Response, ...]]:
    """One measure of 100 departments, a text as long as Excel allows, 300 measures in all."""
    seed = 20191122
    print("seed", seed)
    words = _Words(random.Random(seed))
    departments = tuple(Department(f"第{i}担当課") for i in range(1, 101))
    first, second = (Assignment(d.name) for d in departments[:2])
    charge = tuple(Assignment(d.name) for d in departments)
    measures = [
        Measure("1", "1", "全課の施策", words.text(300), "☆", charge),
        Measure("1", "2", "長い回答の施策", words.text(3000), "☆", (first, second)),
        Measure("1", "3", words.text(2500), "", "☆", (first,)),
        *(
            Measure("2", str(i), f"施策{i}", words.text(50), "⇒", (charge[i % 100],))
            for i in range(1, 297)
        ),
        Measure("3", "1", "短い施策", "", "", (first,)),
    ]
    areas = (
        PolicyArea("1", "長いもの"),
        PolicyArea("2", "多いもの"),
        PolicyArea("3", "名称の長い基本施策" * 30),
    )
    plan = replace(
        real_plan(),
        title=words.text(3000),
        areas=areas,
        departments=departments,
        measures=tuple(measures),
        outlooks=(Outlook("☆", words.text(3000)), Outlook("⇒", "継続")),
    )
    longest = ("1-2", first.department)
    responses = tuple(
        response(
            m.id,
            a.department,
            "B",
            words.text(LONGEST if (m.id, a.department) == longest else 70),
            "1",
        )
        for m in measures
        for a in m.assignments
    )
    return plan, responses


class _Words:
    """Text as departments write it, with what makes wrapping hard."""

    _ODD = (
        "\n",
        "https://www.city.example.lg.jp/a/b-c.html",
        "①②③",
        "葛\U000e0100城市",
        "  ",
    )

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._source = "".join(r["progress"] for r in real_responses())

    def text(self, length: int) -> str:
        parts, made = [], 0
        while made < length:
            start = self._chance.randrange(len(self._source) - 200)
            part = self._source[start : start + self._chance.randrange(20, 180)]
            if self._chance.random() < 0.2:
                part += self._chance.choice(self._ODD)
            parts.append(part)
            made += len(part.encode("utf-16-le")) // 2
        joined = "".join(parts)
        while len(joined.encode("utf-16-le")) // 2 > length or joined[-1].isspace():
            joined = joined[:-1]
        return joined


@dataclass(frozen=True)
class PrintedCell:
    """A cell of the printed sheet, merged ones whole. Rows and columns as Excel counts."""

    row: int
    column: int
    last_row: int
    last_column: int
    text: str

    @property
    def area(self) -> tuple[int, int, int, int]:
        return self.row, self.column, self.last_row, self.last_column


@dataclass(frozen=True)
class PrintedSheet:
    """進捗状況 as openpyxl, a second reader, finds it."""

    sheet: Worksheet
    cells: tuple[PrintedCell, ...]

    @property
    def breaks(self) -> list[int]:
        """The last row of every page but the last."""
        return [one.id for one in self.sheet.row_breaks.brk]

    def column(self, column: int) -> list[str]:
        """The texts of a column below the headings, from top to bottom."""
        return [c.text for c in self.cells if c.column == column and c.row >= BODY_ROW]

    def pages(self) -> list[list[PrintedCell]]:
        """The cells of each page below the headings."""
        ends = [*self.breaks, self.sheet.max_row]
        pages, start = [], BODY_ROW
        for end in ends:
            pages.append([c for c in self.cells if start <= c.row <= end])
            start = end + 1
        return pages


def printed_sheet(path: Path) -> PrintedSheet:
    sheet = sheet_of(path, SHEET)
    ends = {
        (area.min_row, area.min_col): (area.max_row, area.max_col)
        for area in sheet.merged_cells.ranges
    }
    cells = tuple(
        PrintedCell(
            cell.row,
            cell.column,
            *ends.get((cell.row, cell.column), (cell.row, cell.column)),
            str(cell.value),
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )
    return PrintedSheet(sheet, cells)
