"""The report page: whole without JavaScript, sorted and filtered with it, in a real browser."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ictxl.checks import run_checks
from ictxl.findings import CATALOGUE
from ictxl.report.content import Report, group_findings
from ictxl.report.page import write_report_page
from ictxl.round import Round
from tests.support.clients.axe import axe_script
from tests.support.clients.browser import Browser
from tests.support.clients.chromium import Chromium
from tests.support.clients.poppler import pdf_pages
from tests.support.responses import with_answers
from tests.support.rounds import SHEET, real_plan, real_responses, submissions_of

NASTY = "<script>alert(1)</script>&amp;\n二行目 {{ 7 * 7 }} \"'"
LONG = "長い文。" * 5_000


def round_with_faults() -> Report:
    """The real round: one department missing, one faulty, one with a remark and a stray text."""
    responses = [r for r in real_responses() if r.department != "福祉課"]
    changes = {
        0: {"rating": "", "progress": NASTY},
        1: {"rating": ""},
        4: {"remarks": LONG},
    }
    for index, change in changes.items():
        responses[index] = with_answers(responses[index], **change)
    plan = replace(real_plan(), title="計画 <b>")
    submissions = submissions_of(plan, responses)
    place = {"file": "情報課.xlsx", "sheet": SHEET, "cell": "Q20"}
    stray = CATALOGUE["S012"](**place, value=NASTY)
    found = [stray, *run_checks(Round(plan, tuple(responses), submissions))]
    return Report(Round(plan, tuple(responses), submissions, tuple(found)))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "r.report.html"
    write_report_page(round_with_faults(), path)
    return path


class Texts(HTMLParser):
    """The page's words outside scripts and styles, and what it asks the network for."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.words: list[str] = []
        self.asked: list[str] = []
        self._silent = 0
        self.feed(page.read_text("utf-8"))
        self.text = "".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        named = dict(attrs)
        self.asked += [v for k, v in attrs if k in ("src", "srcset", "data", "action") and v]
        if tag == "link":
            self.asked.append(named.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def test_every_text_stands_whole_in_the_page_without_javascript(page: Path) -> None:
    text = Texts(page).text
    assert text.count(NASTY) == 2, "as the finding's text and among the homeless ones"
    assert LONG in text
    for found in round_with_faults().shown:
        assert found.message in text
        assert found.remedy in text
    for department in real_plan().answering_departments:
        assert department.name in text


def test_the_page_asks_nobody_for_anything(page: Path) -> None:
    content = page.read_text("utf-8")
    assert Texts(page).asked == []
    assert not re.findall(r"url\(|@import|https?://", content)


def test_what_departments_wrote_is_never_markup(page: Path) -> None:
    content = page.read_text("utf-8")
    assert "<script>alert" not in content
    assert "計画 &lt;b&gt;" in content
    assert "49" not in Texts(page).text


def test_each_department_gets_the_sentences_to_send(page: Path) -> None:
    letters = re.findall(r'<pre class="letter">(.*?)</pre>', page.read_text("utf-8"), re.DOTALL)
    of = {letter.split(" ")[0]: letter for letter in letters}
    assert {"秘書広報課", "福祉課", "教育研究所", "情報課"} == of.keys()
    assert "評価が未記入です。" in of["秘書広報課"]
    assert "J9~J10" in of["秘書広報課"]
    assert "まだ届いていません" in of["福祉課"]
    assert "台帳" not in "".join(letters), "what only 情報課 can mend is not asked of departments"


def test_the_same_round_gives_the_same_page(page: Path, tmp_path: Path) -> None:
    write_report_page(round_with_faults(), tmp_path / "r.report.html")
    again = (tmp_path / "r.report.html").read_text("utf-8")
    links = re.compile(r'href="[^"#]*"')
    assert links.sub("", again) == links.sub("", page.read_text("utf-8"))


BROWSE = """
    const table = document.getElementById("finding-table");
    const seen = () => {
      const rows = [...table.querySelectorAll("tr.finding")]
        .filter((row) => row.getClientRects().length);
      return { codes: rows.map((row) => row.querySelector(".code").textContent),
        departments: rows.map((row) => row.dataset.department),
        said: document.getElementById("shown").textContent };
    };
    const choose = (field, value) => {
      for (const name of ["by-severity", "by-department", "by-text"]) {
        const one = document.getElementById(name);
        one.value = name === field ? value : "";
        one.dispatchEvent(new Event("input"));
      }
      return seen();
    };
    const press = (column) => { table.querySelectorAll("th")[column].click(); return seen(); };
    const sorted = (names) => [...names].sort((a, b) => a.localeCompare(b, "ja"));
    const everything = seen();
    return { everything, errors: choose("by-severity", "error"),
      one: choose("by-department", "教育研究所"), word: choose("by-text", "q20 情報課"),
      all: choose("", ""), up: press(1), down: press(1),
      order: sorted(everything.departments) };
"""


def test_in_a_browser_findings_are_filtered_and_sorted(chromium: Chromium, page: Path) -> None:
    seen = chromium.run_script(page, BROWSE)
    codes = [group.first.code for group in group_findings(round_with_faults().shown)]
    assert seen["everything"]["codes"] == seen["all"]["codes"] == codes
    assert sorted(seen["errors"]["codes"]) == ["A001", "D002"]
    assert seen["errors"]["said"] == f"{len(codes)} 行のうち 2 行"
    assert seen["one"]["codes"] == ["A004"]
    assert seen["word"]["codes"] == ["S012"], "case and width do not matter"
    assert seen["up"]["departments"] == seen["order"]
    assert seen["down"]["departments"] == seen["order"][::-1]


def test_the_page_has_no_fault_that_axe_knows(chromium: Chromium, page: Path) -> None:
    run = "const found = await axe.run(document); return found.violations.map((v) => v.id);"
    assert chromium.run_script(page, axe_script(), run) == []


NARROW = """(() => {
    const status = [...document.querySelectorAll("#status tbody tr")];
    const heights = status.map((row) => row.offsetHeight);
    const rows = [...document.querySelectorAll("tbody tr")];
    return { wide: document.documentElement.scrollWidth, highest: Math.max(...heights),
      cut: rows.filter((row) => row.scrollWidth > row.clientWidth + 1).length };
})()"""


def test_on_a_telephone_no_row_is_cut_or_stretched(browser: Browser, page: Path) -> None:
    shown = browser.page()
    shown.resize(390, 844)
    shown.go(page.as_uri())
    seen = shown.run(NARROW)
    assert seen["wide"] <= 390
    assert seen["cut"] == 0
    assert seen["highest"] < 150


def test_on_paper_everything_is_unfolded(chromium: Chromium, page: Path, tmp_path: Path) -> None:
    printed = chromium.print_pdf(page, tmp_path / "r.pdf")
    text = "".join("".join(pdf_pages(printed)).split())
    assert "二行目{{7*7}}" in text
    assert "この文を写す" not in text
    assert text.count("長") >= 5_000
