"""A form without hidden sheets, where no other tells how it was sent."""

from __future__ import annotations

from pathlib import Path

from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.pipeline.reporting import check
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.returned_forms import SHEET, filled_form, small_plan


def test_its_own_texts_and_prompts_are_not_taken_for_a_departments(tmp_path: Path) -> None:
    plan = small_plan(saved_at="")
    write_plan(plan, tmp_path / "plan.xlsx")
    path = filled_form(tmp_path / "文書課.xlsx", plan)
    book = load(path)
    for name in HIDDEN_SHEETS:
        del book[name]
    book[SHEET]["R30"] = "欄外のメモ"
    book.save(path)
    collected = check([path], None, plan_file=tmp_path / "plan.xlsx").round
    found = [(f.code, f.cell) for f in collected.findings if f.file == path.name]
    assert [code for code, _ in found if code != "A003"] == ["F012", "S012"]
    assert ("S012", "R30") in found
    assert {r.department for r in collected.responses} == {"文書課"}
