"""On the real table no check cries wolf: the whole list of findings stands here."""

from __future__ import annotations

from ictxl.checks import run_checks
from ictxl.findings import Severity
from tests.support.rounds import real_case

CAREFUL_EYE = [
    # 教育研究所 rates B, which goes on, and gives no next step.
    ("2-7", "教育研究所", "A004"),
    # The eight 目標 that the source cuts off; 3-1, which ends on a noun, is none of them.
    ("2-2", "", "P101"),
    ("2-3", "", "P101"),
    ("2-8", "", "P101"),
    ("3-3", "", "P101"),
    ("3-5", "", "P101"),
    ("3-6", "", "P101"),
    ("3-7", "", "P101"),
    ("3-8", "", "P101"),
]


def test_on_the_real_table_the_findings_are_what_a_careful_person_would_raise() -> None:
    found = run_checks(real_case())
    assert sorted((f.measure, f.department, f.code) for f in found) == sorted(CAREFUL_EYE)
    assert {f.severity for f in found} == {Severity.WARNING}


def test_a_text_that_is_repeated_from_last_year_is_the_only_thing_wrong_with_it() -> None:
    rows = {
        (r.measure, r.department): {
            "previous_progress": r["progress"],
            "previous_rating": r["rating"],
        }
        for r in real_case().responses
    }
    found = [f.code for f in run_checks(real_case(rows)) if f.code not in {"A004", "P101"}]
    assert found == ["A012"] * 44
