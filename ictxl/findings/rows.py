"""Rows of a returned form: S038."""

from __future__ import annotations

from ictxl.findings import facts
from ictxl.findings.finding import Severity
from ictxl.findings.kind import FindingKind

ROW_ADDED = FindingKind(
    code="S038",
    severity=Severity.WARNING,
    title="足された行",
    message="{level}の行でない行が足され、「{brief}」と書かれています。集約表には載せていません。",
    remedy=(
        "担当の{level}がほかにもあれば、計画台帳に加えて調査票を送り直してください。"
        "ほかの{level}の回答の続きなら、その記入欄に書き足してもらってください。"
    ),
    request=(
        "足された行は読み取れません。回答に含める内容であれば、もとからある行の記入欄に書いてください。"
        "{level}が足りないときは、情報課に知らせてください。"
    ),
    why="一つの行に書かれたものは、欄ごとに分けず、セル番地とともに一つの指摘にします。",
    facts=facts.place,
)
