"""The same oddities are seen in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from ictxl.returned.reader import FormReader
from tests.support.clients.libreoffice import Office
from tests.support.responses import answer_of
from tests.support.returned_forms import READ_ANSWERS, Form, Read, filled_form, read
from tests.support.xlsb import save_as_xlsb

EXPECTED = {
    "1-1": ("B", "", "1", "様式が古い"),
    "1-3": ("A", "残した。", "2", ""),
    "2-1": ("X", "すべて電子化した。", "4", ""),
    "2-2": ("C", "講座を1回開いた。", "1", ""),
}


@pytest.fixture
def odd(tmp_path: Path) -> Form:
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    form.cell("1-1", "progress").font = Font(strike=True)
    form.cell("1-3", "progress").value = CellRichText(
        TextBlock(InlineFont(strike=True), "消した。"), TextBlock(InlineFont(), "残した。")
    )
    form.cell("2-1", "progress").comment = Comment("コメントの文\n二行目", "職員")
    form.sheet.merge_cells(f"{form.at('2-1', 'remarks')}:{form.at('2-2', 'remarks')}")
    form.sheet.row_dimensions[form.cell("2-2", "rating").row].hidden = True
    form.sheet["Z4"] = "欄外の文"
    form.save()
    return form


def is_seen(result: Read, form: Form) -> None:
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == EXPECTED
    assert result.found == sorted(
        [
            (form.at("1-1", "progress"), "A101"),
            (form.at("1-3", "progress"), "A101"),
            (form.at("2-1", "progress"), "S017"),
            (form.at("2-1", "remarks"), "S020"),
            (form.at("2-2", "rating"), "S021"),
            ("Z4", "S012"),
        ]
    )
    values = {(f.cell, f.code): f.value for f in result.findings}
    assert values[form.at("1-1", "progress"), "A101"] == "申請を3件電子化した。"
    assert values[form.at("1-3", "progress"), "A101"] == "消した。残した。"
    assert values[form.at("2-1", "progress"), "S017"] == "コメントの文\n二行目"


def test_in_xlsx(odd: Form) -> None:
    is_seen(read(odd.path), odd)


def test_in_xlsb(odd: Form, tmp_path: Path) -> None:
    is_seen(read(save_as_xlsb(odd.path, tmp_path / "文書課.xlsb")), odd)


def test_an_ordinary_xlsb_gives_no_finding(tmp_path: Path) -> None:
    plain = filled_form(tmp_path / "文書課.xlsx")
    result = read(save_as_xlsb(plain, tmp_path / "文書課.xlsb"))
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.found == []


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".ods", ".xls", ".xlsx"])
def test_as_libreoffice_saves_it(odd: Form, office: Office, tmp_path: Path, suffix: str) -> None:
    is_seen(read(office.convert(odd.path, tmp_path / f"saved{suffix}")), odd)


def test_what_cannot_be_scanned_beforehand_is_read_in_a_process_of_its_own(
    odd: Form, tmp_path: Path
) -> None:
    with FormReader() as reader:
        reader.read(odd.path, "文書課.xlsx")
        assert reader._sandbox is None
        reader.read(save_as_xlsb(odd.path, tmp_path / "文書課.xlsb"), "文書課.xlsb")
        assert reader._sandbox is not None


def test_a_binary_workbook_has_no_escapes(tmp_path: Path) -> None:
    """What looks like one was typed so, and is nothing else."""
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    form.cell("1-1", "progress").value = "型番_x005F_x0041_です"
    form.sheet["Z4"] = "欄外_x005F_x3042_の文"
    result = read(save_as_xlsb(form.save(), tmp_path / "文書課.xlsb"))
    assert result.answer("1-1")[1] == "型番_x0041_です"
    assert result.value("S012") == "欄外_x3042_の文"


def test_a_rich_text_that_stands_in_its_cell_is_read(tmp_path: Path) -> None:
    """calamine passes over such a record (BrtCellRString)."""
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    form.cell("1-1", "progress").value = CellRichText(TextBlock(InlineFont(b=True), "太い"), "文")
    form.sheet["Z4"] = CellRichText(TextBlock(InlineFont(b=True), "欄外の"), "文")
    result = read(save_as_xlsb(form.save(), tmp_path / "文書課.xlsb"))
    assert result.answer("1-1")[1] == "太い文"
    assert result.found == [("Z4", "S012")]
