"""From the returned file to the files that ictxl writes: every text is found again, whole."""

from __future__ import annotations

from pathlib import Path

import python_calamine
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink

from ictxl.pipeline.merging import merge
from tests.support.packages import attach, draw
from tests.support.random_words import CONTROL, THREAD, settle_formulas
from tests.support.returned_forms import ANSWERS, Form, filled_form

LONG = "".join(f"長い文の第{n:04}節。" for n in range(2978))[:32_767]


def texts_in(*paths: Path) -> list[str]:
    """All cells of workbooks, as another reader sees them."""
    found = []
    for path in paths:
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).to_python():
                found += [cell for cell in row if isinstance(cell, str)]
    return found


def test_every_text_of_a_round_is_found_in_the_outputs(tmp_path: Path) -> None:
    returned = tmp_path / "returned"
    returned.mkdir()
    form = Form(filled_form(returned / "文書課.xlsx"))
    planted = {
        "answer": '=HYPERLINK("x") で始まる文\n二行目 <b>&amp;</b>',
        "remark": "連絡の文\n二行目",
        "struck": "取り消した文",
        "comment": "コメントの文",
        "beside": "欄外の文 _x0041_",
        "given": "目標を書き換えた文",
        "extra": "補足シートの文",
        "below": "下の行に続く文",
    }
    form.fill({"1-1": ("B", planted["answer"], "1", planted["remark"])})
    form.fill({"1-3": ("A", planted["struck"], "2")})
    form.cell("1-3", "progress").font = Font(strike=True)
    form.cell("2-1", "progress").comment = Comment(planted["comment"], "職員")
    form.sheet["Z4"] = planted["beside"].replace("_x0041_", "_x005F_x0041_")
    form.cell("2-1", "target").value = planted["given"]
    form.book.create_sheet("補足")["C3"] = planted["extra"]
    last = form.cell("2-2", "progress")
    form.sheet.cell(last.row + 1, last.column).value = planted["below"]
    form.save()
    filled_form(
        returned / "健康課.xlsx", department="健康課", answers={"1-1": ("Ａ", "別の課", "１")}
    )
    result = merge([str(returned)], tmp_path / "進捗状況.xlsx")
    cells = texts_in(*(path for path in result.outputs if path.suffix == ".xlsx"))
    for what, text in planted.items():
        assert any(text in cell for cell in cells), what
    for answer in ANSWERS.values():
        if answer[1] not in ("申請を3件電子化した。", "文書を配った。"):
            assert any(answer[1] in cell for cell in cells)


def test_words_that_no_cell_shows_are_found_in_the_outputs(tmp_path: Path) -> None:
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    planted = {
        "formula": "植えた語が異動",
        "header": "頁の文 内線 1234",
        "link": "行き先の文 12",
        "tip": "ヒントの文 3",
        "note": "メモの文 1234",
        "thread": "スレッドの文 2",
        "control": "印の文 4: チェックあり",
    }
    form.sheet["Z4"] = f"=-{planted['formula']}"
    form.sheet.oddHeader.left.text = planted["header"]
    form.sheet["Z6"].hyperlink = Hyperlink(
        ref="Z6", location=planted["link"], tooltip=planted["tip"]
    )
    form.sheet["Z8"].comment = Comment(f"{planted['note']}\n{planted['thread']}", "職員")
    path = form.save()
    settle_formulas(path)
    threads = THREAD.format(at="Z8", text=planted["thread"])
    attach(path, 1, "threadedComment", "xl/threadedComments/threadedComment1.xml", threads)
    ticked = "<x:Checked>1</x:Checked>"
    label = planted["control"].partition(":")[0]
    box = {"number": 2000, "label": label, "kind": "Checkbox", "row": 3, "end": 4, "state": ticked}
    draw(path, 1, CONTROL.format(**box))
    result = merge([str(path)], tmp_path / "進捗状況.xlsx")
    cells = texts_in(*(path for path in result.outputs if path.suffix == ".xlsx"))
    for what, text in planted.items():
        assert any(text in cell for cell in cells), what


def test_the_longest_texts_that_excel_holds_are_found_whole(tmp_path: Path) -> None:
    form = Form(filled_form(tmp_path / "文書課.xlsx"))
    form.fill({"1-1": ("B", LONG, "1")})
    form.sheet["Z4"] = LONG[::-1]
    form.save()
    result = merge([str(tmp_path / "文書課.xlsx")], tmp_path / "進捗状況.xlsx")
    cells = texts_in(*(path for path in result.outputs if path.suffix == ".xlsx"))
    whole = "".join(cells)
    assert LONG in whole
    assert LONG[::-1] in whole
