"""`merge --history`: this year's ratings beside those of earlier years, on the sheet 年度推移."""

from __future__ import annotations

import io
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile

import ictxl as python_ictxl
from ictxl.consolidated.table import consolidate
from ictxl.consolidated.workbook import write_consolidated
from ictxl.consolidated.year_table import YearHistory, YearTable, read_year_name
from ictxl.model import Assignment, Department, Measure, Plan
from ictxl.plan.writing import write_plan
from ictxl.questions import Choice, Question, QuestionKind, rating_list
from ictxl.responses import Response
from ictxl.years.matching import follow
from ictxl.years.year import Year
from tests.support.books import load, sheet_names
from tests.support.cli import Run, ictxl
from tests.support.examples import examples
from tests.support.own_questions import DEGREE, PEOPLE, RATE, RESULT, fill_in, own_plan
from tests.support.responses import answered
from tests.support.returned_forms import RATINGS, Form, filled_form, make_form, small_plan
from tests.support.year_sheets import SHEET, YearSheet, year_sheet

NOW = small_plan()
ARCHIVE, HEALTH, SCHOOL = (Assignment(name) for name in ("文書課", "健康課", "学校課"))


def measure(number: str, title: str, *charge: Assignment) -> Measure:
    area, _, own = number.partition("-")
    return Measure(area, own, title, f"{title}の目標。", "", charge)


YEAR_BEFORE = small_plan(
    year=2023,
    year_label="令和5年度",
    measures=(
        measure("1-1", "健康情報の発信", HEALTH),
        measure("1-2", "電子申請の拡大", ARCHIVE, HEALTH),
        measure("2-1", "職員研修", ARCHIVE),
        measure("2-2", "文書の電子化", ARCHIVE),
        measure("2-3", "窓口の案内", ARCHIVE, SCHOOL),
    ),
)
LONG_BEFORE = small_plan(
    year=2021,
    year_label="令和3年度",
    departments=(Department("旧総務課"), Department("健康課")),
    measures=(
        measure("1-1", "電子申請の拡大", Assignment("旧総務課")),
        measure("1-2", "学校の通信環境(試行)", HEALTH),
        measure("1-3", "健康情報の発信", HEALTH),
    ),
)
ANSWERS = {
    "文書課": {"1-1": "B", "1-3": "A", "2-1": "X", "2-2": "C"},
    "健康課": {"1-1": "A", "1-2": "B", "2-2": "C"},
}
EARLIER = {
    YEAR_BEFORE.year: {
        ("1-1", "健康課"): "A",
        ("1-2", "文書課"): "C",
        ("1-2", "健康課"): "D",
        ("2-1", "文書課"): "B",
        ("2-2", "文書課"): "☆",
        ("2-3", "文書課"): "X",
    },
    LONG_BEFORE.year: {
        ("1-1", "旧総務課"): "D",
        ("1-2", "健康課"): "B",
        ("1-3", "健康課"): "C",
    },
}


def write_year(plan: Plan, path: Path, submitted: Iterable[str] | None = None) -> None:
    """A year's published workbook, as ictxl made it then."""
    answers = [
        answered(number, department, code, f"{code}でした。", "1")
        for (number, department), code in EARLIER[plan.year].items()
    ]
    everyone = {department.name for department in plan.departments}
    write_consolidated(plan, answers, everyone if submitted is None else set(submitted), path)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This year's returned forms (学校課 has sent none), and the workbooks of two earlier years."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "returned").mkdir()
    (folder / "過年度").mkdir()
    for department, ratings in ANSWERS.items():
        answers = {n: (code, "講座を開いた。", "1.現状維持") for n, code in ratings.items()}
        filled_form(folder / "returned" / f"{department}.xlsx", NOW, department, answers)
    write_year(YEAR_BEFORE, folder / "過年度" / "R5.xlsx", {"文書課", "健康課"})
    write_year(LONG_BEFORE, folder / "過年度" / "R3.xlsx")
    return folder


@pytest.fixture
def folder(desk: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(desk, tmp_path / "desk"))


def merged(folder: Path, *words: str | Path) -> Run:
    run = ictxl("merge", "returned", *words, "--json", cwd=folder)
    assert run.code in (0, 1), run.out + run.err
    return run


def told(run: Run) -> set[tuple[str, str, str]]:
    """What was found in the tables of earlier years."""
    return {found for found in run.findings() if found[2].startswith("R")}


