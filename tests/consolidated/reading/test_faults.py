"""What cannot be read is told with its cell; nothing is guessed in silence, nothing dropped."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from ictxl.consolidated.reading import ImportedTable
from ictxl.errors import InputError
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from tests.support.cli import ictxl
from tests.support.hand_made import (
    ANSWERS,
    AREA_1,
    HEAD,
    SECOND_HEAD,
    Row,
    answers_of,
    codes_of,
    legend_rows,
    measures_of,
    read,
    save,
    save_sheets,
    two_rows,
    whole_table,
)


def value_of(table: ImportedTable, code: str) -> str:
    [found] = [f for f in table.findings if f.code == code]
    return found.value


def test_a_workbook_without_the_table(tmp_path: Path) -> None:
    path = save(tmp_path / "t.xlsx", [["会議の記録"], ["日時", "場所"]], 別紙=[["名簿"]])
    with pytest.raises(InputError) as stopped:
        read(path)
    assert [(f.sheet, f.code) for f in stopped.value.findings] == [
        ("Sheet1", "I001"),
        ("別紙", "I001"),
    ]


def test_a_sheet_without_the_table_beside_one_with_it(tmp_path: Path) -> None:
    sheets: dict[str, list[Row]] = {"表": whole_table(), "覚え書き": [["電話すること"], ["", "済"]]}
    table = read(save_sheets(tmp_path / "t.xlsx", sheets))
    assert answers_of(table) == ANSWERS
    assert value_of(table, "I002") == "電話すること\n済"


@pytest.mark.parametrize("file", ["missing.xlsx", "t.xlsx", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, file: str) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"no workbook")
    run = ictxl("import", file, "-o", "plan.xlsx", cwd=tmp_path)
    assert run.code == 2
    assert file in run.err
    assert not (tmp_path / "plan.xlsx").exists()


def test_a_column_whose_heading_is_missing_is_known_by_its_values(tmp_path: Path) -> None:
    rows = whole_table()
    rows[0][4], rows[7][4] = "", ""
    table = read(save(tmp_path / "t.xlsx", rows))
    assert {m.id: [a.department for a in m.assignments] for m in table.plan.measures} == {
        "1-1": ["広報課"],
        "1-2": ["広報課", "福祉課"],
        "2-1": ["防災課", "福祉課", "施設課"],
        "2-2": ["情報課", "各業務担当課"],
    }


def test_a_table_whose_headings_stand_two_columns_off_makes_no_plan(tmp_path: Path) -> None:
    rows = whole_table()
    rows[0] = ["", "", *rows[0]]
    rows[7] = []
    with pytest.raises(InputError) as stopped:
        read(save(tmp_path / "t.xlsx", rows))
    assert [(f.cell, f.code) for f in stopped.value.findings] == [("C1", "I059")]
    run = ictxl("import", "t.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
    assert run.code == 2
    assert not (tmp_path / "plan.xlsx").exists()


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [
        ("A3", "第10000款 大きすぎる番号", "I008"),
        ("B5", "10000", "I003"),
        ("B12", "(0)", "I003"),
        ("D10", "↗.", "I018"),
        ("G12", "2.現状維持", "I047"),
        ("G3", "2.現状維持", "I047"),
        ("B18", "ａ 目標に届かない", "I057"),
    ],
)
def test_what_a_plan_takes_only_once_or_not_at_all_is_told_and_the_plan_reads_back(
    tmp_path: Path, cell: str, text: str, code: str
) -> None:
    rows = [[*row, *[""] * (7 - len(row))] for row in whole_table()]
    rows[int(cell[1:]) - 1]["ABCDEFG".index(cell[0])] = text
    table = read(save(tmp_path / "t.xlsx", rows))
    assert text in [f.value.strip() for f in table.findings if (f.cell, f.code) == (cell, code)]
    check_reads_back(table, tmp_path / "plan.xlsx")


def test_behind_the_largest_number_the_smallest_free_one_comes(tmp_path: Path) -> None:
    rows = whole_table()
    rows[2][0], rows[9][0] = "第9999款 終わりの款", ""
    rows[2][1], rows[4][1] = "(9999)", ""
    table = read(save(tmp_path / "t.xlsx", rows))
    assert list(measures_of(table)) == ["9999-9999", "9999-1", "1-1", "1-2"]
    check_reads_back(table, tmp_path / "plan.xlsx")


def test_a_year_that_no_plan_can_have_is_none(tmp_path: Path) -> None:
    rows = whole_table()
    rows[0][5] = "9999年度の進捗状況"
    assert read(save(tmp_path / "t.xlsx", rows)).plan.year == 2019
    rows[7][5] = rows[0][5]
    with pytest.raises(InputError, match="年度がわかりません"):
        read(save(tmp_path / "t.xlsx", rows))


def check_reads_back(table: ImportedTable, path: Path) -> None:
    write_plan(table.plan, path)
    again = read_plan(path)
    assert again.measures == table.plan.measures
    assert again.lists == table.plan.lists


def test_two_tables_for_one_area(tmp_path: Path) -> None:
    rows = whole_table()[:-6]
    again = [list(HEAD), list(SECOND_HEAD), *two_rows("1-1", AREA_1), *two_rows("1-2")]
    again[2][5] = "【広報課-D】別の回答"
    table = read(save(tmp_path / "t.xlsx", rows + again + legend_rows()))
    assert answers_of(table) == ANSWERS
    second = [f for f in table.findings if f.code == "I009"]
    assert [(f.cell, f.measure) for f in second] == [("B17", "1-1"), ("B19", "1-2")]
    assert "別の回答" in second[0].value


def test_two_tables_for_one_area_on_two_sheets(tmp_path: Path) -> None:
    sheets = {"今年": whole_table(), "写し": whole_table()}
    table = read(save_sheets(tmp_path / "t.xlsx", sheets))
    assert answers_of(table) == ANSWERS
    assert [f.sheet for f in table.findings if f.code == "I009"] == ["写し"] * 4


def test_an_area_with_two_titles(tmp_path: Path) -> None:
    rows = whole_table()
    rows[4][0] = "第1款 にぎわいと活力"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table) == ANSWERS
    assert ("A5", "I010") in codes_of(table)


def test_measures_whose_area_nobody_names(tmp_path: Path) -> None:
    rows = whole_table()
    rows[9][0] = ""
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table) == ANSWERS
    assert [a.title for a in table.plan.areas] == [AREA_1[4:], "(名称不明)"]
    assert ("B10", "I008") in codes_of(table)


def test_a_number_that_comes_twice(tmp_path: Path) -> None:
    rows = whole_table()
    rows[11][1] = "(1)"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table) == ANSWERS
    assert ("B12", "I011") in codes_of(table)


def test_a_rating_that_the_legend_does_not_have(tmp_path: Path) -> None:
    rows = whole_table()
    rows[2][5] = "【広報課-E】週3回発信した。"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table)["1-1", "広報課"] == ("E", "週3回発信した。", "1")
    assert ("F3", "I041") in codes_of(table)


def test_a_department_named_in_two_ways(tmp_path: Path) -> None:
    rows = whole_table()
    rows[2][4], rows[2][5] = "広報広聴課", "【広報広聴課-A】週3回発信した。"
    rows[2][6] = "広報聴課-1.現状維持"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table)["1-1", "広報広聴課"] == ("A", "週3回発信した。", "1")
    assert ("G3", "I031") in codes_of(table)
    rows[4][4] = "広報公聴課\n福祉課"
    rows[4][5] = str(rows[4][5]).replace("広報課", "広報公聴課")
    alike = read(save(tmp_path / "t.xlsx", rows))
    assert value_of(alike, "I035") == "広報公聴課"


def test_an_answer_of_a_department_that_is_not_in_charge(tmp_path: Path) -> None:
    rows = whole_table()
    rows[2][5] = "【広報課-A】週3回発信した。\n【財政課-B】予算を付けた。"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table)["1-1", "財政課"] == ("B", "予算を付けた。", "")
    assert measures_of(table)["1-1"][3] == "広報課 財政課"
    assert ("F3", "I033") in codes_of(table)


def test_a_department_that_answers_twice(tmp_path: Path) -> None:
    rows = whole_table()
    rows[2][5] = "【広報課-A】週3回発信した。\n【広報課-B】こちらかもしれない。"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table) == ANSWERS
    assert value_of(table, "I042") == "【広報課-B】こちらかもしれない。"


def test_texts_that_belong_to_nobody_are_told_whole(tmp_path: Path) -> None:
    rows = whole_table()
    rows[2] = [*rows[2], "備考: 要確認"]
    rows[4][5] = "前書き\n" + str(rows[4][5])
    rows[9][6] = "財政課-1.現状維持\n" + str(rows[9][6])
    table = read(save(tmp_path / "t.xlsx", rows))
    assert value_of(table, "I003") == "備考: 要確認"
    assert value_of(table, "I043") == "前書き"
    # 施設課 alone has no next step: it gets 財政課's, with a finding.
    assert value_of(table, "I045") == "財政課-1.現状維持"
    rows[4][6] = "財政課-1.現状維持\n" + str(rows[4][6])
    assert value_of(read(save(tmp_path / "t.xlsx", rows)), "I046") == "財政課-1.現状維持"


def test_an_answer_without_its_department(tmp_path: Path) -> None:
    rows = whole_table()
    rows[2][5], rows[2][6] = "週3回発信した。", "1.現状維持"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table)["1-1", "広報課"] == ("", "週3回発信した。", "1")
    assert {("F3", "I044"), ("F3", "I049")} <= codes_of(table)


def test_brackets_inside_a_text_are_no_department(tmp_path: Path) -> None:
    rows = whole_table()
    text = "【参考】国の【総務省-A】様式による。【福祉課-B案】も検討した。"
    rows[2][5] = f"【広報課-A】{text}"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table)["1-1", "広報課"] == ("A", text, "1")


def test_next_steps_whose_number_and_name_disagree(tmp_path: Path) -> None:
    rows = whole_table()
    rows[9][6] = "防災課-1.拡充\n福祉課-1.現状維持"
    assert ("G10", "I047") in codes_of(read(save(tmp_path / "t.xlsx", rows)))


def test_a_table_that_does_not_tell_its_year(tmp_path: Path) -> None:
    rows = whole_table()
    rows[0][5] = rows[7][5] = "進捗状況"
    path = save(tmp_path / "t.xlsx", rows)
    with pytest.raises(InputError, match="年度"):
        read(path)
    assert read(path, year=2018).plan.year_label == "平成30年度"


def test_headings_of_two_years(tmp_path: Path) -> None:
    rows = whole_table()
    rows[7][5] = "令和2年度の進捗状況"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert table.plan.year == 2019
    assert ("F8", "I056") in codes_of(table)


def test_headings_that_say_more_than_their_columns_hold_are_told(tmp_path: Path) -> None:
    rows = whole_table()
    rows[0][6] = "次期展開(財政課と協議)"
    rows[7][5] = "令和元年度のおもな進捗状況"
    assert {("G1", "I061"), ("F8", "I061")} <= codes_of(read(save(tmp_path / "t.xlsx", rows)))


def test_a_second_date_is_not_dropped_unsaid(tmp_path: Path) -> None:
    dates = [["作成日 令和2年5月1日", "作成日 令和2年6月1日", "作成日 令和2年5月1日"]]
    table = read(save(tmp_path / "t.xlsx", [*dates, *whole_table()]))
    assert table.plan.compiled_on == "令和2年5月1日"
    assert [cell for cell, code in codes_of(table) if cell.endswith("1") and code == "I003"] == [
        "B1"
    ]


def test_a_sign_for_nothing_is_told_where_no_answer_holds_it(tmp_path: Path) -> None:
    rows = whole_table()
    rows[3] += ["", "/"]
    assert ("E4", "I082") in codes_of(read(save(tmp_path / "t.xlsx", rows)))


def test_import_never_overwrites_a_plan_unasked(tmp_path: Path) -> None:
    save(tmp_path / "t.xlsx", whole_table())
    (tmp_path / "plan.xlsx").write_bytes(b"precious")
    run = ictxl("import", "t.xlsx", cwd=tmp_path)
    assert run.code == 2
    assert (tmp_path / "plan.xlsx").read_bytes() == b"precious"
    assert ictxl("import", "t.xlsx", "--force", cwd=tmp_path).code == 0


def test_errors_give_exit_code_1_and_still_a_plan(tmp_path: Path) -> None:
    rows = whole_table()
    rows[2][5] = "【広報課-E】週3回発信した。"
    save(tmp_path / "t.xlsx", rows)
    run = ictxl("import", "t.xlsx", "--json", cwd=tmp_path)
    assert run.code == 1
    assert ("t.xlsx", "F3", "I041") in run.findings()
    assert (tmp_path / "plan.xlsx").exists()


def far_away(path: Path) -> Path:
    """A workbook whose lowest, rightmost cell stretches it over 17 thousand million cells."""
    book = openpyxl.Workbook()
    book.active.title = "進捗"
    book.active["A1"], book.active["XFD1048576"] = "基本施策", "遠い"
    book.save(path)
    return path


@pytest.mark.parametrize("command", [["import"], ["compare"], ["history"]])
def test_a_cell_far_out_is_named_and_takes_no_memory(tmp_path: Path, command: list[str]) -> None:
    far = far_away(tmp_path / "遠い.xlsx")
    files = [far] if command == ["import"] else [far, far]
    run = ictxl(*command, *files, "-o", tmp_path / "out.xlsx")
    assert run.code == 2
    assert "シート「進捗」の XFD1048576" in run.err
    assert not (tmp_path / "out.xlsx").exists()


def test_a_workbook_that_would_take_all_memory_unseen_is_told(tmp_path: Path) -> None:
    # With an entity the cheap looks refuse to say anything about the workbook.
    far, odd = far_away(tmp_path / "遠い.xlsx"), tmp_path / "変.xlsx"
    with zipfile.ZipFile(far) as package, zipfile.ZipFile(odd, "w") as target:
        for name in package.namelist():
            part = package.read(name)
            if name == "xl/workbook.xml":
                part = part.replace(b"<workbook ", b'<!DOCTYPE w [<!ENTITY a "b">]><workbook ', 1)
            target.writestr(name, part)
    run = ictxl("import", odd, "-o", tmp_path / "out.xlsx")
    assert run.code == 2
    reason, remedy = run.err.splitlines()
    assert reason == f"誤り: 「{odd}」を読めません(大きすぎるか、壊れています)。"
    assert "保存し直してください" in remedy


def test_a_sheet_that_does_not_unpack_is_told(tmp_path: Path) -> None:
    path = far_away(tmp_path / "壊れ.xlsx")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        [info] = [i for i in package.infolist() if i.filename.startswith("xl/worksheets/sheet")]
    start = info.header_offset + 30 + len(info.filename)
    content[start : start + 8] = b"\xff" * 8
    path.write_bytes(content)
    run = ictxl("import", path, "-o", tmp_path / "out.xlsx")
    assert run.code == 2
    assert "壊れ.xlsx」を読めません" in run.err
