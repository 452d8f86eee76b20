"""What `write_plan` makes: read back it is the same plan, and Excel's helps are in place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.findings import CATALOGUE, settings_for
from ictxl.model import Assignment, Measure, Plan
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan, read_plan_with_findings
from ictxl.plan.writing import write_plan
from ictxl.questions import Choice
from ictxl.text.row_height import BODY_FONT
from tests.support.books import load, sheet_of
from tests.support.clients.libreoffice import Office
from tests.support.examples import examples
from tests.support.plan_parts import with_ratings
from tests.support.random_plans import plans
from tests.support.rounds import real_plan

PLAN = replace(real_plan(), outlooks=starting_plan(2019).outlooks)


def test_the_real_plan_comes_back_exactly(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    assert read_plan_with_findings(tmp_path / "plan.xlsx") == (PLAN, ())


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "a.xlsx")
    write_plan(PLAN, tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_plan_says_when_it_was_saved(tmp_path: Path) -> None:
    saved = replace(PLAN, saved_at="2019-10-01T01:02:03Z")
    write_plan(saved, tmp_path / "plan.xlsx")
    assert read_plan(tmp_path / "plan.xlsx") == saved
    properties = load(tmp_path / "plan.xlsx").properties
    assert f"{properties.modified:%Y-%m-%d %H:%M:%S}" == "2019-10-01 01:02:03"
    assert not properties.creator


def test_the_label_that_follows_from_the_year_stays_blank_to_follow_the_next(
    tmp_path: Path,
) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    book["設定"]["B3"] = 2020
    book.save(tmp_path / "next.xlsx")
    assert read_plan(tmp_path / "next.xlsx").year_label == "令和2年度"


def test_the_starting_plan_has_the_usual_legend() -> None:
    plan = starting_plan(2026)
    assert plan.lists == PLAN.lists
    assert [o.mark + o.meaning for o in plan.outlooks] == ["⇒継続", "↗拡充", "☆新規"]
    assert plan.year_label == "令和8年度"


def test_a_plan_begun_from_the_starting_one_asks_the_usual(tmp_path: Path) -> None:
    write_plan(
        replace(
            starting_plan(2026),
            title="計画",
            areas=PLAN.areas[:1],
            measures=PLAN.measures[:1],
            departments=PLAN.departments,
        ),
        tmp_path / "plan.xlsx",
    )
    book = load(tmp_path / "plan.xlsx")
    assert [row[0].value for row in book["記入欄"].iter_rows(min_row=2)] == [
        *("評価", "進捗状況", "次期計画での展開", "連絡事項")
    ]
    assert [[c.value for c in row] for row in book["階層"].iter_rows(min_row=2)] == [
        ["基本施策", "第{1}款"],
        ["施策", "({1})"],
    ]
    assert read_plan(tmp_path / "plan.xlsx").asks_the_usual


@pytest.mark.parametrize("plan", [PLAN, starting_plan(2026)], ids=["real", "starting"])
def test_every_list_is_a_table_over_all_its_rows(tmp_path: Path, plan: Plan) -> None:
    write_plan(plan, tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    rows = {
        "設定": 7,
        "基本施策": len(plan.areas),
        "施策": len(plan.measures),
        "担当課": len(plan.departments),
        "記入欄": 4,
        "選択肢": 0,
        "凡例": 7,
        "次期展開": 4,
        "今後の展開": 3,
        "階層": 2,
        "点検設定": sum(1 for entry in CATALOGUE.values() if settings_for(entry)),
    }
    assert book.sheetnames == ["使い方", *rows, "_候補"]
    assert book["_候補"].sheet_state == "hidden"
    for name, count in rows.items():
        (table,) = book[name].tables.values()
        width = openpyxl.utils.get_column_letter(book[name].max_column)
        assert table.ref == f"A1:{width}{1 + max(1, count)}"
        assert [c.name for c in table.tableColumns] == [c.value for c in book[name][1]]
        assert book[name].freeze_panes in {"A2", "C2"}


def test_text_stays_text_and_numbers_are_numbers(tmp_path: Path) -> None:
    odd = Choice("1-9", "001", False)
    write_plan(with_ratings(PLAN, [odd]), tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    for cell, value in (("A2", "1-9"), ("B2", "001")):
        assert (book["凡例"][cell].value, book["凡例"][cell].number_format) == (value, "@")
    # A number may be 001 or 1-2, of which Excel would make 1 and a date where it is no text.
    assert [(c.data_type, c.number_format) for c in book["施策"][2]] == [("s", "@")] * 6
    assert [c.data_type for c in book["設定"]["B"][1:3]] == ["s", "n"]
    for name in book.sheetnames:
        assert all(cell.font.name == BODY_FONT for row in book[name] for cell in row)


def test_rows_have_room_for_their_text_and_still_grow(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    sheet = sheet_of(tmp_path / "plan.xlsx", "施策")
    heights = [sheet.row_dimensions[row].height for row in range(2, sheet.max_row + 1)]
    assert max(heights) > 2 * min(heights) > 0
    with ZipFile(tmp_path / "plan.xlsx") as package:
        sheets = [package.read(name) for name in package.namelist() if "/sheet" in name]
    assert any(b' ht="' in content for content in sheets)
    assert not any(b"customHeight" in content for content in sheets)


def test_dropdowns_reach_rows_still_to_be_added(tmp_path: Path) -> None:
    write_plan(starting_plan(2026), tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    lists = {"施策": "AEF", "担当課": "C", "凡例": "C", "次期展開": "C", "基本施策": "C"}
    for name, columns in {**lists, "記入欄": "BCEHI", "選択肢": "D", "階層": "B"}.items():
        for column in columns:
            assert rule_at(book[name], f"{column}500") == "list"
    assert rule_at(book["施策"], "B500") is None
    assert rule_at(book["設定"], "B3") == "whole"


def test_libreoffice_offers_what_the_lists_hold(tmp_path: Path, office: Office) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    with office.open(tmp_path / "plan.xlsx") as document:

        def choices(sheet: str, address: str) -> list[str]:
            return document.validation(sheet, address).choices

        assert choices("施策", "A2") == choices("施策", "A99") == ["1", "2", "3"]
        assert choices("施策", "E99") == ["⇒", "↗", "☆"]
        assert choices("施策", "F99") == [d.name for d in PLAN.departments]
        assert choices("担当課", "C99") == ["○", "×"]
        assert choices("凡例", "C99") == ["継続", "終了"]
        assert document.validation("設定", "B3").input_message
        assert choices("基本施策", "C9") == ["1", "2", "3"]
        assert choices("記入欄", "C9") == ["凡例", "次期展開"]
        for row, name in enumerate(("達成状況", "達成状況", "方向"), start=2):
            document.put_text("選択肢", f"A{row}", name)
        assert choices("記入欄", "C2") == ["凡例", "次期展開", "達成状況", "方向"]
        document.put_text("基本施策", "A5", "1")
        document.put_text("基本施策", "C5", "3")
        assert choices("施策", "A2") == ["1", "2", "3", "3-1"]
        document.type("担当課", "A22", "新設課")
        assert choices("施策", "F2")[-1] == "新設課"


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".ods", ".xls"])
def test_a_plan_saved_by_libreoffice_is_the_same_plan(
    tmp_path: Path, office: Office, suffix: str
) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    saved = office.convert(tmp_path / "plan.xlsx", tmp_path / f"saved{suffix}")
    assert replace(read_plan(saved), saved_at="") == PLAN


def test_a_row_added_in_libreoffice_is_read(tmp_path: Path, office: Office) -> None:
    write_plan(PLAN, tmp_path / "plan.xlsx")
    with office.open(tmp_path / "plan.xlsx") as document:
        for column, text in zip("ABCF", ("3", "11", "001", "情報課"), strict=True):
            assert document.type("施策", f"{column}32", text)
        document.type("設定", "B5", "2019/10/31")
        document.save_as(tmp_path / "added.xlsx")
    plan = read_plan(tmp_path / "added.xlsx")
    assert plan.measures == (
        *PLAN.measures,
        Measure("3", "11", "001", "", "", (Assignment("情報課"),)),
    )
    assert plan.deadline == "2019年10月31日"
    assert plan.saved_at > "2020"


def rule_at(sheet: Worksheet, address: str) -> str | None:
    found = [r.type for r in sheet.data_validations.dataValidation if address in r.sqref]
    assert len(found) == 1
    return found[0]


@pytest.mark.slow
@settings(
    print_blob=True,
    deadline=None,
    max_examples=examples(400, 10),
)
@given(plans())
def test_any_plan_comes_back_exactly(plan: Plan) -> None:
    with TemporaryDirectory() as folder:
        write_plan(plan, Path(folder) / "plan.xlsx")
        assert read_plan(Path(folder) / "plan.xlsx") == plan
