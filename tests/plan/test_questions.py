"""記入欄 and 選択肢: what a plan asks, and each mistake by its cell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ictxl.errors import PlanError
from ictxl.findings import Severity
from ictxl.plan.reading import read_plan
from ictxl.questions import (
    NEVER,
    Choice,
    ChoiceList,
    Question,
    QuestionKind,
    Requirement,
    RequirementKind,
    Respondent,
)
from tests.support.books import load
from tests.support.plan_tables import (
    GOOD,
    findings_of,
    mistakes_of,
    plan_book,
    read_tables,
    settings,
)

Mistake = tuple[str, str, str]

QUESTIONS = """
    | 名称     | 種類 | 選択肢   | 単位 | 必須          | 下限 | 上限 | 記入者 | 公表 | 説明     |
    | 評価     | 選択 | 達成状況 |      | 必須          |      |      | 担当課 | ○    | 年度末で |
    | 理由     | 文   |          |      | 評価=遅れ、止 |      | 200  |        |      |          |
    | 実績値   | 割合 |          |      | 任意          | 0    | 1.5  |        |      |          |
    | 決算額   | 金額 |          | 千円 |               | 0    |      |        | ○    |          |
    | 二次評価 | 選択 | 達成状況 |      | 任意          |      |      | 審査   | ×    |          |
"""
CHOICES = """
    | 一覧     | 記号 | 名称 | 区分 |
    | 達成状況 | 順調 |      |      |
    |          | 遅れ |      | 継続 |
    |          | 止   | 中止 | 終了 |
