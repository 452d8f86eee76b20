"""Find anomalies of a form's cells: struck text, formulas, errors, merged cells, comments."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from ictxl import findings
from ictxl.contract.fields import SENDBACK_MARK
from ictxl.contract.metadata import HIDDEN_SHEETS
from ictxl.findings import Finding
from ictxl.model import grouped
from ictxl.questions import Question, QuestionKind
from ictxl.returned.anomalies.drawn_marks import of_control, of_drawn
from ictxl.returned.anomalies.finding_cap import condensed
from ictxl.returned.anomalies.marked_form import Book, MarkedSheet
from ictxl.returned.anomalies.own_formulas import Cell
from ictxl.returned.anomalies.seen_answers import is_typed, of_seen, of_typed, seen_answers
from ictxl.returned.sent.layout import SentLayout
from ictxl.returned.tables import AnswerTable
from ictxl.spreadsheets.cells import Value, address, cell_text, column_letters
from ictxl.spreadsheets.hidden_texts.texts import leads_inside, literals, squeezed
from ictxl.spreadsheets.marks import IN_CELL, IN_FORMULA, Mark, MarkKind
from ictxl.spreadsheets.sheet import Sheet
from ictxl.text.clean import clean_text

Kept = dict[tuple[str, int, int], str]
"""(sheet, row, column) → what an answer says as a person sees it, where the cell holds more or
something else; 0-based."""


def find_oddities(
    file: str,
    department: str,
    sheets: Sequence[Sheet],
    tables: Sequence[AnswerTable],
    layout: SentLayout,
    marks: Mapping[str, Sequence[Mark]],
) -> tuple[list[Finding], Kept]:
    """Findings on marks and values, and the answers that strikethrough changes."""
    by_name = grouped((table.sheet.name, table) for table in tables)
    book = Book(sheets, layout)
    found: list[Finding] = []
    kept: Kept = {}
    # A sheet that is one chart has no cells, but may have texts.
    charts = [Sheet(name, ()) for name in marks.keys() - {sheet.name for sheet in sheets}]
    for sheet in (*sheets, *sorted(charts, key=lambda sheet: sheet.name)):
        if sheet.name in HIDDEN_SHEETS:
            continue
        own = marks.get(sheet.name, ())
        here = by_name.get(sheet.name, ())
        place = MarkedSheet(book, file, department, sheet, here, layout, own)
        seen = seen_answers(place) if place.tables else {}
        found.extend(_of_sheet(place, seen))
        kept.update({(sheet.name, *cell): text for cell, text in _kept_of(place, seen)})
    return list(condensed(found)), kept


def _of_sheet(place: MarkedSheet, seen: Mapping[Cell, Mark]) -> Iterator[Finding]:
    for mark in place.marks:
        yield from _FINDERS.get(mark.kind, _of_attached)(place, mark)
    if place.pictures:
        yield from _of_pictures(place)
    for table in place.tables:
        yield from _of_values(place, table, seen)


def _of_pictures(place: MarkedSheet) -> Iterator[Finding]:
    told = {
        (m.row, m.column) for m in place.marks if m.kind is MarkKind.OBJECT and m.text == IN_CELL
    }
    for cell in sorted(place.pictures - told):
        yield place.report(findings.PICTURE_OR_EMBEDDED_FILE, *cell, "", what=IN_CELL)


def _kept_of(place: MarkedSheet, seen: Mapping[Cell, Mark]) -> Iterator[tuple[Cell, str]]:
    """What a person sees of the answers that are not read as they are; the last one told goes."""
    if not place.tables:
        return
    for cell, mark in seen.items():
        question = place.asked[place.input_key(*cell)]
        if clean_text(mark.text) and not is_typed(question, place.sheet.value(*cell)):
            yield cell, clean_text(mark.text)
    for mark in place.marks:
        if mark.kind is MarkKind.STRUCK and place.input_key(mark.row, mark.column):
            yield (mark.row, mark.column), clean_text(mark.kept)
    for mark in place.marks:
        if mark.kind is MarkKind.MERGED:
            yield from ((cell, "") for cell in _answers_hidden(place, mark))
    yield from ((cell, "") for cell in place.pictures if place.input_key(*cell))


def _of_struck(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    kind = findings.STRIKETHROUGH_OUTSIDE_ANSWERS
    if place.input_key(mark.row, mark.column):
        kind = findings.ANSWER_STRUCK_OUT
    yield place.report(kind, mark.row, mark.column, _struck(place, mark))


def _struck(place: MarkedSheet, mark: Mark) -> str:
    """The struck text; of a day the day, not the number that the file keeps."""
    value = place.sheet.value(mark.row, mark.column)
    is_day = isinstance(value, dt.date | dt.time | dt.timedelta)
    return place.text(mark.row, mark.column) if is_day else clean_text(mark.text)


_UNSEEN_KINDS = {
    MarkKind.PROPERTY: findings.DOCUMENT_PROPERTY_TEXT,
    MarkKind.NAME: findings.DEFINED_NAME_TEXT,
    MarkKind.RULE: findings.DATA_VALIDATION_TEXT,
    MarkKind.PART: findings.OTHER_HIDDEN_TEXT,
}
_LISTED_KINDS = {MarkKind.NAME, MarkKind.RULE}
"""Forms of earlier versions have such texts from their template without listing them."""


def _of_unseen(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    """A text that stands in no cell, unless the form was sent with it or a cell says it too."""
    if not place.layout.lists_unseen and mark.kind in _LISTED_KINDS:
        return
    text = _squeezed(mark.text)
    if mark.kind is MarkKind.PART and text in place.control_labels:
        return  # told with the control's state
    if mark.about == IN_FORMULA and (text in place.book.formulas.texts or not _WORDS.search(text)):
        return
    if text not in place.layout.unseen and text not in place.book.texts:
        kind = _UNSEEN_KINDS[mark.kind]
        yield place.report(kind, mark.row, mark.column, clean_text(mark.text), what=mark.about)


_squeezed = lru_cache(maxsize=256)(squeezed)
"""The rules of a sending's forms say the same."""
_WORDS = re.compile(r"\w")
"""Marks alone, such as a formula puts between two texts, say nothing."""


