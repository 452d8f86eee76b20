"""The table's other forms: CSV, PDF, and the workbook read back."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from ictxl.consolidated import pdf
from ictxl.consolidated.data.columns import USUAL, data_columns
from ictxl.consolidated.data.frame import csv_text, write_csv
from ictxl.consolidated.data.reading import read_data
from ictxl.consolidated.data.sheet import data_rows
from ictxl.consolidated.pdf import write_pdf
from ictxl.consolidated.table import consolidate
from ictxl.consolidated.template.published import read_template
from ictxl.consolidated.workbook import write_consolidated
from ictxl.errors import InputError, OutputError
from ictxl.responses import Response
from tests.support.books import load, sheet_of
from tests.support.cli import ictxl
from tests.support.clients import missing
from tests.support.clients.libreoffice import Office, find_soffice
from tests.support.clients.poppler import page_sizes, pdf_lines, pdf_pages, word_tops
from tests.support.consolidated_tables import response, small_plan
from tests.support.examples import examples
from tests.support.places import ROOT
from tests.support.published_templates import published_template
from tests.support.responses import answer_of
from tests.support.rounds import real_plan, real_responses

SAMPLES = ROOT / "samples" / "returned"
RUNNABLE = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A", "'=1"]

# Text as it comes out of a returned workbook: no CR, nothing that XML or UTF-8 cannot hold.
TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff"), max_size=60
)


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_csv_holds_what_the_data_sheet_holds(tmp_path: Path) -> None:
    responses = real_responses()
    table = consolidate(real_plan(), responses, {r.department for r in responses})
    write_csv(table, tmp_path / "table.csv")
    content = (tmp_path / "table.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == len(responses) + 1
    rows = csv_rows(content.decode("utf-8-sig"))
    assert [list(row.values()) for row in rows] == [
        [str(value) for value in row] for row in data_rows(table)
    ]


@pytest.mark.parametrize("text", RUNNABLE)
def test_no_cell_of_the_csv_is_run_by_a_spreadsheet(text: str) -> None:
    table = consolidate(small_plan(), [response("1-1", "情報課", text, text, text)], {"情報課"})
    row = csv_rows(csv_text(table))[0]
    for heading in ("凡例にない評価", "進捗状況", "一覧にない次期展開"):
        assert row[heading] == "'" + text


def test_libreoffice_reads_the_csv_and_runs_nothing(office: Office, tmp_path: Path) -> None:
    table = consolidate(
        small_plan(), [response("1-1", "情報課", "B", "=1+1\n二行目", "1")], {"情報課"}
    )
    write_csv(table, tmp_path / "table.csv")
    book = openpyxl.load_workbook(
        office.convert(tmp_path / "table.csv", tmp_path / "read.xlsx"), data_only=False
    )
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    # Told no encoding, LibreOffice takes the CSV for Western European: only ASCII comes through.
    assert [cell for cell in cells if str(cell.value).startswith("'=1+1\n")]


def read_again(path: Path, *responses: Response, submitted: frozenset[str]) -> None:
    """What stands in the data sheet, read back, makes the same data sheet."""
    plan = small_plan()
    first = write_consolidated(plan, responses, submitted, path)
    found = read_data(path)
    assert (found.title, found.year, found.year_label) == (plan.title, plan.year, plan.year_label)
    again = consolidate(plan, found.responses, found.submitted)
    assert list(data_rows(again)) == list(data_rows(first))


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.tuples(st.one_of(st.sampled_from("ABX"), TEXT), TEXT, st.one_of(st.just("1"), TEXT)),
    st.booleans(),
)
def test_a_published_workbook_reads_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, answer: tuple[str, str, str], both: bool
) -> None:
    path = tmp_path_factory.mktemp("data") / "table.xlsx"
    submitted = frozenset({"情報課", "福祉課"} if both else {"情報課"})
    read_again(path, response("1-2", "情報課", *answer), submitted=submitted)


@pytest.mark.lengthy
def test_texts_longer_than_a_cell_read_back_whole(tmp_path: Path) -> None:
    answer = response("1-1", "情報課", "B", "𠮷" * 40_000 + "末", "1")
    read_again(tmp_path / "long.xlsx", answer, submitted=frozenset({"情報課"}))


def test_the_real_responses_read_back_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "進捗状況.xlsx"
    responses = real_responses()
    write_consolidated(real_plan(), responses, {r.department for r in responses}, path)
    found = read_data(path).responses
    assert [(r.measure, r.department, *answer_of(r)[:3]) for r in found] == [
        (r.measure, r.department, *answer_of(r)[:3]) for r in responses
    ]
    sheet = sheet_of(path, "データ")
    assert (found[3].file, found[3].sheet) == ("進捗状況.xlsx", "データ")
    assert sheet[found[3].cell("progress")].value == responses[3]["progress"]
    assert sheet[found[3].cell("rating")].value == responses[3]["rating"]


def test_columns_may_be_moved_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "moved.xlsx"
    write_consolidated(
        small_plan(), [response("1-1", "情報課", "B", "本文", "1")], {"情報課"}, path
    )
    book = load(path)
    sheet = book["データ"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    sheet.delete_rows(1, len(rows))
    for row in rows:
        sheet.append(["", *reversed(row)])
    book.save(path)
    assert [answer_of(r)[:3] for r in read_data(path).responses] == [("B", "本文", "1")]


@pytest.mark.parametrize("kind", ["missing", "text", "other workbook", "column gone"])
def test_what_is_no_consolidated_workbook_is_refused_by_name(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "進捗状況.xlsx"
    if kind == "text":
        path.write_text("no workbook", encoding="utf-8")
    elif kind == "other workbook":
        openpyxl.Workbook().save(path)
    elif kind == "column gone":
        write_consolidated(small_plan(), [], set(), path)
        book = load(path)
        book["データ"].delete_cols(11)
        book.save(path)
    with pytest.raises(InputError) as refused:
        read_data(path)
    assert "進捗状況.xlsx" in refused.value.message
    assert refused.value.remedy
    if kind == "column gone":
        assert data_columns(USUAL)[10].heading in refused.value.message


@pytest.mark.office
def test_the_pdf_shows_table_and_tallies_and_is_the_same_each_time(tmp_path: Path) -> None:
    if find_soffice() is None:
        missing("LibreOffice", "soffice is not installed")
    responses = real_responses()
    table = consolidate(real_plan(), responses, {r.department for r in responses})
    write_pdf(table, tmp_path / "table.pdf")
    pages = pdf_pages(tmp_path / "table.pdf")
    assert page_sizes(tmp_path / "table.pdf") == {(420, 297)}
    assert "公聴広報における" in pages[0]
    assert "集計" in pages[3]
    assert not [page for page in pages if "年度(西暦)" in page]
    # What no line of Japanese begins with.
    assert not [
        line for line in pdf_lines(tmp_path / "table.pdf") if line[:1] in set("。、)」ーッ")
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["table.pdf"]
    first = (tmp_path / "table.pdf").read_bytes()
    # A PDF tells when it was made; here that is what the plan says, not what the clock does.
    times = re.findall(rb"(?:CreationDate|ModDate) ?\(D:(\d{8})|<xmp:\w+Date>([\d-]{10})", first)
    assert {b"".join(time).replace(b"-", b"") for time in times} == {b"20190401"}
    write_pdf(table, tmp_path / "table.pdf")
    assert (tmp_path / "table.pdf").read_bytes() == first


@pytest.mark.office
def test_in_the_pdf_rows_of_a_cover_stay_where_they_are_and_long_texts_are_whole(
    tmp_path: Path,
) -> None:
    if find_soffice() is None:
        missing("LibreOffice", "soffice is not installed")

    def more(book: Workbook, _sheet: Worksheet) -> None:
        cover = book.add_worksheet("表紙")
        cover.set_column(1, 1, 20)
        cover.write("B40", "ここは四十行目")
        cover.write(
            "B41", "長い文は折り返す。" * 6 + "終わり", book.add_format({"text_wrap": True})
        )
        cover.set_margins(top=1)

    columns = (("番号", "{項番}", 8), ("取組", "{施策名称}", 30))
    template = published_template(tmp_path / "ひな形.xlsx", columns, more=more)
    table = consolidate(small_plan(), [], set())
    book = read_template(template, table.plan)
    write_pdf(table, tmp_path / "table.pdf", template=book)
    place = word_tops(tmp_path / "table.pdf")["ここは四十行目"]
    # 39 rows of 15 points below a margin of an inch; the text stands low in its own.
    assert 72 + 39 * 15 <= place <= 72 + 40 * 15
    assert any("長い文は折り返す。" * 6 + "終わり" in p for p in pdf_pages(tmp_path / "table.pdf"))


def test_without_libreoffice_the_pdf_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_soffice", lambda: None)
    table = consolidate(small_plan(), [], set())
    with pytest.raises(OutputError, match="LibreOffice") as refused:
        write_pdf(table, tmp_path / "table.pdf")
    assert "Excel" in refused.value.remedy
    run = ictxl("merge", SAMPLES, "-o", tmp_path / "進捗状況.xlsx", "--pdf", PATH=str(tmp_path))
    assert run.code == 2
    assert "LibreOffice" in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.lengthy
def test_merge_writes_the_forms_that_are_asked_for_beside_the_workbook(tmp_path: Path) -> None:
    run = ictxl(
        *("merge", SAMPLES, "-o", tmp_path / "進捗状況.xlsx", "--csv", "--html", "--paper", "a4")
    )
    assert run.code == 0, run.err
    names = {path.name for path in tmp_path.iterdir()}
    assert {"進捗状況.xlsx", "進捗状況.csv", "進捗状況.html"} <= names
    assert "進捗状況.pdf" not in names
    setup = sheet_of(tmp_path / "進捗状況.xlsx", "進捗状況").page_setup
    assert str(setup.paperSize) == "9"
    assert "進捗状況.csv" in run.out
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert ictxl("merge", SAMPLES, "-o", tmp_path / "進捗状況.xlsx", "--csv", "--html").code == 0
    assert (tmp_path / "進捗状況.csv").read_bytes() == first["進捗状況.csv"]
    assert (tmp_path / "進捗状況.html").read_bytes() == first["進捗状況.html"]
    assert (tmp_path / "進捗状況.xlsx").read_bytes() != first["進捗状況.xlsx"]
