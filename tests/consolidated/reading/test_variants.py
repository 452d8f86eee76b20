"""Tables made by hand: whatever way they are written in, they say the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from ictxl.pipeline.sending import generate
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from tests.support.clients.libreoffice import Office
from tests.support.hand_made import (
    ANSWERS,
    AREA_1,
    AREA_2,
    HEAD,
    LEGEND,
    MEASURES,
    SECOND_HEAD,
    YEAR,
    Row,
    answers_of,
    check_same_content,
    codes_of,
    legend_rows,
    measures_of,
    next_steps,
    one_row,
    progress,
    read,
    save,
    save_sheets,
    two_rows,
    whole_table,
)
from tests.support.plan_parts import ratings_of


def test_name_and_target_in_two_rows(tmp_path: Path) -> None:
    table = read(save(tmp_path / "t.xlsx", whole_table()))
    check_same_content(table)
    assert table.plan.title == "t"
    assert {f.code for f in table.findings} == {"I019", "I032", "I052", "I053", "I055"}


def test_merged_cells(tmp_path: Path) -> None:
    merges = [f"{c}{r}:{c}{r + 1}" for r in (3, 5, 10, 12) for c in "BDEFG"]
    merges += ["A3:A6", "A10:A13", *(f"{c}1:{c}2" for c in "ABDEFG"), "A16:G16"]
    check_same_content(read(save(tmp_path / "t.xlsx", whole_table(), merges)))


@pytest.mark.parametrize("between", ["\n", " ", "\u3000", "\n\n"])
def test_name_and_target_in_one_cell(tmp_path: Path, between: str) -> None:
    rows = whole_table(lambda m, area="": one_row(m, area, between))
    table = read(save(tmp_path / "t.xlsx", rows))
    check_same_content(table)
    assert {("C3", "I014"), ("C4", "I014")} <= codes_of(table)


def test_name_and_target_in_two_columns(tmp_path: Path) -> None:
    def beside(measure: str, area: str = "") -> list[Row]:
        first, second = two_rows(measure, area)
        return [[*first[:3], second[2], *first[3:]]]

    rows = [[*HEAD[:3], "目標", *HEAD[3:]]]
    rows += [*beside("1-1", AREA_1), *beside("1-2"), *beside("2-1", AREA_2), *beside("2-2")]
    check_same_content(read(save(tmp_path / "t.xlsx", rows + legend_rows())))


def test_the_heading_of_the_outlook_is_missing(tmp_path: Path) -> None:
    rows = whole_table()
    rows[0][3] = ""
    table = read(save(tmp_path / "t.xlsx", rows))
    check_same_content(table)
    assert ("D1", "I005") in codes_of(table)


def test_there_is_no_column_for_the_outlook(tmp_path: Path) -> None:
    rows = [[*row[:3], *row[4:]] for row in whole_table()]
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table) == ANSWERS
    assert {m: t[2] for m, t in measures_of(table).items()} == dict.fromkeys(MEASURES, "")
    assert table.plan.outlooks == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第1 款 に ぎ わ い を 創 出 す る 情 報 化", "第 2 款 安全に 寄与する情報 化"),
        ("\n".join("第1款にぎわいを創出する情報化"), "第2款\n安全に寄与する\n情報化"),
        ("第１款\u3000にぎわいを創出する情報化", "第二款 安全に寄与する情報化"),
        ("基本施策1 にぎわいを創出する情報化", "基本施策２．安全に寄与する情報化"),
        ("1 にぎわいを創出する情報化", "2.安全に寄与する情報化"),
    ],
)
def test_area_titles_spread_over_blanks_and_lines(tmp_path: Path, first: str, second: str) -> None:
    rows = whole_table()
    rows[2][0], rows[9][0] = first, second
    rows[0][0] = "基 本\n施 策"
    table = read(save(tmp_path / "t.xlsx", rows))
    check_same_content(table)
    assert ("A3", "I007") in codes_of(table)


def test_an_area_title_with_a_letter_in_each_row(tmp_path: Path) -> None:
    rows = [list(HEAD), list(SECOND_HEAD), *two_rows("1-1"), *two_rows("1-2")]
    for offset, letters in enumerate(("第1款", "にぎわいを", "創出する", "情報化")):
        rows[2 + offset][0] = letters
    rows += [*two_rows("2-1", AREA_2), *two_rows("2-2"), *legend_rows()]
    check_same_content(read(save(tmp_path / "t.xlsx", rows)))


def test_an_area_title_in_the_middle_of_its_rows(tmp_path: Path) -> None:
    rows = [list(HEAD), list(SECOND_HEAD), *two_rows("1-1"), *two_rows("1-2", AREA_1)]
    rows += [*two_rows("2-1"), *two_rows("2-2", AREA_2), *legend_rows()]
    check_same_content(read(save(tmp_path / "t.xlsx", rows)))


def test_an_area_title_over_the_whole_width(tmp_path: Path) -> None:
    rows = [list(HEAD[1:]), list(SECOND_HEAD[1:])]
    for area, measures in ((AREA_1, ("1-1", "1-2")), (AREA_2, ("2-1", "2-2"))):
        rows += [[area], *(row[1:] for m in measures for row in two_rows(m))]
    check_same_content(read(save(tmp_path / "t.xlsx", rows + legend_rows())))


def test_blank_and_repeated_heading_rows_inside_the_table(tmp_path: Path) -> None:
    rows = [list(HEAD), list(SECOND_HEAD), *two_rows("1-1", AREA_1), []]
    first, second = two_rows("1-2")
    rows += [first, [], list(HEAD), list(SECOND_HEAD), [AREA_1 + "(続き)", *second[1:]]]
    rows += [*two_rows("2-1", AREA_2), list(HEAD), list(SECOND_HEAD), *two_rows("2-2")]
    check_same_content(read(save(tmp_path / "t.xlsx", rows + legend_rows())))


def test_a_measure_that_goes_on_below_a_page_break(tmp_path: Path) -> None:
    rows = [list(HEAD), list(SECOND_HEAD), *two_rows("1-1", AREA_1), *two_rows("1-2")]
    title, target, outlook, charge = MEASURES["2-1"]
    charge = charge.replace(" ", "\n")
    parts = progress("2-1").split("\n")
    rows += [[AREA_2, "(1)", title, outlook, charge, "\n".join(parts[:2]), next_steps("2-1")]]
    rows += [["", "", target], list(HEAD), list(SECOND_HEAD)]
    rows += [[AREA_2, "(1)", title + "(続き)", "", "", parts[2]]]
    rows += [*two_rows("2-2"), *legend_rows()]
    check_same_content(read(save(tmp_path / "t.xlsx", rows)))


def test_a_row_for_each_department(tmp_path: Path) -> None:
    rows = [list(HEAD), list(SECOND_HEAD), *two_rows("1-1", AREA_1)]
    for measure, area in (("1-2", ""), ("2-1", AREA_2)):
        title, target, outlook, charge = MEASURES[measure]
        steps = [*next_steps(measure).split("\n"), ""]
        for index, department in enumerate(charge.split(" ")):
            names = [area, f"({measure[2:]})", title, outlook] if index == 0 else ["", "", "", ""]
            names[2] = target if index == 1 else names[2]
            rows += [[*names, department, progress(measure).split("\n")[index], steps[index]]]
    rows += [*two_rows("2-2"), *legend_rows()]
    check_same_content(read(save(tmp_path / "t.xlsx", rows)))


def test_paragraphs_and_next_steps_without_line_breaks(tmp_path: Path) -> None:
    rows = whole_table()
    for row, measure in ((2, "1-1"), (4, "1-2"), (9, "2-1"), (11, "2-2")):
        rows[row][4] = MEASURES[measure][3]
        rows[row][5] = progress(measure, between="" if measure == "1-2" else " ")
        rows[row][6] = next_steps(measure, between="、" if measure == "2-1" else " ")
    check_same_content(read(save(tmp_path / "t.xlsx", rows)))


def test_full_width_marks(tmp_path: Path) -> None:
    wide = str.maketrans("0123456789ABDY()-.", "０１２３４５６７８９ＡＢＤＹ（）－．")
    rows = whole_table()
    for row in (2, 4, 9, 11):
        rows[row][1] = str(rows[row][1]).translate(wide)
        rows[row][6] = str(rows[row][6]).translate(wide)
        for symbol in "ABDY":
            rows[row][5] = str(rows[row][5]).replace(
                f"-{symbol}】", f"－{symbol}】".translate(wide)
            )
    table = read(save(tmp_path / "t.xlsx", rows))
    check_same_content(table)
    assert ("F3", "I048") in codes_of(table)


def test_numbers_as_people_type_them_and_as_excel_spoils_them(tmp_path: Path) -> None:
    rows = whole_table()
    rows[2][1], rows[4][1] = -1, "②"
    rows[9][1], rows[11][1] = dt.datetime(2019, 2, 1), "2-2"
    table = read(save(tmp_path / "t.xlsx", rows))
    check_same_content(table)
    assert {("B3", "I013"), ("B10", "I013")} <= codes_of(table)


def test_a_measure_without_a_number(tmp_path: Path) -> None:
    rows = whole_table()
    rows[11][1] = ""
    table = read(save(tmp_path / "t.xlsx", rows))
    check_same_content(table)
    assert ("C12", "I012") in codes_of(table)


def test_a_slash_for_an_arrow(tmp_path: Path) -> None:
    rows = whole_table()
    rows[4][3] = "/"
    table = read(save(tmp_path / "t.xlsx", rows))
    check_same_content(table)
    assert ("D5", "I018") in codes_of(table)


def test_former_names_and_abbreviations_become_aliases(tmp_path: Path) -> None:
    rows = whole_table()
    rows[9][4] = "防災課\n福祉課(旧厚生課)\n施設課（旧防災課）"
    rows[9][6] = "防災課-1.現状維持\n福祉-1.現状維持"
    table = read(save(tmp_path / "t.xlsx", rows))
    assert answers_of(table) == ANSWERS
    notes = measures_of(table)["2-1"][3]
    assert notes == "防災課 福祉課(旧厚生課) 施設課(旧防災課)"
    aliases = {d.name: d.aliases for d in table.plan.departments if d.aliases}
    # 防災課 is still a department: no alias of 施設課.
    assert aliases == {"福祉課": ("厚生課", "福祉")}
    assert {("G10", "I031")} <= codes_of(table)


def test_the_legend_stands_beside_the_table(tmp_path: Path) -> None:
    rows = whole_table()[:-6]
    for offset, line in enumerate(["【凡例】", *LEGEND]):
        rows[offset] = [*rows[offset], *[""] * (8 - len(rows[offset])), line]
    check_same_content(read(save(tmp_path / "t.xlsx", rows)))


def test_the_legend_stands_on_another_sheet_in_two_columns(tmp_path: Path) -> None:
    legend: list[Row] = [["凡例"], ["記号", "意味"], *([*line.split(" ", 1)] for line in LEGEND)]
    table = read(save_sheets(tmp_path / "t.xlsx", {"表": whole_table()[:-6], "凡例": legend}))
    assert answers_of(table) == ANSWERS
    assert [f"{r.code} {r.name}" for r in ratings_of(table.plan)] == LEGEND


def test_the_legend_stands_in_one_cell(tmp_path: Path) -> None:
    rows = [*whole_table()[:-6], ["【凡例】\n" + "\n".join(LEGEND)]]
    check_same_content(read(save(tmp_path / "t.xlsx", rows)))


def test_there_is_no_legend(tmp_path: Path) -> None:
    table = read(save(tmp_path / "t.xlsx", whole_table()[:-6]))
    assert answers_of(table) == ANSWERS
    assert [r.code for r in ratings_of(table.plan)] == list("ABCDXYZ")
    assert ("", "I051") in codes_of(table)


def test_a_sheet_for_each_area(tmp_path: Path) -> None:
    def sheet(title: str, measures: tuple[str, ...]) -> list[Row]:
        rows = [[title], list(HEAD), list(SECOND_HEAD)]
        return rows + [row for m in measures for row in two_rows(m)]

    sheets = {
        "にぎわい": sheet(AREA_1, ("1-1", "1-2")),
        "安全": sheet(AREA_2, ("2-1", "2-2")) + legend_rows(),
    }
    check_same_content(read(save_sheets(tmp_path / "t.xlsx", sheets)))


def test_titles_above_the_table_name_plan_and_date(tmp_path: Path) -> None:
    rows = [[f"情報化計画 {YEAR} 進捗状況"], ["", "", "", "", "", "", "作成日: 令和元年11月29日"]]
    table = read(save(tmp_path / "t.xlsx", rows + whole_table()))
    check_same_content(table)
    assert (table.plan.title, table.plan.compiled_on) == ("情報化計画", "令和元年11月29日")
    assert "I055" not in {code for _, code in codes_of(table)}


def test_tab_separated_text(tmp_path: Path) -> None:
    rows = whole_table(lambda m, area="": one_row(m, area, " "))
    for row in rows[2:]:
        row[:] = [str(value).replace("\n", " ") for value in row]
    text = "\r\n".join("\t".join(map(str, row)) for row in rows)
    for codec in ("utf-8", "utf-8-sig", "cp932", "utf-16"):
        path = tmp_path / f"{codec}.txt"
        path.write_bytes(text.replace("⇒", "→").encode(codec, "replace"))
        if codec == "cp932":
            # The arrow ↗ is in no Shift_JIS.
            path.write_bytes(text.replace("↗", "/").encode(codec))
        table = read(path)
        assert {m: (t[0], t[1]) for m, t in measures_of(table).items()} == {
            m: (t[0], t[1]) for m, t in MEASURES.items()
        }
        flat = {k: (r, p.replace("\n", " "), n) for k, (r, p, n) in ANSWERS.items()}
        assert answers_of(table) == flat


@pytest.mark.client("LibreOffice")
@pytest.mark.parametrize("suffix", [".xls", ".ods", ".xlsx"])
def test_saved_by_libreoffice(tmp_path: Path, office: Office, suffix: str) -> None:
    merges = [f"{c}{r}:{c}{r + 1}" for r in (3, 5, 10, 12) for c in "BDEFG"]
    source = save(tmp_path / "source.xlsx", whole_table(), merges)
    with office.open(source) as document:
        document.insert_rows("Sheet1", 1, 2)
        document.put_text("Sheet1", "A1", f"情報化計画 {YEAR} 進捗状況")
        saved = document.save_as(tmp_path / f"saved{suffix}")
    table = read(saved)
    check_same_content(table)
    assert table.plan.title == "情報化計画"


@pytest.mark.client("LibreOffice")
def test_typed_into_libreoffice_cell_by_cell(tmp_path: Path, office: Office) -> None:
    """At the keyboard (1) becomes -1 and 2-1 becomes a date."""
    rows = whole_table()
    rows[9][1] = "2-1"
    path = save(tmp_path / "t.xlsx", [["x"]])
    with office.open(path) as document:
        document.clear("Sheet1", "A1")
        for number, row in enumerate(rows, start=1):
            for letter, value in zip("ABCDEFG", row, strict=False):
                if value and "\n" in str(value):
                    document.put_text("Sheet1", f"{letter}{number}", str(value))
                elif value:
                    assert document.type("Sheet1", f"{letter}{number}", str(value))
        typed = document.save_as(tmp_path / "typed.xlsx")
    table = read(typed)
    check_same_content(table)


def test_the_plan_of_every_variant_is_accepted_by_generate_at_once(tmp_path: Path) -> None:
    for index, style in enumerate((two_rows, one_row)):
        table = read(save(tmp_path / "t.xlsx", whole_table(style)))
        path = tmp_path / f"plan{index}.xlsx"
        write_plan(table.plan, path)
        assert read_plan(path).measures == table.plan.measures
        made = generate(path, tmp_path / "outbox")
        assert [form.department for form in made.forms] == [
            d.name for d in table.plan.departments if d.answers
        ]
