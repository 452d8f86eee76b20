"""Progress tables as people make them by hand: one content, written down in many ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.consolidated.reading import ImportedTable, read_consolidated
from ictxl.plan.new_plan import starting_plan
from tests.support.plan_parts import next_steps_of, ratings_of
from tests.support.responses import answer_of

Row = list[object]
YEAR = "平成31(令和元)年度"
HEAD: Row = ["基本施策", "項番", "施策名称", "今後の展開", "担当課"]
HEAD += [f"{YEAR}の進捗状況", "次期計画での展開"]
SECOND_HEAD: Row = ["", "", "目標"]
AREA_1, AREA_2 = "第1款 にぎわいを創出する情報化", "第2款 安全に寄与する情報化"
LEGEND = ["A 目標以上に実施できている", "B 目標どおり実施できている", "D 現状と変わらず"]
LEGEND += ["Y 目標どおりを達成して終了"]

MEASURES = {
    "1-1": ("SNSの活用", "週1回以上発信を行っている。", "⇒", "広報課"),
    "1-2": ("声の広報の推進", "毎号発行している。", "↗", "広報課 福祉課"),
    "2-1": ("要支援者システムの運用", "適切に運用されている。", "↗", "防災課 福祉課 施設課"),
    "2-2": ("職員研修", "年2回開いている。", "☆", "情報課 各業務担当課"),
}
ANSWERS = {
    ("1-1", "広報課"): ("A", "週3回発信した。", "1"),
    ("1-2", "広報課"): ("B", "12回発行した。", "2"),
    ("1-2", "福祉課"): ("Y", "平成30年度に終えた。", "4"),
    ("2-1", "防災課"): ("B", "6月と11月に更新した。", "1"),
    ("2-1", "福祉課"): ("D", "特になし。", "1"),
    ("2-1", "施設課"): ("Y", "カメラを設置した。", ""),
    ("2-2", "情報課"): ("B", "2回開いた。\n・7月 30人\n・12月 20人", "1"),
}
STEPS = {"1": "1.現状維持", "2": "2.拡充", "4": "4.終了"}


def progress(measure: str, between: str = "\n") -> str:
    return between.join(
        f"【{department}-{rating}】{text}"
        for (of, department), (rating, text, _) in ANSWERS.items()
        if of == measure
    )


def next_steps(measure: str, between: str = "\n") -> str:
    return between.join(
        f"{department}-{STEPS[step]}"
        for (of, department), (_, _, step) in ANSWERS.items()
        if of == measure and step
    )


def two_rows(measure: str, area: str = "") -> list[Row]:
    """Name above, target below."""
    title, target, outlook, departments = MEASURES[measure]
    number = f"({measure[2:]})"
    charge = departments.replace(" ", "\n")
    first: Row = [area, number, title, outlook, charge, progress(measure), next_steps(measure)]
    return [first, ["", "", target]]


def one_row(measure: str, area: str = "", between: str = "\n") -> list[Row]:
    """Name and target in one cell."""
    first, second = two_rows(measure, area)
    first[2] = f"{first[2]}{between}{second[2]}"
    return [first]


def legend_rows() -> list[Row]:
    return [[], ["【凡例】"], *([line] for line in LEGEND)]


Style = Callable[..., list[Row]]


def whole_table(style: Style = two_rows) -> list[Row]:
    """Two blocks with their headings, and the legend below."""
    rows: list[Row] = []
    for area, measures in ((AREA_1, ("1-1", "1-2")), (AREA_2, ("2-1", "2-2"))):
        rows += [list(HEAD), list(SECOND_HEAD)]
        for index, measure in enumerate(measures):
            rows += style(measure, area if index == 0 else "")
        rows.append([])
    return rows + legend_rows()


def save(
    path: Path, rows: Sequence[Sequence[object]], merges: Iterable[str] = (), **others: list[Row]
) -> Path:
    """A workbook with the rows on its first sheet, and further sheets by name."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    _fill(sheet, rows)
    for merge in merges:
        sheet.merge_cells(merge)
    for name, content in others.items():
        _fill(book.create_sheet(name), content)
    book.save(path)
    return path


def save_sheets(path: Path, sheets: dict[str, list[Row]]) -> Path:
    book = Workbook()
    assert book.active
    book.remove(book.active)
    for name, rows in sheets.items():
        _fill(book.create_sheet(name), rows)
    book.save(path)
    return path


def _fill(sheet: Worksheet, rows: Sequence[Sequence[object]]) -> None:
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"


def read(path: Path, **options: object) -> ImportedTable:
    return read_consolidated(path, starting_plan(2000), **options)  # type: ignore[arg-type]


def measures_of(table: ImportedTable) -> dict[str, tuple[str, str, str, str]]:
    """As `MEASURES` has them, with departments' notes."""
    return {
        m.id: (m.title, m.target, m.outlook, " ".join(a.label for a in m.assignments))
        for m in table.plan.measures
    }


def answers_of(table: ImportedTable) -> dict[tuple[str, str], tuple[str, str, str]]:
    """As `ANSWERS` has them."""
    return {(r.measure, r.department): answer_of(r)[:3] for r in table.responses}


def codes_of(table: ImportedTable) -> set[tuple[str, str]]:
    """(cell, code) of each finding."""
    return {(f.cell, f.code) for f in table.findings}


def check_same_content(table: ImportedTable) -> None:
    """The table says what all variants say, and nothing was left over."""
    assert measures_of(table) == MEASURES
    assert answers_of(table) == ANSWERS
    assert [(a.number, a.title) for a in table.plan.areas] == [
        ("1", AREA_1[4:]),
        ("2", AREA_2[4:]),
    ]
    assert (table.plan.year, table.plan.year_label) == (2019, YEAR)
    assert [f"{r.code} {r.name}" for r in ratings_of(table.plan)] == LEGEND
    assert [r.finished for r in ratings_of(table.plan)] == [False, False, False, True]
    assert [f"{n.code}.{n.name}" for n in next_steps_of(table.plan) if n.code in STEPS] == list(
        STEPS.values()
    )
    assert {d.name: d.answers for d in table.plan.departments} == {
        **dict.fromkeys(("広報課", "福祉課", "防災課", "施設課", "情報課"), True),
        "各業務担当課": False,
    }
    homeless = {"I003", "I009", "I041", "I042", "I043", "I046", "I057"}
    assert not [f for f in table.findings if f.code in homeless]
