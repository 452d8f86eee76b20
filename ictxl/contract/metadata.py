"""The hidden sheets of a form: whose it is, its plan, and its own texts.

The sheet `_ictxl` holds the form's own particulars as rows, and `_ictxl_common` what all forms of a
sending say, with the whole plan, so that a returned form needs no other file to be read; of many
forms it is read once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from ictxl.contract.plan_records import (
    INDICATOR_KINDS,
    QUESTION_KINDS,
    indicator_rows,
    mark,
    question_rows,
    read_indicators,
    read_levels,
    read_names,
    read_questions,
)
from ictxl.model import (
    Assignment,
    CheckSetting,
    Department,
    Measure,
    Outlook,
    Plan,
    PolicyArea,
)
from ictxl.questions import USUAL_LEVELS
from ictxl.text.clean import clean_text, without_controls

FORMAT_VERSION = 4
"""The newest that is read. Of version 1, all stood on `META_SHEET`; versions 2 and 3 are those of
forms that earlier versions of ictxl read too, see `version_of`."""
META_SHEET, COMMON_SHEET = "_ictxl", "_ictxl_common"
HIDDEN_SHEETS = frozenset((META_SHEET, COMMON_SHEET))


PROPERTY_PLAN, PROPERTY_DEPARTMENT = "ictxl_plan", "ictxl_department"
"""Custom document properties that repeat whose form it is."""


def document_properties(plan: Plan, plan_id: str, department: str) -> tuple[str, str]:
    """Title and key words of the form's document, which repeat whose form it is."""
    title = f"{plan.title} {plan.year_label} {department}"
    return without_controls(title), without_controls(f"ictxl {plan_id} {department}")


class TextKind(StrEnum):
    """Where a text of the form's own stands; the value is the record's kind on the hidden sheet."""

    CELL = "cell_texts"
    FORMULA = "formulas"
    """The formula as written (with `=`); what it shows changes with the answers."""
    COMMENT = "comments"
    PAGE = "page_texts"
    """Header or footer, as the sheet's XML has it; row 0."""
    DRAWING = "drawings"
    """A picture (without text), shape or chart, at its upper left cell."""
    WHOLE = "whole_texts"
    """A given text that goes on in the rows below, whole, at the cell where it begins; one longer
    than a cell can hold in several pieces."""
    UNSEEN = "unseen_texts"
    """Anything that `ictxl.spreadsheets.hidden_texts` finds; row 0, the column is its kind."""


class OwnText(NamedTuple):
    """A text the form itself put somewhere, so that it is never taken for a department's.

    Every cell of every sheet but the hidden ones is listed: key row, id column and given texts too.
    Forms of earlier versions list no unseen texts.
    """

    kind: TextKind
    sheet: str
    row: int
    """As Excel shows it."""
    column: str
    """Letters."""
    text: str


@dataclass(frozen=True)
class FormIdentity:
    """What the hidden sheets of one form say."""

    plan: Plan
    plan_id: str
    """As written at sending; differs from `plan.id` only where someone touched the hidden sheet."""
    department: str
    issued: str
    """ISO time of the plan workbook the form was made from; later is newer. May be empty."""
    fields: tuple[str, ...] = ()
    """Keys of the columns the form was sent with: a missing one was deleted by somebody."""
    format_version: int = FORMAT_VERSION
    texts: tuple[OwnText, ...] = ()
    """All texts the form is sent with; of a form read back, `returned` makes a `Layout` of them."""
    is_sent_back: bool = field(default=False, compare=False)
    """Whether it has a send-back's marks. Marked or not, a form is whose it is."""
    is_changed: bool = field(default=False, compare=False)
    """Whether `plan` comes from a copy that is not the one that was sent."""
    has_whole_plan: bool = True
    """False where `plan` is only the department's share of a very large one."""


def version_of(plan: Plan) -> int:
    """The format of the plan's forms: 2 or 3 where an earlier ictxl would understand all they say,
    4 where they ask for indicators."""
    if plan.indicators:
        return 4
    is_usual = plan.asks_the_usual and plan.levels == USUAL_LEVELS
    is_usual = is_usual and not (plan.given_columns or plan.review_of)
    return 2 if is_usual and plan.has_plain_numbers else 3


LARGEST_PLAN = 2_000
"""Departments, measures, indicators and assignments of the largest plan that a form carries whole.
Were larger ones too, all forms together would grow with the square of the plan."""


def fits_form(plan: Plan) -> bool:
    """Whether a form carries the whole plan."""
    parts = (plan.departments, plan.measures, plan.indicators)
    return sum(map(len, parts)) + plan.assignment_count <= LARGEST_PLAN


