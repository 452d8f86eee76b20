"""点検設定: a plan makes findings lighter, graver or leaves them out, within bounds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.contract.answer_rules import answer_rules
from ictxl.contract.metadata import FormIdentity, identity_from_rows
from ictxl.errors import PlanError
from ictxl.findings import CATALOGUE, Finding, Severity, apply_settings, settings_for
from ictxl.model import CheckSetting
from ictxl.plan.reading import read_plan, read_plan_with_findings
from ictxl.plan.writing import write_plan
from tests.support.books import load
from tests.support.findings import answer_finding
from tests.support.returned_forms import identity_rows
from tests.support.rounds import real_plan

SETTINGS = (CheckSetting("A011", "off"), CheckSetting("A004", "error"))


def blank_rating() -> Finding:
    return answer_finding("A001")


def test_settings_survive_the_plan_workbook(tmp_path: Path) -> None:
    write_plan(replace(real_plan(), check_settings=SETTINGS), tmp_path / "plan.xlsx")
    read = read_plan(tmp_path / "plan.xlsx").check_settings
    assert sorted(read, key=lambda s: s.code) == sorted(SETTINGS, key=lambda s: s.code)


def test_a_plan_workbook_without_the_sheet_is_read(tmp_path: Path) -> None:
    write_plan(real_plan(), tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    del book["点検設定"]
    book.save(tmp_path / "older.xlsx")
    assert read_plan(tmp_path / "older.xlsx").check_settings == ()


def test_settings_travel_in_the_form() -> None:
    plan = replace(real_plan(), check_settings=SETTINGS)
    identity = identity_from_rows(identity_rows(FormIdentity(plan, plan.id, "情報課", "")))
    assert identity is not None
    assert identity.plan.check_settings == SETTINGS
    assert identity.plan.id == real_plan().id, "settings do not make it another plan"


@pytest.mark.parametrize(
    ("code", "label", "expected"),
    [
        ("A001", "点検しない", "P052"),
        ("A001", "お知らせ", "P052"),
        ("S012", "点検しない", "P052"),
        ("A011", "やめる", "P012"),
    ],
)
def test_what_may_not_be_set_is_named_by_cell(
    tmp_path: Path, code: str, label: str, expected: str
) -> None:
    write_plan(real_plan(), tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    sheet = book["点検設定"]
    row = next((c.row for c in sheet["A"] if c.value == code), sheet.max_row)
    sheet.cell(row, 1).value, sheet.cell(row, 4).value = code, label
    sheet.cell(row, 2).value = None
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(PlanError) as stopped:
        read_plan(tmp_path / "plan.xlsx")
    [found] = stopped.value.findings
    assert (found.code, found.sheet, found.cell) == (expected, "点検設定", f"D{row}")


@pytest.mark.parametrize(("label", "codes"), [("点検しない", ["P051"]), ("ふだんどおり", [])])
def test_a_code_of_another_version_is_told_but_stops_nothing(
    tmp_path: Path, label: str, codes: list[str]
) -> None:
    write_plan(real_plan(), tmp_path / "plan.xlsx")
    book = load(tmp_path / "plan.xlsx")
    sheet = book["点検設定"]
    sheet["A2"], sheet["D2"] = "A999", label
    book.save(tmp_path / "plan.xlsx")
    plan, findings = read_plan_with_findings(tmp_path / "plan.xlsx")
    assert plan.check_settings == ()
    assert [(f.code, f.cell) for f in findings] == [(code, "A2") for code in codes]


def test_settings_change_findings_but_never_what_publishing_needs() -> None:
    given = [
        answer_finding("A011"),
        answer_finding("A004"),
        blank_rating(),
    ]
    wanted = (*SETTINGS, CheckSetting("A001", "off"), CheckSetting("A001", "info"))
    left = apply_settings(given, wanted, CATALOGUE)
    assert [(f.code, f.severity) for f in left] == [
        ("A004", Severity.ERROR),
        ("A001", Severity.ERROR),
    ]


def test_no_error_can_be_changed_and_no_homeless_text_silenced() -> None:
    for entry in CATALOGUE.values():
        allowed = {setting.value for setting in settings_for(entry)}
        if entry.severity is Severity.ERROR:
            assert not allowed
        if entry.code[0] in "FSD":
            assert "off" not in allowed


def test_the_forms_own_check_leaves_out_what_the_plan_switches_off() -> None:
    off = replace(real_plan(), check_settings=(CheckSetting("A004", "off"),))
    assert "A004" in [rule.kind.code for rule in answer_rules(real_plan())]
    assert "A004" not in [rule.kind.code for rule in answer_rules(off)]
    never = replace(real_plan(), check_settings=(CheckSetting("A001", "off"),))
    assert "A001" in [rule.kind.code for rule in answer_rules(never)]
