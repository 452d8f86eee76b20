"""A mended form beside the old one: what it replaces, and what a person still has to decide."""

from __future__ import annotations

import email
import email.policy
import os
import shutil
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from ictxl.files.inputs import find_inputs
from ictxl.findings import Finding, Severity
from ictxl.pipeline.collecting import CollectedRound, collect
from ictxl.pipeline.merging import merge
from ictxl.pipeline.previous import read_previous
from ictxl.pipeline.sending_back import sendback
from ictxl.pipeline.watching import status
from ictxl.report.status import SubmissionState
from tests.returned.test_joining import saved_at
from tests.support.books import load
from tests.support.responses import answer_of
from tests.support.returned_forms import Answer, Form, filled_form, small_plan

pytestmark = pytest.mark.lengthy

PLAN = small_plan()
GOOD: Answer = ("B", "講座を2回開き、延べ30人が参加した。", "1.現状維持")
BETTER: Answer = ("A", "講座を5回開き、延べ80人が参加した。", "2.拡充")
OLD, NEW = "文書課.xlsx", "文書課(修正).xlsx"
FIRST_DAY, SECOND_DAY = "2025-05-01T00:00:00Z", "2025-05-09T00:00:00Z"


def answers(**changed: Answer) -> dict[str, Answer]:
    """All good, but for measures such as `m1_3`."""
    others = {name[1:].replace("_", "-"): answer for name, answer in changed.items()}
    return {**{m.id: GOOD for m in PLAN.measures_of("文書課")}, **others}


@pytest.fixture
def returned(tmp_path: Path) -> Path:
    """The other departments' forms, sound."""
    folder = tmp_path / "returned"
    folder.mkdir()
    for name in ("健康課", "学校課"):
        filled_form(
            folder / f"{name}.xlsx", PLAN, name, {m.id: GOOD for m in PLAN.measures_of(name)}
        )
    return folder


def put(folder: Path, name: str, time: str, **changed: Answer) -> Path:
    return saved_at(filled_form(folder / name, PLAN, "文書課", answers(**changed)), time)


def collected(folder: Path) -> CollectedRound:
    return collect(find_inputs([str(folder)]))


def found(collected: CollectedRound, code: str) -> list[Finding]:
    return [one for one in collected.findings if one.code == code]


def answer(collected: CollectedRound, measure: str) -> tuple[str, str, str, str]:
    (one,) = [r for r in collected.responses if (r.measure, r.department) == (measure, "文書課")]
    return answer_of(one)


def mended_copy(folder: Path, tmp_path: Path, time: str, **changed: Answer) -> Path:
    """The send-back of the old form, mended and saved by its department."""
    sendback([str(folder)], tmp_path / "差戻し")
    form = Form(Path(shutil.copy(tmp_path / "差戻し" / OLD, folder / NEW)))
    form.fill({name[1:].replace("_", "-"): text for name, text in changed.items()})
    return saved_at(form.save(), time)


def state_of_archive(folder: Path) -> SubmissionState:
    (one,) = [s for s in status([str(folder)]).departments if s.department == "文書課"]
    return one.state


def test_a_mended_send_back_replaces_what_was_found_and_all_else_it_changes(
    returned: Path, tmp_path: Path
) -> None:
    put(returned, OLD, FIRST_DAY, m1_3=("", GOOD[1], GOOD[2]))
    assert state_of_archive(returned) is not SubmissionState.DONE
    mended_copy(returned, tmp_path, SECOND_DAY, m1_3=GOOD, m2_1=BETTER)
    result = collected(returned)
    assert answer(result, "1-3") == ("B", GOOD[1], "1", "")
    assert answer(result, "2-1") == ("A", BETTER[1], "2", "")
    assert {f.code for f in result.findings} == {"D007"}
    assert {f.severity for f in result.findings} == {Severity.INFO}
    told = {f.measure: f for f in found(result, "D007")}
    assert set(told) == {"1-3", "2-1"}
    assert GOOD[1] in told["2-1"].value and BETTER[1] in told["2-1"].value
    assert "評価" in told["1-3"].message and "進捗状況" not in told["1-3"].message
    assert state_of_archive(returned) is SubmissionState.DONE


