"""A plan too large for each form to carry whole: its forms carry their department's share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.consolidated.data import sheet as data_sheet
from ictxl.contract import metadata
from ictxl.contract.metadata import (
    FormIdentity,
    carried_plan,
    fits_form,
    identity_from_rows,
)
from ictxl.errors import IctxlError
from ictxl.model import Assignment, Department
from ictxl.pipeline import collecting
from ictxl.pipeline.merging import merge
from ictxl.pipeline.reporting import check
from ictxl.plan.writing import write_plan
from tests.support.forms import write_form
from tests.support.indicators import ACTUALS, IndicatorForm, indicator_plan, told
from tests.support.places import ROOT
from tests.support.returned_forms import identity_rows
from tests.support.rounds import real_plan


@pytest.fixture
def small_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "LARGEST_PLAN", 10)


def test_an_ordinary_plan_is_carried_whole() -> None:
    plan = real_plan()
    assert carried_plan(plan, "情報課") is plan


@pytest.mark.usefixtures("small_forms")
def test_a_share_holds_the_departments_own_and_says_that_it_is_one() -> None:
    plan = real_plan()
    sent = FormIdentity(plan, plan.id, "情報課", "")
    read = identity_from_rows(identity_rows(sent))
    assert read is not None
    assert not read.has_whole_plan
    assert read.plan_id == plan.id
    assert [d.name for d in read.plan.departments] == ["情報課"]
    assert [m.id for m in read.plan.measures] == [m.id for m in plan.measures_of("情報課")]
    assert {a.department for m in read.plan.measures for a in m.assignments} == {"情報課"}
    assert read.plan.questions == plan.questions


def test_a_measure_of_many_departments_makes_the_hidden_sheet_no_wider() -> None:
    plan = real_plan()
    names = [f"{n}市情報課" for n in range(150)]
    many = tuple(Assignment(name, "旧電算課" if n % 7 == 0 else "") for n, name in enumerate(names))
    departments = tuple(Department(name) for name in names)
    measures = tuple(replace(m, assignments=many) for m in plan.measures[:5])
    shared = replace(plan, measures=(*measures, plan.measures[5]), departments=departments)
    rows = list(identity_rows(FormIdentity(shared, shared.id, names[0], "")))
    assert max(map(len, rows)) < 50
    # Programs leave out what is empty at the end of a row.
    trimmed = [row[: max(i for i, text in enumerate(row, 1) if text)] for row in rows]
    for read in (identity_from_rows(rows), identity_from_rows(trimmed)):
        assert read is not None
        assert read.plan.measures == shared.measures


def test_who_is_in_charge_counts_for_how_large_a_plan_is() -> None:
    plan = real_plan()
    many = tuple(Assignment(f"{n}市情報課") for n in range(100))
    shared = replace(plan, measures=tuple(replace(m, assignments=many) for m in plan.measures))
    assert fits_form(plan)
    assert not fits_form(shared)
    assert carried_plan(shared, "7市情報課").measures[0].assignments == (many[7],)


def test_a_form_lists_very_many_departments_in_part_and_says_how_many_more(tmp_path: Path) -> None:
    plan = real_plan()
    names = [f"{n}市情報課" for n in range(90)]
    many = tuple(Assignment(name) for name in names)
    shared = replace(
        plan,
        measures=tuple(replace(m, assignments=many) for m in plan.measures[:2]),
        departments=tuple(Department(name) for name in names),
    )
    lines = shared.measures[0].charge.split("\n")
    assert lines == [*names[:29], "ほか 61 課"]
    assert plan.measures[0].charge == "\n".join(a.label for a in plan.measures[0].assignments)
    for name in (names[0], names[80]):
        write_form(tmp_path / f"{name}.xlsx", shared, name)
    collected = check([str(tmp_path)], None).round
    assert not {f.code for f in collected.findings if f.code[0] in "FS"}


@pytest.mark.usefixtures("small_forms")
def test_forms_with_a_share_are_merged_with_the_plan_workbook(tmp_path: Path) -> None:
    plan = replace(real_plan(), saved_at="")
    forms = tmp_path / "returned"
    forms.mkdir()
    for name in ("情報課", "福祉課"):
        write_form(forms / f"{name}.xlsx", plan, name)
    with pytest.raises(IctxlError) as caught:
        merge([str(forms)], tmp_path / "out.xlsx")
    assert "--plan" in caught.value.remedy
    workbook = tmp_path / "plan.xlsx"
    write_plan(plan, workbook)
    result = merge([str(forms)], tmp_path / "out.xlsx", plan_file=workbook)
    expected = {(m.id, n) for n in ("情報課", "福祉課") for m in plan.measures_of(n)}
    assert {(r.measure, r.department) for r in result.round.responses} == expected
    assert not {f.code for f in result.round.findings if f.code[0] in "FS"}


@pytest.mark.parametrize("shares", [1, 3])
def test_a_stray_form_does_not_tell_the_plan_of_forms_with_a_share(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shares: int
) -> None:
    """Two whole plans of another year lie among them; whoever has more forms counts."""
    plan = replace(real_plan(), saved_at="")
    forms = tmp_path / "returned"
    forms.mkdir()
    names = [department.name for department in plan.answering_departments]
    for name in names[3:5]:
        write_form(forms / f"{name}.xlsx", replace(plan, year=plan.year - 1), name)
    with monkeypatch.context() as small:
        small.setattr(metadata, "LARGEST_PLAN", 10)
        for name in names[:shares]:
            write_form(forms / f"{name}.xlsx", plan, name)
    if shares == 1:
        result = merge([str(forms)], tmp_path / "out.xlsx")
        assert result.round.plan.year == plan.year - 1
        return
    with pytest.raises(IctxlError) as caught:
        merge([str(forms)], tmp_path / "out.xlsx")
    assert "--plan" in caught.value.remedy


@pytest.mark.usefixtures("small_forms")
def test_of_many_such_forms_three_tell_that_the_plan_workbook_is_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(collecting, "MANY", 4)
    plan = replace(real_plan(), saved_at="")
    forms = tmp_path / "returned"
    forms.mkdir()
    for department in plan.answering_departments[:6]:
        write_form(forms / f"{department.name}.xlsx", plan, department.name)
    steps: list[int] = []
    with pytest.raises(IctxlError) as caught:
        merge([str(forms)], tmp_path / "out.xlsx", progress=lambda done, _total: steps.append(done))
    assert "--plan" in caught.value.remedy
    assert steps == [], "the reading has not begun"
    workbook = tmp_path / "plan.xlsx"
    write_plan(plan, workbook)
    result = merge([str(forms)], tmp_path / "out.xlsx", plan_file=workbook)
    assert sum(submission.is_read for submission in result.round.submissions) == 6


def test_data_that_passes_a_worksheet_goes_beside_it_as_parquet(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow", reason="ictxl[parquet] is not installed")
    samples = ROOT / "samples" / "returned"
    usual = merge([str(samples)], tmp_path / "usual.xlsx")
    assert usual.parquet is None
    monkeypatch.setattr(data_sheet, "SHEET_ROWS", len(usual.round.responses))
    result = merge([str(samples)], tmp_path / "large.xlsx")
    assert result.parquet == tmp_path / "large.parquet"
    kept = pandas.read_excel(
        tmp_path / "usual.xlsx", sheet_name="データ", dtype=str, engine="calamine"
    ).fillna("")
    moved = pandas.read_parquet(result.parquet).astype(str)
    assert moved.values.tolist() == kept.values.tolist()
    place = pandas.read_excel(
        result.outputs[0], sheet_name="データ", header=None, engine="calamine"
    )
    assert place.iloc[0, 1] == "large.parquet"


@pytest.mark.usefixtures("small_forms")
def test_the_indicators_of_a_share_come_home(tmp_path: Path) -> None:
    plan = indicator_plan()
    write_plan(plan, tmp_path / "plan.xlsx")
    form = IndicatorForm(tmp_path / "文書課.xlsx", plan).fill()
    collected = merge([str(form.save())], tmp_path / "out.xlsx", plan_file=tmp_path / "plan.xlsx")
    assert {indicator for indicator, _ in told(collected.round)} == {i.name for i in ACTUALS}
