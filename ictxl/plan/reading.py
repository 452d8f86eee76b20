"""Plan workbook → Plan."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from ictxl.errors import InputError, PlanError
from ictxl.findings import Finding, Severity, has_errors
from ictxl.model import Plan
from ictxl.plan.assignments import read_departments
from ictxl.plan.checks import read_check_settings
from ictxl.plan.columns import DEPARTMENTS_SHEET, MEASURES_SHEET, SETTINGS_SHEET, SHEETS
from ictxl.plan.lists import read_areas, read_next_steps, read_outlooks, read_ratings
from ictxl.plan.measures import Lists, read_measures
from ictxl.plan.previous import read_previous
from ictxl.plan.settings import read_settings
from ictxl.plan.source_cells import SourceBook, read_book
from ictxl.plan.table_rows import Mistakes, find_grid
from ictxl.questions import usual_questions
from ictxl.text.clean import fold_name

_TELLING = (SETTINGS_SHEET, MEASURES_SHEET, DEPARTMENTS_SHEET)
"""A workbook without any of them is no plan; forms have a 凡例 too."""


def read_plan(path: Path) -> Plan:
    """The plan that a workbook holds.

    Raises InputError where the file is missing or no plan workbook, and PlanError where it has
    mistakes: its `findings` are all of them, warnings and infos too.
    """
    return read_plan_with_findings(path)[0]


def read_plan_with_findings(path: Path) -> tuple[Plan, tuple[Finding, ...]]:
    """As `read_plan`, with the warnings and infos that do not stop the run."""
    book = read_book(path, {fold_name(sheet.name) for sheet in SHEETS})
    if not any(find_grid(book, sheet.name) for sheet in _TELLING):
        names = "".join(f"「{sheet.name}」" for sheet in _TELLING)
        raise InputError(
            f"「{path}」は計画台帳ではありません(シート{names}がどれもありません)。",
            "計画台帳のファイルを指定してください。まだなければ ictxl init で作れます。",
        )
    mistakes = Mistakes(book.file)
    plan = _plan(book, mistakes)
    findings = tuple(_in_sheet_order(mistakes.found))
    if has_errors(findings):
        count = sum(found.severity is Severity.ERROR for found in findings)
        raise PlanError(
            f"計画台帳「{path}」に直すところが {count} 件あります。",
            "示したセルをすべて直してから、もう一度実行してください。",
            findings,
        )
    return plan, findings


def _plan(book: SourceBook, mistakes: Mistakes) -> Plan:
    settings = read_settings(book, mistakes)
    areas = read_areas(book, mistakes)
    departments = read_departments(book, mistakes)
    outlooks, outlooks_whole = read_outlooks(book, mistakes)
    lists = Lists(areas, departments, outlooks, outlooks_whole)
    measures = read_measures(book, lists, mistakes)
    known = asdict(settings)
    limit = known.pop("progress_limit")
    ratings, steps = read_ratings(book, mistakes), read_next_steps(book, mistakes)
    return Plan(
        **known,
        saved_at=book.saved_at,
        areas=areas.areas,
        measures=measures,
        departments=departments.departments,
        questions=usual_questions(ratings, steps, limit),
        outlooks=outlooks,
        check_settings=read_check_settings(book, mistakes),
        previous=read_previous(book, {m.id: m for m in measures}, departments, mistakes),
    )


def _in_sheet_order(findings: list[Finding]) -> list[Finding]:
    """As a person goes through the workbook: sheet by sheet, row by row."""
    sheets = {fold_name(sheet.name): position for position, sheet in enumerate(SHEETS)}

    def place(found: Finding) -> tuple[int, int, str]:
        letters = found.cell.rstrip("0123456789")
        row = int(found.cell.removeprefix(letters) or 0)
        return sheets[fold_name(found.sheet)], row, letters.rjust(3)

    return sorted(findings, key=place)
