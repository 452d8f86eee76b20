"""The facts that fill the blanks of findings' texts, with their types.

Each function is the facts of one or several kinds: `FindingKind` takes over its parameters, so that
mypy knows what a finding needs. All of them take the place too.
"""

from __future__ import annotations

from typing import Unpack

from ictxl.findings.places import AnswerPlace, FindingPlace

Words = dict[str, object]
"""What stands in place of the blanks, by the blanks' names."""


def place(**place: Unpack[FindingPlace]) -> Words:
    """No more than the place."""
    return {**place}


def what(*, what: str, **place: Unpack[FindingPlace]) -> Words:
    return {"what": what, **place}


def what_and_area(*, what: str, area: str, **place: Unpack[FindingPlace]) -> Words:
    """What it is, and the range of cells that it lies over."""
    return {"what": what, "area": area, **place}


def stored_and_what(*, stored: str, what: str, **place: Unpack[FindingPlace]) -> Words:
    """What the cell holds, and why it shows something else."""
    return {"stored": stored, "what": what, **place}


def found(*, found: str, **place: Unpack[FindingPlace]) -> Words:
    """The texts found, each once, with 」「 between them."""
    return {"found": found, **place}


def heading(*, heading: str, **place: Unpack[FindingPlace]) -> Words:
    return {"heading": heading, **place}


def title(*, title: str, **place: Unpack[FindingPlace]) -> Words:
    """A measure's 施策名称."""
    return {"title": title, **place}


def read_as(*, read_as: str, **place: Unpack[FindingPlace]) -> Words:
    """What ictxl took it for."""
    return {"read_as": read_as, **place}


def read_as_and_found(*, read_as: str, found: str, **place: Unpack[FindingPlace]) -> Words:
    """What ictxl took it for, and what stood in it besides."""
    return {"read_as": read_as, "found": found, **place}


def reason(*, reason: str, **place: Unpack[FindingPlace]) -> Words:
    return {"reason": reason, **place}


def first(*, first: str, **place: Unpack[FindingPlace]) -> Words:
    """Where, or in which file, the same stands first."""
    return {"first": first, **place}


def ending(*, ending: str, **place: Unpack[FindingPlace]) -> Words:
    """The last words of a text."""
    return {"ending": ending, **place}


def missing(*, missing: str, **place: Unpack[FindingPlace]) -> Words:
    """The placeholder that is not there."""
    return {"missing": missing, **place}


def kind(*, kind: str, **place: Unpack[FindingPlace]) -> Words:
    """継続 or 終了."""
    return {"kind": kind, **place}


def before(*, before: str, **place: Unpack[FindingPlace]) -> Words:
    """The text as it was sent."""
    return {"before": before, **place}


def where(*, where: str, **place: Unpack[FindingPlace]) -> Words:
    """What the file says instead, a whole sentence."""
    return {"where": where, **place}


def exceeded_limit(*, what: str, limit: str, option: str, **place: Unpack[FindingPlace]) -> Words:
    """What is too large, how large it may be, and the option that allows more."""
    return {"what": what, "limit": limit, "option": option, **place}


def workbooks_inside(*, what: str, names: str, how: str, **place: Unpack[FindingPlace]) -> Words:
    """What holds other files, the workbooks in it, and how to get them out."""
    return {"what": what, "names": names, "how": how, **place}


def limit(*, limit: str, **place: Unpack[FindingPlace]) -> Words:
    """How long reading may take."""
    return {"limit": limit, **place}


def what_and_ours(*, what: str, ours: str, **place: Unpack[FindingPlace]) -> Words:
    """In what the form's plan differs, and whose plan is taken instead."""
    return {"what": what, "ours": ours, **place}


def theirs_and_ours(*, theirs: str, ours: str, **place: Unpack[FindingPlace]) -> Words:
    """Title and year of the form's plan, and of this one."""
    return {"theirs": theirs, "ours": ours, **place}


def versions(*, theirs: int, ours: int, **place: Unpack[FindingPlace]) -> Words:
    """Versions of the form's metadata: the form's own, and the newest known here."""
    return {"theirs": theirs, "ours": ours, **place}


def suffix_and_kind(*, suffix: str, kind: str, **place: Unpack[FindingPlace]) -> Words:
    """The file's extension, and the one that its content should have."""
    return {"suffix": suffix, "kind": kind, **place}


def part(*, part: str, **place: Unpack[FindingPlace]) -> Words:
    return {"part": part, **place}


