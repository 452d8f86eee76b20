"""The printed table, judged by LibreOffice: nothing cut, nothing lost, pages where they belong."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from ictxl.consolidated.workbook import write_consolidated
from ictxl.model import Plan
from ictxl.questions import Choice
from ictxl.responses import Response
from tests.support.clients.libreoffice import Office
from tests.support.clients.poppler import page_sizes, pdf_pages
from tests.support.consolidated_tables import (
    BODY_ROW,
    SHEET,
    PrintedSheet,
    extreme_round,
    printed_sheet,
    small_plan,
)
from tests.support.plan_parts import with_ratings
from tests.support.rounds import real_plan, real_responses

# With the others of the office: the large workbook is made once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("office")]

A3_PAGES, A4_PAGES = 3, 5
EXTREME = pytest.param("extreme", marks=pytest.mark.slow)
HEADINGS = (
    *("基本施策", "項番", "施策名称", "目標", "今後の展開", "担当課"),
    *("平成31(令和元)年度の進捗状況", "次期計画での展開"),
)
Round = tuple[Plan, tuple[Response, ...]]


def written(path: Path, the_round: Round, paper: str = "A3") -> Path:
    plan, responses = the_round
    write_consolidated(plan, responses, {r.department for r in responses}, path, paper=paper)
    return path


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    return written(folder / "real.xlsx", (real_plan(), real_responses()))


@pytest.fixture(scope="module")
def small_paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("a4")
    return written(folder / "a4.xlsx", (real_plan(), real_responses()), "A4")


@pytest.fixture(scope="module")
def extreme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("extreme") / "extreme.xlsx", extreme_round())


@pytest.fixture(scope="module")
def long_legend(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two meanings side by side that are longer than a page and end their paragraphs elsewhere."""
    ratings = (
        Choice("A", "一続きの長い意味を持つ評価の説明。" * 220, finished=False),
        Choice("X", "\n".join(["段落に分かれた意味の説明。" * 137] * 6), finished=True),
    )
    folder = tmp_path_factory.mktemp("legend")
    return written(folder / "legend.xlsx", (with_ratings(small_plan(), ratings), ()))


@pytest.fixture(scope="module")
def pdf(office: Office) -> Callable[[Path], Path]:
    """LibreOffice's PDF of a workbook, made once."""

    def made(path: Path) -> Path:
        target = path.with_suffix(".pdf")
        return target if target.exists() else office.convert(path, target)

    return made


@cache
def printed(path: Path) -> PrintedSheet:
    return printed_sheet(path)


@pytest.mark.parametrize("which", ["real", "small_paper", EXTREME, "long_legend"])
def test_every_cell_is_at_least_as_high_as_libreoffice_wants_it(
    which: str, request: pytest.FixtureRequest, office: Office
) -> None:
    path = request.getfixturevalue(which)
    cells = printed(path).cells
    with office.open(path) as document:
        heights = document.wanted_heights(SHEET, [cell.area for cell in cells])
    too_low = [
        (cell, has, wants) for cell, (has, wants) in zip(cells, heights, strict=True) if has < wants
    ]
    assert not too_low


@pytest.mark.parametrize("which", ["real", "small_paper", EXTREME])
def test_every_text_stands_whole_on_its_page_of_the_pdf(
    which: str, request: pytest.FixtureRequest, pdf: Callable[[Path], Path]
) -> None:
    path = request.getfixturevalue(which)
    pages = pdf_pages(pdf(path))
    for number, cells in enumerate(printed(path).pages()):
        for cell in cells:
            text = re.sub(r"\s", "", cell.text)
            assert text in pages[number], (number + 1, cell)


def test_every_page_repeats_the_headings_and_counts_itself(
    real: Path, pdf: Callable[[Path], Path]
) -> None:
    pages = pdf_pages(pdf(real))[:A3_PAGES]
    total = len(pdf_pages(pdf(real)))
    for number, page in enumerate(pages, start=1):
        for heading in HEADINGS:
            assert heading in page
        assert f"{number}/{total}" in page