def sheet_of(folder: Path) -> YearSheet:
    return year_sheet(folder / "進捗状況.xlsx")


def test_each_answer_of_this_year_and_of_measures_gone_stands_on_a_row_with_a_column_a_year(
    folder: Path,
) -> None:
    run = merged(folder, "--history", "過年度")
    assert told(run) == set()
    assert [one["year"] for one in run.json["earlier_years"]] == [2021, 2023]
    sheet = sheet_of(folder)
    assert sheet.headings == (
        *("項番", "施策名称", "担当課", "令和3年度", "令和5年度", "令和6年度", "備考"),
    )
    assert sheet.rows == [
        (
            *("1-1", "電子申請の拡大", "文書課", "D", "C", "B"),
            "令和5年度: 項番 1-2\n令和3年度: 項番 1-1、旧総務課",
        ),
        ("1-1", "電子申請の拡大", "健康課", "―", "D", "A", "令和5年度: 項番 1-2"),
        (
            *("1-2", "健康情報の発信", "健康課", "C", "A", "B"),
            "令和5年度: 項番 1-1\n令和3年度: 項番 1-3",
        ),
        ("1-3", "学校の通信環境", "学校課", "―", "―", "未提出", None),
        ("1-3", "学校の通信環境", "文書課", "―", "―", "A", None),
        (
            *("1-3", "学校の通信環境", "健康課", "B", "―", "―"),
            "担当は令和3年度まで\n令和3年度: 項番 1-2、名称「学校の通信環境(試行)」",
        ),
        ("2-1", "文書の電子化", "文書課", "―", "☆", "X", "令和5年度: 項番 2-2"),
        ("2-2", "職員研修", "文書課", "―", "B", "C", "令和5年度: 項番 2-1"),
        ("2-2", "職員研修", "健康課", "―", "―", "C", None),
        ("2-2", "職員研修", "学校課", "―", "―", "未提出", None),
        ("2-3", "窓口の案内", "文書課", "―", "X", "―", "令和5年度まで"),
        ("2-3", "窓口の案内", "学校課", "―", "未提出", "―", "令和5年度まで"),
    ]


def test_the_distribution_counts_every_answer_of_its_year_and_a_chart_shows_it(
    folder: Path,
) -> None:
    merged(folder, "--history", "過年度")
    sheet = sheet_of(folder)
    assert sheet.figures == {
        "評価": ("令和3年度", "令和5年度", "令和6年度"),
        "A 目標を上回った": (0, 1, 2),
        "B 目標どおり進んでいる": (1, 1, 2),
        "C やや遅れている": (1, 1, 2),
        "D 着手していない": (1, 1, 0),
        "X 完了した": (0, 1, 1),
        "Y 廃止した": (0, 0, 0),
        "一覧外": (0, 1, 0),
        "未提出": (0, 1, 2),
        "計": (3, 7, 9),
    }
    [chart] = sheet.sheet._charts  # type: ignore[attr-defined]  # openpyxl has no public way
    drawn = [series.tx.v for series in chart.series]
    assert drawn == [name for name, of in sheet.figures.items() if name != "計" and any_number(of)]
    assert chart.grouping == "percentStacked"


def any_number(counts: Sequence[object]) -> bool:
    return any(isinstance(count, int) and count for count in counts)


def test_a_code_that_meant_something_else_is_told(folder: Path) -> None:
    other = rating_list([Choice("A", "とてもよい"), *RATINGS[1:]])
    questions = (replace(NOW.questions[0], choices=other), *NOW.questions[1:])
    write_year(replace(YEAR_BEFORE, questions=questions), folder / "過年度" / "R5.xlsx")
    merged(folder, "--history", "過年度")
    above = sheet_of(folder).above
    assert "令和5年度の評価「A」の意味は「とてもよい」でした。" in above
    assert sum("でした。" in text for text in above) == 1


def test_files_and_folders_may_be_named_and_without_them_there_is_no_such_sheet(
    folder: Path,
) -> None:
    run = merged(folder, "--history", "過年度/R5.xlsx", "--history", "過年度/R3.xlsx")
    assert [one["year"] for one in run.json["earlier_years"]] == [2021, 2023]
    merged(folder, "-o", "単年度.xlsx")
    assert SHEET not in sheet_names(folder / "単年度.xlsx")


