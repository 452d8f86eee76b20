"""Given texts that no row is high enough for: shown whole, and read back as if they had one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl.styles import Alignment
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.metadata import META_SHEET
from ictxl.files.inputs import find_inputs
from ictxl.form.template.capacity import check_room
from ictxl.form.template.template_file import Template, default_template_path, read_template
from ictxl.model import Assignment, Plan
from ictxl.pipeline.collecting import collect
from ictxl.pipeline.sending_back import sendback
from ictxl.text.clean import clean_text
from ictxl.text.row_height import MAX_ROW_HEIGHT
from tests.support.books import load, sheet_of
from tests.support.clients.libreoffice import Document, Office
from tests.support.forms import SHEET, Where, where, write_form
from tests.support.responses import answer_of
from tests.support.returned_forms import INPUTS, Form, Read, read, small_plan
from tests.support.usual_plans import ratings_of, with_usual

pytestmark = pytest.mark.slow

DEPARTMENT = "文書課"
SENTENCE = "市民が必要な情報をいつでも得られるよう、広報紙と Web サイトを年に4回見直す(全課)。"


def text_of(length: int) -> str:
    """Sentences, here and there a paragraph's end, each with a number of its own."""
    pieces, number = "", 0
    while len(pieces) < length:
        number += 1
        pieces += f"{number}.{SENTENCE}" + ("\n\n\u3000" if number % 7 == 0 else "")
    return pieces[: length - 1] + "了"


TARGET, PROGRESS = text_of(3_000), text_of(10_000)
LONG, OTHER = "1-1", "2-1"
"""The measures with long texts: 目標 and last year's answer; 目標 alone."""
PREVIOUS = {
    (LONG, DEPARTMENT): {"rating": "B", "progress": PROGRESS, "next_step": "1"},
    ("1-3", DEPARTMENT): {"rating": "A", "progress": "文書を配った。", "next_step": "1"},
}
ANSWERS = {
    "1-1": ("B", "申請を3件電子化した。", "1.現状維持", "様式が古い"),
    "1-3": ("A", "文書を配り直した。\n二度。", "2.拡充", ""),
    "2-1": ("X", "すべて電子化した。", "4.終了", ""),
    "2-2": ("C", "講座を1回開いた。", "1.現状維持", ""),
}
READ_ANSWERS = {
    measure: (rating, progress, step[:1], remarks)
    for measure, (rating, progress, step, remarks) in ANSWERS.items()
}


def long_plan() -> Plan:
    plan = small_plan()
    texts = {LONG: TARGET, OTHER: text_of(600)}
    measures = [replace(m, target=texts.get(m.id, m.target)) for m in plan.measures]
    return replace(plan, measures=tuple(measures))


PLAN = long_plan()


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sent") / "form.xlsx"
    return write_form(path, PLAN, DEPARTMENT, previous=PREVIOUS)


@pytest.fixture(scope="module")
def place(sent: Path) -> Where:
    return where(sent)


@pytest.fixture
def document(office: Office, sent: Path) -> Iterator[Document]:
    with office.open(sent) as opened:
        yield opened


def fill_in(document: Document, place: Where) -> None:
    for measure, texts in ANSWERS.items():
        for field, text in zip(INPUTS, texts, strict=True):
            if text:
                assert document.type(SHEET, place.at(measure, field), text)


def rows_of(place: Where, measure: str) -> list[int]:
    return [row for id_, row in place.rows.items() if id_.partition("+")[0] == measure]


def column_text(sheet: Worksheet, place: Where, measure: str, key: str) -> str:
    cells = (sheet[f"{place.columns[key]}{row}"].value or "" for row in rows_of(place, measure))
    return "".join("".join(cells).split())


def answers(result: Read) -> dict[str, tuple[str, ...]]:
    return {measure: answer_of(response) for (measure, _), response in result.responses.items()}


def test_every_word_stands_in_rows_that_excel_allows(sent: Path, place: Where) -> None:
    sheet = sheet_of(sent, SHEET)
    assert column_text(sheet, place, LONG, "target") == "".join(TARGET.split())
    assert column_text(sheet, place, LONG, "previous_progress") == "".join(PROGRESS.split())
    usual = sheet[place.at("1-3", "target")].font.sz
    for row in place.rows.values():
        assert sheet.row_dimensions[row].height <= MAX_ROW_HEIGHT
        assert sheet[f"{place.columns['target']}{row}"].font.sz == usual


