"""Templates adapted to what a plan asks: columns come, move and go with all that hangs on them."""

from __future__ import annotations

import random
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.workbook import Workbook

from ictxl.form.template.template_file import (
    check_template,
    default_template_path,
    read_template,
)
from ictxl.model import Plan, PreviousAnswer
from ictxl.questions import (
    ALWAYS,
    NEVER,
    UNLESS_FINISHED,
    USUAL_LEVELS,
    Choice,
    ChoiceList,
    Question,
    QuestionKind,
)
from ictxl.returned.assign import place_form
from ictxl.returned.reader import read_form
from ictxl.returned.returned_file import ReadForm
from tests.support.books import load, sheet_of
from tests.support.clients.libreoffice import Office
from tests.support.forms import Where, where, write_form
from tests.support.question_plans import DEPARTMENT, TEN, plan_asking, random_questions
from tests.support.rounds import real_plan

pytestmark = pytest.mark.slow

SHEET = "進捗入力"
OWN = "わが課の表"
FIRST = "1-2-001"


def keys_of(place: Where) -> list[str]:
    """From the left; those of hidden helpers and of last year left out."""
    aside = ("state:", "faults:", "previous_")
    shown = {key: c for key, c in place.columns.items() if not key.startswith(aside)}
    return sorted(shown, key=lambda key: (len(shown[key]), shown[key]))


def form_of(tmp_path: Path, plan: Plan, template: Path | None = None) -> Path:
    chosen = read_template(template or default_template_path(), plan)
    return write_form(tmp_path / "form.xlsx", plan, DEPARTMENT, template=chosen)


def columns_at(place: Where, *keys: str) -> list[str]:
    return [place.columns[key] for key in keys]


def test_a_form_has_a_column_a_question_in_the_plans_order(tmp_path: Path) -> None:
    place = where(form_of(tmp_path, plan_asking(TEN)))
    assert keys_of(place) == [
        *("level:基本目標", "area", "number", "title", "check"),
        *("target", "given:種別", "given:事業内容", "departments"),
        *("q:事業の実績", "length", *(question.key for question in TEN[1:])),
    ]


def test_the_check_stays_in_sight_beside_the_name_of_the_measure(tmp_path: Path) -> None:
    sheet = sheet_of(form_of(tmp_path, plan_asking(TEN)), SHEET)
    place = where(tmp_path / "form.xlsx")
    after = openpyxl.utils.column_index_from_string(place.columns["check"]) + 1
    assert sheet.freeze_panes == f"{openpyxl.utils.get_column_letter(after)}6"
    zoom = (sheet.sheet_view.zoomScale or 100) / 100
    frozen = sum(width_of(sheet, column) for column in range(2, after))
    assert frozen * 7 * zoom < 1366 * 0.45
    head = sum(sheet.row_dimensions[row].height for row in range(2, 6))
    # Rows of a screen of 768 pixels that Excel's own bars leave free.
    assert head / 0.75 * zoom < 470 * 0.3
    crossing = [
        area
        for area in sheet.merged_cells.ranges
        if area.min_row < 6 and area.min_col < after <= area.max_col
    ]
    assert crossing == []


def width_of(sheet: openpyxl.worksheet.worksheet.Worksheet, column: int) -> float:
    dimension = sheet.column_dimensions[openpyxl.utils.get_column_letter(column)]
    return 0.0 if dimension.hidden else float(dimension.width)


def test_widths_follow_what_is_asked(tmp_path: Path) -> None:
    sheet = sheet_of(form_of(tmp_path, plan_asking(TEN)), SHEET)
    place = where(tmp_path / "form.xlsx")
    widths = {key: sheet.column_dimensions[c].width for key, c in place.columns.items()}
    assert widths["q:事業の実績"] > 2 * widths["q:達成率"]
    assert widths["q:今後の課題"] > widths["remarks"]
    assert max(widths["q:利用者数"], widths["q:決算額"], widths["q:目標に対する評価"]) <= 17