def test_the_same_years_give_the_same_bytes_and_the_terminal_and_record_name_them(
    folder: Path,
) -> None:
    said = ictxl("merge", "returned", "--history", "過年度", cwd=folder).out
    assert "過年度(2021、2023)の評価を、シート「年度推移」に並べました。" in said
    first = (folder / "進捗状況.xlsx").read_bytes()
    record = json.loads((folder / "内部用_進捗状況.audit.json").read_text("utf-8"))
    read = {one["path"]: one["became"] for one in record["inputs"]}
    assert read["過年度/R5.xlsx"] == read["過年度/R3.xlsx"] == "earlier year"
    merged(folder, "--history", "過年度")
    assert (folder / "進捗状況.xlsx").read_bytes() == first


def test_python_merges_with_earlier_years_too(folder: Path) -> None:
    result = python_ictxl.merge(
        folder / "returned", folder / "進捗状況.xlsx", history=folder / "過年度"
    )
    assert [one.year for one in result.earlier_years] == [2021, 2023]
    assert sheet_of(folder).rows[0][3:6] == ("D", "C", "B")


def test_a_workbook_with_the_sheet_is_the_next_years_history_and_reads_back_as_before(
    folder: Path,
) -> None:
    merged(folder, "-o", "単年度.xlsx")
    merged(folder, "--history", "過年度")
    alone, beside = (
        ictxl("history", name, "-o", f"{name}.csv", "--json", cwd=folder)
        for name in ("単年度.xlsx", "進捗状況.xlsx")
    )
    assert alone.findings() == beside.findings() == set()
    tables = [(folder / f"{name}.csv").read_bytes() for name in ("単年度.xlsx", "進捗状況.xlsx")]
    assert tables[0] == tables[1]


# --- numbers


def number_year(plan: Plan, path: Path, answers: dict[str, dict[Question, str]]) -> None:
    responses = [
        Response(number, "文書課", {question.key: text for question, text in of.items()})
        for number, of in answers.items()
    ]
    write_consolidated(plan, responses, {"文書課"}, path)


@pytest.fixture
def numbers(tmp_path: Path) -> YearSheet:
    """A plan that asks for a degree and three numbers, one of them in another unit before."""
    plan = own_plan()
    (tmp_path / "returned").mkdir()
    form = Form(make_form(tmp_path / "returned" / "文書課.xlsx", plan, "文書課"))
    fill_in(form, "1-1", {DEGREE: "○", RESULT: 120, RATE: 0.5, PEOPLE: 30})
    fill_in(form, "2-1", {DEGREE: "◎", RESULT: "約9", RATE: 0.9}).save()
    thousand = replace(PEOPLE, unit="千人")
    before = replace(
        plan,
        year=2023,
        year_label="令和5年度",
        questions=(
            Question("評価", QuestionKind.CHOICE, rating_list(RATINGS)),
            *(thousand if q is PEOPLE else q for q in plan.questions[1:]),
        ),
    )
    number_year(
        before,
        tmp_path / "R5.xlsx",
        {
            "1-1": {before.questions[0]: "A", RESULT: "1200.5", RATE: "0.25", thousand: "2"},
            "2-1": {before.questions[0]: "B", RESULT: "-9"},
        },
    )
    merged(tmp_path, "--history", "R5.xlsx")
    return year_sheet(tmp_path / "進捗状況.xlsx")


def test_numbers_stand_as_numbers_with_their_totals_and_a_chart_each(numbers: YearSheet) -> None:
    rows = {(row[0], row[1], row[3]): row[4:6] for row in numbers.rows}
    assert rows["実績値(千円)", "1-1", "文書課"] == (1200.5, 120)
    assert rows["実績値(千円)", "2-1", "文書課"] == (-9, "約9")
    assert rows["達成率", "2-1", "文書課"] == ("記載なし", 0.9)
    assert numbers.figures["合計"] == (1191.5, 120)
    assert numbers.figures["平均"] == (0.25, 0.7)
    assert len(numbers.sheet._charts) == 3  # type: ignore[attr-defined]  # as above


