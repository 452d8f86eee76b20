"""A table saved as .csv is read as it is as a workbook."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ictxl.consolidated.reading import ImportedTable
from tests.support.shapes import outcome, read_shape, rows_of, save_rows

ROWS = rows_of("""
みどりの計画 令和5年度 実施状況
No | 事業名 | 担当課 | 実績
1 | 緑化, 並木 | 公園課 // 土木課 | "百本"植えた。 // 一本枯れた。
2 | 花壇 | 土木課 | 二つ作った。
""")


def saved(folder: Path, codec: str) -> ImportedTable:
    with (folder / "表.csv").open("w", encoding=codec, newline="") as file:
        csv.writer(file).writerows(ROWS)
    return read_shape(folder / "表.csv")


@pytest.mark.parametrize("codec", ["cp932", "utf-8-sig"])
def test_commas_quotes_and_line_breaks_in_cells(tmp_path: Path, codec: str) -> None:
    save_rows(tmp_path / "表.xlsx", {"Sheet1": ROWS})
    table = saved(tmp_path, codec)
    assert outcome(table) == outcome(read_shape(tmp_path / "表.xlsx"))
    assert [m.title for m in table.plan.measures] == ["緑化, 並木", "花壇"]


def test_a_cell_that_is_too_long_for_the_reader_loses_nothing(tmp_path: Path) -> None:
    words = "長い文。" * 40_000
    rows = f"1,緑化,公園課,{words}\n2,並木,土木課,済。\n"
    text = "みどりの計画 令和5年度\nNo,事業名,担当課,実績\n" + rows
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    table = read_shape(tmp_path / "表.csv")
    assert [list(r.values.values()) for r in table.responses] == [[words], ["済。"]]
