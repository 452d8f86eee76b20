"""Names in braces that mean something in every template, whatever the plan asks."""

from __future__ import annotations

REMAINING = "未記入件数"
"""Becomes a formula: how many measures the 点検 column does not call よし."""
HEAD_NAMES = (
    "計画名",
    "年度",
    "担当課",
    "提出期限",
    "問い合わせ先",
    REMAINING,
    "施策数",
    "凡例",
    "次期展開一覧",
)
"""May stand anywhere, alone or inside a longer text, on any sheet."""
