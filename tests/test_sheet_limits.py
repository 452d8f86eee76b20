"""What is more than a worksheet holds goes on on another one, or says where it is: none is lost.

The limits are lowered here; the real ones are Excel's.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.consolidated import summary_sheet
from ictxl.consolidated import workbook as consolidated_workbook
from ictxl.consolidated.data import sheet as data_sheet
from ictxl.consolidated.data.reading import read_data
from ictxl.consolidated.reading import read_consolidated
from ictxl.consolidated.table import consolidate
from ictxl.consolidated.template import published
from ictxl.consolidated.workbook import write_consolidated
from ictxl.errors import IctxlError, InputError, OutputError, PlanError
from ictxl.findings import CATALOGUE
from ictxl.model import Plan
from ictxl.pipeline.yearly import write_history
from ictxl.plan import writing
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.writing import write_plan
from ictxl.report import workbook as report_workbook
from ictxl.report.content import Report
from ictxl.report.workbook import write_report_workbook
from ictxl.responses import Response
from ictxl.round import Round
from ictxl.years import history, list_workbook
from tests.support.books import load
from tests.support.responses import answer_of
from tests.support.rounds import real_plan, real_responses, submissions_of

pytestmark = pytest.mark.slow

Texts = list[str]


def written(path: Path, plan: Plan | None = None) -> Path:
    plan = plan or real_plan()
    responses = real_responses()
    write_consolidated(plan, responses, {r.department for r in responses}, path)
    return path


def texts(path: Path, prefix: str) -> dict[str, Texts]:
    """Sheet → its texts, of the sheets whose names begin so."""
    book = load(path)
    return {
        sheet.title: [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        for sheet in book
        if sheet.title.startswith(prefix)
    }


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As it is without lowered limits."""
    return written(tmp_path_factory.mktemp("usual") / "usual.xlsx")


