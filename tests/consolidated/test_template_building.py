"""The published templates that come with ictxl are what their script builds, and are explained."""

from __future__ import annotations

import importlib.util
import io
import zipfile

import pytest

from ictxl.consolidated.paper import A3, A4
from ictxl.consolidated.template.published import own_template_path
from ictxl.consolidated.template.words.vocabulary import vocabulary
from ictxl.contract.placeholders import braced
from ictxl.model import Plan
from tests.support.places import ROOT


def parts(workbook: bytes) -> dict[str, bytes]:
    """Its parts, as not every zlib compresses to the same bytes."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_templates_are_in_step_with_the_script_that_builds_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(ROOT / "templates")
    place = ROOT / "templates/build_consolidated.py"
    spec = importlib.util.spec_from_file_location("build_consolidated", place)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "build_consolidated", script)
    spec.loader.exec_module(script)
    for paper in (A3, A4):
        made = own_template_path(paper.name).read_bytes()
        assert parts(script.build(paper)) == parts(made)


def test_the_guide_to_published_templates_names_every_placeholder() -> None:
    guide = (ROOT / "docs" / "template-published.md").read_text("utf-8")
    fixed = [name for name in vocabulary(Plan("", 0, "")) if not name.startswith("各課の")]
    told_by_rule = ("の番号", "の名称", "の意味")
    missing = [n for n in fixed if braced(n) not in guide and not n.endswith(told_by_rule)]
    assert missing == ["次期計画での展開"]
