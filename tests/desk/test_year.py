"""A whole year on the desk in a real browser, once by mouse and once by keyboard alone."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.plans import answers, benchmark_plan
from benchmarks.rounds import SEED, fill_in, make_round
from ictxl.consolidated.workbook import write_consolidated
from ictxl.plan.reading import read_plan
from tests.desk.test_screens import GUESSED
from tests.support.clients.browser import Browser, Page
from tests.support.desks import SAMPLES, add_former_years, running_desk, sample_year
from tests.support.rounds import real_responses
from tests.support.shapes import rows_of, save_rows

SCREENS = ("plan", "send", "gathering", "findings", "sendback", "summary", "years")
ARRIVAL_SECONDS = 2.0
LONG_JOB_SECONDS = 120.0
"""On a machine that does much else."""
FORGETFUL = "秘書広報課"
"""The department that leaves something out at first."""


class Visitor:
    """Who uses the desk, with the mouse or with nothing but the keyboard."""

    def __init__(self, page: Page, *, by_mouse: bool) -> None:
        self.page = page
        self.by_mouse = by_mouse

    def press(self, identity: str) -> None:
        """A button or a link that leads to another page."""
        if self.by_mouse:
            self.page.leave_by(f"#{identity}")
            return
        self.page.tab_to(identity)
        self.page.run("window.isFormer = true")
        self.page.press("Enter")
        self.page.arrive()

    def touch(self, identity: str) -> None:
        """A button that stays on its page, or a box to tick."""
        if self.by_mouse:
            self.page.click(f"#{identity}")
            return
        self.page.tab_to(identity)
        self.page.press(" ")

    def check_page(self) -> None:
        """Nobody is shut out, nothing overflows, no policy was broken."""
        assert self.page.axe() == []
        assert self.page.run("document.documentElement.scrollWidth <= innerWidth")
        assert self.page.complaints() == []


def answers_of(department: str) -> dict[str, dict[str, str]]:
    return {r.measure: dict(r.values) for r in real_responses() if r.department == department}


def fill_form(form: Path, target: Path, *, without: str = "") -> Path:
    """As its department does in Excel; `without` is a field that it forgets."""
    department = form.stem.partition("_")[2]
    answers = answers_of(department)
    if without:
        for answer in answers.values():
            answer[without] = ""
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(saved(fill_in(form.read_bytes(), answers), "02" if without else "03"))
    return target


def saved(content: bytes, day: str) -> bytes:
    """With the time of saving that Excel notes in the workbook."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part, count = _SAVED.subn(rb"\g<1>2019-11-%s" % day.encode(), part)
                assert count == 1
            new.writestr(name, part)
    return made.getvalue()


_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)\d{4}-\d\d-\d\d")


