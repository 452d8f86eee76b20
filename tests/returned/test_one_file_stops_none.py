"""One file, whatever it is called and holds, costs itself at most; the others are read."""

from __future__ import annotations

import email
import email.policy
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlsxwriter

from ictxl.findings import Finding
from ictxl.returned.recover import recover_forms
from ictxl.returned.returned_file import OtherWorkbook, UnidentifiedWorkbook, UnreadFile
from ictxl.spreadsheets.errors import Limits
from ictxl.text.clean import encode_escapes
from ictxl.text.filenames import sendable_name, shown_name
from tests.support.books import sheet_names
from tests.support.cli import ictxl
from tests.support.plan_tables import plan_book
from tests.support.responses import answer_of
from tests.support.returned_forms import (
    ANSWERS,
    READ_ANSWERS,
    filled_form,
    read,
    read_all,
    small_plan,
)

pytestmark = pytest.mark.slow

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files or signals")
WRONG = {**ANSWERS, "1-1": ("Q", "", "", "")}
"""With something to mend, so that it is sent back."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With one good form."""
    place = tmp_path / "returned"
    place.mkdir()
    filled_form(place / "文書課.xlsx")
    return place


def damage_properties(path: Path) -> None:
    """Spoil the packed bytes of the document's properties; the directory stays whole."""
    with zipfile.ZipFile(path) as package:
        entry = package.getinfo("docProps/core.xml")
    content = bytearray(path.read_bytes())
    start = entry.header_offset + 30 + len(entry.filename)
    content[start : start + 60] = b"\xff" * 60
    path.write_bytes(content)


def test_a_damaged_report_among_the_returned_files_stops_nothing(folder: Path) -> None:
    damage_properties(filled_form(folder / "a.report.xlsx"))
    run = ictxl("check", folder, "--no-report", "--json")
    assert run.code in {0, 1}, run.err
    read_of = {s["file"]: s["read"] for s in run.json["submissions"]}
    assert read_of["文書課.xlsx"] is True
    assert "a.report.xlsx" in read_of


NAMES = {
    "a line break": b"\xe6\x96\x87\n\xe6\x9b\xb8.xlsx",
    "control characters": b"a\x01\x1b[31mb.xlsx",
    "cp932": "書類.xlsx".encode("cp932"),
    "no text at all": b"\xff\xfe\x80.xlsx",
    "a turn to the left": "a\u202exslx.xlsx".encode(),
}


@POSIX
@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_a_strange_name_is_shown_sent_and_linked_as_plain_text(tmp_path: Path, name: bytes) -> None:
    place = tmp_path / "returned"
    place.mkdir()
    form = filled_form(tmp_path / "form.xlsx", answers=WRONG)
    form.rename(Path(os.fsdecode(os.fsencode(place) + b"/" + name)))

    sent = ictxl("sendback", place, "-o", tmp_path / "差戻し", "--mail", tmp_path / "mail")
    assert sent.code == 0, sent.err
    (copy,) = (tmp_path / "差戻し").iterdir()
    assert copy.name.isprintable()
    assert sheet_names(copy)[0] == "指摘事項"
    (draft,) = (tmp_path / "mail").iterdir()
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == copy.name

    merged = ictxl("merge", place, "-o", tmp_path / "表.xlsx")
    assert merged.code == 1, merged.err
    with zipfile.ZipFile(tmp_path / "内部用_表.report.xlsx") as report:
        for part in report.namelist():
            if part.endswith((".xml", ".rels")):
                ElementTree.fromstring(report.read(part))
    page = (tmp_path / "内部用_表.report.html").read_text("utf-8")
    assert re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f]", page) == []

    status = ictxl("status", place)
    assert re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", status.out) == []


def test_names_are_shown_so_that_each_can_be_told_from_the_others() -> None:
    if sys.platform != "win32":  # there a name is no bytes
        assert shown_name(os.fsdecode("書類.xlsx".encode("cp932"))) == "書類.xlsx"
    assert shown_name("a\nb\x01.xlsx") == "a␊b␁.xlsx"
    assert shown_name("a\u202eb.xlsx") == "a\\u202eb.xlsx"
    assert shown_name("か\u3099 課\u3000.xlsx") == "が 課\u3000.xlsx"
    # A plain name keeps its own bytes where it is written again.
    assert sendable_name("か\u3099.xlsx") == "か\u3099.xlsx"
    assert sendable_name("a\nb.xlsx") == "a␊b.xlsx"


