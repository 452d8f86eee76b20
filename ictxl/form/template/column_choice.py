"""Decide which columns a plan's forms have, in which order, and whose looks new ones take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from openpyxl.worksheet.worksheet import Worksheet

from ictxl.contract.fields import (
    CHECK_FIELD,
    LENGTH_FIELD,
    Field,
    previous_key,
    rated_key,
)
from ictxl.form.sheet.rearrange_columns import Column, referred_columns
from ictxl.form.template.column_looks import is_short
from ictxl.form.template.validation import USUAL_FIELDS, Examination
from ictxl.questions import Question, QuestionKind, RequirementKind


@dataclass(frozen=True)
class Grown:
    """A column that the template does not have."""

    field: Field
    source: int
    """The template's column whose looks it takes."""


Slot = int | Grown
"""A column of the template, or one that grows."""


class ColumnChoice:
    """The columns of the forms of one plan made from one template."""

    def __init__(
        self, examination: Examination, sheet: Worksheet, apart: range, *, designed: bool
    ) -> None:
        """`designed` tells that the template is ictxl's own, whose columns follow the plan. The
        rows `apart` are another table's."""
        self.plan, self.fields = examination.plan, examination.fields
        self.designed = designed
        self.columns = examination.columns()
        self.shown = examination.shown_keys()
        """Keys of the fields that stand in the prototype row at all, alone or in a text."""
        self.unasked = examination.unasked()
        spots = reversed(examination.row_spots)
        self.usual = {s.name: s.column for s in spots if s.name in USUAL_FIELDS}
        """Usual placeholder → column, whether the plan has it or not: patterns for new columns."""
        self.last = sheet.max_column
        areas, home = sheet.merged_cells.ranges, examination.home
        self.joined: dict[int, int] = {
            a.min_col: a.max_col for a in areas if home and a.min_row == home.row
        }
        """First → last of columns that are joined in the prototype row: together one field."""
        is_usual = self.plan.asks_the_usual
        self.fixed = frozenset[int]() if is_usual else referred_columns(sheet, apart)
        """Columns that formulas speak of."""

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Columns that go, of which a formula speaks."""
        return self._going & self.fixed

    @cached_property
    def _going(self) -> frozenset[int]:
        columns = self.columns
        empty = [key for key in self._without_content() if key in columns]
        first = self.unasked | {columns[key] for key in empty}
        return frozenset(c for f in first for c in range(f, self._end_of(f) + 1))

    def _end_of(self, column: int) -> int:
        """Its last column, where it is joined with others."""
        return self.joined.get(column, column)

    def _without_content(self) -> Iterator[str]:
        """Fields that would stay blank in all forms; those of the usual plan are left in place."""
        plan = self.plan
        if plan.review_of:
            # Who is in charge stands beside the answers; here it would be the reader.
            yield from ("departments", LENGTH_FIELD.key)
        if plan.asks_the_usual:
            return
        if not plan.leading_text or (self.designed and is_short(plan.leading_text)):
            yield LENGTH_FIELD.key
        if not plan.areas:
            yield "area"
        if not any(measure.target for measure in plan.measures):
            yield "target"
        if not any(measure.outlook for measure in plan.measures):
            yield "outlook"

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """All columns from A on, in the order of the forms."""
        stay = self._going - self.hidden
        slots: list[Slot] = [c for c in range(1, self.last + 1) if c not in stay]
        for field in self.fields.given:
            if field.key.startswith(("level:", "given:")) and field.key not in self.shown:
                self._put_given(slots, field)
        self._put_inputs(slots)
        return tuple(slots)

    @property
    def order(self) -> list[Column]:
        return [
            Column(slot.source, is_copy=True) if isinstance(slot, Grown) else Column(slot)
            for slot in self.slots
        ]

    @property
    def is_unchanged(self) -> bool:
        return self.slots == tuple(range(1, self.last + 1)) and not self.hidden

    def _put_given(self, slots: list[Slot], field: Field) -> None:
        if field.key.startswith("level:"):
            source = self._first_of("基本施策", "施策名称", "項番")
            before = ("area", "number", "title")
            slots.insert(self._index(slots, before, default=1), Grown(field, source))
        else:
            source = self._first_of("目標", "担当課一覧", "施策名称", "項番")
            past = [field.key for field in self.fields.previous]
            behind = ("outlook", "departments", *past, *self.fields.input_keys)
            slots.insert(self._index(slots, behind, default=len(slots)), Grown(field, source))

    def _index(self, slots: Sequence[Slot], keys: Sequence[str], default: int) -> int:
        """Where the first of the template's columns with one of the keys stands."""
        wanted = {self.columns[key] for key in keys if key in self.columns}
        return next((at for at, slot in enumerate(slots) if slot in wanted), default)

    def _first_of(self, *names: str) -> int:
        """The template's column of the first of the usual placeholders that it has."""
        found = [self.usual[name] for name in names if name in self.usual]
        return next(iter([*found, *self.columns.values()]), self.last)

    def _put_inputs(self, slots: list[Slot]) -> None:
        asked = [f for f in self.fields.inputs if self._is_wanted(f)]
        columns = self.columns
        if self.designed:
            block = [slot for field in asked for slot in self._of_question(field)]
            at = min((slots.index(s) for s in block if s in slots), default=len(slots))
            kept = [slot for slot in slots[:at] if slot not in block]
            slots[:] = [*kept, *block, *(s for s in slots[at:] if s not in block)]
            return
        for number, field in enumerate(asked):
            if field.key in columns:
                continue
            new = Grown(field, self._pattern(field))
            before = self._slot_before(slots, asked[:number])
            slots.insert(before + 1 if before is not None else self._first_input(slots), new)
        for field in asked:
            rated = self._rated_of(field)
            if rated and rated.key not in columns:
                at = next(n for n, slot in enumerate(slots) if self._is_of(slot, field))
                slots.insert(at, self._grown_rated(rated))

    def _of_question(self, field: Field) -> Iterator[Slot]:
        """Its column, with 文字数 beside the leading text and last year's number beside this
        year's."""
        columns, question = self.columns, self.plan.question_by_key[field.key]
        if rated := self._rated_of(field):
            yield columns.get(rated.key, self._grown_rated(rated))
        past = next((f for f in self.fields.previous if f.key == previous_key(field.key)), None)
        if (
            past
            and question.kind.is_number
            and past.key not in columns
            and any(answer.values.get(field.key) for answer in self.plan.previous)
        ):
            yield Grown(past, self._first_of("前回評価", "前回進捗", "項番"))
        yield columns.get(field.key, Grown(field, self._pattern(field)))
        length = columns.get(LENGTH_FIELD.key)
        if question == self.plan.leading_text and length and length not in self._going:
            yield length

    def _rated_of(self, field: Field) -> Field | None:
        """What shows the choice that follows from 達成率, where one does."""
        return self.fields.by_key.get(rated_key(field.key))

    def _grown_rated(self, field: Field) -> Grown:
        return Grown(field, self._first_of("今後の展開", "担当課一覧", "項番"))

    def _is_wanted(self, field: Field) -> bool:
        """A template may leave out what of the usual questions need not be answered."""
        if field.key in self.columns or not self.plan.asks_the_usual:
            return True
        required = self.plan.question_by_key[field.key].required
        return required.kind is RequirementKind.ALWAYS

    def _slot_before(self, slots: Sequence[Slot], fields: Sequence[Field]) -> int | None:
        """The column of the nearest question before; its 文字数, where that follows."""
        for field in reversed(fields):
            at = next((n for n, slot in enumerate(slots) if self._is_of(slot, field)), None)
            if at is not None:
                slot = slots[at]
                at += self._end_of(slot) - slot if isinstance(slot, int) else 0
                length = self.columns.get(LENGTH_FIELD.key)
                follows = at + 1 < len(slots) and slots[at + 1] == length
                return at + 1 if follows else at
        return None

    def _is_of(self, slot: Slot, field: Field) -> bool:
        if isinstance(slot, Grown):
            return slot.field == field
        return slot == self.columns.get(field.key)

    def _first_input(self, slots: Sequence[Slot]) -> int:
        columns = self.columns
        inputs = [columns[key] for key in self.fields.input_keys if key in columns]
        found = [at for at, slot in enumerate(slots) if slot in inputs]
        if found:
            return min(found)
        end = max((slots.index(c) for c in columns.values() if c in slots), default=len(slots) - 1)
        return self._index(slots, (LENGTH_FIELD.key, CHECK_FIELD.key), default=end + 1)

    def _pattern(self, field: Field) -> int:
        return self._first_of(*patterns(self.plan.question_by_key[field.key]))


def patterns(question: Question) -> tuple[str, ...]:
    """Usual placeholders whose columns look like the question's should, the best first."""
    if question.required.kind in (RequirementKind.NEVER, RequirementKind.WHERE_CHOSEN):
        return ("連絡事項", "進捗状況", "次期展開", "評価")
    if question.kind is QuestionKind.TEXT:
        return ("進捗状況", "次期展開", "評価", "連絡事項")
    is_sign = question.choices is not None and all(
        len(question.choices.offered(choice)) <= _SIGN for choice in question.choices.choices
    )
    if is_sign:
        return ("評価", "次期展開", "進捗状況", "連絡事項")
    return ("次期展開", "進捗状況", "評価", "連絡事項")


_SIGN = 2
"""Characters of a choice that is set like a sign: large, in the middle."""
