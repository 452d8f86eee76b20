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
    "評価の例",
    "次期展開の例",
    "施策の呼び名",
)
"""May stand anywhere, alone or inside a longer text, on any sheet."""
LIST_NAMES = {
    "rating": ("凡例記号", "凡例意味", "凡例区分"),
    "next_step": ("次期番号", "次期名称", "次期選択肢", "次期区分"),
    "outlook": ("展開の印", "展開の意味"),
    "step": ("記入手順番号", "記入手順"),
    "question": ("記入欄の名称", "記入欄の書き方", "記入欄の例"),
}
"""List → the placeholders of its row on a template's 凡例 sheet."""
