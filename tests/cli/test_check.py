"""`ictxl check`: findings only, on the real sample with faults planted."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from ictxl.files.inputs import find_inputs
from ictxl.findings import CATALOGUE, Severity
from ictxl.pipeline.collecting import collect
from ictxl.pipeline.reporting import Filter, choose_findings
from ictxl.report.content import group_findings, without_followers
from ictxl.report.terminal import findings_table
from ictxl.round import Round
from tests.support.books import load, sheet_of
from tests.support.cli import ictxl
from tests.support.faulty_round import COMMENTED, FAULTS, type_into
from tests.support.findings import answer_finding
from tests.support.places import ROOT

DOCS = ROOT / "docs"
TARGETS = 8
"""The 目標 that the real table cuts off."""


@pytest.fixture(scope="module")
def checked(faulty_round: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    run = ictxl("check", faulty_round, "--json", cwd=tmp_path_factory.mktemp("desk"))
    assert run.code == 1, run.err
    return run.json


@pytest.fixture(scope="module")
def collected(faulty_round: Path) -> Round:
    return collect(find_inputs([str(faulty_round)]))


@pytest.fixture(scope="module")
def few(faulty_round: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of the faulty forms: enough for the command line's manners."""
    folder = tmp_path_factory.mktemp("few")
    for name in ("02_福祉課.xlsx", "16_人事課.xlsx"):
        shutil.copy(faulty_round / name, folder)
    return folder


def planted(folder: Path) -> list[tuple[str, str, str]]:
    """(file, cell, code) of every fault planted, and of what the real table holds anyway."""
    found = [
        (fault.file, _cell(folder / fault.file, fault.measure, fault.field), code)
        for fault in FAULTS
        for code in fault.codes
    ]
    found += [("", "", "D002"), *[("", "", "P101")] * TARGETS]
    found.append((COMMENTED[0], _cell(folder / COMMENTED[0], COMMENTED[1], "rating"), "S017"))
    found.append(
        ("09_教育研究所.xlsx", _cell(folder / "09_教育研究所.xlsx", "2-7", "next_step"), "A004")
    )
    return sorted(found)


def _cell(file: Path, measure: str, field: str) -> str:
    sheet = sheet_of(file, "進捗入力")
    row = next(c.row for c in sheet["A"] if c.value == measure)
    return next(f"{c.column_letter}{row}" for c in sheet[1] if c.value == field)


@pytest.mark.lengthy
def test_exactly_the_planted_faults_are_found(checked: Any, faulty_round: Path) -> None:
    found = sorted((f["file"], f["cell"], f["code"]) for f in checked["findings"])
    assert found == planted(faulty_round)


@pytest.mark.lengthy
def test_errors_stand_first(checked: Any) -> None:
    order = ["error", "warning", "info"]
    ranks = [order.index(f["severity"]) for f in checked["findings"]]
    assert ranks == sorted(ranks)
    assert checked["counts"] == {name: ranks.count(i) for i, name in enumerate(order)}


def test_the_json_is_as_its_schema_says(checked: Any) -> None:
    schema = json.loads((DOCS / "check.schema.json").read_text("utf-8"))
    assert _faults(checked, schema, schema) == []
    assert _faults({**checked, "findings": [{"code": 1}]}, schema, schema)