def test_no_chart_is_cut_by_the_end_of_a_page(numbers: YearSheet) -> None:
    sheet = numbers.sheet
    pages = [0.0]
    ends = {one.id for one in sheet.row_breaks.brk}
    spans = [(c.anchor._from.row + 1, c.anchor.to.row + 1) for c in sheet._charts]  # type: ignore[attr-defined]  # as above
    assert len(spans) == 3
    for row in range(1, 1 + max(last for _, last in spans)):
        assert not any(first <= row < last for first, last in spans if row in ends)
        pages[-1] += sheet.row_dimensions[row].height
        pages += [0.0] if row in ends else []
    scale = (sheet.page_setup.scale or 100) / 100
    assert len(pages) > 1
    assert max(pages) * scale < 841.89 - 36 - 43.2  # A3 between its margins


def test_the_leading_choice_is_followed_whatever_it_was_called(numbers: YearSheet) -> None:
    rows = {(row[0], row[1], row[3]): row[4:6] for row in numbers.rows}
    assert rows["達成度", "1-1", "文書課"] == ("A", "○")
    assert numbers.figures["A 目標を上回った"] == (1, 0)


def test_numbers_in_another_unit_are_not_set_side_by_side(numbers: YearSheet) -> None:
    assert {row[0] for row in numbers.rows} == {"達成度", "実績値(千円)", "達成率"}


# --- what may be wrong


