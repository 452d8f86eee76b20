"""Write docs/checks.md from the catalogue of findings; `--check` fails where it is stale."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from ictxl.findings import CATALOGUE, FindingKind

PAGE = Path(__file__).with_name("checks.md")

_LETTERS = {
    "F": "ファイル",
    "S": "調査票の形",
    "A": "回答",
    "D": "担当課と提出",
    "P": "計画台帳",
    "T": "調査票のひな形",
    "I": "集約表からの取り込み",
    "R": "二次評価と過年度",
}

_HEAD = """# 指摘の一覧

<!-- docs/generate_checks.py が指摘の一覧(ictxl/findings/)から作ります。手で直さないでください。 -->

ictxl が点検で挙げる指摘のすべてです。区分は次の三つです。

| 区分 | 意味 | 終了コード |
|---|---|---|
| 要修正 | 公表までに直すもの | 1 |
| 要確認 | 目を通してほしいもの | 0 |
| お知らせ | ictxl が補ったこと | 0 |

計画台帳のシート「点検設定」で、指摘を止めたり区分を変えたりできます。要修正の指摘は、公表に要るため
止められず、軽くもできません。

{ } の中には、その場所の値が入ります。"""


def checks_page(kinds: Iterable[FindingKind]) -> str:
    """The page's Markdown."""
    parts = [_HEAD]
    known = sorted(kinds, key=lambda kind: kind.code)
    for letter, title in _LETTERS.items():
        of_letter = [kind for kind in known if kind.code[0] == letter]
        if of_letter:
            parts.append(f"\n## {letter}… {title}")
            parts.extend(_section(kind) for kind in of_letter)
    return "\n".join(parts) + "\n"


def _section(kind: FindingKind) -> str:
    lines = [
        f"\n### {kind.code} {kind.title}",
        "",
        f"- 区分: {kind.severity.label}",
        f"- 内容: {_escaped(kind.message)}",
        f"- 対処: {_escaped(kind.remedy)}",
    ]
    if kind.request and kind.request != kind.remedy:
        lines.append(f"- 担当課への依頼: {_escaped(kind.request)}")
    if kind.why:
        lines.append(f"- 見るもの: {_escaped(kind.why)}")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return re.sub(r"([\\*_<>|`])", r"\\\1", text)


def main() -> None:
    """Write the page, or tell whether it is as it should be."""
    page = checks_page(CATALOGUE.values())
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(page, "utf-8")
    elif PAGE.read_text("utf-8") != page:
        sys.exit("docs/checks.md is stale: run python docs/generate_checks.py")


if __name__ == "__main__":
    main()