def test_the_json_of_a_merge_is_as_the_schema_says_too(few: Path, tmp_path: Path) -> None:
    schema = json.loads((DOCS / "check.schema.json").read_text("utf-8"))
    made = ictxl("merge", few, "-o", "進捗状況.xlsx", "--json", cwd=tmp_path).json
    assert made["earlier_years"] == []
    assert _faults(made, schema, schema) == []
    assert _faults({**made, "earlier_years": [{"year": "R5"}]}, schema, schema)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "ない", "--json"],
        ["merge", "--json"],
        ["status", "--nonsense", "--json"],
        ["generate", "空.xlsx", "--json"],
    ],
)
def test_a_run_that_could_not_be_done_says_so_in_json_too(
    arguments: list[str], tmp_path: Path
) -> None:
    assert ictxl("init", tmp_path, "--year", "2026").code == 0
    (tmp_path / "plan.xlsx").rename(tmp_path / "空.xlsx")
    run = ictxl(*arguments, cwd=tmp_path)
    assert run.code == 2
    schema = json.loads((DOCS / "error.schema.json").read_text("utf-8"))
    findings = json.loads((DOCS / "check.schema.json").read_text("utf-8"))
    assert _faults(run.json, schema, findings) == []
    assert run.json["error"]["message"] in run.err
    assert bool(run.json["findings"]) == (arguments[0] == "generate")