def test_no_row_hides_a_line(document: Document, place: Where) -> None:
    for row in place.rows.values():
        height, needed = document.row_height(SHEET, row)
        assert height >= needed - 0.5, f"row {row}"


def test_rows_that_go_on_say_so_and_look_like_one_measure(sent: Path, place: Where) -> None:
    sheet = sheet_of(sent, SHEET)
    first, *others = rows_of(place, LONG)
    inputs = [place.columns[key] for key in INPUTS]
    assert {sheet[f"{place.columns['number']}{row}"].value for row in others} == {"1-1\n続き"}
    assert sheet[f"E{first}"].border.bottom.style is None
    assert {sheet[f"E{row}"].border.top.style for row in others} == {None}
    assert sheet[f"E{others[-1]}"].border.bottom.style is not None
    for letters in inputs:
        assert not sheet[f"{letters}{first}"].protection.locked
        assert {sheet[f"{letters}{row}"].protection.locked for row in others} == {True}
        fills = {sheet[f"{letters}{row}"].fill.fgColor.rgb for row in (first, *others)}
        assert len(fills) == 2, "input cells stand out from the unused ones below"


def test_only_measures_count_in_self_check_and_dropdowns(document: Document, place: Where) -> None:
    assert document.cell(SHEET, "B4").value == len(ANSWERS)
    below = rows_of(place, LONG)[1]
    assert document.string(SHEET, f"{place.columns['check']}{below}") == ""
    assert document.validation(SHEET, f"{place.columns['rating']}{below}").type == "ANY"
    assert document.validation(SHEET, place.at("2-2", "rating")).type == "LIST"
    assert not document.type(SHEET, f"{place.columns['progress']}{below}", "書けない")
    fill_in(document, place)
    assert document.cell(SHEET, "B4").value == 0
    assert {document.string(SHEET, place.at(m, "check")) for m in ANSWERS} == {"よし"}


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_what_was_typed_merges_to_exactly_that(
    document: Document, place: Where, tmp_path: Path, suffix: str
) -> None:
    fill_in(document, place)
    result = read(document.save_as(tmp_path / f"返送{suffix}"))
    assert answers(result) == READ_ANSWERS
    assert result.findings == ()
    assert result.responses[LONG, DEPARTMENT].previous["progress"] == clean_text(PROGRESS)


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize("key", ["number", "rating", "title", "target"])
def test_sorted_rows_are_read_all_the_same(
    document: Document, place: Where, tmp_path: Path, key: str, ascending: bool
) -> None:
    fill_in(document, place)
    document.unprotect(SHEET)
    rows = place.rows.values()
    area = f"A{min(rows)}:O{max(rows)}"
    document.sort(SHEET, area, place.columns[key], ascending=ascending)
    result = read(document.save_as(tmp_path / "form.xlsx"))
    assert answers(result) == READ_ANSWERS
    assert result.findings == ()
    assert result.responses[LONG, DEPARTMENT].previous["progress"] == clean_text(PROGRESS)


def test_rows_inserted_between_and_below_are_read_and_their_texts_told(
    document: Document, place: Where, tmp_path: Path
) -> None:
    fill_in(document, place)
    document.unprotect(SHEET)
    others = rows_of(place, LONG)[1:]
    progress = place.columns["progress"]
    document.insert_rows(SHEET, others[-1] + 1, 1)
    document.put_text(SHEET, f"{progress}{others[-1] + 1}", "表の下の続き")
    document.insert_rows(SHEET, others[0], 1)
    document.put_text(SHEET, f"{progress}{others[0]}", "間に入れた続き")
    document.put_text(SHEET, f"{progress}{others[0] + 1}", "鍵を外して書いた続き")
    result = read(document.save_as(tmp_path / "form.xlsx"))
    assert answers(result) == READ_ANSWERS
    told = [(f.code, f.cell, f.measure, f.value) for f in result.findings]
    assert told == [
        ("S013", f"{progress}{others[0]}", LONG, "間に入れた続き"),
        ("S013", f"{progress}{others[0] + 1}", LONG, "鍵を外して書いた続き"),
        ("S013", f"{progress}{others[-1] + 2}", LONG, "表の下の続き"),
    ]


