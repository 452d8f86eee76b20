"""Build a round of each family of `ictxl init --like`: `python samples/build_families.py [FOLDER]`.

Each begins as `init --like` writes it; what `source/families.toml` says of an invented city makes
the plan, and is filled into the real forms and the workbook of the second reading by their hidden
keys; then all is really merged. The same texts give the same files.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from saving import save_as_returned

from ictxl.contract.fields import ID_COLUMN, ID_KEY, INDICATOR_CORNER
from ictxl.indicators import ACTUAL_KEY, Direction, Indicator
from ictxl.model import Assignment, Department, Measure, Plan, PolicyArea
from ictxl.pipeline.merging import merge
from ictxl.pipeline.second_reading.making import review
from ictxl.pipeline.sending import generate
from ictxl.pipeline.starting import init
from ictxl.plan.new_plan import ReadyStart, ready_plan
from ictxl.plan.writing import write_plan
from ictxl.questions import key_of

HERE = Path(__file__).parent
SOURCE = HERE / "source" / "families.toml"
YEAR = 2025
DEADLINE = "2026年5月29日"
COMPILED_ON = "2026年7月31日"
SENT = "2026-04-20T00:00:00Z"
RETURNED = "2026-05-25T00:00:00Z"

Typed = Mapping[tuple[str, str], object]
"""(measure or indicator, field's key) → what is typed."""


def source() -> dict[str, Any]:
    """The word after `--like` → the texts of its round."""
    with SOURCE.open("rb") as file:
        return tomllib.load(file)


def build(folder: Path) -> None:
    """Write a folder with the whole round of each family into `folder`."""
    for word, texts in source().items():
        with tempfile.TemporaryDirectory() as desk:
            made = Path(desk) / word
            build_round(made, ReadyStart(word), texts)
            # Filled-in forms are never written over.
            shutil.rmtree(folder / word, ignore_errors=True)
            (folder / word).mkdir(parents=True)
            for path in sorted(made.rglob("*.xlsx")):
                target = folder / word / path.relative_to(made)
                target.parent.mkdir(exist_ok=True)
                shutil.copy(path, target)


def build_round(folder: Path, start: ReadyStart, texts: dict[str, Any]) -> None:
    """The plan and its templates, the returned forms, the second reading and what is published."""
    begun = init(folder, YEAR, start)
    plan = family_plan(start, texts)
    write_plan(plan, begun.plan)
    returned = folder / "returned"
    for form in generate(begun.plan, returned, template_file=begun.template).forms:
        fill_in(form.path, answers_of(plan, texts, form.department))
    read = [str(returned)]
    if any("review" in measure for measure in texts["measure"]):
        second = folder / "二次評価.xlsx"
        review(read, second, plan_file=begun.plan)
        fill_in(second, ratings(plan, texts))
        read.append(str(second))
    with tempfile.TemporaryDirectory() as desk:
        published = Path(desk) / "進捗状況.xlsx"
        merge(read, published, plan_file=begun.plan)
        shutil.copy(published, folder)


def family_plan(start: ReadyStart, texts: dict[str, Any]) -> Plan:
    """The family's plan with the texts' areas, measures, indicators and departments."""
    measures = [_measure(record) for record in texts["measure"]]
    return replace(
        ready_plan(start, YEAR),
        title=texts["title"],
        deadline=DEADLINE,
        contact=texts["contact"],
        compiled_on=COMPILED_ON,
        saved_at=SENT,
        areas=tuple(PolicyArea(*area) for area in texts["areas"]),
        measures=tuple(measures),
        departments=tuple(map(Department, texts["departments"])),
        indicators=tuple(
            _indicator(measure, told)
            for measure, record in zip(measures, texts["measure"], strict=True)
            for told in record.get("indicators", ())
        ),
    )


def _measure(record: dict[str, Any]) -> Measure:
    return Measure(
        record["area"],
        record["number"],
        record["title"],
        record["target"],
        "",
        tuple(map(Assignment, record["answers"])),
        (record["given"],),
    )


def _indicator(measure: Measure, told: dict[str, Any]) -> Indicator:
    return Indicator(
        measure.id,
        told["name"],
        told["unit"],
        told["baseline"],
        told["target"],
        Direction(told.get("direction", Direction.UP)),
        (told["department"],) if "department" in told else (),
    )


def answers_of(plan: Plan, texts: dict[str, Any], department: str) -> Typed:
    """What one department types: its answers, and the actuals of its indicators."""
    typed: dict[tuple[str, str], object] = {}
    for measure, record in zip(plan.measures, texts["measure"], strict=True):
        for question, text in record["answers"].get(department, {}).items():
            typed[measure.id, key_of(question)] = text
        for told in record.get("indicators", ()):
            if told.get("department", department) == department:
                typed[_indicator(measure, told).id, ACTUAL_KEY] = told["actual"]
    return typed


def ratings(plan: Plan, texts: dict[str, Any]) -> Typed:
    """What is typed in the second reading."""
    return {
        (measure.id, key_of(question)): text
        for measure, record in zip(plan.measures, texts["measure"], strict=True)
        for question, text in record["review"].items()
    }


def fill_in(form: Path, typed: Typed) -> None:
    """Type into the tables of a form, row by row, as their hidden keys say."""
    workbook = load_workbook(form)
    for sheet in workbook.worksheets:
        for row in range(1, sheet.max_row + 1):
            if sheet.cell(row, ID_COLUMN).value in {ID_KEY, INDICATOR_CORNER}:
                _fill_in_table(sheet, row, typed)
    save_as_returned(workbook, form, RETURNED)


def _fill_in_table(sheet: Worksheet, key_row: int, typed: Typed) -> None:
    columns = {cell.value: cell.column for cell in sheet[key_row] if cell.value}
    for row in range(key_row + 1, sheet.max_row + 1):
        for key, column in columns.items():
            place = (str(sheet.cell(row, ID_COLUMN).value), str(key))
            if place in typed:
                sheet.cell(row, column).value = typed[place]


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "families")