def how(*, how: str, **place: Unpack[FindingPlace]) -> Words:
    """What the file was taken for, and why."""
    return {"how": how, **place}


def heading_and_count(*, heading: str, count: int, **place: Unpack[FindingPlace]) -> Words:
    """A column's heading, and how many answers stand in it."""
    return {"heading": heading, "count": count, **place}


def heading_theirs_and_ours(
    *, heading: str, theirs: str, ours: str, **place: Unpack[FindingPlace]
) -> Words:
    """A question, and what a choice means in the form and in the plan."""
    return {"heading": heading, "theirs": theirs, "ours": ours, **place}


def first_and_second(*, first: str, second: str, **place: Unpack[FindingPlace]) -> Words:
    return {"first": first, "second": second, **place}


def heading_and_column(*, heading: str, column: str, **place: Unpack[FindingPlace]) -> Words:
    """A heading, and its column's letters."""
    return {"heading": heading, "column": column, **place}


def whose(*, whose: str, **place: Unpack[FindingPlace]) -> Words:
    """What the row is about: `施策 1-2`, `指標「参加者数」(施策 1-2)`."""
    return {"whose": whose, **place}


def whose_and_key(*, whose: str, key: str, **place: Unpack[FindingPlace]) -> Words:
    """Likewise, and what the row's hidden id names."""
    return {"whose": whose, "key": key, **place}


def sheets(*, sheets: str, **place: Unpack[FindingPlace]) -> Words:
    return {"sheets": sheets, **place}


def heading_and_before(*, heading: str, before: str, **place: Unpack[FindingPlace]) -> Words:
    """The column's heading, and its text as it was sent."""
    return {"heading": heading, "before": before, **place}


def heading_and_first(*, heading: str, first: str, **place: Unpack[FindingPlace]) -> Words:
    """A column's heading, and where the other stands that says otherwise."""
    return {"heading": heading, "first": first, **place}


def heading_and_found(*, heading: str, found: str, **place: Unpack[FindingPlace]) -> Words:
    """Who answered what, `山田 A、佐藤 B`."""
    return {"heading": heading, "found": found, **place}


def by(*, by: str, **place: Unpack[FindingPlace]) -> Words:
    """Who wrote it, in parentheses; empty where it does not say."""
    return {"by": by, **place}


def merged_area(*, area: str, **place: Unpack[FindingPlace]) -> Words:
    """A range of cells."""
    return {"area": area, **place}


def answer(
    *,
    choices: str,
    to_do: str,
    listed: str,
    other: str,
    chosen: str,
    length: int,
    limit: str,
    unit: str,
    **place: Unpack[AnswerPlace],
) -> Words:
    """What any rule on an answer may speak of: the choices there are, what to do about a blank
    (`…を選んでください。`) and the list's name; another question that the rule looks at and what
    was chosen there; how long the text is, the bound that it breaks, and the unit of numbers."""
    return {
        "choices": choices,
        "to_do": to_do,
        "listed": listed,
        "other": other,
        "chosen": chosen,
        "length": length,
        "limit": limit,
        "unit": unit,
        **place,
    }


def in_answer(**place: Unpack[AnswerPlace]) -> Words:
    """No more than the place and the question."""
    return {**place}


def found_in_answer(*, found: str, **place: Unpack[AnswerPlace]) -> Words:
    """The texts found, each once, with 」「 between them."""
    return {"found": found, **place}


def count_in_answer(*, count: int, **place: Unpack[AnswerPlace]) -> Words:
    return {"count": count, **place}


def ending_of_answer(*, ending: str, **place: Unpack[AnswerPlace]) -> Words:
    """The text's last letters."""
    return {"ending": ending, **place}


def previous_and_chosen(*, previous: str, chosen: str, **place: Unpack[AnswerPlace]) -> Words:
    """The choice of the year before, and this year's."""
    return {"previous": previous, "chosen": chosen, **place}


def count(*, count: int, **place: Unpack[FindingPlace]) -> Words:
    return {"count": count, **place}


def heading_and_kept(*, heading: str, kept: str, **place: Unpack[FindingPlace]) -> Words:
    """The columns that differ, and the file whose answer stands."""
    return {"heading": heading, "kept": kept, **place}


def heading_kept_and_why(
    *, heading: str, kept: str, why: str, **place: Unpack[FindingPlace]
) -> Words:
    """The columns that differ, the file whose answer stands, and why it is not surely the one."""
    return {"heading": heading, "kept": kept, "why": why, **place}


