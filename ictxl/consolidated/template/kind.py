"""Tell a published template from one that forms are made from, by what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ictxl.consolidated.template.layout import slots_of
from ictxl.consolidated.template.source.sheet_reading import read_book
from ictxl.consolidated.template.source.sheets import TemplateBook
from ictxl.consolidated.template.words.told import Scope
from ictxl.consolidated.template.words.vocabulary import vocabulary
from ictxl.contract import placeholders
from ictxl.contract.fields import CHECK_FIELD, LENGTH_FIELD, PREVIOUS
from ictxl.contract.placeholders import names_in
from ictxl.model import Plan

_OF_FORMS = frozenset(
    {
        *placeholders.LIST_BY_NAME,
        *(
            "提出期限",
            "問い合わせ先",
            placeholders.REMAINING,
            "施策数",
            "連絡事項",
            "指標点検",
        ),
        *(CHECK_FIELD.placeholder, LENGTH_FIELD.placeholder),
    }
)
"""Placeholders that only forms have."""


def is_published_template(path: Path, plan: Plan) -> bool:
    """Whether the published table is to be laid out by the file.

    A form's template has cells to write into, and placeholders that only forms have. Raises
    InputError where the file is no readable workbook.
    """
    book = read_book(path)
    names = set(_names(book))
    if any(name in _OF_FORMS or name.startswith(PREVIOUS) for name in names):
        return False
    slots = [slot for sheet in book.sheets for slot in slots_of(sheet, vocabulary(plan))]
    repeated = [slot for slot in slots if slot.scope >= Scope.MEASURE]
    return bool(repeated) and not any(slot.format.get("locked") is False for slot in repeated)


def is_template_of_forms(path: Path) -> bool:
    """Whether so much of a form's template stands there that nothing else can be meant."""
    return len(_OF_FORMS.intersection(_names(read_book(path)))) >= _SURELY


_SURELY = 3
"""Placeholders that only forms have; one or two may have slipped into a published template."""


def _names(book: TemplateBook) -> Iterator[str]:
    for sheet in book.sheets:
        for cell in sheet.texts():
            yield from names_in(cell.text)