def test_a_send_back_saved_by_a_program_that_keeps_the_time_still_replaces(
    returned: Path, tmp_path: Path
) -> None:
    put(returned, OLD, FIRST_DAY, m1_3=("", GOOD[1], GOOD[2]))
    mended_copy(returned, tmp_path, FIRST_DAY, m1_3=BETTER)
    result = collected(returned)
    assert answer(result, "1-3")[0] == "A"
    assert [f.code for f in result.findings] == ["D007"]


def test_a_send_back_older_than_a_form_sent_since_replaces_nothing(
    returned: Path, tmp_path: Path
) -> None:
    put(returned, OLD, FIRST_DAY, m1_3=("", GOOD[1], GOOD[2]))
    mended_copy(returned, tmp_path, SECOND_DAY, m1_3=BETTER)
    (returned / OLD).unlink()
    put(returned, "文書課 再提出.xlsx", "2025-06-01T00:00:00Z")
    result = collected(returned)
    assert answer(result, "1-3") == ("B", GOOD[1], "1", "")
    (told,) = found(result, "D003")
    assert (told.file, told.measure, told.severity) == (NEW, "1-3", Severity.ERROR)


def test_an_unmarked_newer_form_that_answers_a_finding_replaces(returned: Path) -> None:
    put(returned, OLD, FIRST_DAY, m1_3=("E", GOOD[1], GOOD[2]))
    put(returned, NEW, SECOND_DAY, m2_2=BETTER)
    result = collected(returned)
    assert answer(result, "1-3")[0] == "B" and answer(result, "2-2")[0] == "A"
    assert [(f.code, f.measure) for f in result.findings] == [("D007", "1-3"), ("D007", "2-2")]


def test_a_newer_form_that_answers_nothing_leaves_the_question(returned: Path) -> None:
    put(returned, OLD, FIRST_DAY)
    put(returned, NEW, SECOND_DAY, m1_3=(GOOD[0], BETTER[1], GOOD[2]))
    result = collected(returned)
    assert answer(result, "1-3")[1] == BETTER[1]
    assert [f.code for f in result.findings] == ["D003"], "no D004 beside it"
    (told,) = result.findings
    assert (told.file, told.cell) == (OLD, Form(returned / OLD).at("1-3", "progress"))
    assert "進捗状況" in told.message and "評価" not in told.message
    assert GOOD[1] in told.value and BETTER[1] in told.value


def test_teams_that_fill_in_what_the_other_left_blank_answer_no_finding(returned: Path) -> None:
    blank: Answer = ("", "", "")
    put(returned, OLD, FIRST_DAY, m1_1=blank)
    put(returned, NEW, SECOND_DAY, m2_1=blank, m1_3=BETTER)
    result = collected(returned)
    assert [(f.code, f.measure) for f in result.findings] == [("D003", "1-3")]


@pytest.mark.parametrize(
    ("times", "why", "standing"),
    [
        ((FIRST_DAY, FIRST_DAY), "同じ時刻", None),
        ((FIRST_DAY, "なし"), "わからない", None),
        ((FIRST_DAY, "2099-01-01T00:00:00Z"), "未来", "E"),
    ],
)
def test_an_unclear_order_is_asked_about_though_a_finding_is_answered(
    returned: Path, times: tuple[str, str], why: str, standing: str | None
) -> None:
    put(returned, OLD, times[0], m1_3=("E", GOOD[1], GOOD[2]))
    put(returned, NEW, times[1])
    result = collected(returned)
    (told,) = found(result, "D003")
    assert told.severity is Severity.ERROR and why in told.message
    assert GOOD[1] in told.value and "E" in told.value
    if standing:
        assert answer(result, "1-3")[0] == standing


def test_a_time_to_come_is_told_of_a_single_file_too(returned: Path) -> None:
    put(returned, OLD, "2099-01-01T00:00:00Z")
    (told,) = collected(returned).findings
    assert (told.code, told.file, told.value) == ("D008", OLD, "2099-01-01 09:00")
    assert told.severity is Severity.WARNING


def test_a_time_at_the_end_of_all_times_is_told_as_it_stands(
    returned: Path, tmp_path: Path
) -> None:
    put(returned, OLD, "9999-12-31T23:59:59Z")
    (told,) = merge([str(returned)], tmp_path / "進捗状況.xlsx").round.findings
    assert (told.code, told.value) == ("D008", "9999-12-31T23:59:59Z")


