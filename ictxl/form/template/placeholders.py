"""差し込み欄: the placeholders in braces in a template's cells, and how they are filled in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ictxl.contract import placeholder_names
from ictxl.contract.fields import Field, FormFields

# Typed with a Japanese input method the braces often come out full-width.
_PATTERN = re.compile("[{\uff5b]([^{}\uff5b\uff5d\n]{1,40})[}\uff5d]")

REMAINING, HEAD_NAMES = placeholder_names.REMAINING, placeholder_names.HEAD_NAMES
PAGE_NAMES = tuple(name for name in HEAD_NAMES if name != REMAINING)
"""May stand in a page's header or footer, where no formula can."""


@dataclass(frozen=True)
class ListKind:
    """A list of the plan that the template's 凡例 sheet shows, one prototype row for each."""

    key: str
    names: tuple[str, ...]
    choice: str = ""
    """The placeholder whose column feeds a dropdown."""


RATING_LIST = ListKind("rating", placeholder_names.LIST_NAMES["rating"], "凡例記号")
NEXT_STEP_LIST = ListKind("next_step", placeholder_names.LIST_NAMES["next_step"], "次期選択肢")
OUTLOOK_LIST = ListKind("outlook", placeholder_names.LIST_NAMES["outlook"])
STEP_LIST = ListKind("step", placeholder_names.LIST_NAMES["step"])
QUESTION_LIST = ListKind("question", placeholder_names.LIST_NAMES["question"])
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


def spelled(name: str) -> str:
    """A question's or column's name as its placeholder: without blanks, braces and great length."""
    plain = "".join(unicodedata.normalize("NFKC", name).split()).translate(_NO_BRACES)
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[: _LONGEST - 10]}~{hashlib.sha256(plain.encode()).hexdigest()[:9]}"


_LONGEST = 40
"""Characters of a placeholder."""
_NO_BRACES = dict.fromkeys(map(ord, "{}\uff5b\uff5d"))


def braced(name: str) -> str:
    return "{" + name + "}"


def names_in(text: str) -> list[str]:
    """The placeholders a text holds, in order, known or not."""
    return [_name(match) for match in _PATTERN.finditer(text)]


def stands_alone(text: str) -> bool:
    """The text is one placeholder and nothing else."""
    return _PATTERN.fullmatch(text.strip()) is not None


def fill(text: str, value_of: Callable[[str], str | None]) -> str:
    """The text with each placeholder replaced; those without a value stay as they are."""

    def replace(match: re.Match[str]) -> str:
        value = value_of(_name(match))
        return match[0] if value is None else value

    return _PATTERN.sub(replace, text)


def fill_as_formula(text: str, values: Mapping[str, str], expressions: Mapping[str, str]) -> str:
    """A formula (with `=`) that gives the text, its `expressions` kept live."""
    parts: list[str] = []
    rest = 0
    for match in _PATTERN.finditer(text):
        name = _name(match)
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


def _name(match: re.Match[str]) -> str:
    return "".join(unicodedata.normalize("NFKC", match[1]).split())
