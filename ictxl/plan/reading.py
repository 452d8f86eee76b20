"""Plan workbook → Plan."""

from __future__ import annotations

from pathlib import Path

from ictxl.contract.placeholders import used_names
from ictxl.errors import InputError, PlanError
from ictxl.findings import Finding, Severity, has_errors
from ictxl.model import USUAL_QUESTIONS, Plan
from ictxl.plan.areas import read_areas, read_levels
from ictxl.plan.assignments import read_departments
from ictxl.plan.columns import (
    DEPARTMENTS_SHEET,
    MEASURES_SHEET,
    SETTINGS_SHEET,
    SHEETS,
    measures_sheet,
)
from ictxl.plan.indicators.columns import INDICATORS_SHEET
from ictxl.plan.indicators.reading import read_indicators
from ictxl.plan.lists import read_outlooks
from ictxl.plan.measures import Lists, read_measures
from ictxl.plan.parse_values import own_columns
from ictxl.plan.previous import PreviousReader
from ictxl.plan.questions import read_questions, says_what_is_asked
from ictxl.plan.settings import read_check_settings, read_settings
from ictxl.plan.source_cells import SourceBook, read_book
from ictxl.plan.table_rows import Mistakes, find_grid
from ictxl.text.clean import fold_name

_ALL_SHEETS = (*SHEETS, INDICATORS_SHEET)
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
    book = read_book(path, {fold_name(sheet.name) for sheet in _ALL_SHEETS})
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
    settings, limit = read_settings(book, mistakes)
    levels = read_levels(book, mistakes)
    areas = read_areas(book, levels, mistakes)
    departments = read_departments(book, mistakes)
    outlooks, outlooks_whole = read_outlooks(book, mistakes)
    used = used_names(levels)
    # What is called as a question of the plan's own is told there.
    asked = () if says_what_is_asked(book) else USUAL_QUESTIONS
    own = own_columns(book, {**used_names((), asked), **used}, mistakes)
    sheet = measures_sheet(dict.fromkeys(own, 0), has_areas=len(levels) > 1)
    lists = Lists(areas, departments, outlooks, outlooks_whole, sheet)
    measures = read_measures(book, lists, mistakes)
    used = {**used, **{fold_name(heading): "施策シートの列" for heading in own}}
    questions = read_questions(book, used, limit, mistakes)
    by_id = {measure.id: measure for measure in measures}
    found = read_indicators(book, settings["year"], areas, departments, measures, mistakes)
    previous = PreviousReader(by_id, areas, departments, questions, mistakes)
    return Plan(
        **settings,
        saved_at=book.saved_at,
        levels=levels,
        areas=areas.areas,
        measures=measures,
        departments=departments.departments,
        questions=questions,
        given_columns=tuple(own),
        outlooks=outlooks,
        check_settings=read_check_settings(book, mistakes),
        previous=previous.read(book),
        indicators=found.indicators,
        indicator_columns=found.columns,
        target_years=found.years,
    )


def _in_sheet_order(findings: list[Finding]) -> list[Finding]:
    """As a person goes through the workbook: sheet by sheet, row by row."""
    sheets = {fold_name(sheet.name): position for position, sheet in enumerate(_ALL_SHEETS)}

    def place(found: Finding) -> tuple[int, int, str]:
        letters = found.cell.rstrip("0123456789")
        row = int(found.cell.removeprefix(letters) or 0)
        return sheets[fold_name(found.sheet)], row, letters.rjust(3)

    return sorted(findings, key=place)
