"""What a job writes never takes the place of what it reads, nor of what somebody has worked on."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ictxl.consolidated.pdf import find_soffice
from ictxl.errors import InputError, OutputError
from ictxl.files.outputs import OLD_FOLDER
from ictxl.files.untouched import is_as_made
from ictxl.pipeline import merging, reporting, sending, starting, yearly
from tests.support.books import load
from tests.support.cli import ictxl
from tests.support.clients import missing

SAMPLES = Path(__file__).parents[2] / "samples"
RETURNED = SAMPLES / "returned"
FIRST = "01_秘書広報課.xlsx"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the plan, the returns and the published table of the sample."""
    shutil.copytree(RETURNED, tmp_path / "returned")
    shutil.copy(SAMPLES / "plan.xlsx", tmp_path)
    shutil.copy(SAMPLES / "進捗状況.xlsx", tmp_path / "公表.xlsx")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@contextmanager
def refused(folder: Path, *words: str) -> Iterator[None]:
    """The block is refused in these words and changes nothing in the folder."""
    before = contents(folder)
    with pytest.raises(OutputError) as caught:
        yield
    for word in words:
        assert word in caught.value.message + caught.value.remedy
    assert contents(folder) == before


def edit(workbook: Path, text: str = "確認済み") -> bytes:
    """Somebody writes into a workbook with another program."""
    book = load(workbook)
    book.worksheets[0]["A3"] = text
    book.save(workbook)
    return workbook.read_bytes()


# --- outputs that are inputs


def test_a_forgotten_name_does_not_cost_a_return(desk: Path) -> None:
    """`merge -q -o returned/*.xlsx`: the shell makes the first return the output."""
    before = contents(desk)
    run = ictxl("merge", "-q", "-o", *sorted((desk / "returned").glob("*.xlsx")), cwd=desk)
    assert run.code == 2
    assert FIRST in run.err
    assert "-o" in run.err
    assert contents(desk) == before


def test_a_return_that_lost_its_identity_is_no_output_either(desk: Path) -> None:
    lost = desk / "returned" / FIRST
    book = load(lost)
    for name in ("_ictxl", "_ictxl_common"):
        del book[name]
    book.save(lost)
    with refused(desk, FIRST):
        merging.merge([str(desk / "returned")], lost)


ONE_FILE: dict[str, Callable[[Path], Path]] = {
    "its own name": lambda path: path,
    "a dot": lambda path: path.parent / "." / path.name,
    "a way round": lambda path: path.parent / "returned" / ".." / path.name,
    "relative": lambda path: Path(os.path.relpath(path)),
    "a link": lambda path: _linked(path, Path.symlink_to),
    "a hard link": lambda path: _linked(path, Path.hardlink_to),
}


def _linked(path: Path, link: Callable[[Path, Path], None]) -> Path:
    other = path.with_name(f"別名{path.suffix}")
    link(other, path)
    return other


@pytest.mark.parametrize("spelling", ONE_FILE)
def test_however_an_input_is_spelled_it_is_no_output(
    desk: Path, monkeypatch: pytest.MonkeyPatch, spelling: str
) -> None:
    monkeypatch.chdir(desk.parent)  # a relative path leads to no other drive
    if sys.platform == "win32" and "link" in spelling:
        pytest.skip("links need rights on Windows")
    plan, table = desk / "plan.xlsx", desk / "公表.xlsx"
    other = ONE_FILE[spelling](table)
    with refused(desk, "同じファイル"):
        yearly.compare(table, SAMPLES / "進捗状況.xlsx", other)
    with refused(desk, "同じファイル"):
        yearly.compare(SAMPLES / "進捗状況.xlsx", table, other)
    with refused(desk, "同じファイル"):
        yearly.roll_over(table, other)
    with refused(desk, "同じファイル"):
        yearly.import_table(table, other)
    if other.name.startswith("別名"):
        other.unlink()
    other = ONE_FILE[spelling](plan)
    with refused(desk, "同じファイル"):
        merging.merge([str(desk / "returned")], other, plan_file=plan)
    with refused(desk, "同じファイル"):
        yearly.roll_over(table, other, office_plan=plan)


def test_a_report_beside_the_output_is_not_the_input_either(desk: Path) -> None:
    table = desk / "x.report.xlsx"
    shutil.copy(desk / "公表.xlsx", table)
    with refused(desk, "x.report.xlsx"):
        yearly.import_table(table, desk / "x.xlsx")
    with refused(desk, "x.report.xlsx"):
        yearly.roll_over(table, desk / "x.xlsx")
    shutil.copy(desk / "returned" / FIRST, table)
    with refused(desk, "x.report.xlsx"):
        reporting.check([str(table)], desk / "x")
    beside = table.rename(desk / "内部用_x.report.xlsx")
    with refused(desk, beside.name):
        merging.merge([str(desk / "returned")], desk / "x.xlsx")


def test_a_history_never_takes_the_place_of_a_years_table(desk: Path) -> None:
    table = desk / "公表.xlsx"
    for arguments in ([str(table)], [str(desk / "*.xlsx")], [f"{desk}/./公表.xlsx"]):
        with refused(desk, "公表.xlsx"):
            yearly.write_history(arguments, table)


