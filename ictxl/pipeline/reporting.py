"""Write the findings as report workbook and page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.errors import InputError
from ictxl.files.inputs import Files
from ictxl.files.names import RECORD_SUFFIX, beside, internal_name, record_of
from ictxl.files.outputs import write_content
from ictxl.findings import Finding
from ictxl.pipeline.collecting import CollectedRound, collect, inputs_without
from ictxl.pipeline.keeping import OutputKind, look_at, writing_results
from ictxl.readers import reader_label, readers
from ictxl.report.content import Report
from ictxl.report.own_outputs import REPORT_SUFFIXES, is_own_output
from ictxl.report.page import page_content, write_report_page
from ictxl.report.workbook import workbook_content, write_report_workbook
from ictxl.returned.reader import USUAL_READING, Reading
from ictxl.round import Round
from ictxl.runtime.stages import Progress, no_progress, stage

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future


@dataclass(frozen=True)
class CheckResult:
    """What was found, and the report files."""

    round: CollectedRound
    outputs: tuple[Path, ...]


def check(
    arguments: Files,
    output: Path | None,
    *,
    plan_file: Path | None = None,
    reading: Reading = USUAL_READING,
    progress: Progress = no_progress,
) -> CheckResult:
    """Findings only; the report goes beside `output`, or nowhere where that is None."""
    own = report_files(output) if output else ()
    look_at([(path, OutputKind.REPORT) for path in own], [plan_file])
    inputs = inputs_without(arguments, own)
    collected = collect(inputs, plan_file=plan_file, reading=reading, progress=progress)
    if output is None:
        return CheckResult(collected, ())
    with writing_results():
        return CheckResult(collected, write_report(collected, output))


@dataclass(frozen=True)
class Filter:
    """Which findings to show; an empty set stands for all."""

    severities: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    def lets_pass(self, found: Finding, department: str) -> bool:
        return (
            (not self.severities or found.severity.value in self.severities)
            and (not self.departments or department in self.departments)
            and (not self.codes or found.code in self.codes)
        )


def choose_findings(collected: Round, wanted: Filter | None = None) -> list[Finding]:
    """What a person is shown: errors first, follow-on findings left out.

    Raises InputError for a department that the plan does not know.
    """
    wanted = settle_departments(collected, wanted or Filter())
    content = Report(collected)
    of_file = content.department_of_file
    return [
        f for f in content.shown if wanted.lets_pass(f, f.department or of_file.get(f.file, ""))
    ]


def settle_departments(collected: Round, wanted: Filter) -> Filter:
    """The filter with the plan's own names. Raises InputError for one that it does not know."""
    names = {_department(collected, name) for name in wanted.departments}
    return replace(wanted, departments=frozenset(names))


def _department(collected: Round, name: str) -> str:
    department = collected.plan.resolve_department(name)
    readers_named = readers(collected.review) if collected.review else ()
    for reader in readers_named if department is None else ():
        if name in (reader, reader_label(reader)):
            return reader_label(reader)
    if department is None:
        raise InputError(
            f"担当課「{name}」は計画にありません。",
            "計画にある名称で指定してください: "
            + "、".join(d.name for d in collected.plan.departments),
        )
    return department.name


def report_files(output: Path) -> tuple[Path, ...]:
    """`点検.xlsx` → `点検.report.xlsx`, `点検.report.html` in the same folder."""
    return tuple(beside(output, suffix) for suffix in REPORT_SUFFIXES)


def internal_files(table: Path) -> tuple[Path, ...]:
    """Report workbook, its page and the record beside a published table."""
    return *report_files(internal_name(table)), record_of(table)


def former_internal_files(table: Path) -> list[Path]:
    """The same of an earlier version, which gave them nearly the table's name."""
    former = (*report_files(table), table.with_suffix(RECORD_SUFFIX))
    return [path for path in former if path.is_file() and is_own_output(path)]


ReportFiles = tuple[bytes, bytes]
"""The report's workbook and page."""


def make_report(report: Report, folder: Path) -> ReportFiles:
    """The very bytes that `write_report` writes into `folder`, so that another process can."""
    return workbook_content(report, folder), page_content(report, folder)


def begin_report(
    collected: Round, output: Path, helper: Executor | None
) -> Future[ReportFiles] | None:
    """Have a worker make what `write_report` writes; None where there is none to do so.

    A merge of 200 forms takes 0.91 s without that and 0.83 s with it on two idle cores (median of
    11 pairs 1.11, 1.08 to 1.19), and wins nothing where both cores are busy.
    """
    if helper is None:
        return None
    try:
        return helper.submit(make_report, Report(collected), output.parent)
    except RuntimeError:  # as executors say that they take no more, here for a worker was killed
        return None


def write_report(
    collected: Round,
    output: Path,
    made: Future[ReportFiles] | None = None,
) -> tuple[Path, ...]:
    """The report workbook and page beside `output`; `made` is what `begin_report` gave."""
    workbook, page = report_files(output)
    with stage("報告(Excel)の書き出し"):
        # What a worker could not do, for it was killed or the like, is done here.
        files = made.result() if made and not made.exception() else None
        content = Report(collected)
        if files:
            write_content(workbook, files[0])
        else:
            write_report_workbook(content, workbook)
    with stage("報告(ページ)の書き出し"):
        if files:
            write_content(page, files[1])
        else:
            write_report_page(content, page)
    return workbook, page
