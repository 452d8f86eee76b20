"""ictxl's own template laid out for a plan, as the workbook that a city restyles."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl.utils import get_column_letter

from ictxl.contract.fields import fields_of
from ictxl.form.package.packing import pack
from ictxl.form.template.adapting import adapt
from ictxl.form.template.template_file import default_template_path, load, questions_template_path
from ictxl.form.template.validation import Examination
from ictxl.model import Assignment, Measure, Plan, PolicyArea


def starting_template(plan: Plan) -> bytes:
    """A template with a column for each thing that forms of the plan show and ask.

    Of a plan that asks the usual questions it is the template as it comes with ictxl.
    """
    if plan.asks_the_usual:
        return default_template_path().read_bytes()
    shown = _with_a_measure(plan)
    content = questions_template_path().read_bytes()
    # Examining adds empty cells.
    examination = Examination(questions_template_path().name, load(content), shown)
    book = load(content)
    adapted = adapt(book, examination, shown, designed=True)
    assert examination.home is not None, "ictxl's own template has a prototype row"
    sheet = book[examination.home.sheet]
    # What 点検 looks at is added to each form anew.
    seen = fields_of(shown).by_key
    helpers = [column for key, column in adapted.columns.items() if key not in seen]
    if helpers:
        sheet.delete_cols(min(helpers), len(helpers))
    for column in helpers:
        sheet.column_dimensions.pop(get_column_letter(column), None)
    target = io.BytesIO()
    book.save(target)
    saved = target.getvalue()
    return pack(
        saved, saved, title="進捗状況調査票のひな形", keywords="ictxl template", modified=""
    )


def _with_a_measure(plan: Plan) -> Plan:
    """Columns stand where some measure fills them: here one fills them all."""
    areas: list[PolicyArea] = []
    for _ in plan.levels[:-1]:
        areas.append(PolicyArea("1", _WORDS, areas[-1].id if areas else ""))
    measure = Measure(
        area=areas[-1].id if areas else "",
        number="1",
        title=_WORDS,
        target=_WORDS,
        outlook=plan.outlooks[0].mark if plan.outlooks else "",
        assignments=(Assignment("課"),),
        given=(_SENTENCE,) * len(plan.given_columns),
    )
    return replace(plan, areas=tuple(areas), measures=(measure,))


_WORDS = "あ" * 12
_SENTENCE = "あ" * 40
"""As long as such texts are: widths follow it."""
