"""What is read out of a plan workbook that people have worked on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from ictxl.errors import InputError
from ictxl.model import Assignment, Department, Measure, Outlook, PolicyArea
from ictxl.plan.reading import read_plan, read_plan_with_findings
from ictxl.questions import USUAL_LEVELS, Choice
from tests.support.books import load
from tests.support.forms import write_form
from tests.support.plan_parts import next_steps_of, ratings_of
from tests.support.plan_tables import GOOD, mistakes_of, plan_book, read_tables, settings
from tests.support.rounds import real_plan

DATA = Path(__file__).parents[1] / "data"


def test_a_plan_is_read_whole(tmp_path: Path) -> None:
    plan, findings = read_tables(tmp_path)
    assert not findings
    assert (plan.title, plan.year, plan.year_label) == ("情報化計画", 2019, "平成31(令和元)年度")
    assert (plan.deadline, plan.contact, plan.compiled_on) == ("", "", "")
    assert plan.asks_the_usual
    assert plan.questions[1].limit is None
    assert plan.areas == (PolicyArea("1", "にぎわい"), PolicyArea("2", "安全・安心"))
    assert plan.measures == (
        Measure("1", "1", "SNS", "週1回", "⇒", (Assignment("秘書広報課"),)),
        Measure("1", "2", "声の広報", "", "", (Assignment("秘書広報課"), Assignment("福祉課"))),
        Measure("2", "1", "監視", "維持", "↗", (Assignment("施設課", "旧下水道課"),)),
    )
    assert plan.departments == (
        Department("秘書広報課"),
        Department("福祉課"),
        Department("施設課", ("下水道課",), True, "a@example.jp"),
    )
    assert ratings_of(plan) == (Choice("A", "目標以上"), Choice("Z", "廃止・中止", finished=True))
    assert next_steps_of(plan) == (
        Choice("1", "現状維持"),
        Choice("4", "終了", finished=True),
    )
    assert plan.outlooks == (Outlook("⇒", "継続"), Outlook("↗", ""))


def test_a_plan_from_before_plans_said_what_is_asked_is_the_same_plan() -> None:
    plan, findings = read_plan_with_findings(DATA / "plan_without_questions.xlsx")
    assert plan.id == "bce33b4d9c06dce3"  # as forms that were sent then carry it
    assert (plan.asks_the_usual, plan.levels, plan.given_columns) == (True, USUAL_LEVELS, ())
    assert plan.questions[1].limit == 400
    assert not findings


def test_columns_are_found_by_their_headings_wherever_they_stand(tmp_path: Path) -> None:
    moved = """
        | 令和元年度の施策 |          |          |      |            |          |      |
        |            |          |          |      |            |          |      |
        | メモ       | 担　当　課 | 施策名称 | 項番 | 今後の展開 | 基本施策 | 目標 |
        | 要確認     | 福祉課   | SNS      | 1    | ⇒          | 1        | 週1回 |
        |            |          |          |      |            |          |      |
        | #N/A       | 福祉課   | 監視     | 1    |            | 2        |      |
    """
    plan, _ = read_tables(tmp_path, 施策=moved)
    assert plan.measures == (
        Measure("1", "1", "SNS", "週1回", "⇒", (Assignment("福祉課"),)),
        Measure("2", "1", "監視", "", "", (Assignment("福祉課"),)),
    )
    assert plan.given_columns == ()


def test_sheets_of_ones_own_are_left_alone(tmp_path: Path) -> None:
    plan, findings = read_tables(tmp_path, 施策メモ="| 基本施策 |\n| =1/0→#DIV/0! |")
    without = read_tables(tmp_path)[0]
    # The two were saved one after the other, perhaps not in the same second.
    assert replace(plan, saved_at="") == replace(without, saved_at="")
    assert not findings


def test_numbers_are_read_however_they_are_written(tmp_path: Path) -> None:
    areas = "| 番号 | 名称 |\n| １ | 甲 |\n| '2.0 | 乙 |\n| =1+2→3 | 丙 |"
    measures = """
        | 基本施策 | 項番 | 施策名称 | 目標 | 今後の展開 | 担当課 |
        | '1       | ０１ | 2019     | 1.5  |            | 福祉課 |
        | 2        | 12.0 | い       |      |            | 福祉課 |
        | 3        | 1    | う       |      |            | 福祉課 |
    """
    plan, _ = read_tables(tmp_path, 基本施策=areas, 施策=measures)
    assert [area.number for area in plan.areas] == ["1", "2", "3"]
    assert [measure.id for measure in plan.measures] == ["1-1", "2-12", "3-1"]
    assert (plan.measures[0].title, plan.measures[0].target) == ("2019", "1.5")


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2019", 2019),
        ("'2019", 2019),
        ("２０１９年度", 2019),
        ("令和5", 2023),
        ("令和元年度", 2019),
        ("平成31", 2019),
        ("平成31(令和元)年度", 2019),
        ("平成３１（令和元）年度", 2019),
        ("H30", 2018),
        ("r 7", 2025),
    ],
)
def test_a_year_is_read_in_both_calendars(tmp_path: Path, written: str, year: int) -> None:
    plan, _ = read_tables(tmp_path, 設定=settings(年度=written))
    assert plan.year == year


def test_a_year_printed_otherwise_is_kept(tmp_path: Path) -> None:
    plan, _ = read_tables(tmp_path, 設定=settings(年度表示="2019年度(2年目)"))
    assert plan.year_label == "2019年度(2年目)"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2019/10/31", "2019年10月31日"),
        ("10月末まで", "10月末まで"),
        ("'2019-10-31", "2019-10-31"),
    ],
)
def test_a_date_is_printed_in_japanese_and_words_stay(
    tmp_path: Path, written: str, printed: str
) -> None:
    plan, findings = read_tables(tmp_path, 設定=settings(提出期限=written, 作成日=written))
    assert (plan.deadline, plan.compiled_on) == (printed, printed)
    assert not findings


def test_a_limit_is_read(tmp_path: Path) -> None:
    plan, _ = read_tables(tmp_path, 設定=settings(進捗の上限文字数="４００"))
    assert plan.questions[1].limit == 400


@pytest.mark.parametrize("ring", ["○", "〇", "◯", "Ｏ", "o", ""])
def test_every_ring_means_yes(tmp_path: Path, ring: str) -> None:
    plan, _ = read_tables(tmp_path, 担当課=departments(("福祉課", "", ring)), 施策=MEASURE)
    assert plan.departments[0].answers


@pytest.mark.parametrize("cross", ["×", "✕", "x", "Ｘ"])
def test_every_cross_means_no(tmp_path: Path, cross: str) -> None:
    listed = departments(("福祉課", "", ""), ("各課", "", cross))
    plan, _ = read_tables(tmp_path, 担当課=listed, 施策=MEASURE)
    assert [department.answers for department in plan.departments] == [True, False]


@pytest.mark.parametrize(
    "cell",
    [
        "企画防災課\\n情報課",
        "企画防災課、情報課",
        "企画防災課,情報課",
        "企画防災課，情報課",
        "企画防災課；情報課",
        "企画防災課 ; 情報課",
        "企画防災課/情報課",
        "企画防災課・情報課",
        "企画防災課　情報課",
        "\\n企画 防災課、\\n情報課\\n",
        "旧防災課、情報課",
    ],
)
def test_departments_may_be_separated_in_many_ways(tmp_path: Path, cell: str) -> None:
    assert charge(tmp_path, cell) == [("企画防災課", ""), ("情報課", "")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("情報課(旧企画防災課)", [("情報課", "旧企画防災課")]),
        ("情報課（旧企画防災課）", [("情報課", "旧企画防災課")]),
        ("情報課\\n(旧企画防災課)", [("情報課", "旧企画防災課")]),
        ("情報課(旧企画(防災)課)", [("情報課", "旧企画(防災)課")]),
        ("情報課(旧甲課、乙課)、支所(北)", [("情報課", "旧甲課、乙課"), ("支所(北)", "")]),
        ("情報課(旧甲課)、支所(南)", [("情報課", "旧甲課"), ("支所", "南")]),
        ("支所（北）(旧北支所)", [("支所(北)", "旧北支所")]),
        ("支所", [("支所", "")]),
        ("文化・スポーツ課、情報課", [("文化・スポーツ課", ""), ("情報課", "")]),
        ("情報課、文化・スポーツ課(旧文化課)", [("情報課", ""), ("文化・スポーツ課", "旧文化課")]),
        ("旧防災課(本庁)", [("企画防災課", "本庁")]),
    ],
)
def test_a_note_and_a_name_with_parentheses_are_told_apart(
    tmp_path: Path, cell: str, expected: list[tuple[str, str]]
) -> None:
    assert charge(tmp_path, cell) == expected


def test_two_names_on_two_lines_never_read_as_a_third(tmp_path: Path) -> None:
    listed = departments(("北", "", ""), ("支所", "", ""), ("北支所", "", ""))
    measures = MEASURE.replace("福祉課", "北\\n支所")
    plan, _ = read_tables(tmp_path, 担当課=listed, 施策=measures)
    assert plan.measures[0].departments == ("北", "支所")


def test_aliases_may_be_separated_too(tmp_path: Path) -> None:
    listed = departments(("福祉課", "福祉、旧福祉課\\n社会課/福祉課", ""))
    plan, findings = read_tables(tmp_path, 担当課=listed, 施策=MEASURE)
    assert plan.departments[0].aliases == ("福祉", "旧福祉課", "社会課")
    assert not findings


def test_a_mark_is_read_as_the_list_spells_it(tmp_path: Path) -> None:
    marks = "| 記号 | 意味 |\n| Ｎ | 新規 |"
    plan, _ = read_tables(
        tmp_path, 今後の展開=marks, 施策=MEASURE.replace("|           |", "| n |")
    )
    assert plan.measures[0].outlook == "Ｎ"


def test_a_name_broken_over_two_lines_for_its_looks_is_one_name(tmp_path: Path) -> None:
    listed = departments(("福\\n 祉課", "", ""))
    plan, _ = read_tables(tmp_path, 担当課=listed, 施策=MEASURE)
    assert plan.departments[0].name == "福祉課"


def test_a_dot_behind_a_next_steps_number_is_dropped(tmp_path: Path) -> None:
    steps = "| 番号 | 名称 | 区分 |\n| 1. | 現状維持 | |\n| ２． | 終了 | 終了 |"
    plan, _ = read_tables(tmp_path, 次期展開=steps)
    assert [f"{step.code}.{step.name}" for step in next_steps_of(plan)] == ["1.現状維持", "２.終了"]


def test_the_time_of_the_last_saving_is_the_plans_version(tmp_path: Path) -> None:
    book = load(plan_book(tmp_path / "plan.xlsx"))
    book.save(tmp_path / "saved.xlsx")
    saved = load(tmp_path / "saved.xlsx").properties.modified
    assert read_plan(tmp_path / "saved.xlsx").saved_at == f"{saved:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.xlsx", None),
        ("empty.xlsx", b""),
        ("text.xlsx", "計画".encode()),
        ("half.xlsx", b"PK\x03\x04" + bytes(60)),
    ],
)
def test_what_is_no_workbook_stops_with_its_name_and_a_remedy(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=name) as caught:
        read_plan(tmp_path / name)
    assert caught.value.remedy


@pytest.mark.parametrize("kind", ["PanicException", "KeyboardInterrupt"])
def test_a_panic_of_the_reader_is_told_and_an_interrupt_goes_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    # What pyo3 raises for a Rust panic is of a class that cannot be imported.
    stop = type(kind, (BaseException,), {})

    def panic(_: object) -> None:
        raise stop

    monkeypatch.setattr("python_calamine.load_workbook", panic)
    expected = InputError if kind == "PanicException" else stop
    with pytest.raises(expected):
        read_plan(plan_book(tmp_path / "plan.xlsx"))


def test_a_plan_with_a_password_says_so(tmp_path: Path) -> None:
    locked = tmp_path / "locked.xlsx"
    with plan_book(tmp_path / "plan.xlsx").open("rb") as plain, locked.open("wb") as target:
        OOXMLFile(plain).encrypt("ひみつ", target)
    with pytest.raises(InputError, match="パスワード") as caught:
        read_plan(locked)
    assert "パスワード" in caught.value.remedy


def test_a_folder_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="フォルダー"):
        read_plan(tmp_path)


def test_a_workbook_with_none_of_the_sheets_is_no_plan(tmp_path: Path) -> None:
    others: dict[str, str | None] = {**dict.fromkeys(GOOD), "Sheet1": "| 番号 |\n| 1 |"}
    with pytest.raises(InputError, match="計画台帳ではありません"):
        read_plan(plan_book(tmp_path / "other.xlsx", **others))


def test_a_form_is_no_plan(tmp_path: Path) -> None:
    """It has a 凡例 too; what is missing of a plan's sheets would be no help."""
    with pytest.raises(InputError, match="計画台帳ではありません"):
        read_plan(write_form(tmp_path / "form.xlsx", real_plan(), "情報課"))


