"""Nothing that a reader wrote is lost, whatever was done to the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl.comments import Comment
from openpyxl.styles import Font

import ictxl
from ictxl.pipeline.second_reading.review_plan import review_plan as plan_of_review
from ictxl.responses import Response
from ictxl.round import Round
from tests.returned.test_anything import EDIT_LISTS, Edits, check
from tests.returned.test_promise import texts_in
from tests.support.examples import examples
from tests.support.returned_forms import Form
from tests.support.reviews import ALL_B, ANSWERS_OF_ALL, REASON, SECOND, review_plan, reviewed

pytestmark = pytest.mark.lengthy

READERS = ("文書課", "健康課")
"""Called as the departments whose forms random edits are made for."""
ANSWERS = [
    Response(measure, department, {"rating": answer[0], "progress": answer[1]})
    for department, answers in ANSWERS_OF_ALL.items()
    for measure, answer in answers.items()
]
PLAN = plan_of_review(Round(review_plan(), tuple(ANSWERS), ()), READERS)


@settings(
    max_examples=examples(15),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(EDIT_LISTS)
def test_no_text_of_a_second_reading_is_lost_and_none_is_misplaced(edits: Edits) -> None:
    check(edits, ".xlsx", plan=PLAN)


def test_every_text_of_a_second_reading_is_found_in_the_outputs(tmp_path: Path) -> None:
    planted = {
        "answer": '=HYPERLINK("x") で始まる理由\n二行目 <b>&amp;</b>',
        "struck": "取り消した理由",
        "comment": "委員のコメント",
        "beside": "欄外の意見",
        "given": "担当課の回答を直した文",
        "extra": "別紙の意見",
        "below": "下の行に続く意見",
        "unread": "AかBか迷う",
    }
    returned, second = reviewed(
        tmp_path,
        {**ALL_B, "1-1": ("C", planted["answer"]), "1-2": (planted["unread"], "")},
    )
    form = Form(second)
    cell = form.cell("1-1", f"q:{REASON}")
    cell.data_type = "s"
    struck = form.cell("1-3", f"q:{REASON}")
    struck.value, struck.font = planted["struck"], Font(strike=True)
    form.cell("2-1", f"q:{SECOND}").comment = Comment(planted["comment"], "委員")
    form.sheet["Z4"] = planted["beside"]
    form.cell("2-1", "given:担当課の進捗状況").value = planted["given"]
    form.book.create_sheet("別紙")["C3"] = planted["extra"]
    last = form.cell("2-2", f"q:{REASON}")
    form.sheet.cell(last.row + 1, last.column).value = planted["below"]
    form.save()
    result = ictxl.merge([returned, second], tmp_path / "進捗状況.xlsx")
    cells = texts_in(*(path for path in result.outputs if path.suffix == ".xlsx"))
    for what, text in planted.items():
        assert any(text in cell for cell in cells), what
