"""Several files of one department, other departments' forms, other years: who is heard."""

from __future__ import annotations

import os
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.model import Department, Measure, Plan
from tests.support.responses import answer_of
from tests.support.returned_forms import ANSWERS, READ_ANSWERS, Form, filled_form, read, small_plan

PLAN = small_plan()


def saved_at(path: Path, time: str) -> Path:
    """The workbook's own time of saving."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    start, rest = parts["docProps/core.xml"].split(b"<dcterms:modified", 1)
    tag, rest = rest.split(b">", 1)
    end = rest.split(b"<", 1)[1]
    core = start + b"<dcterms:modified" + tag + b">" + time.encode() + b"<" + end
    parts["docProps/core.xml"] = core
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def test_teams_that_split_the_work_are_joined_measure_by_measure(tmp_path: Path) -> None:
    items = list(ANSWERS.items())
    one = filled_form(tmp_path / "文書課_1係.xlsx", answers=dict(items[:2]))
    two = filled_form(tmp_path / "文書課_2係.xlsx", answers=dict(items[2:]))
    result = read(one, two)
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.findings == ()


def test_equal_answers_of_two_files_count_once(tmp_path: Path) -> None:
    one = saved_at(filled_form(tmp_path / "文書課.xlsx"), "2025-05-01T09:00:00Z")
    two = saved_at(filled_form(tmp_path / "文書課(再).xlsx"), "2025-05-02T09:00:00Z")
    result = read(one, two)
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert [(f.file, f.code) for f in result.findings] == [("文書課.xlsx", "D004")]


@pytest.mark.parametrize("names", [("文書課.xlsx", "文書課 訂正.xlsx"), ("b.xlsx", "a.xlsx")])
def test_of_two_answers_the_later_saved_stands_and_both_are_told(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    older = saved_at(filled_form(tmp_path / names[0]), "2025-05-01T09:00:00Z")
    corrected = {**ANSWERS, "1-3": ("B", "電子で配った。", "1")}
    newer = filled_form(tmp_path / names[1], answers=corrected)
    saved_at(newer, "2025-05-01T18:30:00+09:00")  # half an hour after the other
    for order in ((older, newer), (newer, older)):
        result = read(*order)
        assert result.answer("1-3") == ("B", "電子で配った。", "1", "")
        told = [(f.file, f.measure) for f in result.findings if f.code == "D003"]
        assert told == [(names[0], "1-3")]
        assert "文書を配った。" in result.value("D003")
        assert "電子で配った。" in result.value("D003")


def test_without_a_usable_time_of_its_own_the_files_time_decides(tmp_path: Path) -> None:
    older = saved_at(filled_form(tmp_path / "z.xlsx"), "なし")
    newer = filled_form(tmp_path / "a.xlsx", answers={**ANSWERS, "1-3": ("B", "新しい。", "1")})
    saved_at(newer, "2025-99-99")
    os.utime(older, (1_700_000_000, 1_700_000_000))
    os.utime(newer, (1_700_000_100, 1_700_000_100))
    assert read(older, newer).answer("1-3")[1] == "新しい。"


def test_a_blank_form_never_hides_an_answer(tmp_path: Path) -> None:
    older = saved_at(filled_form(tmp_path / "文書課.xlsx"), "2025-05-01T00:00:00Z")
    newer = saved_at(filled_form(tmp_path / "白紙.xlsx", answers={}), "2025-05-09T00:00:00Z")
    result = read(older, newer)
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.findings == ()


def with_department(old: str, new: Department) -> Plan:
    """The plan after a department got another name."""
    measures = tuple(
        replace(
            m,
            assignments=tuple(
                replace(a, department=new.name) if a.department == old else a for a in m.assignments
            ),
        )
        for m in PLAN.measures
    )
    departments = tuple(new if d.name == old else d for d in PLAN.departments)
    return replace(PLAN, measures=measures, departments=departments)


def test_a_departments_former_name_is_its_own(tmp_path: Path) -> None:
    renamed = with_department("文書課", Department("文書情報課", ("文書課",)))
    result = read(filled_form(tmp_path / "回答.xlsx"), plan=renamed)
    assert result.answer("1-1", "文書情報課") == READ_ANSWERS["1-1"]
    assert {f.code for f in result.findings} == {"D005", "F004"}


def test_an_unknown_department_is_told_and_its_texts_are_kept(tmp_path: Path) -> None:
    renamed = with_department("文書課", Department("別の課"))
    result = read(filled_form(tmp_path / "回答.xlsx"), plan=renamed)
    assert not result.responses
    assert {f.code for f in result.findings} == {"D001", "F004", "S006"}
    for answer in READ_ANSWERS.values():
        assert answer[1] in result.texts()


def test_another_years_form_is_read_as_far_as_its_measures_match(tmp_path: Path) -> None:
    measures = (
        replace(PLAN.measures[0], number=2),
        replace(PLAN.measures[2], number=1, title="学校の通信"),
        Measure("2", "1", "新しい施策", "始める。", "☆", PLAN.measures[3].assignments),
        PLAN.measures[4],
    )
    next_year = replace(PLAN, year=2025, year_label="令和7年度", measures=measures)
    result = read(filled_form(tmp_path / "去年.xlsx"), plan=next_year)
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == {
        "1-2": READ_ANSWERS["1-1"],
        "2-2": READ_ANSWERS["2-2"],
    }
    assert sorted(f.code for f in result.findings) == ["F003", "S004", "S004"]
    assert "文書を配った。" in result.texts() and "すべて電子化した。" in result.texts()


def test_of_a_newer_version_of_the_plan_equal_names_are_taken(tmp_path: Path) -> None:
    newer = replace(PLAN, measures=(*PLAN.measures[:4], replace(PLAN.measures[4], title="研修")))
    result = read(filled_form(tmp_path / "旧版.xlsx"), plan=newer)
    assert set(result.responses) == {(m, "文書課") for m in ("1-1", "1-3", "2-1")}
    assert sorted(f.code for f in result.findings) == ["F004", "S004"]


def test_a_form_of_a_newer_ictxl_is_read_with_a_warning(tmp_path: Path) -> None:
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    meta = form.book["_ictxl"]
    (cell,) = [row[1] for row in meta.iter_rows() if row[0].value == "format"]
    cell.value = "99"
    result = read(form.save())
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert result.found == [("", "F013")]


def test_a_file_named_after_another_department_is_told(tmp_path: Path) -> None:
    result = read(filled_form(tmp_path / "02_健康課.xlsx"))
    assert result.answer("1-1") == READ_ANSWERS["1-1"]
    assert result.found == [("", "D006")]
    assert "健康課" in result.findings[0].message


def test_a_copy_in_another_folder_counts_once(tmp_path: Path) -> None:
    one = filled_form(tmp_path / "文書課.xlsx")
    (tmp_path / "再送").mkdir()
    two = tmp_path / "再送" / "文書課 2.xlsx"
    shutil.copy(one, two)
    assert [(f.file, f.code) for f in read(one, two).findings] == [("文書課 2.xlsx", "F009")]