@pytest.fixture(params=[pytest.param("mouse", marks=pytest.mark.slow), "keyboard"])
def hands(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visited(browser: Browser, tmp_path: Path, hands: str) -> Iterator[Callable[[Path], Visitor]]:
    """Opens the desk of a folder."""
    open_desks = []

    def visit(folder: Path) -> Visitor:
        running = running_desk(folder, tmp_path / "home")
        desk = running.__enter__()
        open_desks.append(running)
        page = browser.page()
        page.go(desk.address)
        page.wait("document.querySelector('#main h1') && !document.querySelector('#first-reading')")
        return Visitor(page, by_mouse=hands == "mouse")

    (tmp_path / "home").mkdir()
    yield visit
    for running in open_desks:
        running.__exit__(None, None, None)


def test_the_whole_year(visited: Callable[[Path], Visitor], tmp_path: Path) -> None:
    folder = tmp_path / "令和の仕事"
    folder.mkdir()
    shutil.copy(SAMPLES / "進捗状況.xlsx", tmp_path / "いまの表.xlsx")
    visitor = visited(folder)
    prepare_plan(visitor, folder, tmp_path / "いまの表.xlsx")
    send_forms(visitor, folder)
    gather_forms(visitor, folder, tmp_path)
    work_through_findings(visitor, folder)
    send_back_and_gather(visitor, folder)
    sum_up(visitor, folder)
    go_on_to_next_year(visitor, folder)


def prepare_plan(visitor: Visitor, folder: Path, table: Path) -> None:
    page = visitor.page
    page.sees("計画台帳を用意します。")
    visitor.check_page()
    page.choose_files("#table-file", [table])
    visitor.press("import-table")
    page.sees("担当課 20 の計画台帳を作りました")
    page.sees("直すところはありません。")
    visitor.check_page()
    assert (folder / "plan.xlsx").is_file()
    assert (folder / "いまの表.xlsx").read_bytes() == table.read_bytes()


def send_forms(visitor: Visitor, folder: Path) -> None:
    page = visitor.page
    visitor.press("go-next")
    page.sees("ictxl generate plan.xlsx -o outbox --mail")
    visitor.check_page()
    visitor.press("make-forms")
    page.sees("調査票を 18 件、outbox フォルダーに作りました。")
    page.sees("できています 18")
    visitor.check_page()
    assert len(list((folder / "outbox").glob("*.xlsx"))) == 18
    assert len(list((folder / "outbox").glob("*.eml"))) == 18


def gather_forms(visitor: Visitor, folder: Path, tmp_path: Path) -> None:
    page = visitor.page
    visitor.press("step-gathering")
    page.sees("18\n未提出")
    visitor.check_page()
    forms = sorted((folder / "outbox").glob("*.xlsx"))
    mails = tmp_path / "届いたもの"
    mails.mkdir()
    came = [
        fill_form(form, mails / form.name, without="rating" if FORGETFUL in form.name else "")
        for form in forms
    ]
    # Two are handed over on the page, one is found lying in the folder, and a stranger comes along.
    if visitor.by_mouse:
        page.drop_files("#drop", came[:2])
    else:
        page.choose_files("#drop-files", came[:2])
        visitor.touch("drop-send")
    page.sees("01_秘書広報課.xlsx: 入れました。")
    page.sees("16\n未提出")
    stranger = mails / "会議の次第.docx"
    stranger.write_bytes(b"PK\3\4 nothing")
    shutil.copy(stranger, folder / "returned")
    page.sees("どの課のものかわからないファイル")
    page.sees("会議の次第.docx")
    visitor.check_page()
    (folder / "returned" / stranger.name).unlink()
    for form in came[2:-1]:
        shutil.copy(form, folder / "returned")
    page.sees("1\n未提出")
    visitor.press("remind")
    page.sees("督促のメールの下書きを 2 件作りました。")
    assert (folder / "督促" / "18_市民課.eml").is_file()
    began = time.monotonic()
    shutil.copy(came[-1], folder / "returned")
    page.sees("0\n未提出")
    assert time.monotonic() - began < ARRIVAL_SECONDS
    visitor.check_page()


def work_through_findings(visitor: Visitor, folder: Path) -> None:
    page = visitor.page
    visitor.press("step-findings")
    page.sees("評価が未記入です")
    visitor.check_page()
    visitor.press(page.run("document.querySelector('[id^=around-]').id"))
    page.sees("まわりのセルを閉じる")
    assert page.run("document.querySelectorAll('.window .meant').length") == 3
    visitor.check_page()
    identity = page.run("document.querySelector('[id^=tick-]').id")
    visitor.touch(identity)
    page.wait(f"document.getElementById('{identity}').ariaPressed === 'true'")
    assert page.run("document.activeElement.id") == identity, "the focus stays where it was"
    assert len((folder / "確認済み.jsonl").read_text("utf-8").splitlines()) == 1
    visitor.check_page()
    visitor.touch(identity)
    page.wait(f"document.getElementById('{identity}').ariaPressed === 'false'")
    visitor.press("make-report")
    page.sees("点検.report.xlsx")


def send_back_and_gather(visitor: Visitor, folder: Path) -> None:
    page = visitor.page
    visitor.press("step-sendback")
    page.sees(FORGETFUL)
    visitor.check_page()
    visitor.press("make-sendback")
    page.sees("差戻しの調査票を 2 件作りました。")
    visitor.check_page()
    assert list((folder / "差戻し").glob(f"*{FORGETFUL}.xlsx"))
    visitor.press("step-gathering")
    mended = folder / "returned" / "直した秘書広報課.xlsx"
    fill_form(folder / "outbox" / f"01_{FORGETFUL}.xlsx", mended)
    page.wait(
        "[...document.querySelectorAll('#states tr')].some((row) =>"
        f" row.innerText.includes('{FORGETFUL}') && row.innerText.includes('完了'))"
    )


def sum_up(visitor: Visitor, folder: Path) -> None:
    page = visitor.page
    visitor.press("step-summary")
    page.sees("一枚にまとめる")
    visitor.check_page()
    visitor.touch("with-html")
    visitor.press("make-table")
    page.sees("をまとめました。")
    page.sees("内部用_進捗状況.audit.json")
    visitor.check_page()
    assert (folder / "進捗状況.xlsx").is_file()
    assert (folder / "進捗状況.html").is_file()


def go_on_to_next_year(visitor: Visitor, folder: Path) -> None:
    page = visitor.page
    visitor.press("step-years")
    visitor.check_page()
    visitor.press("roll-over")
    page.sees("を引き継ぎ")
    page.sees("令和2年度/plan.xlsx")
    visitor.check_page()
    assert (folder / "令和2年度" / "plan.xlsx").is_file()
    visitor.press("turn-next")
    page.sees(str(folder / "令和2年度"))
    page.sees("計画がそろいました。調査票を作ります。")
    visitor.check_page()


@pytest.mark.slow
def test_earlier_years_beside_this_one(visited: Callable[[Path], Visitor], tmp_path: Path) -> None:
    folder = sample_year(tmp_path / "令和の仕事")
    add_former_years(folder)
    visitor = visited(folder)
    page = visitor.page
    visitor.press("step-summary")
    page.sees("過年度(平成29年度、平成30年度)の評価と並べる")
    visitor.check_page()
    visitor.touch("with-history")
    visitor.press("make-table")
    page.sees("をまとめました。")
    visitor.press("step-years")
    page.sees("施策ごとの移り変わり")
    visitor.check_page()
    visitor.press("compare")
    page.sees("施策: 継続")
    visitor.press("history")
    page.sees("を一つの表にしました。")
    assert {"年度比較.xlsx", "経年.csv"} <= {path.name for path in folder.iterdir()}
    visitor.check_page()


@pytest.mark.slow
@pytest.mark.parametrize("hands", ["mouse"], indirect=True)
def test_a_form_that_arrives_among_300_is_on_the_page_within_two_seconds(
    visited: Callable[[Path], Visitor], tmp_path: Path
) -> None:
    made = make_round(tmp_path / "round", 300)
    folder, late = made.plan.parent, made.files[150]
    late.rename(tmp_path / late.name)
    page = visited(folder).page
    page.go(page.run("document.getElementById('step-gathering').href"))
    page.sees("1\n未提出")
    shutil.copy(tmp_path / late.name, folder / "returned")
    assert page.sees("0\n未提出") < ARRIVAL_SECONDS
    assert page.sees("300\n完了") < ARRIVAL_SECONDS
    assert page.run("document.querySelectorAll('#states tbody tr').length") == 300


@pytest.mark.parametrize("hands", ["mouse"], indirect=True)
def test_a_click_is_not_lost_when_something_arrives_in_its_middle(
    visited: Callable[[Path], Visitor], tmp_path: Path
) -> None:
    folder = sample_year(tmp_path / "year", returned=False)
    page = visited(folder).page
    page.run("window.isFormer = true")
    page.hold("#step-gathering")
    shutil.copytree(SAMPLES / "returned", folder / "returned")
    page.wait("document.getElementById('announce').textContent.includes('届きました')")
    time.sleep(0.5)
    assert "18 / 18 課" not in page.text(), "nothing changes under the pressed mouse"
    page.let_go()
    page.arrive()
    page.sees("返ってきた調査票を入れる")
    page.sees("18 / 18 課")


@pytest.mark.slow
def test_the_whole_year_of_300_departments(
    visited: Callable[[Path], Visitor], tmp_path: Path
) -> None:
    folder, table = tmp_path / "令和の仕事", tmp_path / "いまの表.xlsx"
    folder.mkdir()
    asked = benchmark_plan(300)
    write_consolidated(asked, (), {d.name for d in asked.departments}, table)
    visitor = visited(folder)
    page = visitor.page
    page.choose_files("#table-file", [table])
    visitor.press("import-table")
    page.sees("担当課 300 の計画台帳を作りました", LONG_JOB_SECONDS)
    visitor.press("step-send")
    visitor.press("make-forms")
    page.sees("調査票を 300 件、outbox フォルダーに作りました。", LONG_JOB_SECONDS)
    page.sees("できています 300", LONG_JOB_SECONDS)
    visitor.check_page()
    came, mended = answered_forms(folder, tmp_path / "届いたもの")
    gather_300_forms(visitor, folder, came, mended)
    visitor.press("step-summary")
    visitor.press("make-table")
    page.sees("調査票 301 件を読み", LONG_JOB_SECONDS)
    visitor.check_page()
    visitor.press("step-years")
    visitor.press("roll-over")
    page.sees("を引き継ぎ", LONG_JOB_SECONDS)
    visitor.check_page()


def gather_300_forms(visitor: Visitor, folder: Path, came: list[Path], mended: Path) -> None:
    """One comes broken at first, one with something left out, which is sent back and mended."""
    page = visitor.page
    shutil.copytree(came[0].parent, folder / "returned")
    (folder / "returned" / mended.name).unlink()
    spoilt = folder / "returned" / came[7].name
    spoilt.write_bytes(b"PK\3\4 half of it")
    visitor.press("step-gathering")
    page.sees("298\n完了", LONG_JOB_SECONDS)
    page.sees("どの課のものかわからないファイル")
    visitor.check_page()
    visitor.press("step-findings")
    page.sees(spoilt.name)
    visitor.check_page()
    shutil.copy(came[7], spoilt)
    visitor.press("step-sendback")
    page.wait("document.querySelectorAll('details.department').length === 1")
    visitor.press("make-sendback")
    page.sees("差戻しの調査票を 1 件作りました。", LONG_JOB_SECONDS)
    visitor.check_page()
    shutil.copy(mended, folder / "returned")
    page.sees("直してほしいものはありません。")


def answered_forms(folder: Path, mails: Path) -> tuple[list[Path], Path]:
    """What 300 departments return, the first without a rating; and its mended form."""
    mails.mkdir()
    plan = read_plan(folder / "plan.xlsx")
    came = []
    for form in sorted((folder / "outbox").glob("*.xlsx")):
        department = form.stem.partition("_")[2]
        said = answers(department, plan.measures_of(department), SEED)
        whole = fill_in(form.read_bytes(), said)
        came.append(mails / form.name)
        came[-1].write_bytes(saved(whole, "03"))
    said = answers(department := came[0].stem.partition("_")[2], plan.measures_of(department), SEED)
    blank = (folder / "outbox" / came[0].name).read_bytes()
    mended = mails / "直した調査票.xlsx"
    mended.write_bytes(saved(fill_in(blank, said), "04"))
    next(iter(said.values()))["rating"] = ""
    came[0].write_bytes(saved(fill_in(blank, said), "02"))
    return came, mended


@pytest.mark.parametrize(
    "width",
    [390, pytest.param(1366, marks=pytest.mark.slow), pytest.param(2560, marks=pytest.mark.slow)],
)
@pytest.mark.parametrize("hands", ["mouse"], indirect=True)
def test_no_screen_overflows_at_any_width(
    visited: Callable[[Path], Visitor], faulty_round: Path, tmp_path: Path, width: int
) -> None:
    folder = sample_year(tmp_path / "year", returned=False)
    shutil.copytree(faulty_round, folder / "returned")
    visitor = visited(folder)
    page = visitor.page
    page.resize(width, 900)
    for screen in SCREENS:
        page.go(page.run(f"document.getElementById('step-{screen}').href"))
        visitor.check_page()
        assert page.run("document.querySelectorAll('h1').length") == 1
        assert page.run("document.title").endswith(" – ictxl")


@pytest.mark.parametrize("width", [390, pytest.param(1366, marks=pytest.mark.slow)])
@pytest.mark.parametrize("hands", ["keyboard"], indirect=True)
def test_what_the_columns_of_an_own_table_are_can_be_said_by_anybody(
    visited: Callable[[Path], Visitor], tmp_path: Path, width: int
) -> None:
    (folder := tmp_path / "year").mkdir()
    save_rows(table := tmp_path / "いまの表.xlsx", {"Sheet1": rows_of(GUESSED)})
    visitor = visited(folder)
    page = visitor.page
    page.resize(width, 900)
    page.choose_files("#table-file", [table])
    visitor.press("import-table")
    page.sees("この対応で計画台帳を作り直す", LONG_JOB_SECONDS)
    visitor.check_page()
    visitor.press("say-columns")
    page.wait("document.body.innerText.includes('--columns')", LONG_JOB_SECONDS)
    visitor.check_page()


@pytest.mark.parametrize("hands", ["mouse"], indirect=True)
def test_the_page_asks_for_nothing_from_outside(
    visited: Callable[[Path], Visitor], tmp_path: Path
) -> None:
    folder = sample_year(tmp_path / "year", returned=False)
    page = visited(folder).page
    asked = page.run("performance.getEntriesByType('resource').map((one) => one.name)")
    own = page.run("location.origin")
    assert asked
    assert [name for name in asked if not name.startswith(own)] == []


@pytest.mark.slow
@pytest.mark.parametrize("hands", ["mouse"], indirect=True)
def test_what_departments_wrote_is_never_markup(
    visited: Callable[[Path], Visitor], tmp_path: Path
) -> None:
    folder = sample_year(tmp_path / "year")
    trap = "<img src=x onerror=document.title='attacked'><script>document.title='attacked'</script>"
    named = folder / "returned" / "<img src=x onerror=alert(1)>.xlsx"
    content = (SAMPLES / "returned" / "01_秘書広報課.xlsx").read_bytes()
    named.write_bytes(fill_in(content, {"1-1": {"remarks": trap, "progress": trap}}))
    spoilt = fill_in(content, {"1-1": {"rating": "<b>", "progress": trap}})
    (folder / "returned" / "01_秘書広報課.xlsx").write_bytes(spoilt)
    page = visited(folder).page
    for screen in SCREENS:
        page.go(page.run(f"document.getElementById('step-{screen}').href"))
        assert page.run("document.images.length") == 0
        assert "attacked" not in page.run("document.title")
        assert page.complaints() == []
    page.go(page.run("document.getElementById('step-findings').href"))
    seen = ""
    for link in page.run("[...document.querySelectorAll('[id^=around-]')].map((one) => one.href)"):
        page.go(link)
        seen += page.run("document.querySelector('.window').innerText")
        assert page.run("document.images.length") == 0
        assert page.complaints() == []
    assert trap[:50] in seen
