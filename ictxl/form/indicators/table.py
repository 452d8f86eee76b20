"""Where a template has its table of indicators."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ictxl.contract.fields import FormFields
from ictxl.contract.indicator_fields import NAME_KEY


@dataclass(frozen=True)
class IndicatorTable:
    """The prototype row of the indicators."""

    sheet: str
    row: int
    """As Excel counts, before any row is repeated."""
    key_row: int
    """The hidden row of the keys; it must stand above the headings."""
    head: int
    """The uppermost row of the headings."""
    columns: dict[str, int]
    """Field key → column, for fields that stand alone in their cell."""
    fields: FormFields
    texts: frozenset[int]
    """The other columns of the row that hold something."""
    is_added: bool = False
    """Whether the sheet is ictxl's own, and not the template's."""

    naming = (NAME_KEY,)

    @property
    def inputs(self) -> dict[str, int]:
        """Key of what is asked → its column."""
        return self.fields.inputs_in(self.columns)

    def moved(self, below: int, added: int) -> IndicatorTable:
        """The table after so many rows came in below that row of its sheet."""

        def here(row: int) -> int:
            return row + added if row > below else row

        return replace(self, row=here(self.row), key_row=here(self.key_row), head=here(self.head))
