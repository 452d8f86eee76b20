"""Placing responses in the table."""

from __future__ import annotations

import pytest

from ictxl.consolidated.chart import paints
from ictxl.consolidated.summary import tallies
from ictxl.consolidated.table import ConsolidatedTable, consolidate
from ictxl.consolidated.template.filling import fillings_of
from ictxl.consolidated.template.layout import layouts_of
from ictxl.consolidated.template.pages import paginate
from ictxl.consolidated.template.published import own_template
from ictxl.consolidated.template.words.vocabulary import vocabulary
from ictxl.responses import Response
from tests.support.consolidated_tables import response, small_plan
from tests.support.rounds import real_plan, real_responses

BOTH = ("情報課", "福祉課")


def table(*responses: Response, submitted: tuple[str, ...] = BOTH) -> ConsolidatedTable:
    return consolidate(small_plan(), responses, submitted)


def paragraphs(shown: ConsolidatedTable) -> list[str]:
    return [answer.paragraph for answer in shown.answers]


def next_lines(shown: ConsolidatedTable) -> list[str]:
    return [answer.next_line for answer in shown.answers]


def test_the_real_table_has_its_44_paragraphs_and_40_next_steps_in_the_plans_order() -> None:
    responses = real_responses()
    shown = consolidate(real_plan(), reversed(responses), {r.department for r in responses})
    assert paragraphs(shown) == [
        f"【{r.department}-{r['rating']}】{r['progress']}" for r in responses
    ]
    names = {"1": "現状維持", "2": "拡充", "4": "終了"}
    expected = [
        f"{r.department}-{r['next_step']}.{names[r['next_step']]}"
        for r in responses
        if r["next_step"]
    ]
    assert [line for line in next_lines(shown) if line] == expected
    assert len(expected) == 40


def test_a_department_that_returned_nothing_is_shown_as_not_submitted() -> None:
    shown = table(response("1-1", "情報課", "B", "x", "1"), submitted=("情報課",))
    assert paragraphs(shown) == ["【情報課-B】x", "【福祉課-未提出】", "【情報課-未記入】"]
    assert next_lines(shown) == ["情報課-1.現状維持", "", ""]


def test_a_blank_answer_and_a_missing_one_are_both_shown_as_not_filled_in() -> None:
    shown = table(response("1-2", "福祉課"))
    assert paragraphs(shown) == ["【情報課-未記入】", "【福祉課-未記入】", "【情報課-未記入】"]


def test_a_text_without_a_rating_is_not_lost() -> None:
    shown = table(response("1-1", "情報課", "", "本文\n二行目", "2"))
    assert paragraphs(shown)[0] == "【情報課-未記入】本文\n二行目"
    assert next_lines(shown)[0] == "情報課-2.拡充"


def test_codes_that_are_not_in_the_lists_are_shown_as_written() -> None:
    shown = table(response("1-1", "情報課", "◎", "本文", "検討中"))
    assert paragraphs(shown)[0] == "【情報課-◎】本文"
    assert next_lines(shown)[0] == "情報課-検討中"


def test_departments_only_listed_stand_in_charge_but_have_no_paragraph() -> None:
    entry = table().blocks[0].entries[0]
    assert entry.departments == "情報課\n各課"
    assert [answer.department for answer in entry.answers] == ["情報課"]
    assert table().blocks[0].entries[1].departments == "福祉課(旧厚生課)\n情報課"


def test_a_department_that_answers_unasked_follows_the_others() -> None:
    shown = table(response("1-1", "福祉課", "A", "割り込み", "1"))
    assert paragraphs(shown)[:2] == ["【情報課-未記入】", "【福祉課-A】割り込み"]


def test_what_has_no_place_is_named_and_not_dropped_in_silence() -> None:
    first, again = (response("1-1", "情報課", "B", text) for text in ("一", "二"))
    stray = response("9-9", "情報課", "B", "よそ")
    shown = table(first, again, stray)
    assert paragraphs(shown)[0] == "【情報課-B】一"
    assert shown.unplaced == (again, stray)


def test_every_answer_is_counted_once_in_every_tally() -> None:
    shown = table(
        response("1-1", "情報課", "X", "x", "4"),
        response("1-2", "情報課", "◎", "x", "検討中"),
        submitted=("情報課",),
    )
    counted = {tally.title: tally for tally in tallies(shown)}
    assert {sum(tally.totals) for tally in counted.values()} == {3}
    by_area = counted["評価(基本施策別)"]
    codes = dict(zip([c.code for c in by_area.categories], by_area.totals, strict=True))
    assert {code: count for code, count in codes.items() if count} == {
        "X": 1,
        "一覧外": 1,
        "未提出": 1,
    }
    kinds = counted["継続・終了(基本施策別)"]
    assert [c.code for c in kinds.categories] == ["継続", "終了", "一覧外", "未提出"]
    assert counted["評価(担当課別)"].rows[0][0] == "情報課"


def test_what_is_not_known_is_told_apart_from_what_is_not_in_the_list_also_in_grey() -> None:
    shown = table(
        response("1-1", "情報課", "◎", "x", "4"),
        response("1-2", "情報課", "", "", ""),
        submitted=("情報課",),
    )
    by_area = next(tally for tally in tallies(shown) if tally.title == "評価(基本施策別)")
    codes = [category.code for category in by_area.categories]
    painted = dict(zip(codes, paints(by_area.categories), strict=True))
    looks = [painted[code] for code in ("一覧外", "未記入", "未提出")]
    assert len({paint.pattern for paint in looks}) == 3
    leading = shown.plan.leading_choice
    assert leading and leading.choices
    assert codes[:-3] == [choice.code for choice in leading.choices.choices]


def test_the_real_tallies_are_those_of_the_transcription() -> None:
    responses = real_responses()
    shown = consolidate(real_plan(), responses, {r.department for r in responses})
    by_area, kinds, steps, by_department = tallies(shown)
    for symbol, total in zip("ABCDXYZ", by_area.totals, strict=True):
        assert total == sum(r["rating"] == symbol for r in responses)
    assert [sum(counts) for _, counts in kinds.rows] == [16, 16, 12]
    assert kinds.totals == (34, 10)
    assert steps.totals == (31, 2, 0, 7, 4)
    assert [name for name, _ in by_department.rows] == [
        d.name for d in real_plan().answering_departments
    ]


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_a_measure_that_fits_on_a_page_is_never_split(paper: str) -> None:
    shown = consolidate(real_plan(), (), ())
    words, book = vocabulary(shown.plan), own_template(paper)
    (filling,) = fillings_of(shown, layouts_of(book.sheets[0], words), words, book.font)
    items = filling.items(400)
    measures = list(range(len(real_plan().measures)))
    for room in range(250, 800, 4):
        pages = paginate(items, room, room)
        assert [index for page in pages for index, _ in page.pieces] == measures, room
        assert all(page.used <= room for page in pages)
