"""記入欄: what a department is asked on each measure, and what it chooses from. Frozen, no I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from ictxl.text.clean import fold_name


class QuestionKind(StrEnum):
    """種類 of a question; the value is the word in the plan workbook."""

    TEXT = "文"
    NUMBER = "数"
    WHOLE = "整数"
    MONEY = "金額"
    RATIO = "割合"
    """As in Excel a fraction: 50 % is 0.5."""
    DATE = "日付"
    CHOICE = "選択"

    @property
    def is_number(self) -> bool:
        return self in _NUMBERS


_NUMBERS = frozenset(
    {QuestionKind.NUMBER, QuestionKind.WHOLE, QuestionKind.MONEY, QuestionKind.RATIO}
)


@dataclass(frozen=True)
class Choice:
    """One line of a list."""

    code: str
    """記号 or 番号, as answers are kept: `B`, `1`; of a list of words the word."""
    name: str = ""
    """Its 意味 or 名称; empty where the code says all."""
    finished: bool = False
    """区分: True where a measure ends with it (終了), False where it goes on (継続)."""


@dataclass(frozen=True)
class ChoiceList:
    """一覧: what a question lets choose from."""

    name: str
    choices: tuple[Choice, ...] = ()
    separator: str = " "
    """Stands between code and name: `B 目標どおり`, `1.現状維持`."""
    offers_labels: bool = False
    """Whether a dropdown offers `1.現状維持` rather than the code alone."""

    # Of all fields it would be taken anew with each look into a cache.
    def __hash__(self) -> int:
        return hash((self.name, len(self.choices)))

    @cached_property
    def by_code(self) -> dict[str, Choice]:
        return {choice.code: choice for choice in self.choices}

    @cached_property
    def ends(self) -> bool:
        """Whether one of its choices ends the measure."""
        return any(choice.finished for choice in self.choices)

    def label(self, choice: Choice) -> str:
        """As printed: code and name; what is said twice once."""
        if not choice.name or choice.name == choice.code:
            return choice.code
        return f"{choice.code}{self.separator}{choice.name}"

    def shown(self, code: str) -> str:
        """The label of a code; as written where it is none of the list's."""
        choice = self.by_code.get(code)
        return self.label(choice) if choice else code

    def offered(self, choice: Choice) -> str:
        """What a dropdown offers for the choice."""
        return self.label(choice) if self.offers_labels else choice.code


class RequirementKind(StrEnum):
    """必須: when a question must be answered."""

    ALWAYS = "必須"
    NEVER = "任意"
    UNLESS_FINISHED = "終了のほか必須"
    """Not where a choice that ends the measure was made in the row."""
    WHERE_CHOSEN = "="
    """Where another question has one of certain choices: `評価=C、D`."""


@dataclass(frozen=True)
class Requirement:
    """When a question must be answered."""

    kind: RequirementKind
    question: str = ""
    """Of WHERE_CHOSEN: the other question's name."""
    codes: tuple[str, ...] = ()
    """Of WHERE_CHOSEN: the choices."""

    @property
    def label(self) -> str:
        """As the plan workbook has it."""
        if self.kind is RequirementKind.WHERE_CHOSEN:
            return f"{self.question}={'、'.join(self.codes)}"
        return self.kind.value


ALWAYS = Requirement(RequirementKind.ALWAYS)
NEVER = Requirement(RequirementKind.NEVER)
UNLESS_FINISHED = Requirement(RequirementKind.UNLESS_FINISHED)


class Respondent(StrEnum):
    """記入者: who answers a question."""

    DEPARTMENT = "担当課"
    REVIEWER = "審査"
    """Who rates after the departments."""


@dataclass(frozen=True)
class RateBound:
    """The choice that a 達成率 stands for, unless a bound before it holds."""

    code: str
    least: Decimal | None = None
    """As a fraction: 1 is 100 %. None where every other 達成率 stands for it."""


def choice_of_rate(bounds: Iterable[RateBound], rate: Decimal | None) -> str:
    """The code that follows from a 達成率; empty where none does."""
    if rate is None:
        return ""
    held = (bound.code for bound in bounds if bound.least is None or rate >= bound.least)
    return next(held, "")


