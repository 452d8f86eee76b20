"""Recover forms that lost their hidden sheets with the help of the plan and other forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain, product
from pathlib import PurePath

from ictxl import findings
from ictxl.contract.metadata import HIDDEN_SHEETS, FormIdentity, document_properties
from ictxl.model import Department, Plan
from ictxl.returned.batch import ReadFiles
from ictxl.returned.form import interpret
from ictxl.returned.guarded_reading import Desk
from ictxl.returned.indicators.tables import find_indicator_tables, rows_of
from ictxl.returned.other_workbook import foreign_content, no_form
from ictxl.returned.plan_index import PlanIndex, departments_named, known_texts
from ictxl.returned.returned_file import (
    OtherWorkbook,
    PlaceableFile,
    ReadForm,
    UnidentifiedWorkbook,
)
from ictxl.returned.sent.layout import SentLayout, empty_layout, with_its_texts
from ictxl.returned.sent.sendings import Sample
from ictxl.returned.tables import AnswerTable, find_tables
from ictxl.returned.unidentified import WorkbookContent
from ictxl.spreadsheets.cells import cell_text
from ictxl.spreadsheets.errors import DEFAULT_LIMITS, Limits
from ictxl.spreadsheets.hidden_texts.texts import squeezed
from ictxl.text.clean import clean_text


def recover_forms(
    read: ReadFiles,
    plan: Plan,
    limits: Limits = DEFAULT_LIMITS,
    make_sample: Callable[[Plan], Sample | None] = lambda _plan: None,
) -> list[PlaceableFile]:
    """All files, those without identity read as forms of `plan`; each within the limits.

    `make_sample` says how a form of the plan looks, where none that was read does.
    """
    sample = read.samples.get(plan.id)
    if sample is None and any(isinstance(file, UnidentifiedWorkbook) for file in read.files):
        sample = make_sample(plan)
    sample = sample or Sample(0, "", empty_layout(plan))
    with Desk(_recovered, limits) as desk:
        return [
            desk.work(file, plan, sample) if isinstance(file, UnidentifiedWorkbook) else file
            for file in read.files
        ]


def _recovered(
    workbook: UnidentifiedWorkbook, plan: Plan, sample: Sample
) -> ReadForm | OtherWorkbook:
    """Read a form without identity as one of `plan`'s; F001 where it holds no input table.

    `sample` is a form of the same sending, whose own texts are taken for this one's too.
    """
    source, seen = workbook.source, sample.layout
    content = workbook.content.open()
    taken = rows_of(find_indicator_tables(source.file, content.sheets, seen))
    names = PlanIndex(plan, seen.given)
    tables = find_tables(source.file, content.sheets, seen, names, taken)
    measures = {measure for table in tables for measure in table.rows.values()}
    if measures.isdisjoint(plan.measure_by_id) or _is_published(content):
        foreign = foreign_content(content)
        found = (*workbook.findings, no_form(source.file, foreign))
        return OtherWorkbook(source, found, foreign, workbook.identity)
    department, how = _department(source.file, content, plan, tables, sample)
    name = department.name if department else ""
    layout = _layout_of(sample, plan, name, content)
    identity = FormIdentity(plan, plan.id, name, "", ())
    read = interpret(source, workbook.findings, content, identity, layout)
    told = findings.FORM_METADATA_MISSING(file=source.file, department=name, value=name, how=how)
    return replace(read, findings=(told, *read.findings))


def _is_published(content: WorkbookContent) -> bool:
    """All departments' answers as `merge` writes them, which somebody has saved since: read as a
    form, each of its rows would be a finding."""
    return {sheet.name for sheet in content.sheets} >= {"進捗状況", "集計"}


def _layout_of(sample: Sample, plan: Plan, name: str, content: WorkbookContent) -> SentLayout:
    """The sample's layout as this department's: its name said instead of the other's, but not
    where the other is named in every form, as whom to ask."""
    seen = sample.layout
    there = _cell_texts(content)

    def variants(text: str) -> Sequence[str]:
        return _renamed(text, sample.department, name)

    def renamed(text: str) -> str:
        said = variants(text)
        return next((variant for variant in said if variant in there), said[0])

    def all_renamed(texts: Iterable[str]) -> frozenset[str]:
        return frozenset(variant for text in texts for variant in variants(text))

    named = [name] if name else plan.department_by_name
    said = (text for one in named for text in document_properties(plan, plan.id, one))
    layout = replace(
        seen,
        given={},
        rows={},
        continued={},
        cells={
            sheet: {place: renamed(text) for place, text in cells.items()}
            for sheet, cells in seen.cells.items()
        },
        comments=all_renamed(seen.comments),
        pages=all_renamed(seen.pages),
        unseen=all_renamed(seen.unseen) | set(map(squeezed, said)),
        known=known_texts(plan),
    )
    return with_its_texts(layout)


def _cell_texts(content: WorkbookContent) -> frozenset[str]:
    values = (value for sheet in content.sheets for row in sheet.rows for value in row if value)
    return frozenset(clean_text(cell_text(value)) for value in values)


def _renamed(text: str, before: str, after: str) -> Sequence[str]:
    """The text with one department's name for another's, everywhere first, then in some places."""
    pieces = text.split(before) if before and after else [text]
    if len(pieces) > _MOST_NAMED:
        return (after.join(pieces), text)
    choices = product((after, before), repeat=len(pieces) - 1)
    joined = (chain(*zip(pieces, (*names, ""), strict=True)) for names in choices)
    return ["".join(parts) for parts in joined]


_MOST_NAMED = 5
"""Pieces of a text between names up to which each name may be either one's."""


