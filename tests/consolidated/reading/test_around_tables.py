"""What stands above and below a table goes into the plan or is told, and never silently lost."""

from __future__ import annotations

from pathlib import Path

from ictxl.consolidated.reading import ImportedTable, read_consolidated
from ictxl.plan.new_plan import starting_plan
from tests.support.shapes import rows_of, save_rows

ROWS = """
番号 | 取組名 | 担当課 | 取組状況
1 | 緑化 | 公園課 | 百本植えた。
2 | 省エネ | 環境課 | 二割減った。
"""


def read(folder: Path, table: str, title: str = "") -> ImportedTable:
    path = folder / "表.xlsx"
    save_rows(path, {"Sheet1": rows_of(table)})
    return read_consolidated(path, starting_plan(2000), title=title)


def told(table: ImportedTable, cell: str) -> list[tuple[str, str]]:
    """(code, value) of each finding on a cell."""
    return [(f.code, f.value) for f in table.findings if f.cell == cell]


def test_a_line_above_stays_told_where_the_user_names_the_plan(tmp_path: Path) -> None:
    line = "○○市環境基本計画 令和5年度進捗状況"
    table = read(tmp_path, line + ROWS, title="みどりの計画")
    assert table.plan.title == "みどりの計画"
    assert line in [value for _, value in told(table, "A1")]


def test_the_label_of_an_area_is_no_name_of_the_plan(tmp_path: Path) -> None:
    table = read(tmp_path, "令和5年度\n第1章 みどりを増やす" + ROWS)
    assert table.plan.title == "表"
    assert [(a.number, a.title) for a in table.plan.areas] == [("1", "みどりを増やす")]
    assert ("I055", "") in [(f.code, f.value) for f in table.findings]


def test_a_date_and_a_note_above_are_read_or_told(tmp_path: Path) -> None:
    above = "環境基本計画 令和5年度進捗状況 | 作成日 令和6年5月1日\n※ 数は速報"
    table = read(tmp_path, above + ROWS)
    assert table.plan.compiled_on == "令和6年5月1日"
    assert told(table, "A2") == [("I065", "※ 数は速報")]
    assert told(table, "B1") == []


def test_a_heading_that_comes_again_and_was_blank_at_first_is_told(tmp_path: Path) -> None:
    again = (
        ROWS.replace("番号", "") + "番号 | 取組名 | 担当課 | 取組状況\n3 | 研修 | 人事課 | 済。\n"
    )
    table = read(tmp_path, "環境基本計画 令和5年度" + again)
    assert [m.title for m in table.plan.measures] == ["緑化", "省エネ", "研修"]
    assert [value for _, value in told(table, "A5")] == ["番号"]


def test_every_heading_is_told_as_what_it_was_read(tmp_path: Path) -> None:
    table = read(tmp_path, "環境基本計画 令和5年度" + ROWS)
    read_as = {f.value: f.message for f in table.findings if f.code == "I061"}
    assert set(read_as) == {"番号", "取組名", "取組状況"}
    assert "施策の名称" in read_as["取組名"]


def test_no_department_is_taken_out_for_want_of_an_answer(tmp_path: Path) -> None:
    table = read(tmp_path, "環境基本計画 令和5年度" + ROWS + "3 | 研修 | 人事課 | \n")
    assert {d.name: d.answers for d in table.plan.departments} == {
        "公園課": True,
        "環境課": True,
        "人事課": True,
    }