def test_a_page_of_a4_is_filled_to_its_width_or_two_with_the_names_on_both(tmp_path: Path) -> None:
    ten = sheet_of(form_of(tmp_path, plan_asking(TEN)), SHEET)
    assert (ten.page_setup.orientation, ten.page_setup.paperSize) == ("landscape", 9)
    assert (ten.page_setup.fitToWidth, ten.page_setup.fitToHeight) == (2, 0)
    assert ten.print_title_cols == "$B:$F"
    assert ten.print_title_rows == "$5:$5"
    four = sheet_of(form_of(tmp_path, plan_asking(TEN[:4])), SHEET)
    assert four.page_setup.fitToWidth == 1


def test_cells_take_what_their_kind_of_question_asks(tmp_path: Path) -> None:
    book = load(form_of(tmp_path, plan_asking(TEN)))
    sheet, place = book[SHEET], where(tmp_path / "form.xlsx")
    formats = {q.name: sheet[place.at(FIRST, q.key)].number_format for q in TEN}
    assert formats == {
        **dict.fromkeys((q.name for q in TEN), "@"),
        "利用者数": '#,##0"人"',
        "決算額": '#,##0"千円"',
        "達成率": "0.0%",
        "次回見直しの日": '[$-411]ggge"年"m"月"d"日"',
    }
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    assert {name: rule.type for name, rule in rules.items()} == {
        "事業の実績": "textLength",
        "利用者数": "whole",
        "決算額": "decimal",
        "達成率": "decimal",
        "目標に対する評価": "list",
        "評価の理由": None,
        "今後の方向": "list",
        "今後の課題": "textLength",
        "次回見直しの日": "date",
        "連絡事項": None,
    }
    assert rules["達成率"].formula1 == "0"
    assert rules["達成率"].formula2 == "1.5"
    assert "0%以上、150%以下" in rules["達成率"].prompt
    assert "目標に対する評価が C、D のときは" in rules["評価の理由"].prompt
    assert rules["事業の実績"].prompt.startswith("年度中に行ったことを書きます。")
    assert {rule.errorStyle for rule in rules.values() if rule.type == "whole"} == {"warning"}
    for question in TEN:
        assert not sheet[place.at(FIRST, question.key)].protection.locked
    assert sheet[place.at(FIRST, "given:事業内容")].protection.locked


def test_headings_say_the_plans_words_and_the_units(tmp_path: Path) -> None:
    sheet = sheet_of(form_of(tmp_path, plan_asking(TEN)), SHEET)
    place = where(tmp_path / "form.xlsx")
    heading = {key: sheet[f"{letters}5"].value for key, letters in place.columns.items()}
    assert heading["title"] == "事業名"
    assert heading["area"] == "施策の柱"
    assert heading["level:基本目標"] == "基本目標"
    assert heading["q:決算額"] == "決算額\n(千円)"
    row = {key: sheet[place.at(FIRST, key)].value for key in ("level:基本目標", "area")}
    assert row == {"level:基本目標": "基本目標Ⅰ くらしを支える", "area": "2 相談支援の充実"}


def test_dropdowns_choose_from_the_forms_own_lists(tmp_path: Path) -> None:
    book = load(form_of(tmp_path, plan_asking(TEN)))
    rules = {rule.promptTitle: rule for rule in book[SHEET].data_validations.dataValidation}
    assert offered(book, rules["目標に対する評価"].formula1) == ["A", "B", "C", "D"]
    assert offered(book, rules["今後の方向"].formula1) == ["拡充", "継続", "見直し", "終了"]
    legend = [cell.value for cell in book["凡例"]["B"] if cell.value]
    assert legend.index("目標に対する評価") < legend.index("今後の方向")
    hidden = [row for row, one in book["凡例"].row_dimensions.items() if one.hidden]
    assert "評価" not in [book["凡例"].cell(row, 2).value for row in range(1, 40)]
    assert {book["凡例"].cell(row, 2).value for row in hidden} >= {"次期計画での展開", "今後の展開"}


def offered(book: Workbook, source: str) -> list[str]:
    sheet, _, area = source.partition("!")
    return [str(cell.value) for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]


