"""個票: a sheet of the published workbook for each measure."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from ictxl.consolidated.page import write_html
from ictxl.consolidated.reading import read_consolidated
from ictxl.consolidated.table import consolidate
from ictxl.consolidated.template.plain_rows import write_plain_csv
from ictxl.consolidated.template.published import family_template_path, read_template
from ictxl.consolidated.workbook import write_consolidated
from ictxl.model import Assignment, Plan
from ictxl.plan.new_plan import ReadyStart, starting_plan
from ictxl.responses import Response
from tests.support.books import load, sheet_names, sheet_of
from tests.support.cli import ictxl
from tests.support.clients.libreoffice import Office
from tests.support.clients.poppler import pdf_pages
from tests.support.consolidated_tables import response, small_plan
from tests.support.family_rounds import family_answers, family_plan
from tests.support.published_templates import Columns, measure_sheet_template, published_template
from tests.support.question_plans import TEN, plan_asking
from tests.support.rounds import real_plan, real_responses

ANSWERS = (
    response("1-1", "情報課", "B", "始めた", "1"),
    response("1-2", "情報課", "A", "済んだ", "1"),
    response("1-2", "福祉課", "C", "まだ", "2"),
)


def made(folder: Path, plan: Plan, answers: tuple[Response, ...], name: str = "") -> Path:
    template = measure_sheet_template(folder / "ひな形.xlsx", *([name] if name else []))
    path = folder / "公表.xlsx"
    submitted = {answer.department for answer in answers}
    book = read_template(template, plan)
    write_consolidated(plan, answers, submitted, path, template=book)
    return path


def texts(path: Path, sheet: str) -> dict[str, str]:
    cells = (c for row in sheet_of(path, sheet).iter_rows() for c in row)
    return {cell.coordinate: str(cell.value) for cell in cells if cell.value is not None}


def test_each_measure_has_a_sheet_with_its_answers(tmp_path: Path) -> None:
    path = made(tmp_path, small_plan(), ANSWERS)
    names = sheet_names(path)
    assert names == ["個票1-1", "個票1-2", "データ", "集計", "計画の内容"]
    first, second = texts(path, "個票1-1"), texts(path, "個票1-2")
    assert (first["B2"], first["B4"], first["B5"]) == ("(1) 甲", "B", "始めた")
    assert second["B4"] == "福祉課-C\n情報課-A"
    assert second["B5"] == "【福祉課】まだ\n【情報課】済んだ"
    below = [[second.get(f"{c}{row}", "") for c in "ABC"] for row in (6, 7, 8)]
    assert below == [
        ["課", "評価", "次期"],
        ["福祉課(旧厚生課)", "C", "2.拡充"],
        ["情報課", "A", "1.現状維持"],
    ]


def test_numbers_of_several_departments_stand_whole_beside_or_below_their_names(
    tmp_path: Path,
) -> None:
    plan = plan_asking(TEN[1:4], count=1)
    both = (Assignment("福祉課"), Assignment("企画課"))
    plan = replace(plan, measures=(replace(plan.measures[0], assignments=both),))
    told = {TEN[1].key: "12", TEN[2].key: "1250", TEN[3].key: "0.5"}
    answers = [Response(plan.measures[0].id, name, told) for name in ("福祉課", "企画課")]
    for width, gap in ((12, "\n"), (20, " ")):
        columns: Columns = (("施策", "{施策名称}", 30), ("決算額", "{各課の決算額}", width))
        template = published_template(tmp_path / "ひな形.xlsx", columns)
        path = tmp_path / f"{width}.xlsx"
        book = read_template(template, plan)
        write_consolidated(plan, answers, {"福祉課", "企画課"}, path, template=book)
        said = sheet_of(path, "公表")["B4"].value
        assert said == f"福祉課:{gap}1,250千円\n企画課:{gap}1,250千円"


@pytest.mark.lengthy
def test_the_logo_head_and_foot_stand_on_every_sheet(tmp_path: Path) -> None:
    path = made(tmp_path, small_plan(), ANSWERS)
    book = load(path)
    assert book["個票1-2"].oddFooter.center.text == "乙 &P / &N"
    with zipfile.ZipFile(path) as package:
        for number in (1, 2):
            assert b"<drawing " in package.read(f"xl/worksheets/sheet{number}.xml")
        drawings = {n for n in package.namelist() if n.startswith("xl/template/drawings/drawing")}
    assert len(drawings) == 2
    assert OpenXmlValidator().validate(path).errors == []


def test_names_of_sheets_are_those_that_excel_takes_and_each_is_there_once(tmp_path: Path) -> None:
    measures = small_plan().measures
    plan = small_plan(measures=tuple(replace(m, title="甲/乙:[丙]*?" * 9) for m in measures))
    names = sheet_names(made(tmp_path, plan, ANSWERS, "{施策名称}"))[:2]
    assert len({name.lower() for name in names}) == 2
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/]", name) for name in names)


def test_no_sheet_takes_the_name_of_one_of_ictxls_own(tmp_path: Path) -> None:
    measures = [replace(m, title="データ") for m in small_plan().measures]
    plan = small_plan(measures=tuple(measures))
    names = sheet_names(made(tmp_path, plan, ANSWERS, "{施策名称}"))
    assert names == ["データ(2)", "データ(3)", "データ", "集計", "計画の内容"]


def test_it_is_read_back(tmp_path: Path) -> None:
    path = made(tmp_path, real_plan(), real_responses())
    table = read_consolidated(path, starting_plan(2019))
    assert len(table.responses) == len(real_responses())


def test_template_check_knows_it_and_names_what_is_unknown(tmp_path: Path) -> None:
    good = measure_sheet_template(tmp_path / "よい.xlsx")
    assert ictxl("template", "check", good, "--json").findings() == set()
    bad = measure_sheet_template(tmp_path / "誤り.xlsx", "個票{番号なし}")
    assert ictxl("template", "check", bad, "--json").findings() == {("誤り.xlsx", "", "T001")}


def test_a_long_measure_goes_on_on_further_pages_and_nothing_is_cut(
    office: Office, tmp_path: Path
) -> None:
    long = "".join(r["progress"] for r in real_responses())
    answers = (response("1-1", "情報課", "B", (long * 2)[:10_000], "1"), *ANSWERS[1:])
    path = made(tmp_path, small_plan(), answers)
    sheet = sheet_of(path, "個票1-1")
    assert len(sheet.row_breaks.brk) >= 1
    pages = "".join(pdf_pages(office.convert(path, tmp_path / "公表.pdf")))
    told = "".join(c.text for c in _cells(path, "個票1-1") if c.column == 2)
    assert re.sub(r"\s", "", long[:5_000]) in re.sub(r"\s", "", told)
    for cell in _cells(path, "個票1-1"):
        assert re.sub(r"\s", "", cell.text) in pages


class _Cell:
    def __init__(self, column: int, text: str) -> None:
        self.column, self.text = column, text


def _cells(path: Path, name: str) -> list[_Cell]:
    rows = sheet_of(path, name).iter_rows()
    return [_Cell(c.column, str(c.value)) for row in rows for c in row if c.value is not None]


def test_page_and_csv_tell_each_indicator_of_a_measure_on_a_line(tmp_path: Path) -> None:
    start = ReadyStart.MEASURE_SHEETS
    plan = family_plan(start)
    answers, actuals = family_answers(plan)
    book = read_template(family_template_path(start.value), plan)
    submitted = {answer.department for answer in answers}
    table = consolidate(plan, answers, submitted, indicator_responses=actuals)
    line = "参加者数: 基準値 300人、目標値 400人、実績値 340人、達成率 85%\n満足度: "
    write_plain_csv(table, book, tmp_path / "公表.csv")
    write_html(table, tmp_path / "公表.html", book)
    for file in ("公表.csv", "公表.html"):
        assert line in (tmp_path / file).read_text("utf-8-sig")