@dataclass(frozen=True)
class Question:
    """One thing that is asked on each measure."""

    name: str
    kind: QuestionKind = QuestionKind.TEXT
    choices: ChoiceList | None = None
    """Of a 選択: the list it chooses from."""
    unit: str = ""
    required: Requirement = ALWAYS
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    """Of a 文 the most characters, of a number the largest value."""
    asked_of: Respondent = Respondent.DEPARTMENT
    published: bool = True
    """False for what only the report shows, as 連絡事項."""
    hint: str = ""
    """説明: shown when the cell is selected."""
    rate_bounds: tuple[RateBound, ...] = ()
    """Of a 選択 that follows from the measure's indicators: which choice from which 達成率 on."""

    # Of all fields it would be taken anew with each look into a cache; a text keeps its own.
    def __hash__(self) -> int:
        return hash(self.name)

    @cached_property
    def key(self) -> str:
        """By which form, answers and records call it; the usual questions have their old ones."""
        return key_of(self.name)

    @property
    def is_choice(self) -> bool:
        return self.kind is QuestionKind.CHOICE

    @property
    def limit(self) -> int | None:
        """Of a 文: the most characters."""
        is_text = self.kind is QuestionKind.TEXT
        return int(self.maximum) if is_text and self.maximum is not None else None

    @property
    def name_with_unit(self) -> str:
        """`決算額(千円)`; of a 割合 the name alone."""
        unit = "" if self.kind is QuestionKind.RATIO or not self.kind.is_number else self.unit
        return f"{self.name}({unit})" if unit and unit not in self.name else self.name

    @property
    def offers_labels(self) -> bool:
        """Whether its answers are told by their names (1.現状維持): what comes next, no result."""
        return self.choices is not None and self.choices.offers_labels

    @property
    def is_scale(self) -> bool:
        """Whether its answers are told by their codes: A, B, C."""
        return self.choices is not None and not self.choices.offers_labels

    @property
    def measured_in(self) -> tuple[str, str]:
        """What has to be alike for two answers to be compared: kind of value, and unit."""
        if not self.kind.is_number:
            return self.kind.value, ""
        is_share = self.kind is QuestionKind.RATIO
        return ("割合", "") if is_share else ("数", fold_name(self.unit))

    @property
    def total_name(self) -> str:
        return "平均" if self.kind is QuestionKind.RATIO else "合計"

    def total(self, numbers: Sequence[Decimal]) -> Decimal | None:
        """The sum of answers; of shares, which no sum tells anything of, their mean."""
        if not numbers:
            return None
        total = sum(numbers, Decimal(0))
        return total / len(numbers) if self.kind is QuestionKind.RATIO else total

    @property
    def core(self) -> list[object]:
        """What answers depend on, for the plan's id."""
        named = [self.name, self.kind.value, self.unit, self.choices.name if self.choices else ""]
        core: list[object] = [*named, self.core_of_choices]
        if self.rate_bounds:
            core.append([[bound.code, str(bound.least)] for bound in self.rate_bounds])
        return core

    @property
    def core_of_choices(self) -> list[list[object]]:
        """The same of what there is to choose from."""
        choices = self.choices.choices if self.choices else ()
        return [[choice.code, choice.name, choice.finished] for choice in choices]

    def choice(self, code: str) -> Choice | None:
        """The choice of that code; None where the list has none, or there is no list."""
        return self.choices.by_code.get(code) if self.choices else None

    def offered(self, value: str) -> str:
        """What the dropdown offers for an answer; any other stands as it is."""
        choice = self.choice(value)
        return self.choices.offered(choice) if self.choices and choice else value

    def shown(self, value: str) -> str:
        """The value as a person knows it: `1.現状維持` for the code `1`."""
        return self.choices.shown(value) if self.choices else value


RATING_NAME, PROGRESS_NAME = "評価", "進捗状況"
NEXT_STEP_NAME, REMARKS_NAME = "次期計画での展開", "連絡事項"
USUAL_KEYS = {
    RATING_NAME: "rating",
    PROGRESS_NAME: "progress",
    NEXT_STEP_NAME: "next_step",
    REMARKS_NAME: "remarks",
}
"""Keys of the usual questions, as forms have always had them."""


def key_of(name: str) -> str:
    """The key of the question of that name."""
    return USUAL_KEYS.get(name, f"q:{name}")


