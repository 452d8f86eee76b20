"""Forms that departments changed: every answer in its place, every other text reported whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from ictxl.contract.metadata import COMMON_SHEET, META_SHEET
from ictxl.model import Department
from ictxl.report.content import group_findings
from tests.support.responses import answer_of
from tests.support.returned_forms import (
    GUIDE,
    READ_ANSWERS,
    SHEET,
    Form,
    Read,
    filled_form,
    make_form,
    read,
    small_plan,
)


def all_answers(result: Read) -> dict[str, tuple[str, ...]]:
    return {m: answer_of(r) for (m, d), r in result.responses.items() if d == "文書課"}


def test_an_untouched_form_gives_its_answers_and_no_finding(form: Form) -> None:
    result = read(form.path)
    assert all_answers(result) == READ_ANSWERS
    assert result.findings == ()


def test_inserted_rows_and_columns_move_nothing_out_of_place(form: Form) -> None:
    row = form.cell("1-3", "rating").row
    form.sheet.insert_cols(form.cell("1-1", "rating").column)
    form.sheet.insert_rows(row)
    form.sheet.insert_rows(1, 3)
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == []


def test_deleted_rows_leave_the_others_alone(form: Form) -> None:
    form.sheet.delete_rows(form.cell("1-3", "rating").row)
    result = read(form.save())
    expected = {m: a for m, a in READ_ANSWERS.items() if m != "1-3"}
    assert all_answers(result) == expected
    assert result.found == []


def test_a_deleted_input_column_is_one_finding_and_the_rest_is_read(form: Form) -> None:
    form.sheet.delete_cols(form.cell("1-1", "next_step").column)
    result = read(form.save())
    assert result.answer("1-1") == ("B", "申請を3件電子化した。", "", "様式が古い")
    assert result.found == [("", "S001")]


def test_sorted_rows_take_their_ids_along(form: Form) -> None:
    rows = sorted(form.cell(m, "rating").row for m in READ_ANSWERS)
    values = {r: [c.value for c in form.sheet[r]] for r in rows}
    for target, source in zip(rows, reversed(rows), strict=True):
        for cell, value in zip(form.sheet[target], values[source], strict=True):
            cell.value = value
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == []


def test_rows_sorted_without_the_hidden_id_column_are_read_by_their_visible_names(
    form: Form,
) -> None:
    one, other = form.cell("1-1", "rating").row, form.cell("2-2", "rating").row
    for column in range(2, form.sheet.max_column + 1):
        a, b = form.sheet.cell(one, column), form.sheet.cell(other, column)
        a.value, b.value = b.value, a.value
    title = form.cell("1-1", "title").column_letter
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == sorted([(f"{title}{one}", "S009"), (f"{title}{other}", "S009")])


def test_answers_of_two_columns_swapped_with_their_headings_follow_the_headings(
    form: Form,
) -> None:
    one, other = form.cell("1-1", "progress").column, form.cell("1-1", "remarks").column
    head = form.cell("1-1", "rating").row - 1
    for row in range(head, form.sheet.max_row + 1):
        a, b = form.sheet.cell(row, one), form.sheet.cell(row, other)
        a.value, b.value = b.value, a.value
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    cells = sorted(f"{get_column_letter(c)}{head}" for c in (one, other))
    assert result.found == [(cell, "S007") for cell in cells]


def test_a_lost_key_row_is_replaced_by_the_headings(form: Form) -> None:
    head = form.cell("1-1", "rating").row - 1
    columns = [form.cell("1-1", f).column_letter for f in ("rating", "progress", "next_step")]
    columns.append(form.cell("1-1", "remarks").column_letter)
    form.sheet.delete_rows(1)
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == sorted((f"{c}{head - 1}", "S007") for c in columns)


def test_one_damaged_key_is_replaced_by_its_heading(form: Form) -> None:
    cell = form.cell("1-1", "progress")
    form.sheet.cell(1, cell.column).value = None
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [(f"{cell.column_letter}{cell.row - 1}", "S007")]


def test_a_lost_id_column_is_replaced_by_the_names_of_the_measures(form: Form) -> None:
    title = form.cell("1-1", "title").column_letter
    rows = [form.cell(m, "rating").row for m in READ_ANSWERS]
    for row in rows:
        form.sheet.cell(row, 1).value = None
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == sorted((f"{title}{row}", "S008") for row in rows)


def test_without_keys_ids_and_hidden_sheet_a_form_is_read_by_what_is_visible(
    form: Form, tmp_path: Path
) -> None:
    other = filled_form(tmp_path / "健康課.xlsx", department="健康課", answers={})
    del form.book[META_SHEET]
    form.sheet.column_dimensions.clear()  # openpyxl would leave them where they were
    form.sheet.delete_cols(1)
    form.sheet.delete_rows(1)
    result = read(form.save(), other)
    assert all_answers(result) == READ_ANSWERS
    codes = [code for _, code in result.found]
    assert codes.count("F012") == 1
    assert codes.count("S007") == 4
    assert codes.count("S008") == 4
    assert set(codes) == {"F012", "S007", "S008"}


def test_cells_pasted_into_a_fresh_workbook_are_read_as_the_departments(
    form: Form, tmp_path: Path
) -> None:
    other = filled_form(tmp_path / "健康課.xlsx", department="健康課", answers={})
    fresh = Workbook()
    sheet = fresh.active
    assert sheet is not None
    for row in form.sheet.iter_rows(min_row=2, min_col=2):
        for cell in row:
            value = cell.value
            if value is not None and not str(value).startswith("="):
                sheet.cell(cell.row - 1, cell.column - 1).value = str(value)
    fresh.save(tmp_path / "回答.xlsx")
    result = read(tmp_path / "回答.xlsx", other)
    assert all_answers(result) == READ_ANSWERS
    assert {code for _, code in result.found} == {"F012", "S007", "S008", "S011"}


def test_a_renamed_and_moved_input_sheet_is_told_and_read(form: Form) -> None:
    form.sheet.title = "文書課の分"
    form.book.move_sheet(form.sheet, 2)
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [("", "S011")]


def test_a_copied_input_sheet_with_the_same_answers_counts_once(form: Form) -> None:
    form.book.copy_worksheet(form.sheet)
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [("", "S010")]


def test_a_copied_input_sheet_with_another_answer_keeps_both_texts(form: Form) -> None:
    copy = form.book.copy_worksheet(form.sheet)
    copy[form.at("1-3", "progress")] = "下書きの文"
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [("", "S010"), (form.at("1-3", "rating"), "S005")]
    assert "下書きの文" in result.value("S005")


def test_a_copied_row_with_another_answer_keeps_both_texts(form: Form) -> None:
    row = form.cell("1-3", "rating").row
    last = form.sheet.max_row + 1
    for cell in form.sheet[row]:
        form.sheet.cell(last, cell.column).value = cell.value
    progress = form.cell("1-3", "progress").column_letter
    form.sheet[f"{progress}{last}"] = "二つめの文"
    result = read(form.save())
    texts = {result.answer("1-3")[1], result.value("S005").split("進捗状況: ")[1].split("\n")[0]}
    assert texts == {"文書を配った。", "二つめの文"}


def test_an_answer_that_runs_on_below_is_reported_whole_with_its_measure(form: Form) -> None:
    cell = form.cell("1-3", "progress")
    form.sheet.insert_rows(cell.row + 1)
    form.sheet.cell(cell.row + 1, cell.column).value = "続きの文。\n二行目"
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [(f"{cell.column_letter}{cell.row + 1}", "S013")]
    assert result.value("S013") == "続きの文。\n二行目"
    (found,) = result.findings
    assert found.measure == "1-3"


@pytest.mark.parametrize("place", ["beside", "above", "far below", "far away"])
def test_text_outside_the_table_is_reported_whole_with_its_cell(form: Form, place: str) -> None:
    last = form.sheet.max_row
    cell = {
        "beside": f"Z{last}",
        "above": "R2",
        "far below": f"C{last + 9}",
        "far away": "ZZ40000",
    }[place]
    form.sheet[cell] = "欄外の\n文字 " * 20
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [(cell, "S012")]
    assert result.value("S012") == ("欄外の\n文字 " * 20).strip()


def test_an_extra_sheet_is_reported_row_by_row(form: Form) -> None:
    sheet = form.book.create_sheet("補足")
    sheet["B3"] = "補足その一"
    sheet["C3"] = "補足その二"
    sheet["B9"] = "補足その三"
    form.book.create_sheet("該当なし")
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [("", "S024"), ("B3", "S016"), ("B9", "S016")]
    values = [f.value for f in result.findings if f.code == "S016"]
    assert values == ["B3: 補足その一\nC3: 補足その二", "補足その三"]
    assert result.value("S024") == "該当なし"


def test_text_written_into_the_guide_is_reported(form: Form) -> None:
    form.book[GUIDE]["K30"] = "わからないので空欄にしました"
    result = read(form.save())
    assert result.found == [("K30", "S012")]


def test_edited_given_texts_are_told_before_and_after(form: Form) -> None:
    title, target = form.at("1-1", "title"), form.at("2-1", "target")
    form.sheet[title] = "電子申請の拡大と充実"
    form.sheet[target] = "紙の文書を全廃する。"
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == sorted([(title, "S014"), (target, "S014")])
    messages = {f.cell: f.message for f in result.findings}
    assert "電子申請の拡大" in messages[title] and "紙の文書を 半減させる。" in messages[target]
    assert {f.value for f in result.findings} == {"電子申請の拡大と充実", "紙の文書を全廃する。"}


def test_a_form_text_typed_over_is_told_before_and_after(form: Form) -> None:
    cell = form.cell("1-1", "title")
    heading = f"{cell.column_letter}{cell.row - 1}"
    check = form.at("1-3", "check")
    form.sheet[heading] = "施策の名前"
    form.sheet[check] = "確認済み"
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == sorted([(heading, "S015"), (check, "S032")])
    assert {f.value for f in result.findings} == {"施策の名前", "確認済み"}


def test_cells_merged_across_answers_are_told_and_the_text_stays_with_the_first(
    form: Form,
) -> None:
    first, last = form.at("1-1", "progress"), form.at("1-3", "progress")
    form.sheet.merge_cells(f"{first}:{last}")
    result = read(form.save())
    assert result.answer("1-1")[1] == "申請を3件電子化した。"
    assert result.answer("1-3")[1] == ""
    assert result.found == [(first, "S020")]


def test_hidden_rows_and_columns_are_read_and_told(form: Form) -> None:
    row = form.cell("1-3", "rating").row
    form.sheet.row_dimensions[row].hidden = True
    form.sheet.column_dimensions[form.cell("1-1", "remarks").column_letter].hidden = True
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == sorted(
        [(form.at("1-3", "rating"), "S021"), (form.at("1-1", "remarks"), "S021")]
    )


def test_comments_and_page_margins_are_reported(form: Form) -> None:
    cell = form.at("1-3", "progress")
    form.sheet[cell].comment = Comment("係長に確認中\nです", "職員")
    form.sheet.oddFooter.center.text = "課内限り"
    result = read(form.save())
    assert (cell, "S017") in result.found
    assert "S019" in {code for _, code in result.found}
    assert result.value("S017") == "係長に確認中\nです"
    assert "課内限り" in result.value("S019")


def test_blanks_of_a_page_margin_are_told_as_they_are(form: Form) -> None:
    form.sheet.oddHeader.left.text = "第1 2回の分 内線 1234"
    # Another program may set the form's own footer with other blanks.
    form.sheet.oddFooter.left.text = str(form.sheet.oddFooter.left.text).replace(" ", "  ")
    assert read(form.save()).value("S019") == "第1 2回の分 内線 1234"


def test_a_row_of_another_departments_measure_is_reported_with_all_its_texts(
    tmp_path: Path,
) -> None:
    form = Form(make_form(tmp_path / "健康課.xlsx", small_plan(), "健康課"))
    row = form.sheet.max_row + 1
    form.sheet.cell(row, 1).value = "1-3"
    for field, text in (("rating", "A"), ("progress", "よその施策に書いた。")):
        form.sheet.cell(row, form.cell("1-1", field).column).value = text
    result = read(form.save())
    assert [(f.code, f.measure) for f in result.findings] == [("S003", "1-3")]
    assert "よその施策に書いた。" in result.value("S003")


def test_a_measure_that_the_plan_does_not_have_is_reported_with_all_its_texts(
    form: Form,
) -> None:
    row = form.sheet.max_row + 1
    form.sheet.cell(row, 1).value = "9-9"
    form.sheet.cell(row, form.cell("1-1", "progress").column).value = "計画にない施策に書いた。"
    result = read(form.save())
    assert [(f.code, f.measure) for f in result.findings] == [("S004", "9-9")]
    assert "計画にない施策に書いた。" in result.value("S004")


def test_values_pasted_over_all_formulas_are_nobodys_text(form: Form) -> None:
    for measure in READ_ANSWERS:
        form.cell(measure, "check").value = "よし"
        form.cell(measure, "length").value = 12
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == []


def test_a_renamed_guide_is_told(form: Form) -> None:
    form.book[GUIDE].title = "読みました"
    result = read(form.save())
    assert result.found == [("", "S011")]
    assert result.value("S011") == "読みました"


def test_a_lost_department_name_is_found_by_what_is_visible(form: Form) -> None:
    hidden = form.book[META_SHEET]
    (cell,) = [row[1] for row in hidden.iter_rows() if row[0].value == "department"]
    cell.value = None
    result = read(form.save())
    assert all_answers(result) == READ_ANSWERS
    assert result.found == [("", "F012")]


def test_only_the_hidden_sheet_lost_is_enough_to_read_by_keys(form: Form, tmp_path: Path) -> None:
    other = filled_form(tmp_path / "健康課.xlsx", department="健康課", answers={})
    del form.book[META_SHEET]
    result = read(form.save(), other)
    assert all_answers(result) == READ_ANSWERS
    assert [(f.file, f.sheet, f.code) for f in result.findings] == [("文書課.xlsx", "", "F012")]
    assert form.sheet.title == SHEET


def test_a_form_of_nobody_is_one_line_and_its_name_in_the_files_name_is_enough(
    tmp_path: Path,
) -> None:
    plan = small_plan()
    answers = {measure: ("B", "文", "1.現状維持") for measure in ("1-1", "2-2")}
    form = Form(filled_form(tmp_path / "提出.xlsx", plan, answers=answers))
    for name in (META_SHEET, COMMON_SHEET):
        del form.book[name]
    for row in form.sheet.iter_rows(max_row=5):
        for cell in row:
            if cell.value and "文書課" in str(cell.value):
                cell.value = None
    for measure in ("1-3", "2-1"):
        form.sheet.delete_rows(form.cell(measure, "title").row)
    result = read(form.save(), plan=plan)
    groups = [g for g in group_findings(result.findings) if g.first.code == "S006"]
    assert [group.count for group in groups] == [2]
    assert "ファイル名に課の名前" in groups[0].first.remedy
    named = read(form.save(tmp_path / "文書課から.xlsx"), plan=plan)
    assert named.answer("1-1")[:2] == ("B", "文")
    assert "S006" not in {code for _, code in named.found}


def test_whom_to_ask_does_not_hide_whose_form_it_is(tmp_path: Path) -> None:
    """学校課 is asked, and 健康課 an example's: every form says so."""
    plan = small_plan(
        contact="学校課 企画係 内線2345",
        departments=(*small_plan().departments, Department("市民課")),
    )
    form = Form(filled_form(tmp_path / "提出.xlsx", plan))
    for name in (META_SHEET, COMMON_SHEET):
        del form.book[name]
    other = make_form(tmp_path / "学校課.xlsx", plan, "学校課")
    result = read(form.save(), other, plan=plan)
    assert all_answers(result) == READ_ANSWERS
    assert ("", "F012") in result.found
    assert "S006" not in {code for _, code in result.found}