def test_a_files_own_time_to_come_wins_nothing_either(returned: Path) -> None:
    put(returned, OLD, "なし", m1_3=BETTER)
    put(returned, NEW, FIRST_DAY)
    os.utime(returned / OLD, (4_070_908_800, 4_070_908_800))
    result = collected(returned)
    assert answer(result, "1-3")[0] == "B"
    assert sorted(f.code for f in result.findings) == ["D003", "D008"]


def test_what_a_send_back_emptied_is_neither_hidden_nor_kept_in_silence(
    returned: Path, tmp_path: Path
) -> None:
    put(returned, OLD, FIRST_DAY, m1_3=("E", GOOD[1], GOOD[2]))
    path = mended_copy(returned, tmp_path, SECOND_DAY, m1_3=GOOD)
    form = Form(path)
    for field in ("rating", "progress", "next_step"):
        form.cell("2-1", field).value = None
    saved_at(form.save(), SECOND_DAY)
    result = collected(returned)
    assert answer(result, "2-1") == ("B", GOOD[1], "1", "")
    (told,) = found(result, "D003")
    assert (told.file, told.measure) == (NEW, "2-1")
    assert "空欄" in told.message and GOOD[1] in told.value


def strike(form: Form, measure: str, text: str) -> None:
    cell = form.cell(measure, "progress")
    cell.value = CellRichText(TextBlock(InlineFont(strike=True), text))


def test_struck_text_is_asked_about_in_mail_and_send_back(returned: Path, tmp_path: Path) -> None:
    path = put(returned, OLD, FIRST_DAY)
    form = Form(path)
    strike(form, "1-3", "取りやめた事業の文。")
    saved_at(form.save(), FIRST_DAY)
    sendback([str(returned)], tmp_path / "差戻し", mail_folder=tmp_path / "下書き")
    book = load(tmp_path / "差戻し" / OLD)
    comment = book["進捗入力"][form.at("1-3", "progress")].comment
    assert comment is not None and "取り消し線を外してください" in comment.text
    (draft,) = (tmp_path / "下書き").glob("*.eml")
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None and "取り消し線" in body.get_content()


def test_what_was_found_in_a_replaced_file_asks_nothing_more_but_is_kept(
    returned: Path, tmp_path: Path
) -> None:
    form = Form(put(returned, OLD, FIRST_DAY))
    strike(form, "1-3", "取りやめた事業の文。")
    saved_at(form.save(), FIRST_DAY)
    mended_copy(returned, tmp_path, SECOND_DAY, m1_3=BETTER)
    merged = merge([str(returned)], tmp_path / "進捗状況.xlsx")
    (told,) = found(merged.round, "A101")
    assert (told.file, told.severity) == (OLD, Severity.INFO)
    assert "取りやめた事業の文。" in told.value
    assert state_of_archive(returned) is SubmissionState.DONE
    assert sendback([str(returned)], tmp_path / "差戻し 2").files == ()


@pytest.mark.parametrize("names", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
def test_next_years_forms_show_the_mended_answer(tmp_path: Path, names: tuple[str, str]) -> None:
    put(tmp_path, names[0], FIRST_DAY, m1_3=("E", GOOD[1], GOOD[2]))
    put(tmp_path, names[1], SECOND_DAY, m1_3=BETTER)
    next_year = small_plan(year=2025, year_label="令和7年度")
    previous = read_previous([str(tmp_path)], next_year)
    assert previous.answers["1-3", "文書課"]["progress"] == BETTER[1]


def test_both_texts_of_a_replaced_answer_stand_in_the_report(
    returned: Path, tmp_path: Path
) -> None:
    put(returned, OLD, FIRST_DAY, m1_3=("", "古いほうの文である。", GOOD[2]))
    mended_copy(returned, tmp_path, SECOND_DAY, m1_3=BETTER)
    merge([str(returned)], tmp_path / "進捗状況.xlsx")
    book = load(tmp_path / "内部用_進捗状況.report.xlsx")
    texts = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    assert any("古いほうの文である。" in text and BETTER[1] in text for text in texts)
