"""A round with a second reading: forms that came back, and what readers rated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import ictxl
from ictxl.findings import Finding
from ictxl.model import Plan
from ictxl.questions import Question, QuestionKind, Requirement, RequirementKind, Respondent
from tests.support.made_once import made_once
from tests.support.returned_forms import ANSWERS, RATINGS, Answer, Form, filled_form, small_plan

SECOND = "二次評価"
REASON = "二次評価の理由"
REVIEW_QUESTIONS = (
    Question(
        SECOND,
        QuestionKind.CHOICE,
        small_plan(ratings=RATINGS).questions[0].choices,
        asked_of=Respondent.REVIEWER,
    ),
    Question(
        REASON,
        required=Requirement(RequirementKind.WHERE_CHOSEN, SECOND, ("C", "D")),
        asked_of=Respondent.REVIEWER,
    ),
)
MEASURES = ("1-1", "1-2", "1-3", "2-1", "2-2")
ALL_B: Mapping[str, tuple[str, str]] = dict.fromkeys(MEASURES, ("B", ""))
ANSWERS_OF_ALL: Mapping[str, Mapping[str, Answer]] = {
    "文書課": ANSWERS,
    "健康課": {
        "1-1": ("A", "窓口で案内した。", "2.拡充"),
        "1-2": ("B", "毎月発信した。", "1.現状維持"),
        "2-2": ("B", "研修を2回開いた。", "1.現状維持"),
    },
    "学校課": {
        "1-3": ("B", "全校に置いた。", "1.現状維持"),
        "2-2": ("B", "研修に加わった。", "1.現状維持"),
    },
}


def review_plan(**changes: object) -> Plan:
    """`small_plan`, of whose answers somebody rates each measure again."""
    plan = small_plan()
    return replace(plan, questions=(*plan.questions, *REVIEW_QUESTIONS), **changes)  # type: ignore[arg-type]  # any part


def returned_forms(
    folder: Path, plan: Plan | None = None, departments: Iterable[str] = ANSWERS_OF_ALL
) -> Path:
    """The forms of these departments in `folder`, all filled in."""
    folder.mkdir(exist_ok=True)
    for department in departments:
        path = folder / f"{department}.xlsx"
        filled_form(path, plan or review_plan(), department, ANSWERS_OF_ALL[department])
    return folder


def rate(path: Path, ratings: Mapping[str, tuple[str, str]]) -> Path:
    """Rating and reason of each measure, typed into the workbook of a second reading."""
    form = Form(path)
    for measure, texts in ratings.items():
        for name, text in zip((SECOND, REASON), texts, strict=True):
            form.cell(measure, f"q:{name}").value = text or None
    return form.save()


def reviewed(
    folder: Path, ratings: Mapping[str, tuple[str, str]] = ALL_B, plan: Plan | None = None
) -> tuple[Path, Path]:
    """The folder of the returned forms, and the workbook of their second reading, filled in."""
    returned = returned_forms(folder / "returned", plan)
    rated = folder / "二次評価.xlsx"
    rated.write_bytes(_rated(tuple(ratings.items()), plan))
    return returned, rated


@made_once
def _rated(ratings: tuple[tuple[str, tuple[str, str]], ...], plan: Plan | None) -> bytes:
    with TemporaryDirectory() as folder:
        returned = returned_forms(Path(folder) / "returned", plan)
        made = ictxl.review(returned, Path(folder) / "二次評価.xlsx").files[0].path
        return rate(made, dict(ratings)).read_bytes()


def told(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """(file, cell, code) of each finding."""
    return [(found.file, found.cell, found.code) for found in findings]