"""
ASKED: dict[str, str | None] = {
    "記入欄": QUESTIONS,
    "選択肢": CHOICES,
    "施策": GOOD["施策"],
    "凡例": None,
    "次期展開": None,
}
LEVELS = "| 呼び名 | 番号の書き方 |\n| 基本施策 | 第{1}款 |\n| 施策 | ({1}) |"
STATES = ChoiceList(
    "達成状況",
    (Choice("順調"), Choice("遅れ"), Choice("止", "中止", finished=True)),
)

# (sheet, what stands in the sound table, what stands there instead, what is found)
BY_CELL: list[tuple[str, str, str, list[Mistake]]] = [
    ("記入欄", "種類", "種別", [("記入欄", "A1", "P002")]),
    ("記入欄", "| 理由    ", "|         ", [("記入欄", "A3", "P009")]),
    ("記入欄", "| 理由    ", "| 評 価   ", [("記入欄", "A3", "P011")]),
    ("記入欄", "| 理由    ", f"| {'長' * 256} ", [("記入欄", "A3", "P017")]),
    ("記入欄", "| 理由    ", f"| {'長' * 200} ", []),
    ("記入欄", "| 理由    ", "| 施策名称 ", [("記入欄", "A3", "P071")]),
    ("記入欄", "| 理由    ", "| 計画名  ", [("記入欄", "A3", "P071")]),
    ("記入欄", "| 理由    ", "| 担当課  ", [("記入欄", "A3", "P071")]),
    ("記入欄", "| 理由    ", "| 点検    ", [("記入欄", "A3", "P071")]),
    ("記入欄", "| 理由    ", "| 文字数  ", [("記入欄", "A3", "P071")]),
    ("記入欄", "| 理由    ", "| 前回決算額 ", [("記入欄", "A3", "P071")]),
    ("記入欄", "| 理由    ", "| 基本施策 ", [("記入欄", "A3", "P071")]),
    ("記入欄", "| 割合 ", "| 率   ", [("記入欄", "B4", "P012")]),
    ("記入欄", "| 割合 ", "|      ", [("記入欄", "F4", "P074"), ("記入欄", "G4", "P075")]),
    ("記入欄", "評価     | 選択 | 達成状況", "評価 | 選択 | ", [("記入欄", "C2", "P072")]),
    ("記入欄", "評価     | 選択 | 達成状況", "評価 | 選択 | 達成度", [("記入欄", "C2", "P073")]),
    ("記入欄", "評価     | 選択 | 達成状況", "評価 | | 達成状況", []),
    ("記入欄", "理由     | 文   |         ", "理由 | 文 | 達成状況", [("記入欄", "C3", "P074")]),
    ("記入欄", "文   |          |      |", "文 | | 字 |", [("記入欄", "D3", "P074")]),
    ("記入欄", "文   |  ", "日付 |  ", [("記入欄", "G3", "P074")]),
    ("記入欄", "| 200 ", "| 0   ", [("記入欄", "G3", "P075")]),
    ("記入欄", "| 200 ", "| 1.5 ", [("記入欄", "G3", "P075")]),
    ("記入欄", "| 200 ", "| 2百 ", [("記入欄", "G3", "P075")]),
    ("記入欄", "| 1.5 ", "| 2019/1/9 ", [("記入欄", "G4", "P075")]),
    ("記入欄", "| 1.5 ", "| 1%~ ", [("記入欄", "G4", "P075")]),
    ("記入欄", "| 1.5 ", "| 150 ", [("記入欄", "G4", "P083")]),
    ("記入欄", "| 0    | 1.5 ", "| 2 | 1.5 ", [("記入欄", "G4", "P076")]),
    ("記入欄", "| 評価=遅れ、止 ", "| ときどき ", [("記入欄", "E3", "P077")]),
    ("記入欄", "| 評価=遅れ、止 ", "| 評定=遅れ ", [("記入欄", "E3", "P078")]),
    ("記入欄", "| 評価=遅れ、止 ", "| 理由=遅れ ", [("記入欄", "E3", "P078")]),
    ("記入欄", "| 評価=遅れ、止 ", "| 実績値=1 ", [("記入欄", "E3", "P078")]),
    ("記入欄", "| 評価=遅れ、止 ", "| 評価=遅れ、廃止 ", [("記入欄", "E3", "P079")]),
    ("記入欄", "| 評価=遅れ、止 ", "| 評価= ", [("記入欄", "E3", "P079")]),
    ("記入欄", "| 担当課 ", "| 市民 ", [("記入欄", "H2", "P012")]),
    ("記入欄", "| ×    ", "| 非   ", [("記入欄", "I6", "P012")]),
    ("選択肢", "記号", "符号", [("選択肢", "A1", "P002")]),
    ("施策", "担当課           |", "担当課 | 目標値 |", []),
    ("施策", "担当課           |", "担当課 | (計画名) |", []),
    ("施策", "担当課           |", "担当課 | 理由 |", [("記入欄", "A3", "P071")]),
    ("施策", "担当課           |", "担当課 | 計画名 |", [("施策", "G1", "P016")]),
    ("施策", "担当課           |", "担当課 | 備考 | 備 考 |", [("施策", "H1", "P016")]),
    (
        "記入欄",
        QUESTIONS,
        "| 名称 | 種類 | 記入者 |\n| 二次 | 文 | 審査 |",
        [("記入欄", "", "P080"), ("選択肢", "A2", "P082")],
    ),
    ("選択肢", "| 達成状況", "|         ", [("選択肢", "A2", "P009"), ("記入欄", "C2", "P073")]),
    ("選択肢", "| 遅れ ", "|      ", [("選択肢", "B3", "P009"), ("記入欄", "E3", "P079")]),
    ("選択肢", "| 遅れ ", "| 順調 ", [("選択肢", "B3", "P011"), ("記入欄", "E3", "P079")]),
    ("選択肢", "| 順調 |     ", "| 順調 | 中止", [("選択肢", "C4", "P011")]),
    ("選択肢", "| 継続", "| 中断", [("選択肢", "D3", "P012")]),
    ("選択肢", "中止 | 終了 |", "中止 | 終了 |\n| 予備 | 甲 | | |", [("選択肢", "A5", "P082")]),
    (
        "選択肢",
        "中止 | 終了 |",
        "中止 | 終了 |\n| 凡例 | A | 目標以上 | |",
        [("選択肢", "A5", "P081"), ("選択肢", "A5", "P082")],
    ),
]


@pytest.mark.parametrize(("sheet", "sound", "wrong", "expected"), BY_CELL)
def test_a_mistake_is_found_in_its_cell(
    tmp_path: Path, sheet: str, sound: str, wrong: str, expected: list[Mistake]
) -> None:
    table = ASKED[sheet]
    assert table and sound in table
    found = mistakes_of(tmp_path, **{**ASKED, sheet: table.replace(sound, wrong, 1)})
    named = [mistake for mistake in found if mistake in expected]
    assert named == sorted(expected, key=found.index) if expected else not found
    assert {code for _, _, code in found} == {code for _, _, code in expected}


def test_the_questions_are_read_whole(tmp_path: Path) -> None:
    plan, findings = read_tables(tmp_path, **ASKED)
    assert not findings
    assert not plan.asks_the_usual
    assert plan.questions == (
        Question("評価", QuestionKind.CHOICE, STATES, hint="年度末で"),
        Question(
            "理由",
            required=Requirement(RequirementKind.WHERE_CHOSEN, "評価", ("遅れ", "止")),
            maximum=Decimal(200),
        ),
        Question(
            "実績値",
            QuestionKind.RATIO,
            required=NEVER,
            minimum=Decimal(0),
            maximum=Decimal("1.5"),
        ),
        Question("決算額", QuestionKind.MONEY, unit="千円", minimum=Decimal(0)),
        Question(
            "二次評価",
            QuestionKind.CHOICE,
            STATES,
            required=NEVER,
            asked_of=Respondent.REVIEWER,
            published=False,
        ),
    )


@pytest.mark.parametrize(
    "condition",
    ["評価=遅れ、止", "評 価＝遅れ,中止", "評価=遅れ・止", "評価= 遅れ / 止", "評価=遅れ\\n、止"],
)
def test_a_condition_may_be_written_in_many_ways(tmp_path: Path, condition: str) -> None:
    written = QUESTIONS.replace("評価=遅れ、止", condition)
    plan, findings = read_tables(tmp_path, **{**ASKED, "記入欄": written})
    assert not findings
    assert plan.questions[1].required.label == "評価=遅れ、止"


def test_a_condition_may_name_signs_and_words_with_separators_inside(tmp_path: Path) -> None:
    choices = "| 一覧 | 記号 |\n| 達成状況 | 済 |\n| | …|\n| | 中止・廃止 |\n| | 中止 |"
    written = QUESTIONS.replace("評価=遅れ、止", "評価=済、…、中止・廃止")
    plan, findings = read_tables(tmp_path, **{**ASKED, "記入欄": written, "選択肢": choices})
    assert not findings
    assert plan.questions[1].required.codes == ("済", "…", "中止・廃止")


@pytest.mark.parametrize(("written", "bound"), [("150%", "1.5"), ("１．５", "1.5"), ("'2", "2")])
def test_a_bound_may_be_written_in_many_ways(tmp_path: Path, written: str, bound: str) -> None:
    table = QUESTIONS.replace("| 1.5 ", f"| {written} ")
    plan, _ = read_tables(tmp_path, **{**ASKED, "記入欄": table})
    assert plan.questions[2].maximum == Decimal(bound)


def test_a_list_of_numbers_with_names_is_offered_with_them(tmp_path: Path) -> None:
    choices = "| 一覧 | 記号 | 名称 |\n| 達成状況 | 1 | 遅れ |\n| 達成状況 | 2 | 止 |"
    plan, _ = read_tables(tmp_path, **{**ASKED, "選択肢": choices})
    [one] = plan.lists
    assert [one.offered(choice) for choice in one.choices] == ["1.遅れ", "2.止"]


def test_the_usual_lists_can_be_used_beside_others(tmp_path: Path) -> None:
    table = f"{QUESTIONS.rstrip()}\n | 自己評価 | 選択 | 凡例 | | | | | | | |"
    plan, _ = read_tables(tmp_path, 記入欄=table, 選択肢=CHOICES, 次期展開=None)
    assert plan.questions[-1].choices
    assert [c.code for c in plan.questions[-1].choices.choices] == ["A", "Z"]


def test_a_usual_list_that_is_used_must_be_there(tmp_path: Path) -> None:
    table = f"{QUESTIONS.rstrip()}\n | 自己評価 | 選択 | 凡例 | | | | | | | |"
    assert mistakes_of(tmp_path, **{**ASKED, "記入欄": table}) == [("凡例", "", "P001")]


def test_words_need_no_meaning_and_signs_do(tmp_path: Path) -> None:
    words = "| 記号 | 意味 | 区分 |\n| 順調 | | |\n| 遅れ | | |"
    plan, findings = read_tables(tmp_path, 凡例=words)
    assert not findings
    assert [plan.lists[0].label(c) for c in plan.lists[0].choices] == ["順調", "遅れ"]
    assert mistakes_of(tmp_path, 凡例=words.replace("遅れ", "△")) == [("凡例", "B3", "P009")]


def test_the_limit_of_the_settings_is_that_of_progress_without_its_own(tmp_path: Path) -> None:
    table = "| 名称 | 種類 | 上限 |\n| 進捗状況 | 文 | |\n| 課題 | 文 | |"
    limited = settings(進捗の上限文字数="300")
    plan, _ = read_tables(tmp_path, 設定=limited, 記入欄=table)
    assert [question.limit for question in plan.questions] == [300, None]
    plan, _ = read_tables(tmp_path, 設定=limited, 記入欄=table.replace("文 | |", "文 | 50 |", 1))
    assert [question.limit for question in plan.questions] == [50, None]


def test_a_plan_that_asks_nothing_is_a_mistake(tmp_path: Path) -> None:
    headings = QUESTIONS.strip().splitlines()[0]
    assert mistakes_of(tmp_path, 記入欄=headings) == [("記入欄", "", "P008")]


def test_a_sheet_of_that_name_without_its_headings_is_somebodys_own(tmp_path: Path) -> None:
    notes: dict[str, str | None] = dict.fromkeys(
        ("記入欄", "選択肢", "階層"), "| 覚え書き |\n| 要確認 |"
    )
    plan, findings = read_tables(tmp_path, **notes)
    assert plan.asks_the_usual
    assert not findings


def test_a_hundred_questions_and_a_list_of_five_hundred_are_read(tmp_path: Path) -> None:
    rows = [f"| 問{n} | 選択 | 長い一覧 |" for n in range(100)]
    choices = [f"| 長い一覧 | 符号{n} |" for n in range(500)]
    plan, findings = read_tables(
        tmp_path,
        記入欄="\n".join(["| 名称 | 種類 | 選択肢 |", *rows]),
        選択肢="\n".join(["| 一覧 | 記号 |", *choices]),
    )
    assert not findings
    assert len(plan.questions) == 100
    assert len(plan.lists[0].choices) == 500


@pytest.mark.parametrize("heading", ["評価", "次期展開", "計画名", "点検", "列1", "基本施策名"])
def test_a_column_called_as_something_else_is_told_and_left(tmp_path: Path, heading: str) -> None:
    measures = GOOD["施策"].replace("担当課           |", f"担当課 | {heading} |")
    plan, findings = read_tables(tmp_path, 施策=measures, 階層=LEVELS)
    is_free = heading == "基本施策名"
    assert [(f.cell, f.code) for f in findings] == ([] if is_free else [("G1", "P016")])
    assert plan.given_columns == ((heading,) if is_free else ())


def test_the_first_of_two_columns_with_one_heading_counts(tmp_path: Path) -> None:
    headings, first, *_ = GOOD["施策"].strip().splitlines()
    measures = f"{headings} 備考 | 備 考 | 図 |\n{first} 甲 | 乙 | #N/A |"
    listed = "| 名称 | 別名 | 回答対象 | メールアドレス |\n| 秘書広報課 | | | |"
    areas = "| 番号 | 名称 |\n| 1 | にぎわい |"
    plan, findings = read_tables(
        tmp_path, 施策=measures, 担当課=listed, 基本施策=areas, 階層=LEVELS
    )
    assert [(f.cell, f.code) for f in findings] == [("H1", "P016"), ("I2", "P015")]
    assert (plan.given_columns, plan.measures[0].given) == (("備考", "図"), ("甲", ""))


def test_a_column_in_parentheses_is_for_oneself(tmp_path: Path) -> None:
    measures = GOOD["施策"].replace("担当課           |", "担当課 | (メモ) | （内部） | 備考 |")
    assert read_tables(tmp_path, **{**ASKED, "施策": measures})[0].given_columns == ("備考",)


def test_joined_cells_count_for_all_their_rows_or_are_told(tmp_path: Path) -> None:
    book = load(plan_book(tmp_path / "plan.xlsx", **ASKED))
    book["選択肢"].merge_cells("A2:A4")
    book["施策"].merge_cells("A2:A3")
    book["施策"].merge_cells("F2:F3")
    book.save(tmp_path / "joined.xlsx")
    plan = read_plan(tmp_path / "joined.xlsx")
    assert [(m.area, m.departments) for m in plan.measures[:2]] == [("1", ("秘書広報課",))] * 2
    book["施策"].merge_cells("C2:C3")
    book.save(tmp_path / "joined.xlsx")
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "joined.xlsx")
    [found] = [f for f in caught.value.findings if f.severity is Severity.ERROR]
    assert (found.sheet, found.cell, found.code) == ("施策", "C3", "P014")
    assert "C2:C3" in found.message


def test_one_habit_in_many_rows_is_one_finding(tmp_path: Path) -> None:
    rows = "\n".join(f"| 1 | 1-{n} | 施策{n} | | | 福祉課 |" for n in range(1, 40))
    measures = f"{GOOD['施策'].strip().splitlines()[0]}\n{rows}\n| 2 | 1 | 監視 | | | 福祉課 |"
    found = [f for f in findings_of(tmp_path, 施策=measures) if f.sheet == "施策"]
    assert [(f.cell, f.code) for f in found] == [("B2", "P040")]
    assert "同じように読んだ項番: B3~B40)" in found[0].message
    plan, _ = read_tables(tmp_path, 施策=measures)
    assert [m.id for m in plan.measures[:2]] == ["1-1", "1-2"]
