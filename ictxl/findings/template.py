"""T… the template."""

from __future__ import annotations

from ictxl.findings.finding import Entry

TEMPLATE_ENTRIES: tuple[Entry, ...] = ()
