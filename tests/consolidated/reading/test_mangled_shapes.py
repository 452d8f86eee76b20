"""However a table of any shape is mangled, no text of it is lost, and its plan reads back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ictxl.consolidated.reading import ImportedTable, Meaning, read_consolidated
from ictxl.errors import InputError
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.text.clean import fold_name
from tests.consolidated.reading.test_shapes import SHAPES
from tests.support.examples import examples
from tests.support.hand_made import YEAR, one_row, two_rows, whole_table
from tests.support.mangling import mangle
from tests.support.shapes import Rows, read_shape, rows_of, save_rows, texts_kept

pytestmark = pytest.mark.lengthy

TEXTS = st.sampled_from(
    [
        *(
            "",
            "(1)",
            "3",
            "001",
            "第1章",
            "第3章 あらたな柱",
            "覚え書き",
            "【福祉課-B】別の文。",
            "－",
        ),
        *(
            "※ 注のある文",
            "合計",
            "基本目標Ⅱ もう一つ",
            "② 丸の文",
            "A",
            "◎",
            "福祉課",
            "福祉課、総務課",
        ),
        *("令和4年度", "R5実績", "評価", "事業名", "目標値", "30%", "1,200千円", "約30人", "継続"),
        *(
            "甲と乙 丙を行う。",
            "A:別の意味 B:もう一つ",
            "作成日 令和6年5月1日",
            "1-2",
            "担当課:財政課",
        ),
    ]
)


OWN_TEXTS = st.sampled_from(
    [
        *("", "(1)", "(3)", "①", "第1款", "第3款 あらたな情報化", "【福祉課-B】別の文。", "/"),
        *("【財政課-Q】文", "福祉課-9.未定", "福祉課-2.拡充", "【凡例】", "A 別の意味", "◎ 順調"),
        *("1-2", "目標", "甲と乙 丙を行う。", "施策名称", "【】", "課-", "(続き)", "2.拡充", "－"),
        *("令和3年度の進捗状況", "取組の進捗状況", "次期展開(案)", "作成日 令和6年5月1日", "済"),
        *("※ 注のある文", "回答の状況", "未提出 まだ来ていない", "【福祉課-未提出】", "財政課"),
        *("福祉課\n総務課", "第1款 別の名称", "(2) 別の施策"),
    ]
)
ANYTHING = st.integers(10, 99).map("見なれない{}".format)
"""Texts that stand nowhere else in a table."""


@st.composite
def mangled(draw: st.DrawFn) -> dict[str, Rows]:
    """A shape that was mangled."""
    shape = draw(st.sampled_from(SHAPES))
    rows = [list(row) for row in shape.rows]
    mangle(draw, rows, st.one_of(TEXTS, ANYTHING))
    return {shape.sheet: rows, **{name: rows_of(text) for name, text in shape.sheets}}


PRINTED = (
    *("基本施策", "施策名称", "課-評価", "次期計画での展開", "凡例"),
    *("回答の状況", "継続", "未提出", "未記入", "001"),
)
"""Words of ictxl's own layout, and a number that it writes as (1)."""


@st.composite
def mangled_own(draw: st.DrawFn) -> dict[str, Rows]:
    """A table in ictxl's own layout that was mangled."""
    rows = [[f"情報化計画 {YEAR} 進捗状況"], ["作成日: 令和元年11月29日"]]
    style = draw(st.sampled_from([two_rows, one_row]))
    rows += [list(map(str, row)) for row in whole_table(style)]
    mangle(draw, rows, st.one_of(TEXTS, OWN_TEXTS, ANYTHING))
    return {"Sheet1": rows}


def printed_in(table: ImportedTable) -> tuple[str, ...]:
    """What the own layout has besides its content."""
    year = table.plan.year_label
    return (*PRINTED, *(f"{fold_name(part)}の進捗状況" for part in (year, *_PARTS.split(year))))


_PARTS = re.compile("[()]")


