"""Placeholders in braces (差し込み欄): how a template's are filled, and which names are taken."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ictxl.contract.fields import (
    CHECK_FIELD,
    LENGTH_FIELD,
    Field,
    FormFields,
    fields_of,
    indicator_fields,
)
from ictxl.model import Plan
from ictxl.questions import USUAL_LEVELS, Level, Question
from ictxl.text.clean import fold_name, without_controls

REMAINING = "未記入件数"
"""Becomes a formula: how many measures the 点検 column does not call よし."""
HEAD_NAMES = (
    "計画名",
    "年度",
    "担当課",
    "提出期限",
    "問い合わせ先",
    REMAINING,
    "施策数",
    "凡例",
    "次期展開一覧",
    "評価の例",
    "次期展開の例",
    "施策の呼び名",
)
"""May stand anywhere, alone or inside a longer text, on any sheet."""
PAGE_NAMES = tuple(name for name in HEAD_NAMES if name != REMAINING)
"""May stand in a page's header or footer, where no formula can."""


@dataclass(frozen=True)
class ListKind:
    """A list of the plan that a template's 凡例 sheet shows, one prototype row for each."""

    names: tuple[str, ...]
    """The placeholders of its row."""
    choice: str = ""
    """The one whose column feeds a dropdown."""


RATING_LIST = ListKind(("凡例記号", "凡例意味", "凡例区分"), "凡例記号")
NEXT_STEP_LIST = ListKind(("次期番号", "次期名称", "次期選択肢", "次期区分"), "次期選択肢")
OUTLOOK_LIST = ListKind(("展開の印", "展開の意味"))
STEP_LIST = ListKind(("記入手順番号", "記入手順"))
QUESTION_LIST = ListKind(("記入欄の名称", "記入欄の書き方", "記入欄の例"))
LISTS = (RATING_LIST, NEXT_STEP_LIST, OUTLOOK_LIST, STEP_LIST, QUESTION_LIST)
LIST_BY_NAME = {name: kind for kind in LISTS for name in kind.names}


# Typed with a Japanese input method the braces often come out full-width.
PATTERN = re.compile("[{\uff5b]([^{}\uff5b\uff5d\n]{1,40})[}\uff5d]")


def spelled(name: str) -> str:
    """A question's or column's name as its placeholder: without blanks, braces and great length."""
    plain = fold_name(without_controls(name).translate(_NO_BRACES))
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[: _LONGEST - 10]}~{hashlib.sha256(plain.encode()).hexdigest()[:9]}"


_LONGEST = 40
"""Characters of a placeholder."""
_NO_BRACES = dict.fromkeys(map(ord, "{}\uff5b\uff5d"))


def braced(name: str) -> str:
    return "{" + name + "}"


def listed(known: Iterable[str], name: str) -> str:
    """All known placeholders, those first that another name looks most like."""
    names = list(known)
    near = difflib.get_close_matches(name, names, _MOST_NEAR, _NEAR)
    return " ".join(map(braced, dict.fromkeys((*near, *names))))


_MOST_NEAR, _NEAR = 3, 0.5
"""How many are put first, and how like they must be, of 1."""


def names_in(text: str) -> list[str]:
    """The placeholders a text holds, in order, known or not."""
    return [name_of(match) for match in PATTERN.finditer(text)]


def stands_alone(text: str) -> bool:
    """The text is one placeholder and nothing else."""
    return PATTERN.fullmatch(text.strip()) is not None


def fill(text: str, value_of: Callable[[str], str | None]) -> str:
    """The text with each placeholder replaced; those without a value stay as they are."""

    def replace(match: re.Match[str]) -> str:
        value = value_of(name_of(match))
        return match[0] if value is None else value

    return PATTERN.sub(replace, text)


def name_of(match: re.Match[str]) -> str:
    """The name that a match of `PATTERN` holds."""
    return fold_name(without_controls(match[1]))


def known(fields: FormFields) -> tuple[str, ...]:
    """All that a template may hold for forms with these fields."""
    return (*HEAD_NAMES, *fields_by_name(fields), *LIST_BY_NAME)


@lru_cache(maxsize=16)
def fields_by_name(fields: FormFields) -> Mapping[str, Field]:
    """The fields by their placeholders, as they are read in a template."""
    named = [(spelled(name), field) for name, field in fields.by_placeholder.items()]
    return dict(reversed(named))


def fill_as_formula(text: str, values: Mapping[str, str], expressions: Mapping[str, str]) -> str:
    """A formula (with `=`) that gives the text, its `expressions` kept live."""
    parts: list[str] = []
    rest = 0
    for match in PATTERN.finditer(text):
        name = name_of(match)
        if name in expressions:
            parts += _quoted(fill(text[rest : match.start()], values.get))
            parts.append(expressions[name])
            rest = match.end()
    parts += _quoted(fill(text[rest:], values.get))
    return "=" + "&".join(parts)


def _quoted(text: str) -> list[str]:
    """Excel takes no string literal of more than 255 characters in a formula."""
    pieces = [text[start : start + _LITERAL] for start in range(0, len(text), _LITERAL)]
    return ['"' + piece.replace('"', '""') + '"' for piece in pieces]


_LITERAL = 120
"""Well below 255: some characters count as two, quotation marks are doubled."""


Names = Mapping[str, str]
"""Folded name → what is called so."""


def used_names(levels: Iterable[Level] = (), questions: Iterable[Question] = ()) -> Names:
    """What no column, level or question may be called."""
    used = dict(_given_names())
    used |= {fold_name(level.label): "階層" for level in levels}
    for question in questions:
        used |= dict.fromkeys(_names_of(fields_of(_plan((question,))).inputs), "記入欄")
    return used


def previous_names(questions: Iterable[Question]) -> Names:
    """How the columns of last year's answers to the questions are called."""
    previous = fields_of(_plan(tuple(questions))).previous
    return dict.fromkeys(_names_of(previous), "前回の欄")


@cache
def _given_names() -> Names:
    given = fields_of(_plan(())).given
    areas = {fold_name(level.label) for level in USUAL_LEVELS}
    fields = [*_names_of(given), *_names_of((LENGTH_FIELD, CHECK_FIELD))]
    names = [*map(fold_name, (*HEAD_NAMES, *LIST_BY_NAME)), *fields]
    return {name: "調査票の項目" for name in names if name not in areas}


def _plan(questions: tuple[Question, ...]) -> Plan:
    return Plan(title="", year=0, year_label="", questions=questions)


def _names_of(fields: Iterable[Field]) -> Iterable[str]:
    return [fold_name(n) for f in fields for n in (f.placeholder, f.heading, *f.synonyms)]


def indicator_names() -> Names:
    """What no column of the plan's own on the sheet 指標 may be called."""
    names = _names_of(indicator_fields(_plan(())).all)
    return dict.fromkeys([*names, *map(fold_name, HEAD_NAMES)], "調査票の項目")