def test_a_flood_of_stray_texts_is_kept_whole_without_flooding_the_report(tmp_path: Path) -> None:
    form = Form(make_form(tmp_path / "文書課.xlsx", small_plan(), "文書課"))
    below = form.sheet.max_row + 3
    texts = [f"欄外の{number}番" for number in range(2500)]
    column = form.cell("1-1", "progress").column
    for offset, text in enumerate(texts):
        form.sheet.cell(below + offset, column).value = text
    extra = form.book.create_sheet("控え")
    for text in texts:
        extra.append([f"控えの{text}"])
    result = read(form.save())
    told = [found for found in result.findings if found.code in {"S012", "S013", "S016"}]
    assert len(told) < 2100
    said = "\n".join(found.value for found in told).split("\n")
    ends = {line.rpartition(": ")[2] for line in said}
    assert ends >= {*texts, *(f"控えの{text}" for text in texts)}


def test_a_text_under_a_merged_cell_of_a_copied_sheet_is_not_lost(tmp_path: Path) -> None:
    form = Form(make_form(tmp_path / "文書課.xlsx", small_plan(), "文書課"))
    upper, lower = form.at("1-1", "progress"), form.at("1-3", "progress")
    form.sheet.merge_cells(f"{upper}:{lower}")
    form.book.copy_worksheet(form.sheet)[lower] = "結合の下に隠れた文"
    result = read(form.save())
    written = [text for response in result.responses.values() for text in answer_of(response)]
    said = [*written, *(found.value for found in result.findings)]
    assert any("結合の下に隠れた文" in text for text in said)
