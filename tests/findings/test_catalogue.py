"""The catalogue of findings, and the page made from it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args, get_type_hints

import pytest

from ictxl.findings import CATALOGUE, FindingKind, Severity
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


def blanks(kind: FindingKind[...]) -> set[str]:
    texts = (kind.message, kind.remedy, kind.request)
    return {blank for text in texts for _, blank, *_ in Formatter().parse(text) if blank}


def facts_of(kind: FindingKind[...]) -> set[str]:
    """The facts that a finding must be given, and those of its place, which it may be given."""
    required = set(inspect.signature(kind.facts).parameters) - {"place"}
    [place] = get_args(get_type_hints(kind.facts)["place"])
    return required | set(place.__annotations__) | {"brief"}


def test_every_blank_of_a_findings_texts_is_filled_by_its_facts() -> None:
    for code, kind in CATALOGUE.items():
        assert blanks(kind) <= facts_of(kind), code


def test_a_finding_without_one_of_its_facts_is_not_made() -> None:
    changed = CATALOGUE["S014"]
    with pytest.raises(TypeError, match="before"):
        changed(file="x.xlsx", heading="目標")
    with pytest.raises(TypeError, match="heading"):
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
    assert set(CATALOGUE) <= {code for source in within for code in literal_codes(source)}
    assert [(s.name, code) for s in sources - within for code in literal_codes(s)] == []