@POSIX
@pytest.mark.parametrize("pattern", ["", "*.xlsx"])
def test_a_link_to_itself_costs_one_finding(folder: Path, pattern: str) -> None:
    (folder / "輪.xlsx").symlink_to("輪.xlsx")
    run = ictxl("check", folder / pattern, "--no-report", "--json")
    assert run.code == 1, run.err
    assert ("輪.xlsx", "", "F002") in run.findings()
    told = next(f["message"] for f in run.json["findings"] if f["file"] == "輪.xlsx")
    assert "自分自身を指すリンク" in told


@POSIX
def test_what_only_has_a_workbooks_name_in_a_folder_is_told_too(folder: Path) -> None:
    os.mkfifo(folder / "管.xlsx")
    (folder / "先のない.xlsx").symlink_to("移した.xlsx")
    (folder / ".#文書課.xlsx").symlink_to("職員@端末")
    (folder / "控え.txt").symlink_to("移した.txt")
    found = ictxl("check", folder, "--no-report", "--json").findings()
    unread = {("管.xlsx", "", "F002"), ("先のない.xlsx", "", "F002")}
    assert {one for one in found if one[2] == "F002"} == unread


@POSIX
def test_pipes_are_neither_waited_for_nor_recorded_as_files(folder: Path, tmp_path: Path) -> None:
    os.mkfifo(folder / "管.xlsx")
    os.mkfifo(folder / "管.report.html")
    run = ictxl("merge", folder / "*", "-o", tmp_path / "表.xlsx", "--json")
    assert ("管.xlsx", "", "F002") in run.findings()
    record = json.loads((tmp_path / "内部用_表.audit.json").read_text("utf-8"))
    inputs = {Path(i["path"]).name: (i["size"], i["sha256"], i["became"]) for i in record["inputs"]}
    assert inputs["管.xlsx"] == (0, "", "unread")
    assert inputs["文書課.xlsx"][2] == "merged"


@POSIX
def test_the_record_does_not_read_what_reading_refused(folder: Path, tmp_path: Path) -> None:
    """A sparse file of 3 GB, which no process here could hold."""
    with (folder / "巨大.xlsx").open("wb") as huge:
        huge.truncate(3 << 30)
    command = f"'{sys.executable}' -m ictxl merge '{folder}' -o '{tmp_path}/表.xlsx'"
    limited = f"ulimit -v 2000000; exec {command}"
    run = subprocess.run(["bash", "-c", limited], capture_output=True, check=False)
    assert run.returncode == 1, run.stderr.decode()
    record = json.loads((tmp_path / "内部用_表.audit.json").read_text("utf-8"))
    inputs = {Path(i["path"]).name: (i["size"], i["sha256"], i["became"]) for i in record["inputs"]}
    assert inputs["巨大.xlsx"] == (3 << 30, "", "unread")


def survivors(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.file, f.code) for f in found]


