"""A round's second reading: a plan that asks one, and its workbook filled in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from benchmarks.plans import RATINGS, benchmark_plan
from benchmarks.rounds import Round, fill_in
from ictxl.pipeline.second_reading.making import review
from ictxl.plan.writing import write_plan
from ictxl.questions import Question, QuestionKind, Respondent

SECOND = Question("二次評価", QuestionKind.CHOICE, RATINGS, asked_of=Respondent.REVIEWER)


def with_second_reading(made: Round, folder: Path) -> tuple[Path, Path]:
    """The plan workbook that asks for it, and its workbook with a rating for each measure."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = benchmark_plan(made.size)
    plan_file = folder / "plan.xlsx"
    write_plan(replace(plan, questions=(*plan.questions, SECOND)), plan_file)
    result = review([str(made.returned)], folder / "blank.xlsx", plan_file=plan_file)
    codes = [choice.code for choice in RATINGS.choices]
    ratings = {
        measure.id: {SECOND.key: codes[number % len(codes)]}
        for number, measure in enumerate(result.plan.measures)
    }
    filled = folder / "filled.xlsx"
    filled.write_bytes(fill_in(result.files[0].path.read_bytes(), ratings))
    return plan_file, filled
