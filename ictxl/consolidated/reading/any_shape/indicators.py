"""The rows of a measure → its indicators, and what was reached of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ictxl import findings
from ictxl.consolidated.reading.any_shape.headings.column import Column, IndicatorPart
from ictxl.consolidated.reading.any_shape.headings.meanings import Meaning
from ictxl.consolidated.reading.any_shape.records import AnswerRow, Record
from ictxl.consolidated.reading.any_shape.values import is_nothing, read_amount, unit_in
from ictxl.consolidated.reading.imported import Notes
from ictxl.consolidated.reading.source_cells import CellSpot
from ictxl.contract.answer_values import plain
from ictxl.indicators import ACTUAL_KEY, Direction, Indicator, number_of
from ictxl.model import Plan
from ictxl.responses import IndicatorResponse
from ictxl.text.clean import fold_name, trim

_HUNDRED, _FULL = 100, 2
NO_NAME = "(名称不明)"
_REIWA, _HEISEI = 2019, 1989


@dataclass
class IndicatorColumns:
    """The columns of a file that tell of indicators, by their names."""

    by_name: dict[str, Column] = field(default_factory=dict)

    def names(self, meaning: Meaning) -> list[str]:
        return [n for n, c in self.by_name.items() if c.meaning is meaning and c.part is None]

    def parts(self, part: IndicatorPart) -> list[str]:
        return [name for name, column in self.by_name.items() if column.part is part]

    @property
    def own(self) -> tuple[str, ...]:
        """Headings of the indicators' own columns."""
        return tuple(self.parts(IndicatorPart.GIVEN))

    @property
    def years(self) -> dict[str, list[str]]:
        """A year as 指標 calls it → the columns with its targets."""
        found: dict[str, list[str]] = {}
        for name in self.parts(IndicatorPart.TARGET_OF_YEAR):
            year = self.by_name[name].year or 0
            label = f"R{year - _REIWA + 1}" if year >= _REIWA else f"H{year - _HEISEI + 1}"
            found.setdefault(label, []).append(name)
        return found


