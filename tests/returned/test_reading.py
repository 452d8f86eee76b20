"""A form that was filled in as asked reads back exactly."""

from __future__ import annotations

from pathlib import Path

from ictxl.returned.assign import place_form
from ictxl.returned.deciding.plan_choice import choose_plan
from ictxl.returned.reader import read_form
from tests.support.responses import answer_of
from tests.support.returned_forms import Answer, Form, filled_form, small_plan

ANSWERS: dict[str, Answer] = {
    "1-1": ("B", "申請を3件電子化した。\n来年度も続ける。", "1.現状維持", "様式が古い"),
    "1-3": ("A", "文書を配った。", "2.拡充"),
    "2-1": ("X", "=1+1 はただの文字", "4.終了"),
    "2-2": ("C", "講座を1回開いた。", "1.現状維持"),
}


def test_a_filled_form_reads_back_with_its_plan_and_every_answer_in_its_place(
    tmp_path: Path,
) -> None:
    plan = small_plan()
    path = filled_form(tmp_path / "文書課.xlsx", plan, "文書課", ANSWERS)
    form = read_form(path, path.name)
    chosen = choose_plan([form])
    assert chosen is not None and chosen.plan.id == plan.id
    submission = place_form(form, plan)
    assert submission.department == "文書課"
    assert submission.findings == ()
    read = {r.measure: answer_of(r) for r in submission.responses}
    assert read == {
        "1-1": ("B", "申請を3件電子化した。\n来年度も続ける。", "1", "様式が古い"),
        "1-3": ("A", "文書を配った。", "2", ""),
        "2-1": ("X", "=1+1 はただの文字", "4", ""),
        "2-2": ("C", "講座を1回開いた。", "1", ""),
    }
    places = Form(path)
    for response in submission.responses:
        for field in ("rating", "progress", "next_step", "remarks"):
            assert response.cell(field) == places.at(response.measure, field)