def _faults(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:
    """What of a value is not as the schema says: types, members, lists, choices."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if not isinstance(value, kinds[schema["type"]]):
        return [f"{at}: no {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value}"]
    if schema["type"] == "array":
        return [
            f for i, v in enumerate(value) for f in _faults(v, schema["items"], root, f"{at}/{i}")
        ]
    if schema["type"] == "object":
        members = schema["properties"]
        needed = set(schema.get("required", members))
        odd = (needed - value.keys()) | (value.keys() - members.keys())
        wrong = [f"{at}/{name}" for name in odd]
        for name in members.keys() & value.keys():
            wrong += _faults(value[name], members[name], root, f"{at}/{name}")
        return wrong
    return []


def test_the_report_lies_beside_and_nothing_is_merged(few: Path, tmp_path: Path) -> None:
    assert ictxl("check", few, "--no-report", cwd=tmp_path).code == 1
    assert list(tmp_path.iterdir()) == []
    assert ictxl("check", few, "-o", tmp_path / "今回", cwd=tmp_path).code == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["今回.report.html", "今回.report.xlsx"]


def test_an_earlier_report_among_the_returned_files_is_passed_over(
    few: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(few, tmp_path / "returned"))
    first = ictxl("merge", ".", "-o", "../集約.xlsx", "--json", cwd=folder)
    for report in tmp_path.glob("*集約.*.*"):
        shutil.copy(report, folder)
    again = ictxl("check", ".", "--no-report", "--json", cwd=folder)
    assert len(list(folder.iterdir())) == 5
    assert again.json["findings"] == first.json["findings"]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"severities": ["error"]}, {"A001", "A002", "A003", "A005", "A018", "D002"}),
        ({"severities": ["info"]}, {"A009"}),
        ({"departments": ["保健センター"]}, {"A016", "A017"}),
        ({"departments": ["意匠研究所"]}, set()),
        ({"codes": ["A011", "A015"]}, {"A011", "A015"}),
        ({"departments": ["情報課"], "severities": ["warning"]}, {"A006", "A007", "A010"}),
    ],
)
def test_filters_choose_what_is_shown(
    collected: Round, wanted: dict[str, list[str]], codes: set[str]
) -> None:
    chosen = Filter(**{name: frozenset(values) for name, values in wanted.items()})
    assert {f.code for f in choose_findings(collected, chosen)} == codes


def test_the_options_filter_what_is_shown_but_not_how_it_ends(few: Path, tmp_path: Path) -> None:
    options = ["--severity", "要確認", "--code", "a011", "--department", "福祉課"]
    run = ictxl("check", few, "--no-report", "--json", *options, cwd=tmp_path)
    assert [f["code"] for f in run.json["findings"]] == ["A011"]
    assert run.code == 1


def test_a_department_that_the_plan_does_not_know_is_refused_by_name(
    few: Path, tmp_path: Path
) -> None:
    run = ictxl("check", few, "--no-report", "--department", "税務課", cwd=tmp_path)
    assert run.code == 2
    assert "税務課" in run.err
    assert "秘書広報課" in run.err


def test_40_blanks_are_one_line_with_their_cells(tmp_path: Path, faulty_round: Path) -> None:
    file = tmp_path / "04_情報課.xlsx"
    shutil.copy(faulty_round.parent / "returned" / file.name, file)
    measures = ["1-3", "1-6", "1-10", "2-6", "2-7", "3-1", "3-2", "3-3", "3-4", "3-5", "3-6", "3-7"]
    type_into(file, {(m, "rating"): "" for m in measures})
    run = ictxl("check", file, "--no-report", "--code", "A001", cwd=tmp_path, COLUMNS="100")
    assert run.out.count("A001") == 1
    assert "J7~J18" in run.out
    assert "指摘は 12 件です。" in run.out


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 200])
def test_the_table_fits_the_window(collected: Round, columns: int) -> None:
    out = io.StringIO()
    console = Console(file=out, width=columns)
    console.print(findings_table(choose_findings(collected), columns))
    lines = out.getvalue().splitlines()
    assert len(lines) > 60
    assert max(map(cell_len, lines)) <= columns
    words = "".join("".join(line.strip("│").split("│")[-1].split()) for line in lines)
    assert "担当の山田が確認中です" in words, "and loses nothing"


def test_a_missing_column_is_told_once_and_not_for_each_measure(tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    shutil.copy(ROOT / "samples" / "returned" / "04_情報課.xlsx", file)
    book = load(file)
    sheet = book["進捗入力"]
    column = next(c.column for c in sheet[1] if c.value == "rating")
    sheet.delete_cols(column)
    book.save(file)
    run = ictxl("check", file, "--no-report", "--department", "情報課", "--json", cwd=tmp_path)
    codes = [f["code"] for f in run.json["findings"]]
    assert codes.count("S001") == 1
    assert "A001" not in codes
    assert run.json["counts"]["error"] > 14, "they still count against publishing"


def test_followers_go_only_with_their_leader() -> None:
    column = CATALOGUE["S001"](file="a.xlsx", heading="評価")
    blank = answer_finding("A001", file="a.xlsx")
    other = answer_finding("A001", file="b.xlsx")
    placed = answer_finding("A001", file="a.xlsx", cell="J9")
    assert without_followers([blank, column, other, placed]) == [column, other, placed]
    assert [g.count for g in group_findings([blank, placed, other])] == [2, 1]


@pytest.mark.lengthy
@pytest.mark.parametrize("command", ["check", "status", "merge", "sendback"])
def test_a_cp932_console_makes_no_command_fail(few: Path, tmp_path: Path, command: str) -> None:
    run = ictxl(command, few, cwd=tmp_path, PYTHONIOENCODING="cp932")
    assert run.code == (0 if command == "sendback" else 1), run.err
    assert run.err == ""
    assert "福祉課" in run.out


def test_progress_is_told_in_plain_lines_where_there_is_no_terminal() -> None:
    script = (
        "from ictxl.cli.output import progress_bar\n"
        "with progress_bar('読んでいます', hidden={hidden}) as tell:\n"
        "    [tell(done, 200) for done in range(201)]\n"
    )
    loud, quiet = (
        subprocess.run(
            [sys.executable, "-c", script.format(hidden=hidden)],
            env={**os.environ, "PYTHONIOENCODING": "cp932"},
            capture_output=True,
            check=True,
        )
        for hidden in (False, True)
    )
    lines = loud.stderr.decode("cp932").splitlines()
    assert lines[0] == "読んでいます: 20 / 200"
    assert len(lines) == 10
    assert (loud.stdout, quiet.stdout, quiet.stderr) == (b"", b"", b"")


def test_findings_stand_department_by_department_in_the_plans_order(
    collected: Round,
) -> None:
    order = [d.name for d in collected.plan.departments]
    errors = [f for f in choose_findings(collected) if f.severity is Severity.ERROR]
    places = [(order.index(f.department), f.code) for f in errors]
    assert places == sorted(places)
    assert {f.department for f in errors} == {"秘書広報課", "福祉課", "施設課", "人事課"}
