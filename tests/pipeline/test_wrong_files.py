"""A file of another kind where one is named: what it is, and what is wanted instead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.books import load
from tests.support.cli import ictxl
from tests.support.places import ROOT

SAMPLES = ROOT / "samples"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan that somebody has typed into, a round, and what was made of it."""
    folder = tmp_path_factory.mktemp("desk")
    book = load(SAMPLES / "plan.xlsx")
    book.save(folder / "plan.xlsx")
    shutil.copytree(SAMPLES / "returned", folder / "returned")
    assert ictxl("merge", "returned", cwd=folder).code == 0
    return folder


@pytest.mark.parametrize("command", ["merge", "check", "status", "sendback"])
def test_a_plan_where_forms_are_wanted_is_called_one(desk: Path, command: str) -> None:
    run = ictxl(command, "plan.xlsx", cwd=desk)
    assert run.code == 2
    assert "計画台帳「plan.xlsx」があるだけです" in run.err
    assert "ictxl merge returned" in run.err


@pytest.mark.parametrize("command", ["rollover", "import", "compare"])
@pytest.mark.parametrize("file", ["内部用_進捗状況.report.xlsx", "内部用_進捗状況.audit.json"])
def test_a_report_where_a_table_is_wanted_is_called_one(
    desk: Path, tmp_path: Path, command: str, file: str
) -> None:
    others = ["進捗状況.xlsx"] if command == "compare" else ["-o", tmp_path / "x.xlsx"]
    run = ictxl(command, file, *others, cwd=desk)
    assert run.code == 2
    assert f"「{file}」は ictxl の報告か記録で" in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["rollover", "import", "compare", "history"])
@pytest.mark.parametrize(
    ("file", "what"),
    [("plan.xlsx", "計画台帳"), ("returned/04_情報課.xlsx", "調査票か審査用のブック")],
)
def test_a_plan_or_a_form_where_a_table_is_wanted_is_called_one(
    desk: Path, tmp_path: Path, command: str, file: str, what: str
) -> None:
    output = ["-o", tmp_path / ("x.csv" if command == "history" else "x.xlsx")]
    run = ictxl(command, file, *(["進捗状況.xlsx"] if command == "compare" else output), cwd=desk)
    assert run.code == 2
    assert f"「{file}」は{what}で、進捗状況の表ではありません" in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["plan.xlsx", "returned/04_情報課.xlsx"])
def test_nor_is_it_taken_for_an_earlier_year(desk: Path, tmp_path: Path, file: str) -> None:
    output = ["-o", tmp_path / "x.xlsx", "--json"]
    run = ictxl("merge", "returned", "--history", file, *output, cwd=desk)
    assert (Path(file).name, "", "R010") in run.findings()
    assert run.json["earlier_years"] == []


@pytest.fixture(scope="module")
def templates(desk: Path) -> Path:
    """Both templates beside the plan under names that no command takes by itself."""
    assert ictxl("init", "init", cwd=desk).code == 0
    shutil.copy(desk / "init" / "progress_template.xlsx", desk / "調査票用.xlsx")
    shutil.copy(desk / "init" / "consolidated_template.xlsx", desk / "集約表用.xlsx")
    (desk / "フォルダー.xlsx").mkdir()
    return desk


WRONG_TEMPLATES = {
    "plan.xlsx": "は計画台帳で、",
    "returned/04_情報課.xlsx": "は調査票か審査用のブックで、",
    "進捗状況.xlsx": "はまとめた進捗状況で、",
    "フォルダー.xlsx": "はフォルダーです",
}


@pytest.mark.parametrize(
    ("file", "told"), [*WRONG_TEMPLATES.items(), ("集約表用.xlsx", "は集約表のひな形で、")]
)
def test_what_is_no_template_of_forms_is_called_what_it_is(
    templates: Path, tmp_path: Path, file: str, told: str
) -> None:
    run = ictxl("generate", "-o", tmp_path / "outbox", "--template", file, cwd=templates)
    assert run.code == 2
    assert f"誤り: 「{file}」{told}" in run.err
    assert "T001" not in run.err
    assert not (tmp_path / "outbox").exists()


@pytest.mark.parametrize(
    ("file", "told"), [*WRONG_TEMPLATES.items(), ("調査票用.xlsx", "は調査票のひな形で、")]
)
def test_what_is_no_published_template_is_called_what_it_is(
    templates: Path, tmp_path: Path, file: str, told: str
) -> None:
    output = tmp_path / "x.xlsx"
    run = ictxl("merge", "returned", "-o", output, "--template", file, "-q", cwd=templates)
    assert run.code == 2
    assert f"誤り: 「{file}」{told}" in run.err
    assert "T001" not in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", ["plan.xlsx", "returned/04_情報課.xlsx", "進捗状況.xlsx"])
def test_template_check_calls_what_is_none_what_it_is(desk: Path, file: str) -> None:
    run = ictxl("template", "check", file, cwd=desk)
    assert run.code == 2
    assert f"「{file}」は" in run.err and "ひな形ではありません" in run.err
