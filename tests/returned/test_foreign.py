"""A workbook that is no form: one line says so, and all that it says is copied into the report."""

from __future__ import annotations

import random
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from openpyxl.comments import Comment

from ictxl.contract.other_workbooks import FOREIGN_SHEET, ForeignContent, ForeignText
from ictxl.pipeline.merging import merge
from ictxl.report import workbook
from tests.support.books import load
from tests.support.clients.libreoffice import Office
from tests.support.returned_forms import Read, filled_form, read, small_plan


def foreign_book(path: Path) -> Path:
    """A workbook with a text in every place that a common one has."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("予算")
        sheet.write_row("B2", ["科目", "金額", 1200, "備考\n二行目"])
        sheet.write_string("A4", "一つだけの文")
        sheet.write_comment("C2", "コメントの文", {"author": ""})
        sheet.insert_textbox("E6", "図形の文")
        sheet.set_header("&L見出しの文")
        sheet.write_url("B6", "https://example.jp/betsu", string="リンクの文")
        book.add_worksheet("空のシート")
    return path


def texts(result: Read) -> list[tuple[str, str, str, str]]:
    return [tuple(text) for _, text in result.foreign]


FOREIGN_TEXTS = [
    ("予算", "B2", "セル", "B2: 科目\nC2: 金額\nD2: 1200\nE2: 備考\n二行目"),
    ("予算", "A4", "セル", "一つだけの文"),
    ("予算", "B6", "セル", "リンクの文"),
    ("予算", "", "ヘッダーかフッター", "&L見出しの文"),
    ("予算", "C2", "コメント", "コメントの文"),
    ("予算", "E6", "図形", "図形の文"),
    ("予算", "B6", "リンク", "https://example.jp/betsu"),
    ("空のシート", "", "シート名", "空のシート"),
]


def test_all_that_a_foreign_workbook_says_is_kept_with_its_place(tmp_path: Path) -> None:
    result = read(foreign_book(tmp_path / "予算.xlsx"), plan=small_plan())
    assert result.found == [("", "F001")]
    assert sorted(texts(result)) == sorted(FOREIGN_TEXTS)


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_in_other_formats_too(office: Office, tmp_path: Path, suffix: str) -> None:
    saved = office.convert(foreign_book(tmp_path / "予算.xlsx"), tmp_path / f"予算{suffix}")
    result = read(saved, plan=small_plan())
    assert result.found == [("", "F001")]
    said = result.texts()
    for text in ("科目", "備考\n二行目", "コメントの文", "図形の文", "見出しの文", "リンクの文"):
        assert text in said, text
    assert "空のシート" in said


def test_its_finding_is_short_and_says_where_the_text_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in range(1, 3_000):
        book.active.append([f"文{row}の{column}" for column in range(1, 6)])
    book.save(tmp_path / "長い.xlsx")
    result = read(tmp_path / "長い.xlsx", plan=small_plan())
    (told,) = result.findings
    assert told.value == "" and len(told.message) < 300
    assert FOREIGN_SHEET in told.message and "2,999 行" in told.message


def test_an_empty_foreign_workbook_says_nothing_but_its_sheets(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    result = read(tmp_path / "空.xlsx", plan=small_plan())
    assert texts(result) == [("Sheet", "", "シート名", "Sheet")]


def test_a_row_longer_than_a_cell_is_copied_without_cutting_a_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    long = [f"{n}" + "長" * 20_000 for n in range(4)]
    book.active.append([*long, "短い"])
    book.save(tmp_path / "長い.xlsx")
    result = read(tmp_path / "長い.xlsx", plan=small_plan())
    assert [cell for _, cell, _, _ in texts(result)] == ["A1", "B1", "C1", "D1"]
    said = [text for *_, text in texts(result)]
    assert said == [*long[:3], f"D1: {long[3]}\nE1: 短い"]


def rows_of(report: Path) -> dict[str, list[list[object]]]:
    book = python_calamine.load_workbook(str(report))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)[3:]
        for name in book.sheet_names
    }


def merged(folder: Path) -> dict[str, list[list[object]]]:
    filled_form(folder / "文書課.xlsx")
    result = merge([str(folder)], folder / "out" / "進捗状況.xlsx")
    (report,) = [path for path in result.outputs if path.name.endswith(".report.xlsx")]
    page = report.with_suffix(".html").read_text("utf-8")
    assert len(page) < 200_000
    return rows_of(report)


def test_the_report_holds_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    foreign_book(tmp_path / "予算.xlsx")
    sheets = merged(tmp_path)
    copied = [tuple(row[2:6]) for row in sheets[FOREIGN_SHEET]]
    assert sorted(copied) == sorted(FOREIGN_TEXTS)
    assert {row[1] for row in sheets[FOREIGN_SHEET]} == {"予算.xlsx"}


def test_a_round_without_foreign_workbooks_has_no_such_sheet(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert FOREIGN_SHEET not in merged(tmp_path)


@pytest.mark.slow
def test_a_large_one_goes_on_to_further_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "SHEET_ROWS", 10_004)
    (tmp_path / "out").mkdir()
    seed = 7
    print("seed", seed)
    random_ = random.Random(seed)
    planted = [f"植えた文{n}-{random_.random()}" for n in range(25_000)]
    with xlsxwriter.Workbook(str(tmp_path / "大きい.xlsx")) as book:
        sheet = book.add_worksheet("表")
        for row, text in enumerate(planted):
            sheet.write_string(row, row % 7, text)
    sheets = merged(tmp_path)
    names = [FOREIGN_SHEET, f"{FOREIGN_SHEET}(2)", f"{FOREIGN_SHEET}(3)"]
    assert [name for name in sheets if name.startswith(FOREIGN_SHEET)] == names
    assert [row[5] for name in names for row in sheets[name]] == planted


def test_packing_keeps_every_character() -> None:
    said = [
        ForeignText("シート", "A1", "セル", "改行\n\r\t\u2028 \x00\ud800 𠮷 _x000D_"),
        *(ForeignText("表", f"A{n}", "セル", f"文{n}") for n in range(5_000)),
    ]
    packed = ForeignContent.pack(iter(said))
    assert list(packed.texts()) == said
    assert packed.count == len(said) and packed.first == said[0].text
    assert list(ForeignContent.pack([]).texts()) == []


def test_a_form_whose_table_is_gone_tells_its_marks_too(tmp_path: Path) -> None:
    book = load(filled_form(tmp_path / "文書課.xlsx"))
    sheet = book.worksheets[0]
    sheet.delete_rows(1, sheet.max_row)
    sheet["B2"] = "代わりの文"
    sheet["B2"].comment = Comment("コメントの文", "職員")
    book.save(tmp_path / "文書課.xlsx")
    result = read(tmp_path / "文書課.xlsx")
    assert ("", "F001") in result.found
    assert ("B2", "S017") in result.found
    assert "代わりの文" in result.texts() and "コメントの文" in result.texts()
