"""Records of a form's own texts, put together by kind, sheet and place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from ictxl.contract.metadata import TextKind
from ictxl.returned.sent.metadata import CommonMetadata, OwnTexts, Place

HANGING = (TextKind.COMMENT, TextKind.PAGE, TextKind.UNSEEN)
"""Own texts that are known by what they say, wherever they are."""


@dataclass(frozen=True)
class Gathered:
    """Records of own texts, put together."""

    placed: dict[str, dict[str, dict[Place, str]]] = field(default_factory=dict)
    """Kind → sheet → place → text."""
    wholes: list[OwnTexts] = field(default_factory=list)
    hanging: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in HANGING})
    rows: dict[str, dict[int, Sequence[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[OwnTexts]) -> Gathered:
        found = cls()
        for record in records:
            kind, sheet, row, _, texts, places = record
            if kind in found.hanging:
                found.hanging[kind].extend(texts)
            elif kind == TextKind.WHOLE:
                found.wholes.append(record)
            elif row is not None:
                found.placed.setdefault(kind, {}).setdefault(sheet, {}).update(places)
                if kind == TextKind.CELL:
                    of_sheet = found.rows.setdefault(sheet, {})
                    of_sheet[row] = [*of_sheet.get(row, ()), *texts]
        return found

    def and_of(self, common: Gathered) -> Gathered:
        """With what all forms have in common, which stays as it is."""
        own = self.placed
        return Gathered(
            {
                kind: _by_sheet(own.get(kind, {}), common.placed.get(kind, {}))
                for kind in own.keys() | common.placed.keys()
            },
            [*self.wholes, *common.wholes],
            {kind: [*self.hanging[kind], *common.hanging[kind]] for kind in HANGING},
            _by_sheet(self.rows, common.rows),
        )


def _by_sheet(
    own: Mapping[str, dict[Key, Text]], common: Mapping[str, dict[Key, Text]]
) -> dict[str, dict[Key, Text]]:
    found = {**own, **common}
    for sheet in own.keys() & common.keys():
        found[sheet] = {**common[sheet], **own[sheet]}
    return found


Key = TypeVar("Key")
Text = TypeVar("Text")


@lru_cache(maxsize=64)
def gathered_common(common: CommonMetadata) -> Gathered:
    return Gathered.of(common.texts)