def test_a_sheet_name_may_differ_in_width_and_blanks(tmp_path: Path) -> None:
    renamed: dict[str, str | None] = {"凡例": None, " 凡 例": GOOD["凡例"]}
    assert mistakes_of(tmp_path, **renamed) == []


MEASURE = """
    | 基本施策 | 項番 | 施策名称 | 目標 | 今後の展開 | 担当課 |
    | 1        | 1    | SNS      | 週1回 |           | 福祉課 |
    | 2        | 1    | 監視     | 維持 |            | 福祉課 |
"""


def departments(*rows: tuple[str, str, str]) -> str:
    lines = [f"| {name} | {aliases} | {answers} | |" for name, aliases, answers in rows]
    return "\n".join(["| 名称 | 別名 | 回答対象 | メールアドレス |", *lines])


def charge(folder: Path, cell: str) -> list[tuple[str, str]]:
    """Who is in charge where 担当課 of measure 1-1 reads so."""
    listed = departments(
        ("企画防災課", "旧防災課", ""),
        ("情報課", "", ""),
        ("支所", "", ""),
        ("支所(北)", "", ""),
        ("文化・スポーツ課", "", ""),
    )
    measures = MEASURE.replace("福祉課", cell, 1).replace("福祉課", "情報課")
    plan, _ = read_tables(folder, 担当課=listed, 施策=measures)
    return [(a.department, a.note) for a in plan.measures[0].assignments]