def test_a_history_leaves_its_own_earlier_file_aside(desk: Path) -> None:
    (desk / "表").mkdir()
    shutil.move(desk / "公表.xlsx", desk / "表")
    whole = desk / "表" / "全年度.xlsx"
    for _ in range(2):
        result = yearly.write_history([str(desk / "表")], whole)
        assert [year.file for year in result.years] == ["公表.xlsx"]
    assert len(list((desk / "表").iterdir())) == 2


def test_last_years_files_are_no_place_for_this_years_forms(desk: Path) -> None:
    outbox = desk / "outbox"
    outbox.mkdir()
    shutil.copy(desk / "公表.xlsx", outbox / FIRST)
    with refused(desk, FIRST, "同じファイル"):
        sending.generate(desk / "plan.xlsx", outbox, previous=[str(outbox / FIRST)])
    shutil.move(desk / "plan.xlsx", outbox / FIRST)
    with refused(desk, FIRST, "同じファイル"):
        sending.generate(outbox / FIRST, outbox)


def test_two_outputs_are_two_files(desk: Path) -> None:
    table, plan = desk / "公表.xlsx", desk / "次.xlsx"
    for responses in (plan, desk / "." / "次.xlsx", desk / "次.report.xlsx"):
        with refused(desk, "同じファイル"):
            yearly.import_table(table, plan, responses_file=responses)


def test_init_leaves_what_is_there(desk: Path) -> None:
    with refused(desk, "plan.xlsx"):
        starting.init(desk, 2026)


# --- names of other formats


def test_a_name_without_a_suffix_gets_one_and_is_told(desk: Path) -> None:
    run = ictxl("merge", "returned", "-q", "-o", "令和7.3月末", cwd=desk)
    assert run.code == 0
    assert "「令和7.3月末.xlsx」" in run.out
    assert is_as_made(desk / "令和7.3月末.xlsx")
    run = ictxl("compare", "公表.xlsx", "公表.xlsx", "-o", "比較", cwd=desk)
    assert "→ 比較.xlsx" in run.out
    run = ictxl("history", "公表.xlsx", "-o", "全年度", cwd=desk)
    assert "→ 全年度.xlsx" in run.out
    run = ictxl("rollover", "公表.xlsx", "-o", "plan", cwd=desk)
    assert (run.code, "「plan.xlsx」がすでにあります" in run.err) == (2, True)


@pytest.mark.parametrize("name", ["x.csv", "x.CSV", "x.pdf", "x.html", "x.xlsm", "x.xls", "x.ods"])
def test_the_name_of_another_format_is_refused(desk: Path, name: str) -> None:
    target, table = desk / name, desk / "公表.xlsx"
    with refused(desk, name, "--csv"):
        merging.merge([str(desk / "returned")], target)
    with refused(desk, name):
        yearly.compare(table, table, target)
    with refused(desk, name):
        yearly.roll_over(table, target)
    with refused(desk, name):
        yearly.import_table(table, target)


# --- results that somebody has worked on


@pytest.mark.slow
def test_an_edited_table_is_kept_and_named(desk: Path) -> None:
    if find_soffice() is None:
        missing("LibreOffice", "soffice is not installed")
    arguments = ("merge", "returned", "-q", "--html", "--csv", "--pdf")
    assert ictxl(*arguments, cwd=desk).code == 0
    made = contents(desk)
    again = ictxl(*arguments, cwd=desk)
    assert again.err == ""
    assert contents(desk) == made  # nothing was touched, nothing is kept
    (desk / "returned" / FIRST).unlink()
    edited = {"進捗状況.xlsx": edit(desk / "進捗状況.xlsx")}
    edited["内部用_進捗状況.report.xlsx"] = edit(desk / "内部用_進捗状況.report.xlsx")
    page = "内部用_進捗状況.report.html"
    for name in ("進捗状況.html", "進捗状況.csv", page, "進捗状況.pdf"):
        edited[name] = (desk / name).read_bytes() + "%%EOF 確認済み".encode()
        (desk / name).write_bytes(edited[name])
    run = ictxl(*arguments, cwd=desk)
    assert contents(desk / OLD_FOLDER) == edited
    for name in edited:
        assert f"「{name}」は「{Path(OLD_FOLDER, name)}」へ" in run.err
        assert is_as_made(desk / name), name


def test_results_that_nobody_has_touched_are_replaced(desk: Path) -> None:
    arguments = ("merge", "returned", "-q", "--html", "--csv")
    ictxl(*arguments, cwd=desk)
    made = contents(desk)
    (desk / "returned" / FIRST).unlink()
    run = ictxl(*arguments, "--json", cwd=desk)
    assert run.err == ""
    now = contents(desk)
    assert now.keys() == made.keys() - {f"returned/{FIRST}"}
    outputs = [Path(name).name for name in json.loads(run.out)["outputs"]]
    assert len(outputs) == 6
    assert all(now[name] != made[name] for name in outputs)


