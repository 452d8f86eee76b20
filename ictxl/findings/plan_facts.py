"""The facts that only findings about the plan workbook need, as in `facts`."""

from __future__ import annotations

from typing import Unpack

from ictxl.findings.facts import Words
from ictxl.findings.places import FindingPlace, FindingPlaceInColumn


def column(**place: Unpack[FindingPlaceInColumn]) -> Words:
    """The place, whose column has a heading."""
    return {**place}


def column_and_first(*, first: str, **place: Unpack[FindingPlaceInColumn]) -> Words:
    return {"first": first, **place}


def column_and_length(*, length: int, limit: int, **place: Unpack[FindingPlaceInColumn]) -> Words:
    return {"length": length, "limit": limit, **place}


def column_and_largest(*, largest: int, **place: Unpack[FindingPlaceInColumn]) -> Words:
    return {"largest": largest, **place}


def column_and_first_value(
    *, first: str, first_value: str, **place: Unpack[FindingPlaceInColumn]
) -> Words:
    """Where the same stands first, and what is written there."""
    return {"first": first, "first_value": first_value, **place}


def column_and_choices(*, choices: str, **place: Unpack[FindingPlaceInColumn]) -> Words:
    return {"choices": choices, **place}


def column_and_area(*, area: str, **place: Unpack[FindingPlaceInColumn]) -> Words:
    """A range of cells."""
    return {"area": area, **place}


def column_and_what(*, what: str, **place: Unpack[FindingPlaceInColumn]) -> Words:
    return {"what": what, **place}


def column_and_kind(*, kind: str, **place: Unpack[FindingPlaceInColumn]) -> Words:
    """種類 of the question."""
    return {"kind": kind, **place}


def column_and_found(*, found: str, **place: Unpack[FindingPlaceInColumn]) -> Words:
    return {"found": found, **place}


def column_choices_and_hint(
    *, choices: str, hint: str, **place: Unpack[FindingPlaceInColumn]
) -> Words:
    """`hint` is a sentence, or empty where no name is near."""
    return {"choices": choices, "hint": hint, **place}


def column_name_and_hint(*, name: str, hint: str, **place: Unpack[FindingPlaceInColumn]) -> Words:
    """A part of what the cell says; `hint` as above."""
    return {"name": name, "hint": hint, **place}


def column_name_and_choices(
    *, name: str, choices: str, **place: Unpack[FindingPlaceInColumn]
) -> Words:
    return {"name": name, "choices": choices, **place}


def largest(*, largest: int, **place: Unpack[FindingPlace]) -> Words:
    return {"largest": largest, **place}


def item(*, item: str, **place: Unpack[FindingPlace]) -> Words:
    """A row of the sheet 設定."""
    return {"item": item, **place}


def hint_and_items(*, hint: str, items: str, **place: Unpack[FindingPlace]) -> Words:
    """`hint` is a sentence, or empty where no name is near."""
    return {"hint": hint, "items": items, **place}


def areas(*, area: str, other: str, **place: Unpack[FindingPlace]) -> Words:
    """The row's area, and the one that its number speaks of."""
    return {"area": area, "other": other, **place}


def read_as_and_more(*, read_as: str, more: str, **place: Unpack[FindingPlace]) -> Words:
    """What it was taken for, and in parentheses where the like was read; may be empty."""
    return {"read_as": read_as, "more": more, **place}


def read_as_and_first(*, read_as: str, first: str, **place: Unpack[FindingPlace]) -> Words:
    return {"read_as": read_as, "first": first, **place}


def depth_and_most(*, depth: int, most: int, **place: Unpack[FindingPlace]) -> Words:
    """How far down it stands, and how many levels of areas there are."""
    return {"depth": depth, "most": most, **place}


def level_name(*, level_name: str, **place: Unpack[FindingPlace]) -> Words:
    return {"level_name": level_name, **place}


def name_and_hint(*, name: str, hint: str, **place: Unpack[FindingPlace]) -> Words:
    """`hint` is a sentence, or empty where no name is near."""
    return {"name": name, "hint": hint, **place}


def name_and_owner(*, name: str, first: str, owner: str, **place: Unpack[FindingPlace]) -> Words:
    """An alias, and the department that has it already, with its cell."""
    return {"name": name, "first": first, "owner": owner, **place}


def hint(*, hint: str, **place: Unpack[FindingPlace]) -> Words:
    """`hint` is a sentence, or empty where no code is near."""
    return {"hint": hint, **place}


def check_and_choices(
    *, check: str, title: str, choices: str, **place: Unpack[FindingPlace]
) -> Words:
    """A check's code and title, and what it can be set to."""
    return {"check": check, "title": title, "choices": choices, **place}


def column_and_read_as(*, read_as: str, **place: Unpack[FindingPlaceInColumn]) -> Words:
    return {"read_as": read_as, **place}