def test_a_file_that_is_no_table_is_told_and_the_others_are_shown(folder: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "議事録"
    workbook.save(folder / "過年度" / "議事録.xlsx")
    (folder / "過年度" / "R5.xlsx").write_bytes(b"PK\3\4 broken")
    run = merged(folder, "--history", "過年度")
    assert run.code == 1
    assert told(run) == {("議事録.xlsx", "", "R010"), ("R5.xlsx", "", "R010")}
    assert sheet_of(folder).headings[3:5] == ("令和3年度", "令和6年度")


def test_a_file_beyond_the_limit_is_not_read(folder: Path) -> None:
    with (folder / "過年度" / "R5.xlsx").open("r+b") as file:
        file.truncate(3 << 20)
    run = merged(folder, "--history", "過年度", "--limit-file-mb", "2")
    assert told(run) == {("R5.xlsx", "", "R010")}


def seal(path: Path, password: str) -> None:
    """Give a workbook a password."""
    content = io.BytesIO(path.read_bytes())
    with path.open("wb") as target:
        OOXMLFile(content).encrypt(password, target)


@pytest.mark.lengthy
def test_workbooks_of_earlier_years_are_opened_by_the_passwords_given(folder: Path) -> None:
    expected = merged(folder, "--history", "過年度").json["earlier_years"]
    rows = sheet_of(folder).rows
    seal(folder / "過年度" / "R5.xlsx", "合言葉")
    assert told(merged(folder, "--history", "過年度")) == {("R5.xlsx", "", "R010")}
    run = merged(folder, "--history", "過年度", "--password", "ちがう", "--password", "合言葉")
    assert (told(run), run.json["earlier_years"]) == (set(), expected)
    assert sheet_of(folder).rows == rows


def test_of_a_year_that_two_tables_tell_neither_is_shown(folder: Path) -> None:
    other = [answered("1-1", "健康課", "D")]
    write_consolidated(YEAR_BEFORE, other, {"健康課"}, folder / "過年度" / "R5修正.xlsx")
    run = merged(folder, "--history", "過年度")
    assert told(run) == {("R5修正.xlsx", "", "R011")}
    assert sheet_of(folder).headings[3:5] == ("令和3年度", "令和6年度")


def test_a_copy_of_a_table_is_the_same_table(folder: Path) -> None:
    shutil.copy(folder / "過年度" / "R5.xlsx", folder / "過年度" / "R5 - コピー.xlsx")
    run = merged(folder, "--history", "過年度")
    assert told(run) == set()
    assert [one["year"] for one in run.json["earlier_years"]] == [2021, 2023]


def test_a_table_of_another_plan_is_not_shown(folder: Path) -> None:
    others = (measure("1-1", "河川の改修", ARCHIVE), measure("3-1", "公園の整備", HEALTH))
    plan = replace(YEAR_BEFORE, title="基盤整備計画", measures=others)
    write_consolidated(plan, [answered("1-1", "文書課", "A")], {"文書課"}, folder / "他.xlsx")
    run = merged(folder, "--history", "過年度/R3.xlsx", "--history", "他.xlsx")
    assert run.code == 1  # 学校課 has sent nothing
    assert told(run) == {("他.xlsx", "", "R012")}
    merged(folder, "--history", "他.xlsx")
    assert SHEET not in sheet_names(folder / "進捗状況.xlsx")


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_table_of_this_year_or_later_is_not_shown(folder: Path, year: int) -> None:
    plan = replace(YEAR_BEFORE, year=year, year_label=f"{year}年度")
    write_consolidated(plan, [answered("1-1", "健康課", "A")], {"健康課"}, folder / "新.xlsx")
    run = merged(folder, "--history", "過年度", "--history", "新.xlsx")
    assert told(run) == {("新.xlsx", "", "R013")}


def test_five_years_are_shown_and_older_ones_told(folder: Path) -> None:
    for year in range(2016, 2021):
        plan = replace(LONG_BEFORE, year=year, year_label=f"{year}年度")
        write_consolidated(
            plan, [answered("1-3", "健康課", "A")], {"健康課"}, folder / "過年度" / f"{year}.xlsx"
        )
    run = merged(folder, "--history", "過年度")
    assert told(run) == {("2016.xlsx", "", "R014"), ("2017.xlsx", "", "R014")}
    assert [one["year"] for one in run.json["earlier_years"]] == [2018, 2019, 2020, 2021, 2023]


def test_what_was_unsure_in_reading_a_table_is_told_at_its_cell(folder: Path) -> None:
    path = folder / "過年度" / "R5.xlsx"
    workbook = load(path)
    sheet = workbook["進捗状況"]
    [cell] = [c for row in sheet.iter_rows() for c in row if "-C】" in str(c.value)]
    cell.value = str(cell.value).replace("-C】", "-A】")
    workbook.save(path)
    run = merged(folder, "--history", "過年度")
    assert told(run) == {("R5.xlsx", cell.coordinate, "R015")}
    assert sheet_of(folder).rows[0][4] == "C"


def test_a_table_made_by_hand_is_read_as_well(folder: Path) -> None:
    text = "\t".join
    lines = [
        text(["", "項番", "施策名称", "担当課", "令和4年度の進捗状況"]),
        text(["第1款 くらしの情報化", "(1)", "健康情報の発信", "健康課", "【健康課-D】まだです。"]),
    ]
    (folder / "R4.txt").write_text("\n".join(lines), "utf-8")
    run = merged(folder, "--history", "R4.txt")
    assert [one["year"] for one in run.json["earlier_years"]] == [2022]
    assert sheet_of(folder).rows[2][3] == "D"


def test_a_whole_years_folder_may_be_named_and_only_its_table_is_read(folder: Path) -> None:
    year = folder / "過年度" / "令和5年度"
    shutil.copytree(folder / "returned", year / "returned")
    write_plan(YEAR_BEFORE, year / "plan.xlsx")
    workbook = load(year / "plan.xlsx")
    workbook.save(year / "plan.xlsx")  # as a person who worked on it
    shutil.move(folder / "過年度" / "R5.xlsx", year / "進捗状況.xlsx")
    run = merged(folder, "--history", "過年度")
    assert told(run) == set()
    assert [one["year"] for one in run.json["earlier_years"]] == [2021, 2023]


def test_this_years_own_output_in_the_folder_is_no_earlier_year(folder: Path) -> None:
    for _ in range(2):
        run = merged(folder, "--history", "過年度", "-o", "過年度/R6.xlsx")
        assert told(run) == set()


@pytest.mark.parametrize(
    ("named", "message"),
    [("ない.xlsx", "ない.xlsx"), ("空", "空"), ("ほか", "過年度の進捗状況のブックがありません")],
)
def test_a_place_without_any_table_stops_the_merge_before_it_writes(
    folder: Path, named: str, message: str
) -> None:
    (folder / "空").mkdir()
    shutil.copytree(folder / "returned", folder / "ほか")
    run = ictxl("merge", "returned", "--history", named, cwd=folder)
    assert run.code == 2
    assert message in run.err
    assert "--history" in run.err
    assert not (folder / "進捗状況.xlsx").exists()


def test_an_earlier_table_is_never_written_over(folder: Path) -> None:
    before = (folder / "過年度" / "R5.xlsx").read_bytes()
    run = ictxl(
        *("merge", "returned", "--history", "過年度/R5.xlsx", "-o", "過年度/R5.xlsx"), cwd=folder
    )
    assert run.code == 2
    assert (folder / "過年度" / "R5.xlsx").read_bytes() == before


# --- following


TITLES = (
    "窓口の案内",
    "窓口の案内",
    "図書の貸出",
    "防災訓練",
    "公園の整備",
    "健診の勧奨",
    "健診の勧奨",
)
OFFICES = ("文書課", "健康課", "学校課")


def random_year(pick: random.Random, number: int) -> tuple[Year, dict[tuple[str, str], str]]:
    """Some of the measures under any numbers, each answer telling whose it is and of what."""
    chosen = [title for title in TITLES if pick.random() < 0.8]
    pick.shuffle(chosen)
    measures, answers = [], {}
    counts: Counter[str] = Counter()
    for title in chosen:
        area = pick.choice("12")
        counts[area] += 1
        charge = [name for name in OFFICES if pick.random() < 0.7] or [OFFICES[0]]
        made = measure(f"{area}-{counts[area]}", title, *map(Assignment, charge))
        measures.append(made)
        answers.update({(made.id, name): f"{title} {name} {number}" for name in charge})
    plan = replace(NOW, year=number, year_label=f"{number}年度", measures=tuple(measures))
    responses = [answered(*place, "A", text) for place, text in answers.items()]
    return Year(plan, tuple(responses)), answers


@settings(max_examples=examples(300, 15), deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 6))
def test_no_answer_is_lost_doubled_or_put_beside_another_measures_when_numbers_move(
    pick: random.Random, count: int
) -> None:
    made = [random_year(pick, 2020 + index) for index in range(count)]
    years = [year for year, _ in made]
    lines = [line for lines in follow(years) for line in lines]
    for index, (_, answers) in enumerate(made):
        places = [line[index] for line in lines if line[index]]
        assert Counter(places) == Counter(answers.keys())
    for line in lines:
        told = {
            answers[place].rpartition(" ")[0]
            for place, (_, answers) in zip(line, made, strict=True)
            if place
        }
        assert len(told) == 1
    # What each year has of one name and department is on as few lines as it can be.
    for title in set(TITLES):
        for office in OFFICES:
            most = max(
                sum(text.startswith(f"{title} {office} ") for text in answers.values())
                for _, answers in made
            )
            if TITLES.count(title) == 1:
                assert sum(_tells(line, made, title, office) for line in lines) == most


