"""Each mistake a plan workbook can hold, beside the sound table, found by its cell."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from ictxl.errors import PlanError
from ictxl.findings import CATALOGUE, Severity
from ictxl.model import Measure
from ictxl.plan.new_plan import starting_plan
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.spreadsheets.guarded import read_faults
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT
from tests.plan import test_indicators, test_levels, test_questions
from tests.support.books import load
from tests.support.plan_tables import GOOD, findings_of, mistakes_of, plan_book

Mistake = tuple[str, str, str]

# (sheet, what stands in the sound table, what stands there instead, what is found)
BY_CELL: list[tuple[str, str, str, list[Mistake]]] = [
    ("設定", "項目", "項", [("設定", "A1", "P002")]),
    ("設定", "| 情報化計画", "|", [("設定", "B2", "P021")]),
    ("設定", "計画名", "計画題名", [("設定", "", "P021"), ("設定", "A2", "P024")]),
    (
        "設定",
        "計画名",
        "年度",
        [("設定", "", "P021"), ("設定", "A3", "P025"), ("設定", "B2", "P022")],
    ),
    ("設定", "2019", "", [("設定", "B3", "P021")]),
    ("設定", "2019", "来年", [("設定", "B3", "P022")]),
    ("設定", "2019", "31", [("設定", "B3", "P022")]),
    ("設定", "2019", "2019/4/1", [("設定", "B3", "P022")]),
    ("設定", "2019", "=B9→#REF!", [("設定", "B3", "P004")]),
    ("基本施策", "番号", "番", [("基本施策", "A1", "P002")]),
    ("基本施策", "名称", "番号", [("基本施策", "A1", "P002"), ("基本施策", "B1", "P003")]),
    ("基本施策", "| 2    |", "| 1    |", [("基本施策", "A3", "P011"), ("施策", "A4", "P031")]),
    ("基本施策", "| 2    |", "| １   |", [("基本施策", "A3", "P011"), ("施策", "A4", "P031")]),
    ("基本施策", "| 2    |", "| 2019/1/9 |", [("基本施策", "A3", "P010")]),
    ("基本施策", "| 2    |", "| 二   |", [("基本施策", "A3", "P037"), ("施策", "A4", "P031")]),
    ("基本施策", "| 2    |", "| 1+2  |", [("基本施策", "A3", "P010")]),
    ("基本施策", "| 2    |", "|      |", [("基本施策", "A3", "P009")]),
    ("基本施策", "安全・安心", "", [("基本施策", "B3", "P009")]),
    ("基本施策", "| 2    |", "| 2 | 安全 |\n| 3 |", [("基本施策", "A4", "P037")]),
    ("施策", "項番", "番", [("施策", "A1", "P002")]),
    ("施策", "| 2        |", "| 3        |", [("基本施策", "A3", "P037"), ("施策", "A4", "P031")]),
    ("施策", "| 2        |", "|          |", [("施策", "A4", "P009")]),
    ("施策", "| 1    | 監視", "| 一   | 監視", []),
    ("施策", "| 1    | 監視", "| R2-1 | 監視", []),
    ("施策", "| 1    | 監視", "| 1+2  | 監視", [("施策", "B4", "P010")]),
    ("施策", "| 1    | 監視", "| 1-1  | 監視", [("施策", "B4", "P039")]),
    ("施策", "| 1    | 監視", "| 2-1  | 監視", [("施策", "B4", "P040")]),
    ("施策", "| 1    | 監視", "| （1） | 監視", [("施策", "B4", "P040")]),
    ("施策", "| 2        |", "| 第２款   |", []),
    ("施策", "| 1    | 監視", "| 2019/1/9 | 監視", [("施策", "B4", "P010")]),
    ("施策", "| 1    | 監視", "|      | 監視", [("施策", "B4", "P009")]),
    ("施策", "| 2    | 声の", "| １   | 声の", [("施策", "B3", "P032")]),
    ("施策", "監視", "", [("施策", "C4", "P009")]),
    ("施策", "監視", "=C9→#N/A", [("施策", "C4", "P004")]),
    ("施策", "監視", "#N/A", [("施策", "C4", "P004")]),
    ("施策", "監視", "2019/1/9", [("施策", "C4", "P007")]),
    ("施策", "監視", "S N S", [("施策", "C4", "P044")]),
    ("施策", "↗", "→→", [("施策", "E4", "P033")]),
    ("施策", "施設課(旧下水道課)", "", [("担当課", "A4", "P042"), ("施策", "F4", "P034")]),
    ("施策", "施設課(旧下水道課)", "施設科", [("担当課", "A4", "P042"), ("施策", "F4", "P035")]),
    ("施策", "秘書広報課、福祉課", "福祉課、甲課、乙課(旧丙、丁課)", [("施策", "F3", "P035")] * 2),
    ("施策", "秘書広報課、福祉課", "福祉課\\n福祉課(旧社会課)", [("施策", "F3", "P036")]),
    ("施策", "施設課(旧下水道課)", "下水道課、施設課", [("施策", "F4", "P036")]),
    ("担当課", "回答対象", "回答", [("担当課", "A1", "P002")]),
    ("担当課", "| 施設課", "| 福祉課 | |\n| 施設課", [("担当課", "A4", "P011")]),
    ("担当課", "| 施設課", "| 福 祉課 | |\n| 施設課", [("担当課", "A4", "P011")]),
    ("担当課", "施設課", "", [("担当課", "A4", "P009")]),
    ("担当課", "下水道課", "福祉課、下水道課", [("担当課", "B4", "P041")]),
    ("担当課", "下水道課", "施設課、下水道課、下水道課", []),
    ("担当課", "| 福祉課     |      ", "| 福祉課 | 下水道課", [("担当課", "B4", "P041")]),
    ("担当課", "下水道課 | ○", "下水道課 | △", [("担当課", "C4", "P012")]),
    ("担当課", "下水道課 | ○", "下水道課 | ×", [("施策", "F4", "P038")]),
    ("担当課", "下水道課 | ○", "下水道課 | ○ | |\n| 人事課 | |", [("担当課", "A5", "P042")]),
    ("担当課", "a@example.jp", "a@example.jp、b@example.jp", []),
    ("担当課", "a@example.jp", "a@example.jp、課長", [("担当課", "D4", "P043")]),
    ("担当課", "a@example.jp", "a@ex ample@", [("担当課", "D4", "P043")]),
    ("凡例", "記号", "評価", [("凡例", "A1", "P002")]),
    ("凡例", "| Z    |", "| A    |", [("凡例", "A3", "P011")]),
    ("凡例", "| Z    |", "| ａ   |", [("凡例", "A3", "P011")]),
    ("凡例", "| Z    |", "|      |", [("凡例", "A3", "P009")]),
    ("凡例", "廃止・中止", "", [("凡例", "B3", "P009")]),
    ("凡例", "| 終了", "| 完了", [("凡例", "C3", "P012")]),
    ("次期展開", "| 4 ", "| １ ", [("次期展開", "A3", "P011")]),
    ("次期展開", "| 4 ", "|   ", [("次期展開", "A3", "P009")]),
    ("次期展開", "| 終了     |", "| 現状維持 |", [("次期展開", "B3", "P011")]),
    ("次期展開", "| 終了 |", "| 継続中 |", [("次期展開", "C3", "P012")]),
    ("今後の展開", "| ↗ ", "| ⇒ ", [("今後の展開", "A3", "P011"), ("施策", "E4", "P033")]),
    ("今後の展開", "| ↗    |  ", "|      | 拡充", [("今後の展開", "A3", "P009")]),
]


@pytest.mark.parametrize(("sheet", "sound", "wrong", "expected"), BY_CELL)
def test_a_mistake_is_found_in_its_cell(
    tmp_path: Path, sheet: str, sound: str, wrong: str, expected: list[Mistake]
) -> None:
    table = GOOD[sheet]
    assert sound in table
    assert mistakes_of(tmp_path) == []
    found = mistakes_of(tmp_path, **{sheet: table.replace(sound, wrong, 1)})
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("sheet", GOOD)
def test_a_missing_sheet_is_one_mistake_and_not_all_that_follow(tmp_path: Path, sheet: str) -> None:
    assert mistakes_of(tmp_path, **{sheet: None}) == [(sheet, "", "P001")]


@pytest.mark.parametrize("sheet", ["基本施策", "施策", "担当課", "凡例", "次期展開"])
def test_a_list_without_rows_is_one_mistake(tmp_path: Path, sheet: str) -> None:
    headings = GOOD[sheet].strip().splitlines()[0]
    assert (sheet, "", "P008") in mistakes_of(tmp_path, **{sheet: headings})


def test_an_empty_sheet_misses_its_headings(tmp_path: Path) -> None:
    assert mistakes_of(tmp_path, 凡例="") == [("凡例", "A1", "P002")] * 3


def test_no_marks_at_all_is_no_mistake(tmp_path: Path) -> None:
    measures = GOOD["施策"].replace("⇒", " ").replace("↗", " ")
    assert mistakes_of(tmp_path, 今後の展開="| 記号 | 意味 |", 施策=measures) == []


def test_a_bad_limit_is_found(tmp_path: Path) -> None:
    for limit in ("なし", "0", "-5", "40000"):
        table = f"{GOOD['設定'].rstrip()}\n| 進捗の上限文字数 | {limit} |"
        assert mistakes_of(tmp_path, 設定=table) == [("設定", "B4", "P023")]


def test_a_formula_that_was_never_calculated_is_no_zero(tmp_path: Path) -> None:
    book = load(plan_book(tmp_path / "plan.xlsx"))
    book["施策"]["C2"] = '="S"&"NS"'
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "plan.xlsx")
    assert [(f.sheet, f.cell, f.code) for f in caught.value.findings] == [("施策", "C2", "P005")]


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="C2" t="e"><v>#REF!</v></c>', "#REF!"),
        ("<c r='C2' t = 'e'><v>#REF!</v></c>", "#REF!"),
        ('<c r="C2" t="&#101;"><v>#REF!</v></c>', "#REF!"),
        (f'<x:c xmlns:x="{_MAIN}" r="C2" t="e"><x:v>#REF!</x:v></x:c>', "#REF!"),
        ('<c r="C2"><f>"S"</f></c>', ""),
        ('<c r="C2"><f/></c>', ""),
        (f'<x:c xmlns:x="{_MAIN}" r="C2"><x:f>"S"</x:f></x:c>', ""),
    ],
)
def test_a_cell_in_error_is_seen_however_the_file_spells_it(
    tmp_path: Path, cell: str, shown: str
) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    book = load(plan_book(tmp_path / "plan.xlsx"))
    book.move_sheet("施策", -book.index(book["施策"]))
    book.save(tmp_path / "plan.xlsx")
    spelt = io.BytesIO()
    with (
        zipfile.ZipFile(tmp_path / "plan.xlsx") as saved,
        zipfile.ZipFile(spelt, "w") as target,
    ):
        for name in saved.namelist():
            text = saved.read(name).decode()
            if name == sheet:
                # openpyxl writes each Japanese letter as a character reference, Excel none.
                text = re.sub("&#([0-9]+);", lambda letter: chr(int(letter[1])), text)
                text, count = re.subn(r'<c r="C2".*?</c>', lambda _: cell, text)
                assert count == 1
            target.writestr(name, text)
    sound = read_faults((tmp_path / "plan.xlsx").read_bytes())
    assert not any(sound.cells.values())
    assert read_faults(spelt.getvalue()).cells["施策"] == {"C2": shown}


@pytest.mark.parametrize("far", ["C1048576", "XFD200"])
def test_a_cell_too_far_out_is_named_before_it_eats_all_memory(tmp_path: Path, far: str) -> None:
    book = load(plan_book(tmp_path / "plan.xlsx"))
    book["施策"][far] = "x"
    book.create_sheet("別表")["XFD1048576"] = "a sheet of one's own may reach anywhere"
    book.save(tmp_path / "plan.xlsx")
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "plan.xlsx")
    assert [(f.sheet, f.cell, f.code) for f in caught.value.findings] == [("施策", far, "P013")]


def test_all_mistakes_come_at_once_in_the_order_of_the_sheets(tmp_path: Path) -> None:
    found = mistakes_of(
        tmp_path,
        設定="| 項目 | 値 |\n| 計画名 | |\n| 年度 | 今年 |",
        基本施策="| 番号 | 名称 |\n| 1 | にぎわい |\n| 1 | |",
        施策="""
            | 基本施策 | 項番 | 施策名称 | 目標 | 今後の展開 | 担当課         |
            | 1        | 1    |          |      | ?          | 秘書課         |
            | 1        | 1    | 声の広報 | #REF! |           |                |
            | 9        | 2019/1/9 | 監視 |      |            | 福祉課、福祉課 |
        """,
        担当課="""
            | 名称       | 別名 | 回答対象 | メールアドレス |
            | 秘書広報課 |      | はい     |                |
            | 福祉課     | 秘書広報課 |    |                |
        """,
        凡例="| 記号 | 意味 | 区分 |\n| A | 目標以上 | |\n| A | 目標どおり | 中止 |",
        次期展開=None,
        今後の展開="| 記号 |\n| ⇒ |",
    )
    assert found == [
        ("設定", "B2", "P021"),
        ("設定", "B3", "P022"),
        ("基本施策", "A3", "P011"),
        ("基本施策", "B3", "P009"),
        ("施策", "C2", "P009"),
        ("施策", "F2", "P035"),
        ("施策", "B3", "P032"),
        ("施策", "D3", "P004"),
        ("施策", "F3", "P034"),
        ("施策", "A4", "P031"),
        ("施策", "B4", "P010"),
        ("施策", "F4", "P036"),
        ("担当課", "A2", "P042"),
        ("担当課", "C2", "P012"),
        ("担当課", "B3", "P041"),
        ("凡例", "A3", "P011"),
        ("凡例", "C3", "P012"),
        ("次期展開", "", "P001"),
        ("今後の展開", "A1", "P002"),
    ]


def test_the_error_carries_all_findings_with_file_and_remedy(tmp_path: Path) -> None:
    book = plan_book(tmp_path / "計画.xlsx", 設定="| 項目 | 値 |\n| 年度 | 今年 |\n| 締切 | 10月 |")
    with pytest.raises(PlanError, match="2 件") as caught:
        read_plan(book)
    assert [f.severity for f in caught.value.findings].count(Severity.ERROR) == 2
    assert [f.code for f in caught.value.findings if f.severity is Severity.WARNING] == ["P024"]
    assert all(f.file == "計画.xlsx" and f.message and f.remedy for f in caught.value.findings)


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("福祉科", "もしかして: 福祉課"),
        ("広報秘書課", "もしかして: 秘書広報課"),
        ("下水道", "もしかして: 下水道課"),
        ("経理課", ""),
        ("zzz", ""),
    ],
)
def test_an_unknown_department_comes_with_the_nearest_names(
    tmp_path: Path, written: str, suggestion: str
) -> None:
    measures = GOOD["施策"].replace("秘書広報課、福祉課", f"秘書広報課、福祉課、{written}")
    (found,) = findings_of(tmp_path, 施策=measures)
    assert found.measure == "1-2"
    assert f"「{written}」" in found.message
    assert ("もしかして" in found.message) == bool(suggestion)
    assert suggestion in found.message


def test_names_that_share_only_their_unit_are_not_suggested(tmp_path: Path) -> None:
    departments = GOOD["担当課"].replace("福祉課", "危機管理課").replace("施設課", "税務課")
    measures = GOOD["施策"].replace("施設課(旧下水道課)", "税務課")
    for written in ("経理課", "総務課"):
        known = measures.replace("福祉課", f"危機管理課、{written}")
        (found,) = findings_of(tmp_path, 担当課=departments, 施策=known)
        assert f"「{written}」" in found.message
        assert "もしかして" not in found.message


def test_a_meaning_typed_for_its_mark_names_the_mark(tmp_path: Path) -> None:
    (found,) = findings_of(tmp_path, 施策=GOOD["施策"].replace("| ↗ ", "| 継続"))
    assert found.code == "P033"
    assert "「継続」の記号は ⇒ です。" in found.message


def test_a_double_names_both_cells(tmp_path: Path) -> None:
    measures = GOOD["施策"].replace("| 2    | 声の", "| 1    | 声の")
    (found,) = findings_of(tmp_path, 施策=measures)
    assert (found.cell, "B2" in found.message) == ("B3", True)


def test_a_mistake_names_the_column_as_it_stands_in_a_moved_table(tmp_path: Path) -> None:
    moved = "| メモ | 区分 | 意味 | 記号 |\n|  |  |  |  |\n| x | 完 | 目標以上 | A |"
    assert mistakes_of(tmp_path, 凡例=moved) == [("凡例", "B3", "P012")]


def test_a_starting_plan_lacks_only_what_a_city_must_fill_in(tmp_path: Path) -> None:
    write_plan(starting_plan(2026), tmp_path / "plan.xlsx")
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "plan.xlsx")
    assert [(f.sheet, f.cell, f.code) for f in caught.value.findings] == [
        ("設定", "B2", "P021"),
        ("基本施策", "", "P008"),
        ("施策", "", "P008"),
        ("担当課", "", "P008"),
    ]


def test_a_text_too_long_for_a_cell_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    long = Measure("1", "1", "😀" * (MAX_CELL_TEXT // 2 + 1), "", "", ())
    with pytest.raises(PlanError) as caught:
        write_plan(replace(starting_plan(2026), measures=(long,)), tmp_path / "plan.xlsx")
    assert [(f.sheet, f.cell, f.code) for f in caught.value.findings] == [("施策", "C2", "P006")]
    assert list(tmp_path.iterdir()) == []


def test_every_kind_of_mistake_is_tried() -> None:
    tables = [
        *BY_CELL,
        *test_questions.BY_CELL,
        *test_levels.BY_CELL,
        *test_indicators.BY_CELL,
        *test_indicators.RATED_BY_CELL,
    ]
    tried = {code for *_, expected in tables for _, _, code in expected}
    elsewhere = {"P001", "P005", "P006", "P008", "P013", "P014", "P015", "P023", "P095", "P096"}
    others = {"P051", "P052", "P061", "P062", "P101"}  # 点検設定, 前回 and the checked texts
    assert tried | elsewhere | others == {code for code in CATALOGUE if code.startswith("P")}
    assert not tried & elsewhere