def test_an_edited_part_is_told_once_with_the_whole_text(sent: Path, tmp_path: Path) -> None:
    opened = Form(sent).fill(ANSWERS)
    below = opened.cell(LONG, "target").offset(row=3)
    below.value = str(below.value).replace("年に4回", "年に12回", 1)
    again = below.offset(row=1)
    again.value = f"{again.value}※"
    result = read(opened.save(tmp_path / "form.xlsx"))
    (found,) = result.findings
    assert (found.code, found.cell, found.measure) == ("S014", below.coordinate, LONG)
    position = TARGET.index(str(Form(sent).cell(LONG, "target").offset(row=3).value))
    expected = TARGET[:position] + TARGET[position:].replace("年に4回", "年に12回", 1)
    assert "".join(found.value.replace("※", "").split()) == "".join(expected.split())
    assert answers(result) == READ_ANSWERS


def test_a_note_beside_a_text_that_goes_on_is_told(sent: Path, tmp_path: Path) -> None:
    opened = Form(sent).fill(ANSWERS)
    note = opened.cell(LONG, "outlook").offset(row=2)
    note.value = "この目標は古い"
    result = read(opened.save(tmp_path / "form.xlsx"))
    assert [(f.code, f.cell, f.measure, f.value) for f in result.findings] == [
        ("S012", note.coordinate, LONG, "この目標は古い")
    ]


def test_without_its_ids_a_form_is_read_by_what_is_seen(sent: Path, tmp_path: Path) -> None:
    opened = Form(sent).fill(ANSWERS)
    for cell in opened.sheet["A"]:
        cell.value = None
    result = read(opened.save(tmp_path / "form.xlsx"))
    assert answers(result) == READ_ANSWERS
    assert {f.code for f in result.findings} == {"S008"}
    assert result.responses[LONG, DEPARTMENT].previous["progress"] == clean_text(PROGRESS)


def test_without_its_hidden_sheet_only_last_years_texts_are_strange(
    office: Office, sent: Path, place: Where, tmp_path: Path
) -> None:
    # LibreOffice calculates the formulas, so that they are known by what they show.
    opened = Form(sent).fill(ANSWERS)
    del opened.book[META_SHEET]
    bare = opened.save(tmp_path / "bare.xlsx")
    result = read(office.convert(bare, tmp_path / "form.xlsx"), plan=PLAN)
    assert answers(result) == READ_ANSWERS
    previous = [place.columns[key] for key in ("previous_rating", "previous_progress")]
    strange = [f for f in result.findings if f.code == "S012" and f.measure]
    assert strange
    assert {coordinate_from_string(f.cell)[0] for f in strange} <= set(previous)


def test_a_measure_pasted_over_such_a_row_is_a_measure(sent: Path, tmp_path: Path) -> None:
    opened = Form(sent).fill(ANSWERS)
    target = opened.cell("2-2", "title")
    source = [cell.value for cell in opened.sheet[target.row][1:]]
    below = rows_of(where(sent), LONG)[-1]
    opened.sheet.delete_rows(target.row)
    for column, value in enumerate(source, 2):
        opened.sheet.cell(below, column).value = value
    result = read(opened.save(tmp_path / "form.xlsx"))
    assert answers(result) == READ_ANSWERS
    assert {f.code for f in result.findings} == {"S008"}


def test_a_send_back_marks_such_a_form_and_is_read_again(
    office: Office, sent: Path, tmp_path: Path
) -> None:
    opened = Form(sent).fill({**ANSWERS, LONG: ("Q", "", "1.現状維持", "様式が古い")})
    below = opened.cell(LONG, "progress").offset(row=2)
    below.value = "下の行に書いた"
    folder = tmp_path / "returned"
    folder.mkdir()
    office.convert(opened.save(tmp_path / "typed.xlsx"), folder / "01_文書課.xlsx")
    before = found_in(folder)
    result = sendback([str(folder)], tmp_path / "差戻し")
    assert [(file.department, file.marked) for file in result.files] == [(DEPARTMENT, True)]
    assert found_in(tmp_path / "差戻し") == before
    assert {code for _, code, _ in before} == {"A002", "A003", "S013"}
    again = sendback([str(tmp_path / "差戻し")], tmp_path / "再差戻し")
    assert [file.marked for file in again.files] == [True]
    assert found_in(tmp_path / "再差戻し") == before


