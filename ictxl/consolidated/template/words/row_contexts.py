"""What a template's rows are repeated for: a measure, each answer on it, or each indicator."""

from __future__ import annotations

from dataclasses import replace

from ictxl.consolidated.template.words.told import Context, Scope


def row_contexts(whole: Context, unit: Scope) -> list[Context]:
    """One for each row of a measure; one alone where it has no answers or indicators."""
    entry = whole.entry
    if entry is None:
        return [whole]
    if unit == Scope.ANSWER and entry.answers:
        return [replace(whole, answer=answer) for answer in entry.answers]
    if unit == Scope.INDICATOR:
        answers = {answer.department: answer for answer in entry.answers}
        found = whole.table.indicators_by_measure.get(entry.measure.id, ())
        contexts = [
            replace(whole, indicator=one, answer=answers.get(one.department)) for one in found
        ]
        return contexts or [whole]
    return [whole]
