"""Copy the content of a workbook that is no form, one line a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from ictxl import findings
from ictxl.contract.other_workbooks import FOREIGN_SHEET, ForeignContent, ForeignText
from ictxl.findings import Finding, brief
from ictxl.returned.anomalies.own_formulas import unshown_words
from ictxl.returned.unidentified import WorkbookContent
from ictxl.spreadsheets.cells import Value, address, cell_text
from ictxl.spreadsheets.hidden_texts.texts import literals
from ictxl.spreadsheets.marks import IN_FORMULA, Mark, MarkKind
from ictxl.spreadsheets.sheet import Sheet
from ictxl.spreadsheets.xlsx.cell_writer import MAX_CELL_TEXT, cell_length
from ictxl.text.clean import clean_text

_MARKS = {
    MarkKind.COMMENT: "コメント",
    MarkKind.SHAPE: "図形",
    MarkKind.CONTROL: "コントロール",
    MarkKind.PAGE: "ヘッダーかフッター",
    MarkKind.LINK: "リンク",
    MarkKind.OBJECT: "読めないもの",
    MarkKind.FORMULA: "そのほか",
    MarkKind.NO_RESULT: "数式",
    MarkKind.ERROR: "エラー値",
    MarkKind.PROPERTY: "ブックの属性",
    MarkKind.NAME: "名前の定義",
    MarkKind.RULE: "入力規則",
    MarkKind.PART: "そのほか",
}
"""What a mark's text is called; the other marks' texts stand in cells."""


def foreign_content(content: WorkbookContent) -> ForeignContent:
    return ForeignContent.pack(_texts(content))


def no_form(file: str, content: ForeignContent) -> Finding:
    """F001, saying how the file's text begins and where all of it is."""
    if not content.count:
        return findings.NOT_A_FORM(file=file, where="何も書かれていません。")
    where = (
        f"「{brief(content.first)}」などと書かれています。"
        f"書かれている文字はすべて、報告のブックのシート「{FOREIGN_SHEET}」に写しました"
        f"({content.count:,} 行)。"
    )
    return findings.NOT_A_FORM(file=file, value=_short(content), where=where)


_SHORT = 500
"""Characters up to which the finding itself quotes the whole workbook."""


def _short(content: ForeignContent) -> str:
    """All that it says, where that is little; else nothing: the report's sheet holds it."""
    lines, length = [], 0
    for text in content.texts():
        lines.append(text.text)
        length += len(text.text)
        if length > _SHORT:
            return ""
    return "\n".join(lines)


def _texts(content: WorkbookContent) -> Iterator[ForeignText]:
    names = {sheet.name for sheet in content.sheets}
    for sheet in content.sheets:
        said = False
        for text in (*_cells(sheet), *_marked(sheet, content.marks.get(sheet.name, ()))):
            said = True
            yield text
        if not said:
            yield ForeignText(sheet.name, "", "シート名", sheet.name)
    for name in content.marks:
        if name not in names:
            yield from _marked(Sheet(name, ()), content.marks[name])


def _cells(sheet: Sheet) -> Iterator[ForeignText]:
    for values, group in groupby(enumerate(sheet.rows), key=itemgetter(1)):
        rows, kind = list(group), _CELL
        if len(rows) > _MOST_ALIKE and all(type(value) is str for value in values):
            # 1 kB of an .ods may stand for a million rows that say the same.
            rows, kind = rows[:1], f"{_CELL}(ここから {len(rows):,} 行が同じ)"
        for row, own in rows:
            for told in _joined(sheet.name, _row_texts(row, own)):
                yield told._replace(kind=kind)
    for (row, column), value in sheet.far.items():
        text = clean_text(value)
        if text:
            yield ForeignText(sheet.name, address(row, column), _CELL, text)


def _row_texts(row: int, values: Sequence[Value]) -> list[tuple[str, str]]:
    texts = (
        (address(row, column), clean_text(cell_text(value)))
        for column, value in enumerate(values)
        if value != ""
    )
    return [(place, text) for place, text in texts if text]


_CELL = "セル"
_MOST_ALIKE = 1_000
"""So many rows below each other that say the same are told one by one."""


def _joined(sheet: str, texts: list[tuple[str, str]]) -> Iterator[ForeignText]:
    """A row's texts in as few as a cell of the report holds, none of them cut."""
    if len(texts) == 1:
        yield ForeignText(sheet, texts[0][0], _CELL, texts[0][1])
        return
    group: list[tuple[str, str]] = []
    size = 0
    for place, text in texts:
        more = cell_length(text) + len(place) + len(_BETWEEN)
        if group and size + more > MAX_CELL_TEXT:
            yield _group(sheet, group)
            group, size = [], 0
        group.append((place, text))
        size += more
    if group:
        yield _group(sheet, group)


_BETWEEN = ": \n"


def _group(sheet: str, group: list[tuple[str, str]]) -> ForeignText:
    first = group[0]
    if len(group) == 1:
        return ForeignText(sheet, first[0], _CELL, first[1])
    return ForeignText(sheet, first[0], _CELL, "\n".join(f"{p}: {text}" for p, text in group))


def _marked(sheet: Sheet, marks: Iterable[Mark]) -> Iterator[ForeignText]:
    marks = tuple(marks)
    unshown = unshown_words(marks)
    for mark in marks:
        text, about = clean_text(mark.formula), mark.about
        if mark.kind is MarkKind.ERROR:
            # What was meant as text may live on in the formula: `=来年度…` shows #NAME?.
            behind = unshown[mark.row, mark.column]
            text = text if behind == mark.text else f"{text} {clean_text(behind)}"
        elif mark.kind is MarkKind.FORMULA and (mark.row, mark.column) in unshown:
            continue
        elif mark.kind is MarkKind.FORMULA:
            text, about = _unshown(sheet, mark), IN_FORMULA
        if mark.kind is MarkKind.CONTROL:
            text = ": ".join(filter(None, (clean_text(mark.text), mark.kept)))
        kind = _MARKS.get(mark.kind)
        if kind and text:
            named = f"{kind}({about})" if about else kind
            yield ForeignText(sheet.name, address(mark.row, mark.column), named, text)


def _unshown(sheet: Sheet, mark: Mark) -> str:
    """The texts in a formula that its cell does not show."""
    shown = cell_text(sheet.value(mark.row, mark.column))
    return "\n".join(text for text in literals(mark.formula) if text.strip() and text not in shown)