@pytest.mark.parametrize(
    ("which", "expected", "size"),
    [("real", A3_PAGES, (420, 297)), ("small_paper", A4_PAGES, (297, 210))],
)
def test_the_real_table_takes_so_many_pages_and_each_names_its_areas(
    which: str,
    expected: int,
    size: tuple[int, int],
    request: pytest.FixtureRequest,
    pdf: Callable[[Path], Path],
) -> None:
    path = request.getfixturevalue(which)
    sheet = printed(path)
    pages = sheet.pages()
    assert len(pages) == expected
    areas = {real_plan().area_label(area): area.id for area in real_plan().areas}
    titles = {measure.title: measure.area for measure in real_plan().measures}
    for page in pages:
        measures = [titles[c.text] for c in page if c.text in titles]
        named = [areas[c.text] for c in page if c.text in areas]
        assert named == list(dict.fromkeys(measures))
        assert len(measures) > 2
    shown = pdf_pages(pdf(path))
    for number, area in ((0, "公聴広報における"), (expected - 1, "【凡例】")):
        assert area in shown[number]
    assert "【凡例】" not in "".join(shown[: expected - 1])
    assert page_sizes(pdf(path)) == {size}


@pytest.mark.parametrize("which", ["real", "small_paper", "extreme"])
def test_no_page_ends_inside_a_cell_and_no_row_is_higher_than_excel_allows(
    which: str, request: pytest.FixtureRequest
) -> None:
    sheet = printed(request.getfixturevalue(which))
    ends = set(sheet.breaks)
    across = [c for c in sheet.cells if ends & set(range(c.row, c.last_row))]
    assert not across
    heights = [d.height for d in sheet.sheet.row_dimensions.values() if d.height]
    assert heights
    assert max(heights) <= 409.5
    assert max(ends) < sheet.sheet.max_row


def test_the_pages_that_ictxl_planned_are_the_pages_that_libreoffice_prints(
    extreme: Path, pdf: Callable[[Path], Path]
) -> None:
    sheet = printed(extreme)
    shown = pdf_pages(pdf(extreme))
    table_pages = [page for page in shown if all(heading in page for heading in HEADINGS)]
    assert len(table_pages) == len(sheet.breaks) + 1


def test_a_long_measure_goes_on_with_its_number_and_name_on_every_page(extreme: Path) -> None:
    sheet = printed(extreme)
    pages = [p for p in sheet.pages() if any("全課の施策" in c.text for c in p)]
    assert len(pages) > 3
    titles = [c.text for p in pages for c in p if c.column == 3 and "全課の施策" in c.text]
    assert titles == ["全課の施策", *["全課の施策(続き)"] * (len(pages) - 1)]
    for page in pages:
        assert "(1)" in [c.text for c in page if c.column == 2]


def test_the_pieces_of_every_text_make_up_the_text(extreme: Path) -> None:
    plan, responses = extreme_round()
    sheet = printed(extreme)
    progress = re.sub(r"\s", "", "".join(sheet.column(6)))
    expected = "".join(f"【{r.department}-B】{r['progress']}" for r in responses)
    assert progress == re.sub(r"\s", "", expected)
    departments = "\n".join(t for t in sheet.column(5))
    assert departments.split("\n") == [a.label for m in plan.measures for a in m.assignments]
    following = "\n".join(t for t in sheet.column(7)).split("\n")
    assert [line for line in following if "現状維持" in line] == [
        f"{r.department}-1.現状維持" for r in responses
    ]
    names = re.sub(r"\s|\(続き\)", "", "".join(sheet.column(3)))
    assert re.sub(r"\s", "", plan.measures[2].title) in names
    assert re.sub(r"\s", "", plan.measures[1].target) in names.replace("長い回答の施策", "")


def test_an_area_name_too_long_for_its_column_stands_above_its_measures(extreme: Path) -> None:
    plan, _ = extreme_round()
    label = plan.area_label(plan.areas[2])
    cells = [c for c in printed(extreme).cells if c.column == 1 and c.row >= BODY_ROW]
    assert label in [c.text for c in cells]
    assert "第3款" in [c.text for c in cells]