def test_the_guide_tells_how_each_question_is_answered(tmp_path: Path) -> None:
    guide = sheet_of(form_of(tmp_path, plan_asking(TEN)), "記入方法")
    told = {row[2].value: (row[3].value, row[4].value) for row in guide.iter_rows()}
    assert set(told) >= {question.name for question in TEN}
    assert told["目標に対する評価"] == ("必ず記入します。▼ から選びます。", "B")
    assert told["決算額"][1] == "120千円"
    assert told["達成率"] == (
        "必ず記入します。割合を「50%」のように入れます。0%以上、150%以下です。",
        "50%",
    )


NAMES = "とても長い名前の質問" * 20
BIG = ChoiceList("区分", tuple(Choice(f"区分{n:03}", f"名称その{n}") for n in range(500)))
MANY = [
    replace(TEN[n % 10], name=f"{TEN[n % 10].name}{n}", required=ALWAYS if n % 3 else NEVER)
    for n in range(100)
]


@pytest.mark.parametrize(
    "questions",
    [
        TEN[:1],
        TEN[1:2],
        MANY,
        [Question(NAMES), Question(f"{NAMES}二"), Question(f"{NAMES}三", QuestionKind.WHOLE)],
        [Question("区分", QuestionKind.CHOICE, BIG), TEN[0]],
        [
            Question("a{b}c"),
            Question("値 (%)", QuestionKind.NUMBER, unit='"人"'),
            Question("改行\nあり", QuestionKind.DATE),
            Question("=1+1", QuestionKind.CHOICE, ChoiceList("空")),
            Question("単位", QuestionKind.NUMBER, unit="とても長い単位の名前" * 5),
        ],
    ],
    ids=["text", "number", "hundred", "long names", "long list", "odd names"],
)
def test_odd_questions_are_asked_and_read_back(tmp_path: Path, questions: list[Question]) -> None:
    plan = plan_asking(questions)
    path = form_of(tmp_path, plan)
    book, place = load(path), where(path)
    for question in questions:
        book[SHEET][place.at(FIRST, question.key)] = "12"
    book.save(path)
    form = read_form(path, path.name)
    assert isinstance(form, ReadForm)
    response = place_form(form, plan).responses[0]
    assert {question.key: response[question.key] for question in questions} == dict.fromkeys(
        (question.key for question in questions), "12"
    )
    shown = [cell.value for row in book[SHEET].iter_rows(min_col=2) for cell in row]
    assert not [text for text in shown if isinstance(text, str) and text.startswith("{")]


def test_what_a_plan_does_not_ask_goes_from_the_form(tmp_path: Path) -> None:
    plan = plan_asking(
        TEN[:2],
        levels=USUAL_LEVELS,
        areas=(),
        given_columns=(),
        measures=tuple(replace(m, area="", target="", given=()) for m in plan_asking(TEN).measures),
    )
    place = where(form_of(tmp_path, plan))
    assert keys_of(place) == [
        *("number", "title", "check", "departments"),
        *("q:事業の実績", "length", "q:利用者数"),
    ]


def renamed(plan: Plan) -> Plan:
    rating, progress, _, remarks = plan.questions
    count = Question("参加者数", QuestionKind.WHOLE, unit="人")
    asked = (replace(rating, name="達成度"), replace(progress, name="取組内容"), count, remarks)
    return replace(plan, questions=asked)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A template of one's own: joined headings, formulas, a drawing, a note below."""
    path = tmp_path / "own.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(OWN)
    other = book.add_worksheet("集計")
    head = book.add_format({"bg_color": "#CCE5FF", "border": 1, "bold": True})
    cell = book.add_format({"bg_color": "#FFFFCC", "border": 1, "text_wrap": True})
    sheet.merge_range("B2:H2", "{計画名}の調査", head)
    sheet.merge_range("B4:B5", "施策名称", head)
    sheet.merge_range("C4:F4", "記入するところ", head)
    for address, text in (("C5", "評価"), ("D5", "進捗状況"), ("E5", "次期計画での展開")):
        sheet.write(address, text, head)
    sheet.write("F5", "連絡事項", head)
    sheet.merge_range("G4:G5", "点検", head)
    sheet.merge_range("H4:H5", "確認", head)
    for letters, name in zip(
        "BCDEFG", ("施策名称", "評価", "進捗状況", "次期展開", "連絡事項", "点検"), strict=True
    ):
        sheet.write(f"{letters}6", "{" + name + "}", cell)
    sheet.write("H6", "済・未", cell)
    sheet.write_formula("D8", "=COUNTA(D6:D6)")
    sheet.write("H9", "課長印")
    other.write_formula("A1", f"={OWN}!H9")
    sheet.conditional_format(
        "D6", {"type": "formula", "criteria": "=LEN(D6)=0", "format": book.add_format({"bold": 1})}
    )
    sheet.insert_textbox("H10", "自由な図形")
    sheet.print_area("B2:H9")
    sheet.freeze_panes("C7")
    sheet.set_column("D:D", 40)
    book.define_name("印", f"={OWN}!$H$9")
    book.close()
    return path


