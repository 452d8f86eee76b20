"""Whatever a department wrote, the report holds it whole: tried with generated texts."""

from __future__ import annotations

import html
import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ictxl.findings import CATALOGUE
from ictxl.report.content import Report
from ictxl.report.page import write_report_page
from ictxl.report.workbook import write_report_workbook
from ictxl.round import Round
from tests.support.responses import with_answers
from tests.support.rounds import SHEET, real_plan, real_responses, submissions_of

LETTERS = st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufffe\uffff\r")
TEXTS = st.lists(
    st.one_of(
        st.text(LETTERS, min_size=1, max_size=60),
        st.text(st.sampled_from("_x0D5F<>&='\"{}%/r課\n\t𠮷"), min_size=1, max_size=30),
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=30,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(texts=TEXTS)
def test_every_text_and_every_remark_stands_whole_in_workbook_and_page(texts: list[str]) -> None:
    plan = real_plan()
    responses = tuple(
        with_answers(response, remarks=text)
        for response, text in zip(real_responses(), texts, strict=False)
    )
    place = {"file": "情報課.xlsx", "sheet": SHEET}
    found = tuple(
        CATALOGUE["S012"](**place, cell=f"Q{number}", value=text)
        for number, text in enumerate(texts, 20)
    )
    report = Report(Round(plan, responses, submissions_of(plan, responses), found))
    with tempfile.TemporaryDirectory() as folder:
        workbook, page = Path(folder) / "r.report.xlsx", Path(folder) / "r.report.html"
        write_report_workbook(report, workbook)
        write_report_page(report, page)
        with CalamineWorkbook.from_path(workbook) as book:
            for sheet, heading in (("未配置の記述", "記述"), ("連絡事項", "連絡事項")):
                assert _column(book, sheet, heading) == texts
        values = re.findall(r'<div class="value">(.*?)</div>', page.read_text("utf-8"), re.DOTALL)
    shown = [html.unescape(value) for value in values]
    assert [t for t in texts if t not in shown] == []


def _column(book: CalamineWorkbook, sheet: str, heading: str) -> list[str]:
    rows = book.get_sheet_by_name(sheet).to_python()
    head = next(i for i, row in enumerate(rows) if row[0] == "番号")
    place = rows[head].index(heading)
    return [str(row[place]) for row in rows[head + 1 :]]
