"""The published templates that `ictxl init --like` puts beside the plan of each family."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from ictxl.consolidated.template.published import family_template_path, read_template
from ictxl.consolidated.workbook import write_consolidated
from ictxl.plan.new_plan import ReadyStart
from ictxl.plan.writing import write_plan
from tests.consolidated.test_published_tables import assert_whole_on_paper
from tests.support.books import sheet_names, sheet_of
from tests.support.cli import ictxl
from tests.support.clients.libreoffice import Office
from tests.support.family_rounds import family_answers, family_plan

pytestmark = pytest.mark.slow

FAMILIES = (ReadyStart.INDICATORS, ReadyStart.EVALUATION, ReadyStart.MEASURE_SHEETS)


def published(start: ReadyStart, folder: Path) -> Path:
    plan = family_plan(start)
    answers, actuals = family_answers(plan)
    path = folder / "公表.xlsx"
    write_consolidated(
        plan,
        answers,
        {answer.department for answer in answers},
        path,
        template=read_template(family_template_path(start.value), plan),
        indicator_responses=actuals,
    )
    return path


@pytest.mark.parametrize("start", ReadyStart)
def test_init_puts_a_template_there_that_check_finds_right(
    start: ReadyStart, tmp_path: Path
) -> None:
    assert ictxl("init", tmp_path, "--year", "2026", "--like", start.value).code == 0
    own = tmp_path / "consolidated_template.xlsx"
    write_plan(family_plan(start), tmp_path / "filled.xlsx")
    run = ictxl("template", "check", own, "--plan", tmp_path / "filled.xlsx")
    assert (run.code, "集約表のひな形" in run.out) == (0, True), run.out
    assert own.read_bytes() == family_template_path(start.value).read_bytes()


def texts(path: Path, sheet: str, row: int) -> list[object]:
    return [cell.value for cell in sheet_of(path, sheet)[row]]


def test_a_table_of_indicators(tmp_path: Path) -> None:
    path = published(ReadyStart.INDICATORS, tmp_path)
    assert texts(path, "指標の実績", 3) == [
        *("番号", "取組", "担当課", "指標", "基準値", "目標値", "実績値", "達成率"),
        *("達成状況", "取組の実績", "遅れの理由と対応"),
    ]
    assert texts(path, "指標の実績", 4)[0] == "Ⅰ 基本方針の名称"
    first, second = (texts(path, "指標の実績", row) for row in (5, 6))
    assert first[:9] == [
        *("1", "1番目の取組の名称", "福祉課", "参加者数", 300, 400, 340, 0.85),
        "年度計画どおり",
    ]
    assert second[3:8] == ["満足度", 0.7, 0.8, 0.76, 0.95]


def test_a_table_of_evaluations(tmp_path: Path) -> None:
    path = published(ReadyStart.EVALUATION, tmp_path)
    # Nobody has read a second time, so those columns do not print.
    assert texts(path, "評価結果", 3) == [
        *(
            "番号",
            "事業名",
            "事業内容",
            "担当課",
            "実績",
            "評価",
            "評価の理由",
            "課題",
            "今後の方針",
        ),
    ]
    assert [texts(path, "評価結果", row)[0] for row in (4, 5)] == [
        "基本目標Ⅰ 基本目標の名称",
        "1 施策の方向の名称",
    ]
    assert [texts(path, "評価結果", row)[3] for row in (7, 8)] == ["企画課", "福祉課"]


def test_a_sheet_a_measure(tmp_path: Path) -> None:
    path = published(ReadyStart.MEASURE_SHEETS, tmp_path)
    names = sheet_names(path)
    assert names[:4] == ["1-1-1", "1-1-2", "1-1-3", "1-2-4"]
    told = {str(texts(path, "1-1-1", row)[0]): texts(path, "1-1-1", row) for row in range(1, 20)}
    assert told["個別施策"][1] == "(1) 1番目の取組の名称"
    assert told["参加者数"][2:] == [300, 400, 340, 0.85]
    assert told["決算額"][1:4] == [1250, "有効性", "中"]
    # The last measure has no indicators, and so no table of them.
    last = [texts(path, "1-2-4", row)[0] for row in range(1, 12)]
    assert "指標" not in last


@pytest.mark.parametrize("start", FAMILIES)
def test_they_are_whole_on_paper_and_sound(
    start: ReadyStart, office: Office, tmp_path: Path
) -> None:
    path = published(start, tmp_path)
    assert OpenXmlValidator().validate(path).errors == []
    assert_whole_on_paper(path, office, tmp_path)