def test_a_renamed_question_has_its_new_name_wherever_the_form_speaks_of_it(
    tmp_path: Path, own: Path
) -> None:
    plan = renamed(real_plan())
    for template in (default_template_path(), own):
        chosen = read_template(template, plan)
        form = write_form(tmp_path / "form.xlsx", plan, "情報課", template=chosen)
        with zipfile.ZipFile(form) as package:
            said = "".join(package.read(name).decode("utf-8") for name in package.namelist())
        assert 'promptTitle="達成度"' in said
        assert "達成度が未記入" in said
        assert "評価が" not in said
        assert 'promptTitle="評価"' not in said


def own_form(tmp_path: Path, plan: Plan, template: Path) -> tuple[Workbook, Where]:
    chosen = read_template(template, plan)
    path = write_form(tmp_path / "form.xlsx", plan, "情報課", template=chosen)
    return load(path), where(path, OWN)


def test_a_template_of_ones_own_grows_beside_its_input(tmp_path: Path, own: Path) -> None:
    book, place = own_form(tmp_path, renamed(real_plan()), own)
    assert keys_of(place) == [
        "title",
        "q:達成度",
        "q:取組内容",
        "q:参加者数",
        "remarks",
        "check",
        "given",
    ]
    sheet = book[OWN]
    assert [sheet[f"{letters}5"].value for letters in "CDEF"] == [
        *("達成度", "取組内容", "参加者数\n(人)", "連絡事項")
    ]
    new, pattern = sheet["E6"], sheet["D6"]
    assert new.fill.fgColor.rgb == pattern.fill.fgColor.rgb
    assert new.border.left.style == pattern.border.left.style
    assert (new.alignment.horizontal, new.number_format) == ("right", '#,##0"人"')
    assert sheet.column_dimensions["D"].width > 2 * sheet.column_dimensions["E"].width
    joined = set(map(str, sheet.merged_cells.ranges))
    assert joined >= {"B2:H2", "B4:B5", "C4:F4", "G4:G5", "H4:H5"}


def test_fields_over_several_columns_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(OWN)
    plain = book.add_format({"text_wrap": True})
    for area, name in (("D{0}:E{0}", "進捗状況"), ("F{0}:G{0}", "次期展開")):
        sheet.merge_range(area.format(5), name, plain)
        sheet.merge_range(area.format(6), "{" + name + "}", plain)
    for address, text in (("B6", "{施策名称}"), ("C6", "{評価}"), ("H6", "{点検}")):
        sheet.write(address, text, plain)
    book.close()
    book, place = own_form(tmp_path, renamed(real_plan()), path)
    keys = ("q:達成度", "q:取組内容", "q:参加者数", "remarks", "check")
    assert columns_at(place, *keys) == ["C", "D", "F", "G", "H"]
    joined = set(map(str, book[OWN].merged_cells.ranges))
    assert joined == {"D5:E5", *(f"D{row}:E{row}" for row in place.rows.values())}


@pytest.mark.parametrize("is_own", [True, False])
def test_random_questions_each_have_a_column_of_their_own(
    tmp_path: Path, own: Path, is_own: bool
) -> None:
    for seed in range(12):
        pick = random.Random(seed)
        plan = plan_asking(random_questions(pick, most=12))
        chosen = read_template(own if is_own else default_template_path(), plan)
        path = write_form(tmp_path / "form.xlsx", plan, DEPARTMENT, template=chosen)
        title = OWN if is_own else SHEET
        sheet, place = sheet_of(path, title), where(path, title)
        columns = [place.columns[q.key] for q in plan.questions]
        assert len(set(columns)) == len(columns), seed
        for question, letters in zip(plan.questions, columns, strict=True):
            assert not sheet[f"{letters}{place.rows[FIRST]}"].protection.locked, seed
            assert not sheet.column_dimensions[letters].hidden, seed
            heading = str(sheet[f"{letters}{place.rows[FIRST] - 1}"].value)
            assert heading.startswith(question.name), seed
        form = read_form(path, path.name)
        assert isinstance(form, ReadForm)
        assert place_form(form, plan).findings == (), seed