@dataclass
class IndicatorReader:
    """Reads the indicators of one file's measures."""

    columns: IndicatorColumns
    notes: Notes
    file: str
    made: list[Indicator] = field(default_factory=list)
    responses: list[IndicatorResponse] = field(default_factory=list)
    are_fractions: bool = False
    """Whether the numbers of the indicator being read are fractions: 0.3 for 30%."""

    def read(
        self, record: Record, measure: str, title: str, charge: Mapping[int, Sequence[str]]
    ) -> None:
        """The indicators of a measure; `charge` gives the departments of its rows."""
        if not self.columns.by_name:
            return
        for rows in self._groups(record):
            for part in self._parts([record.rows[row] for row in rows]):
                self._read_one(part, measure, title, charge.get(rows[0], ()))

    def _groups(self, record: Record) -> list[list[int]]:
        """Rows of one indicator: it begins where a row names it; where none does, with a row that
        says again what was said."""
        groups: list[list[int]] = []
        named = self.columns.names(Meaning.INDICATOR)
        said: set[str] = set()
        for place, row in enumerate(record.rows):
            own = {name for name in self.columns.by_name if name in row.cells}
            if not own:
                continue
            if not groups or (own & set(named) if named else own & said):
                groups.append([])
                said = set()
            groups[-1].append(place)
            said |= own
        return groups

    def _parts(self, rows: Sequence[AnswerRow]) -> list[list[AnswerRow]]:
        """Indicators that stand in one cell, a line each, as do their values."""
        if len(rows) > 1:
            return [list(rows)]
        cells = {name: spots[0] for name, spots in rows[0].cells.items() if len(spots) == 1}
        lines = {name: spot.text.split("\n") for name, spot in cells.items()}
        named = [n for n in self.columns.names(Meaning.INDICATOR) if n in lines]
        count = len(lines[named[0]]) if named else 1
        own = [name for name in lines if name in self.columns.by_name and name not in named]
        valued = [n for n in own if len(lines[n]) == count and all(map(read_amount, lines[n]))]
        if count == 1 or not valued or any(len(lines[n]) not in (1, count) for n in own):
            return [list(rows)]
        parts = []
        for place in range(count):
            part = AnswerRow()
            for name in (*named, *own):
                text = lines[name][place] if len(lines[name]) == count else lines[name][0]
                part.add(name, cells[name].saying(text))
            parts.append([part])
        return parts

    def _read_one(
        self, rows: Sequence[AnswerRow], measure: str, title: str, charge: Sequence[str]
    ) -> None:
        name = self._text(rows, self.columns.names(Meaning.INDICATOR)) or title or NO_NAME
        unit = self._unit(rows, name)
        self.are_fractions = unit == "%" and self._hold_fractions(rows)
        baseline, target, actual = (
            self._amount(rows, self.columns.names(meaning), unit)
            for meaning in (Meaning.BASELINE, Meaning.GOAL, Meaning.ACTUAL)
        )
        known = {one.name for one in self.made if one.measure_id == measure}
        count, wanted = 2, name
        while name in known:
            name, count = f"{wanted}({count})", count + 1
        self.made.append(
            Indicator(
                measure,
                name,
                unit,
                baseline,
                target,
                self._direction(rows, baseline, target),
                given=tuple(self._text(rows, [own]) for own in self.columns.own),
                targets=tuple(
                    self._amount(rows, names, unit) for names in self.columns.years.values()
                ),
                previous=self._amount(rows, self.columns.parts(IndicatorPart.PREVIOUS), unit),
            )
        )
        spots = self._spots(rows, self.columns.names(Meaning.ACTUAL))
        if actual and charge:
            self._answer(measure, charge[0], name, actual, spots[0])

    def _answer(
        self, measure: str, department: str, name: str, actual: str, spot: CellSpot
    ) -> None:
        self.responses.append(
            IndicatorResponse(
                measure,
                department,
                {ACTUAL_KEY: actual},
                file=self.file,
                sheet=spot.sheet,
                row=spot.row_number,
                columns={ACTUAL_KEY: spot.letters},
                indicator=name,
            )
        )

    # --- cells

    def _spots(self, rows: Sequence[AnswerRow], names: Sequence[str]) -> list[CellSpot]:
        return [
            spot
            for row in rows
            for name in names
            for spot in row.cells.get(name, ())
            if not is_nothing(spot.text)
        ]

    def _text(self, rows: Sequence[AnswerRow], names: Sequence[str]) -> str:
        texts = dict.fromkeys(spot.text for spot in self._spots(rows, names))
        return " ".join("".join(map(trim, text.split("\n"))) for text in texts)

    def _unit(self, rows: Sequence[AnswerRow], name: str) -> str:
        """As its column says; else that behind all numbers: 30% of, 85百万円, 年60頭."""
        columns = self.columns.names(Meaning.UNIT)
        if told := self._text(rows, columns):
            if not any(read_amount(spot.text) for spot in self._spots(rows, columns)):
                return "%" if fold_name(told) == "%" else told
            for spot in self._spots(rows, columns):
                self.notes.at(spot, findings.TEXT_NOT_IMPORTED)
        numbers = (Meaning.GOAL, Meaning.ACTUAL, Meaning.BASELINE)
        names = [name for meaning in numbers for name in self.columns.names(meaning)]
        texts = [spot.text for spot in self._spots(rows, names)]
        units = {_unit_of(text) for text in texts if read_amount(text)}
        return (units.pop() if len(units) == 1 else "") or unit_in(name)

    def _amount(self, rows: Sequence[AnswerRow], names: Sequence[str], unit: str) -> str:
        """A number in plain digits in the unit; any other text as it stands."""
        spots = self._spots(rows, names)
        if not spots:
            return ""
        spot = spots[0]
        for other in spots[1:]:
            if other.text != spot.text:
                self.notes.at(
                    other, findings.SECOND_VALUE_LISTED, heading="指標", read_as=spot.text
                )
        amount = read_amount(spot.text)
        is_read = amount is not None and _unit_of(spot.text) in ("", unit)
        if amount is None or not is_read:
            return spot.text
        digits = plain(Decimal(amount.digits) * (_HUNDRED if self.are_fractions else 1))
        if digits != amount.digits or not amount.is_plain:
            self.notes.at(spot, findings.INDICATOR_VALUE_READ, read_as=f"{digits}{unit}")
        return digits

    def _hold_fractions(self, rows: Sequence[AnswerRow]) -> bool:
        """Whether cells hold percentages as Excel has them: 0.3 for 30%."""
        numbers = (Meaning.GOAL, Meaning.ACTUAL, Meaning.BASELINE)
        names = [name for meaning in numbers for name in self.columns.names(meaning)]
        values = [spot.value for spot in self._spots(rows, names)]
        held = [value for value in values if isinstance(value, float | int)]
        is_small = all(abs(value) <= _FULL for value in held)
        return bool(held) and len(held) == len(values) and is_small and any(v % 1 for v in held)

    def _direction(self, rows: Sequence[AnswerRow], baseline: str, target: str) -> Direction:
        """減 where the target lies below where it began."""
        begun, wanted = number_of(baseline), number_of(target)
        if begun is None or wanted is None or wanted >= begun:
            return Direction.UP
        spot = self._spots(rows, self.columns.names(Meaning.GOAL))[0]
        self.notes.at(spot, findings.INDICATOR_DIRECTION_GUESSED)
        return Direction.DOWN


def _unit_of(text: str) -> str:
    """`年60頭` → 頭/年, `93.0%` → %."""
    amount = read_amount(text)
    if amount is None:
        return ""
    before = fold_name(text)[:1]
    return f"{amount.unit}/{before}" if before in ("年", "月") else amount.unit


def with_indicators(plan: Plan, reader: IndicatorReader) -> Plan:
    """The plan with what was read of its indicators."""
    if not reader.made:
        return plan
    return replace(
        plan,
        indicators=tuple(reader.made),
        indicator_columns=reader.columns.own,
        target_years=tuple(reader.columns.years),
    )
