"""Hostile files: each is bounded, costs one finding, and the others are read."""

from __future__ import annotations

import io
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from ictxl.returned.reader import FormReader, Reading
from ictxl.runtime import sandbox
from ictxl.spreadsheets import sheet as values
from ictxl.spreadsheets.errors import Limits
from tests.support.responses import answer_of
from tests.support.returned_forms import READ_ANSWERS, Form, Read, filled_form, read

pytestmark = pytest.mark.slow

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET_XML = "xl/worksheets/sheet1.xml"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return filled_form(tmp_path / "文書課.xlsx")


def with_parts(source: Path, name: str, parts: dict[str, bytes]) -> Path:
    """The form with some of its parts replaced."""
    target = source.with_name(name)
    with zipfile.ZipFile(source) as old:
        content = {part: old.read(part) for part in old.namelist()} | parts
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in content.items():
            new.writestr(part, data)
    return target


def sheet(rows: str) -> bytes:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>".encode()


def part_of(path: Path, name: str = SHEET_XML) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(name)


def survives(result: Read, name: str, code: str) -> None:
    """The good form is read whole; the bad one costs one finding."""
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert [(f.file, f.code) for f in result.findings] == [(name, code)]


def test_a_zip_bomb_costs_one_finding(form: Path) -> None:
    bomb = with_parts(form, "爆弾.xlsx", {SHEET_XML: b" " * (70 << 20)})
    assert bomb.stat().st_size < 200_000
    survives(read(bomb, form, reading=Reading(Limits(unpacked_megabytes=60))), "爆弾.xlsx", "F008")


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(form: Path) -> None:
    bomb = with_parts(form, "嘘.xlsx", {SHEET_XML: b" " * (60 << 20)})
    content = bytearray(bomb.read_bytes())
    place = content.rindex(SHEET_XML.encode()) - 46  # its entry in the central directory
    assert content[place : place + 4] == b"PK\x01\x02"
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    bomb.write_bytes(content)
    result = read(bomb, form)
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert {f.file for f in result.findings} == {"嘘.xlsx"}


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_entities_in_the_workbooks_parts_are_refused(form: Path, part: str) -> None:
    hostile = with_parts(form, "実体.xlsx", {part: ENTITIES + part_of(form, part)})
    survives(read(hostile, form), "実体.xlsx", "F002")


def test_entities_in_a_sheet_are_never_expanded(form: Path) -> None:
    xml = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&c;&b;</t></is></c></row>')
    hostile = with_parts(form, "実体.xlsx", {SHEET_XML: ENTITIES + xml})
    result = read(hostile, form)
    assert "root:" not in result.texts() and "aaaaaaaaaa" not in result.texts()
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert {f.file for f in result.findings} == {"実体.xlsx"}


def test_a_cell_at_the_far_corner_is_reported_without_a_billion_cells(form: Path) -> None:
    far = (
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>最果ての文字</t></is></c></row>'
        "</sheetData>"
    )
    xml = part_of(form).replace(b"</sheetData>", far.encode())
    result = read(with_parts(form, "最果て.xlsx", {SHEET_XML: xml}))
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.found == [("XFD1048576", "S012")]
    assert result.value("S012") == "最果ての文字"


def test_formats_painted_to_the_far_corner_cost_nothing(form: Path) -> None:
    xml = part_of(form).replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    result = read(with_parts(form, "書式.xlsx", {SHEET_XML: xml}))
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.found == []


