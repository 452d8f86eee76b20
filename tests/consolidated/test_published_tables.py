"""Tables that other bodies have published come out as they print them.

Their plans and answers are those of `samples/cities`; what is expected here is what stands in their
tables: headings, columns, units and order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.workbook import Workbook

from ictxl.consolidated.template.published import read_template
from ictxl.consolidated.workbook import write_consolidated
from ictxl.contract.answer_values import normal_text
from ictxl.model import Assignment, Department, Measure, Plan, PolicyArea
from ictxl.plan.reading import read_plan
from ictxl.questions import Choice, ChoiceList, Level, Question, QuestionKind
from ictxl.responses import Response
from tests.support.books import load, sheet_names
from tests.support.clients.libreoffice import Office
from tests.support.clients.poppler import pdf_pages
from tests.support.samples_script import SAMPLES, build_script

pytestmark = pytest.mark.slow

LENGTHS = (10, 100, 1_000, 3_000, 10_000)
SHEET = "公表"


def city(name: str) -> tuple[Plan, list[Response]]:
    """The plan of a body, and what its departments answered."""
    plan = read_plan(SAMPLES / "cities" / f"{name}.xlsx")
    body: dict[str, Any] = build_script("build_cities").transcription()[name]
    by_name = {question.name: question for question in plan.questions}
    answers = []
    for told in body["answer"]:
        values = {
            by_name[n].key: text.split(" ")[0]
            if by_name[n].is_choice
            else normal_text(by_name[n], text)
            for n, text in told["values"].items()
        }
        answers.append(Response(told["measure"], told["department"], values))
    return plan, answers


Look = dict[str, object]
TEXT: Look = {"border": 1, "text_wrap": True, "valign": "top"}
HEAD: Look = {**TEXT, "bold": True, "bg_color": "#E2EFDA", "align": "center", "valign": "vcenter"}


def table_template(
    path: Path, above: list[str], columns: list[tuple[str, str, float]], paper: int = 8
) -> Path:
    """Lines over the table, headings and a prototype row."""
    book = Workbook(
        path, {"default_format_properties": {"font_name": "BIZ UDゴシック", "font_size": 10.5}}
    )
    sheet = book.add_worksheet(SHEET)
    bold, head, body = (book.add_format(look) for look in ({"bold": True}, HEAD, TEXT))
    for row, text in enumerate(above):
        sheet.write_string(row, 0, text, bold)
    for column, (heading, text, width) in enumerate(columns):
        sheet.write_string(len(above), column, heading, head)
        sheet.write_string(len(above) + 1, column, text, body)
        sheet.set_column(column, column, width)
    sheet.set_paper(paper)
    sheet.set_landscape()
    book.close()
    return path


def hamamatsu(path: Path) -> Path:
    return table_template(
        path,
        ["{計画名} 令和5年度の進捗状況"],
        [
            ("取組", "{項番}", 6),
            ("取組名", "{施策名称}", 36),
            ("担当部課(取りまとめ部課)", "{担当課}", 30),
            ("重要業績評価指標", "{重要業績評価指標}", 24),
            ("目標値", "{目標}", 14),
            ("実績値", "{実績値}{単位}", 14),
            ("達成状況", "{達成状況}", 30),
        ],
    )


A_ROW_A_PROJECT = [
    ("事業番号", "{項番}", 6),
    ("種別", "{種別}", 6),
    ("事業名", "{施策名称}", 16),
    ("所属名", "{担当課一覧}", 14),
    ("事業内容", "{事業内容}", 26),
    ("現況", "{現況}", 16),
    ("計画目標", "{目標}", 24),
    ("計画事業の実績等(令和3年度)", "{計画事業の実績等}", 30),
    ("目標に対する評価", "{目標に対する評価} {目標に対する評価の意味}", 12),
    ("効果又は評価の理由", "{効果又は評価の理由}", 26),
    ("今後の課題及び事業推進の方策", "{今後の課題及び事業推進の方策}", 26),
]


def meguro(path: Path) -> Path:
    return table_template(
        path,
        ["{計画名} 令和3年度実績", "{基本目標}", "{課題} {施策の方向の番号}{施策の方向の名称}"],
        A_ROW_A_PROJECT,
    )


def toyoake(path: Path) -> Path:
    return table_template(
        path,
        [
            "{計画名} 事業計画 平成19年度事業各課評価",
            "{基本目標}",
            "{重点課題の番号}{重点課題の名称}",
        ],
        [
            ("課題", "{課題の名称}", 20),
            ("対応する施策", "{対応する施策の番号}{対応する施策の名称}", 24),
            ("コード", "{項番}", 8),
            ("事業", "{施策名称}", 40),
            ("担当課", "{担当課}", 16),
            ("前期 H19-H22", "{前期H19-H22}", 10),
            ("後期 H23-H26", "{後期H23-H26}", 10),
            ("各課評価 H19", "{各課評価}", 10),
        ],
    )


def published(folder: Path, name: str, template: Callable[[Path], Path]) -> tuple[Path, Worksheet]:
    plan, answers = city(name)
    return written(folder, plan, answers, template)


def written(
    folder: Path, plan: Plan, answers: list[Response], template: Callable[[Path], Path]
) -> tuple[Path, Worksheet]:
    book = read_template(template(folder / "ひな形.xlsx"), plan)
    path = folder / "公表.xlsx"
    write_consolidated(plan, answers, {r.department for r in answers}, path, template=book)
    sheet = load(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return path, sheet


def lines(sheet: Worksheet) -> list[list[str]]:
    rows = sheet.iter_rows(values_only=True)
    return [["" if value is None else str(value) for value in row] for row in rows]


def test_hamamatsu_a_row_an_undertaking_with_target_and_actual(tmp_path: Path) -> None:
    plan, answers = city("hamamatsu")
    # Its table prints the number of bodies without a unit.
    bare = [replace(m, given=(m.given[0], m.given[1].replace("団体", ""))) for m in plan.measures]
    _, sheet = written(tmp_path, replace(plan, measures=tuple(bare)), answers, hamamatsu)
    title, head, *rows = lines(sheet)
    assert title[0] == "浜松市行政経営推進プラン 令和5年度の進捗状況"
    assert head == [
        *("取組", "取組名", "担当部課(取りまとめ部課)", "重要業績評価指標"),
        *("目標値", "実績値", "達成状況"),
    ]
    assert [row[:3] + row[4:6] for row in rows] == [
        ["1", "クラウド利用の推進", "情報システム課", "30%", "32%"],
        ["2", "外郭団体経営健全化", "行政経営課", "10", "8"],
        ["3", "寄附・協賛獲得の拡大", "財政課", "100百万円", "85百万円"],
        ["4", "国民健康保険料収納率の向上", "国保年金課", "93.0%", "92.4%"],
        ["5", "行政手続きのオンライン化", "デジタル・スマートシティ推進課", "80%", "70%"],
    ]
    assert [row[6] for row in rows][:2] == ["年度計画よりも進んでいる", "年度計画よりも遅れている"]


def test_meguro_a_row_a_project_below_the_names_of_its_areas(tmp_path: Path) -> None:
    _, sheet = published(tmp_path, "meguro", meguro)
    told = lines(sheet)
    assert [row[0] for row in told[:3]] == [
        "目黒区障害者計画 令和3年度実績",
        "Ⅰ 身近な地域で暮らし続けていくことができる仕組みづくり",
        "1 相談支援の充実 (1)相談支援体制の機能強化",
    ]
    assert told[3][:4] == ["事業番号", "種別", "事業名", "所属名"]
    assert told[3][7:9] == ["計画事業の実績等(令和3年度)", "目標に対する評価"]
    first, second = (row for row in told[4:] if row[0])
    assert first[:4] == ["001", "新規", "基幹相談支援センターの設置", "障害施策推進課"]
    assert first[5] == "未設置"
    assert first[8] == "C 少し達成した"
    assert first[7].startswith("令和3年度4月から、委託により事業を開始した。")
    assert (second[0], second[2]) == ("002", "包括的相談支援体制の充実")
    assert second[3] == "健康福祉計画課\n福祉総合課"


def test_toyoake_a_row_a_department_with_levels_joined_beside_it(tmp_path: Path) -> None:
    _, sheet = published(tmp_path, "toyoake", toyoake)
    told = lines(sheet)
    assert told[0][0] == "第2次とよあけ男女共同参画プラン 事業計画 平成19年度事業各課評価"
    assert told[1][0] == "基本目標Ⅰ 男女平等教育・啓発の推進"
    assert told[2][0] == "重点課題1.男女平等教育の推進"
    assert told[3] == [
        *("課題", "対応する施策", "コード", "事業", "担当課"),
        *("前期 H19-H22", "後期 H23-H26", "各課評価 H19"),
    ]
    assert [row[2:3] + row[4:] for row in told[4:]] == [
        ["11111", "児童福祉課", "○", "○", "A"],
        ["", "学校教育課", "△", "○", "B"],
        ["11112", "学校教育課", "○", "○", "A"],
        ["", "図書館", "◎", "◎", "A"],
        ["11113", "市民協働課", "△", "△", "B"],
        ["11121", "児童福祉課", "○", "○", "A"],
        ["11122", "市民協働課", "△", "○", "B"],
    ]
    joined = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A5:A11", "B5:B9", "B10:B11", "C5:C6", "D5:D6", "C7:C8"} <= joined
    assert told[4][:2] == [
        "学校教育等における男女平等教育の推進",
        "①男女平等教育の環境整備",
    ]


SCALES = {
    "有効性": ("高", "中", "低"),
    "効率性": ("高", "中", "低"),
    "総合評価": ("A", "B", "C"),
    "進捗状況": ("順調", "概ね順調", "遅れ"),
}
MEANINGS = {"中": "適切な成果が得られている", "B": "成果・費用対効果の向上に努めつつ継続実施"}


def tsukuba_plan() -> Plan:
    def scale(name: str) -> Question:
        choices = tuple(Choice(code, MEANINGS.get(code, "")) for code in SCALES[name])
        return Question(name, QuestionKind.CHOICE, ChoiceList(name, choices, separator=":"))

    measures = (
        Measure(
            "1-1",
            "1",
            "科学技術の振興によるまちづくり",
            "12",
            "",
            (Assignment("科学技術・特区推進課"),),
            ("国際戦略総合特区新規プロジェクトの創出数", "H27年度", "7", "プロジェクト"),
        ),
        Measure(
            "1-1", "2", "新産業の育成", "5", "", (Assignment("産業振興課"),), ("件数", "", "", "")
        ),
    )
    return Plan(
        "まち・ひと・しごと創生事業",
        2015,
        "平成27年度",
        levels=(Level("基本目標", "{Ⅰ}"), Level("基本施策", "{1}"), Level("個別施策", "({1})")),
        areas=(PolicyArea("1", "産業競争力の強化"), PolicyArea("1", "新たな産業をつくる", "1")),
        measures=measures,
        departments=(Department("科学技術・特区推進課"), Department("産業振興課")),
        given_columns=("KPI", "基準年度", "従前値", "単位"),
        questions=(
            Question("実績値", QuestionKind.NUMBER),
            *map(scale, SCALES),
            *(Question(name) for name in ("効果発現要因", "課題", "今後の取組")),
        ),
    )


def tsukuba(path: Path) -> Path:
    """A sheet a measure, as its evaluation sheets are laid out."""
    book = Workbook(
        path, {"default_format_properties": {"font_name": "BIZ UDゴシック", "font_size": 10.5}}
    )
    sheet = book.add_worksheet("個別施策{施策番号}")
    head, text = book.add_format(HEAD), book.add_format(TEXT)
    sheet.merge_range(0, 0, 0, 7, "{計画名} {年度}実績評価シート", book.add_format({"bold": True}))
    for row, (label, filled) in enumerate(
        (
            ("基本目標", "{基本目標}"),
            ("基本施策", "{基本施策}"),
            ("個別施策", "{項番}{施策名称}"),
            ("KPI その1", "{KPI}"),
            ("指標担当部課等", "{担当課}"),
        ),
        1,
    ):
        sheet.write(row, 0, label, head)
        sheet.merge_range(row, 1, row, 7, filled, text)
    for row, cells in enumerate(
        (
            ("", "基準年度", "従前値", "(単位)", "H27目標", "H27実績", "", ""),
            ("数値", "{基準年度}", "{従前値}", "{単位}", "{目標}", "{実績値}", "", ""),
            (
                "有効性",
                "{有効性}",
                "効率性",
                "{効率性}",
                "総合評価",
                "{総合評価}",
                "進捗状況",
                "{進捗状況}",
            ),
        ),
        6,
    ):
        for column, cell in enumerate(cells):
            is_label = cell and "{" not in cell
            sheet.write_string(row, column, cell, head if is_label else text)
    for column, (label, filled) in enumerate(
        (
            ("効果発現要因(総合所見)", "{効果発現要因}"),
            ("課題", "{課題}"),
            ("今後の取組", "{今後の取組}"),
        )
    ):
        sheet.merge_range(9, column * 3, 9, min(column * 3 + 2, 7), label, head)
        sheet.merge_range(10, column * 3, 10, min(column * 3 + 2, 7), filled, text)
    sheet.set_column(0, 7, 16)
    sheet.set_paper(9)
    sheet.set_landscape()
    book.close()
    return path


def tsukuba_answers(length: int = 60) -> list[Response]:
    text = (
        "TGI,県,市がそれぞれのネットワークを活かしながら,研究機関への訪問や研究会への参加を行った。"
        * 300
    )
    keys = {question.name: question.key for question in tsukuba_plan().questions}
    told = {
        **{"実績値": "8", "有効性": "中", "効率性": "中", "総合評価": "B", "進捗状況": "概ね順調"},
        **{"効果発現要因": text[:length], "課題": text[:20], "今後の取組": text[:30]},
    }
    values = {keys[name]: said for name, said in told.items()}
    return [
        Response("1-1-1", "科学技術・特区推進課", values),
        Response("1-1-2", "産業振興課", {keys["実績値"]: "3"}),
    ]


def test_tsukuba_a_sheet_a_measure(tmp_path: Path) -> None:
    path, sheet = written(tmp_path, tsukuba_plan(), tsukuba_answers(), tsukuba)
    assert sheet_names(path)[:2] == ["個別施策1-1-1", "個別施策1-1-2"]
    told = lines(sheet)
    assert [row[:2] for row in told[1:6]] == [
        ["基本目標", "Ⅰ 産業競争力の強化"],
        ["基本施策", "1 新たな産業をつくる"],
        ["個別施策", "(1)科学技術の振興によるまちづくり"],
        ["KPI その1", "国際戦略総合特区新規プロジェクトの創出数"],
        ["指標担当部課等", "科学技術・特区推進課"],
    ]
    assert told[7] == ["数値", "H27年度", "7", "プロジェクト", "12", "8", "", ""]
    assert told[8] == ["有効性", "中", "効率性", "中", "総合評価", "B", "進捗状況", "概ね順調"]


def lengthened(answers: list[Response], plan: Plan) -> list[Response]:
    """The same with texts of 10 to 10,000 characters."""
    source = "相談会を開き、区民1,230人が来た。次年度も続ける。担当者の育成が課題である。" * 300
    texts = [q for q in plan.questions if q.kind is QuestionKind.TEXT]
    made = []
    for place, answer in enumerate(answers):
        long = {q.key: source[: LENGTHS[(place + n) % 5]] for n, q in enumerate(texts)}
        made.append(replace(answer, values={**answer.values, **long}))
    return made


def assert_whole_on_paper(path: Path, office: Office, folder: Path) -> None:
    """Every cell is as high as LibreOffice wants it, and every text stands in the PDF."""
    book = load(path)
    pages = "".join(pdf_pages(office.convert(path, folder / "公表.pdf")))
    own = [s for s in book if s.title not in ("データ", "集計", "計画の内容")]
    for sheet in own[:2]:
        ends = {(a.min_row, a.min_col): (a.max_row, a.max_col) for a in sheet.merged_cells.ranges}
        cells = [c for row in sheet.iter_rows() for c in row if c.value is not None]
        areas = [(c.row, c.column, *ends.get((c.row, c.column), (c.row, c.column))) for c in cells]
        with office.open(path) as document:
            heights = document.wanted_heights(sheet.title, areas)
        low = [c.coordinate for c, (has, wants) in zip(cells, heights, strict=True) if has < wants]
        assert low == []
        for cell in cells:
            if isinstance(cell.value, str):
                assert re.sub(r"\s", "", cell.value) in pages, cell.coordinate


@pytest.mark.parametrize(
    ("name", "template"), [("meguro", meguro), ("hamamatsu", hamamatsu), ("toyoake", toyoake)]
)
def test_texts_of_any_length_stand_whole_on_their_paper(
    name: str, template: Callable[[Path], Path], office: Office, tmp_path: Path
) -> None:
    plan, answers = city(name)
    path, _ = written(tmp_path, plan, lengthened(answers, plan), template)
    assert_whole_on_paper(path, office, tmp_path)


def test_texts_of_any_length_stand_whole_on_the_sheets_of_tsukuba(
    office: Office, tmp_path: Path
) -> None:
    path, _ = written(tmp_path, tsukuba_plan(), tsukuba_answers(10_000), tsukuba)
    assert_whole_on_paper(path, office, tmp_path)