@pytest.mark.lengthy
def test_a_table_that_was_set_aside_is_no_return(desk: Path) -> None:
    for name in (FIRST, "02_福祉課.xlsx"):
        shutil.move(desk / "returned" / name, desk)
    shutil.rmtree(desk / "returned")
    for name in ("plan.xlsx", "公表.xlsx"):
        (desk / name).unlink()
    output = desk / "進捗状況.xlsx"
    merging.merge([str(desk)], output)
    edit(output)
    edit(desk / "内部用_進捗状況.report.xlsx")
    (desk / FIRST).unlink()
    merging.merge([str(desk)], output)
    assert set(contents(desk / OLD_FOLDER)) == {"進捗状況.xlsx", "内部用_進捗状況.report.xlsx"}
    merged = merging.merge([str(desk)], output)
    assert [s.file for s in merged.round.submissions] == ["02_福祉課.xlsx"]


def test_confirmed_decisions_survive_another_import(desk: Path) -> None:
    arguments = ("import", "公表.xlsx", "-o", "次.xlsx", "--force")
    ictxl(*arguments, cwd=desk)
    plan, ticked = edit(desk / "次.xlsx"), edit(desk / "次.report.xlsx", "済")
    run = ictxl(*arguments, cwd=desk)
    assert contents(desk / OLD_FOLDER) == {"次.xlsx": plan, "次.report.xlsx": ticked}
    assert "次.report.xlsx" in run.err
    assert ictxl(*arguments, cwd=desk).err == ""


def test_an_edited_comparison_and_history_are_kept(desk: Path) -> None:
    table, compared, whole = desk / "公表.xlsx", desk / "比較.xlsx", desk / "全年度.xlsx"
    yearly.compare(table, table, compared)
    yearly.write_history([str(table)], whole)
    edited = {path.name: edit(path) for path in (compared, whole)}
    yearly.compare(table, table, compared)
    yearly.write_history([str(table)], whole)
    assert contents(desk / OLD_FOLDER) == edited


def test_a_table_that_was_set_aside_is_no_further_year(desk: Path) -> None:
    tables = desk / "表"
    (tables / OLD_FOLDER).mkdir(parents=True)
    shutil.copy(desk / "公表.xlsx", tables / OLD_FOLDER / "進捗状況.xlsx")
    shutil.move(desk / "公表.xlsx", tables / "進捗状況.xlsx")
    assert len(yearly.read_history([str(tables)]).years) == 1
    old = yearly.read_history([str(tables / OLD_FOLDER / "進捗状況.xlsx")])
    assert len(old.years) == 1


def test_forms_beside_a_years_table_are_no_further_tables(desk: Path) -> None:
    folder = desk / "returned"
    shutil.move(desk / "公表.xlsx", folder / "進捗状況.xlsx")
    assert len(yearly.read_history([str(folder)]).years) == 1
    (folder / "進捗状況.xlsx").unlink()
    with pytest.raises(InputError, match="進捗状況のブックがありません"):
        yearly.read_history([str(folder)])


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_to_itself_among_the_years_is_named(desk: Path) -> None:
    tables = desk / "表"
    tables.mkdir()
    shutil.move(desk / "公表.xlsx", tables / "進捗状況.xlsx")
    (tables / "輪.xlsx").symlink_to("輪.xlsx")
    with pytest.raises(InputError, match=r"輪\.xlsx"):
        yearly.read_history([str(tables)])


def test_internal_files_under_their_former_names_give_way_and_that_is_told(desk: Path) -> None:
    assert ictxl("merge", "returned", "--csv", cwd=desk).code in (0, 1)
    endings = (".report.xlsx", ".report.html", ".audit.json")
    for ending in endings:
        (desk / f"内部用_進捗状況{ending}").rename(desk / f"進捗状況{ending}")
    (desk / "別の.report.xlsx").write_bytes((desk / "進捗状況.report.xlsx").read_bytes())
    table = (desk / "進捗状況.xlsx").read_bytes()
    run = ictxl("merge", "returned", "--csv", cwd=desk)
    assert (desk / "進捗状況.xlsx").read_bytes() == table
    for ending in endings:
        assert f"前からあった「進捗状況{ending}」は「{OLD_FOLDER}" in run.err.replace("\\", "/")
        assert (desk / OLD_FOLDER / f"進捗状況{ending}").is_file()
        assert not (desk / f"進捗状況{ending}").exists()
        assert (desk / f"内部用_進捗状況{ending}").is_file()
    assert (desk / "別の.report.xlsx").is_file()
    assert len(list((desk / OLD_FOLDER).iterdir())) == len(endings)


def test_what_only_has_such_a_name_stays(desk: Path) -> None:
    (desk / "進捗状況.audit.json").write_text("{}", encoding="utf-8")
    shutil.copy(desk / "plan.xlsx", desk / "進捗状況.report.xlsx")
    before = contents(desk)
    assert ictxl("merge", "returned", cwd=desk).code in (0, 1)
    assert before.items() <= contents(desk).items()