def one_text_in_many_cells(path: Path, letter: str, cells: int) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for cell in range(cells):
            sheet.write_string(cell // 20, cell % 20, letter * 32_765)
    assert path.stat().st_size < 200_000
    return path


@POSIX
@pytest.mark.parametrize("letter", ["a", "あ"])
def test_100_kb_that_stand_for_gigabytes_of_text_cost_one_finding(
    folder: Path, letter: str
) -> None:
    one_text_in_many_cells(folder / "大.xlsx", letter, 20_000)
    limited = (
        f"ulimit -v 1500000; exec '{sys.executable}' -m ictxl check '{folder}' --no-report --json"
    )
    run = subprocess.run(["bash", "-c", limited], capture_output=True, check=False)
    assert run.returncode == 1, run.stderr.decode()
    told = json.loads(run.stdout)
    codes = [(f["file"], f["code"]) for f in told["findings"] if f["file"] == "大.xlsx"]
    assert codes == [("大.xlsx", "F008")]
    assert {s["file"]: s["read"] for s in told["submissions"]}["文書課.xlsx"] is True


def test_what_large_workbooks_hold_is_opened_apart_only(tmp_path: Path) -> None:
    """400 cells of one text, 13 million letters, are held by no process that must not end."""
    large = one_text_in_many_cells(tmp_path / "大.xlsx", "い", 400)
    read_files = read_all([large])
    (form,) = read_files.files
    assert isinstance(form, UnidentifiedWorkbook) and form.content.is_large
    (told,) = recover_forms(read_files, small_plan())
    assert isinstance(told, OtherWorkbook)
    assert [f.code for f in told.findings] == ["F001"]
    said = "".join(text.text for text in told.content.texts())
    assert said.count("い") == 400 * 32_765

    (late,) = recover_forms(read_files, small_plan(), Limits(seconds=0.05))
    assert isinstance(late, UnreadFile)
    assert [f.code for f in late.findings] == ["F017"]


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body>
<office:spreadsheet><table:table table:name="S"><table:table-column/>{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0"?><manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry
 manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
</manifest:manifest>"""
CELL = (
    '<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'
)


def ods(path: Path, *rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        package.writestr("mimetype", kind, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr("content.xml", ODS.format(rows="".join(rows)))
    return path


def row(times: int, text: str = "", across: int = 1) -> str:
    more = f' table:number-columns-repeated="{across}"'
    cell = CELL.format(more=more, text=text) if text else f"<table:table-cell{more}/>"
    return f'<table:table-row table:number-rows-repeated="{times}">{cell}</table:table-row>'


BILLION = 10**9


@pytest.mark.parametrize(
    "rows",
    [
        [row(BILLION, "x")],
        [row(10**30, "x")],
        [row(1, "x", BILLION)],
        [row(3000, "x", 3000)],
    ],
    ids=["rows", "more rows", "columns", "both"],
)
def test_repeated_rows_of_an_ods_are_counted_as_often_as_they_stand(
    folder: Path, rows: list[str]
) -> None:
    result = read(ods(folder / "小.ods", *rows), folder / "文書課.xlsx")
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert survivors(result.findings) == [("小.ods", "F008")]


def test_a_text_below_the_last_row_of_any_program_is_told_where_it_stands(folder: Path) -> None:
    result = read(ods(folder / "小.ods", row(BILLION), row(1, "下の下")), folder / "文書課.xlsx")
    assert [(text.cell, text.text) for _, text in result.foreign] == [("A1000000001", "下の下")]


@pytest.mark.slow
def test_a_million_rows_that_say_the_same_are_told_once(folder: Path) -> None:
    small = ods(folder / "小.ods", row(3, "三度"), row(1_000_000, "同じ文"), row(BILLION))
    result = read(small, folder / "文書課.xlsx")
    told = [(text.cell, text.kind, text.text) for _, text in result.foreign]
    assert told == [
        *((f"A{n}", "セル", "三度") for n in (1, 2, 3)),
        ("A4", "セル(ここから 1,000,000 行が同じ)", "同じ文"),
    ]


@pytest.mark.slow
def test_a_form_with_300_000_joined_cells_is_read(folder: Path) -> None:
    form = folder / "文書課.xlsx"
    with zipfile.ZipFile(form) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    many = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1_000, 301_000)).encode()
    assert sheet.count(b"</mergeCells>") == 1
    joined = sheet.replace(b"</mergeCells>", many + b"</mergeCells>")
    with zipfile.ZipFile(folder / "結合.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": joined}).items():
            package.writestr(name, content)
    result = read(folder / "結合.xlsx")
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert survivors(result.findings) == []


def plan_saying(path: Path, old: str, new: str) -> Path:
    """The good plan with other words in all of its sheets."""
    with zipfile.ZipFile(plan_book(path)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    strings = parts["xl/sharedStrings.xml"].decode()
    assert old in strings
    parts["xl/sharedStrings.xml"] = strings.replace(old, encode_escapes(new)).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


@pytest.mark.parametrize("spoiled", ["\x01", "\x1b", "\x0b", "\x7f", "\x85"])
@pytest.mark.parametrize("text", ["福祉課", "情報化計画", "声の広報", "目標以上", "現状維持"])
def test_a_control_character_in_the_plan_stops_no_form(
    tmp_path: Path, text: str, spoiled: str
) -> None:
    """The plan says it so on all of its sheets, as copying brings it along."""
    plan = plan_saying(tmp_path / "plan.xlsx", text, f"{text[:2]}{spoiled}{text[2:]}")
    run = ictxl("generate", plan, "-o", tmp_path / "outbox", "--mail", cwd=tmp_path)
    assert run.code == 0, run.out + run.err
    assert len(list((tmp_path / "outbox").glob("*.xlsx"))) == 3
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 3
    back = ictxl("check", tmp_path / "outbox" / "*.xlsx", "--plan", plan, "--no-report", "--json")
    # Nobody has answered yet; nothing else is wrong with the forms.
    assert {f["code"] for f in back.json["findings"]} <= {"A001", "A003", "A004"}


def test_addresses_on_two_lines_are_both_asked_and_what_is_none_is_told(tmp_path: Path) -> None:
    both = "a@example.jp\n b@example.jp、課長"
    plan = plan_saying(tmp_path / "plan.xlsx", "a@example.jp", both)
    run = ictxl("generate", plan, "-o", tmp_path / "outbox", "--mail", "--json", cwd=tmp_path)
    assert run.code == 0, run.out + run.err
    (draft,) = (tmp_path / "outbox").glob("*施設課.eml")
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    assert [a.addr_spec for a in message["To"].addresses] == ["a@example.jp", "b@example.jp"]
    told = [(f["code"], f["sheet"], f["cell"], f["value"]) for f in run.json["findings"]]
    assert ("P043", "担当課", "D4", "課長") in told


EARLY = """
import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
wanted, sys.argv = sys.argv[1], ["ictxl", "check", "."]
class Interrupting:
    def find_spec(self, name, path, target=None):
        if name == wanted:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
runpy.run_module("ictxl", run_name="__main__", alter_sys=True)
"""


@pytest.mark.parametrize(
    "moment", ["ictxl.cli", "click", "ictxl.cli.japanese", "ictxl.cli.check", "ictxl.pipeline"]
)
def test_ctrl_c_is_told_in_one_line_from_the_first_moment_on(tmp_path: Path, moment: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", EARLY, moment],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    # A blank line comes first where the shell's `^C` may stand on it.
    told = run.stderr.decode().replace("\r\n", "\n").lstrip("\n")
    assert told == "中断しました。出力先に前からあったファイルは元のままです。\n"
    assert run.returncode == 130


def descendants(process: int) -> Iterator[int]:
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(place.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process:
            yield int(place.parent.name)
            yield from descendants(int(place.parent.name))


def is_alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


WORKING = """
import sys, time
from ictxl.runtime.sandbox import Sandbox
from ictxl.runtime.workers import Workers
def main():
    with Workers(2).start(10) as executor:
        for _ in range(4):
            executor.submit(time.sleep, 0.5)
        apart = Sandbox("time:sleep", 120, 500)
        print("ready", flush=True)
        apart.call(60)
if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_after_a_kill_of_the_run_none_of_its_processes_lives_on(tmp_path: Path) -> None:
    program = tmp_path / "working.py"
    program.write_text(WORKING, "utf-8")
    run = subprocess.Popen(
        [sys.executable, program],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    try:
        assert run.stdout is not None and run.stdout.readline() == b"ready\n"
        deadline = time.monotonic() + 60
        while len(workers := set(descendants(run.pid))) < 4 and time.monotonic() < deadline:
            time.sleep(0.1)  # two of the pool, one that tracks its resources, the sandbox
        assert len(workers) >= 4
        time.sleep(2)  # all have begun, and those of the pool have done what there was to do
        run.send_signal(signal.SIGKILL)
        run.wait()
        while any(map(is_alive, workers)) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert [process for process in workers if is_alive(process)] == []
    finally:
        run.kill()
        run.wait()