def test_all_that_hangs_on_columns_moves_along(tmp_path: Path, own: Path) -> None:
    plan = real_plan()
    asked = (*plan.questions[:2], Question("参加者数", QuestionKind.WHOLE), *plan.questions[2:])
    book, place = own_form(tmp_path, replace(plan, questions=asked), own)
    sheet, last = book[OWN], max(place.rows.values())
    assert columns_at(place, "rating", "progress", "q:参加者数", "next_step") == list("CDEF")
    assert book["集計"]["A1"].value == f"={OWN}!I{last + 3}"
    assert book.defined_names["印"].value == f"{OWN}!$I${last + 3}"
    assert sheet[f"I{last + 3}"].value == "課長印"
    assert sheet[f"D{last + 2}"].value == f"=COUNTA(D6:D{last})"
    assert str(sheet.print_area).endswith(f"$B$2:$I${last + 3}")
    assert sheet.freeze_panes == "C7"
    formats = {
        (str(area.sqref), rule.formula[0])
        for area in sheet.conditional_formatting
        for rule in area.rules
        if "LEN(" in rule.formula[0]
    }
    assert formats == {(f"D6:D{last}", "LEN(D6)=0")}
    with zipfile.ZipFile(tmp_path / "form.xlsx") as package:
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    assert re.findall(r"<xdr:col>(\d+)</xdr:col>", drawing)[0] == "8"
    form = read_form(tmp_path / "form.xlsx", "form.xlsx")
    assert isinstance(form, ReadForm)
    assert place_form(form, replace(plan, questions=asked)).findings == ()


def test_a_column_that_a_formula_speaks_of_is_hidden_and_not_cut_out(
    tmp_path: Path, own: Path
) -> None:
    book = load(own)
    book[OWN]["D9"] = "=COUNTA(E6:E6)"
    book.save(own)
    book, place = own_form(tmp_path, renamed(real_plan()), own)
    sheet, last = book[OWN], max(place.rows.values())
    hidden = [c for c in "CDEFGH" if sheet.column_dimensions[c].hidden]
    assert len(hidden) == 1
    assert sheet[f"D{last + 3}"].value == f"=COUNTA({hidden[0]}6:{hidden[0]}{last})"
    assert sheet[f"{hidden[0]}6"].value is None


def test_a_title_whose_column_goes_moves_into_its_neighbour(tmp_path: Path, own: Path) -> None:
    book = load(own)
    book[OWN]["E3"] = "上のことば"
    book.save(own)
    book, _ = own_form(tmp_path, renamed(real_plan()), own)
    assert "上のことば" in [cell.value for cell in book[OWN][3]]


def test_the_plans_names_are_placeholders_of_its_templates(tmp_path: Path, own: Path) -> None:
    book = load(own)
    book[OWN]["F5"], book[OWN]["F6"] = "参加者数", "{参加者数}"
    book.save(own)
    plan = renamed(real_plan())
    assert [(found.code, found.cell) for found in check_template(own)] == [("T001", "F6")]
    assert check_template(own, plan) == ()
    _, place = own_form(tmp_path, plan, own)
    at = columns_at(place, "q:参加者数", "remarks")
    assert len(set(at)) == 2


def test_columns_and_levels_of_the_plan_are_placeholders_too(tmp_path: Path, own: Path) -> None:
    book = load(own)
    book[OWN]["H6"] = "{基本目標}/{事業内容}"
    book.save(own)
    plan = plan_asking(TEN)
    chosen = read_template(own, plan)
    path = write_form(tmp_path / "form.xlsx", plan, DEPARTMENT, template=chosen)
    place = where(path, OWN)
    # What stands in a text is shown; only what does not gets a column.
    assert {key for key in place.columns if key.startswith(("level:", "given:"))} == {"given:種別"}
    sheet = sheet_of(path, OWN)
    shown = sheet[f"{place.columns['given']}{place.rows[FIRST]}"].value
    assert shown.startswith("基本目標Ⅰ くらしを支える/地域の人が集まる場")


