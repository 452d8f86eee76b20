"""Tables of other years that have a password, given to the commands that read them."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment

from ictxl.consolidated.workbook import write_consolidated
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.cli import Run, ictxl
from tests.support.compound_file import write_compound
from tests.support.last_year import RESPONSES
from tests.support.returned_forms import filled_form, small_plan
from tests.support.shapes import rows_of, save_rows

pytestmark = pytest.mark.lengthy

PASSWORD = "合言葉1"
COMMANDS = {
    "import": ("import", "表.xlsx", "-o", "新.xlsx"),
    "rollover": ("rollover", "表.xlsx", "-o", "新.xlsx"),
    "compare": ("compare", "表.xlsx", "次.xlsx", "-o", "新.xlsx"),
    "history": ("history", "表.xlsx", "次.xlsx", "-o", "新.xlsx"),
    "generate": ("generate", "plan.xlsx", "--previous", "表.xlsx", "-o", "送る"),
}


def lock(path: Path) -> Path:
    content = io.BytesIO(path.read_bytes())
    with path.open("wb") as target:
        OOXMLFile(content).encrypt(PASSWORD, target)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """This year's plan; last year's table, and this year's."""
    last, this = small_plan(), replace(small_plan(), year=2025, year_label="令和7年度")
    write_plan(this, tmp_path / "plan.xlsx")
    for plan, name in ((last, "表.xlsx"), (this, "次.xlsx")):
        write_consolidated(plan, RESPONSES, {"健康課"}, tmp_path / name)
    return tmp_path


def outputs(folder: Path) -> dict[str, bytes]:
    made = [*folder.glob("新*"), *folder.glob("送る/*")]
    return {path.name: path.read_bytes() for path in made}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_locked_table_is_opened_by_its_password_which_stands_nowhere(
    folder: Path, command: tuple[str, ...]
) -> None:
    def run(*options: str) -> tuple[Run, dict[str, bytes]]:
        for path in (*folder.glob("新*"), *folder.glob("送る/*")):
            path.unlink()
        return ictxl(*command, *options, cwd=folder), outputs(folder)

    plain, expected = run()
    assert (plain.code, bool(expected)) == (0, True)
    lock(folder / "表.xlsx")
    for options in ((), ("--password", "ちがう")):
        refused, made = run(*options)
        assert (refused.code, made) == (2, {})
        assert "表.xlsx" in refused.err and "--password" in refused.err
    (folder / "words.txt").write_text(f"ちがう\n{PASSWORD}\n", "utf-8")
    for options in (("--password", PASSWORD), ("--password-file", "words.txt")):
        opened, made = run(*options)
        assert (opened.code, opened.out, made) == (0, plain.out, expected)
        assert PASSWORD not in opened.out + opened.err


def test_forms_of_the_last_year_are_opened_too(folder: Path) -> None:
    (folder / "前").mkdir()
    form = filled_form(folder / "前" / "文書課.xlsx", plan=small_plan())
    command = ("generate", "plan.xlsx", "--previous", "前", "-o", "送る")
    plain, expected = ictxl(*command, cwd=folder), outputs(folder)
    lock(form)
    refused = ictxl(*command, cwd=folder)
    assert refused.code == 2 and "--password" in refused.err
    opened = ictxl(*command, "--password", PASSWORD, cwd=folder)
    assert (opened.code, opened.out, outputs(folder)) == (0, plain.out, expected)


def test_a_comment_in_a_locked_table_is_listed(tmp_path: Path) -> None:
    rows = rows_of(
        "みどりの計画 令和5年度\nNo | 事業名 | 担当課 | 実績\n1 | 緑化 | 公園課 | 植えた。"
    )
    path = tmp_path / "表.xlsx"
    save_rows(path, {"Sheet1": rows})
    book = load(path)
    assert book.active
    book.active["D3"].comment = Comment("数を確かめること", "財政課")
    book.save(path)
    run = ictxl("import", lock(path), "-o", tmp_path / "新.xlsx", "--password", PASSWORD, "--json")
    assert ("表.xlsx", "D3", "I089") in run.findings()


def test_a_locked_plan_or_form_is_still_no_table(folder: Path) -> None:
    filled_form(folder / "文書課.xlsx")
    for name, what in (("plan.xlsx", "計画台帳"), ("文書課.xlsx", "調査票")):
        lock(folder / name)
        run = ictxl("import", name, "-o", "新.xlsx", "--password", PASSWORD, cwd=folder)
        assert run.code == 2 and f"は{what}" in run.err


def test_no_password_is_asked_for_what_only_a_right_opens(tmp_path: Path) -> None:
    sealed = {"\x06DataSpaces/TransformInfo/DRMEncryptedTransform/\x06Primary": b"sealed"}
    (tmp_path / "表.xlsx").write_bytes(write_compound({**sealed, "EncryptedPackage": b"sealed"}))
    run = ictxl("import", "表.xlsx", "--password", PASSWORD, cwd=tmp_path)
    assert run.code == 2 and "IRM" in run.err and "--password" not in run.err
