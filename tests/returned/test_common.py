"""What all forms of a sending say: on a hidden sheet of its own, read of one form for all."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from ictxl.contract.metadata import COMMON_KIND, COMMON_SHEET, META_SHEET
from ictxl.returned import form as returned_form
from ictxl.returned.reader import Reading
from ictxl.returned.returned_file import ReadForm, Source
from ictxl.runtime.workers import Workers
from tests.support.clients.libreoffice import Office
from tests.support.responses import answer_of
from tests.support.returned_forms import READ_ANSWERS, Form, filled_form, read, read_all, small_plan

pytestmark = pytest.mark.slow


def lost(book: Workbook) -> None:
    del book[COMMON_SHEET]


def emptied(book: Workbook) -> None:
    book[COMMON_SHEET].delete_rows(1, book[COMMON_SHEET].max_row)


def retitled(book: Workbook) -> None:
    (cell,) = [row[1] for row in book[COMMON_SHEET].iter_rows() if row[0].value == "title"]
    cell.value = "ほかの計画"


def overwritten(book: Workbook) -> None:
    for row in book[COMMON_SHEET].iter_rows():
        if row[0].value in ("measure", "cell_texts"):
            row[2].value = "?"


def far(book: Workbook) -> None:
    book[COMMON_SHEET]["XFD1048576"] = "遠い"


CHANGES = (lost, emptied, retitled, overwritten, far)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another department's form, as it was sent but for its answers."""
    return filled_form(
        tmp_path / "健康課.xlsx", None, "健康課", {"1-2": ("A", "毎月出した。", "1")}
    )


def spoilt(path: Path, change: Callable[[Workbook], None]) -> Path:
    form = Form(filled_form(path))
    change(form.book)
    return form.save()


@pytest.mark.parametrize("change", CHANGES)
def test_a_form_whose_copy_was_changed_is_read_as_others_tell(
    tmp_path: Path, other: Path, change: Callable[[Workbook], None]
) -> None:
    form = spoilt(tmp_path / "文書課.xlsx", change)
    for files in permutations((form, other)):
        result = read(*files)
        assert result.found == []
        assert {
            m: answer_of(r) for (m, d), r in result.responses.items() if d == "文書課"
        } == READ_ANSWERS


@pytest.mark.parametrize("change", [lost, retitled])
def test_who_reads_a_round_makes_no_difference(
    tmp_path: Path, other: Path, change: Callable[[Workbook], None]
) -> None:
    """Neither one process or several, nor what a process has read before."""
    files = [spoilt(tmp_path / f"{n}.xlsx", change) for n in (1, 3)]
    for paths in ([files[0], other, files[1]], files):
        here, there = (read_all(paths, Reading(workers=Workers(jobs))) for jobs in (1, 2))
        assert here == there


def test_alone_a_form_is_read_as_its_own_copy_says(tmp_path: Path) -> None:
    result = read(spoilt(tmp_path / "文書課.xlsx", retitled))
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    (form,) = read_all([tmp_path / "文書課.xlsx"]).files
    assert isinstance(form, ReadForm)
    assert form.identity.plan.title == "ほかの計画"


def test_alone_a_form_that_lost_its_copy_is_known_by_what_is_visible(tmp_path: Path) -> None:
    result = read(spoilt(tmp_path / "文書課.xlsx", lost), plan=small_plan())
    assert {m: answer_of(r) for (m, _), r in result.responses.items()} == READ_ANSWERS
    assert ("", "F012") in result.found


def test_a_failure_while_such_a_form_is_read_is_told_of_its_file(
    tmp_path: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = spoilt(tmp_path / "文書課.xlsx", lost)
    interpret = returned_form.interpret

    def fail(source: Source, *told: Any) -> ReadForm:
        if source.file == form.name:
            raise ValueError("odd")
        return interpret(source, *told)

    monkeypatch.setattr(returned_form, "interpret", fail)
    result = read(form, other)
    assert [(f.file, f.code) for f in result.findings] == [(form.name, "F002")]
    assert [d for _, d in result.responses] == ["健康課"] * len(result.responses)
    assert result.responses


def test_a_form_of_version_1_has_everything_on_one_sheet(tmp_path: Path, other: Path) -> None:
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    own = form.book[META_SHEET]
    for row in own.iter_rows():
        if row[0].value == COMMON_KIND:
            own.delete_rows(row[0].row)
            break
    for cells in form.book[COMMON_SHEET].iter_rows(values_only=True):
        own.append(cells)
        for cell in own[own.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    del form.book[COMMON_SHEET]
    for files in ((form.save(),), (form.path, other), (other, form.path)):
        result = read(*files)
        assert result.found == []
        assert {
            m: answer_of(r) for (m, d), r in result.responses.items() if d == "文書課"
        } == READ_ANSWERS


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_a_copy_that_libreoffice_has_saved_is_still_intact(
    office: Office, tmp_path: Path, suffix: str
) -> None:
    """Seen by a form that has lost its own: it takes no other than an intact one."""
    plan = small_plan(title=f"{suffix}の計画")  # not one that was read before
    form = Form(filled_form(tmp_path / "文書課.xlsx", plan))
    lost(form.book)
    whole = filled_form(tmp_path / "健康課.xlsx", plan, "健康課", {})
    other = office.convert(whole, tmp_path / f"健康課{suffix}")
    result = read(form.save(), other)
    assert {
        m: answer_of(r) for (m, d), r in result.responses.items() if d == "文書課"
    } == READ_ANSWERS
    assert result.found == []
