"""What somebody meets who types a command without having read much."""

from __future__ import annotations

import io
import json
import shutil
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from ictxl.cli.output import show_json
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from tests.support.books import load, sheet_of
from tests.support.cli import ictxl
from tests.support.returned_forms import small_plan

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize(
    ("arguments", "year"),
    [
        (["令和9年度"], 2027),
        (["計画/R10"], 2028),
        (["新しい計画", "--year", "令和9年度"], 2027),
        (["令和8年度", "--year", "2027"], 2027),
    ],
)
def test_init_takes_the_year_as_people_write_it(
    tmp_path: Path, arguments: list[str], year: int
) -> None:
    run = ictxl("init", *arguments, cwd=tmp_path)
    assert run.code == 0, run.err
    assert f'cd "{Path(arguments[0])}"' in run.out
    assert f"令和{year - 2018}年度" in run.out
    book = tmp_path / arguments[0] / "plan.xlsx"
    assert str(year) in _settings(book)


def _settings(path: Path) -> list[str]:
    return [str(row[1].value) for row in sheet_of(path, "設定").iter_rows()]


@pytest.mark.lengthy
@pytest.mark.parametrize("like", ["進捗", "指標", "施策評価", "個票"])
def test_init_like_a_family_asks_what_its_tables_ask(tmp_path: Path, like: str) -> None:
    run = ictxl("init", "令和9年度", "--like", like, cwd=tmp_path)
    assert run.code == 0, run.err
    folder = tmp_path / "令和9年度"
    book = load(folder / "plan.xlsx")
    asked = [row[0].value for row in book["記入欄"].iter_rows(min_row=2) if row[0].value]
    book["設定"]["B2"] = "緑市総合計画"
    for sheet, row in _typed(book).items():
        for column, value in enumerate(row, 1):
            book[sheet].cell(2, column).value = value
    book.save(folder / "plan.xlsx")
    checked = ictxl("template", "check", "progress_template.xlsx", cwd=folder)
    assert checked.code == 0, checked.out
    made = ictxl("generate", "--template", "progress_template.xlsx", cwd=folder)
    assert made.code == 0, made.out + made.err
    form = load(folder / "outbox" / "01_環境課.xlsx").worksheets[0]
    shown = {str(cell.value) for row in form.iter_rows(max_row=8) for cell in row}
    of_departments = [n for n in asked if not n.startswith("二次評価")]
    assert [n for n in of_departments if not any(n in text for text in shown)] == []
    assert not any("二次評価" in text for text in shown)


def _typed(book: Workbook) -> dict[str, list[object]]:
    """One area of each level above the measure, one measure and its department."""
    levels = [row[0].value for row in book["階層"].iter_rows(min_row=2) if row[0].value]
    number = "-".join("1" for _ in levels[1:])
    headings = [cell.value for cell in book["施策"][1]]
    of_measure = {"基本施策": number, "項番": "1", "目標": "年4回", "担当課": "環境課"}
    areas = book["基本施策"]
    for depth in range(1, len(levels) - 1):
        path = "-".join("1" for _ in range(depth))
        for column, value in enumerate(("1", "きれいな川", path), 1):
            areas.cell(2 + depth, column).value = value
    of_measure["今後の展開"] = str(book["今後の展開"]["A2"].value or "")
    measure: list[object] = [of_measure.get(str(heading), "川の清掃") for heading in headings]
    return {"基本施策": ["1", "みどりのまち", ""], "施策": measure, "担当課": ["環境課"]}


def test_a_family_that_is_none_is_refused_with_those_there_are(tmp_path: Path) -> None:
    run = ictxl("init", "x", "--like", "表", cwd=tmp_path)
    assert run.code == 2
    assert "「表」という種類はありません(進捗、指標、施策評価、個票 から選びます)。" in run.err
    assert not (tmp_path / "x").exists()


def test_a_year_that_is_none_is_refused(tmp_path: Path) -> None:
    run = ictxl("init", "x", "--year", "来年", cwd=tmp_path)
    assert run.code == 2
    assert "「来年」は年度として読めません" in run.err
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("typed", "meant"), [("mrege", "merge"), ("Status", "status"), ("sendbak", "sendback")]
)
def test_a_slip_in_a_commands_name_gets_a_suggestion(
    tmp_path: Path, typed: str, meant: str
) -> None:
    run = ictxl(typed, cwd=tmp_path)
    assert run.code == 2
    assert f"コマンド「{typed}」はありません。もしかして: {meant}" in run.err


def test_help_is_a_command_too(tmp_path: Path) -> None:
    assert ictxl("help", cwd=tmp_path).out == ictxl("--help", cwd=tmp_path).out
    assert ictxl("help", "merge", cwd=tmp_path).out == ictxl("merge", "--help", cwd=tmp_path).out
    assert ictxl("help", "mrege", cwd=tmp_path).code == 2


def test_the_help_tells_of_the_usual_options_first(tmp_path: Path) -> None:
    usual, rare = ictxl("merge", "--help", cwd=tmp_path).out.split("ふつうは使わないオプション")
    assert "--html" in usual
    assert "--limit-cells" not in usual
    for option in ("--jobs", "--scheduler", "--limit-cells", "--profile"):
        assert option in rare


