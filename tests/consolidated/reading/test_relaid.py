"""Of a table that is read in another order than it stands, findings and answers name true cells."""

from __future__ import annotations

from pathlib import Path

from ictxl.consolidated.reading import ImportedTable
from tests.support.shapes import read_shape, rows_of, save_rows

TURNED = """
みどりの計画 令和5年度 実施状況
施策名 | 緑化 | 並木
所管課 | 公園課 | 土木課
実績 | 百本植えた。 | 十本植えた。
評価 | A | B
"""
HALVES = """
みどりの計画 令和5年度 実施状況
No | 事業名 | 担当課 | 目標（上段） // 実績（下段） | 評価
1 | 緑化 | 公園課 | 百本植える。 // 九十本植えた。 | A
2 | 並木 | 土木課 | 十本植える。 | B
3 | 花壇 | 土木課 | 二つ作る。 // 一つ作った。 | B
"""


def read(folder: Path, table: str) -> ImportedTable:
    save_rows(folder / "表.xlsx", {"Sheet1": rows_of(table)})
    return read_shape(folder / "表.xlsx")


def cells(table: ImportedTable, code: str) -> list[str]:
    return [found.cell for found in table.findings if found.code == code]


def answers(table: ImportedTable, question: str) -> list[tuple[str, str]]:
    found = next(q for q in table.plan.questions if q.name == question)
    return [(response[found.key], response.cell(found.key)) for response in table.responses]


def test_a_turned_table_names_the_cells_of_the_file(tmp_path: Path) -> None:
    table = read(tmp_path, TURNED)
    assert cells(table, "I090") == ["A2"]
    assert answers(table, "評価") == [("A", "B5"), ("B", "C5")]
    # No row has the answers of one measure: none but the leading one names its cell.
    assert [cell for _, cell in answers(table, "実績")] == ["", ""]


def test_columns_behind_a_parted_one_name_the_cells_of_the_file(tmp_path: Path) -> None:
    table = read(tmp_path, HALVES)
    assert (cells(table, "I091"), cells(table, "I092")) == (["D2"], ["D4"])
    assert answers(table, "評価") == [("A", "E3"), ("B", "E4"), ("B", "E5")]
    assert answers(table, "実績") == [
        ("九十本植えた。", "D3"),
        ("", ""),
        ("一つ作った。", "D5"),
    ]


def test_a_table_of_rows_is_read_as_it_stands(tmp_path: Path) -> None:
    rows = "\n".join(
        line.replace("目標（上段） // 実績（下段）", "実績") for line in HALVES.split("\n")
    )
    table = read(tmp_path, rows)
    assert [cells(table, code) for code in ("I090", "I091", "I092")] == [[], [], []]
