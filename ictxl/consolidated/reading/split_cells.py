"""Split the text of one cell: name and target, paragraphs, next steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from ictxl.text.clean import fold_code, trim
from ictxl.text.punctuation import (
    CLOSING,
    COLONS,
    DASHES,
    DOTS,
    HARD_SEPARATORS,
    LONG_VOWELS,
    OPENING,
)


@dataclass(frozen=True)
class TitleAndTarget:
    title: str
    target: str
    is_certain: bool


def split_title(text: str) -> TitleAndTarget | None:
    """施策名称 and 目標 of one cell; None where nothing parts them.

    A line break parts best; then a blank before which no sentence has ended, the last one between
    two letters that would not be parted inside a sentence (Latin words stand between blanks).
    """
    lines = [trim(line) for line in text.split("\n") if trim(line)]
    if len(lines) > 1:
        return TitleAndTarget(lines[0], "\n".join(lines[1:]), len(lines) == _TWO)
    blanks = list(_outer_blanks(text))
    if not blanks:
        return None
    firm = [span for span in blanks if _is_firm(text, span)]
    start, end = (firm or blanks)[-1]
    return TitleAndTarget(text[:start], text[end:], len(blanks) == 1)


_TWO = 2


def _outer_blanks(text: str) -> Iterator[tuple[int, int]]:
    """The blanks outside parentheses, up to the end of the first sentence."""
    sentence_end = text.find("。")
    depth, counted = 0, 0
    for match in re.finditer(r"\s+", text[:sentence_end] if sentence_end >= 0 else text):
        between = text[counted : match.start()]
        depth += sum(char in OPENING for char in between) - sum(char in CLOSING for char in between)
        counted = match.start()
        if depth <= 0 and counted:
            yield match.span()


def _is_firm(text: str, span: tuple[int, int]) -> bool:
    """Whether no Latin word or number stands beside the blank."""
    beside = text[span[0] - 1] + text[span[1]]
    return not any(char.isascii() and char.isalnum() for char in beside)


@dataclass(frozen=True)
class Paragraph:
    """【課-評価】本文. No name where the text stands before any 【】."""

    name: str
    rating: str
    body: str


_DASH = re.escape(DASHES)
_TAG_NAME = r"[【\[\uff3b〔]\s*+([^\s【】\[\]〔〕][^【】\[\]〔〕\n]{0,59})"
_DASH_TAG = re.compile(
    rf"{_TAG_NAME}\s*+[{_DASH}{COLONS}]\s*+"
    rf"([^\s【】\[\]〔〕{_DASH}][^【】\[\]〔〕\n{_DASH}]{{0,39}}?)\s*+[】\]\uff3d〕]"
)
_LONG_VOWEL_TAG = re.compile(
    rf"{_TAG_NAME}[{LONG_VOWELS}]\s*+"
    rf"([^\s【】\[\]〔〕{LONG_VOWELS}][^【】\[\]〔〕\n{LONG_VOWELS}]{{0,19}}?)\s*+[】\]\uff3d〕]"
)


@dataclass(frozen=True)
class Tag:
    """A possible 【課-評価】 and where it stands."""

    start: int
    end: int
    name: str
    rating: str
    begins_line: bool


def tags(text: str) -> list[Tag]:
    """Everything in a text that looks like 【課-評価】."""
    found = [_tag(text, match) for match in _DASH_TAG.finditer(text)]
    taken = {tag.start for tag in found}
    found += [_tag(text, m) for m in _LONG_VOWEL_TAG.finditer(text) if m.start() not in taken]
    return sorted(found, key=lambda tag: tag.start)


def _tag(text: str, match: re.Match[str]) -> Tag:
    begins_line = not trim(text[text.rfind("\n", 0, match.start()) + 1 : match.start()])
    return Tag(match.start(), match.end(), trim(match[1]), trim(match[2]), begins_line)


def split_paragraphs(text: str, is_tag: Callable[[Tag], bool]) -> list[Paragraph]:
    """The text parted at its tags; first, without a name, what stands before them (if anything)."""
    accepted = [tag for tag in tags(text) if is_tag(tag)]
    ends = [*(tag.start for tag in accepted[1:]), len(text)]
    lead = trim(text[: accepted[0].start] if accepted else text)
    paragraphs = [Paragraph("", "", lead)] if lead else []
    for tag, end in zip(accepted, ends, strict=bool(accepted)):
        paragraphs.append(Paragraph(tag.name, tag.rating, trim(text[tag.end : end])))
    return paragraphs


@dataclass(frozen=True)
class NextStepEntry:
    """`課-1.現状維持`. No name where the text names no department."""

    name: str
    value: str


def split_next_steps(text: str, names: Collection[str]) -> list[NextStepEntry]:
    """Each department's next step, one a line or many; `names` are those that may stand here."""
    known = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    begin = rf"(?:^|(?<=[\s{HARD_SEPARATORS}]))"
    own = rf"(?P<own>{known or '(?!)'})\s*[{_DASH}{LONG_VOWELS}{COLONS}]"
    other = rf"(?P<other>[^\s{HARD_SEPARATORS}{_DASH}]+?)\s*[{_DASH}{LONG_VOWELS}]\s*(?=\d|[①-⑳])"
    found = list(re.finditer(rf"{begin}(?:{own}|{other})", text))
    lead = trim(text[: found[0].start()] if found else text)
    entries = [NextStepEntry("", lead)] if lead else []
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends, strict=bool(found)):
        name = match["own"] or match["other"]
        entries.append(NextStepEntry(trim(name), _value(text[match.end() : end])))
    return entries


def _value(text: str) -> str:
    """Without the separators at its end."""
    return trim(trim(text).rstrip(HARD_SEPARATORS))


_NUMBERED = re.compile(rf"(\d{{1,3}}|[①-⑳])\s*[{DOTS}{COLONS}、{CLOSING}]?\s*(.*)", re.DOTALL)


def read_step(value: str) -> tuple[str, str]:
    """`1.現状維持` → number and name; either may be empty."""
    match = _NUMBERED.fullmatch(value)
    number, name = (fold_code(match[1]), match[2]) if match else ("", value)
    return number, trim("".join(map(trim, name.split("\n"))))


def join_texts(texts: Sequence[str]) -> str:
    """Parts of one text from cells one below the other."""
    joined = ""
    for text in texts:
        ended = joined == "" or joined[-1] in _SENTENCE_ENDS or text[:1] in "【・○①※"
        joined += ("\n" if joined and ended else "") + text
    return joined


_SENTENCE_ENDS = "。.!?\uff0e\uff01\uff1f" + CLOSING + "」』】"
