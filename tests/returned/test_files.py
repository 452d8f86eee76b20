"""Whatever kind of file comes back, it costs one finding at most, and never the run."""

from __future__ import annotations

import io
import os
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from ictxl.returned.reader import Reading
from ictxl.spreadsheets.errors import Limits
from tests.support.clients.libreoffice import Office
from tests.support.responses import answer_of
from tests.support.returned_forms import READ_ANSWERS, Form, Read, filled_form, read, small_plan

PASSWORD = "ひみつ1"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return filled_form(tmp_path / "文書課.xlsx")


def all_answers(result: Read) -> dict[str, tuple[str, ...]]:
    return {m: answer_of(r) for (m, d), r in result.responses.items() if d == "文書課"}


def rezip(
    source: Path, target: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]
) -> Path:
    """A package with its parts changed (or, for None, left out)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(*part)
    return target


TRANSITIONAL = b"http://schemas.openxmlformats.org/"
STRICT = {
    b"spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def test_a_strict_workbook_is_read(form: Path, tmp_path: Path) -> None:
    def strict(name: str, part: bytes) -> tuple[str, bytes]:
        for old, new in STRICT.items():
            part = part.replace(TRANSITIONAL + old, new)
        return name, part

    result = read(rezip(form, tmp_path / "strict.xlsx", strict))
    assert all_answers(result) == READ_ANSWERS
    assert result.findings == ()


def test_a_macro_workbook_is_read_and_its_macros_are_told(form: Path, tmp_path: Path) -> None:
    target = tmp_path / "文書課.xlsm"
    shutil.copy(form, target)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("xl/vbaProject.bin", b"never run")
    result = read(target)
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [("", "F015")]


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xls", ".ods", ".xlsx"])
def test_a_form_saved_by_libreoffice_is_read(
    office: Office, form: Path, tmp_path: Path, suffix: str
) -> None:
    saved = office.convert(form, tmp_path / f"saved{suffix}")
    result = read(saved)
    assert all_answers(result) == READ_ANSWERS
    assert result.found == []


def test_prefixed_elements_without_cell_references_are_read(form: Path, tmp_path: Path) -> None:
    """As some report generators write them."""

    def bare(name: str, part: bytes) -> tuple[str, bytes]:
        if name.endswith("workbook.xml") or not name.startswith("xl/worksheets/sheet"):
            return name, part
        return name, part.replace(b"<sheetData", b"<!-- made by a machine --><sheetData")

    result = read(rezip(form, tmp_path / "odd.xlsx", bare))
    assert all_answers(result) == READ_ANSWERS
    assert result.findings == ()


NOT_WORKBOOKS = {
    "空.xlsx": (b"", "F002"),
    "csv.xlsx": ("課,評価\n文書課,A\n".encode("cp932"), "F006"),
    "web.xls": (b"<html><body><table><tr><td>A</td></tr></table></body></html>", "F006"),
    "pdf.xlsx": (b"%PDF-1.7\n", "F006"),
    "回答.pdf": (b"%PDF-1.7\n", "F007"),
    "回答.csv": ("課,評価\n".encode(), "F007"),
    "調査票.lnk": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "F007"),
    "でたらめ.xlsx": (bytes(range(256)) * 9, "F006"),
    "ゼロ.xlsx": (bytes(4096), "F006"),
}


@pytest.mark.parametrize("name", NOT_WORKBOOKS)
def test_what_is_no_workbook_is_one_finding_that_says_what_it_is(
    form: Path, tmp_path: Path, name: str
) -> None:
    content, code = NOT_WORKBOOKS[name]
    (tmp_path / name).write_bytes(content)
    result = read(tmp_path / name, form)
    assert all_answers(result) == READ_ANSWERS
    assert [(f.file, f.code) for f in result.findings] == [(name, code)]


def test_other_office_documents_are_told_by_name(form: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "word.xlsx", "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
    with zipfile.ZipFile(tmp_path / "memo.zip", "w") as package:
        package.writestr("memo.txt", "memo")
    result = read(tmp_path / "word.xlsx", tmp_path / "memo.zip", form)
    assert [(f.file, f.code) for f in result.findings] == [
        ("word.xlsx", "F006"),
        ("memo.zip", "F007"),
    ]
    assert "Word" in result.findings[0].message and "ZIP" in result.findings[1].message


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_file_cut_off_anywhere_is_one_finding(form: Path, tmp_path: Path, share: float) -> None:
    content = form.read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(content[: int(len(content) * share)])
    result = read(tmp_path / "cut.xlsx", form)
    assert all_answers(result) == READ_ANSWERS
    assert [(f.file, f.code) for f in result.findings] == [("cut.xlsx", "F002")]


@pytest.mark.parametrize("name", ["文書課.xls", "文書課", "文書課.ods"])
def test_a_workbook_under_a_false_extension_is_read_and_told(
    form: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "別" / name
    target.parent.mkdir()
    shutil.copy(form, target)
    result = read(target)
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [("", "F010")]


def test_a_workbook_that_is_no_form_is_told(form: Path, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active["A1"] = "ほかの表"
    book.save(tmp_path / "ほか.xlsx")
    result = read(tmp_path / "ほか.xlsx", form)
    assert all_answers(result) == READ_ANSWERS
    assert [(f.file, f.code) for f in result.findings] == [("ほか.xlsx", "F001")]


def test_the_same_file_under_two_names_counts_once(form: Path, tmp_path: Path) -> None:
    shutil.copy(form, tmp_path / "コピー.xlsx")
    result = read(form, tmp_path / "コピー.xlsx")
    assert all_answers(result) == READ_ANSWERS
    assert [(f.file, f.code) for f in result.findings] == [("コピー.xlsx", "F009")]


def test_a_vanished_and_an_unreadable_file_cost_one_finding_each(
    form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "開いている.xlsx"
    shutil.copy(form, locked)
    original = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == locked.name:
            raise PermissionError(13, "Permission denied", str(path))
        return original(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    result = read(tmp_path / "消えた.xlsx", locked, form)
    assert all_answers(result) == READ_ANSWERS
    assert [(f.file, f.code) for f in result.findings] == [
        ("消えた.xlsx", "F002"),
        ("開いている.xlsx", "F002"),
    ]
    assert "見つかりません" in result.findings[0].message
    assert "開いている" in result.findings[1].message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_is_not_waited_for(form: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    result = read(tmp_path / "pipe.xlsx", form)
    assert [(f.file, f.code) for f in result.findings] == [("pipe.xlsx", "F002")]


def encrypt(source: Path, target: Path, password: str) -> Path:
    sealed = io.BytesIO()
    with source.open("rb") as plain:
        OOXMLFile(plain).encrypt(password, sealed)
    target.write_bytes(sealed.getvalue())
    return target


@pytest.mark.lengthy
def test_an_encrypted_form_opens_with_its_password_only(form: Path, tmp_path: Path) -> None:
    sealed = encrypt(form, tmp_path / "封.xlsx", PASSWORD)
    assert read(sealed, plan=small_plan()).found == [("", "F005")]
    wrong = read(sealed, plan=small_plan(), reading=Reading(passwords=("ちがう",)))
    assert wrong.found == [("", "F005")]
    right = read(sealed, reading=Reading(passwords=("ちがう", PASSWORD)))
    assert all_answers(right) == READ_ANSWERS
    assert right.found == []


@pytest.mark.lengthy
def test_a_password_is_asked_for_and_remembered_for_the_next_file(
    form: Path, tmp_path: Path
) -> None:
    one = encrypt(form, tmp_path / "一.xlsx", PASSWORD)
    other = filled_form(tmp_path / "健康課.xlsx", department="健康課", answers={})
    two = encrypt(other, tmp_path / "二.xlsx", PASSWORD)
    asked: list[str] = []

    def ask(name: str) -> str:
        asked.append(name)
        return "ちがう" if len(asked) == 1 else PASSWORD

    result = read(one, two, reading=Reading(ask_password=ask))
    assert all_answers(result) == READ_ANSWERS
    assert asked == ["一.xlsx", "一.xlsx"]
    assert result.found == []


def test_not_typing_a_password_leaves_the_file_closed(form: Path, tmp_path: Path) -> None:
    sealed = encrypt(form, tmp_path / "封.xlsx", PASSWORD)
    result = read(sealed, form, reading=Reading(ask_password=lambda _name: None))
    assert [(f.file, f.code) for f in result.findings] == [("封.xlsx", "F005")]


def test_msoffcrypto_agrees_that_the_test_file_is_encrypted(form: Path, tmp_path: Path) -> None:
    sealed = encrypt(form, tmp_path / "封.xlsx", PASSWORD)
    assert msoffcrypto.OfficeFile(io.BytesIO(sealed.read_bytes())).is_encrypted()


def test_file_names_in_any_script_and_form_are_read(tmp_path: Path) -> None:
    for name in ("ぶんしょか が.xlsx", "تقرير 📎.xlsx", "a" * 200 + ".xlsx"):
        path = filled_form(tmp_path / unicodedata.normalize("NFD", name))
        result = read(path)
        assert all_answers(result) == READ_ANSWERS


def test_a_path_longer_than_260_characters_is_read(form: Path, tmp_path: Path) -> None:
    deep = tmp_path
    while len(str(deep)) < 300:
        deep = deep / ("深いフォルダー" * 4)
    deep.mkdir(parents=True)
    shutil.copy(form, deep / form.name)
    assert all_answers(read(deep / form.name)) == READ_ANSWERS


def test_a_broken_sheet_costs_that_sheet_only(form: Path, tmp_path: Path) -> None:
    book = Form(form)
    book.book.create_sheet("補足")["A1"] = "読めなくなる"
    book.save()

    def cut(name: str, part: bytes) -> tuple[str, bytes]:
        return name, part[: len(part) // 2] if name.endswith("sheet6.xml") else part

    result = read(rezip(form, tmp_path / "broken.xlsx", cut))
    assert all_answers(result) == READ_ANSWERS
    assert {code for _, code in result.found} == {"F011"}


def test_one_bad_cell_does_not_cost_the_others(form: Path, tmp_path: Path) -> None:
    """A text that is not in the shared table: calamine refuses the whole sheet."""

    def spoil(name: str, part: bytes) -> tuple[str, bytes]:
        if name.endswith("sheet1.xml"):
            bad = b'<row r="900"><c r="B900" t="s"><v>999999</v></c></row></sheetData>'
            return name, part.replace(b"</sheetData>", bad)
        return name, part

    result = read(rezip(form, tmp_path / "bad.xlsx", spoil))
    assert all_answers(result) == READ_ANSWERS
    assert {code for _, code in result.found} == {"F011"}


def test_limits_are_told_with_the_option_that_raises_them(form: Path) -> None:
    small = Reading(Limits(unpacked_megabytes=0))
    result = read(form, plan=small_plan(), reading=small)
    assert result.found == [("", "F008")]
    assert "--limit-unpacked-mb" in result.findings[0].remedy
