"""What indicators cost: the same round with and without three a department, in turn.

`python -m benchmarks.indicators --count 2000` prints the processor seconds of making the forms and
of merging them, and the ratio of the two rounds.
"""

from __future__ import annotations

import argparse
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time

import openpyxl

import ictxl
from benchmarks.plans import answers, benchmark_plan
from benchmarks.rounds import SEED, fill_in
from ictxl.form.template.template_file import default_template_path, read_template
from ictxl.form.workbook import make_form
from ictxl.indicators import Indicator
from ictxl.model import Plan
from ictxl.plan.writing import write_plan

EACH = 3
"""Indicators of a department."""
_SHEET = "xl/worksheets/sheet2.xml"
"""The part of the table of indicators."""


def with_indicators(plan: Plan) -> Plan:
    """Three for each department, on its first measure."""
    found = [
        Indicator(
            plan.measures_of(department.name)[0].id,
            f"{department.name}の{what}",
            unit,
            "10",
            "200",
            departments=(department.name,),
        )
        for department in plan.answering_departments
        for what, unit in (("参加者数", "人"), ("開催回数", "回"), ("満足度", "%"))
    ]
    order = {measure.id: place for place, measure in enumerate(plan.measures)}
    found.sort(key=lambda indicator: order[indicator.measure_id])
    return replace(plan, indicators=tuple(found))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.indicators", description=__doc__)
    parser.add_argument("--count", type=int, default=2_000, metavar="N")
    parser.add_argument("--repeats", type=int, default=3, metavar="N")
    options = parser.parse_args()
    plain = benchmark_plan(options.count)
    with tempfile.TemporaryDirectory() as scratch:
        rounds = [_Round(Path(scratch) / "plain", plain)]
        rounds.append(_Round(Path(scratch) / "indicators", with_indicators(plain)))
        for _ in range(options.repeats):
            for one in rounds:
                one.run()
        for step in ("generate", "merge"):
            before, after = (min(one.seconds[step]) for one in rounds)
            print(f"{step}: {before:.2f} s → {after:.2f} s with indicators ({after / before:.2f})")


class _Round:
    """One plan's forms, made, filled in and merged again and again."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.plan = folder, plan
        self.seconds: dict[str, list[float]] = {"generate": [], "merge": []}
        folder.mkdir()
        write_plan(plan, folder / "plan.xlsx")

    def run(self) -> None:
        returned = self.folder / "returned"
        returned.mkdir(exist_ok=True)
        template = read_template(default_template_path(), self.plan)
        started = process_time()
        forms = {
            department.name: make_form(template, self.plan, department)
            for department in self.plan.answering_departments
        }
        self.seconds["generate"].append(process_time() - started)
        for name, content in forms.items():
            texts = answers(name, self.plan.measures_of(name), SEED)
            filled = fill_in(content, texts)
            if self.plan.indicators:
                filled = _with_actuals(filled)
            (returned / f"{name}.xlsx").write_bytes(filled)
        started = process_time()
        ictxl.merge(returned, self.folder / "進捗状況.xlsx", plan=self.folder / "plan.xlsx", jobs=1)
        self.seconds["merge"].append(process_time() - started)


def _with_actuals(form: bytes) -> bytes:
    """The form with a number in each cell that asks for an actual."""
    if not _KNOWN:
        _KNOWN.extend(_actual_cells(form))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form)) as source, zipfile.ZipFile(target, "w") as made:
        for part in source.namelist():
            content = source.read(part)
            for number, cell in enumerate(_KNOWN if part == _SHEET else ()):
                pattern = rb'(<c r="%s"[^>]*>)</c>' % cell.encode()
                content = re.sub(pattern, rb"\g<1><v>%d</v></c>" % (1 + number), content)
            made.writestr(part, content)
    return target.getvalue()


_KNOWN: list[str] = []
"""The cells of the first form: those of all others are the same."""


def _actual_cells(form: bytes) -> Iterator[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(form))["指標"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "indicator_actual")
    yield from (f"{column}{cell.row}" for cell in sheet["A"][1:] if cell.value)


if __name__ == "__main__":
    main()