def test_what_is_left_to_do_fades_when_it_is_answered(tmp_path: Path) -> None:
    sheet = sheet_of(form_of(tmp_path, plan_asking(TEN)), SHEET)
    place = where(tmp_path / "form.xlsx")
    fading = {
        str(area.sqref).split(":")[0]: rule.formula[0]
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.formula[0].startswith("LEN(TRIM(")
    }
    required = [q for q in TEN if q.required in (ALWAYS, UNLESS_FINISHED)]
    assert fading == {
        cell: f"LEN(TRIM({cell}))>0" for cell in (place.at(FIRST, q.key) for q in required)
    }


def test_what_another_choice_demands_is_coloured(tmp_path: Path, office: Office) -> None:
    path = form_of(tmp_path, plan_asking(TEN))
    place = where(path)
    sheet = sheet_of(path, SHEET)
    column = place.columns["q:評価の理由"]
    [(area, rule)] = [
        (area, rule)
        for area in sheet.conditional_formatting
        for rule in area.rules
        if str(area.sqref).startswith(column)
    ]
    assert "{" not in rule.formula[0]  # Excel takes no array constants here
    assert str(area.sqref) == f"{column}6:{column}{max(place.rows.values())}"
    with office.open(path) as document:
        free = "A60"
        document.unprotect(SHEET)
        document.type(SHEET, free, f"={rule.formula[0]}")
        said = []
        for code in ("", "B", "C"):
            document.put_text(SHEET, place.at(FIRST, "q:目標に対する評価"), code)
            document.recalculate()
            said.append(document.cell(SHEET, free).value)
        document.put_text(SHEET, place.at(FIRST, "q:評価の理由"), "人が足りなかった。")
        document.recalculate()
        said.append(document.cell(SHEET, free).value)
    assert said == [0, 0, 1, 0]


def test_last_years_numbers_stand_beside_this_years(tmp_path: Path) -> None:

    plan = plan_asking(TEN, previous=(PreviousAnswer(FIRST, DEPARTMENT, {"q:利用者数": "120"}),))
    path = write_form(
        tmp_path / "form.xlsx",
        plan,
        DEPARTMENT,
        template=read_template(default_template_path(), plan),
        previous={(FIRST, DEPARTMENT): plan.previous[0].values},
    )
    place = where(path)
    before, this_year = columns_at(place, "previous_q:利用者数", "q:利用者数")
    assert ord(before) == ord(this_year) - 1
    assert sheet_of(path, SHEET)[place.at(FIRST, "previous_q:利用者数")].value == "120"


def test_a_question_in_a_usual_ones_place_shows_its_last_year(tmp_path: Path) -> None:
    plan = renamed(real_plan())
    previous = {("1-3", "情報課"): {"q:達成度": "B", "q:取組内容": "講座を開いた。"}}
    shown = read_template(default_template_path(), plan)
    path = write_form(tmp_path / "a.xlsx", plan, "情報課", template=shown, previous=previous)
    place = where(path)
    sheet = sheet_of(path, SHEET)
    assert sheet[place.at("1-3", "previous_q:取組内容")].value == "講座を開いた。"
    letters = place.columns["previous_q:取組内容"]
    assert sheet[f"{letters}5"].value == "前回の取組内容"
    assert not sheet.column_dimensions[letters].hidden
    without = write_form(tmp_path / "b.xlsx", plan, "情報課", template=shown)
    assert sheet_of(without, SHEET).column_dimensions[letters].hidden


def test_limits_are_decimals_without_exponents(tmp_path: Path) -> None:
    question = Question("額", QuestionKind.MONEY, maximum=Decimal("1E+9"))
    sheet = sheet_of(form_of(tmp_path, plan_asking([question])), SHEET)
    [rule] = sheet.data_validations.dataValidation
    assert rule.formula2 == "1000000000"
