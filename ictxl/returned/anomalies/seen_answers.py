"""Answers that show something else than their cells hold: raised figures, symbols, formats."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ictxl import findings
from ictxl.findings import Finding, brief
from ictxl.questions import Question, QuestionKind
from ictxl.returned.anomalies.marked_form import MarkedSheet
from ictxl.returned.anomalies.own_formulas import Cell
from ictxl.returned.indicators.assign import read_actual
from ictxl.spreadsheets.appearance import BY_FORMAT
from ictxl.spreadsheets.cells import Value, cell_text
from ictxl.spreadsheets.marks import Mark, MarkKind
from ictxl.text.clean import clean_text, normalized
from ictxl.text.era import read_date

_DIGITS = re.compile(r"[\d.,-]+")


def seen_answers(place: MarkedSheet) -> dict[Cell, Mark]:
    """The answers whose cells show another text than they hold, or another value."""
    found: dict[Cell, Mark] = {}
    for mark in place.marks:
        if mark.kind is not MarkKind.SEEN:
            continue
        key = place.input_key(mark.row, mark.column)
        if key and not _is_alike(place, place.asked[key], mark):
            found[mark.row, mark.column] = mark
    return found


def percent_cells(marks: Iterable[Mark]) -> frozenset[Cell]:
    """The cells of a sheet that show a percentage, whatever they hold."""
    seen = (mark for mark in marks if mark.kind is MarkKind.SEEN)
    return frozenset((m.row, m.column) for m in seen if "%" in normalized("NFKC", m.text))


def _is_alike(place: MarkedSheet, question: Question, mark: Mark) -> bool:
    value = place.sheet.value(mark.row, mark.column)
    if is_typed(question, value):
        return _shows(*_as_read(place, question, mark, value))
    if cell_text(value) == mark.text and not mark.kept:
        return True
    # A code is its figure, however many decimals are shown.
    is_figure = not isinstance(value, str) and _DIGITS.fullmatch(mark.text)
    return question.is_choice and bool(is_figure)


def _as_read(
    place: MarkedSheet, question: Question, mark: Mark, value: Value
) -> tuple[Value, str, str]:
    """What a cell's number is read as, what it shows, and its unit."""
    shown, indicator = clean_text(mark.text), place.indicator(mark.row)
    if indicator is None:
        return value, shown, question.unit
    if indicator.is_percent and "%" in normalized("NFKC", shown):
        read = read_actual(indicator, cell_text(value), is_share=True)
        value = float(indicator.cell_number(read) or 0)
    return value, shown, indicator.unit


def is_typed(question: Question, value: Value) -> bool:
    """Whether the cell itself holds the number or the date that was asked for: it is read as it is
    held, in whatever form the cell shows it."""
    if question.kind.is_number:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return question.kind is QuestionKind.DATE and isinstance(value, dt.date)


def _shows(value: Value, shown: str, unit: str) -> bool:
    """Whether the text shows the very number, perhaps rounded, or the very day."""
    if isinstance(value, dt.date):
        seen = read_date(shown)
        return bool(shown) and (seen is None or (seen.month, seen.day) == (value.month, value.day))
    own, text = normalized("NFKC", unit), normalized("NFKC", shown)
    bare = text if own == "%" or own.isdecimal() else text.replace(own, "", 1)
    figures = _FIGURES.findall(bare)
    number = abs(Decimal(cell_text(value)))
    if not number.is_finite():
        return False
    if not figures:
        return not number and _NOTHING.fullmatch(bare) is not None
    figure = figures[0].replace(",", "")
    half_a_step = Decimal(5).scaleb(-len(figure.partition(".")[2]) - 1)
    exact = number * 100 if "%" in text else number
    is_near = abs(exact - Decimal(figure)) <= half_a_step
    beside = _LOSS.sub(r"\1", bare).replace(figures[0], "", 1)
    rest = _SIGNS.sub("", beside)
    return len(figures) == 1 and is_near and _adds_nothing(rest, own)


def _adds_nothing(words: str, unit: str) -> bool:
    """Whether what stands beside a figure and its unit is at most a counter of the same size."""
    is_scaled = _SCALE.search(words) or (words and _SCALE.search(unit))
    return _COUNTER.fullmatch(words) is not None and not is_scaled and not _ABOUT.search(words)


_FIGURES = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+")
_NOTHING = re.compile(r"[-‐‑–—―−ー・\s¥$]+|(?:該当)?(?:なし|無し?)|ゼロ|零|皆無")
_LOSS = re.compile(r"^\s*\(([^()]*)\)\s*$")
_SIGNS = re.compile(r"[-+▲△−\s¥$%]")
"""Of losses, currencies and percentages."""
_SCALE = re.compile("[十百千万億兆]")
_COUNTER = re.compile(r"[^\W\d_]{0,3}")
_ABOUT = re.compile("約|およそ|ほぼ|概ね|以上|以下|未満|超|弱|強|程度|くらい|ぐらい|前後")
"""Words of a format that make another number of it."""


def of_seen(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    """How an answer was read that shows another text than its cell holds."""
    row, column = mark.row, mark.column
    stored, seen = place.text(row, column), clean_text(mark.text)
    if not seen:
        what = "何も表示しない表示形式" if mark.about == BY_FORMAT else mark.about
        yield place.report(findings.ANSWER_SEEN_OTHERWISE, row, column, stored, what=what)
        return
    if seen != stored:
        is_cut = mark.about == BY_FORMAT and brief(stored) != stored and stored not in seen
        yield place.report(
            findings.ANSWER_READ_AS_SEEN,
            row,
            column,
            f"{seen}\n(保存されている文)\n{stored}" if is_cut else seen,
            stored=brief(stored),
            what=mark.about,
        )
    if mark.kept:
        what = f"{mark.about}(「{brief(mark.kept)}」)"
        yield place.report(findings.ANSWER_SEEN_OTHERWISE, row, column, seen, what=what)


def of_typed(place: MarkedSheet, mark: Mark) -> Iterator[Finding]:
    """A number or date that was read as its cell holds it, though a person sees another."""
    if not clean_text(mark.text):
        yield from of_seen(place, mark)
        return
    row, column = mark.row, mark.column
    what = f"{mark.about}(「{brief(clean_text(mark.text))}」)"
    text = place.text(row, column)
    yield place.report(findings.ANSWER_SEEN_OTHERWISE, row, column, text, what=what)
