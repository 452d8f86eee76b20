"""The catalogue of findings, and the page made from it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from ictxl import findings
from ictxl.findings import CATALOGUE, Facts, FindingKind, FindingPlace, Severity
from tests.support.places import ROOT
from tests.support.scripts import run_script

PACKAGE = ROOT / "ictxl"


def test_the_page_of_checks_is_what_the_catalogue_gives() -> None:
    run = run_script(ROOT / "docs" / "generate_checks.py", "--check")
    assert run.code == 0, run.err


def test_a_stale_page_of_checks_is_noticed(tmp_path: Path) -> None:
    script = tmp_path / "generate_checks.py"
    script.write_bytes((ROOT / "docs" / "generate_checks.py").read_bytes())
    page = (ROOT / "docs" / "checks.md").read_text("utf-8")
    (tmp_path / "checks.md").write_text(page.replace("評価が未記入", "評価がない"), "utf-8")
    run = run_script(script, "--check")
    assert run.code == 1
    assert "stale" in run.err


def test_every_finding_says_what_is_wrong_and_what_to_do() -> None:
    for code, kind in CATALOGUE.items():
        assert kind.title, code
        assert kind.message.endswith(("。", "}")), code
        assert kind.remedy.endswith(("。", "}")), code
        if kind.severity is Severity.INFO:
            assert not kind.request, f"{code}: what ictxl did by itself asks a department nothing"


def blanks(kind: FindingKind) -> set[str]:
    texts = (kind.message, kind.remedy, kind.request)
    return {blank for text in texts for _, blank, *_ in Formatter().parse(text) if blank}


def test_every_blank_of_a_findings_texts_is_a_fact_and_every_fact_fills_one() -> None:
    told = set().union(*map(blanks, CATALOGUE.values()))
    assert told - {"brief"} <= set(Facts.__annotations__)
    assert set(Facts.__annotations__) - set(FindingPlace.__annotations__) <= told


@pytest.mark.lengthy
def test_wherever_a_finding_is_made_it_is_given_all_facts_of_its_texts() -> None:
    calls = [
        (source, call, name)
        for source in PACKAGE.rglob("*.py")
        for call, name in calls_with_kinds(ast.parse(source.read_text("utf-8")))
    ]
    seen = {getattr(findings, name).code for _, _, name in calls}
    assert set(CATALOGUE) - seen == TAKEN_FROM_TABLES, "which calls make these?"
    assert [
        (source.name, call.lineno, name, missing)
        for source, call, name in calls
        if (missing := blanks(getattr(findings, name)) - facts_given(call, source))
    ] == []


def calls_with_kinds(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Calls of a kind, of a helper that is given one, and of a function's name for some kinds."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            named: dict[str, set[str]] = {}
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                    named.setdefault(node.targets[0].id, set()).update(kinds_in(node.value))
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and called(node) not in ("codes", "is_a"):
                    at = isinstance(node.func, ast.Attribute) and node.func.attr == "at"
                    for part in (node.func.value if at else node.func, *node.args):
                        own = named.get(part.id, ()) if isinstance(part, ast.Name) else ()
                        yield from ((node, name) for name in {*own, *kinds_in(part)})


def kinds_in(node: ast.expr) -> Iterator[str]:
    """`findings.ROW_ADDED`, alone or as one of two that are chosen from."""
    if isinstance(node, ast.IfExp):
        yield from (*kinds_in(node.body), *kinds_in(node.orelse))
    else:
        name = ast.unparse(node).removeprefix("findings.")
        if isinstance(getattr(findings, name, None), FindingKind):
            yield name


def called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def facts_given(call: ast.Call, source: Path) -> set[str]:
    """By the call itself, and by the helper that it goes to."""
    own = {keyword.arg for keyword in call.keywords if keyword.arg}
    added = ADDED_BY_HELPERS.get((source.parent.name, called(call)), "").split()
    return {*own, *added, *FindingPlace.__annotations__, "brief"}


TAKEN_FROM_TABLES = {
    *("A011", "A016", "A017", "A018", "A019", "A020", "A022"),
    *("S009", "S018", "S019", "S025", "S026", "S027", "S028"),
}
"""What this test does not see made; tests of texts and of returned forms make each."""
RULE_FACTS = "question choices to_do listed other chosen length limit unit"
ADDED_BY_HELPERS = {
    ("plan", "at"): "heading",
    ("checks", "_each"): "found question",
    ("contract", "AnswerRule"): RULE_FACTS,
    ("contract", "_of_value"): RULE_FACTS,
    ("indicators", "_unplaced"): "name",
}
"""Folder and helper → what it gives to each kind that it is called with, besides the place."""


def test_a_finding_without_one_of_its_facts_is_not_made() -> None:
    changed = CATALOGUE["S014"]
    with pytest.raises(KeyError, match="before"):
        changed(file="x.xlsx", heading="目標")
    with pytest.raises(KeyError, match="heading"):
        changed.at({"file": "x.xlsx"}, before="前")


def test_what_a_finding_says_of_its_place_goes_before_what_the_place_says() -> None:
    place = {"file": "x.xlsx", "cell": "C9", "value": "セルの文字"}
    found = CATALOGUE["S012"].at(place, value="文の一部")
    assert (found.file, found.cell, found.value) == ("x.xlsx", "C9", "文の一部")
    assert "文の一部" in found.message


def literal_codes(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"\A[A-Z]\d{3}\Z", node.value)


def test_codes_stand_in_the_catalogue_only_and_elsewhere_findings_go_by_name() -> None:
    catalogue = PACKAGE / "findings"
    sources = set(PACKAGE.rglob("*.py"))
    within = {source for source in sources if source.is_relative_to(catalogue)}
    defined = [code for source in within for code in literal_codes(source)]
    assert sorted(code for code in defined if code != "P100") == sorted(CATALOGUE), "once each"
    assert [(s.name, code) for s in sources - within for code in literal_codes(s)] == []
