"""How far the second reading of a year has come, as its folder shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ictxl.pipeline.year_folder.live_round import RoundSeen
from ictxl.pipeline.year_folder.places import YearFolder
from ictxl.readers import reader_label
from ictxl.report.page import letter_to
from ictxl.report.status import (
    DepartmentStatus,
    SubmissionState,
    department_statuses,
    review_line,
)


@dataclass(frozen=True)
class SecondReading:
    """What a page tells of it."""

    line: str
    """Each reader's state, or what is still to be done."""
    is_open: bool
    """Whether a rating is missing still."""
    workbooks: tuple[Path, ...]
    """Those in the folder itself, made or filled in."""


def second_reading(folder: YearFolder, seen: RoundSeen) -> SecondReading | None:
    """None where the plan asks nothing of who rates after the departments."""
    report = seen.report
    if report is None or not (report.round.plan.reviewer_questions or report.review):
        return None
    made = folder.review_workbooks
    if report.review is None:
        names = "、".join(path.name for path in made)
        waiting = f"「{names}」への記入を待っています。" if made else "まだ始めていません。"
        return SecondReading(waiting, True, made)
    states = [status.state for status in department_statuses(report.review)]
    is_open = any(state is not SubmissionState.DONE for state in states)
    return SecondReading(review_line(report), is_open, made)


def readers_to_ask(seen: RoundSeen) -> list[tuple[DepartmentStatus, str]]:
    """The readers whose workbook came back with something to mend, each with the text to send."""
    report = seen.report.review if seen.report else None
    if report is None:
        return []
    return [
        (replace(status, department=reader_label(status.department)), letter_to(report, status))
        for status in department_statuses(report)
        if status.submissions and report.to_mend(status.department)
    ]
