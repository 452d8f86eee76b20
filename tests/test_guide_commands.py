"""Every command that the documents show runs as it stands there, and every picture can be made."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from unittest import mock

import pytest

from ictxl.plan.writing import write_plan
from tests.support.cli import Run, ictxl
from tests.support.places import ROOT
from tests.support.reviews import review_plan, reviewed
from tests.support.shapes import rows_of, save_rows

pytestmark = pytest.mark.lengthy

DOCS, SAMPLES = ROOT / "docs", ROOT / "samples"
PAGES = (ROOT / "README.md", SAMPLES / "README.md", *sorted(DOCS.glob("*.md")))
MADE_BY_SCRIPT = {"checks.md", "commands.md", "api.md"}
"""What they say comes from the program itself."""
_BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`((?:python -m )?ictxl [^`\n]+)`")
_COMMAND = re.compile(r"(?:python -m )?ictxl ([a-z]+(?: [^#\n]*)?)(?:#.*)?")


def commands_of(page: Path) -> list[str]:
    """The commands of a page without `ictxl` itself, in blocks and in sentences."""
    text = page.read_text("utf-8")
    lines = [line for block in _BLOCK.findall(text) for line in block.splitlines()]
    found = map(_COMMAND.fullmatch, [*lines, *_INLINE.findall(_BLOCK.sub("", text))])
    return [match[1].strip() for match in found if match]


SHOWN = sorted(
    {command for page in PAGES if page.name not in MADE_BY_SCRIPT for command in commands_of(page)}
)


OWN_TABLE = """
みどりの計画 令和5年度 実施状況
No | 事業名 | 担当課 | 実績 | 評価 | 広さ
1 | 緑化 | 公園課 | 百本植えた。 | A | 大きめ
2 | 花壇 | 公園課 | 十か所作った。 | B | 小さめ
"""
"""A table of somebody's own, of which one column is doubtful."""
ENOUGH = 3
"""Departments that have returned their forms."""


@pytest.fixture(scope="module")
def year(faulty_round: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the documents speak of, by the names that they use."""
    folder = tmp_path_factory.mktemp("documents") / "令和元年度"
    assert ictxl("init", folder).code == 0
    shutil.copy(SAMPLES / "plan.xlsx", folder)
    for source, target in (
        (faulty_round, folder / "returned"),
        (SAMPLES / "returned", folder / "samples" / "returned"),
    ):
        target.mkdir(parents=True)
        for form in sorted(source.iterdir())[:ENOUGH]:
            shutil.copy(form, target)
    published = SAMPLES / "進捗状況.xlsx"
    for name in ("進捗状況.xlsx", "昨年度の進捗状況.xlsx", "2019.xlsx"):
        shutil.copy(published, folder / name)
    assert ictxl("rollover", published, "-o", folder / "plan_2020.xlsx").code == 0
    assert ictxl("generate", folder / "plan_2020.xlsx", "-o", folder / "blank").code == 0
    assert ictxl("merge", folder / "blank", "-o", folder / "2020.xlsx").code == 1
    save_rows(folder / "令和5年度の実施状況.xlsx", {"Sheet1": rows_of(OWN_TABLE)})
    own = ("import", folder / "令和5年度の実施状況.xlsx", "-o", folder / "plan_own.xlsx")
    assert ictxl(*own).code == 0
    (folder / "過年度").mkdir()
    for name in ("2019.xlsx", "2020.xlsx"):
        shutil.copy(folder / name, folder / "過年度")
    return folder


@pytest.fixture(scope="module")
def year_with_review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose plan asks somebody to rate after the departments."""
    folder = tmp_path_factory.mktemp("documents") / "令和6年度"
    folder.mkdir()
    _, second = reviewed(folder)
    write_plan(review_plan(), folder / "plan.xlsx")
    assert second.name == "二次評価.xlsx"
    return folder


def run(command: str, year: Path, desk: Path) -> Run:
    """The command typed in a copy of the folder; what it makes is not there yet."""
    arguments = shlex.split(command)
    folder = desk / year.name
    shutil.copytree(year, folder)
    made = [folder / arguments[at + 1] for at, word in enumerate(arguments) if word == "-o"]
    if arguments[0] == "init":
        made += [path for path in folder.iterdir() if path.is_file()]
    if arguments[0] == "review":
        made += [folder / "二次評価.xlsx"]
    for path in made:
        path.unlink(missing_ok=True)
    # The desk itself would serve its page for ever.
    with mock.patch("ictxl.desk.server.run_desk"):
        return ictxl(*arguments, cwd=folder)


TYPED = [
    pytest.param(command, marks=pytest.mark.slow) if command.split()[0] == former else command
    for former, command in zip(("", *(shown.split()[0] for shown in SHOWN)), SHOWN, strict=False)
]
"""Of each job's commands the first one is quick to try, all are where time is no matter."""


@pytest.mark.parametrize("command", TYPED)
def test_every_command_of_the_documents_runs_as_it_stands(
    command: str, year: Path, year_with_review: Path, tmp_path: Path
) -> None:
    is_review = command.startswith("review") or "二次評価" in command
    told = run(command, year_with_review if is_review else year, tmp_path)
    assert told.code in (0, 1), told.err
    assert "思わぬ誤り" not in told.err


def test_the_commands_were_found() -> None:
    assert len(SHOWN) > 25
    for job in (
        "init",
        "generate",
        "status",
        "check",
        "sendback",
        "review",
        "merge",
        "rollover",
        "history",
    ):
        assert any(command.startswith(job) for command in SHOWN), job


def test_the_guide_has_a_step_of_each_of_its_commands() -> None:
    """A slip in the block's fence would hide a command from the test above."""
    typed = {command.split()[0] for command in commands_of(DOCS / "guide.md")}
    assert typed >= {"desk", "init", "generate", "template", "status", "check", "sendback", "merge"}


PICTURE = re.compile(r"\]\(((?:docs/)?images/[^)]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_every_picture_of_a_page_is_there(page: Path) -> None:
    shown = PICTURE.findall(page.read_text("utf-8"))
    assert [name for name in shown if not (page.parent / name).is_file()] == []


def test_every_picture_is_shown_and_made_by_a_script() -> None:
    there = {path.stem for path in (DOCS / "images").iterdir()}
    shown = {Path(name).stem for page in PAGES for name in PICTURE.findall(page.read_text("utf-8"))}
    assert there == shown
    made = set()
    for script in DOCS.glob("pictures*.py"):
        text = script.read_text("utf-8")
        names = set(re.findall(r'"([\w-]+)"', text))
        # A picture's name stands there whole, or with its beginning apart: f"desk-{name}".
        beginnings = re.findall(r"([\w]+-)\{name\}", text)
        made |= names | {f"{beginning}{name}" for beginning in beginnings for name in names}
    assert there - made == set()
