"""The consolidated workbook, as other programs find it."""

from __future__ import annotations

import itertools
import re
import warnings
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import python_calamine as calamine
from openxml_audit import OpenXmlValidator

from ictxl.consolidated.summary import tallies
from ictxl.consolidated.table import consolidate
from ictxl.consolidated.workbook import write_consolidated
from ictxl.errors import InputError, OutputError
from ictxl.model import Plan
from ictxl.questions import Choice
from ictxl.responses import Response
from tests.support.books import load, sheet_of
from tests.support.clients.libreoffice import Office
from tests.support.consolidated_tables import SHEET, printed_sheet, response, small_plan
from tests.support.plan_parts import ratings_of, with_ratings
from tests.support.rounds import real_plan, real_responses

BOTH = {"情報課", "福祉課"}
NASTY = [
    "=1+1",
    "+81-572-22-1111",
    "-5",
    "@SUM(A1)",
    "1-9",
    "0012",
    "https://example.lg.jp/",
    "file:///c:/x",
    "{=A1}",
    "<r><t>x</t></r>",
    "<b>&amp;</b>",
    "_x000D_ と _x0041_",
    "行\n\n行",
    "制御\x07\x1b文字\tタブ",
    "𠮷野家 葛\U000e0100城 e\u0301 👨‍👩‍👧",
    "'引用",
    "TRUE",
    "#N/A",
    "a" * 300 + " " + "b",
]


def write(path: Path, plan: Plan, responses: list[Response], paper: str = "A3") -> Path:
    submitted = {r.department for r in responses} | BOTH
    write_consolidated(plan, responses, submitted, path, paper=paper)
    return path


def real(path: Path, paper: str = "A3") -> Path:
    responses = real_responses()
    write_consolidated(real_plan(), responses, {r.department for r in responses}, path, paper=paper)
    return path


def data(path: Path) -> list[dict[str, object]]:
    """Sheet データ as calamine finds it."""
    sheet = calamine.load_workbook(path).get_sheet_by_name("データ")
    head, *rows = sheet.to_python(skip_empty_area=False)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_the_blocks_stand_in_the_sources_layout(tmp_path: Path) -> None:
    sheet = printed_sheet(real(tmp_path / "real.xlsx")).sheet
    head = [[sheet.cell(row, column).value for column in range(1, 8)] for row in (3, 4)]
    assert head[0] == [
        *("基本施策", "項番", "施策名称", "今後の展開", "担当課"),
        *("平成31(令和元)年度の進捗状況", "次期計画での展開"),
    ]
    assert head[1][2] == "目標"
    first = [sheet.cell(5, column).value for column in range(1, 8)]
    plan, answer = real_plan(), real_responses()[0]
    assert first == [
        plan.area_label(plan.areas[0]),
        "(1)",
        plan.measures[0].title,
        "⇒",
        "秘書広報課",
        f"【秘書広報課-A】{answer['progress']}",
        "秘書広報課-1.現状維持",
    ]
    assert sheet["C6"].value == plan.measures[0].target
    assert sheet["A5"].alignment.textRotation == 255
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"B5:B6", "D5:D6", "F5:F6", "A3:A4", "F3:F4"} <= merged


def test_every_measure_has_a_row_for_its_name_and_one_for_its_target(tmp_path: Path) -> None:
    texts = printed_sheet(real(tmp_path / "real.xlsx")).column(3)
    expected = itertools.chain.from_iterable((m.title, m.target) for m in real_plan().measures)
    assert texts == list(expected)


def test_the_legend_ends_the_table_in_two_groups(tmp_path: Path) -> None:
    cells = [c.text for c in printed_sheet(real(tmp_path / "real.xlsx")).cells]
    legend = cells[cells.index("【凡例】") + 1 :]
    assert legend[:3] == ["評価(継続)", "評価(終了)", "今後の展開"]
    for rating in ratings_of(real_plan()):
        assert f"{rating.code} {rating.name}" in legend
    assert {"⇒ 継続", "↗ 拡充", "☆ 新規"} <= set(legend)
    assert not [text for text in legend if text.startswith(("未提出", "未記入"))]


