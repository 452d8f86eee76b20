"""Returned workbooks → the consolidated workbook, its report and its audit record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ictxl import consolidated
from ictxl.pipeline.collecting import Collected, collect, inputs_without
from ictxl.pipeline.progress import Progress, no_progress
from ictxl.pipeline.reporting import report_files, write_report
from ictxl.responses import responses_from_frame


@dataclass(frozen=True)
class MergeResult:
    """What was collected, and what was written from it: the consolidated workbook first."""

    collected: Collected
    outputs: tuple[Path, ...]


def merge(
    arguments: Iterable[str],
    output: Path,
    *,
    plan_file: Path | None = None,
    progress: Progress = no_progress,
) -> MergeResult:
    """Returned workbooks → one consolidated workbook, with the report beside it."""
    inputs = inputs_without(arguments, [output, *report_files(output)])
    collected = collect(inputs, plan_file=plan_file, progress=progress)
    submitted = {s.department for s in collected.submissions if s.is_read and s.department}
    consolidated.write_consolidated(
        collected.plan, responses_from_frame(collected.responses), submitted, output
    )
    reports = write_report(collected, output)
    return MergeResult(collected, (output, *reports))
