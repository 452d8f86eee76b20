"""Which plan decides where none is given: the forms' own, compared whole, by majority."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from ictxl.contract.metadata import (
    COMMON_KIND,
    COMMON_SHEET,
    META_SHEET,
    FormIdentity,
    common_digest,
)
from ictxl.files.inputs import find_inputs
from ictxl.findings import Finding, Severity
from ictxl.model import CheckSetting, Department, Outlook, Plan
from ictxl.pipeline.collecting import CollectedRound, collect
from ictxl.plan.writing import write_plan
from ictxl.returned.deciding.plan_choice import choose_plan
from ictxl.returned.returned_file import ReadForm, Source
from ictxl.returned.sent.sendings import Sendings
from tests.support.books import load
from tests.support.cli import ictxl
from tests.support.returned_forms import Answer, Form, filled_form, small_plan

PLAN = small_plan()
GOOD: Answer = ("B", "講座を2回開き、延べ30人が参加した。", "1.現状維持")
BETTER: Answer = ("A", "講座を5回開き、延べ80人が参加した。", "2.拡充")
STRAY = "00_健康課.xlsx"
"""First of the files, and of the newest plan."""
LATER = "2026-01-01T00:00:00Z"


def form(folder: Path, name: str, plan: Plan, department: str) -> Path:
    answers = {m.id: GOOD for m in plan.measures_of(department)}
    return filled_form(folder / name, plan, department, answers)


def returned(tmp_path: Path, stray: Plan | None, others: Plan = PLAN) -> Path:
    """Three departments' forms; that of 健康課 is of another plan, if one is given."""
    folder = tmp_path / "returned"
    folder.mkdir()
    form(folder, STRAY, stray or others, "健康課")
    form(folder, "文書課.xlsx", others, "文書課")
    form(folder, "学校課.xlsx", others, "学校課")
    return folder


def collected(folder: Path, plan_file: Path | None = None) -> CollectedRound:
    return collect(find_inputs([str(folder)]), plan_file=plan_file)


def found(collected: CollectedRound, code: str) -> list[Finding]:
    return [one for one in collected.findings if one.code == code]


HEALTH_WITH_ALIAS = tuple(
    replace(d, aliases=("保健課",)) if d.name == "健康課" else d for d in PLAN.departments
)
PARTS: list[tuple[dict[str, Any], str]] = [
    ({"year_label": "平成99年度"}, "年度の表記「平成99年度」(集約では「令和6年度」)"),
    ({"deadline": "2031-01-01"}, "提出期限「2031-01-01」"),
    ({"contact": "誰か"}, "問い合わせ先「誰か」"),
    ({"compiled_on": "昨日"}, "作成日「昨日」"),
    ({"progress_limit": 3}, "進捗の上限文字数「3」"),
    ({"outlooks": (*PLAN.outlooks[1:], Outlook("⇒", "廃止"))}, "今後の展開(⇒)"),
    ({"departments": HEALTH_WITH_ALIAS}, "担当課(健康課)"),
    ({"departments": PLAN.departments[::-1]}, "担当課(並び)"),
    ({"check_settings": (CheckSetting("A004", "off"),)}, "点検設定(A004)"),
    (
        {"measures": (replace(PLAN.measures[0], outlook="↗"), *PLAN.measures[1:])},
        "施策(1-1)",
    ),
]


@pytest.mark.parametrize(("changed", "what"), PARTS)
def test_a_plan_that_one_form_has_alone_decides_nothing_and_is_told(
    tmp_path: Path, changed: dict[str, Any], what: str
) -> None:
    stray = small_plan(**changed, saved_at=LATER)
    assert stray.id == PLAN.id, "nothing else would tell"
    folder = returned(tmp_path, stray)
    result = collected(folder)
    assert replace(result.plan, saved_at="") == replace(PLAN, saved_at="")
    assert len(result.responses) == sum(len(m.departments) for m in PLAN.measures)
    (told,) = result.findings
    assert (told.code, told.file, told.severity) == ("F024", STRAY, Severity.ERROR)
    assert told.department == "健康課"
    assert what in told.message and "2 件の調査票" in told.message
    assert "--plan" in told.remedy and "記入し直して" in told.remedy
    plan_file = tmp_path / "plan.xlsx"
    write_plan(PLAN, plan_file)
    assert collected(folder, plan_file).findings == ()