def carried_plan(plan: Plan, department: str) -> Plan:
    """What a form carries of the plan: all of it, or of a very large one its department's share."""
    if fits_form(plan):
        return plan
    own = [(m, m.assignment_of(department)) for m in plan.measures_of(department)]
    areas = (plan.area_by_id.get(measure.area) for measure, _ in own)
    known = plan.department_by_name.get(department)
    # The readers of a second reading are few, and each workbook tells who they are.
    others = plan.departments if plan.review_of else (known,) if known else ()
    return replace(
        plan,
        areas=tuple(dict.fromkeys(a for area in areas if area for a in plan.path_of(area))),
        measures=tuple(replace(m, assignments=(a,) if a else ()) for m, a in own),
        departments=others,
        indicators=plan.indicators_of(department),
    )


Row = tuple[str, ...]


def common_rows(identity: FormIdentity, texts: Iterable[OwnText] = ()) -> Iterator[Row]:
    """What all forms of the plan say, a record a row: its kind, then its fields, all text. `texts`
    are those of their own texts in which they do not differ."""
    plan = identity.plan
    yield ("fields", "\n".join(identity.fields))
    yield from _title_rows(plan)
    yield ("deadline", plan.deadline)
    yield ("contact", plan.contact)
    yield ("compiled_on", plan.compiled_on)
    if plan.review_of:
        yield ("review_of", plan.review_of)
    yield from question_rows(plan)
    for s in plan.check_settings:
        yield ("check_setting", s.code, s.setting)
    if fits_form(plan):
        yield from _measure_rows(plan)
    yield from own_text_rows(texts)


def _title_rows(plan: Plan) -> Iterator[Row]:
    yield ("title", plan.title)
    yield ("year", str(plan.year))
    yield ("year_label", plan.year_label)


def plan_rows(plan: Plan) -> Iterator[Row]:
    """What may be published of a plan: without 提出期限, 問い合わせ先 and 点検設定."""
    yield from _title_rows(plan)
    yield ("compiled_on", plan.compiled_on)
    yield from question_rows(plan)
    yield from _measure_rows(plan)


def plan_from_rows(rows: Iterable[Sequence[str]]) -> Plan | None:
    """Read `plan_rows` back; None where they are damaged."""
    try:
        return _plan(*_sorted_records(rows))
    except (KeyError, ValueError, IndexError):
        return None


def own_rows(identity: FormIdentity, common: str) -> Iterator[Row]:
    """What only this form says; `common` is the digest of what it shares with others."""
    plan = identity.plan
    yield ("format", str(version_of(plan)))
    yield (COMMON_KIND, common)
    yield ("plan_id", identity.plan_id)
    yield ("department", identity.department)
    yield ("issued", identity.issued)
    if not fits_form(plan):
        yield (_SHARE, "1")
        yield from _measure_rows(carried_plan(plan, identity.department))
    yield from own_text_rows(identity.texts)


def common_digest(rows: Iterable[Row]) -> str:
    """Tells whether rows, read back by whatever program, are still those that were sent.

    Texts that hold what stands between fields or records, or that UTF-8 has no bytes for, are
    digested as JSON: no other rows give the same digest. All others as forms have always had it.
    """
    cleaned = [_without_end([clean_text(text) for text in row]) for row in rows]
    digest = hashlib.sha256()
    for row in cleaned:
        joined = "\x1f".join(row)
        if joined.count("\x1f") != max(len(row) - 1, 0) or _UNSAFE.search(joined):
            whole = json.dumps(cleaned, separators=(",", ":"))
            return "json:" + hashlib.sha256(whole.encode()).hexdigest()
        digest.update(joined.encode())
        digest.update(b"\x1e")
    return digest.hexdigest()


_UNSAFE = re.compile("[\x1e\ud800-\udfff]")


def _without_end(row: list[str]) -> list[str]:
    """Not every program writes the empty cells behind a record."""
    while row and not row[-1]:
        row.pop()
    return row


def _measure_rows(plan: Plan) -> Iterator[Row]:
    for area in plan.areas:
        yield ("area", area.number, area.title, area.parent)
    for d in plan.departments:
        yield ("department_row", d.name, "\n".join(d.aliases), mark(d.answers))
    for m in plan.measures:
        first, *others = _charges(m)
        yield ("measure", m.area, m.number, m.title, m.target, m.outlook, *first)
        if any(m.given):
            yield ("given", m.id, *m.given)
        for charge in others:
            yield ("charge", m.id, *charge)
    yield from indicator_rows(plan)


_MOST_CHARGES = 20
"""Departments that a record names; were all in one, the sheet would be as wide as they are many."""


def _charges(measure: Measure) -> list[list[str]]:
    """Department and note in turn, so many a record; the first record even where there is none."""
    pairs = [(a.department, a.note) for a in measure.assignments]
    starts = range(0, max(1, len(pairs)), _MOST_CHARGES)
    return [[part for pair in pairs[at : at + _MOST_CHARGES] for part in pair] for at in starts]


