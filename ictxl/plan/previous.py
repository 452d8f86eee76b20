"""Read 前回: last year's answers, which the plan of a new year brings along."""

from __future__ import annotations

from collections.abc import Mapping

from ictxl import findings
from ictxl.model import Measure, PreviousAnswer
from ictxl.plan.assignments import Departments
from ictxl.plan.columns import (
    PREVIOUS_AREA,
    PREVIOUS_DEPARTMENT,
    PREVIOUS_NEXT_STEP,
    PREVIOUS_NUMBER,
    PREVIOUS_PROGRESS,
    PREVIOUS_RATING,
    PREVIOUS_SHEET,
)
from ictxl.plan.parse_values import Once, line, number, text
from ictxl.plan.source_cells import SourceBook
from ictxl.plan.table_rows import Mistakes, read_table
from ictxl.questions import NEXT_STEP_NAME, PROGRESS_NAME, RATING_NAME, USUAL_KEYS
from ictxl.text.clean import fold_name


def read_previous(
    book: SourceBook, measures: Mapping[str, Measure], departments: Departments, mistakes: Mistakes
) -> tuple[PreviousAnswer, ...]:
    """Those whose measure and department the plan still has; the others are reported."""
    once = Once(mistakes)
    found = []
    for row in read_table(book, PREVIOUS_SHEET, mistakes).rows:
        area, place = number(row[PREVIOUS_AREA], mistakes), number(row[PREVIOUS_NUMBER], mistakes)
        if not area or not place:
            continue
        measure = f"{area}-{place}"
        written = line(row[PREVIOUS_DEPARTMENT], mistakes)
        department = departments.names.get(fold_name(written), "")
        if measure not in measures or department not in measures[measure].departments:
            mistakes.at(
                row[PREVIOUS_DEPARTMENT],
                findings.PREVIOUS_ANSWER_NOT_IN_PLAN,
                measure=measure,
                department=written,
            )
        elif once.note((measure, department), row[PREVIOUS_DEPARTMENT]):
            values = {
                USUAL_KEYS[RATING_NAME]: line(row[PREVIOUS_RATING], mistakes),
                USUAL_KEYS[PROGRESS_NAME]: text(row[PREVIOUS_PROGRESS], mistakes),
                USUAL_KEYS[NEXT_STEP_NAME]: line(row[PREVIOUS_NEXT_STEP], mistakes),
            }
            found.append(PreviousAnswer(measure, department, values))
    return tuple(found)
