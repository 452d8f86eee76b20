"""The report workbook: nothing a department wrote is lost, and every link leads to its cell."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from ictxl.checks import run_checks
from ictxl.findings import CATALOGUE, Finding
from ictxl.report.content import Report
from ictxl.report.page import write_report_page
from ictxl.report.workbook import write_report_workbook
from ictxl.responses import Response, Submission
from ictxl.round import Round
from tests.support.books import load, sheet_of
from tests.support.responses import with_answers
from tests.support.rounds import SHEET, real_plan, real_responses, submissions_of

NASTY = (
    "=1+1",
    "http://example.jp/",
    "<r><t>太字</t></r>",
    "'1-9",
    "_x000D_ と \x07 と\n改行\tタブ",
    "𠮷野家で👨‍👩‍👧と会った",
    "  前後の空白  ",
)


def report(findings: list[Finding], responses: tuple[Response, ...] = real_responses()) -> Report:
    plan = real_plan()
    return Report(Round(plan, responses, submissions_of(plan, responses), tuple(findings)))


def stray(text: str, cell: str = "Q20", file: str = "情報課.xlsx") -> Finding:
    return CATALOGUE["S012"](file=file, sheet=SHEET, cell=cell, value=text)


def rows(path: Path, sheet: str) -> list[list[str]]:
    """A sheet's rows below its headings, as calamine reads them."""
    content = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    head = next(i for i, row in enumerate(content) if row[0] == "番号")
    return [
        [str(int(v)) if isinstance(v, float) else str(v) for v in r] for r in content[head + 1 :]
    ]


def column(path: Path, sheet: str, heading: str) -> list[str]:
    content = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    head = next(row for row in content if row[0] == "番号")
    return [row[head.index(heading)] for row in rows(path, sheet)]