def test_missing_and_blank_answers_stand_out_and_are_explained(tmp_path: Path) -> None:
    path = tmp_path / "open.xlsx"
    write_consolidated(small_plan(), [response("1-1", "情報課", "B", "済", "1")], {"情報課"}, path)
    sheet = sheet_of(path, SHEET, rich_text=True)
    whole, broken = sheet["F5"], sheet["F7"]
    assert broken.fill.fgColor.rgb != whole.fill.fgColor.rgb
    runs = {run.text: run.font for run in broken.value}
    assert runs["【福祉課-未提出】"].b
    assert runs["【福祉課-未提出】"].color.rgb == "FF9C0006"
    nothing = tmp_path / "nothing.xlsx"
    write_consolidated(small_plan(), [], set(), nothing)
    alone = sheet_of(nothing, SHEET)["F5"]
    assert alone.value == "【情報課-未提出】"
    assert (alone.font.b, alone.font.color.rgb) == (True, "FF9C0006")
    legend = [c.text for c in printed_sheet(path).cells]
    assert any(text.startswith("未提出 ") for text in legend)
    assert any(text.startswith("未記入 ") for text in legend)


def test_a_code_that_the_legend_does_not_explain_stands_out_as_a_missing_answer_does(
    tmp_path: Path,
) -> None:
    answers = [response("1-1", "情報課", "◎", "済", "1"), response("1-2", "情報課", "B", "済", "1")]
    write_consolidated(small_plan(), answers, {"情報課", "福祉課"}, tmp_path / "code.xlsx")
    sheet = sheet_of(tmp_path / "code.xlsx", SHEET, rich_text=True)
    unknown, blank = sheet["F5"], sheet["F7"]
    assert unknown.fill.fgColor.rgb == blank.fill.fgColor.rgb
    fonts = {run.text: run.font for cell in (unknown, blank) for run in cell.value}
    assert fonts["【情報課-◎】"].color.rgb == fonts["【福祉課-未記入】"].color.rgb
    assert fonts["【情報課-B】"].color.rgb != fonts["【情報課-◎】"].color.rgb


@pytest.mark.parametrize("text", NASTY)
def test_what_departments_wrote_is_text_in_every_sheet(text: str, tmp_path: Path) -> None:
    path = write(
        tmp_path / "nasty.xlsx", small_plan(), [response("1-1", "情報課", "B", text, text)]
    )
    # openpyxl leaves the escapes of control characters as they are in the file.
    book = load(path)
    assert book[SHEET]["F5"].data_type == "s"
    row = data(path)[0]
    assert row["進捗状況"] == text
    assert row["一覧にない次期展開"] == text
    shown = calamine.load_workbook(path).get_sheet_by_name(SHEET)
    cells = shown.to_python(skip_empty_area=False)
    assert cells[4][5] == f"【情報課-B】{text}"
    assert cells[4][6] == f"情報課-{text}"
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            content = package.read(name)
            assert b"<f>" not in content.replace(b"<c:f>", b"")
            assert b"<hyperlink" not in content


