"""What a form's hidden sheets say: whose it is, its plan, and how it was sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from ictxl.contract.metadata import (
    COMMON_KIND,
    META_SHEET,
    FormIdentity,
    document_properties,
    identity_from_rows,
)
from ictxl.returned.metadata_records import Common, OwnTexts, Record, records_of
from ictxl.returned.sent_layout import Layout, layout_of
from ictxl.spreadsheets.values import Sheet


def own_records(sheets: Iterable[Sheet]) -> list[Record]:
    """The records of the hidden sheet that is the form's own; none where it was lost."""
    return next((records_of(sheet) for sheet in sheets if sheet.name == META_SHEET), [])


def digest_of_common(own: Iterable[Record]) -> str:
    """What all forms of its sending say, by its digest; empty in forms of version 1, which have
    everything on one sheet."""
    told = (record.values for record in own)
    return next((v[1] for v in told if v[:1] == (COMMON_KIND,) and len(v) > 1), "")


def identity_and_layout(
    own: Iterable[Record], common: Common
) -> tuple[FormIdentity, Layout] | None:
    """The identity, sharing one `Plan` among all forms of a sending, and how the form was sent."""
    single: dict[str, str] = {}
    rows: list[tuple[str, ...]] = []
    texts: list[OwnTexts] = []
    for values, own_texts in own:
        if own_texts:
            texts.append(own_texts)
        elif values[0] in _OWN_KINDS:
            single[values[0]] = values[1] if len(values) > 1 else ""
        else:
            rows.append(values)
    shared = _shared_identity(common, tuple(rows))
    if shared is None:
        return None
    department = single.get("department", "")
    identity = replace(shared, department=department, issued=single.get("issued", ""))
    said = document_properties(identity.plan, identity.plan_id, identity.department)
    return identity, layout_of(texts, common, said)


_OWN_KINDS = {"department", "issued"}


@lru_cache(maxsize=64)
def _shared_identity(common: Common, rows: tuple[tuple[str, ...], ...]) -> FormIdentity | None:
    return identity_from_rows([*common.values, *rows, ("department", "")])
