"""Write a comparison as a workbook: both texts side by side, the passages in which they differ
marked, figures."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from ictxl.contract.answer_values import shown_number, typed_value
from ictxl.questions import Question, QuestionKind
from ictxl.spreadsheets.xlsx.cell_writer import write_text
from ictxl.text.linebreak import text_units
from ictxl.years.comparing import (
    ChangeKind,
    ComparedAnswer,
    Comparison,
    NumberTotals,
    QuestionPair,
    difference,
    shown_value,
)
from ictxl.years.history import measure_series
from ictxl.years.indicators import indicator_listing
from ictxl.years.list_workbook import (
    HEADING_GROUND,
    Cell,
    ListColumn,
    Listing,
    add_listing,
    set_up_print,
    writing_workbook,
)

_REMOVED, _ADDED = "#C00000", "#0563C1"
_BEFORE_INK, _AFTER_INK = "#A6A6A6", "#1F4E79"
_A3 = 8
_CHART_WIDTH, _CHART_HEIGHT = 620, 300


def write_comparison(comparison: Comparison, path: Path) -> None:
    """Sheets 比較 and 集計. Raises OutputError where the place cannot be written."""
    before, after = _labels(comparison)
    title = f"{comparison.after.plan.title} {before}と{after}の比較"
    with writing_workbook(title, path) as workbook:
        _write_figures(workbook, comparison, title)
        add_listing(workbook, _listing(workbook, comparison, title))
        years = (comparison.before, comparison.after)
        if indicators := indicator_listing(years, measure_series(years)):
            add_listing(workbook, indicators)


def _labels(comparison: Comparison) -> tuple[str, str]:
    return comparison.before.plan.year_label, comparison.after.plan.year_label


def _listing(workbook: Workbook, comparison: Comparison, title: str) -> Listing:
    plan = comparison.after.plan
    removed = workbook.add_format({"font_color": _REMOVED, "font_strikeout": True})
    added = workbook.add_format({"font_color": _ADDED, "bold": True, "underline": 1})
    answers = _Answers(comparison, removed, added)
    columns = (
        ListColumn("項番", 9, centred=True),
        ListColumn(plan.measure_level.title_heading, 26),
        ListColumn("担当課", 16),
        ListColumn("区分", 10, centred=True),
        *(column for pair in comparison.questions for column in answers.columns(pair)),
        ListColumn("備考", 20),
    )
    rows = tuple(
        (
            _number(row),
            row.measure.title,
            row.department,
            row.kind.value,
            *(cell for pair in comparison.questions for cell in answers.cells(pair, row)),
            "\n".join(remarks(row)),
        )
        for row in comparison.rows
    )
    wide = -(-sum(column.width for column in columns) // _PAGE_WIDTH)
    note = f"{title}。{answers.note()}"
    return Listing("比較", note, columns, rows, paper=_A3, pages_wide=wide)


_PAGE_WIDTH = 280
"""Digits beside each other that can still be read on A3."""


class _Answers:
    """The columns of each question: both years, and how a scale or a number changed."""

    def __init__(self, comparison: Comparison, removed: Any, added: Any) -> None:
        self.before, self.after = _labels(comparison)
        self.comparison, self.removed, self.added = comparison, removed, added

    def note(self) -> str:
        texts = [p.name for p in self.comparison.questions if p.kind is QuestionKind.TEXT]
        marked = (
            f"{'、'.join(texts)}は、なくなったところを赤の取り消し線、加わったところを青の下線で"
            "示します。"
            if texts
            else ""
        )
        return marked + "".join(only_in_one_year(self.comparison))

    def columns(self, pair: QuestionPair) -> Iterator[ListColumn]:
        heading = pair.latest.name_with_unit if pair.is_number else pair.name
        width = 16
        if pair.latest.kind is QuestionKind.TEXT:
            width = 52 if pair.latest is self.comparison.after.plan.leading_text else 30
        centred = pair.has_trend
        if pair.latest.is_scale:
            width, centred = 12, True
        if pair.before:
            yield ListColumn(f"{heading}\n{self.before}", width, centred=centred)
        if pair.after:
            yield ListColumn(f"{heading}\n{self.after}", width, centred=centred)
        if pair.before and pair.after:
            if pair.has_trend:
                yield ListColumn(f"{pair.name}の変化", 10, centred=True)
            elif pair.is_number:
                yield ListColumn(f"{pair.name}の差", 14)

    def cells(self, pair: QuestionPair, row: ComparedAnswer) -> Iterator[Cell]:
        was, now = pair.answers(row.before, row.after)
        old: Cell = self._shown(pair.before, was)
        new: Cell = self._shown(pair.after, now)
        if pair.kind is QuestionKind.TEXT and was and now:
            cut, other = passages(was, now)
            old, new = _marked(cut, self.removed), _marked(other, self.added)
        if pair.before:
            yield old
        if pair.after:
            yield new
        if pair.before and pair.after and (pair.has_trend or pair.is_number):
            yield pair.change(row.before, row.after)

    @staticmethod
    def _shown(question: Question | None, text: str) -> str:
        if question is None:
            return ""
        # A scale is told by its codes: its meanings would be as long as the texts beside it.
        if question.is_scale:
            return text
        return shown_value(question, typed_value(question, text))


def only_in_one_year(comparison: Comparison) -> Iterator[str]:
    """What is said of a question that cannot be compared."""
    before, after = _labels(comparison)
    for pair in comparison.questions:
        if not (pair.before and pair.after):
            yield f"「{pair.name}」は、{after if pair.after else before}だけの記入欄です。"
        elif pair.kind is None:
            yield f"「{pair.name}」は、年度によって種類や単位が違うので、差を取っていません。"


def _number(row: ComparedAnswer) -> str:
    if row.match.is_moved and row.match.before:
        return f"{row.match.before.id}\n→ {row.measure.id}"
    return row.measure.id


def _marked(cut: list[Passage], mark: Any) -> list[tuple[Any, str]]:
    return [(mark if passage.is_changed else None, passage.text) for passage in cut]


def remarks(row: ComparedAnswer) -> list[str]:
    """What a reader should notice besides rating and text."""
    before = row.match.before
    said = [
        (row.match.is_moved and before, f"項番が {before.id if before else ''} から変わりました"),
        (row.match.is_renamed and before, f"旧名称: {before.title if before else ''}"),
        (row.is_target_changed, "目標が変わりました"),
        (row.is_copied, "進捗状況が前年度と同じです"),
        (row.kind is ChangeKind.KEPT and not row.after, f"{row.department}の回答がありません"),
    ]
    return [text for applies, text in said if applies]


# --- 集計


def _write_figures(workbook: Workbook, comparison: Comparison, title: str) -> None:
    sheet = workbook.add_worksheet("集計")
    name = leading_name(comparison)
    sheet.set_column(0, 0, max(24, text_units(f"{name}なし・一覧外") + 2))
    sheet.set_column(1, 2, 24)
    if comparison.number_totals():
        sheet.set_column(3, 3, 18)
    bold = workbook.add_format({"bold": True, "font_size": 14})
    write_text(sheet, 0, 0, title, bold)
    figures = _Figures(workbook, sheet)
    before, after = _labels(comparison)
    measures = list(comparison.measure_counts.items())
    row = figures.table(2, "施策", ("区分", "施策数"), measures)
    if name:
        listed = "凡例" if comparison.after.plan.asks_the_usual else "一覧"
        unlisted = comparison.unlisted_counts()
        trends = [
            (trend.value or f"{name}なし・{listed}外", n)
            for trend, n in comparison.trend_counts.items()
        ]
        heading = f"{name}の変化(両年度に担当のある回答)"
        row = figures.table(row + 1, heading, ("変化", "回答数"), trends)
        ratings = comparison.rating_counts()
        others = [
            (f"{listed}にないもの", sum(n for _, n, _ in unlisted), sum(n for _, _, n in unlisted))
        ]
        first = row + 3
        rows = [*ratings, *(others if unlisted else ())]
        row = figures.table(row + 1, f"{name}の数", (name, before, after), rows)
        figures.chart(first - 1, len(ratings), name, (before, after))
    for totals in comparison.number_totals():
        row = figures.table(row + 1, *_totals(totals, before, after))
    set_up_print(sheet)


def leading_name(comparison: Comparison) -> str:
    """How the choice is called that figures count; empty where no year has one."""
    leading = comparison.leading
    return leading.name if leading.before or leading.after else ""


def _totals(
    totals: NumberTotals, before: str, after: str
) -> tuple[str, tuple[str, ...], list[tuple[str | int, ...]]]:
    question = totals.pair.latest
    rows: list[tuple[str | int, ...]] = [("件数", len(totals.before), len(totals.after), "")]
    figures = {"合計": _sum, "平均": _mean}
    if question.kind is QuestionKind.RATIO:
        del figures["合計"]  # of shares it would say nothing
    for name, figure in figures.items():
        one, other = figure(totals.before), figure(totals.after)
        shown = ["" if n is None else shown_number(question, n) for n in (one, other)]
        change = "" if one is None or other is None else difference(question, one, other)
        rows.append((name, *shown, change))
    return f"{question.name}の合計と平均", ("", before, after, "差"), rows


def total_line(totals: NumberTotals) -> str:
    """`決算額(千円): 合計 1,200千円 → 1,500千円 (+300千円)`, for the terminal."""
    _, _, rows = _totals(totals, "", "")
    name, before, after, change = rows[1]
    return f"{totals.pair.name}: {name} {before or '-'} → {after or '-'}" + (
        f" ({change})" if change else ""
    )


def _sum(numbers: Sequence[Decimal]) -> Decimal | None:
    return sum(numbers, Decimal(0)) if numbers else None


def _mean(numbers: Sequence[Decimal]) -> Decimal | None:
    total = _sum(numbers)
    return None if total is None else (total / len(numbers)).quantize(_CENT)


_CENT = Decimal("0.0001")


class _Figures:
    def __init__(self, workbook: Workbook, sheet: Any) -> None:
        self.workbook, self.sheet = workbook, sheet
        line = {"border": 1, "border_color": "#BFBFBF"}
        self.title = workbook.add_format({"bold": True})
        self.head = workbook.add_format({"bold": True, "bg_color": HEADING_GROUND, **line})
        self.cell = workbook.add_format(line)

    def table(
        self, row: int, title: str, headings: tuple[str, ...], rows: Sequence[Sequence[str | int]]
    ) -> int:
        """Returns the row below it."""
        write_text(self.sheet, row, 0, title, self.title)
        for column, heading in enumerate(headings):
            write_text(self.sheet, row + 1, column, heading, self.head)
        for offset, values in enumerate(rows, start=2):
            for column, value in enumerate(values):
                if isinstance(value, int):
                    self.sheet.write_number(row + offset, column, value, self.cell)
                else:
                    write_text(self.sheet, row + offset, column, value, self.cell)
        return row + 2 + len(rows)

    def chart(self, head: int, count: int, asked: str, names: tuple[str, str]) -> None:
        """The ratings of both years side by side; `head` is the headings' row."""
        chart = self.workbook.add_chart({"type": "column"})
        for column, ink in enumerate((_BEFORE_INK, _AFTER_INK), start=1):
            chart.add_series(
                {
                    "name": ["集計", head, column],
                    "categories": ["集計", head + 1, 0, head + count, 0],
                    "values": ["集計", head + 1, column, head + count, column],
                    "fill": {"color": ink},
                    "data_labels": {"value": True},
                }
            )
        chart.set_title({"name": f"{asked}の数", "name_font": {"size": 12}})
        chart.set_y_axis({"name": "回答数", "major_gridlines": {"visible": True}})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
        self.sheet.insert_chart(
            1, 4, chart, {"description": f"{names[0]}と{names[1]}の{asked}の数を比べた縦棒グラフ"}
        )