LIES = {
    "a cell billions of rows away": (SHEET_XML, b'<c r="B3"', b'<c r="B99999999999999999999"'),
    "a cell millions of columns away": (SHEET_XML, b'<c r="B3"', b'<c r="ZZZZZZZ3"'),
    "a row below the last": (SHEET_XML, b'<c r="B3"', b'<c r="B4294967295"'),
    "a table of a hundred billion texts": (
        "xl/sharedStrings.xml",
        b'uniqueCount="',
        b'uniqueCount="9999999999',
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_numbers_that_would_take_all_memory_at_once_are_not_believed(form: Path, lie: str) -> None:
    """calamine believed them and ended the whole process, which nobody can catch."""
    part, old, new = LIES[lie]
    original = sent_with_shared_strings(form)
    changed = part_of(original, part).replace(old, new)
    assert changed != part_of(original, part)
    result = read(with_parts(original, "嘘.xlsx", {part: changed}))
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS


def sent_with_shared_strings(form: Path) -> Path:
    """openpyxl writes its texts inline; Excel, and xlsxwriter here, share them."""
    book = openpyxl.load_workbook(form)
    target = form.with_name("shared.xlsx")
    with xlsxwriter.Workbook(target) as written:
        for sheet in book.worksheets:
            copy = written.add_worksheet(sheet.title)
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None and cell.data_type != "f":
                        copy.write_string(cell.row - 1, cell.column - 1, str(cell.value))
    return target


def test_ten_thousand_sheets_are_read_within_the_limits(form: Path) -> None:
    names = "".join(f'<sheet name="s{n}" sheetId="{n + 100}" r:id="rIdX"/>' for n in range(10_000))
    workbook = part_of(form, "xl/workbook.xml").replace(b"</sheets>", names.encode() + b"</sheets>")
    rels = part_of(form, "xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rIdX" Type="http://x/worksheet" Target="/xl/worksheets/s.xml"/>'
        b"</Relationships>",
    )
    parts = {
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": rels,
        "xl/worksheets/s.xml": sheet('<row r="1"><c r="A1"><v>1</v></c></row>'),
    }
    result = read(with_parts(form, "一万枚.xlsx", parts), form)
    assert "F017" not in {code for _, code in result.found}, "it took too long"
    assert result.answer("1-1") == READ_ANSWERS["1-1"]


def test_ten_thousand_styles_are_read(form: Path) -> None:
    styles = part_of(form, "xl/styles.xml")
    fonts = b"<font><strike/></font>" * 10_000
    changed = styles.replace(b"</fonts>", fonts + b"</fonts>")
    assert changed != styles
    result = read(with_parts(form, "書式一万.xlsx", {"xl/styles.xml": changed}))
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.found == []


def test_deeply_nested_xml_costs_one_finding(form: Path) -> None:
    deep = b"<xdr>" * 200_000 + b"</xdr>" * 200_000
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://x/drawing" Target="/xl/drawings/d.xml"/>'
        b"</Relationships>"
    )
    parts = {"xl/drawings/d.xml": deep, "xl/worksheets/_rels/sheet1.xml.rels": rels}
    result = read(with_parts(form, "深い.xlsx", parts), form)
    assert result.answer("1-1") == READ_ANSWERS["1-1"]


def test_nothing_is_fetched_for_external_links(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    edited = Form(form)
    edited.cell("1-1", "remarks").hyperlink = "http://example.invalid/x"
    edited.cell("1-1", "remarks").value = "様式が古い"
    edited.save()
    assert [code for _, code in read(form).found] == ["S023"]


class PanicException(BaseException):
    """What a Rust panic comes as."""


def test_after_a_panic_of_the_reader_the_file_is_read_another_way_and_told(
    form: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    load = values.calamine.load_workbook
    bad = with_parts(form, "恐慌.xlsx", {"xl/extra.xml": b"<x/>"})

    def panic(content: io.BytesIO) -> object:
        if b"xl/extra.xml" in content.getvalue():
            os.write(2, b"thread panicked at src/xlsx.rs")
            raise PanicException("index out of bounds")
        return load(content)

    monkeypatch.setattr(values.calamine, "load_workbook", panic)
    result = read(bad)
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert {code for _, code in result.found} == {"F011"}
    assert capfd.readouterr().err == ""


def test_standard_error_is_there_again_after_reading_in_threads(
    form: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = form.read_bytes()
    with ThreadPoolExecutor(4) as threads:
        sheets = list(threads.map(lambda _: len(values.read_workbook(content).sheets), range(20)))
    os.write(2, b"heard")
    assert set(sheets) == {5}
    assert capfd.readouterr().err == "heard"


def test_ctrl_c_while_reading_is_no_finding(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_content: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(values.calamine, "load_workbook", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read(form)


def test_a_reader_that_loops_is_stopped_and_the_next_file_is_read(
    form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stands for a loop inside a reader: a worker that never answers.

    Were it not stopped, its file would cost another finding: that the worker died.
    """
    script = tmp_path / "loop.py"
    script.write_text("import time\ntime.sleep(600)\n")
    old = tmp_path / "古い.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    start = sandbox.subprocess.Popen

    def looping(command: list[str], **options: object) -> object:
        return start([command[0], str(script)], **options)

    monkeypatch.setattr(sandbox.subprocess, "Popen", looping)
    result = read(old, form, reading=Reading(Limits(seconds=1)))
    survives(result, "古い.xls", "F017")


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="memory is bounded on POSIX only")
def test_a_file_that_needs_too_much_memory_costs_one_finding(form: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{"あ" * 50}</t></is></c>'
        f'<c r="CV{n}"><v>1</v></c></row>'
        for n in range(1, 40_001)
    )
    big = with_parts(form, "大食い.xlsx", {SHEET_XML: sheet(rows)})
    small = Reading(Limits(memory_megabytes=150))
    survives(read(big, form, reading=small), "大食い.xlsx", "F008")


def test_the_reading_process_ends_with_the_reader(tmp_path: Path) -> None:
    old = tmp_path / "古い.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    with FormReader() as reader:
        found = reader.read(old, "古い.xls").findings
        process = reader._sandbox and reader._sandbox._process
        assert process is not None and process.poll() is None
    assert [f.code for f in found] == ["F002"]
    assert process.poll() is not None
