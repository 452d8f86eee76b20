"""The published templates that come with ictxl are what their script builds, and are explained."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from typing import Any

import pytest

from ictxl.consolidated.styles import A3, A4
from ictxl.consolidated.template.published import family_template_path, own_template_path
from ictxl.consolidated.template.words.vocabulary import vocabulary
from ictxl.contract.placeholders import braced
from ictxl.model import Plan
from tests.support.places import ROOT


def parts(workbook: bytes) -> dict[str, bytes]:
    """Its parts, as not every zlib compresses to the same bytes."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist()}


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A script beside the templates."""
    monkeypatch.syspath_prepend(ROOT / "templates")
    spec = importlib.util.spec_from_file_location(name, ROOT / "templates" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, loaded)
    spec.loader.exec_module(loaded)
    return loaded


def test_the_templates_are_in_step_with_the_scripts_that_build_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build = script("build_consolidated", monkeypatch).build
    for paper in (A3, A4):
        made = own_template_path(paper.name).read_bytes()
        assert parts(build(paper)) == parts(made)
    for word, build_family in script("build_families", monkeypatch).BUILDERS.items():
        assert parts(build_family()) == parts(family_template_path(word).read_bytes())


def test_the_guide_to_published_templates_names_every_placeholder() -> None:
    guide = (ROOT / "docs" / "template-published.md").read_text("utf-8")
    fixed = [name for name in vocabulary(Plan("", 0, "")) if not name.startswith("各課の")]
    told_by_rule = ("の番号", "の名称", "の意味")
    missing = [n for n in fixed if braced(n) not in guide and not n.endswith(told_by_rule)]
    assert missing == ["次期計画での展開"]
