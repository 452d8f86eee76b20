"""A send-back marks actuals in the table of indicators, and comes home as any other."""

from __future__ import annotations

from pathlib import Path

import pytest

import ictxl
from tests.support.books import load, sheet_of
from tests.support.indicators import (
    ACTUALS,
    COUNT,
    SHARE,
    IndicatorForm,
    indicator_plan,
    returned,
    told,
)

pytestmark = pytest.mark.lengthy

PLAN = indicator_plan()


def test_a_doubtful_actual_is_marked_at_its_cell(tmp_path: Path) -> None:
    path = returned(tmp_path / "文書課.xlsx", PLAN, {**ACTUALS, COUNT: "約180", SHARE: None})
    places = IndicatorForm(tmp_path / "blank.xlsx", PLAN)
    ictxl.send_back(path, tmp_path / "差戻し")
    (marked,) = (tmp_path / "差戻し").glob("*.xlsx")
    sheet = sheet_of(marked, "指標")
    comments = {c.coordinate: c.comment.text for row in sheet for c in row if c.comment}
    assert set(comments) == {places.at(COUNT), places.at(SHARE)}
    assert "数だけを記入してください" in comments[places.at(COUNT)]


def test_an_actual_typed_over_the_rate_is_sent_back_too(tmp_path: Path) -> None:
    form = IndicatorForm(tmp_path / "文書課.xlsx", PLAN).fill()
    rate = form.at(COUNT, "indicator_rate")
    form.sheet[rate] = 180
    ictxl.send_back(form.save(), tmp_path / "差戻し")
    (marked,) = (tmp_path / "差戻し").glob("*.xlsx")
    comment = sheet_of(marked, "指標")[rate].comment
    assert comment and "記入欄に書いてください" in comment.text


def test_a_mended_send_back_replaces_what_was_sent_first(tmp_path: Path) -> None:
    folder = tmp_path / "returned"
    folder.mkdir()
    path = returned(folder / "文書課.xlsx", PLAN, {**ACTUALS, COUNT: "約180"})
    ictxl.send_back(path, tmp_path / "差戻し")
    (marked,) = (tmp_path / "差戻し").glob("*.xlsx")
    book = load(marked, rich_text=True)
    places = IndicatorForm(tmp_path / "blank.xlsx", PLAN)
    book["指標"][places.at(COUNT)] = 180
    book.save(folder / "文書課_差戻し.xlsx")
    read = ictxl.read(folder)
    assert told(read)["申請の件数", "文書課"] == ("180", "")
    assert [f.code for f in read.findings if f.code in ("A132", "D003", "S012")] == []
    assert [f.value.splitlines()[0] for f in read.findings if f.code == "D007"] == ["実績値: 約180"]
