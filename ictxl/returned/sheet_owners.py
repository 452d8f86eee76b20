"""Whose sheet an input table stands on: a workbook may hold sheets of several departments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ictxl.contract.metadata import FormIdentity
from ictxl.returned.plan_index import departments_named
from ictxl.returned.sent.layout import SentLayout
from ictxl.returned.tables import AnswerTable
from ictxl.spreadsheets.cells import Value, cell_text
from ictxl.text.clean import clean_text


def other_owners(
    tables: Sequence[AnswerTable], layout: SentLayout, identity: FormIdentity
) -> dict[str, str]:
    """Sheet → the department that it names where the form's own name was sent, if it is another."""
    own = identity.department
    if not own:
        return {}
    labels = _labels(layout, own)
    own_labels = {clean_text(f"{before}{own}{after}") for before, after in labels}
    found = {}
    for table in tables:
        if not all(own_labels.isdisjoint(row) for row in _outside_rows(table)):
            continue  # the own one stands there as sent: most sheets need no closer look
        texts = list(_texts_outside_rows(table))
        name = _named_in_label(texts, labels, own) if labels else _only_one(texts, identity)
        if name and _is_other(name, identity):
            found[table.sheet.name] = name
    return found


_Label = tuple[str, str]
"""What stands before and after the department's name: `担当課: ` and nothing."""


def _labels(layout: SentLayout, own: str) -> list[_Label]:
    given = set(layout.given.values())
    texts = layout.cells.get(layout.sheet, {}).values()
    parted = (text.partition(own) for text in texts if own in text and text not in given)
    return [(before, after) for before, _, after in parted]


def _outside_rows(table: AnswerTable) -> Iterator[Sequence[Value]]:
    for index, row in enumerate(table.sheet.rows):
        if index not in table.rows and index not in table.continued:
            yield row


def _texts_outside_rows(table: AnswerTable) -> Iterator[str]:
    for row in _outside_rows(table):
        for value in row:
            if value != "" and len(text := clean_text(cell_text(value))) <= _LONGEST:
                yield text


_LONGEST = 200
"""Characters of a label with a name in it."""


def _named_in_label(texts: Sequence[str], labels: Sequence[_Label], own: str) -> str:
    """The name in the form's own label; empty where the own one stands there too, or no label."""
    names = [
        text[len(before) : len(text) - len(after)].strip()
        for text in texts
        for before, after in labels
        if len(text) > len(before) + len(after) and text.startswith(before) and text.endswith(after)
    ]
    return "" if own in names else next(iter(names), "")


def _only_one(texts: Sequence[str], identity: FormIdentity) -> str:
    named = list(departments_named(texts, identity.plan))
    return named[0] if len(named) == 1 else ""


def _is_other(name: str, identity: FormIdentity) -> bool:
    """Another department of the plan; whose name is nobody's may be the own one, changed. A share
    of a plan knows no other department: who places the form asks the whole plan."""
    department = identity.plan.resolve_department(name)
    if department is None:
        return not identity.has_whole_plan
    return department.name != identity.department
