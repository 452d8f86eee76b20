"""再掲: a measure that is shown again is in the plan once, and its second place is told."""

from __future__ import annotations

from pathlib import Path

from tests.support.shapes import read_shape, rows_of, save_rows

HEAD = """
男女計画 令和5年度進捗状況
基本目標 | No | 事業名 | 担当課 | 実績
1 人権 | 1 | 講座の開催 | 人権課 | 三回開いた。
2 教育 | 2 | 研修 | 指導室 | 一回。
"""


def read(folder: Path, row: str) -> tuple[int, list[tuple[str, str, str]]]:
    """How many measures there are, and the findings on repeats."""
    save_rows(folder / "表.xlsx", {"表": rows_of(HEAD + row)})
    table = read_shape(folder / "表.xlsx")
    told = [(f.cell, f.code, f.value) for f in table.findings if f.code in ("I093", "I094", "I095")]
    return len(table.plan.measures), told


def test_one_that_says_the_same_is_told_with_all_that_is_its_own(tmp_path: Path) -> None:
    assert read(tmp_path, " | 9(再掲) | 講座の開催 | 人権課 | 1を参照") == (
        2,
        [("B5", "I093", "9(再掲)\n1を参照")],
    )


def test_one_that_says_otherwise_stays(tmp_path: Path) -> None:
    count, told = read(tmp_path, " | 9 | 講座の開催(再掲) | 人権課 | 四回開いた。")
    assert (count, told) == (3, [("B5", "I094", "9")])


def test_one_of_a_measure_that_is_not_there_stays(tmp_path: Path) -> None:
    count, told = read(tmp_path, " | 9 | 相談(再掲) | 人権課 | 百件。")
    assert (count, told) == (3, [("B5", "I095", "9")])


def test_a_sentence_that_speaks_of_it_marks_no_measure(tmp_path: Path) -> None:
    count, told = read(tmp_path, " | 9 | 講座の案内 | 人権課 | 再掲の記事を直した。")
    assert (count, told) == (3, [])
