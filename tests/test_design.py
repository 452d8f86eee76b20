"""The design's own rules, held by the code itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import ictxl
from tests.support.places import ROOT

PACKAGE = Path(ictxl.__file__).parent


def test_the_table_of_rooms_is_what_the_linter_holds() -> None:
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("the tests stand outside the repository")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (rooms,) = (c for c in project["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    held = [room for layer in rooms["layers"] for room in layer.split(" | ")]
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    table = design.partition("| room | holds |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)[`./]", table, re.MULTILINE) == held


def test_no_folder_holds_more_modules_than_a_person_can_overlook() -> None:
    for folder in {source.parent for source in PACKAGE.rglob("*.py")}:
        modules = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(modules) <= 21, (folder, modules)


def test_modules_and_functions_stay_short() -> None:
    for source in PACKAGE.rglob("*.py"):
        text = source.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 400, source
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 50, f"{source}: {node.name} has {length} lines"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_and_version_import_nothing_heavy(arguments: list[str]) -> None:
    heavy = ["pandas", "numpy", "openpyxl", "xlsxwriter", "rich", "python_calamine", "jinja2"]
    script = (
        "import sys\n"
        f"sys.argv = ['ictxl', *{arguments!r}]\n"
        "from ictxl.cli import main\n"
        "try:\n    main()\nexcept SystemExit as exit:\n    assert exit.code == 0, exit.code\n"
        f"loaded = [name for name in {heavy!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    assert run.stdout


def test_generate_gets_by_without_what_only_other_jobs_need(tmp_path: Path) -> None:
    plan = ROOT / "samples" / "plan.xlsx"
    heavy = [
        "pandas",
        "numpy",
        "xlsxwriter",
        "jinja2",
        "ssl",
        "ictxl.returned.form",
        "ictxl.files.mail_drafts",
    ]
    script = (
        "import sys\n"
        f"sys.argv = ['ictxl', 'generate', {str(plan)!r}, '-o', {str(tmp_path)!r}]\n"
        "from ictxl.cli import main\n"
        "try:\n    main()\nexcept SystemExit as exit:\n    assert exit.code == 0, exit.code\n"
        f"loaded = [name for name in {heavy!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
        "import numpy\n"
        "assert numpy.int64(1) + 1 == 2\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    assert list(tmp_path.glob("*.xlsx"))


def test_a_program_that_knows_numpy_gets_openpyxl_whole() -> None:
    script = (
        "import numpy\n"
        "from ictxl.cli.generate import import_openpyxl\n"
        "import_openpyxl()\n"
        "import openpyxl\n"
        "openpyxl.Workbook().active['A1'] = numpy.int64(1)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


def test_a_merge_gets_by_without_what_only_other_jobs_need(tmp_path: Path) -> None:
    samples = ROOT / "samples" / "returned"
    heavy = ["pandas", "numpy", "openpyxl", "rich", "dask", "multiprocessing"]
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ictxl.pipeline.merging import merge\n"
        f"merge([{str(samples)!r}], Path({str(tmp_path)!r}) / 'out.xlsx')\n"
        f"loaded = [name for name in {heavy!r} if name in sys.modules]\n"
        "assert not loaded, loaded\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


def test_a_worker_that_imports_the_main_module_gets_no_command_line() -> None:
    script = "import sys, ictxl.__main__\nassert 'click' not in sys.modules"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


def test_the_sources_name_no_place_of_their_making() -> None:
    folders = ("ictxl", "tests", "samples", "docs", "templates")
    files = [path for name in folders for path in (ROOT / name).rglob("*")]
    texts = [path for path in files if path.suffix in {".py", ".md", ".toml", ".html", ".txt"}]
    assert texts
    words = ["/" + "work/", "../" + "shared", "/" + "tmp/w"]
    for path in texts:
        content = path.read_text(encoding="utf-8")
        assert not [word for word in words if word in content], path


def test_every_dependency_has_its_reason_in_the_design() -> None:
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("the tests stand outside the repository")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    requirements = [*project["dependencies"], *extras["cluster"], *extras["parquet"]]
    names = {re.split(r"[<>=!~\[ ]", requirement)[0].lower() for requirement in requirements}
    assert len(names) > 10
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8").lower()
    assert not {name for name in names if f"\n| {name} |" not in design}
