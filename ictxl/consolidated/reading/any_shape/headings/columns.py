"""Decide what each column of a table holds: by its heading, its place and its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ictxl.consolidated.reading.any_shape.headings.column import (
    Column,
    all_of,
    is_amount,
    mostly,
)
from ictxl.consolidated.reading.any_shape.headings.indicator_columns import read_indicator_columns
from ictxl.consolidated.reading.any_shape.headings.kinds import guess_meaning, without_names
from ictxl.consolidated.reading.any_shape.headings.looking import (
    ANSWERING,
    answer_year,
    look_at_headings,
    set_years,
)
from ictxl.consolidated.reading.any_shape.headings.meanings import (
    SECONDARY,
    Family,
    Meaning,
    core,
    family_of,
    is_level_word,
    is_title_word,
    stem,
)
from ictxl.consolidated.reading.any_shape.labels import read_label
from ictxl.consolidated.reading.any_shape.values import is_code, is_department, is_sentence
from ictxl.consolidated.reading.any_shape.years import (
    years_in,
)
from ictxl.text.clean import fold_name


def read_columns(
    columns: Sequence[Column],
    era: str,
    year: int | None,
    told: Mapping[str, Meaning],
    *,
    are_labels: bool = False,
) -> int | None:
    """Decide on the meaning of every column; the year that the answers are of, where a heading
    tells. `year` is what the lines above the table say, `era` what 25年度 is counted in, `told`
    what a person says of a folded heading; `are_labels` where they stand on 個票."""
    look_at_headings(columns, era)
    decider = _Decider(columns, answer_year(columns, year), told, are_labels=are_labels)
    set_years(columns, decider.year)
    decider.decide()
    return decider.year


class _Decider:
    """Takes the columns in hand one meaning after the other, the surest first."""

    def __init__(
        self,
        columns: Sequence[Column],
        year: int | None,
        told: Mapping[str, Meaning],
        *,
        are_labels: bool,
    ) -> None:
        self.columns, self.year, self.are_labels = columns, year, are_labels
        self.open = list(columns)
        for column in columns:
            said = told.get(fold_name(column.heading)) or told.get(fold_name(column.label))
            if meaning := said:
                self._settle(column, meaning)

    def _told(self, meaning: Meaning) -> Column | None:
        """The column of which a person says so."""
        return next((c for c in self.columns if c not in self.open and c.meaning is meaning), None)

    def decide(self) -> None:
        title = self._title()
        self._numbers(title)
        self._departments()
        self._levels(title)
        self._target()
        self._outlook()
        self.open = read_indicator_columns(self.columns, self.open, self.year)
        first = self._first_answer(title)
        for column in list(self.open):
            self._plain(column, first)

    def _settle(self, column: Column, meaning: Meaning, *, is_sure: bool = True) -> None:
        column.mean(meaning, is_sure=is_sure)
        self.open.remove(column)

    # --- names, numbers, departments

    def _title(self) -> Column | None:
        """The column of the measures' names: with most different values, else the rightmost."""
        if told := self._told(Meaning.TITLE):
            return told
        names = [c for c in self.open if c.family is Family.NAME and not all_of(c, is_code)]
        names = [c for c in names if not mostly(c, is_sentence)] or names
        names = self._before_answers(names)
        is_sure = True
        indicators = [c for c in self.open if c.family is Family.INDICATOR]
        indicators = [c for c in indicators if c.distinct > 1 and not mostly(c, is_amount)]
        numbered = {c.index for c in self.open if c.family is Family.NUMBER}
        is_named = self.are_labels or any(is_title_word(c.heading) for c in names)
        if not is_named and any(
            all(c.distinct > name.distinct for name in names) or c.index - 1 in numbered
            for c in indicators
        ):
            names = []  # Areas alone: their indicators are what is asked about.
        if not names:
            names = [c for c in self.open if c.family is Family.INDICATOR]
        if not names:
            names = [c for c in self.open if c.family in (None, Family.GIVEN) and c.distinct > 1]
            no_names: tuple[Callable[[str], bool], ...] = (is_code, is_amount, is_department)
            names = [c for c in names if not any(all_of(c, kind) for kind in no_names)][:1]
            is_sure = False
        if not names:
            return None
        most = max(c.distinct for c in names)
        fullest = [c for c in names if c.distinct * _TEN >= most * _EIGHT]
        best = max(
            fullest, key=lambda c: (is_title_word(c.heading), not is_level_word(c.heading), c.index)
        )
        self._settle(best, Meaning.TITLE, is_sure=is_sure)
        return best

    def _before_answers(self, names: list[Column]) -> list[Column]:
        answers = [
            c.index
            for c in self.open
            if c.family in (Family.RATING, Family.ANSWER) and not _is_left_most(c, names)
        ]
        first = min(answers, default=_FAR)
        return [c for c in names if c.index < first] or names

    def _numbers(self, title: Column | None) -> None:
        found = [c for c in self.open if c.family is Family.NUMBER]
        found += [
            c for c in self.open if c.family is Family.NAME and c.texts and all_of(c, is_code)
        ]
        if title and not found:
            left = [c for c in self.open if c.index < title.index and _is_unnamed_number(c)]
            found = left[-1:]
        own = None if self._told(Meaning.NUMBER) else _own_number(found, title)
        for column in found:
            after = next((c for c in self.open if c.index == column.index + 1), None)
            if column is own and not (
                after and _repeats(column) and stem(column.heading) == stem(after.heading)
            ):
                self._settle(column, Meaning.NUMBER)
            elif after and after.family is Family.NAME and title and after.index < title.index:
                self._settle(column, Meaning.NUMBER)
                column.numbers = after.index
            else:
                self._settle(column, Meaning.GIVEN)

    def _departments(self) -> None:
        found = [c for c in self.open if c.family is Family.DEPARTMENT]
        if self._told(Meaning.DEPARTMENT):
            for column in found:
                self._settle(column, Meaning.GIVEN)
            return
        primary = [c for c in found if not SECONDARY.search(core(c.heading))] or found
        if not primary:
            primary = [c for c in self.open if c.family is None and all_of(c, is_department)][:1]
        if not primary:
            return
        best = max(primary, key=lambda c: (_share_of_sections(c), -c.index))
        self._settle(best, Meaning.DEPARTMENT, is_sure=best.family is Family.DEPARTMENT)
        for column in found:
            if column is not best:
                self._settle(column, Meaning.GIVEN)

    def _levels(self, title: Column | None) -> None:
        if title is None:
            return
        for column in list(self.open):
            if column.index > title.index or not column.texts:
                continue
            labelled = all_of(column, lambda text: read_label(text) is not None)
            # 目標 left of another level holds that level.
            labelled = labelled or (column.family is Family.TARGET and self._heads_level(column))
            is_level = column.family is Family.NAME or (
                column.family in (Family.TARGET, None, Family.GIVEN) and labelled
            )
            if is_level and column.year is None:
                is_known = (
                    is_level_word(column.heading) or labelled or is_title_word(column.heading)
                )
                self._settle(
                    column, Meaning.LEVEL, is_sure=is_known or column.family is Family.NAME
                )

    def _heads_level(self, column: Column) -> bool:
        return any(is_level_word(c.heading) and c.index == column.index + 1 for c in self.columns)

    def _target(self) -> None:
        found = [c for c in self.open if c.family is Family.TARGET and c.year is None]
        texts = [c for c in found if not mostly(c, is_amount)]
        if texts and not self._told(Meaning.TARGET):
            self._settle(texts[0], Meaning.TARGET)
        for column in texts[1:]:
            self._settle(column, Meaning.GIVEN)

    def _outlook(self) -> None:
        """今後の展開 as marks such as ⇒; as a text it is an answer."""
        for column in [c for c in self.open if c.family is Family.OUTLOOK]:
            if all(len(text) <= _MARK for text in column.texts):
                self._settle(column, Meaning.OUTLOOK)
                return

    # --- answers and given columns

    def _first_answer(self, title: Column | None) -> int:
        """Left of it stands the plan, from it on what was answered."""
        left = title.index if title else -1
        found = [c.index for c in self.open if c.family in ANSWERING and c.index > left]
        settled = [c for c in self.columns if c not in self.open]
        found += [c.index for c in settled if c.meaning is Meaning.ACTUAL]
        if found:
            return min(found)
        # No heading tells: what stands behind name and department is answered.
        named = (Meaning.TITLE, Meaning.DEPARTMENT)
        return max((c.index for c in settled if c.meaning in named), default=_FAR) + 1

    def _plain(self, column: Column, first: int) -> None:
        if not column.texts and column.year not in (None, self.year):
            # Of a year to come, or one that was left out.
            self._settle(column, Meaning.NOTHING)
            return
        is_behind = column.index >= first
        is_answer = column.family in ANSWERING or (
            is_behind and column.family in (None, Family.NAME, Family.TARGET, Family.GIVEN)
        )
        is_period = column.year is None and len(years_in(column.heading)) > 1
        if column.family in (Family.GOAL, Family.BASELINE, Family.UNIT, Family.INDICATOR):
            is_answer = False
        if is_period or not is_answer or _is_planned(column):
            self._settle(column, Meaning.GIVEN, is_sure=column.family is not None or is_period)
        elif self._is_older(column):
            self._settle(column, self._older(column))
        elif column.family is Family.REVIEW:
            self._settle(column, Meaning.REVIEW)
        else:
            column.texts = without_names(column.texts)
            guess = guess_meaning(column.heading, column.texts, column.family)
            self._settle(column, guess.meaning, is_sure=guess.is_sure and column.family is not None)

    def _is_older(self, column: Column) -> bool:
        return bool(self.year and column.year and column.year < self.year)

    def _older(self, column: Column) -> Meaning:
        """Last year's answer to what departments are asked goes to 前回, any other is given."""
        is_last = self.year is not None and column.year == self.year - 1
        years = (None, self.year)
        same = [c for c in self.columns if c.label == column.label and c.year in years]
        is_asked = any(c.meaning.is_answer or c in self.open for c in same)
        is_theirs = family_of(column.label) is not Family.REVIEW
        return Meaning.PREVIOUS if is_last and is_asked and is_theirs else Meaning.GIVEN


