"""Forms that lost their hidden sheet: read as the plan and another form of the sending tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from ictxl.contract.metadata import HIDDEN_SHEETS, FormIdentity, document_properties
from ictxl.findings import finding
from ictxl.model import Department, Plan
from ictxl.returned.form import ReturnedForm, interpret
from ictxl.returned.other_workbook import foreign_content, no_form
from ictxl.returned.sent_layout import KEYS, Layout, Names, SamePlan, departments_named
from ictxl.returned.tables import Table, find_tables
from ictxl.returned.unidentified import Content
from ictxl.spreadsheets.hidden_texts import squeezed
from ictxl.spreadsheets.values import cell_text
from ictxl.text.clean import clean_text

_NO_LAYOUT = Layout("", {}, {}, {}, {}, frozenset(), frozenset())


def recover_forms(forms: Sequence[ReturnedForm], plan: Plan) -> list[ReturnedForm]:
    """All forms, those without identity read as forms of `plan`."""
    sample = next(
        (f for f in forms if f.layout and f.identity and f.identity.plan_id == plan.id), None
    )
    return [_recover_form(form, plan, sample) for form in forms]


def _recover_form(form: ReturnedForm, plan: Plan, sample: ReturnedForm | None) -> ReturnedForm:
    """Read a form without identity as one of `plan`'s; F001 where it holds no input table.

    `sample` is a form of the same sending, whose own texts are taken for this one's too.
    """
    if form.unclaimed is None:
        return form
    seen = sample.layout if sample and sample.layout else _NO_LAYOUT
    content = form.unclaimed.open()
    tables = find_tables(form.file, content.sheets, seen, Names(plan, seen))
    measures = {measure for table in tables for measure in table.rows.values()}
    if measures.isdisjoint(plan.measure_by_id):
        foreign = foreign_content(content)
        findings = (*form.findings, no_form(form.file, foreign))
        return replace(form, findings=findings, unclaimed=None, foreign=foreign)
    department, how = _department(form, content, plan, tables)
    name = department.name if department else ""
    others = sample.identity.department if sample and sample.identity else ""
    layout = _layout_of(seen, plan, others, name)
    read = interpret(form, content, FormIdentity(plan, plan.id, name, "", ()), layout)
    told = finding("F012", file=form.file, department=name, value=name, how=how)
    return replace(read, findings=(told, *read.findings))


def _layout_of(seen: Layout, plan: Plan, others: str, name: str) -> Layout:
    """The sample's layout as this department's: its name said instead of the other's."""

    def renamed(text: str) -> str:
        return text.replace(others, name) if others and name else text

    named = [name] if name else plan.department_by_name
    said = (text for one in named for text in document_properties(plan, plan.id, one))
    return replace(
        seen,
        given={},
        rows={},
        continued={},
        cells={
            sheet: {place: renamed(text) for place, text in cells.items()}
            for sheet, cells in seen.cells.items()
        },
        comments=frozenset(map(renamed, seen.comments)),
        pages=frozenset(map(renamed, seen.pages)),
        unseen=frozenset((*map(renamed, seen.unseen), *map(squeezed, said))),
        known=_known_texts(SamePlan(plan)),
    )


@lru_cache(maxsize=2)
def _known_texts(plan: SamePlan) -> frozenset[str]:
    return frozenset(clean_text(text) for text in _plan_texts(plan.plan)) | KEYS


def _plan_texts(plan: Plan) -> Iterable[str]:
    """What may stand in the given cells of any form of the plan."""
    for area in plan.areas:
        yield from (area.title, f"第{area.number}款 {area.title}", str(area.number))
    for measure in plan.measures:
        yield from (measure.id, str(measure.number), measure.title, measure.target)
        yield measure.outlook
        yield measure.charge


def _department(
    form: ReturnedForm, content: Content, plan: Plan, tables: Sequence[Table]
) -> tuple[Department | None, str]:
    """Whose form it seems to be, and what tells so (in Japanese, for the finding)."""
    rows = {table.sheet.name: table.rows for table in tables}
    outside = (
        clean_text(cell_text(value))
        for sheet in content.sheets
        if sheet.name not in HIDDEN_SHEETS
        for index, row in enumerate(sheet.rows)
        if index not in rows.get(sheet.name, {})
        for value in row
        if value != ""
    )
    ways = (
        ("シートに書かれた担当課", departments_named(outside, plan)),
        ("ファイル名", departments_named([form.file], plan)),
        ("施策の顔ぶれ", _who_has_all(plan, tables)),
    )
    for way, found in ways:
        if len(found) == 1:
            department = next(iter(found.values()))
            return department, f"{way}から{department.name}のもの"
    return None, "担当課のわからないもの"


def _who_has_all(plan: Plan, tables: Sequence[Table]) -> dict[str, Department]:
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