def _department(
    file: str,
    content: WorkbookContent,
    plan: Plan,
    tables: Sequence[AnswerTable],
    sample: Sample,
) -> tuple[Department | None, str]:
    """Whose form it seems to be, and what tells so (in Japanese, for the finding)."""
    rows = {table.sheet.name: table.rows for table in tables}
    common = _same_in_all(sample)
    outside = (
        _without_contact(text, plan)
        for sheet in content.sheets
        if sheet.name not in HIDDEN_SHEETS
        for index, row in enumerate(sheet.rows)
        if index not in rows.get(sheet.name, {})
        for value in row
        if value != "" and (text := clean_text(cell_text(value))) not in common
    )
    ways = (
        ("シートに書かれた担当課", departments_named(outside, plan)),
        ("ファイル名", departments_named([PurePath(file).stem], plan)),
        ("施策の顔ぶれ", _who_has_all(plan, tables)),
    )
    for way, found in ways:
        if len(found) == 1:
            department = next(iter(found.values()))
            return department, f"{way}から{department.name}のもの"
    return None, "担当課のわからないもの"


def _same_in_all(sample: Sample) -> frozenset[str]:
    """The sample's own texts that do not name its department: every form has them, and they may
    name another, as an example does."""
    texts = (text for cells in sample.layout.cells.values() for text in cells.values())
    return frozenset(text for text in texts if sample.department not in text)


def _without_contact(text: str, plan: Plan) -> str:
    """The text without whom to ask: a department that need not be the form's."""
    contact = clean_text(plan.contact)
    return text.replace(contact, "") if contact else text


def _who_has_all(plan: Plan, tables: Sequence[AnswerTable]) -> dict[str, Department]:
    """The departments in charge of every measure of the tables."""
    ids = dict.fromkeys(id_ for table in tables for id_ in table.rows.values())
    first, *others = [plan.measure_by_id[id_] for id_ in ids if id_ in plan.measure_by_id]
    known = (plan.department_by_name.get(name) for name in first.departments)
    return {
        department.name: department
        for department in known
        if department
        and department.answers
        and all(measure.assignment_of(department.name) for measure in others)
    }