_TEN, _EIGHT = 10, 8
_MARK = 2
"""Letters of a mark at most."""
_FAR = 10_000


def _own_number(found: Sequence[Column], title: Column | None) -> Column | None:
    """Of several columns of numbers the one that numbers the measures: the last before the name."""
    before = [c for c in found if title is None or c.index < title.index]
    ranked = before or list(found)
    return max(ranked, key=lambda c: (c.distinct, c.index), default=None)


def _repeats(column: Column) -> bool:
    return column.distinct < len(column.texts)


def _is_unnamed_number(column: Column) -> bool:
    return column.family is None and bool(column.texts) and all_of(column, is_code)


def _is_left_most(column: Column, names: Sequence[Column]) -> bool:
    """Whether it stands before every name, as 課題 does that heads the others."""
    return all(column.index < name.index for name in names)


def _share_of_sections(column: Column) -> float:
    """How many of its values end in 課: 課 goes before 部."""
    ends = [fold_name(text).endswith(("課", "室", "所", "係", "センター")) for text in column.texts]
    return sum(ends) / len(ends) if ends else 0.0


def _is_planned(column: Column) -> bool:
    """当初予算, 年次計画: what a plan says, wherever it stands."""
    words = core(column.heading)
    return column.family is Family.GIVEN and any(
        w in words for w in ("予算", "計画", "根拠", "期間")
    )
