"""The text of a real city's table imports to what a careful person transcribed from it."""

from __future__ import annotations

import csv
import shutil
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.consolidated.reading import ImportedTable, read_consolidated
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan
from tests.support.cli import ictxl
from tests.support.places import ROOT
from tests.support.responses import answer_of
from tests.support.rounds import real_plan, real_responses

SOURCE = ROOT / "samples" / "source"
TEXT = SOURCE / "progress_2019.txt"
TRANSCRIPTION = tomllib.loads((SOURCE / "progress_2019.toml").read_text(encoding="utf-8"))
TITLE = TRANSCRIPTION["plan"]["title"]


@pytest.fixture(scope="module")
def table() -> ImportedTable:
    return read_consolidated(TEXT, starting_plan(2000), title=TITLE)


def test_the_real_text_imports_to_the_transcribed_plan(table: ImportedTable) -> None:
    transcribed = real_plan()
    assert table.plan == replace(
        transcribed,
        # The transcription's own: the source tells neither.
        deadline="",
        contact="",
        outlooks=table.plan.outlooks,
    )
    assert [(o.mark, o.meaning) for o in table.plan.outlooks] == [("⇒", ""), ("↗", ""), ("☆", "")]


def test_the_real_text_imports_to_the_transcribed_responses(table: ImportedTable) -> None:
    expected = [(r.measure, r.department, *answer_of(r)) for r in real_responses()]
    assert [(r.measure, r.department, *answer_of(r)) for r in table.responses] == expected
    assert len(expected) == 44


def test_every_place_where_the_source_prints_something_else_has_its_finding(
    table: ImportedTable,
) -> None:
    """What the notes of the transcription tell, and no more than that."""
    found = {(f.code, f.measure, f.cell, f.value) for f in table.findings}
    assert {
        ("I018", "3-2", "D39", "/"),
        ("I018", "3-3", "D40", "/"),
        ("I018", "3-4", "D41", "/"),
        ("I031", "", "G9", "意匠研究所"),
        ("I031", "", "E24", "下水道課"),
        ("I045", "1-9", "G13", "教育総務課-4.終了"),
        ("I053", "", "", "3.縮小"),
        ("I005", "", "D3", ""),
        ("I032", "", "E41", "各業務担当課"),
        ("I032", "", "E42", "各システム担当課"),
    } <= found
    assert {f.cell for f in table.findings if f.code == "I006"} == {"A28", "A30", "A32", "A34"}
    assert {f.cell for f in table.findings if f.code == "I007"} == {"A5", "A20", "A38"}


def test_each_name_and_target_that_shared_a_cell_has_its_finding(table: ImportedTable) -> None:
    codes = Counter(f.code for f in table.findings)
    # All of 第1款 and 第3款 and 2-8; LINE@ (SNS) を… could be parted elsewhere too.
    assert codes["I014"] + codes["I015"] == 12 + 10 + 1
    assert [f.measure for f in table.findings if f.code == "I015"] == ["1-12"]


def test_the_targets_that_are_cut_off_are_pointed_out(table: ImportedTable) -> None:
    assert [f.measure for f in table.findings if f.code == "I017"] == [
        *("2-2", "2-3", "2-8", "3-1", "3-3", "3-5", "3-6", "3-7", "3-8")
    ]


def test_nothing_of_the_real_text_is_left_over_and_nothing_needs_mending(
    table: ImportedTable,
) -> None:
    assert {f.severity.value for f in table.findings} == {"warning", "info"}
    assert not {"I003", "I043", "I046", "I057"} & {f.code for f in table.findings}


def test_the_imported_plan_goes_straight_on_to_generate(tmp_path: Path) -> None:
    shutil.copy(TEXT, tmp_path / "表.txt")
    run = ictxl(
        *("import", "表.txt", "-o", "plan.xlsx", "--responses", "回答.csv"),
        *("--title", TITLE, "--json"),
        cwd=tmp_path,
    )
    assert run.code == 0, run.out + run.err
    assert (run.json["measures"], run.json["responses"]) == (30, 44)
    assert run.json["outputs"] == ["plan.xlsx", "回答.csv", "plan.report.xlsx"]
    assert len(read_plan(tmp_path / "plan.xlsx").measures) == 30
    with (tmp_path / "回答.csv").open(encoding="utf-8-sig", newline="") as written:
        assert len(list(csv.reader(written))) == 1 + 44
    made = ictxl("generate", "plan.xlsx", "-o", "outbox", "--department", "情報課", cwd=tmp_path)
    assert made.code == 0, made.out + made.err