@pytest.mark.parametrize("command", ["merge", "status", "check", "sendback"])
def test_without_an_argument_the_folder_returned_is_meant(tmp_path: Path, command: str) -> None:
    run = ictxl(command, cwd=tmp_path)
    assert run.code == 2
    assert "フォルダー「returned」があれば" in run.err
    (tmp_path / "returned").mkdir()
    shutil.copy(next((SAMPLES / "returned").glob("*.xlsx")), tmp_path / "returned")
    run = ictxl(command, cwd=tmp_path)
    assert run.code in (0, 1), run.err
    assert "フォルダー「returned」を見ます" in run.err


def test_reminders_find_their_addresses_in_the_plan_that_lies_beside(tmp_path: Path) -> None:
    sample = read_plan(SAMPLES / "plan.xlsx")
    first, second, *others = sample.departments
    addressed = (replace(first, mail="first＠example.jp"), replace(second, mail=""), *others)
    write_plan(replace(sample, departments=addressed), tmp_path / "plan.xlsx")
    (tmp_path / "returned").mkdir()
    shutil.copy(sorted((SAMPLES / "returned").glob("*.xlsx"))[5], tmp_path / "returned")
    run = ictxl("status", "returned", "--mail", "督促", cwd=tmp_path)
    assert "宛先は計画台帳「plan.xlsx」から入れました" in run.out
    assert f"{second.name}" in run.out.partition("宛先のない課が")[2]
    [draft] = (tmp_path / "督促").glob(f"*_{first.name}.eml")
    assert b"first@example.jp" in draft.read_bytes()


def test_a_plan_of_another_year_lends_no_addresses(tmp_path: Path) -> None:
    write_plan(replace(small_plan(), year=2001), tmp_path / "plan.xlsx")
    (tmp_path / "returned").mkdir()
    shutil.copy(sorted((SAMPLES / "returned").glob("*.xlsx"))[5], tmp_path / "returned")
    run = ictxl("status", "returned", "--mail", "督促", cwd=tmp_path)
    assert "から入れました" not in run.out
    assert "宛先のない課が" in run.out


@pytest.mark.parametrize(("encoding", "escaped"), [("utf-8", False), ("cp932", True)])
def test_json_is_readable_where_the_output_can_hold_it(
    encoding: str, escaped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding))
    show_json({"担当課": "髙﨑課", "半分": "\ud800"})
    sys.stdout.flush()
    assert json.loads(written.getvalue().decode(encoding)) == {
        "担当課": "髙﨑課",
        "半分": "\ud800",
    }
    assert (b"\\u62c5" in written.getvalue()) is escaped


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_narrow_window_hides_anything_of_the_status(tmp_path: Path, width: int) -> None:
    (tmp_path / "returned").mkdir()
    for path in sorted((SAMPLES / "returned").glob("*.xlsx"))[:4]:
        shutil.copy(path, tmp_path / "returned")
    run = ictxl("status", "returned", cwd=tmp_path, COLUMNS=str(width))
    lines = run.out.splitlines()
    rows = [line for line in lines if line.startswith(("┏", "┃", "┡", "│", "└"))]
    assert {_columns(row) for row in rows} == {_columns(rows[0])}
    assert _columns(rows[0]) <= width
    for said in ("01_秘書広報課.xlsx", "2019-10-25", "14/14", "要確認"):
        assert any(said in row for row in rows), said


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


@pytest.mark.lengthy
def test_a_form_that_came_back_blank_is_not_partly_filled_in(tmp_path: Path) -> None:
    assert ictxl("generate", SAMPLES / "plan.xlsx", "-o", "returned", cwd=tmp_path).code == 0
    run = ictxl("status", "returned", "--json", cwd=tmp_path)
    assert {d["label"] for d in run.json["departments"]} == {"未記入"}


def test_what_must_be_mended_is_told_before_what_is_only_said(tmp_path: Path) -> None:
    write_plan(small_plan(), tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    book["施策"]["B2"], book["施策"]["E4"] = "1-1", "新規"
    book.save(tmp_path / "plan.xlsx")
    run = ictxl("generate", cwd=tmp_path)
    assert run.code == 2
    assert "☆" in run.err
    assert -1 < run.err.index("P033") < run.err.index("P040")


def test_what_the_readme_has_one_type_is_enough_for_a_first_form(tmp_path: Path) -> None:
    assert ictxl("init", "令和8年度", cwd=tmp_path).code == 0
    folder = tmp_path / "令和8年度"
    book = load(folder / "plan.xlsx")
    book["設定"]["B2"] = "ためしの計画"
    for sheet, row in {
        "基本施策": (1, "窓口"),
        "担当課": ("市民課",),
        "施策": (1, 1, "オンライン申請", None, None, "市民課"),
    }.items():
        for column, value in enumerate(row, 1):
            book[sheet].cell(2, column).value = value
    book.save(folder / "plan.xlsx")
    run = ictxl("generate", cwd=folder)
    assert run.code == 0, run.err
    assert [path.name for path in (folder / "outbox").iterdir()] == ["01_市民課.xlsx"]
