"""Findings about answers, made with any facts."""

from __future__ import annotations

from ictxl.findings import CATALOGUE, Facts, Finding


def answer_finding(code: str, **place: str) -> Finding:
    """A finding of a kind that is about an answer to 評価."""
    facts = dict.fromkeys(Facts.__annotations__, "")
    return CATALOGUE[code](**{**facts, "file": "x.xlsx", "question": "評価", **place})
