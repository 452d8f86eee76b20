"""What a mark, a ditto sign or the word beside a row makes of a cell is read and told."""

from __future__ import annotations

from pathlib import Path

from ictxl.consolidated.reading import ImportedTable, read_consolidated
from ictxl.plan.new_plan import starting_plan
from tests.support.shapes import rows_of, save_rows

MARKED = """
環境基本計画 令和5年度
番号 | 事業名 | 担当課 | 実績 | 評価 | |
| | | | A | B | C
1 | 緑化 | 公園課 | 百本植えた。 | ○ | |
2 | 省エネ | 環境課 | 二割減った。 | | ○ |
"""


def read(folder: Path, table: str) -> ImportedTable:
    path = folder / "表.xlsx"
    save_rows(path, {"Sheet1": rows_of(table)})
    return read_consolidated(path, starting_plan(2000))


def cells(table: ImportedTable, code: str) -> list[str]:
    return [found.cell for found in table.findings if found.code == code]


def answers(table: ImportedTable, question: str) -> list[str]:
    key = next(q.key for q in table.plan.questions if q.name == question)
    return [response[key] for response in table.responses]


def test_a_mark_chooses_the_column_that_it_stands_in(tmp_path: Path) -> None:
    table = read(tmp_path, MARKED)
    assert cells(table, "I087") == ["E3", "F3", "G3"]
    assert answers(table, "評価") == ["A", "B"]


def test_marks_in_two_columns_of_a_row_choose_nothing(tmp_path: Path) -> None:
    table = read(tmp_path, MARKED.replace("| ○ | |", "| ○ | ○ |"))
    assert cells(table, "I087") == []
    assert "○" in [response for one in table.responses for response in one.values.values()]


def test_a_ditto_sign_is_what_stands_above_it(tmp_path: Path) -> None:
    table = read(tmp_path, MARKED.replace("環境課 | 二割減った。", "同上 | 〃"))
    assert cells(table, "I088") == ["C5", "D5"]
    assert answers(table, "実績") == ["百本植えた。", "百本植えた。"]
    assert [department.name for department in table.plan.departments] == ["公園課"]


def test_a_ditto_sign_in_the_first_row_stays_as_it_is(tmp_path: Path) -> None:
    table = read(tmp_path, MARKED.replace("百本植えた。", "〃"))
    assert cells(table, "I088") == []
    assert answers(table, "実績") == ["〃", "二割減った。"]


def test_of_two_ticked_boxes_both_stay(tmp_path: Path) -> None:
    rows = "番号 | 事業名 | 担当課 | 方向性\n1 | 緑化 | 公園課 | ☑継続 ☑拡充 □廃止\n"
    table = read(tmp_path, "環境基本計画 令和5年度\n" + rows)
    assert answers(table, "方向性") == ["☑継続 ☑拡充 □廃止"]


def test_a_date_in_spring_tells_no_year(tmp_path: Path) -> None:
    spring = MARKED.replace("環境基本計画 令和5年度", "環境基本計画(令和6年5月1日現在)\n令和5年度")
    assert read(tmp_path, spring).plan.year == 2023
    winter = MARKED.replace("令和5年度", "(令和6年3月31日現在)")
    assert read(tmp_path, winter).plan.year == 2023
