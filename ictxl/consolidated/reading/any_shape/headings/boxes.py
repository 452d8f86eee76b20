"""Check boxes typed as signs: `□A ☑B □C`."""

from __future__ import annotations

import re

from ictxl.text.clean import trim

_BOX = re.compile(r"(?P<box>[□☐☑☒■✓✔])(?P<option>[^□☐☑☒■✓✔]{1,60})")
_EMPTY = "□☐"


def options(text: str) -> list[tuple[str, bool]]:
    """Each option and whether it is ticked; none where the text is no row of boxes."""
    boxes = _BOX.findall(trim(text))
    found = [(trim(option).strip("、,・"), box not in _EMPTY) for box, option in boxes]
    is_row = len(found) > 1 and trim(text)[0] == boxes[0][0]
    has_empty = any(not is_on for _, is_on in found)
    return found if is_row and has_empty and all(option for option, _ in found) else []


def chosen(text: str) -> str:
    """The only option that is ticked; empty where none is, as written where several are."""
    ticked = [option for option, is_on in options(text) if is_on]
    if not options(text) or len(ticked) > 1:
        return text
    return ticked[0] if ticked else ""