@pytest.mark.lengthy
def test_no_form_alone_can_silence_that_a_department_returned_nothing(tmp_path: Path) -> None:
    school, *others = PLAN.measures[2].assignments
    council = replace(school, department="議会課")
    measures = list(PLAN.measures)
    measures[2] = replace(measures[2], assignments=(school, council, *others))
    departments = (*PLAN.departments, Department("議会課"))
    plan = small_plan(measures=tuple(measures), departments=departments)
    silent = tuple(replace(d, answers=d.answers and d.name != "学校課") for d in departments)
    folder = returned(tmp_path, replace(plan, departments=silent, saved_at=LATER), plan)
    form(folder, "議会課.xlsx", plan, "議会課")
    (folder / "学校課.xlsx").unlink()
    result = collected(folder)
    assert [f.department for f in found(result, "D002")] == ["学校課"]
    assert [f.file for f in found(result, "F024")] == [STRAY]


def test_a_setting_that_not_all_forms_carry_switches_nothing_off(tmp_path: Path) -> None:
    off = small_plan(check_settings=(CheckSetting("A004", "off"),))
    folder = returned(tmp_path, PLAN, off)
    blank = Form(folder / "文書課.xlsx")
    blank.cell("1-3", "next_step").value = None
    blank.save()
    result = collected(folder)
    assert len(found(result, "A004")) == 1
    assert [f.file for f in found(result, "F024")] == [STRAY]
    form(folder, STRAY, off, "健康課")
    assert found(collected(folder), "A004") == []


def test_a_setting_that_makes_a_check_graver_needs_no_other_form(tmp_path: Path) -> None:
    graver = small_plan(check_settings=(CheckSetting("A004", "error"),))
    folder = returned(tmp_path, PLAN, graver)
    blank = Form(folder / "文書課.xlsx")
    blank.cell("1-3", "next_step").value = None
    blank.save()
    assert [f.severity for f in found(collected(folder), "A004")] == [Severity.ERROR]


def test_departments_decide_not_files(tmp_path: Path) -> None:
    stray = small_plan(contact="誰か", saved_at=LATER)
    folder = returned(tmp_path, stray)
    for number in range(4):
        answers = {"1-1": ("B", f"{number}回目の文である。", "1.現状維持")}
        filled_form(folder / f"0{number}.xlsx", stray, "健康課", answers)
    result = collected(folder)
    assert result.plan.contact == PLAN.contact
    assert len(found(result, "F024")) == 5