def own_text_rows(texts: Iterable[OwnText]) -> Iterator[Row]:
    """One record a sheet row: kind, sheet, row, then column letters and text in turn."""
    for (kind, sheet, row), group in groupby(texts, key=lambda t: (t.kind, t.sheet, t.row)):
        yield (kind.value, sheet, str(row), *(part for t in group for part in (t.column, t.text)))


OWN_TEXT_KINDS = frozenset(TextKind)
COMMON_KIND = "common"
"""Kind of the record that tells the digest of what `COMMON_SHEET` was sent with."""
SPELLING_KIND = "spelling"
"""Kind of the records that the form's own formulas look into; nobody reads them back."""
SENDBACK_FILL_KIND = "sendback_fill"
"""Kind of the records that tell a marked cell's own fill: sheet, cell, pattern, colour, tint."""
SENDBACK_SHEET_KIND = "sendback_sheet"
"""Kind of the record that tells the name of a send-back's list; who has it was sent back."""
_SHARE = "share"
"""Kind of the record that says: the plan below is only the department's share."""


def identity_from_rows(rows: Iterable[Sequence[str]]) -> FormIdentity | None:
    """Read both hidden sheets back; None where they are not ours or too damaged to trust.

    Trailing empty cells may be missing: not every program writes them.
    """
    try:
        return _identity(*_sorted_records(rows))
    except (KeyError, ValueError):
        return None


def _sorted_records(
    rows: Iterable[Sequence[str]],
) -> tuple[dict[str, str], dict[str, list[list[str]]]]:
    """Records of which there is one, and those of which there may be many, by kind."""
    single: dict[str, str] = {}
    lists: dict[str, list[list[str]]] = {}
    for row in rows:
        if not row or not row[0]:
            continue
        kind, *values = row
        if kind in _LIST_KINDS:
            lists.setdefault(kind, []).append([*values, *[""] * 5])
        else:
            single[kind] = values[0] if values else ""
    return single, lists


_LIST_KINDS = {
    "area",
    "department_row",
    "outlook",
    "check_setting",
    "measure",
    "charge",
    "given",
    *QUESTION_KINDS,
    *INDICATOR_KINDS,
}


def _plan(single: dict[str, str], lists: dict[str, list[list[str]]]) -> Plan:
    return Plan(
        title=single["title"],
        year=int(single["year"]),
        year_label=single["year_label"],
        deadline=single.get("deadline", ""),
        contact=single.get("contact", ""),
        compiled_on=single.get("compiled_on", ""),
        levels=read_levels(lists),
        areas=tuple(PolicyArea(*v[:3]) for v in lists.get("area", [])),
        measures=tuple(_measures(lists)),
        departments=tuple(
            Department(v[0], tuple(v[1].split("\n")) if v[1] else (), v[2] == "1")
            for v in lists.get("department_row", [])
        ),
        questions=read_questions(lists, single.get("progress_limit", "")),
        given_columns=tuple(v[0] for v in lists.get("given_column", [])),
        outlooks=tuple(Outlook(v[0], v[1]) for v in lists.get("outlook", [])),
        check_settings=tuple(CheckSetting(v[0], v[1]) for v in lists.get("check_setting", [])),
        review_of=single.get("review_of", ""),
        indicators=tuple(read_indicators(lists)),
        indicator_columns=read_names(lists, "indicator_column"),
        target_years=read_names(lists, "target_year"),
    )


def _identity(single: dict[str, str], lists: dict[str, list[list[str]]]) -> FormIdentity:
    return FormIdentity(
        plan=_plan(single, lists),
        plan_id=single["plan_id"],
        department=single["department"],
        issued=single.get("issued", ""),
        fields=tuple(filter(None, single.get("fields", "").split("\n"))),
        format_version=int(single["format"]),
        has_whole_plan=_SHARE not in single,
    )


def _measures(lists: Mapping[str, list[list[str]]]) -> Iterator[Measure]:
    further: dict[str, list[Assignment]] = {}
    for measure, *charge in lists.get("charge", []):
        further.setdefault(measure, []).extend(_assignments(charge))
    given = {measure: texts for measure, *texts in lists.get("given", [])}
    columns = len(lists.get("given_column", []))
    for area, number, title, target, outlook, *charge in lists.get("measure", []):
        read = Measure(area, number, title, target, outlook, tuple(_assignments(charge)))
        own = (*given.get(read.id, ()), *[""] * columns)[:columns]
        everyone = (*read.assignments, *further.get(read.id, ()))
        yield replace(read, assignments=everyone, given=own)


def _assignments(charge: list[str]) -> Iterator[Assignment]:
    for name, note in zip(charge[::2], charge[1::2], strict=False):
        if name:
            yield Assignment(name, note)