def found_in(folder: Path) -> list[tuple[str, str, str]]:
    collected = collect(find_inputs([str(folder)]))
    return sorted((f.cell, f.code, f.value) for f in collected.findings if f.file)


def test_the_check_for_last_years_text_knows_the_whole_of_it(sent: Path, tmp_path: Path) -> None:
    opened = Form(sent).fill({**ANSWERS, LONG: ("B", PROGRESS, "1.現状維持", "")})
    (tmp_path / "returned").mkdir()
    opened.save(tmp_path / "returned" / "01_文書課.xlsx")
    same = [(m, code) for m, code in codes_of(tmp_path / "returned") if code == SAME_AS_LAST_YEAR]
    assert same == [(LONG, SAME_AS_LAST_YEAR)]


SAME_AS_LAST_YEAR = "A012"


def codes_of(folder: Path) -> list[tuple[str, str]]:
    collected = collect(find_inputs([str(folder)]))
    return [(f.measure, f.code) for f in collected.findings]


LONGEST = 32_767


def restyled(path: Path) -> Template:
    """No 項番, 目標 in joined cells, 施策名称 standing upright, 担当課 on one line."""
    book = load(default_template_path())
    sheet = book[SHEET]
    sheet["C7"] = None
    sheet["F7"] = None
    sheet.merge_cells("E7:F7")
    sheet["D7"].alignment = Alignment(textRotation=255)
    sheet.column_dimensions["D"].width = 6
    sheet["G7"].alignment = Alignment(shrink_to_fit=True)
    book.save(path)
    return read_template(path)


def test_restyled_templates_show_texts_of_any_length_whole(tmp_path: Path, office: Office) -> None:
    names = tuple(f"とても名前の長い担当課その{n}" for n in range(1, 29))
    measures = (
        replace(PLAN.measures[0], title="施策の名称" * 30, target=text_of(LONGEST)),
        *PLAN.measures[1:],
    )
    measures = tuple(
        replace(m, assignments=(*m.assignments, *map(Assignment, names))) for m in measures
    )
    plan = replace(PLAN, measures=measures)
    template = restyled(tmp_path / "own.xlsx")
    path = write_form(tmp_path / "form.xlsx", plan, DEPARTMENT, template=template)
    place = where(path)
    sheet = sheet_of(path, SHEET)
    assert column_text(sheet, place, LONG, "target") == "".join(measures[0].target.split())
    assert column_text(sheet, place, LONG, "title") == "施策の名称" * 30
    assert all(name in column_text(sheet, place, "1-3", "departments") for name in names)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {f"E{row}:F{row}" for row in place.rows.values()} <= merged
    areas = [(row, 5, row, 6) for row in list(place.rows.values())[:40]]
    with office.open(path) as document:
        for has, wants in document.wanted_heights(SHEET, areas):
            assert has >= wants - 0.5
        for row in rows_of(place, "1-3"):
            height, needed = document.row_height(SHEET, row)
            assert height >= needed - 0.5
    opened = Form(path).fill(ANSWERS)
    result = read(opened.save(tmp_path / "back.xlsx"))
    assert answers(result) == READ_ANSWERS
    assert result.findings == ()


def test_a_long_line_of_the_legend_is_shown_whole(tmp_path: Path, office: Office) -> None:
    first, *others = ratings_of(PLAN).choices
    ratings = (replace(first, name=text_of(700)), *others)
    path = write_form(tmp_path / "form.xlsx", with_usual(PLAN, ratings=ratings), DEPARTMENT)
    with office.open(path) as document:
        height, needed = document.row_height("凡例", 6)
    assert MAX_ROW_HEIGHT >= height >= needed - 0.5 > 200


def test_texts_that_one_cell_cannot_show_are_told_before_sending() -> None:
    template = read_template(default_template_path())
    assert check_room(template, PLAN) == ()
    first, *others = ratings_of(PLAN).choices
    ratings = (replace(first, name=text_of(2_000)), *others)
    found = check_room(template, replace(with_usual(PLAN, ratings=ratings), contact=text_of(9_000)))
    assert {(f.code, f.sheet, f.cell) for f in found} == {
        ("T014", SHEET, "E3"),
        ("T014", "記入方法", "C8"),
        ("T014", "凡例", "C6"),
    }
