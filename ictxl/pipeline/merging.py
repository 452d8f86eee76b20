"""Returned workbooks → the consolidated workbook, its report and its audit record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl.consolidated.data.frame import parquet_file
from ictxl.consolidated.data.sheet import exceeds_sheet
from ictxl.consolidated.table import ConsolidatedTable, review_table
from ictxl.consolidated.template.source import TemplateBook, read_book
from ictxl.consolidated.workbook import write_consolidated
from ictxl.consolidated.year_table import YearHistory
from ictxl.files.inputs import Files
from ictxl.files.names import beside, internal_name, record_of
from ictxl.files.outputs import set_aside
from ictxl.pipeline.collecting import CollectedRound, collecting, inputs_without
from ictxl.pipeline.earlier_years import (
    NO_EARLIER_YEARS,
    EarlierYear,
    EarlierYears,
    find_earlier_tables,
    read_earlier_years,
    with_earlier_years,
)
from ictxl.pipeline.keeping import OutputKind, as_workbook, look_at, writing_results
from ictxl.pipeline.published_layout import published_layout
from ictxl.pipeline.reporting import (
    ReportFiles,
    begin_report,
    former_internal_files,
    internal_files,
    report_files,
    write_report,
)
from ictxl.report.audit import write_audit
from ictxl.returned.reader import USUAL_READING, Reading
from ictxl.round import Round
from ictxl.runtime.stages import Progress, no_progress, stage

if TYPE_CHECKING:
    from concurrent.futures import Future

PAPERS = ("A3", "A4")
_USUAL_PAPER = "A3"
FORMS = ("html", "csv", "pdf")
"""What the consolidated table can be written as beside its workbook."""


@dataclass(frozen=True)
class MergeResult:
    """What was collected, and what was written from it: the consolidated workbook first."""

    round: CollectedRound
    outputs: tuple[Path, ...]
    earlier: EarlierYears = NO_EARLIER_YEARS
    """What was made of the tables of earlier years."""
    template: Path | None = None
    """The city's own template, named or found; None where ictxl's own layout was taken."""

    @property
    def earlier_years(self) -> tuple[EarlierYear, ...]:
        """Those that 年度推移 shows beside this year, from the earliest on."""
        return self.earlier.shown

    @property
    def parquet(self) -> Path | None:
        """Where データ went that has more rows than a worksheet."""
        return next((path for path in self.outputs if path.suffix == ".parquet"), None)


def merge(  # noqa: PLR0913 - a parameter for each option
    arguments: Files,
    output: Path,
    *,
    plan_file: Path | None = None,
    template_file: Path | None = None,
    paper: str | None = None,
    forms: Collection[str] = (),
    history: Files = (),
    reading: Reading = USUAL_READING,
    progress: Progress = no_progress,
) -> MergeResult:
    """Returned workbooks → one consolidated workbook, its other forms and the report beside it.

    All of them take their places together, or none does: OutputError says why.
    `forms` are those of `FORMS` that are wanted. `template_file` is the city's own layout; else the
    one that the plan names or that lies beside it counts. Such a one says its paper itself, and
    InputError where `paper` is another one; ictxl's own layout is on A3 where nothing is said.
    `history` are consolidated workbooks of earlier years, or folders of them: their ratings stand
    beside this year's on a sheet of their own.
    """
    _check_options(paper or _USUAL_PAPER, forms)
    output = as_workbook(output, _OTHER_FORMS)
    if template_file:
        read_book(template_file)  # what is no workbook is told before anything is read
    others = [beside(output, f".{form}") for form in FORMS]
    own = [output, parquet_file(output), *others, *internal_files(output)]
    tables = find_earlier_tables(history, own)
    look_at(_targets(output, forms), [plan_file, template_file, *(f.path for f in tables)])
    inputs = inputs_without(arguments, own)
    with (
        collecting(inputs, plan_file, reading, progress) as (read, helper),
        writing_results(),
    ):
        with stage("過年度の読み取り"):
            earlier = read_earlier_years(tables, read, reading)
        collected = with_earlier_years(read, earlier)
        layout = published_layout(collected.plan, template_file, plan_file, paper)
        look = Appearance(paper or _USUAL_PAPER, layout.book, earlier.history, layout.path)
        made = begin_report(collected, output, helper)
        outputs = _write(collected, output, look, forms, made)
    return MergeResult(collected, outputs, earlier, layout.path)


@dataclass(frozen=True)
class Appearance:
    """What the consolidated workbook looks like."""

    paper: str
    template: TemplateBook | None = None
    """The city's own layout."""
    history: YearHistory | None = None
    """The tables of earlier years."""
    template_file: Path | None = None
    """Where the city's own layout lies."""


