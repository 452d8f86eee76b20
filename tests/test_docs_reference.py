"""The reference pages of docs/ are what their scripts make of the program."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest

import ictxl
from ictxl.cli import COMMANDS
from ictxl.errors import OutputError
from ictxl.findings import Severity
from ictxl.model import Plan
from ictxl.pipeline.sending import generate
from ictxl.pipeline.year_folder.places import PLAN_FILE
from ictxl.round import Round
from tests.support.cli import Run
from tests.support.scripts import run_script

DOCS = Path(__file__).parents[1] / "docs"
OFFERS_NAMES = pytest.mark.skipif(
    not hasattr(ictxl, "__all__"), reason="`import ictxl` does not say yet what it offers"
)
PAGES = [
    pytest.param("generate_commands.py", "commands.md", id="commands"),
    pytest.param("generate_api.py", "api.md", id="api", marks=OFFERS_NAMES),
]


def checked(script: Path) -> Run:
    if script.name != "generate_commands.py":
        return run_script(script, "--check")
    # click would keep for all who come later what is asked of it before ictxl teaches it Japanese.
    command = [sys.executable, script, "--check"]
    run = subprocess.run(command, capture_output=True, check=False)
    return Run(run.returncode, run.stdout.decode(), run.stderr.decode())


@pytest.mark.parametrize(("script", "page"), PAGES)
def test_the_page_is_what_its_script_makes(script: str, page: str) -> None:
    run = checked(DOCS / script)
    assert run.code == 0, run.err
    assert len((DOCS / page).read_text("utf-8").splitlines()) > 100


@pytest.mark.parametrize(("script", "page"), PAGES)
def test_a_stale_page_is_noticed(script: str, page: str, tmp_path: Path) -> None:
    for name in (script, "generated.py", page):
        shutil.copy(DOCS / name, tmp_path)
    assert checked(tmp_path / script).code == 0
    content = (tmp_path / page).read_text("utf-8")
    (tmp_path / page).write_text(content.replace("## ", "### ", 1), "utf-8")
    run = checked(tmp_path / script)
    assert run.code == 1
    assert "stale" in run.err


def test_each_command_has_its_section() -> None:
    lines = (DOCS / "commands.md").read_text("utf-8").splitlines()
    assert [f"## ictxl {name}" for name in COMMANDS if f"## ictxl {name}" not in lines] == []


@pytest.fixture
def commands_page(monkeypatch: pytest.MonkeyPatch) -> Callable[[click.Group, str], str]:
    monkeypatch.syspath_prepend(DOCS)
    made: Callable[[click.Group, str], str] = import_module("generate_commands").commands_page
    return made


def group_with(*options: click.Option) -> click.Group:
    file = click.Argument(["files"], metavar="ファイル…", nargs=-1, required=True)
    folder = click.Argument(["folder"], metavar="[フォルダー]", default="here")
    text = "ファイルを読みます。\n\n一つでも\nよいです。\n\n\b\n例:\n  tool read a|b\n  tool read c"
    read = click.Command("read", params=[file, folder, *options], help=text)
    return click.Group("tool", commands=[read], help="道具です。")


def test_a_section_tells_usage_arguments_options_and_examples(
    commands_page: Callable[[click.Group, str], str],
) -> None:
    page = commands_page(
        group_with(
            click.Option(["-o", "--output"], metavar="名前", default="out", help="書く所。"),
            click.Option(["--paper"], metavar="[A3|A4]", default="A3", help="紙(既定: A3)。"),
            click.Option(["--kind"], type=click.Choice(["x", "y"]), required=True, help="種類。"),
            click.Option(["--jobs"], metavar="数", type=click.IntRange(min=1), help="数。"),
            click.Option(["--force"], is_flag=True, help="上書きします_。"),
            click.Option(["--today"], hidden=True),
        ),
        "tool",
    )
    section = page[page.index("## tool read") :]
    assert section.splitlines()[2:] == [
        "ファイルを読みます。",
        "",
        "```",
        "tool read [OPTIONS] ファイル… [フォルダー]",
        "```",
        "",
        "一つでもよいです。",
        "",
        "例:",
        "",
        "```",
        "tool read a|b",
        "tool read c",
        "```",
        "",
        "| 引数 | 指定 |",
        "| --- | --- |",
        "| `ファイル…` | 必須(いくつでも) |",
        "| `[フォルダー]` | 省くと `here` |",
        "",
        "| オプション | 説明 |",
        "| --- | --- |",
        "| `-o`、`--output 名前` | 書く所。 既定: `out`。 |",
        r"| `--paper [A3\|A4]` | 紙(既定: A3)。 |",
        "| `--kind kind` | 種類。 必須。 選べる値: `x`、`y`。 |",
        "| `--jobs 数` | 数。 1 以上の整数。 |",
        r"| `--force` | 上書きします\_。 |",
    ]


def test_a_help_text_that_names_another_default_is_refused(
    commands_page: Callable[[click.Group, str], str],
) -> None:
    option = click.Option(["--paper"], default="A4", help="紙(既定: A3)。")
    with pytest.raises(ValueError, match="--paper"):
        commands_page(group_with(option), "tool")


@pytest.fixture
def api_page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.syspath_prepend(DOCS)
    made: Callable[..., str] = import_module("generate_api").api_page
    return made


PUBLIC: list[tuple[object, list[str]]] = [
    (PLAN_FILE, ["`'plan.xlsx'`"]),
    (Severity, ["| `ERROR` | `'error'` |", "### it.rank", "`rank: int`", "0 for the gravest."]),
    (Plan, ["### it.measures_of", "it.measures_of(department: str) -> tuple[Measure, ...]"]),
    (Round, ["| `plan` | `Plan` |  |  |", "### it.submitted", "`submitted: frozenset[str]`"]),
    (
        generate,
        ["    plan_file: Path,", "    *,", "    mail: bool = False,", ") -> GenerateResult"],
    ),
    (OutputError, ["An output file or folder cannot be written."]),
]


@pytest.mark.parametrize(("value", "expected"), PUBLIC)
def test_a_name_has_its_signature_types_and_docstrings(
    api_page: Callable[..., str], value: Any, expected: list[str]
) -> None:
    lines = api_page("ictxl", {"it": value}).splitlines()
    assert "## ictxl.it" in lines
    assert [line for line in expected if line not in lines] == []


def test_names_stand_in_the_order_they_are_offered(api_page: Callable[..., str]) -> None:
    page = api_page("ictxl", {"b": Plan, "a": Severity})
    assert page.index("## ictxl.b") < page.index("## ictxl.a")


def test_a_public_name_without_a_docstring_is_refused(api_page: Callable[..., str]) -> None:
    def silent() -> None: ...

    with pytest.raises(ValueError, match="silent"):
        api_page("ictxl", {"silent": silent})
