"""Build the samples from the transcription: `python samples/build.py [FOLDER]`.

The forms are really generated and filled in by their hidden keys, as the departments would, and
then really merged. The same transcription gives the same files.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from saving import save_as_returned

from ictxl.contract.fields import ID_COLUMN, ID_KEY, KEY_ROW
from ictxl.model import (
    Assignment,
    Department,
    Measure,
    Outlook,
    Plan,
    PolicyArea,
)
from ictxl.pipeline.merging import merge
from ictxl.pipeline.sending import generate
from ictxl.plan.writing import write_plan
from ictxl.questions import Choice, next_step_list, rating_list, usual_questions

HERE = Path(__file__).parent
SOURCE = HERE / "source" / "progress_2019.toml"

# The sample's own; the source names none of these.
DEADLINE = "2019年10月31日"
CONTACT = "情報課 内線1234"
COMPILED_ON = "2019年11月29日"
SENT = "2019-10-01T00:00:00Z"
RETURNED = "2019-10-25T00:00:00Z"
PROGRESS_LIMIT = 400
OUTLOOKS = (Outlook("⇒", "継続"), Outlook("↗", "拡充"), Outlook("☆", "新規"))


def transcription() -> dict[str, Any]:
    with SOURCE.open("rb") as file:
        return tomllib.load(file)


def sample_plan() -> Plan:
    """The transcribed plan."""
    source = transcription()
    return Plan(
        title=source["plan"]["title"],
        year=source["plan"]["year"],
        year_label=source["plan"]["year_label"],
        deadline=DEADLINE,
        contact=CONTACT,
        compiled_on=COMPILED_ON,
        saved_at=SENT,
        areas=tuple(PolicyArea(str(a["number"]), a["title"]) for a in source["area"]),
        measures=tuple(_measure(m) for m in source["measure"]),
        departments=tuple(
            Department(d["name"], tuple(d["aliases"]), d["answers"]) for d in source["department"]
        ),
        questions=usual_questions(
            rating_list(
                Choice(r["symbol"], r["meaning"], r["kind"] == "終了") for r in source["rating"]
            ),
            next_step_list(
                Choice(n["number"], n["name"], n["kind"] == "終了") for n in source["next_step"]
            ),
            PROGRESS_LIMIT,
        ),
        outlooks=OUTLOOKS,
    )


def _measure(record: dict[str, Any]) -> Measure:
    return Measure(
        str(record["area"]),
        str(record["number"]),
        record["title"],
        record["target"],
        record["outlook"],
        tuple(_assignment(name) for name in record["departments"]),
    )


def _assignment(printed: str) -> Assignment:
    """`施設課(旧下水道課)` → 施設課, printed with the note 旧下水道課."""
    name, _, note = printed.removesuffix(")").partition("(")
    return Assignment(name, note)


def build(folder: Path) -> None:
    """Write plan.xlsx, returned/ and 進捗状況.xlsx into `folder`."""
    plan_file = folder / "plan.xlsx"
    write_plan(sample_plan(), plan_file)
    returned = folder / "returned"
    # Filled-in forms are never written over.
    shutil.rmtree(returned, ignore_errors=True)
    answers = {(r["measure"], r["department"]): r for r in transcription()["response"]}
    for form in generate(plan_file, returned).forms:
        _fill_in(form.path, form.department, answers)
    with tempfile.TemporaryDirectory() as desk:
        consolidated = Path(desk) / "進捗状況.xlsx"
        merge([str(returned)], consolidated)
        shutil.copy(consolidated, folder)


def _fill_in(form: Path, department: str, answers: dict[tuple[str, str], dict[str, str]]) -> None:
    """Type the department's answers into its form, row by row, as the hidden keys say."""
    workbook = load_workbook(form)
    sheet = next(s for s in workbook if s.cell(KEY_ROW, ID_COLUMN).value == ID_KEY)
    columns = {cell.value: cell.column for cell in sheet[KEY_ROW] if cell.value}
    for row in range(KEY_ROW + 1, sheet.max_row + 1):
        measure = sheet.cell(row, ID_COLUMN).value
        answer = answers.get((str(measure), department), {})
        for field in ("rating", "progress", "next_step"):
            if answer.get(field):
                sheet.cell(row, columns[field]).value = answer[field]
    save_as_returned(workbook, form, RETURNED)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
