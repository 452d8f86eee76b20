"""Tables of other bodies' shapes become the plan that a person would type, and lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from ictxl.consolidated.data.reading import read_data
from ictxl.consolidated.reading import ImportedTable
from ictxl.model import Plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from tests.support.cli import ictxl
from tests.support.clients.libreoffice import Office
from tests.support.shapes import Shape, fill_forms, lines_of, outcome, read_shape, texts_kept
from tests.support.shapes_of_answers import SHAPES as ANSWERS
from tests.support.shapes_of_areas import SHAPES as AREAS
from tests.support.shapes_of_cities import SHAPES as CITIES
from tests.support.shapes_of_headings import SHAPES as HEADINGS
from tests.support.shapes_of_own import SHAPES as OWN_WORDS
from tests.support.shapes_of_relaid import SHAPES as RELAID
from tests.support.shapes_of_reports import SHAPES as REPORTS
from tests.support.shapes_of_sheets import SHAPES as SHEETS
from tests.support.shapes_of_towns import SHAPES as TOWNS

SHAPES: Sequence[Shape] = (
    *(*AREAS, *ANSWERS, *HEADINGS, *OWN_WORDS, *SHEETS),
    *(*TOWNS, *REPORTS, *RELAID, *CITIES),
)
each_shape = pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])


Read = Callable[[Shape], tuple[Path, ImportedTable]]


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A shape's file, and what is read of it, once for all that look at it."""

    @cache
    def read(shape: Shape) -> tuple[Path, ImportedTable]:
        path = shape.save(tmp_path_factory.mktemp("表"))
        return path, read_shape(path)

    return read


@each_shape
def test_a_table_becomes_the_plan_that_a_person_would_type(
    shape: Shape, read_once: Read, tmp_path: Path
) -> None:
    _, table = read_once(shape)
    assert outcome(table) == lines_of(shape.outcome)
    write_plan(table.plan, tmp_path / "plan.xlsx")
    again = read_plan(tmp_path / "plan.xlsx")
    assert again.measures == table.plan.measures
    assert again.areas == table.plan.areas
    assert again.questions == table.plan.questions
    assert again.departments == table.plan.departments
    assert again.indicators == table.plan.indicators
    assert said_before(again) == said_before(table.plan)


def said_before(plan: Plan) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What 前回 says, without what it leaves blank."""
    return [
        (answer.measure, answer.department, [pair for pair in answer.values.items() if pair[1]])
        for answer in plan.previous
    ]


@pytest.mark.parametrize(
    "shape", [one for one in SHAPES if one.is_for_text], ids=lambda shape: shape.name
)
def test_the_same_table_as_text_says_the_same(shape: Shape, tmp_path: Path) -> None:
    assert outcome(read_shape(shape.save_text(tmp_path))) == lines_of(shape.outcome)


@pytest.mark.parametrize("shape", [one for one in SHAPES if one.merges], ids=lambda one: one.name)
def test_joined_cells_that_libreoffice_saved_say_the_same(
    shape: Shape, tmp_path: Path, office: Office
) -> None:
    with office.open(shape.save(tmp_path)) as document:
        document.save_as(tmp_path / "表.ods")
    assert outcome(read_shape(tmp_path / "表.ods")) == lines_of(shape.outcome)


@each_shape
def test_every_text_of_a_table_is_in_plan_answers_or_report(shape: Shape, read_once: Read) -> None:
    assert texts_kept(*read_once(shape)) == []


@pytest.mark.slow
@each_shape
def test_forms_are_made_filled_and_merged_from_an_imported_plan(
    shape: Shape, tmp_path: Path
) -> None:
    table = read_shape(shape.save(tmp_path))
    run = ictxl("import", "表.xlsx", "-o", "plan.xlsx", cwd=tmp_path)
    assert run.code == 0, run.err
    assert ictxl("generate", "plan.xlsx", "-o", "調査票", cwd=tmp_path).code == 0
    fill_forms(tmp_path / "調査票", table)
    merged = ictxl("merge", "調査票", "-o", "進捗状況.xlsx", "--plan", "plan.xlsx", cwd=tmp_path)
    assert merged.code in (0, 1), merged.err
    published = {
        (r.measure, r.department): r.values for r in read_data(tmp_path / "進捗状況.xlsx").responses
    }
    for response in table.responses:
        said = {key: text for key, text in response.values.items() if text}
        assert said.items() <= published[response.measure, response.department].items()