_LETTERS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
_SENTENCES = re.compile(r"[^。\n]*[。\n]?")
_LONG = 4000
"""Letters in both texts together, beyond which whole sentences are compared: time grows with
their square."""
_SHORTEST_SAME = 2
"""A single letter alike between two changed passages is chance, and belongs to the change."""


@dataclass(frozen=True)
class Passage:
    text: str
    is_changed: bool


def passages(before: str, after: str) -> tuple[list[Passage], list[Passage]]:
    """Both texts cut where they begin and cease to differ; joined they are the texts."""
    pattern = _LETTERS if len(before) + len(after) <= _LONG else _SENTENCES
    old, new = pattern.findall(before), pattern.findall(after)
    return _passages(old, new, after=False), _passages(old, new, after=True)


def _passages(old: Sequence[str], new: Sequence[str], *, after: bool) -> list[Passage]:
    made: list[Passage] = []
    for text, is_changed in _pieces(old, new, after=after):
        if not text:
            continue
        if made and made[-1].is_changed == is_changed:
            made[-1] = Passage(made[-1].text + text, is_changed)
        else:
            made.append(Passage(text, is_changed))
    return made


def _pieces(old: Sequence[str], new: Sequence[str], *, after: bool) -> Iterator[tuple[str, bool]]:
    codes = _changes(old, new)
    for index, (kind, i1, i2, j1, j2) in enumerate(codes):
        text = "".join(new[j1:j2] if after else old[i1:i2])
        between = 0 < index < len(codes) - 1
        by_chance = between and len("".join(old[i1:i2])) < _SHORTEST_SAME
        yield text, kind != "equal" or by_chance


_Change = tuple[str, int, int, int, int]
_MOST_PAIRS = 300_000
"""Ways to lay a piece of one text on one of the other; some 60,000 for texts of 2,000 letters."""


def _changes(old: Sequence[str], new: Sequence[str]) -> Sequence[_Change]:
    """As difflib tells them; of texts in which the same recurs without end, only where they begin
    and cease to differ."""
    counts = Counter(old)
    if sum(counts[piece] * many for piece, many in Counter(new).items()) <= _MOST_PAIRS:
        return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    head = _alike(old, new)
    rest, other = old[head:], new[head:]
    tail = _alike(rest[::-1], other[::-1])
    first, last, last_new = ("equal", 0, head, 0, head), len(old) - tail, len(new) - tail
    changed = ("replace", head, last, head, last_new)
    return [first, changed, ("equal", last, len(old), last_new, len(new))]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pieces are the same from the beginning on."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))