@pytest.mark.parametrize("text", NASTY)
def test_a_homeless_text_stands_whole_and_as_text_in_both_lists(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.report.xlsx"
    write_report_workbook(report([stray(text)]), path)
    for sheet in ("指摘", "未配置の記述"):
        # calamine decodes the escapes as Excel does; openpyxl drops one level without being asked.
        assert column(path, sheet, "記述") == [text]
        cells = [cell for row in sheet_of(path, sheet) for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink == text]


@pytest.mark.parametrize("length", [32_767, 32_768, 70_000])
@pytest.mark.parametrize("letter", ["あ", "𠮷"])
def test_a_text_too_long_for_a_cell_goes_on_in_further_rows(
    tmp_path: Path, length: int, letter: str
) -> None:
    path = tmp_path / "r.report.xlsx"
    text = "始" + letter * length + "終"
    responses = (
        with_answers(real_responses()[0], remarks=text, progress=text),
        *real_responses()[1:],
    )
    write_report_workbook(report([stray(text)], responses), path)
    for sheet, heading in (
        ("指摘", "記述"),
        ("未配置の記述", "記述"),
        ("連絡事項", "連絡事項"),
        ("出典", "進捗状況"),
    ):
        numbers = column(path, sheet, "番号")
        texts = column(path, sheet, heading)
        pieces = [t for n, t in zip(numbers, texts, strict=True) if n.split()[0] == "1"]
        assert "".join(pieces) == text
        assert all(len(t.encode("utf-16-le")) // 2 <= 32_767 for t in pieces)
    numbers = column(path, "未配置の記述", "番号")
    assert numbers[0] == "1"
    assert all(n.startswith("1 (続き") for n in numbers[1:])


def test_every_remark_and_every_source_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "r.report.xlsx"
    responses = tuple(
        with_answers(r, remarks=f"{r.department}からの連絡 {i}")
        for i, r in enumerate(real_responses())
    )
    write_report_workbook(report([], responses), path)
    assert column(path, "連絡事項", "連絡事項") == [r["remarks"] for r in responses]
    assert column(path, "出典", "進捗状況") == [r["progress"] for r in responses]
    assert column(path, "出典", "セル") == [r.cell("progress") for r in responses]
    assert column(path, "出典", "ファイル") == [r.file for r in responses]


def test_findings_on_answers_are_not_called_homeless() -> None:
    responses = (
        with_answers(real_responses()[0], rating="S", progress="同上", next_step="9"),
        *real_responses()[1:],
    )
    plan = real_plan()
    submissions = submissions_of(plan, responses)
    found = run_checks(Round(plan, tuple(responses), submissions))
    assert {"A002", "A005", "A011", "P101"} <= {f.code for f in found}
    assert Report(Round(plan, responses, submissions, tuple(found))).unplaced == ()


def test_an_answer_that_differs_from_the_one_taken_is_homeless() -> None:
    place = {"file": "秘書広報課.xlsx", "sheet": SHEET, "cell": "K9"}
    struck = CATALOGUE["S022"](**place, value="消した文")
    same = CATALOGUE["S021"](**place, value="多治見市", what="行")
    assert report([struck, same]).unplaced == (struck,)


ODD_NAMES = (
    "01_秘書広報課.xlsx",
    "100% 完成 #2 [確定].xlsx",
    "it's & co.xlsx",
    "a.xlsx",
    "%20.xlsx",
)
ODD_SHEET = "課長's シート"


def test_links_lead_to_the_file_and_the_cell(tmp_path: Path) -> None:
    folder = tmp_path / "戻り #1" / "その 2"
    folder.mkdir(parents=True)
    findings, submissions = [], []
    for number, name in enumerate(sorted(ODD_NAMES), 1):
        book = openpyxl.Workbook()
        book.active.title = ODD_SHEET
        book[ODD_SHEET][f"K{number}"] = f"文{number}"
        book.save(folder / name)
        place = {"file": name, "sheet": ODD_SHEET, "cell": f"K{number}"}
        findings.append(CATALOGUE["S012"](**place, value=f"文{number}"))
        submissions.append(Submission(folder / name, name))
    desk = tmp_path / "机"
    desk.mkdir()
    path = desk / "r.report.xlsx"
    write_report_workbook(Report(Round(real_plan(), (), tuple(submissions), tuple(findings))), path)
    sheet = sheet_of(path, "指摘")
    links = [
        cell.hyperlink
        for row in sheet
        for cell in row
        if cell.hyperlink and cell.hyperlink.location
    ]
    assert len(links) == len(ODD_NAMES)
    for number, link in enumerate(links, 1):
        way, place = unquote(link.target).replace("\\", "/"), link.location
        assert not way.startswith("/"), "relative, so that the folders can move together"
        title, _, cell = place.rpartition("!")
        target = load(desk / way)
        assert target[title.strip("'").replace("''", "'")][cell].value == f"文{number}"
        assert "#" not in link.target, "a bare # would end the file's name"


def test_lists_can_be_filtered_and_their_headings_stay(tmp_path: Path) -> None:
    path = tmp_path / "r.report.xlsx"
    write_report_workbook(report([stray("文")]), path)
    book = load(path)
    assert book.sheetnames == ["指摘", "提出状況", "連絡事項", "未配置の記述", "出典"]
    for sheet in book:
        head = next(c.row for c in sheet["A"] if c.value == "番号")
        assert sheet.freeze_panes == f"D{head + 1}"
        assert sheet.auto_filter.ref.startswith(f"A{head}:")
        assert sheet.print_title_rows == f"${head}:${head}"


def test_the_state_of_each_department_is_told_in_the_plans_order(tmp_path: Path) -> None:
    path = tmp_path / "r.report.xlsx"
    responses = [r for r in real_responses() if r.department != "福祉課"]
    responses[0] = with_answers(responses[0], rating="", progress="")
    responses[-1] = with_answers(responses[-1], rating="Q")
    plan = real_plan()
    submissions = (*submissions_of(plan, responses), Submission(Path("壊れた.xlsx"), "壊れた.xlsx"))
    found = run_checks(Round(plan, tuple(responses), submissions))
    write_report_workbook(Report(Round(plan, tuple(responses), submissions, tuple(found))), path)
    states = column(path, "提出状況", "状況")
    told = dict(zip(column(path, "提出状況", "担当課"), states, strict=True))
    assert list(told)[:-1] == [d.name for d in plan.answering_departments]
    wanted = {"秘書広報課": "一部", "福祉課": "未提出", "市民課": "要修正", "": "読み込めず"}
    assert {name: state for name, state in told.items() if state != "完了"} == wanted


def round_with_other_files() -> Report:
    """The real round, and a note and a copy that came back with it."""
    note = Submission(Path("メモ.txt"), "メモ.txt", modified="2019-11-21T01:00:00Z")
    twice = CATALOGUE["F009"](file="情報課(最新).xlsx", first="情報課.xlsx")
    copy = Submission(Path("情報課(最新).xlsx"), "情報課(最新).xlsx", findings=(twice,))
    real = report([]).round
    return Report(replace(real, submissions=(*real.submissions, note, copy), findings=(twice,)))


def test_files_of_no_department_stand_in_both_lists_and_a_copy_is_not_unreadable(
    tmp_path: Path,
) -> None:
    told = round_with_other_files()
    write_report_workbook(told, tmp_path / "r.report.xlsx")
    write_report_page(told, tmp_path / "r.report.html")
    listed = [(row[2], row[7]) for row in rows(tmp_path / "r.report.xlsx", "提出状況")[-2:]]
    assert listed == [("読み込めず", "メモ.txt"), ("同じ中身", "情報課(最新).xlsx")]
    page = (tmp_path / "r.report.html").read_text("utf-8")
    status = page.partition('<section id="status">')[2].partition("</section>")[0]
    for state, file in listed:
        row = status.partition(f">{state}</span>")[2].partition("</tr>")[0]
        assert f">{file}<" in row


def test_rows_of_one_line_are_as_high_as_one_line(tmp_path: Path) -> None:
    write_report_workbook(round_with_other_files(), tmp_path / "r.report.xlsx")
    sheet = sheet_of(tmp_path / "r.report.xlsx", "提出状況")
    heights = {sheet.row_dimensions[row].height for row in range(4, sheet.max_row + 1)}
    assert len(heights) == 1
    assert max(heights) < 2 * 10.5


def test_the_same_round_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_report_workbook(report([stray("文")]), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert str(tmp_path).encode() not in (tmp_path / "a.xlsx").read_bytes()


def test_more_links_than_a_sheet_can_hold_leave_their_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ictxl.report.workbook.MAX_LINKS", 3)
    path = tmp_path / "r.report.xlsx"
    write_report_workbook(report([stray(f"文{n}", f"Q{n}") for n in range(20, 30)]), path)
    assert column(path, "指摘", "セル") == [f"Q{n}" for n in range(20, 30)]
    sheet = sheet_of(path, "指摘")
    assert sum(bool(cell.hyperlink) for row in sheet for cell in row) == 3


@pytest.mark.skipif(os.name != "posix", reason="only here can a name hold bytes that are no text")
def test_a_file_whose_name_is_no_text_is_linked_too(tmp_path: Path) -> None:
    raw = os.fsdecode(b"\x8b\xe9.xlsx")
    (tmp_path / raw).write_bytes(b"")
    place = {"file": "??.xlsx", "sheet": SHEET, "cell": "K9"}
    found = CATALOGUE["S012"](**place, value="文")
    submission = Submission(tmp_path / raw, "??.xlsx")
    told = Report(Round(real_plan(), (), (submission,), (found,)))
    write_report_workbook(told, tmp_path / "r.report.xlsx")
    write_report_page(told, tmp_path / "r.report.html")
    sheet = sheet_of(tmp_path / "r.report.xlsx", "指摘")
    links = [cell.hyperlink.target for row in sheet for cell in row if cell.hyperlink]
    assert [os.fsdecode(unquote_to_bytes(link)) for link in links] == [raw, raw]
    assert 'href="%8B%E9.xlsx"' in (tmp_path / "r.report.html").read_text("utf-8")
