"""The 差し込み欄 that a form's template may have: heads, fields and lists, and formulas of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ictxl.contract import placeholders as names
from ictxl.contract.fields import Field, FormFields
from ictxl.contract.placeholders import (
    PATTERN,
    braced,
    fill,
    listed,
    name_of,
    names_in,
    spelled,
    stands_alone,
)

__all__ = ["braced", "fill", "listed", "names_in", "spelled", "stands_alone"]

REMAINING, HEAD_NAMES = names.REMAINING, names.HEAD_NAMES
PAGE_NAMES = tuple(name for name in HEAD_NAMES if name != REMAINING)
"""May stand in a page's header or footer, where no formula can."""


@dataclass(frozen=True)
class ListKind:
    """A list of the plan that the template's 凡例 sheet shows, one prototype row for each."""

    key: str
    names: tuple[str, ...]
    choice: str = ""
    """The placeholder whose column feeds a dropdown."""


RATING_LIST = ListKind("rating", names.LIST_NAMES["rating"], "凡例記号")
NEXT_STEP_LIST = ListKind("next_step", names.LIST_NAMES["next_step"], "次期選択肢")
OUTLOOK_LIST = ListKind("outlook", names.LIST_NAMES["outlook"])
STEP_LIST = ListKind("step", names.LIST_NAMES["step"])
QUESTION_LIST = ListKind("question", names.LIST_NAMES["question"])
LISTS = (RATING_LIST, NEXT_STEP_LIST, OUTLOOK_LIST, STEP_LIST, QUESTION_LIST)
LIST_BY_NAME = {name: kind for kind in LISTS for name in kind.names}


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
