"""Five published tables of other bodies, rebuilt, import to the plan that a person would type."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import ictxl
from tests.support.clients.libreoffice import Office
from tests.support.published_tables import OUTCOMES, TABLES, WIDTH
from tests.support.shapes import lines_of, outcome, read_shape, texts_kept

each_table = pytest.mark.parametrize("table", OUTCOMES)


def cut(lines: list[str]) -> list[str]:
    """Each line's beginning, with line breaks inside cells as blanks, as text files have them."""
    return [line.replace(" // ", " ")[:WIDTH].strip() for line in lines]


@each_table
@pytest.mark.parametrize("suffix", [".xlsx", ".txt"])
def test_a_published_table_becomes_the_plan_that_a_person_would_type(
    table: str, suffix: str
) -> None:
    assert cut(outcome(read_shape(TABLES / f"{table}{suffix}"))) == lines_of(OUTCOMES[table])


@each_table
def test_nothing_that_a_published_table_holds_is_lost(table: str) -> None:
    path = TABLES / f"{table}.xlsx"
    assert texts_kept(path, read_shape(path)) == []


@each_table
def test_forms_are_made_from_a_published_table(table: str, tmp_path: Path) -> None:
    run = ictxl("import", TABLES / f"{table}.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
    assert (run.code, "取り込みました" in run.out) == (0, True)
    made = ictxl("generate", "plan.xlsx", "-o", "調査票", cwd=tmp_path)
    assert made.code == 0, made.err
    assert len(list((tmp_path / "調査票").glob("*.xlsx"))) == run_departments(table)


def run_departments(table: str) -> int:
    """How many departments the table names."""
    return len(read_shape(TABLES / f"{table}.xlsx").plan.departments)


@each_table
@pytest.mark.parametrize("suffix", [".ods", ".xls"])
def test_a_published_table_that_libreoffice_saved_says_the_same(
    table: str, suffix: str, tmp_path: Path, office: Office
) -> None:
    with office.open(TABLES / f"{table}.xlsx") as document:
        document.save_as(tmp_path / f"{table}{suffix}")
    assert cut(outcome(read_shape(tmp_path / f"{table}{suffix}"))) == lines_of(OUTCOMES[table])