@pytest.mark.parametrize("names", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
@pytest.mark.parametrize(
    ("issued", "contact"),
    [(LATER, "誰か"), ("2099-01-01T00:00:00Z", PLAN.contact), ("あとで", PLAN.contact)],
)
def test_of_two_forms_the_later_issue_decides_but_none_that_is_yet_to_come(
    tmp_path: Path, names: tuple[str, str], issued: str, contact: str
) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    form(folder, names[0], small_plan(contact="誰か", saved_at=issued), "健康課")
    form(folder, names[1], PLAN, "文書課")
    result = collected(folder)
    assert result.plan.contact == contact
    loser = names[1] if contact == "誰か" else names[0]
    assert [f.file for f in found(result, "F024")] == [loser]


def contact_changed(book: Workbook) -> None:
    (cell,) = [row[1] for row in book[COMMON_SHEET].iter_rows() if row[0].value == "contact"]
    cell.value = "誰か"


def digest_removed(book: Workbook) -> None:
    contact_changed(book)
    meta = book[META_SHEET]
    (row,) = [row[0].row for row in meta.iter_rows() if row[0].value == COMMON_KIND]
    meta.delete_rows(row)


def digest_forged(book: Workbook) -> None:
    contact_changed(book)
    meta = book[META_SHEET]
    (cell,) = [row[1] for row in meta.iter_rows() if row[0].value == COMMON_KIND]
    cell.value = "0" * 64


CHANGES = [contact_changed, digest_removed, digest_forged]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_hidden_sheet_is_told_where_no_other_form_tells_better(
    tmp_path: Path, change: Callable[[Workbook], None]
) -> None:
    edited = Form(form(tmp_path, "文書課.xlsx", PLAN, "文書課"))
    change(edited.book)
    edited.save()
    result = collected(tmp_path)
    (told,) = found(result, "F025")
    assert (told.file, told.department, told.severity) == ("文書課.xlsx", "文書課", Severity.ERROR)
    assert "--plan" in told.remedy


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_hidden_sheet_loses_against_one_intact_form(
    tmp_path: Path, change: Callable[[Workbook], None]
) -> None:
    for name in ("健康課", "学校課"):
        edited = Form(form(tmp_path, f"{name}.xlsx", PLAN, name))
        change(edited.book)
        edited.save()
    form(tmp_path, "文書課.xlsx", small_plan(saved_at=LATER), "文書課")
    result = collected(tmp_path)
    assert result.plan.contact == PLAN.contact
    assert not found(result, "F025")


def test_changed_names_in_a_hidden_sheet_move_no_answer_to_another_measure(tmp_path: Path) -> None:
    """Though the form still says that it is of the plan, and the plan workbook is given."""
    names = {"1": "学校の通信環境", "3": "電子申請の拡大"}
    path = form(tmp_path, "文書課.xlsx", PLAN, "文書課")
    edited = Form(path).fill({"1-1": BETTER})
    for row in edited.book[COMMON_SHEET].iter_rows():
        kind, area, number, title = (cell.value for cell in row[:4])
        if (kind, area) == ("measure", "1") and number in names:
            assert title in names.values()
            row[3].value = names[number]
    meta = edited.book[META_SHEET]
    (digest,) = [row[0].row for row in meta.iter_rows() if row[0].value == COMMON_KIND]
    meta.delete_rows(digest)
    edited.save()
    plan_file = tmp_path / "plan.xlsx"
    write_plan(PLAN, plan_file)
    result = collect(find_inputs([str(path)]), plan_file=plan_file)
    read = {r.measure: r["progress"] for r in result.responses}
    assert (read["1-1"], read["1-3"]) == (BETTER[1], GOOD[1])


@pytest.mark.lengthy
def test_screen_report_and_record_say_where_the_plan_came_from(tmp_path: Path) -> None:
    folder = returned(tmp_path, small_plan(contact="誰か"))
    plan_file = tmp_path / "plan.xlsx"
    write_plan(PLAN, plan_file)
    target = tmp_path / "進捗状況.xlsx"
    runs: list[tuple[list[str], str, dict[str, Any]]] = [
        ([], "調査票 2 件に入っていた計画", {"source": "forms", "forms": 2, "file": ""}),
        (
            ["--plan", str(plan_file)],
            "計画台帳「plan.xlsx」",
            {"source": "plan", "forms": 0, "file": "plan.xlsx"},
        ),
    ]
    for options, origin, record in runs:
        shown = ictxl("merge", folder, "-o", target, *options)
        assert origin in shown.out
        for command in ("check", "status"):
            told = ictxl(command, folder, *options, cwd=tmp_path)
            assert origin in told.out, command
        beside = target.with_name(f"内部用_{target.name}")
        assert origin in beside.with_suffix(".report.html").read_text("utf-8")
        book = load(beside.with_suffix(".report.xlsx"))
        assert any(origin in str(c.value) for row in book["提出状況"].iter_rows() for c in row)
        audit = json.loads(beside.with_suffix(".audit.json").read_text("utf-8"))
        assert {key: audit["plan"][key] for key in record} == record
        as_json = ictxl("check", folder, "--json", *options, cwd=tmp_path)
        said = json.loads(as_json.out)["plan"]
        assert (Path(said["file"]).name, said["forms"]) == (
            ("plan.xlsx", 0) if options else ("", 2)
        )


def test_a_plan_that_one_form_brought_is_named_by_its_file(tmp_path: Path) -> None:
    form(tmp_path, "文書課.xlsx", PLAN, "文書課")
    assert collected(tmp_path).plan_origin == "調査票「文書課.xlsx」に入っていた計画"


def test_no_text_in_a_cell_can_stand_for_another_set_of_cells() -> None:
    sets = [
        [("contact", "a", "b")],
        [("contact", "a\x1fb")],
        [("contact", "a"), ("b",)],
        [("contact", "a\x1eb")],
        [("contact", "a\x1e"), ("b",)],
        [("contact", "a", "?")],
        [("contact", "a", "\ud800")],
        [("contact", "a\x1f")],
        [("contact", "a")],
    ]
    assert len({common_digest(rows) for rows in sets}) == len(sets)


def test_forms_that_were_sent_before_keep_their_digest() -> None:
    """As forms of every version so far have it on their hidden sheet."""
    rows = [("title", "計画", ""), ("contact", "?")]
    sent = "bc3f766839d187dc5f00f1d7b64281f934c8522c9612dd04af54eb1239aded0d"
    assert common_digest(rows) == sent


def test_a_thousand_different_plans_are_not_compared_each_with_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = 0
    equal = Plan.__eq__

    def count(self: Plan, other: object) -> bool:
        nonlocal compared
        compared += 1
        return equal(self, other)

    monkeypatch.setattr(Plan, "__eq__", count)
    sendings = Sendings()
    files = []
    for number in range(1000):
        told = FormIdentity(small_plan(contact=str(number)), PLAN.id, f"課{number}", "")
        identity = sendings.with_one_plan(told)
        files.append(ReadForm(Source(Path("x"), f"{number}.xlsx"), (), identity, "", ()))
    choice = choose_plan(files)
    assert choice is not None and len(choice.findings) == 999
    assert compared < 5 * len(files)