SHIFTED = """
情報化計画 令和5年度進捗状況
基本施策 | 項番 | 施策名称 | 目標 | 担当課 | 進捗状況 | 評価 | 次期計画での展開
第1款 くらし | 1 | 電子申請 | 半分を電子化する。 | 市民課 | 始めた。 | A | 1.現状維持
 |  |  | 福祉課 | 続けた。 | B | 2.拡充
 | 2 | 相談 | 毎週開く。 | 福祉課 | 開けなかった。 | D | 1.現状維持
"""
"""A choice stands under another question."""
RATED_TWICE = """
情報化計画 令和5年度進捗状況
施策名称 | 担当課 | 進捗状況
電子申請 | 市民課、福祉課 | 【市民課-◎】始めた。 // 【福祉課-○】続けた。
 | 福祉課 | 【福祉課-×】開けなかった。
"""
"""The second rating of a department on one measure."""
CODES = """
情報化計画 令和5年度
番号 | 施策名称 | 担当課 | 進捗状況 | 進捗
1 | 電子申請 | 市民課 | 001 | 遅れ
2 | 相談 | 福祉課 | 002 | 87.2%
"""
"""Answers that are no numbers, and a number that is no code with its name."""
NO_MARKS = """
障害福祉計画 令和5年度 評価シート
項目 | 所管課 | 実績 | 担当課評価 |  |  | 協議会評価 |  |
 |  |  | 達成 | 一部 | 未達成 | 達成 | 一部 | 未達成
福祉課 | 五人就いた。 |  | ○ |  |  |  | ○
住宅課 | なし |  |  | ○ |  |  | ○
"""
"""Nobody has marked any choice of one of the headings."""
TWO_TARGETS = """
総合計画 令和5年度 指標一覧
番号 | 事業名 | 担当課 | 指標 | 単位 | 令和5年度目標値 | 令和5年度計画値 | 令和5年度実績値
1 | 遊び場 | 子ども課 | 場所 | か所 | 120 | 130 | 125
2 | 相談 | 福祉課 | 件数 | 件 | 2,000 | 2,100 | 2,050
"""
"""A year's target has one place in a plan, and the table has two of them."""
BOTH_HEADINGS = """
 | 男女共同参画計画 令和5年度 評価表
事業名 | 担当課 | R4評価 | R4二次評価 | R5評価 | R5二次評価
番号 | 事業名 | 担当課 | R4評価 | R4二次評価 | R5評価 | R5二次評価
1 | 講座 | 市民課 | C | A | A | B
2 | 相談 | 福祉課 | A | D | B | A
"""
"""Nothing is left that departments answer, and a given column is called 評価."""


@settings(max_examples=examples(400, 10), deadline=None, print_blob=True)
@given(mangled())
@example({"Sheet1": rows_of(SHIFTED)})
@example({"Sheet1": rows_of(RATED_TWICE)})
@example({"Sheet1": rows_of(CODES)})
@example({"Sheet1": rows_of(BOTH_HEADINGS)})
@example({"Sheet1": rows_of(TWO_TARGETS)})
@example({"Sheet1": rows_of(NO_MARKS)})
def test_every_text_of_a_mangled_shape_is_kept_and_the_plan_reads_back(
    sheets: dict[str, Rows],
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        save_rows(path, sheets)
        try:
            table = read_shape(path)
        except InputError:
            return
        write_plan(table.plan, Path(folder) / "plan.xlsx")
        again = read_plan(Path(folder) / "plan.xlsx")
        assert again.measures == table.plan.measures
        printed = () if table.headings else printed_in(table)
        assert texts_kept(path, replace(table, plan=again), printed) == []


@settings(max_examples=examples(200, 10), deadline=None, print_blob=True)
@given(mangled_own())
def test_every_text_of_a_mangled_table_in_the_own_layout_is_kept(sheets: dict[str, Rows]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        save_rows(path, sheets)
        try:
            table = read_shape(path)
        except InputError:
            return
        assert texts_kept(path, table, printed_in(table)) == []


SAID = st.lists(st.tuples(st.integers(0, 9), st.sampled_from(Meaning)), min_size=1, max_size=3)
"""Which heading a person takes for what."""


@settings(max_examples=examples(100, 10), deadline=None, print_blob=True)
@given(mangled(), SAID)
def test_nothing_is_lost_whatever_a_person_says_that_columns_are(
    sheets: dict[str, Rows], said: list[tuple[int, Meaning]]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "表.xlsx"
        save_rows(path, sheets)
        try:
            headings = read_shape(path).headings
            meanings = {fold_name(one.heading): Meaning(one.meaning) for one in headings}
            for place, meaning in said[: len(headings)]:
                meanings[fold_name(headings[place % len(headings)].heading)] = meaning
            table = read_consolidated(path, starting_plan(2000), meanings=meanings)
        except InputError:
            return
        assert texts_kept(path, table, () if meanings else printed_in(table)) == []
