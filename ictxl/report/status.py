"""提出状況: the state of each answering department."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ictxl.findings import Severity
from ictxl.model import Plan
from ictxl.readers import agreement
from ictxl.report.content import Report, counts
from ictxl.responses import Submission
from ictxl.text.era import date_label, read_date


class SubmissionState(StrEnum):
    """How far a department has come."""

    MISSING = "未提出"
    BLANK = "未記入"
    """Its form came back with nothing filled in."""
    PARTIAL = "一部"
    """Some of its measures are not answered yet."""
    TO_MEND = "要修正"
    """All are answered, but there are errors."""
    DONE = "完了"


@dataclass(frozen=True)
class DepartmentStatus:
    """One answering department's state, and the figures it follows from."""

    department: str
    state: SubmissionState
    measures: int
    filled: int
    """Measures of which nothing is missing that must be answered."""
    errors: int
    warnings: int
    submissions: tuple[Submission, ...]

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(s.file for s in self.submissions)

    @property
    def modified(self) -> str:
        """When the newest of its files was saved; ISO, may be empty."""
        return max((s.modified for s in self.submissions), default="")


@dataclass(frozen=True)
class OtherFile:
    """A returned file that counts for no answering department."""

    submission: Submission
    state: str
    """Why, in a word."""

    @property
    def file(self) -> str:
        return self.submission.file

    @property
    def severity(self) -> Severity:
        return Severity.INFO if self.submission.is_copy else Severity.ERROR


def other_files(report: Report) -> tuple[OtherFile, ...]:
    """The returned files that stand under no answering department, in their order."""
    known = {d.name for d in report.round.plan.answering_departments}
    of_readers = report.review.round.submissions if report.review else ()
    apart = [s for s in report.round.submissions if not (s.is_read and s.department in known)]
    apart += [s for s in of_readers if not s.is_read]
    return tuple(OtherFile(s, _why_apart(s)) for s in apart)


def _why_apart(submission: Submission) -> str:
    if submission.is_copy:
        return "同じ中身"
    return "担当課が不明" if submission.is_read else "読み込めず"


def department_statuses(report: Report) -> tuple[DepartmentStatus, ...]:
    """Every answering department, in the plan's order."""
    return tuple(_status(report, d.name) for d in report.round.plan.answering_departments)


def review_line(report: Report) -> str:
    """`二次評価: 山田 完了 12/12、佐藤 未提出 0/12(二次評価の一致 9/12)`; empty where the plan asks
    nobody to read after the departments."""
    if report.review is None:
        if not report.round.plan.reviewer_questions:
            return ""
        return (
            "二次評価: まだ届いていません(ictxl review で作り、記入したブックは調査票といっしょに"
            "指定します)"
        )
    states = "、".join(
        f"{s.department} {s.state.value} {s.filled}/{s.measures}"
        for s in department_statuses(report.review)
    )
    agree = agreement(report.review.round)
    return f"二次評価: {states}{f'({agree})' if agree else ''}"


def days_left(plan: Plan, today: date) -> int | None:
    """Days until 提出期限, negative once it is past; None where no date can be read from it."""
    deadline = read_date(plan.deadline)
    return None if deadline is None else (deadline - today).days


def deadline_told(plan: Plan, today: date) -> str:
    """`提出期限 令和元年11月29日(金) まであと 5 日`; empty without a deadline."""
    if not plan.deadline:
        return ""
    printed = f"提出期限 {date_label(plan.deadline, plan.year_label)}"
    days = days_left(plan, today)
    if days is None:
        return printed
    if days < 0:
        return f"{printed} を {-days} 日過ぎています"
    return f"{printed} は今日です" if days == 0 else f"{printed} まであと {days} 日"


def _status(report: Report, department: str) -> DepartmentStatus:
    submissions = report.submissions_by_department.get(department, ())
    filled = report.filled_by_department[department]
    measures = len(report.round.plan.measures_of(department))
    numbers = counts(report.findings_by_department.get(department, ()))
    return DepartmentStatus(
        department,
        _state(report, department, filled < measures, numbers[Severity.ERROR]),
        measures,
        filled,
        numbers[Severity.ERROR],
        numbers[Severity.WARNING],
        submissions,
    )


def _state(report: Report, department: str, unfilled: bool, errors: int) -> SubmissionState:
    if department not in report.submissions_by_department:
        return SubmissionState.MISSING
    if unfilled:
        has_written = department in report.writing_departments
        return SubmissionState.PARTIAL if has_written else SubmissionState.BLANK
    return SubmissionState.TO_MEND if errors else SubmissionState.DONE