@pytest.mark.lengthy
def test_a_text_longer_than_a_cell_goes_on_beside_it(tmp_path: Path) -> None:
    text = "長" * 40_000 + "𠮷" * 20_000
    path = write(tmp_path / "long.xlsx", small_plan(), [response("1-1", "情報課", "B", text)])
    row = data(path)[0]
    parts = [str(row[key]) for key in row if key.startswith("進捗状況")]
    assert len(parts) == 3
    assert all(len(part.encode("utf-16-le")) // 2 <= 32_767 for part in parts)
    assert "".join(parts) == text
    printed = "".join(printed_sheet(path).column(6))
    assert printed.replace("\n", "").startswith(f"【情報課-B】{text}")


def test_the_data_sheet_has_one_response_a_row_and_one_value_a_cell(tmp_path: Path) -> None:
    path = real(tmp_path / "real.xlsx")
    rows = data(path)
    assert len(rows) == len(real_responses())
    for row, answer in zip(rows, real_responses(), strict=True):
        measure = real_plan().measure_by_id[answer.measure]
        assert (row["年度(西暦)"], row["年度(和暦)"]) == (2019, "平成31(令和元)年度")
        assert (row["基本施策番号"], row["項番"]) == (int(measure.area), int(measure.number))
        assert (row["施策名称"], row["目標"]) == (measure.title, measure.target)
        assert (row["担当課"], row["評価コード"]) == (answer.department, answer["rating"])
        assert (row["進捗状況"], row["次期展開番号"]) == (answer["progress"], answer["next_step"])
        assert row["提出状況"] == "回答あり"
    sheet = sheet_of(path, "データ")
    assert not sheet.merged_cells.ranges
    assert list(sheet.tables) == ["進捗データ"]
    assert sheet.tables["進捗データ"].ref == sheet.dimensions


def test_neither_remarks_nor_file_names_are_published(tmp_path: Path) -> None:
    answer = replace(
        response("1-1", "情報課", "B", "本文", "1", "内緒の連絡"), file="内緒.xlsx", sheet="内緒"
    )
    path = write(tmp_path / "published.xlsx", small_plan(), [answer])
    with zipfile.ZipFile(path) as package:
        assert all("内緒" not in package.read(n).decode("utf-8") for n in package.namelist())


def test_an_unreadable_code_stands_beside_the_codes_and_not_among_them(tmp_path: Path) -> None:
    path = write(
        tmp_path / "raw.xlsx", small_plan(), [response("1-1", "情報課", "◎", "本文", "検討中")]
    )
    row = data(path)[0]
    assert (row["評価コード"], row["凡例にない評価"]) == ("", "◎")
    assert (row["次期展開番号"], row["一覧にない次期展開"]) == ("", "検討中")


def test_the_tallies_agree_with_the_data_and_are_drawn_in_charts(tmp_path: Path) -> None:
    path = real(tmp_path / "real.xlsx")
    rows = data(path)
    sheet = sheet_of(path, "集計")
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = [i for i, row in enumerate(cells) if row[0] in ("基本施策", "担当課")]
    assert len(heads) == 4
    by_department = cells[heads[-1] : heads[-1] + 20]
    codes = by_department[0][1:8]
    assert codes == list("ABCDXYZ")
    for line in by_department[1:-1]:
        own = [row["評価コード"] for row in rows if row["担当課"] == line[0]]
        assert line[1:9] == [*(own.count(code) for code in codes), len(own)]
    assert by_department[-1][8] == len(rows)
    with zipfile.ZipFile(path) as package:
        charts = [n for n in package.namelist() if n.startswith("xl/charts/chart")]
        drawing = package.read("xl/drawings/drawing1.xml").decode("utf-8")
        xml = [package.read(name).decode("utf-8") for name in charts]
    assert len(charts) == 4
    assert len(re.findall(r'<xdr:cNvPr [^>]*descr="[^"]+', drawing)) == 4
    assert all('<c:grouping val="stacked"/>' in chart for chart in xml)
    names = re.findall(r"<c:tx><c:v>(.*?)</c:v>|<c:tx>.*?<c:v>(.*?)</c:v>", xml[0])
    expected = [
        category.label
        for category in tallies(
            consolidate(real_plan(), real_responses(), {r.department for r in real_responses()})
        )[0].categories
    ]
    assert [a or b for a, b in names][-len(expected) :] == expected


def test_charts_have_room_for_a_legend_of_many_long_entries(tmp_path: Path) -> None:
    ratings = tuple(
        Choice(f"R{n}", "この評価の意味を書いた長い説明の文章である", finished=n % 2 == 0)
        for n in range(1, 31)
    )
    path = tmp_path / "many.xlsx"
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # xlsxwriter only warns of a pattern it does not know
        write_consolidated(with_ratings(real_plan(), ratings), [], set(), path)
    sheet = sheet_of(path, "集計")
    anchor = sheet._charts[0].anchor
    rows = range(anchor._from.row + 1, anchor.to.row + 1)
    height = sum(sheet.row_dimensions[row].height for row in rows) + anchor.to.rowOff / 12_700
    assert height > len(ratings) * 9 + 100, "a line of 9 pt for each entry, and the bars"
    with zipfile.ZipFile(path) as package:
        assert package.read("xl/charts/chart1.xml").count(b"<a:pattFill") >= len(ratings) / 2


def test_the_properties_name_title_and_language_and_nobody(tmp_path: Path) -> None:
    path = real(tmp_path / "real.xlsx")
    found = load(path).properties
    assert found.title == "情報化計画 平成31(令和元)年度 進捗状況"
    assert found.language == "ja-JP"
    assert found.created == datetime(2019, 4, 1)
    with zipfile.ZipFile(path) as package:
        everything = b"".join(map(package.read, package.namelist()))
    assert b"creator" not in everything
    assert b"lastModifiedBy" not in everything
    assert str(tmp_path).encode() not in everything
    assert b"en-US" not in everything


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_the_sheet_is_set_up_to_print(paper: str, tmp_path: Path) -> None:
    sheet = printed_sheet(real(tmp_path / "real.xlsx", paper)).sheet
    setup = sheet.page_setup
    assert setup.orientation == "landscape"
    assert str(setup.paperSize) == {"A3": "8", "A4": "9"}[paper]
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.print_area == f"'{SHEET}'!$A$1:$G${sheet.max_row}"
    assert sheet.oddFooter.center.text == "&P / &N"
    assert sheet.freeze_panes == "A5"
    points = sum(dimension.width for dimension in sheet.column_dimensions.values())
    size = sheet.parent._fonts[0].sz  # the default font, in whose digits widths are counted
    room = {"A3": 420, "A4": 297}[paper] / 25.4 * 72 - 2 * 28.8
    assert points * size / 2 <= room * 0.97


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = real(tmp_path / "a.xlsx"), real(tmp_path / "b.xlsx")
    assert first.read_bytes() == second.read_bytes()


def test_a_plan_without_measures_or_answers_still_gives_a_workbook(tmp_path: Path) -> None:
    empty = small_plan(areas=(), measures=(), departments=())
    write_consolidated(empty, [], set(), tmp_path / "empty.xlsx")
    assert printed_sheet(tmp_path / "empty.xlsx").column(1)[0] == "【凡例】"


def test_an_unknown_paper_and_an_unwritable_place_are_said_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match="B5"):
        real(tmp_path / "x.xlsx", "B5")
    with pytest.raises(OutputError):
        real(tmp_path / "missing" / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_libreoffice_opens_it_and_finds_the_same_texts(office: Office, tmp_path: Path) -> None:
    path = real(tmp_path / "real.xlsx")
    with office.open(path) as document:
        assert [sheet["name"] for sheet in document.sheets()] == ["進捗状況", "データ", "集計"]
        shown = document.cells("データ", "A1:U45")
    assert [line[17] for line in shown[1:]] == [r["progress"] for r in real_responses()]


@pytest.mark.lengthy
def test_openxml_audit_finds_no_fault(tmp_path: Path) -> None:
    responses = [response("1-1", "情報課", "◎", "\n".join(NASTY), "検討中")]
    paths = [
        real(tmp_path / "a3.xlsx"),
        real(tmp_path / "a4.xlsx", "A4"),
        write(tmp_path / "nasty.xlsx", small_plan(), responses),
    ]
    faults = [fault for path in paths for fault in OpenXmlValidator().validate(path).errors]
    assert faults == []
