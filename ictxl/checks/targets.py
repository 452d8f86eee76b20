"""Check the plan's own texts (目標), which are published beside the answers."""

from __future__ import annotations

from collections.abc import Iterator

from ictxl import findings
from ictxl.checks.endings import lacks_predicate, stops_midway, whole_words
from ictxl.findings import Finding
from ictxl.round import Round

PLAN_SHEET = "施策"
"""Of the plan workbook; the file's own name is unknown where the plan came in a form."""


def check_cut_off_targets(collected: Round) -> Iterator[Finding]:
    """P101: a 目標 that stops in mid-sentence."""
    words = whole_words(collected)
    targets = [measure.target for measure in collected.plan.measures]
    # Where most 目標 are sentences, one that begins as a sentence must end as one.
    sentences = sum(target.endswith("。") for target in targets) * 2 > len(targets)
    for measure in collected.plan.measures:
        target = measure.target
        if stops_midway(target, words) or (
            sentences and not target.endswith("。") and lacks_predicate(target)
        ):
            yield findings.TARGET_CUT_OFF(sheet=PLAN_SHEET, measure=measure.id, value=target)