def _in_formula(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    """Texts in a formula of a department's that it does not show now."""
    if not (b'"' in mark.xml or b"&quot;" in mark.xml or '"' in mark.text):
        return
    cell = mark.row, mark.column
    sent = place.layout.formulas.get(place.sent_name, {})
    if (mark.row + 1, column_letters(mark.column)) in sent:
        return
    if cell in place.pictures:
        if "DISPIMG(" in mark.formula:
            return  # its text is a number of the picture's
    elif cell in place.unshown:
        return  # told whole
    if place.book.formulas.has(place.sent_name, cell, mark.formula):
        return
    shown = place.text(mark.row, mark.column)
    found = literals(mark.formula)
    if "HYPERLINK(" in mark.formula and found:
        # Its first text says where the link leads.
        yield from _of_link(place, mark, found.pop(0))
    for text in found:
        if text not in shown:
            said = Mark(MarkKind.PART, mark.row, mark.column, text, about=IN_FORMULA)
            yield from _of_unseen(place, said)


def _of_formula(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    row, column = mark.row, mark.column
    if mark.kind is MarkKind.FORMULA:
        yield from _in_formula(place, mark)
    if not place.input_key(row, column) or (row, column) in place.pictures:
        return  # what such a cell does not show is a stray text
    if mark.kind is MarkKind.ERROR:
        # What was meant as text may live on in the formula: `=来年度…` shows #NAME?.
        behind = place.unshown[row, column]
        formula = behind if behind != mark.text else ""
        yield place.report(
            findings.ANSWER_IS_ERROR_VALUE, row, column, f"{mark.text} {formula}".strip()
        )
    elif mark.kind is MarkKind.NO_RESULT:
        yield place.report(findings.ANSWER_FORMULA_WITHOUT_RESULT, row, column, mark.formula)
    elif place.text(row, column):
        yield place.report(findings.ANSWER_IS_FORMULA, row, column, place.text(row, column))


def _of_merged(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    cells = _answers_merged(place, mark)
    if not cells:
        return
    area = f"{address(mark.row, mark.column)}:{address(mark.last_row, mark.last_column)}"
    if len(cells) > 1:
        text = place.text(mark.row, mark.column)
        yield place.report(findings.ANSWER_CELLS_MERGED, mark.row, mark.column, text, area=area)
    for cell in _answers_hidden(place, mark):
        text = place.text(*cell)
        yield place.report(findings.TEXT_UNDER_MERGED_CELLS, *cell, text, area=area)


def _answers_merged(place: MarkedSheet, mark: Mark) -> list[Cell]:
    found: list[Cell] = []
    for table in place.tables:
        inputs = place.input_columns(table)
        if not inputs or mark.last_column < inputs[0] or mark.column > inputs[-1]:
            continue
        columns = [c for c in inputs if mark.column <= c <= mark.last_column]
        # Looked up instead of gone through: a sheet may have any number of joined cells.
        rows = place.rows[table.layout.fields.corner]
        first, last = bisect_left(rows, mark.row), bisect_right(rows, mark.last_row)
        found.extend((row, column) for row in rows[first:last] for column in columns)
    return found


def _answers_hidden(place: MarkedSheet, mark: Mark) -> list[Cell]:
    """Answers that nobody sees: of joined cells only the first is shown."""
    shown = mark.row, mark.column
    return [cell for cell in _answers_merged(place, mark) if cell != shown and place.text(*cell)]


def _of_hidden(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    for table in place.tables:
        yield from _hidden_in(place, table, mark)


def _hidden_in(place: MarkedSheet, table: AnswerTable, mark: Mark) -> Iterator[Finding]:
    if mark.kind is MarkKind.HIDDEN_ROW:
        if mark.row not in table.rows:
            return
        for key in table.layout.asked:
            column = table.columns.get(key)
            if column is not None and place.text(mark.row, column):
                yield place.report(
                    findings.HIDDEN_ANSWER,
                    mark.row,
                    column,
                    place.text(mark.row, column),
                    what="行",
                )
                return
        return
    for key, question in table.layout.asked.items():
        column = table.columns.get(key, -1)
        if mark.column <= column <= mark.last_column:
            row = place.first_filled(table, column)
            if row is not None:
                what = f"列({question.name})"
                yield place.report(
                    findings.HIDDEN_ANSWER, row, column, place.text(row, column), what=what
                )


def _of_attached(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    text = clean_text(mark.text)
    if mark.kind is MarkKind.COMMENT:
        text = _without_sendback(text, place.layout.comments)
    elif mark.kind is MarkKind.PAGE:
        # Programs differ in the blanks they keep around page numbers.
        own_pieces = {_packed(piece) for page in place.layout.pages for piece in _page_pieces(page)}
        text = "\n".join(p for p in _page_pieces(text) if _packed(p) not in own_pieces)
    own = place.layout.comments if mark.kind is MarkKind.COMMENT else ()
    if not text or text in own or place.is_own_drawing(mark):
        return
    if mark.kind is MarkKind.OBJECT:
        yield place.report(findings.PICTURE_OR_EMBEDDED_FILE, mark.row, mark.column, "", what=text)
    elif mark.kind is MarkKind.LINK:
        yield from _of_link(place, mark, text)
    elif mark.kind is MarkKind.COMMENT:
        by = f"({mark.about})" if mark.about else ""
        yield place.report(findings.COMMENT_TEXT, mark.row, mark.column, text, by=by)
    else:
        yield place.report(_ATTACHED_KINDS[mark.kind], mark.row, mark.column, text)


_ATTACHED_KINDS = {
    MarkKind.SHAPE: findings.SHAPE_TEXT,
    MarkKind.PAGE: findings.HEADER_OR_FOOTER_TEXT,
}


def _of_link(place: MarkedSheet, mark: Mark, target: str) -> Iterator[Finding]:
    bare = target.removeprefix("mailto:").rstrip("/")
    # A link to the workbook's own cells, as a send-back makes them, leads to nothing else.
    names = (*(sheet.name for sheet in place.book.sheets), *place.layout.cells)
    is_said = leads_inside(bare, names) or bare in place.text(mark.row, mark.column)
    if not is_said and squeezed(target) not in place.layout.unseen:
        yield place.report(findings.LINK_IN_CELL, mark.row, mark.column, target)


_PAGE_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d{1,3}|&[A-Z]')


@lru_cache(maxsize=256)
def _page_pieces(text: str) -> tuple[str, ...]:
    """The texts of a header or footer, left, middle and right, without Excel's codes."""
    found = []
    for part in re.split(r"(?<!&)&[LCR]", text):
        plain = _PAGE_CODE.sub("", part.replace("&&", "\0")).replace("\0", "&").strip()
        if plain:
            found.append(plain)
    return tuple(found)


def _packed(text: str) -> str:
    return "".join(text.split())


def _without_sendback(text: str, own: Iterable[str]) -> str:
    """A comment without what a send-back added below it."""
    if SENDBACK_MARK in text:
        for mark in sorted(own, key=len, reverse=True):
            if mark.startswith(SENDBACK_MARK):
                text = text.replace(mark, "")
    return clean_text(text)


def _of_values(
    place: MarkedSheet, table: AnswerTable, seen: Mapping[Cell, Mark]
) -> Iterator[Finding]:
    columns = table.columns
    asked = [(q, columns[key]) for key, q in table.layout.asked.items() if key in columns]
    for row in table.rows:
        for question, column in asked:
            value, shown = place.sheet.value(row, column), seen.get((row, column))
            if type(value) is not str:
                yield from _of_value(place, question, (row, column), value, shown)
            elif shown:
                yield from of_seen(place, shown)


def _of_value(
    place: MarkedSheet, question: Question, cell: Cell, value: Value, shown: Mark | None
) -> Iterator[Finding]:
    text = cell_text(value)
    if isinstance(value, bool):
        yield place.report(findings.ANSWER_IS_BOOLEAN, *cell, text)
    elif is_typed(question, value):
        if shown:
            yield from of_typed(place, shown)
    elif isinstance(value, dt.date | dt.time | dt.timedelta):
        seen = shown.text if shown else ""
        yield place.report(findings.ANSWER_IS_DATE, *cell, seen or text)
        if shown and not seen:
            yield from of_seen(place, shown)
    elif shown:
        yield from of_seen(place, shown)
    elif question.kind is QuestionKind.TEXT:
        # A number is a usual way to write a code (1 for 1.現状維持); codes are checked as text.
        yield place.report(findings.ANSWER_IS_NUMBER, *cell, text)


_FINDERS: Mapping[MarkKind, Callable[[MarkedSheet, Mark], Iterable[Finding]]] = {
    MarkKind.STRUCK: _of_struck,
    **dict.fromkeys((MarkKind.ERROR, MarkKind.FORMULA, MarkKind.NO_RESULT), _of_formula),
    MarkKind.SEEN: lambda _place, _mark: (),  # told with the values
    MarkKind.DRAWN: of_drawn,
    MarkKind.CONTROL: of_control,
    MarkKind.MERGED: _of_merged,
    **dict.fromkeys((MarkKind.HIDDEN_ROW, MarkKind.HIDDEN_COLUMN), _of_hidden),
    **dict.fromkeys(_UNSEEN_KINDS, _of_unseen),
}
"""What is found of a mark; of all other kinds, what hangs on a sheet."""
