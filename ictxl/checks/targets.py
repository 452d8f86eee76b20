"""Check the plan's own texts (目標), which are published beside the answers."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl.checks.case import Case
from ictxl.checks.endings import lacks_predicate, stops_midway
from ictxl.findings import Finding, finding

PLAN_SHEET = "施策"
"""Of the plan workbook; the file's own name is unknown where the plan came in a form."""


def check_cut_off_targets(case: Case) -> Iterator[Finding]:
    """P101: a 目標 that stops in mid-sentence."""
    targets = [measure.target for measure in case.plan.measures]
    # Where most 目標 are sentences, one that begins as a sentence must end as one.
    sentences = sum(target.endswith("。") for target in targets) * 2 > len(targets)
    for measure in case.plan.measures:
        target = measure.target
        if stops_midway(target, case.katakana_words) or (
            sentences and not target.endswith("。") and lacks_predicate(target)
        ):
            yield finding("P101", sheet=PLAN_SHEET, measure=measure.id, value=target)
