"""Returned workbooks → the consolidated workbook, its report and its audit record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from ictxl import consolidated, report
from ictxl.pipeline.collecting import Collected, collecting, inputs_without
from ictxl.pipeline.reporting import (
    audit_file,
    begin_report,
    report_files,
    report_of,
    write_report,
)
from ictxl.returned import USUAL_READING, Reading
from ictxl.runtime.progress import Progress, no_progress
from ictxl.runtime.stages import stage

FORMS = ("html", "csv", "pdf")
"""What the consolidated table can be written as beside its workbook."""


@dataclass(frozen=True)
class MergeResult:
    """What was collected, and what was written from it: the consolidated workbook first."""

    collected: Collected
    outputs: tuple[Path, ...]

    @property
    def parquet(self) -> Path | None:
        """Where データ went that has more rows than a worksheet."""
        return next((path for path in self.outputs if path.suffix == ".parquet"), None)


def merge(
    arguments: Iterable[str],
    output: Path,
    *,
    plan_file: Path | None = None,
    paper: str = "A3",
    forms: Collection[str] = (),
    reading: Reading = USUAL_READING,
    progress: Progress = no_progress,
) -> MergeResult:
    """Returned workbooks → one consolidated workbook, its other forms and the report beside it.

    `forms` are those of `FORMS` that are wanted.
    """
    if "pdf" in forms:
        consolidated.require_soffice()  # rather now than after everything has been read
    audit = audit_file(output)
    others = [_beside(output, form) for form in FORMS]
    own = [output, consolidated.parquet_file(output), *others, *report_files(output), audit]
    inputs = inputs_without(arguments, own)
    with collecting(inputs, plan_file, reading, progress) as (collected, helper):
        made = begin_report(collected, output, plan_file, helper)
        tables = _write_tables(collected, output, paper, forms)
        outputs = (*tables, *write_report(collected, output, plan_file, made))
    with stage("記録の書き出し"):
        report.write_audit(report_of(collected, plan_file), outputs, audit)
    return MergeResult(collected, (*outputs, audit))


def _write_tables(
    collected: Collected, output: Path, paper: str, forms: Collection[str]
) -> tuple[Path, ...]:
    """The consolidated workbook and what it is written as besides."""
    submitted = {s.department for s in collected.submissions if s.is_read and s.department}
    with stage("集約表の書き出し"):
        table = consolidated.write_consolidated(
            collected.plan, collected.rows, submitted, output, paper=paper
        )
    others = [_beside(output, form) for form in FORMS if form in forms]
    for path in others:
        with stage(f"{path.suffix} の書き出し"):
            _write_form(table, path, paper)
    if consolidated.exceeds_sheet(table):
        others.append(consolidated.parquet_file(output))
    return output, *others


def _beside(output: Path, form: str) -> Path:
    """`進捗状況.xlsx` → `進捗状況.pdf`."""
    stem = output.stem if output.suffix.lower() == ".xlsx" else output.name
    return output.with_name(f"{stem}.{form}")


def _write_form(table: consolidated.ConsolidatedTable, path: Path, paper: str) -> None:
    writers: dict[str, Callable[[], None]] = {
        ".html": lambda: consolidated.write_html(table, path),
        ".csv": lambda: consolidated.write_csv(table, path),
        ".pdf": lambda: consolidated.write_pdf(table, path, paper=paper),
    }
    writers[path.suffix]()
