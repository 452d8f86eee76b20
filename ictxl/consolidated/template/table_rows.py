"""What a template's rows are repeated for: a measure, each answer on it, or each indicator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ictxl.consolidated.table import AreaBlock, ConsolidatedTable, MeasureEntry
from ictxl.consolidated.template.layout import Layout, Slot
from ictxl.consolidated.template.surroundings import told_of
from ictxl.consolidated.template.words.told import Context, Scope, Told
from ictxl.consolidated.year_table import YearTable


@dataclass(frozen=True)
class TableRows:
    """The rows of one table, before they are filled."""

    table: ConsolidatedTable
    layout: Layout
    years: YearTable | None = None

    def contexts(self, block: AreaBlock, entry: MeasureEntry) -> list[Context]:
        """A measure's rows; none where the sheet's other tables say all that it has to say."""
        lists = self.layout.unit != Scope.ANSWER
        whole = Context(self.table, block, entry, lists_departments=lists, years=self.years)
        found = row_contexts(whole, self.layout.unit)
        return [] if self._is_bare(found[0]) else found

    def _is_bare(self, context: Context) -> bool:
        """Whether a measure without indicators has nothing of its own in their table."""
        layout = self.layout
        if layout.unit != Scope.INDICATOR or context.indicator or not layout.told_elsewhere:
            return False
        own = (
            slot
            for slot in layout.within(layout.block)
            for name in slot.names
            if name.scope > Scope.AREA and id(name) not in layout.told_elsewhere
            if not (name.per_answer or name.only_names)
        )
        return not any(told_of(slot, context).text for slot in own)

    def told(self, slot: Slot) -> Iterator[Told]:
        """What all rows have in a slot."""
        is_answers = slot.scope >= Scope.ANSWER or any(name.per_answer for name in slot.names)
        for block in self.table.blocks:
            for entry in block.entries:
                for context in self.contexts(block, entry) if is_answers else ():
                    yield told_of(slot, context)
                if not is_answers:
                    yield told_of(slot, Context(self.table, block, entry, years=self.years))


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
