"""Build the plans of other bodies by typing alone: `python samples/build_cities.py [FOLDER]`.

Each begins as the empty workbook of `ictxl init`; what `source/cities.toml` says is typed into its
cells, as a person would in Excel, and what is read from it is the sample. The same texts give the
same files.
"""

from __future__ import annotations

import sys
import tempfile
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from ictxl.model import Plan
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan

HERE = Path(__file__).parent
SOURCE = HERE / "source" / "cities.toml"
SENT = "2026-10-01T00:00:00Z"


def transcription() -> dict[str, Any]:
    """Short name of a body → what is typed, and what its departments answered."""
    with SOURCE.open("rb") as file:
        return tomllib.load(file)


def build(folder: Path) -> None:
    """Write a plan workbook a body into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, body in transcription().items():
        write_plan(city_plan(body), folder / f"{name}.xlsx")


def city_plan(body: dict[str, Any]) -> Plan:
    """The plan that is read from the workbook once all is typed."""
    with tempfile.TemporaryDirectory() as desk:
        path = Path(desk) / "plan.xlsx"
        write_plan(starting_plan(body["year"]), path, is_new=True)
        workbook = load_workbook(path)
        type_in(workbook, body)
        workbook.save(path)
        return replace(read_plan(path), saved_at=SENT)


def type_in(workbook: Workbook, body: dict[str, Any]) -> None:
    """Type what the body has into the sheets; what stands there of the usual lists goes."""
    workbook["設定"]["B2"] = body["title"]
    measures = workbook["施策"]
    for heading in body["columns"]:
        measures.cell(1, measures.max_column + 1).value = heading
    for name, rows in body["sheets"].items():
        sheet = workbook[name]
        sheet.delete_rows(2, sheet.max_row)
        for number, row in enumerate(rows, start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value or None if value != 0 else 0


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cities")