def named(*, named: str, **place: Unpack[FindingPlace]) -> Words:
    """The departments that the file's name speaks of."""
    return {"named": named, **place}


def named_and_owner(*, named: str, owner: str, **place: Unpack[FindingPlace]) -> Words:
    """The department whose workbook it is, and the one whose sheet."""
    return {"named": named, "owner": owner, **place}


def known(*, known: str, **place: Unpack[FindingPlace]) -> Words:
    """All placeholders there are."""
    return {"known": known, **place}


def row_and_main(*, row: int, main: str, **place: Unpack[FindingPlace]) -> Words:
    """The row that is repeated for the measures, and its sheet."""
    return {"row": row, "main": main, **place}


def missing_and_row(*, missing: str, row: int, **place: Unpack[FindingPlace]) -> Words:
    """The placeholder that is not there, and the row it belongs to."""
    return {"missing": missing, "row": row, **place}


def row(*, row: int, **place: Unpack[FindingPlace]) -> Words:
    return {"row": row, **place}


def what_and_advice(*, what: str, advice: str, **place: Unpack[FindingPlace]) -> Words:
    return {"what": what, "advice": advice, **place}


def answers(*, answers: int, **place: Unpack[FindingPlace]) -> Words:
    """How many answers."""
    return {"answers": answers, **place}


def answers_and_places(*, answers: int, places: str, **place: Unpack[FindingPlace]) -> Words:
    """How many answers, and of which measures and departments."""
    return {"answers": answers, "places": places, **place}


def years(*, year: int, this_year: int, **place: Unpack[FindingPlace]) -> Words:
    return {"year": year, "this_year": this_year, **place}


def year(*, year: int, **place: Unpack[FindingPlace]) -> Words:
    return {"year": year, **place}


def year_and_first(*, year: int, first: str, **place: Unpack[FindingPlace]) -> Words:
    """A year, and the other file that tells of it."""
    return {"year": year, "first": first, **place}


def year_and_found(*, year: int, found: str, **place: Unpack[FindingPlace]) -> Words:
    """A year, and the title of its plan."""
    return {"year": year, "found": found, **place}


def year_count_and_what(
    *, year: int, count: int, what: str, **place: Unpack[FindingPlace]
) -> Words:
    """A year, how many things are to be confirmed, and the first of them."""
    return {"year": year, "count": count, "what": what, **place}


def side(*, side: str, **place: Unpack[FindingPlace]) -> Words:
    return {"side": side, **place}


def area_and_number(*, area: str, number: int, first: str, **place: Unpack[FindingPlace]) -> Words:
    return {"area": area, "number": number, "first": first, **place}


def area_read_as(*, area: str, first: str, read_as: str, **place: Unpack[FindingPlace]) -> Words:
    return {"area": area, "first": first, "read_as": read_as, **place}


def number_read_as(
    *, number: int, first: str, read_as: str, **place: Unpack[FindingPlace]
) -> Words:
    return {"number": number, "first": first, "read_as": read_as, **place}


def other(*, other: str, **place: Unpack[FindingPlace]) -> Words:
    return {"other": other, **place}


def name(*, name: str, **place: Unpack[FindingPlace]) -> Words:
    return {"name": name, **place}


def name_read_as(*, name: str, read_as: str, **place: Unpack[FindingPlace]) -> Words:
    return {"name": name, "read_as": read_as, **place}


def rate_and_expected(*, rate: str, expected: str, **place: Unpack[AnswerPlace]) -> Words:
    """The mean 達成率, and the choice that follows from it."""
    return {"rate": rate, "expected": expected, **place}


def name_and_unit(*, name: str, unit: str, **place: Unpack[FindingPlace]) -> Words:
    return {"name": name, "unit": unit, **place}


def name_what_and_other(
    *, name: str, what: str, other: str, **place: Unpack[FindingPlace]
) -> Words:
    """What a value was held against, and that value."""
    return {"name": name, "what": what, "other": other, **place}


def symbols(*, symbols: str, **place: Unpack[FindingPlace]) -> Words:
    return {"symbols": symbols, **place}


def heading_read_as(*, heading: str, read_as: str, **place: Unpack[FindingPlace]) -> Words:
    """A heading, and what its column or cell was taken for."""
    return {"heading": heading, "read_as": read_as, **place}
