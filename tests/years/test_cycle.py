"""Two years of a city hall: from the sheet it had to the comparison with the year after."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from ictxl.plan.reading import read_plan
from tests.support.books import sheet_of
from tests.support.cli import Run, ictxl
from tests.support.places import ROOT
from tests.support.returned_forms import Form

pytestmark = pytest.mark.slow  # two whole years of a city

TEXT = ROOT / "samples" / "source" / "progress_2019.txt"
NEW_TEXT = "令和2年度は講座を3回開いた。"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies in 情報課's folder when both years are over."""
    folder = tmp_path_factory.mktemp("city")
    shutil.copy(TEXT, folder / "2019.txt")
    run(folder, "import", "2019.txt", "-o", "plan_2019.xlsx", "--title", "情報化計画")
    run(
        folder,
        *("rollover", "2019.txt", "-o", "plan_2020.xlsx", "--title", "情報化計画"),
        *("--plan", "plan_2019.xlsx", "--renumber"),
    )
    run(folder, "generate", "plan_2020.xlsx", "-o", "returned")
    for path in (folder / "returned").glob("*.xlsx"):
        fill_in(path)
    run(folder, "merge", "returned", "-o", "2020.xlsx")
    made = run(folder, "compare", "2019.txt", "2020.xlsx", "-o", "比較.xlsx", "--json")
    (folder / "compared.json").write_text(made.out, encoding="utf-8")
    run(folder, "history", "2019.txt", "2020.xlsx", "-o", "history.parquet")
    return folder


def run(folder: Path, *arguments: str) -> Run:
    made = ictxl(*arguments, cwd=folder)
    assert made.code == 0, made.out + made.err
    return made


def fill_in(path: Path) -> None:
    """Each department does better than last year, and 情報課 finishes what it began."""
    form = Form(path)
    ids = [str(c.value) for c in form.sheet["A"] if c.value and "-" in str(c.value)]
    is_office = path.stem.endswith("_情報課")
    answer = ("Y", NEW_TEXT, "4.終了") if is_office else ("A", NEW_TEXT, "1.現状維持")
    form.fill(dict.fromkeys(ids, answer)).save()


def test_forms_of_the_second_year_show_the_first_years_answers(city: Path) -> None:
    [path] = (city / "returned").glob("*_秘書広報課.xlsx")
    sheet = sheet_of(path, "進捗入力")
    columns = {c.value: c.column for c in sheet[1] if c.value}
    rows = {c.value: c.row for c in sheet["A"] if c.value}
    row = rows["1-1"]
    assert sheet.cell(row, columns["previous_rating"]).value == "A"
    shown = sheet.cell(row, columns["previous_progress"]).value
    assert str(shown).startswith("多治見市公式フェイスブック")
    letter = sheet.cell(row, columns["previous_rating"]).column_letter
    assert not sheet.column_dimensions[letter].hidden


def test_the_second_years_plan_has_what_was_not_finished(city: Path) -> None:
    first, second = read_plan(city / "plan_2019.xlsx"), read_plan(city / "plan_2020.xlsx")
    assert (second.year, second.year_label) == (2020, "令和2年度")
    assert (len(first.measures), len(second.measures)) == (30, 24)
    gone = {m.title for m in first.measures} - {m.title for m in second.measures}
    assert len(gone) == 6
    assert second.department_by_name["施設課"].aliases == ("下水道課",)
    assert len(second.previous) == 44 - 6


def test_the_comparison_tells_what_became_of_every_answer(city: Path) -> None:
    told = json.loads((city / "compared.json").read_text(encoding="utf-8"))
    assert (told["before"]["year"], told["after"]["year"]) == (2019, 2020)
    assert told["measures"]["継続"] == 24
    assert told["measures"]["終了"] == 6
    rows = {(r["measure_before"], r["department"]): r for r in told["rows"]}
    assert len(rows) == 44
    moved = rows["1-12", "保健センター"]
    assert (moved["measure_after"], moved["moved"]) == ("1-10", True)
    assert (moved["rating_before"], moved["rating_after"]) == ("D", "A")
    assert (moved["trend"], moved["progress_after"]) == ("上昇", NEW_TEXT)
    assert rows["3-5", "情報課"]["trend"] == "終了へ"
    assert rows["1-8", "教育総務課"]["kind"] == "終了"
    assert rows["2-3", "施設課"]["trend"] == "再開"


def test_both_years_lie_in_one_frame(city: Path) -> None:
    import pandas as pd

    frame = pd.read_parquet(city / "history.parquet")
    assert frame.groupby("年度(西暦)").size().to_dict() == {2019: 44, 2020: 38}
    both = frame.groupby("施策の系列")["年度(西暦)"].nunique()
    assert (both == 2).sum() == 24
