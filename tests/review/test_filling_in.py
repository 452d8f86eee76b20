"""A second reading filled in with a real LibreOffice, as a reader would."""

from __future__ import annotations

from pathlib import Path

import pytest

import ictxl
from tests.support.books import sheet_of
from tests.support.clients.libreoffice import Office
from tests.support.returned_forms import SHEET, Form
from tests.support.reviews import MEASURES, REASON, SECOND, returned_forms

pytestmark = pytest.mark.slow

LONG = "\n".join(f"{n}. 申請を{n}件電子化し、窓口で案内した。" for n in range(1, 200))
"""More than one row can show."""


def test_a_reader_fills_it_in_and_every_rating_comes_home(office: Office, tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned")
    Form(returned / "文書課.xlsx").fill({"2-1": ("X", LONG, "4.終了")}).save()
    made = ictxl.review(returned, tmp_path / "二次評価.xlsx").files[0].path
    form = Form(made)
    cells = {m: (form.at(m, f"q:{SECOND}"), form.at(m, f"q:{REASON}")) for m in MEASURES}
    checks = {m: form.at(m, "check") for m in MEASURES}
    answer = form.at("1-1", "given:担当課の進捗状況")
    home = tmp_path / "返ってきた二次評価.xlsx"
    with office.open(made) as document:
        assert document.string(SHEET, checks["1-1"]) == f"{SECOND}が未記入"
        assert not document.type(SHEET, answer, "書き換え"), "what departments wrote is locked"
        choices = document.validation(SHEET, cells["1-1"][0])
        assert choices.type == "LIST"
        for measure, (rating, _) in cells.items():
            assert document.type(SHEET, rating, "C" if measure == "2-1" else "B")
        assert document.string(SHEET, checks["2-1"]) == f"{REASON}が未記入"
        assert document.type(SHEET, cells["2-1"][1], "件数だけでは足りない。")
        assert {document.string(SHEET, check) for check in checks.values()} == {"よし"}
        document.save_as(home)
    result = ictxl.merge([returned, home], tmp_path / "進捗状況.xlsx")
    assert not result.round.findings
    assert result.round.review
    assert {
        r.measure: (r.answer(SECOND), r.answer(REASON)) for r in result.round.review.responses
    } == {
        **dict.fromkeys(MEASURES, ("B", "")),
        "2-1": ("C", "件数だけでは足りない。"),
    }
    assert sheet_of(tmp_path / "進捗状況.xlsx", "審査データ").max_row == 6


def test_what_departments_wrote_is_shown_whole(office: Office, tmp_path: Path) -> None:
    """No row clips a line, however long the answer is."""
    returned = returned_forms(tmp_path / "returned")
    Form(returned / "文書課.xlsx").fill({"2-1": ("X", LONG, "4.終了")}).save()
    made = ictxl.review(returned, tmp_path / "二次評価.xlsx").files[0].path
    sheet = Form(made).sheet
    rows = [c.row for c in sheet["A"] if c.value and str(c.value).split("+")[0] in MEASURES]
    assert len(rows) > len(MEASURES)
    with office.open(made) as document:
        heights = [document.row_height(SHEET, row) for row in rows]
    assert all(has >= wants - 1 for has, wants in heights)


def test_old_formats_of_it_come_home_too(office: Office, tmp_path: Path) -> None:
    returned = returned_forms(tmp_path / "returned")
    made = ictxl.review(returned, tmp_path / "二次評価.xlsx").files[0].path
    form = Form(made)
    for measure in MEASURES:
        form.cell(measure, f"q:{SECOND}").value = "A"
    form.save()
    home = office.convert(made, tmp_path / "二次評価.ods")
    read = ictxl.read([returned, home])
    assert read.review
    assert [r.answer(SECOND) for r in read.review.responses] == ["A"] * len(MEASURES)
    assert {f.severity.value for f in read.findings} <= {"info"}
