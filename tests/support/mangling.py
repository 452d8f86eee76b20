"""Tables that somebody has spoilt, for tests that look for every text of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def mangle(
    draw: st.DrawFn, rows: list[list[Any]], texts: st.SearchStrategy[str], columns: int = 9
) -> None:
    """Change cells; move, repeat, shift or take out rows."""
    for _ in range(draw(st.integers(1, 6))):
        if not rows:
            break
        at = draw(st.integers(0, len(rows) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                row = [*rows[at], *[""] * (columns - len(rows[at]))]
                row[draw(st.integers(0, columns - 1))] = draw(texts)
                rows[at] = row
            case 1:
                rows.insert(draw(st.integers(0, len(rows))), list(rows[at]))
            case 2:
                rows[at] = ["", *rows[at]]
            case 3:
                rows[at] = rows[at][1:]
            case _:
                rows.pop(at)
