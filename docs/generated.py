"""What the pages made by a script have in common: written, or checked for being up to date."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path


def write_or_check(page: Path, content: str, script: str) -> None:
    """Write the page; with `--check`, leave with an error where it is stale instead."""
    if sys.argv[1:] != ["--check"]:
        page.write_text(content, "utf-8", newline="\n")
    elif not page.exists() or page.read_text("utf-8") != content:
        sys.exit(f"docs/{page.name} is stale: run python docs/{script}")


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands, in a table too; what `…` encloses stays code."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(
        part.replace("|", r"\|") if part.startswith("`") else re.sub(r"([\\*_<>|`])", r"\\\1", part)
        for part in parts
    )


def table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    """A table's lines; its cells are Markdown already."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
