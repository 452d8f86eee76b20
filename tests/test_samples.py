"""The real table through the whole house: transcription → plan → forms → returned → merged.

What comes out is compared with the transcription, never with an earlier output of our own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.books import load, sheet_of
from tests.support.cli import ictxl, ictxl_process
from tests.support.samples_script import SAMPLES, build_script

pytestmark = pytest.mark.lengthy

MEASURES, RATINGS, NEXT_STEPS, DEPARTMENTS = 30, 44, 40, 18
FAMILY_DEPARTMENTS = 3


def source() -> dict[str, Any]:
    with (SAMPLES / "source" / "progress_2019.toml").open("rb") as file:
        return tomllib.load(file)


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("merged") / "進捗状況.xlsx"
    run = ictxl_process("merge", SAMPLES / "returned", "-o", output)
    assert run.code == 0, run.out + run.err
    return output


def measures_of(sheet: Worksheet) -> Iterator[tuple[int, int, list[str]]]:
    """(area, number, [title, target, outlook, departments, progress, next steps]) as printed."""
    area = 0
    for row in range(1, sheet.max_row + 1):
        heading = str(sheet.cell(row, 1).value or "")
        if heading.startswith("第") and "款" in heading:
            area = int(heading[1 : heading.index("款")])
        number = str(sheet.cell(row, 2).value or "")
        if number.startswith("("):
            cells = [(row, 3), (row + 1, 3), (row, 4), (row, 5), (row, 6), (row, 7)]
            texts = [str(sheet.cell(r, c).value or "") for r, c in cells]
            yield area, int(number.strip("()")), texts


def test_merging_the_samples_prints_every_cell_of_the_transcription(merged: Path) -> None:
    record = source()
    answers = {(r["measure"], r["department"]): r for r in record["response"]}
    sheet = sheet_of(merged, "進捗状況")
    printed = {(area, number): texts for area, number, texts in measures_of(sheet)}
    assert len(printed) == len(record["measure"]) == MEASURES
    for measure in record["measure"]:
        title, target, outlook, departments, progress, next_steps = printed[
            measure["area"], measure["number"]
        ]
        identity = f"{measure['area']}-{measure['number']}"
        names = [name.partition("(")[0] for name in measure["departments"]]
        given = [answers[identity, name] for name in names if (identity, name) in answers]
        assert (title, target, outlook) == (
            measure["title"],
            measure["target"],
            measure["outlook"],
        )
        assert departments.split("\n") == measure["departments"]
        assert progress.split("\n") == [
            f"【{r['department']}-{r['rating']}】{line}" if first else line
            for r in given
            for first, line in enumerate_first(r["progress"].split("\n"))
        ]
        assert [line for line in next_steps.split("\n") if line] == [
            f"{r['department']}-{r['next_step']}" for r in given if r["next_step"]
        ]


def enumerate_first(lines: list[str]) -> Iterator[tuple[bool, str]]:
    yield True, lines[0]
    for line in lines[1:]:
        yield False, line


def test_the_areas_the_year_and_the_legend_are_the_source_s(merged: Path) -> None:
    record = source()
    sheet = sheet_of(merged, "進捗状況")
    texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    whole = "\n".join(texts)
    for area in record["area"]:
        assert f"第{area['number']}款" in whole
        assert area["title"] in whole.replace("\n", "")
    assert f"{record['plan']['year_label']}の進捗状況" in texts
    assert "【凡例】" in whole
    for rating in record["rating"]:
        assert rating["meaning"] in whole


def test_the_data_sheet_holds_each_response_of_the_transcription(merged: Path) -> None:
    record = source()
    rows = list(sheet_of(merged, "データ").iter_rows(values_only=True))
    heading = [str(cell) for cell in rows[0]]
    column = {name: heading.index(name) for name in ("担当課", "項番", "評価コード", "進捗状況")}
    found = {
        (row[column["担当課"]], row[column["評価コード"]], row[column["進捗状況"]])
        for row in rows[1:]
        if row[column["評価コード"]]
    }
    assert found == {(r["department"], r["rating"], r["progress"]) for r in record["response"]}
    assert len(record["response"]) == RATINGS
    assert sum(bool(r["next_step"]) for r in record["response"]) == NEXT_STEPS


def test_the_findings_on_the_samples_are_few_and_none_is_an_error(tmp_path: Path) -> None:
    run = ictxl("merge", SAMPLES / "returned", "-o", tmp_path / "out.xlsx", "--json")
    assert run.code == 0
    assert len(run.json["submissions"]) == DEPARTMENTS
    severities = {f["severity"] for f in run.json["findings"]}
    assert "error" not in severities
    [blank_step] = [f for f in run.json["findings"] if f["code"] == "A004"]
    assert (blank_step["department"], blank_step["measure"]) == ("教育研究所", "2-7")


@pytest.mark.slow
def test_the_samples_are_what_their_script_builds(tmp_path: Path) -> None:
    build_script().build(tmp_path)
    build_script("build_cities").build(tmp_path / "cities")
    build_script("build_families").build(tmp_path / "families")
    built = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*.xlsx"))
    stored = sorted(p.relative_to(SAMPLES) for p in SAMPLES.rglob("*.xlsx"))
    assert built == stored
    assert len(built) >= DEPARTMENTS + 2
    for name in built:
        # Cells are compared, not bytes: another release of a library may write the same otherwise.
        if (tmp_path / name).read_bytes() != (SAMPLES / name).read_bytes():
            assert contents(tmp_path / name) == contents(SAMPLES / name), name


@pytest.mark.parametrize("family", ("指標", "施策評価", "個票"))
def test_merging_the_round_of_a_family_gives_its_published_table(
    tmp_path: Path, family: str
) -> None:
    place = SAMPLES / "families" / family
    second = [path for path in (place / "二次評価.xlsx",) if path.exists()]
    output = tmp_path / "進捗状況.xlsx"
    read = [place / "returned", *second]
    run = ictxl("merge", *read, "--plan", place / "plan.xlsx", "-o", output, "--json")
    assert (run.code, run.json["findings"]) == (0, [])
    assert len(second) == (family != "指標")
    assert len(run.json["submissions"]) == FAMILY_DEPARTMENTS
    assert contents(output) == contents(place / "進捗状況.xlsx")


@pytest.mark.parametrize("family", ("指標", "施策評価", "個票"))
def test_the_round_of_a_family_begins_as_init_writes_it_and_prints_each_of_its_texts(
    tmp_path: Path, family: str
) -> None:
    place = SAMPLES / "families" / family
    assert ictxl("init", tmp_path, "--year", "2025", "--like", family).code == 0
    for name in ("progress_template.xlsx", "consolidated_template.xlsx"):
        assert (place / name).read_bytes() == (tmp_path / name).read_bytes()
    book = load_workbook(place / "進捗状況.xlsx", read_only=True)
    printed = "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    )
    told = build_script("build_families").source()[family]
    for measure in told["measure"]:
        said = [*measure["answers"].values(), measure.get("review", {})]
        for text in (measure["title"], *(str(v) for each in said for v in each.values())):
            assert text in printed


def contents(workbook: Path) -> dict[str, Any]:
    """What a person meets in a workbook: texts, looks, locks, merges, heights, dropdowns."""
    sheets = {}
    for sheet in load(workbook):
        cells = {
            cell.coordinate: (
                getattr(cell.value, "text", cell.value),  # of an array formula
                cell.number_format,
                cell.font.name,
                cell.font.b,
                cell.fill.fgColor.rgb,
                cell.alignment.wrap_text,
                cell.protection.locked,
            )
            for row in sheet.iter_rows()
            for cell in row
        }
        sheets[sheet.title] = (
            cells,
            sorted(map(str, sheet.merged_cells.ranges)),
            {row: dimension.height for row, dimension in sheet.row_dimensions.items()},
            sorted(f"{v.sqref} {v.formula1}" for v in sheet.data_validations.dataValidation),
        )
    return sheets
