"""Forms of plans that do not say themselves what is asked: the same to eye and hand as ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import ictxl
from tests.support.form_facts import form_facts
from tests.support.places import ROOT

SAMPLES = ROOT / "samples"
RECORDED = ROOT / "tests" / "data"
"""Facts of forms that were made when all plans asked the four usual questions."""


@pytest.mark.parametrize(
    ("recorded", "options"),
    [
        ("usual_form.txt", []),
        ("usual_form_with_last_year.txt", ["--previous", SAMPLES / "進捗状況.xlsx"]),
    ],
)
def test_a_form_of_the_usual_questions_is_what_it_was(
    tmp_path: Path, recorded: str, options: list[str | Path]
) -> None:
    run = ictxl(
        *("generate", SAMPLES / "plan.xlsx", "-o", tmp_path, "--department", "秘書広報課"), *options
    )
    assert run.code == 0
    facts = form_facts(tmp_path / "01_秘書広報課.xlsx")
    assert facts == (RECORDED / recorded).read_text("utf-8").splitlines()
