"""Two years side by side, and many years in one frame."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock

from ictxl.consolidated.workbook import write_consolidated
from ictxl.model import Assignment, Department, Measure, Plan
from ictxl.pipeline import yearly
from ictxl.pipeline.yearly import read_history
from ictxl.questions import Choice
from ictxl.years.comparing import ChangeKind, ComparedAnswer, Trend, compare
from ictxl.years.comparison_workbook import passages
from ictxl.years.year import Year
from tests.support.books import load, sheet_of
from tests.support.cli import ictxl
from tests.support.examples import examples
from tests.support.last_year import RESPONSES, response
from tests.support.responses import answered, with_answers
from tests.support.returned_forms import small_plan

BEFORE = Year(small_plan(), RESPONSES, "2024.xlsx")


def next_plan() -> Plan:
    """1-1 is gone, 1-3 has become 1-2, 1-2 is renamed, 2-3 is new; 文書課 is 総務課 now."""
    plan = small_plan()
    _, health, school, papers, training = plan.measures
    archive, clinic, pupils = (Assignment(name) for name in ("総務課", "健康課", "学校課"))
    return replace(
        plan,
        year=2025,
        year_label="令和7年度",
        departments=(
            Department("総務課", ("文書課",)),
            *(d for d in plan.departments if d.name != "文書課"),
        ),
        measures=(
            replace(health, number="1", title="健康情報の発信(SNS)", assignments=(clinic,)),
            replace(
                school, number="2", target="全校と図書館に置く。", assignments=(pupils, archive)
            ),
            replace(papers, assignments=(archive, clinic)),
            replace(training, assignments=(archive, clinic)),
            Measure("2", "3", "窓口の案内", "案内板を置く。", "☆", (archive,)),
        ),
    )


AFTER = Year(
    next_plan(),
    (
        response("1-1", "健康課", "A", "毎週発信した。", "2"),
        response("1-2", "学校課", "Y", "全校に置いた。", "4"),
        response("1-2", "総務課", "C", "3校に置いた。", "1"),
        response("2-1", "総務課", "X", "=1+1\n半減した。", ""),
        response("2-1", "健康課", "B", "始めた。", "1"),
        response("2-2", "総務課", "B", "また開いた。", "1"),
        response("2-3", "総務課", "D", "未着手", "1"),
    ),
    "2025.xlsx",
)


def facts(row: ComparedAnswer) -> tuple[str, str, str, str, str]:
    before = row.match.before.id if row.match.before else ""
    after = row.match.after.id if row.match.after else ""
    ratings = f"{row.rating_before}>{row.rating_after}"
    return f"{before}>{after}", row.department, row.kind.value, ratings, row.trend.value


def test_each_department_of_each_measure_is_compared_by_the_measures_name() -> None:
    comparison = compare(AFTER, BEFORE)
    assert [facts(row) for row in comparison.rows] == [
        ("1-2>1-1", "健康課", "継続", "B>A", "上昇"),
        ("1-3>1-2", "学校課", "継続", "Y>Y", "変化なし"),
        ("1-3>1-2", "総務課", "継続", "B>C", "下降"),
        ("2-1>2-1", "総務課", "継続", "A>X", "終了へ"),
        ("2-1>2-1", "健康課", "担当追加", ">B", ""),
        ("2-2>2-2", "総務課", "継続", "X>B", "再開"),
        ("2-2>2-2", "健康課", "継続", ">", ""),
        ("2-2>2-2", "学校課", "担当外れ", "X>", ""),
        (">2-3", "総務課", "新規", ">D", ""),
        ("1-1>", "文書課", "終了", "X>", ""),
        ("1-1>", "健康課", "終了", "B>", ""),
    ]
    assert comparison.before is BEFORE


def test_figures_count_measures_and_answers() -> None:
    comparison = compare(BEFORE, AFTER)
    assert comparison.measure_counts == {
        "継続": 4,
        "うち項番の変更": 2,
        "うち名称の変更": 1,
        "新規": 1,
        "終了": 1,
    }
    assert comparison.trend_counts[Trend.UP] == 1
    assert comparison.rating_counts() == [
        ("A", 1, 1),
        ("B", 3, 2),
        ("C", 0, 1),
        ("D", 0, 1),
        ("X", 3, 1),
        ("Y", 1, 1),
    ]


def test_texts_carried_over_unchanged_and_changed_targets_are_remarked() -> None:
    rows = {(r.measure.id, r.department): r for r in compare(BEFORE, AFTER).rows}
    assert rows["1-2", "学校課"].is_copied
    assert not rows["1-2", "総務課"].is_copied
    assert rows["1-2", "総務課"].is_target_changed
    assert {r.kind for r in rows.values()} == set(ChangeKind)


@settings(max_examples=examples(100), deadline=None, print_blob=True)
@given(st.text("あいうえお。\n ab1", max_size=40), st.text("あいうえお。\n ab1", max_size=40))
def test_the_passages_of_a_text_are_the_text_and_unchanged_ones_are_in_both(
    before: str, after: str
) -> None:
    old, new = passages(before, after)
    assert "".join(p.text for p in old) == before
    assert "".join(p.text for p in new) == after
    unchanged = "".join(p.text for p in old if not p.is_changed)
    assert unchanged == "".join(p.text for p in new if not p.is_changed)
    if before == after:
        assert not any(p.is_changed for p in (*old, *new))


def test_ratings_stand_in_the_legends_order_and_only_they_have_bars(tmp_path: Path) -> None:
    signs = [Choice(code, f"{code}の意味") for code in "◎○△×"]
    plan = small_plan(ratings=signs)
    for year, codes in ((2023, "×△○A☆"), (2024, ["△", "◎", "○", "1.5", "よい"])):
        answers = [
            answered(m.id, m.departments[0], code, "した。", "1")
            for m, code in zip(plan.measures, codes, strict=True)
        ]
        of_year = replace(plan, year=year, year_label=f"{year}年度")
        everyone = {d.name for d in plan.departments}
        write_consolidated(of_year, answers, everyone, tmp_path / f"{year}.xlsx")
    run = ictxl("compare", "2023.xlsx", "2024.xlsx", "-o", "比較.xlsx", "--json", cwd=tmp_path)
    told = [(one["rating"], one["before"], one["after"]) for one in run.json["ratings"]]
    listed = [("◎", 0, 1), ("○", 1, 1), ("△", 1, 1), ("×", 1, 0)]
    assert told[:4] == listed
    assert sorted(told[4:]) == [("1.5", 0, 1), ("A", 1, 0), ("☆", 1, 0), ("よい", 0, 1)]
    assert (run.json["trends"]["上昇"], run.json["trends"]["変化なし"]) == (2, 1)
    sheet = sheet_of(tmp_path / "比較.xlsx", "集計")
    rows = [row[:3] for row in sheet.iter_rows(values_only=True)]
    first = rows.index(("評価", "2023年度", "2024年度")) + 1
    assert rows[first : first + 5] == [*listed, ("凡例にないもの", 2, 2)]
    [chart] = sheet._charts
    assert {series.val.numRef.f for series in chart.series} == {
        f"集計!${column}${first + 1}:${column}${first + 4}" for column in "BC"
    }


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    for year in (BEFORE, AFTER):
        everyone = {d.name for d in year.plan.departments}
        write_consolidated(year.plan, year.responses, everyone, folder / year.file)
    return folder


def test_the_workbook_marks_what_changed_and_draws_the_figures(
    tables: Path, tmp_path: Path
) -> None:
    yearly.compare(tables / "2024.xlsx", tables / "2025.xlsx", tmp_path / "比較.xlsx")
    again = tmp_path / "again.xlsx"
    yearly.compare(tables / "2025.xlsx", tables / "2024.xlsx", again)
    assert again.read_bytes() == (tmp_path / "比較.xlsx").read_bytes()
    book = load(tmp_path / "比較.xlsx", rich_text=True)
    assert book.sheetnames == ["集計", "比較"]
    texts = {str(c.value): c.value for row in book["比較"] for c in row if c.value}
    old, new = texts["毎月発信した。"], texts["毎週発信した。"]
    assert isinstance(old, CellRichText)
    assert isinstance(new, CellRichText)
    [removed] = [run for run in old if isinstance(run, TextBlock) and run.font.strike]
    [added] = [run for run in new if isinstance(run, TextBlock) and run.font.u]
    assert (removed.text, added.text) == ("月", "週")
    # A text that looks like a formula stays the text it is.
    assert "=1+1\n半減した。" in texts
    assert len(book["集計"]._charts) == 1


def test_the_command_tells_it_on_the_terminal_and_as_json(tables: Path) -> None:
    run = ictxl("compare", tables / "2024.xlsx", tables / "2025.xlsx")
    assert run.code == 0, run.err
    assert "B → A" in run.out
    assert "新規 1" in run.out
    told = ictxl("compare", tables / "2024.xlsx", tables / "2025.xlsx", "--json").json
    [row] = [r for r in told["rows"] if r["measure_after"] == "1-1"]
    assert (row["measure_before"], row["moved"], row["renamed"]) == ("1-2", True, True)
    assert (row["rating_before"], row["rating_after"], row["text_changed"]) == ("B", "A", True)
    assert told["before"]["year"] == 2024


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_all_years_go_into_one_frame_in_every_format(
    tables: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"全年度{suffix}"
    run = ictxl("history", tables / "*.xlsx", "-o", target, "--json")
    assert run.code == 0, run.out + run.err
    assert [year["year"] for year in run.json["years"]] == [2024, 2025]
    frame = read_history([str(tables)]).frame
    read = {
        ".csv": lambda: pd.read_csv(target, keep_default_na=False, dtype={"次期展開番号": str}),
        ".parquet": lambda: pd.read_parquet(target),
        ".xlsx": lambda: pd.read_excel(
            target, engine="openpyxl", header=2, keep_default_na=False, dtype=str
        ),
    }[suffix]()
    assert list(read.columns) == list(frame.columns)
    assert len(read) == len(frame) == run.json["rows"] == 9 + 8
    for name in ("年度(西暦)", "施策の系列", "担当課", "評価コード", "次期展開番号"):
        assert [str(v) for v in read[name]] == [str(v) for v in frame[name]]
    progress = list(read["進捗状況"])
    guarded = "'=1+1\n半減した。" if suffix == ".csv" else "=1+1\n半減した。"
    assert progress.count(guarded) == 2


def test_a_measure_keeps_its_series_over_the_years(tables: Path) -> None:
    frame = read_history([str(tables)]).frame
    later = frame[frame["年度(西暦)"] == 2025].set_index(["基本施策番号", "項番"])["施策の系列"]
    assert {str(i): s for i, s in later.items()} == {
        "(1, 1)": "2024:1-2",
        "(1, 2)": "2024:1-3",
        "(2, 1)": "2024:2-1",
        "(2, 2)": "2024:2-2",
        "(2, 3)": "2025:2-3",
    }


def test_two_files_of_one_year_and_unknown_formats_are_refused(
    tables: Path, tmp_path: Path
) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes((tables / "2024.xlsx").read_bytes())
    run = ictxl("history", tmp_path, "-o", tmp_path / "x.csv")
    assert run.code == 2
    assert "2024" in run.err
    run = ictxl("history", tables, "-o", tmp_path / "x.docx")
    assert run.code == 2
    assert ".parquet" in run.err
    assert not list(tmp_path.glob("x.*"))


def test_a_text_longer_than_a_cell_is_refused_or_cut_with_a_word(tmp_path: Path) -> None:
    long = with_answers(RESPONSES[2], progress="あ" * 40_000)
    for year in (2024, 2025):
        plan = replace(BEFORE.plan, year=year, year_label=f"{year}年度")
        write_consolidated(plan, [long], {"健康課"}, tmp_path / f"{year}.xlsx")
    files = [tmp_path / "2024.xlsx", tmp_path / "2025.xlsx"]
    assert ictxl("history", *files, "-o", tmp_path / "x.xlsx").code == 2
    assert ictxl("history", *files, "-o", tmp_path / "x.csv").code == 0
    assert "あ" * 40_000 in (tmp_path / "x.csv").read_text(encoding="utf-8-sig")
    yearly.compare(*files, tmp_path / "比較.xlsx")
    cells = [c.value for row in sheet_of(tmp_path / "比較.xlsx", "比較") for c in row]
    assert sum(str(value).endswith("全文は元の表にあります。)") for value in cells) == 2
