"""見出しの対応.xlsx: what was guessed is asked, and what a person says of it counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ictxl import import_table
from ictxl.errors import InputError
from ictxl.plan.reading import read_plan
from tests.support.books import load, sheet_of
from tests.support.cli import ictxl
from tests.support.hand_made import save, whole_table
from tests.support.shapes import rows_of, save_rows

TABLE = """
みどりの計画 令和{year}年度 実施状況
No | やること | 受け持ち | 令和{year}年度のできばえ | 広さ | しるし
1 | 緑化 | 公園課 | 百本植えた。 | 大きめ | ○
2 | 花壇 | 公園課 | 十か所作った。 | 小さめ | △
3 | 並木 | 土木課 | 二キロ植えた。 | ふつう | ○
"""
SHEET = "見出しの対応"


def save_table(folder: Path, year: int = 5) -> None:
    save_rows(folder / "表.xlsx", {"Sheet1": rows_of(TABLE.format(year=year))})


def heading_map(folder: Path) -> Worksheet:
    sheet = sheet_of(folder / f"{SHEET}.xlsx", SHEET)
    assert isinstance(sheet, Worksheet)
    return sheet


def correct(folder: Path, corrections: dict[str, str]) -> None:
    """Change what the sheet says that columns are."""
    book = load(folder / f"{SHEET}.xlsx")
    sheet = book[SHEET]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in corrections:
            row[2].value = corrections[str(row[0].value)]
    book.save(folder / f"{SHEET}.xlsx")


def test_guesses_stand_in_a_workbook_with_dropdowns_and_doubtful_ones_are_coloured(
    tmp_path: Path,
) -> None:
    save_table(tmp_path)
    run = ictxl("import", "表.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
    assert (run.code, f"{SHEET}.xlsx" in run.out) == (0, True)
    sheet = heading_map(tmp_path)
    rows = [[cell.value for cell in row[:3]] for row in sheet.iter_rows()]
    assert rows == [
        ["見出し", "例", "これは何か"],
        ["No", "1", "項番"],
        ["やること", "緑化", "施策の名称"],
        ["受け持ち", "公園課", "担当課"],
        ["令和5年度のできばえ", "百本植えた。", "記入欄(文)"],
        ["広さ", "大きめ", "記入欄(文)"],
        ["しるし", "○", "記入欄(選択)"],
    ]
    colours = {row[0].value: row[2].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)}
    assert colours["広さ"] != colours["No"]
    [rule] = sheet.data_validations.dataValidation
    assert "選べる言葉" in rule.formula1
    assert "C2" in rule.sqref


def test_what_a_person_says_of_a_column_counts_and_is_asked_no_more(tmp_path: Path) -> None:
    save_table(tmp_path)
    ictxl("import", "表.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
    correct(tmp_path, {"広さ": "計画の列"})
    columns = ("--columns", f"{SHEET}.xlsx")
    run = ictxl("import", "表.xlsx", "-o", "plan.xlsx", "--force", *columns, cwd=tmp_path)
    assert (run.code, "I062" in run.out) == (0, False)
    plan = read_plan(tmp_path / "plan.xlsx")
    assert plan.given_columns == ("広さ",)
    assert [q.name for q in plan.questions] == ["できばえ", "しるし"]


def test_the_sheet_serves_the_table_of_the_next_year(tmp_path: Path) -> None:
    save_table(tmp_path)
    ictxl("import", "表.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
    correct(tmp_path, {"令和5年度のできばえ": "計画の列"})
    save_table(tmp_path, year=6)
    columns = ("--columns", f"{SHEET}.xlsx")
    run = ictxl("import", "表.xlsx", "-o", "next.xlsx", *columns, cwd=tmp_path)
    assert run.code == 0, run.err
    plan = read_plan(tmp_path / "next.xlsx")
    assert (plan.year, plan.given_columns) == (2024, ("令和6年度のできばえ",))


@pytest.mark.parametrize(
    ("corrections", "said"),
    [({"広さ": "ひろさ"}, ["C6", "ひろさ", "一覧"]), ({"広さ": ""}, [])],
)
def test_a_word_that_the_sheet_does_not_offer_is_told_with_its_cell(
    tmp_path: Path, corrections: dict[str, str], said: list[str]
) -> None:
    save_table(tmp_path)
    ictxl("import", "表.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
    correct(tmp_path, corrections)
    columns = ("--columns", f"{SHEET}.xlsx")
    run = ictxl("import", "表.xlsx", "-o", "other.xlsx", *columns, cwd=tmp_path)
    assert run.code == (2 if said else 0)
    assert all(word in run.err for word in said)
    assert (tmp_path / "other.xlsx").exists() is not bool(said)


def test_another_workbook_is_no_heading_map(tmp_path: Path) -> None:
    save_table(tmp_path)
    columns = ("--columns", "表.xlsx")
    run = ictxl("import", "表.xlsx", "-o", "plan.xlsx", *columns, cwd=tmp_path)
    assert (run.code, "これは何か" in run.err) == (2, True)


def test_the_same_guesses_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("一", "二"):
        folder = tmp_path / name
        folder.mkdir()
        save_table(folder)
        ictxl("import", "表.xlsx", "-o", "plan.xlsx", cwd=folder)
        made.append((folder / f"{SHEET}.xlsx").read_bytes())
    assert made[0] == made[1]


def test_a_missing_table_is_told_before_anything_is_said_of_the_plan(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(b"work by hand")
    for command in ("import", "rollover"):
        run = ictxl(command, "missing.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
        assert (run.code, "missing.xlsx" in run.err, "plan.xlsx" in run.err) == (2, True, False)


def test_python_takes_and_tells_the_sheet_too(tmp_path: Path) -> None:
    save_table(tmp_path)
    asked = import_table(tmp_path / "表.xlsx", tmp_path / "plan.xlsx")
    assert asked.headings_file == tmp_path / f"{SHEET}.xlsx"
    correct(tmp_path, {"広さ": "計画の列"})
    told = import_table(
        tmp_path / "表.xlsx", tmp_path / "plan.xlsx", columns=asked.headings_file, force=True
    )
    assert (told.headings_file, told.table.plan.given_columns) == (None, ("広さ",))
    with pytest.raises(InputError) as stopped:
        import_table(tmp_path / "missing.xlsx", tmp_path / "plan.xlsx")
    assert "missing.xlsx" in stopped.value.message


def test_import_names_the_next_steps(tmp_path: Path) -> None:
    save_table(tmp_path)
    run = ictxl("import", "表.xlsx", "-o", "新しい 計画.xlsx", cwd=tmp_path)
    assert (run.code, COLUMNS_OF_THE_TABLE in run.out) == (0, True)
    assert 'ictxl generate "新しい 計画.xlsx"' in run.out
    made = ictxl("template", "make", "--plan", "新しい 計画.xlsx", cwd=tmp_path)
    assert (made.code, (tmp_path / "consolidated_template.xlsx").exists()) == (0, True)


def test_after_a_table_of_ictxl_no_template_of_its_columns_is_named(tmp_path: Path) -> None:
    save(tmp_path / "表.xlsx", whole_table())
    run = ictxl("import", "表.xlsx", cwd=tmp_path)
    assert COLUMNS_OF_THE_TABLE not in run.out
    assert 'ictxl generate "plan.xlsx"' in run.out


def test_a_table_that_only_others_rate_asks_the_departments_as_usual(tmp_path: Path) -> None:
    table = """
みどりの計画 令和5年度
No | 事業名 | 担当課 | R3評価 | 二次評価
1 | 緑化 | 公園課 | B | A
2 | 並木 | 土木課 | A | B
"""
    save_rows(tmp_path / "表.xlsx", {"Sheet1": rows_of(table)})
    run = ictxl("import", "表.xlsx", "--json", cwd=tmp_path)
    assert "I076" in [code for _, _, code in run.findings()]
    asked = [(q.name, q.asked_of.value) for q in read_plan(tmp_path / "plan.xlsx").questions]
    assert (("進捗状況", "担当課") in asked, asked[-1]) == (True, ("二次評価", "審査"))


COLUMNS_OF_THE_TABLE = "ictxl template make --plan"
