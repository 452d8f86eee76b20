"""Forms written from the shape of another one are, byte for byte, what openpyxl would write."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from ictxl import form
from ictxl.form import saving
from ictxl.model import Plan
from tests.rounds import real_plan

WHOLE = saving._written_whole


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def odd_plan() -> Plan:
    """The real plan with texts of the kinds that a form stores in ways of their own."""
    plan = real_plan()
    texts = ("=1+1", '<a> & "b"\r\n', " 前後に空白 ", "長い文。" * 2000, "_x000D_", "")
    measures = [
        replace(m, target=texts[i % len(texts)] or m.target, outlook=m.outlook if i % 4 else "")
        for i, m in enumerate(plan.measures)
    ]
    return replace(plan, measures=tuple(measures))


@pytest.mark.parametrize("plan", [real_plan(), odd_plan()], ids=["real", "odd"])
def test_a_form_of_a_known_shape_is_what_openpyxl_writes(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    monkeypatch.setattr(saving, "_written_whole", lambda book: written.append(1) or WHOLE(book))
    template = form.read_template(form.default_template_path())
    departments = plan.answering_departments
    quick = [form.make_form(template, plan, department) for department in departments]
    assert 0 < len(written) < len(departments), "no form was written from another's shape"
    for department, content in zip(departments, quick, strict=True):
        template.writer._shapes.clear()
        assert parts(content) == parts(form.make_form(template, plan, department))
