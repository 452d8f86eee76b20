"""P… the plan workbook."""

from __future__ import annotations

from ictxl.findings.finding import Entry

PLAN_ENTRIES: tuple[Entry, ...] = ()