_INDICATOR_CSV = "_指標.csv"
_OTHER_FORMS = "CSV は --csv、ページは --html、PDF は --pdf で加えられます。"


def _targets(output: Path, forms: Collection[str]) -> list[tuple[Path, OutputKind]]:
    wanted = [beside(output, f".{form}") for form in FORMS if form in forms]
    if "csv" in forms:
        wanted.append(beside(output, _INDICATOR_CSV))
    tables = [(path, OutputKind.TABLE) for path in (output, *wanted, record_of(output))]
    return [*tables, *((path, OutputKind.REPORT) for path in report_files(internal_name(output)))]


def write_round(
    collected: Round, output: Path, *, paper: str = _USUAL_PAPER, forms: Collection[str] = ()
) -> tuple[Path, ...]:
    """What `merge` writes of a round, the consolidated workbook first."""
    _check_options(paper, forms)
    output = as_workbook(output, _OTHER_FORMS)
    read = [s.path for s in collected.all_submissions if isinstance(s.path, Path)]
    look_at(_targets(output, forms), read)
    with writing_results():
        return _write(collected, output, Appearance(paper), forms, None)


def _check_options(paper: str, forms: Collection[str]) -> None:
    """Raises rather now than after everything has been read."""
    if paper not in PAPERS or not set(forms) <= set(FORMS):
        raise ValueError(f"paper is one of {PAPERS}, other forms are {FORMS}: {paper}, {forms}")
    if "pdf" in forms:
        from ictxl.consolidated.pdf import require_soffice  # noqa: PLC0415 - as below

        require_soffice()


def _write(
    collected: Round,
    output: Path,
    look: Appearance,
    forms: Collection[str],
    made: Future[ReportFiles] | None,
) -> tuple[Path, ...]:
    tables = _write_tables(collected, output, look, forms)
    outputs = (*tables, *write_report(collected, internal_name(output), made))
    record = record_of(output)
    with stage("記録の書き出し"):
        write_audit(collected, outputs, record, look.template_file)
    for former in former_internal_files(output):
        set_aside(former)
    return *outputs, record


def _write_tables(
    collected: Round, output: Path, look: Appearance, forms: Collection[str]
) -> tuple[Path, ...]:
    """The consolidated workbook and what it is written as besides."""
    with stage("集約表の書き出し"):
        table = write_consolidated(
            collected.plan,
            collected.responses,
            collected.submitted,
            output,
            paper=look.paper,
            template=look.template,
            history=look.history,
            review=collected.review,
            indicator_responses=collected.indicator_responses,
        )
    others = [beside(output, f".{form}") for form in FORMS if form in forms]
    for path in others:
        with stage(f"{path.suffix} の書き出し"):
            _write_form(table, path, look)
    if "csv" in forms and table.indicator_entries:
        from ictxl.consolidated.data.frame import write_indicator_csv  # noqa: PLC0415

        others.append(beside(output, _INDICATOR_CSV))
        with stage("指標の CSV の書き出し"):
            write_indicator_csv(table, others[-1])
    if collected.review and "csv" in forms:
        others.append(beside(output, "_審査.csv"))
        _write_form(review_table(collected.review), others[-1], Appearance(look.paper))
    if exceeds_sheet(table):
        others.append(parquet_file(output))
    return output, *others


def _write_form(table: ConsolidatedTable, path: Path, look: Appearance) -> None:
    # Most merges write no other form, and their writers take some time to import.
    match path.suffix:
        case ".html":
            from ictxl.consolidated.page import write_html  # noqa: PLC0415

            write_html(table, path, look.template)
        case ".csv" if look.template:
            from ictxl.consolidated.template.plain_rows import write_plain_csv  # noqa: PLC0415

            write_plain_csv(table, look.template, path)
        case ".csv":
            from ictxl.consolidated.data.frame import write_csv  # noqa: PLC0415

            write_csv(table, path)
        case ".pdf":
            from ictxl.consolidated.pdf import write_pdf  # noqa: PLC0415

            write_pdf(table, path, paper=look.paper, template=look.template, history=look.history)