def _tells(
    line: Sequence[tuple[str, str] | None],
    made: Sequence[tuple[Year, dict[tuple[str, str], str]]],
    title: str,
    office: str,
) -> bool:
    texts = [of[place] for place, (_, of) in zip(line, made, strict=True) if place]
    return bool(texts) and texts[0].startswith(f"{title} {office} ")


# --- for placeholders


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("前年度", 2023),
        (" 前年 ", 2023),
        ("昨年度", 2023),
        ("前々年度", 2022),
        ("R5", 2023),
        ("Ｒ５", 2023),
        ("令和5年度", 2023),
        ("令和元年度", 2019),
        ("R元", 2019),
        ("平成31(令和元)年度", 2019),
        ("H30", 2018),
        ("2019", 2019),
        ("2019年度", 2019),
        ("今年度", None),
        ("", None),
        ("令和", None),
        ("R0", None),
        ("123", None),
    ],
)
def test_years_are_named_as_people_name_them(text: str, year: int | None) -> None:
    assert read_year_name(text, 2024) == year


def test_a_value_of_an_earlier_year_is_found_by_this_years_measure() -> None:
    plans = (LONG_BEFORE, YEAR_BEFORE)
    earlier = [
        Year(
            plan,
            tuple(
                answered(*place, code, f"{code}でした。")
                for place, code in EARLIER[plan.year].items()
            ),
        )
        for plan in plans
    ]
    measures = follow([*earlier, Year(NOW, ())])
    tables = tuple(consolidate(year.plan, year.responses, set()) for year in earlier)
    years = YearTable(consolidate(NOW, (), set()), YearHistory(tables, tuple(measures)))
    assert years.value("評価", 2023, ("1-1", "文書課")) == "C"
    assert years.value("評価", 2021, ("1-1", "文書課")) == "D"
    assert years.value("進捗状況", 2021, ("1-2", "健康課")) == "Cでした。"
    assert years.value("評価", 2022, ("1-1", "文書課")) == ""
    assert years.value("評価", 2023, ("1-3", "学校課")) == ""
    assert years.value("予算", 2023, ("1-1", "文書課")) == ""