@pytest.fixture
def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many as Excel keeps breaks of are rare: here one page fills a sheet."""
    monkeypatch.setattr(published, "SHEET_PAGES", 1)
    monkeypatch.setattr(summary_sheet, "SHEET_PAGES", 1)


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_sheet, "SHEET_ROWS", 10)


@pytest.mark.usefixtures("few_pages")
def test_a_table_of_more_pages_than_a_sheet_goes_on_on_further_sheets(
    usual: Path, tmp_path: Path
) -> None:
    split = written(tmp_path / "split.xlsx")
    whole = texts(usual, "進捗状況")["進捗状況"]
    parts = texts(split, "進捗状況")
    assert list(parts) == ["進捗状況", *(f"進捗状況({n})" for n in range(2, len(parts) + 1))]
    assert len(parts) > 2
    assert parts["進捗状況"][-1] == "続きはシート「進捗状況(2)」にあります。"
    assert "シート「進捗状況(2)」の続き" in parts["進捗状況(3)"]
    joined = [text for part in parts.values() for text in part]
    assert [text for text in whole if text not in joined] == []
    assert joined.count("【凡例】") == 1
    book = load(split)
    for name in parts:
        assert not book[name].row_breaks.brk or name == list(parts)[-1], name
        assert book[name].print_title_rows == "$3:$4"
    # What stands on the screen only is not printed.
    assert book["進捗状況(2)"].print_area.split("!")[1].startswith("$A$3:")
    assert book["進捗状況"].max_row > int(book["進捗状況"].print_area.rpartition("$")[2])


@pytest.mark.usefixtures("few_pages")
def test_the_tallies_go_on_on_further_sheets_with_their_charts(tmp_path: Path) -> None:
    pages = texts(written(tmp_path / "split.xlsx"), "集計")
    assert list(pages) == ["集計", "集計(2)"]
    book = load(tmp_path / "split.xlsx")
    charts = [(name, chart) for name in pages for chart in book[name]._charts]
    assert len(charts) == 4
    for name, chart in charts:
        source = chart.series[0].val.numRef.f
        assert source.replace("'", "").startswith(f"{name}!"), source


@pytest.mark.usefixtures("few_pages")
def test_a_table_on_several_sheets_reads_back_whole(usual: Path, tmp_path: Path) -> None:
    split = written(tmp_path / "usual.xlsx")
    first, second = (read_consolidated(path, starting_plan(2019)) for path in (usual, split))
    assert second.plan == first.plan
    assert [answer_of(r) for r in second.responses] == [answer_of(r) for r in first.responses]
    assert second.findings == first.findings == ()


@pytest.mark.usefixtures("few_rows")
def test_answers_beside_the_workbook_read_back_whole(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="ictxl[parquet] is not installed")
    large = written(tmp_path / "large.xlsx")
    assert (tmp_path / "large.parquet").exists()
    kept = read_consolidated(large, starting_plan(2019))
    assert len(kept.responses) == len(real_responses())
    assert {answer_of(r)[:3] for r in kept.responses} == {
        answer_of(r)[:3] for r in real_responses()
    }
    assert kept.plan.measures == real_plan().measures
    assert {r.department for r in read_data(large).responses} == {
        r.department for r in real_responses()
    }


@pytest.mark.usefixtures("few_rows")
def test_a_workbook_without_its_answers_or_with_others_is_not_read_in_part(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="ictxl[parquet] is not installed")
    large = written(tmp_path / "large.xlsx")
    place = tmp_path / "large.parquet"
    fewer = replace(real_plan(), measures=real_plan().measures[:12])
    written(tmp_path / "fewer.xlsx", fewer)
    (tmp_path / "fewer.parquet").replace(place)
    for spoil, words in (
        (lambda: None, "件あります"),
        (lambda: place.write_bytes(b"x"), "読めません"),
        (place.unlink, "がありません"),
    ):
        spoil()
        for read in (read_data, lambda path: read_consolidated(path, starting_plan(2019))):
            with pytest.raises(InputError) as caught:
                read(large)
            assert words in caught.value.message and caught.value.remedy


@pytest.mark.usefixtures("few_rows")
def test_without_pyarrow_nothing_is_written_that_would_be_a_part(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(IctxlError) as caught:
        written(tmp_path / "large.xlsx")
    assert "ictxl[parquet]" in caught.value.remedy
    assert list(tmp_path.iterdir()) == []


def test_a_report_of_more_rows_than_a_sheet_goes_on_on_further_sheets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(report_workbook, "SHEET_ROWS", 3 + 20)
    found = [
        CATALOGUE["S012"](file="情報課.xlsx", sheet="進捗入力", cell=f"Q{n}", value=f"{n} 番の記述")
        for n in range(1, 46)
    ]
    plan, responses = real_plan(), real_responses()
    report = Report(Round(plan, responses, submissions_of(plan, responses), tuple(found)))
    write_report_workbook(report, tmp_path / "r.xlsx")
    book = load(tmp_path / "r.xlsx")
    parts = [sheet for sheet in book if sheet.title.startswith("指摘")]
    assert [sheet.title for sheet in parts] == ["指摘", "指摘(2)", "指摘(3)"]
    numbers = [c.value for s in parts for c in s["A"][3:] if isinstance(c.value, int)]
    assert numbers == list(range(1, 46))
    for sheet in parts:
        assert [c.value for c in sheet[3]] == [c.value for c in parts[0][3]]
        assert sheet.max_row <= 3 + 20
        assert sheet.auto_filter.ref.endswith(str(sheet.max_row))
    assert len([s for s in book if s.title.startswith("出典")]) == 3


def test_a_listing_of_more_rows_than_a_sheet_goes_on_on_further_sheets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(list_workbook, "LISTING_ROWS", 4)
    rows = tuple((f"{n} 行",) for n in range(10))
    one = list_workbook.Listing("比較", "", (list_workbook.ListColumn("行", 10),), rows)
    list_workbook.write_listings([one], "表", tmp_path / "l.xlsx")
    book = load(tmp_path / "l.xlsx")
    assert book.sheetnames == ["比較", "比較(2)", "比較(3)"]
    assert [c.value for s in book for c in s["A"][3:]] == [f"{n} 行" for n in range(10)]


def test_what_must_be_one_sheet_is_refused_and_not_cut(
    monkeypatch: pytest.MonkeyPatch, usual: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(writing, "SHEET_ROWS", 30)
    with pytest.raises(PlanError) as caught:
        write_plan(real_plan(), tmp_path / "plan.xlsx")
    assert "施策" in caught.value.message and caught.value.remedy
    monkeypatch.setattr(history, "LISTING_ROWS", 30)
    with pytest.raises(InputError) as refused:
        write_history([str(usual)], tmp_path / "history.xlsx")
    assert ".parquet" in refused.value.remedy
    assert not list(tmp_path.glob("[ph]*.xlsx"))


def test_answers_of_very_many_departments_on_one_measure_stand_whole_on_the_sheet(
    tmp_path: Path,
) -> None:
    """Together they are longer than a cell holds (32,767 characters)."""
    plan = real_plan()
    measure = plan.measures[0]
    names = [f"{n:03}市情報課" for n in range(300)]
    assignment = measure.assignments[0]
    departments = tuple(replace(plan.departments[0], name=name, aliases=()) for name in names)
    asked = replace(
        measure, assignments=tuple(replace(assignment, department=n, note="") for n in names)
    )
    plan = replace(plan, measures=(asked,), departments=departments)
    responses = [
        Response(
            measure.id,
            name,
            {
                "rating": "B",
                "progress": f"{name}では" + "普及に努めた。" * 40,
                "next_step": "1",
            },
        )
        for name in names
    ]
    table = write_consolidated(plan, responses, set(names), tmp_path / "many.xlsx")
    printed = "".join(texts(tmp_path / "many.xlsx", "進捗状況")["進捗状況"]).replace("\n", "")
    (entry,) = (entry for block in table.blocks for entry in block.entries)
    assert len(entry.progress) > 32_767
    for response in responses:
        assert response["progress"] in printed
    read = read_consolidated(tmp_path / "many.xlsx", starting_plan(2019))
    assert [r["progress"] for r in read.responses] == [r["progress"] for r in responses]
    assert consolidate(read.plan, read.responses, read.submitted).answers


def test_a_workbook_too_large_for_memory_is_made_of_files_with_the_same_bytes(
    monkeypatch: pytest.MonkeyPatch, usual: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(consolidated_workbook, "IN_MEMORY", 0)
    assert written(tmp_path / "usual.xlsx").read_bytes() == usual.read_bytes()

    def fail(_workbook: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(consolidated_workbook.Workbook, "close", fail)
    with pytest.raises(OutputError) as caught:
        written(tmp_path / "other.xlsx")
    assert caught.value.remedy
    assert not (tmp_path / "other.xlsx").exists()
