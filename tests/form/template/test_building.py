"""The template that comes with ictxl is what its script builds."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from dataclasses import replace

import pytest

from ictxl.contract import placeholders
from ictxl.contract.fields import fields_of, indicator_fields
from ictxl.form.template.template_file import (
    USUAL_PLAN,
    default_template_path,
    questions_template_path,
)
from tests.support.places import ROOT

_INDICATORS = indicator_fields(replace(USUAL_PLAN, target_years=("R6",)))
KNOWN = (
    *placeholders.known(fields_of(USUAL_PLAN)),
    *(field.placeholder for field in _INDICATORS.all),
)


def test_the_template_is_in_step_with_the_script_that_builds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(ROOT / "templates")
    spec = importlib.util.spec_from_file_location("build_template", ROOT / "templates/build.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert parts(script.build()) == parts(default_template_path().read_bytes())
    assert parts(script.build_for_questions()) == parts(questions_template_path().read_bytes())


def parts(workbook: bytes) -> dict[str, bytes]:
    """Its parts, as not every zlib compresses to the same bytes."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_default_template_is_found() -> None:
    assert default_template_path().name == "progress_template.xlsx"
    assert default_template_path().exists()


def test_the_guide_to_templates_names_every_placeholder() -> None:
    guide = (ROOT / "docs" / "template.md").read_text("utf-8")
    missing = [name for name in KNOWN if placeholders.braced(name) not in guide]
    assert missing == []
    assert set(placeholders.names_in(guide)) <= set(KNOWN)