RATING_LIST_NAME, NEXT_STEP_LIST_NAME = "凡例", "次期展開"
"""Lists that have a sheet of their own in the plan workbook."""


def rating_list(choices: Iterable[Choice] = ()) -> ChoiceList:
    """凡例: symbols with their meanings."""
    return ChoiceList(RATING_LIST_NAME, tuple(choices))


def next_step_list(choices: Iterable[Choice] = ()) -> ChoiceList:
    """次期展開: numbers with their names."""
    return ChoiceList(NEXT_STEP_LIST_NAME, tuple(choices), separator=".", offers_labels=True)


def named_list(name: str, choices: Iterable[Choice]) -> ChoiceList:
    """A list of the plan's own: numbers with names are offered as `1.現状維持`."""
    listed = tuple(choices)
    is_numbered = all(c.code.isascii() and c.code.isdecimal() and c.name for c in listed)
    if listed and is_numbered:
        return ChoiceList(name, listed, separator=".", offers_labels=True)
    return ChoiceList(name, listed)


def usual_questions(
    ratings: ChoiceList, next_steps: ChoiceList, progress_limit: int | None = None
) -> tuple[Question, ...]:
    """What a plan asks that does not say so itself."""
    limit = None if progress_limit is None else Decimal(progress_limit)
    return (
        Question(RATING_NAME, QuestionKind.CHOICE, ratings),
        Question(PROGRESS_NAME, maximum=limit),
        Question(NEXT_STEP_NAME, QuestionKind.CHOICE, next_steps, required=UNLESS_FINISHED),
        Question(REMARKS_NAME, required=NEVER, published=False),
    )


@dataclass(frozen=True)
class Level:
    """階層: one level of the plan, from the top; the last is that of the measures themselves."""

    label: str
    """呼び名: 基本施策."""
    number_style: str
    """番号の書き方: `第{1}款`, `基本目標{Ⅰ}`, `({1})`."""

    def number_label(self, number: str) -> str:
        """The number as printed: `第1款`; a number that is no count stands as it is."""
        return numbered(self.number_style, number)

    @property
    def title_heading(self) -> str:
        """Stands over the names: 施策名称, 取組名."""
        if self.label == "施策":
            return "施策名称"
        return self.label if self.label.endswith(("名", "名称")) else f"{self.label}名"


USUAL_LEVELS = (Level("基本施策", "第{1}款"), Level("施策", "({1})"))


def numbered(style: str, number: str) -> str:
    """`第{1}款` and `3` → `第3款`; `{１}`, `{一}`, `{Ⅰ}`, `{①}` and `{A}` count in their ways."""
    for sign, digits in _STYLES.items():
        mark = "{" + sign + "}"
        if mark in style:
            # 001 is a code, not a count.
            is_count = number.isascii() and number.isdecimal() and not number.startswith("0")
            count = int(number) if is_count else 0
            return style.replace(mark, digits(count) if count else number)
    return f"{style}{number}"


def _from(first: str, most: int) -> Sequence[str]:
    return [chr(ord(first) + n) for n in range(most)]


_ROMAN, _CIRCLED, _LETTERS = _from("Ⅰ", 12), _from("①", 20), _from("A", 26)
_KANJI = "〇一二三四五六七八九"
_HUNDRED = 100


def _kanji(count: int) -> str:
    """`二十三`; from a hundred on digit by digit."""
    if count >= _HUNDRED:
        return "".join(_KANJI[int(digit)] for digit in str(count))
    tens, ones = divmod(count, 10)
    ten = ("" if tens == 1 else _KANJI[tens]) + "十" if tens else ""
    return ten + (_KANJI[ones] if ones else "")


def _listed(signs: Sequence[str], count: int) -> str:
    return signs[count - 1] if count <= len(signs) else str(count)


_STYLES: dict[str, Callable[[int], str]] = {
    "1": str,
    "１": lambda count: str(count).translate({0x30 + n: 0xFF10 + n for n in range(10)}),
    "一": _kanji,
    "Ⅰ": lambda count: _listed(_ROMAN, count),
    "①": lambda count: _listed(_CIRCLED, count),
    "A": lambda count: _listed(_LETTERS, count),
}
NUMBER_STYLES = tuple("{" + sign + "}" for sign in _STYLES)
"""What a level's 番号の書き方 may hold in place of the number."""
