"""The report as one self-contained page for the browser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.contract.other_workbooks import FOREIGN_SHEET
from ictxl.files.outputs import write_content
from ictxl.files.untouched import BLANK_SEAL, sealed
from ictxl.findings import CATALOGUE, Finding, Severity
from ictxl.report.content import BLANKS, FindingGroup, Report, counts, group_findings
from ictxl.report.links import Ways, page_link
from ictxl.report.own_outputs import REPORT_TITLE
from ictxl.report.request_texts import blank_text, mending_text, reminder_text
from ictxl.report.status import (
    DepartmentStatus,
    SubmissionState,
    department_statuses,
    other_files,
    review_line,
)
from ictxl.text.cell_list import cell_list
from ictxl.text.era import date_label
from ictxl.text.times import local_time

if TYPE_CHECKING:
    from jinja2 import Template


@dataclass(frozen=True)
class Bar:
    """One piece of a stacked bar."""

    label: str
    count: int
    start: float
    """Per cent of the whole."""
    width: float
    tone: str


@dataclass(frozen=True)
class DepartmentSection:
    """What the page says about one department."""

    status: DepartmentStatus
    saved: str
    groups: tuple[FindingGroup, ...]
    letter: str
    """The text to send; empty where nothing is asked of the department."""


def write_report_page(report: Report, target: Path) -> None:
    """Write the page; its links lead from the target's folder to the returned workbooks."""
    write_content(target, page_content(report, target.parent))


def page_content(report: Report, folder: Path) -> bytes:
    """The page as its file holds it, with links as seen from `folder`."""
    return sealed(render_page(report, folder).encode("utf-8", "backslashreplace"))


def render_page(report: Report, folder: Path) -> str:
    """The page's HTML, with links as seen from `folder`."""
    statuses = department_statuses(report)
    ways = Ways(folder)
    sections = [_section(report, status) for status in statuses]
    answering = {status.department for status in statuses}
    elsewhere = [
        found
        for department, findings in report.findings_by_department.items()
        if department not in answering
        for found in findings
    ]
    return _template().render(
        report_title=REPORT_TITLE,
        seal=BLANK_SEAL,
        plan=report.round.plan,
        plan_origin=report.round.plan_origin,
        review=review_line(report) if report.review else "",
        deadline=date_label(report.round.plan.deadline, report.round.plan.year_label),
        figures=_figures(report, statuses),
        state_bars=stacked_bars(
            [(s.value, _count(statuses, s), _TONES[s]) for s in SubmissionState]
        ),
        severity_bars=stacked_bars(
            [(s.label, n, s.value) for s, n in counts(report.shown).items() if s in _ASKING]
        ),
        rating_bars=_rating_bars(report),
        tones=_TONES,
        sections=sections,
        others=other_files(report),
        time=local_time,
        elsewhere=group_findings(elsewhere),
        groups=group_findings(report.shown),
        remarks=report.remarks,
        remarks_name=report.remarks_name,
        measure=report.round.plan.measure_level.label,
        unplaced=report.unplaced,
        foreign=[s for s in report.round.submissions if s.foreign and s.foreign.count],
        foreign_sheet=FOREIGN_SHEET,
        titles={code: entry.title for code, entry in CATALOGUE.items()},
        links={file: page_link(ways.to(path)) for file, path in report.paths.items()},
        department_of=report.department_of_file,
        cells=cell_list,
    )


_ASKING = (Severity.ERROR, Severity.WARNING)
_TONES = {
    SubmissionState.DONE: "done",
    SubmissionState.TO_MEND: "warning",
    SubmissionState.PARTIAL: "part",
    SubmissionState.BLANK: "none",
    SubmissionState.MISSING: "error",
}


@cache
def _template() -> Template:
    from jinja2 import (  # noqa: PLC0415 - only where a page is written
        Environment,
        PackageLoader,
        StrictUndefined,
    )

    environment = Environment(
        loader=PackageLoader("ictxl.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2")


def _section(report: Report, status: DepartmentStatus) -> DepartmentSection:
    return DepartmentSection(
        status,
        local_time(status.modified),
        tuple(group_findings(report.findings_by_department.get(status.department, ()))),
        letter_to(report, status),
    )


def letter_to(report: Report, status: DepartmentStatus) -> str:
    """The text to send to a department; empty where nothing is asked of it."""
    if status.state is SubmissionState.MISSING:
        return reminder_text(report.round.plan, status.department)
    asked: list[Finding] = report.to_mend(status.department)
    if not asked:
        return ""
    if status.state is SubmissionState.BLANK and all(found.code in BLANKS for found in asked):
        return blank_text(report.round.plan, status.department)
    return mending_text(report.round.plan, status.department, asked)


def _figures(report: Report, statuses: tuple[DepartmentStatus, ...]) -> list[tuple[str, str]]:
    numbers = counts(report.shown)
    measures = sum(s.measures for s in statuses)
    filled = sum(s.filled for s in statuses)
    submitted = len(statuses) - _count(statuses, SubmissionState.MISSING)
    return [
        ("提出した課", f"{submitted} / {len(statuses)}"),
        ("記入済みの回答", f"{filled} / {measures}"),
        ("要修正", str(numbers[Severity.ERROR])),
        ("要確認", str(numbers[Severity.WARNING])),
        ("連絡事項", str(len(report.remarks))),
        ("未配置の記述", str(len(report.unplaced))),
    ]


def _count(statuses: tuple[DepartmentStatus, ...], state: SubmissionState) -> int:
    return sum(status.state is state for status in statuses)


def _rating_bars(report: Report) -> list[Bar]:
    leading = report.round.plan.leading_choice
    if leading is None or leading.choices is None:
        return []
    given = [response[leading.key] for response in report.round.responses]
    pieces = [
        (choice.code, given.count(choice.code), f"rating{index % 7}")
        for index, choice in enumerate(leading.choices.choices)
    ]
    blank = len(given) - sum(count for _, count, _ in pieces)
    return stacked_bars([*pieces, ("未記入・不明", blank, "none")])


def stacked_bars(pieces: list[tuple[str, int, str]]) -> list[Bar]:
    """Pieces (label, count, tone) side by side; what counts nothing is left out."""
    total = sum(count for _, count, _ in pieces)
    bars = []
    start = 0.0
    for label, count, tone in pieces:
        if count:
            width = count * 100 / total
            bars.append(Bar(label, count, round(start, 3), round(width, 3), tone))
            start += width
    return bars
