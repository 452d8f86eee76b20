"""Break texts into the lines they take in a cell (UAX #14), and measure their width.

Widths are counted in units: one unit is a half-width character of the body font, two a full-width
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from uniseg.graphemecluster import grapheme_cluster_boundaries
from uniseg.linebreak import line_break_boundaries
from uniseg.wrap import tt_width


def wrap(text: str, units: int) -> list[str]:
    """The text's lines in a cell `units` wide; joined they are the text without its line breaks.

    Breaks as UAX #14 allows, but not inside a word or address of half-width letters; one longer
    than a line begins a line and is broken between characters, as Excel does. Rather a line too
    many than one too few: an empty one stands where LibreOffice may need it.
    """
    return [text[start:end] for start, end in line_spans(text, units)]


def line_count(text: str, units: int) -> int:
    """How many lines `wrap` gives."""
    return len(line_spans(text, units))


def line_spans(text: str, units: int) -> list[tuple[int, int]]:
    """Where in the text each line that `wrap` gives begins and ends."""
    spans = []
    start = offset = 0
    for paragraph in text.split("\n"):
        length = len(paragraph)
        if length * 2 <= units:  # no letter is wider than two units
            spans.append((offset, offset + length))
        else:
            for end in _line_ends(paragraph, units):
                spans.append((start, offset + end))
                start = offset + end
        start = offset = offset + length + 1
    return spans


def split_text(text: str, units: int, lines: int) -> list[str]:
    """The text cut into parts that each take at most so many lines (at least one) of a cell.

    A part ends at the end of a paragraph or sentence where one is near its last line. Nothing is
    lost but line breaks and blanks at the parts' ends.
    """
    parts = []
    rest = text.strip("\n")
    while rest:
        end = _end_of_part(rest, units, lines)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip("\n")
        if not rest.strip():
            break
    return [part for part in parts if part.strip()]


def takes_at_most(text: str, units: int, lines: int) -> bool:
    """Whether the text has no more lines than that; quicker than counting those of a long one."""
    start = text[: _window(units, lines)]
    return line_count(start, units) <= lines and (start == text or line_count(text, units) <= lines)


def _end_of_part(text: str, units: int, lines: int) -> int:
    """Where the part ends that the text begins with."""
    window = text[: _window(units, lines)]
    ends = [end for _, end in line_spans(window, units)]
    return _pleasant_end(window, ends[:lines]) if len(ends) > lines else len(window)


def _window(units: int, lines: int) -> int:
    """So many characters surely fill the lines, but for some without a width."""
    return (units + 1) * (lines + 2)


def _pleasant_end(text: str, ends: list[int]) -> int:
    """The last line's end, or a better one little above: a gap would look like the text's end."""
    end = ends[-1]
    for sign, share in (("\n", 0.7), ("。", 0.85), ("、", 0.9)):
        earliest = ends[int(len(ends) * share)]
        place = text.rfind(sign, earliest, end + 1 if sign == "\n" else end)
        if place >= 0:
            place += 1
            while place < end and text[place] in _ENDERS:
                place += 1
            return place
    return end


def text_units(text: str) -> int:
    """Width of a text on one line."""
    if text.isascii():
        return len(text)
    if _PLAIN.fullmatch(text):
        return _plain_units(text)
    return sum(map(_cluster_width, _clusters(text)))


def _plain_units(text: str) -> int:
    # Three bytes of UTF-8 make two units, one makes one.
    return (len(text) + len(text.encode())) // 2


def _line_ends(paragraph: str, units: int) -> list[int]:
    """Where each of a paragraph's lines ends; each is filled before the next is begun."""
    length = len(paragraph)
    if length * (1 if paragraph.isascii() else 2) <= units:
        return [length]
    ends: list[int] = []
    start = position = used = 0
    while position < length:
        sure = (units - used) // 2  # no letter is wider than two units
        if position + sure >= length:
            break
        stretch = _STRETCH.match(paragraph, position, position + sure + 1)
        if stretch:
            position = stretch.end()
            used += _plain_units(stretch[0])
            continue
        for piece, width, visible in _pieces(_segment_at(paragraph, position), units):
            if used + visible > units and position > start:
                ends.append(position)
                if _is_torn(paragraph, position, piece):
                    ends.append(position)
                start, used = position, 0
            position += len(piece)
            used += width
    return [*ends, length]


def _segment_at(paragraph: str, start: int) -> str:
    longest = start + _LONGEST_SEGMENT
    following = _SEGMENT_END.search(paragraph, start + 1, longest + 1)
    return paragraph[start : following.start() if following else longest]


_ADDRESS = 20


def _is_torn(paragraph: str, position: int, piece: str) -> bool:
    """A long word of half-width letters begins there.

    Where one does not fit, LibreOffice may break at the last blank before it, however far that
    is, and so take a line more.
    """
    if len(piece) < _ADDRESS or not piece.isascii():
        return False
    return not _WITHIN_WORD.match(paragraph, position - 1, position + 1)


@lru_cache(maxsize=20_000)
def _pieces(segment: str, units: int) -> tuple[tuple[str, int, int], ...]:
    """What must stay together, its width, and the width it must have room for on a line."""
    pieces: list[tuple[str, int, int]] = []
    for word in _measured_words(segment):
        pieces += [word] if word[2] <= units else _word_pieces(word[0], units)
    return tuple(pieces)


def _word_pieces(word: str, units: int) -> Iterator[tuple[str, int, int]]:
    """A word longer than a line: it begins a line, and breaks where it can, or anywhere."""
    needed = units
    for run in _runs(word):
        for piece in _full_lines(run, units):
            _, width, visible = _measured(piece)
            yield piece, width, max(visible, needed)
            needed = 0


def _full_lines(run: str, units: int) -> Iterator[str]:
    """A run, cut between characters where it is longer than a line."""
    start = position = used = 0
    for cluster in _clusters(run):
        width = _cluster_width(cluster)
        if used + width > units and position > start:
            yield run[start:position]
            start, used = position, 0
        position += len(cluster)
        used += width
    yield run[start:]


# Between these UAX #14 always allows a break, whatever stands around them, so a paragraph is cut
# there and uniseg, which takes 0.1 ms a character, asked about the short rest only. What is made
# of these letters alone has no other breaks.
_IDEOGRAPHS = "一-龥あいうえおか-ぢつ-もやゆよら-ろわをんアイウエオカ-ヂツ-モヤユヨラ-ロワヲン"
_BEGINNERS = "（「『【〔〈《"
_ENDERS = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶー・！？：；、。，．）」』】〕〉》"
"""Small kana and closing marks: none begins a line."""
_SEGMENT_END = re.compile(
    rf"(?<=[{_IDEOGRAPHS}{_ENDERS}])(?=[{_IDEOGRAPHS}{_BEGINNERS}(A-Za-z0-9])"
    rf"|(?<=[)])(?=[{_IDEOGRAPHS}{_BEGINNERS}])|(?<=[A-Za-z0-9%])(?=[{_IDEOGRAPHS}])"
    r"|(?<=[A-Za-z0-9] )(?=[A-Za-z])"
)
_UNBROKEN = re.compile(rf"(?!.*\)\()[{_IDEOGRAPHS}{_BEGINNERS}{_ENDERS}()]+|[A-Za-z0-9]+")
"""A segment that needs no asking."""
_PLAIN = re.compile(rf"[ -~{_IDEOGRAPHS}{_BEGINNERS}{_ENDERS}]*")
"""One letter a cluster: half-width where it is ASCII, full-width otherwise."""
_STRETCH = re.compile(rf"[ -~{_IDEOGRAPHS}{_BEGINNERS}{_ENDERS}]+(?:{_SEGMENT_END.pattern})")
"""Whole segments of plain letters, as many as there are."""
_LONGEST_PART = 100
_PART = re.compile(rf".{{60,100}}(?=[ -~{_IDEOGRAPHS}{_BEGINNERS}{_ENDERS}])|.{{1,100}}", re.DOTALL)
"""Ends before a plain letter where it can: marks behind a letter stay with it."""
_LONGEST_SEGMENT = 2000
"""Longer runs without such a place are data, not words; where they are cut does not matter."""


def _measured_words(segment: str) -> Iterator[tuple[str, int, int]]:
    """A segment's words: runs, and runs of half-width letters joined.

    UAX #14 breaks https://a.example/b-c behind each slash and hyphen, Excel and LibreOffice only
    where it does not fit on a line of its own.
    """
    words: list[str] = []
    for run in _runs(segment):
        if words and _WITHIN_WORD.match(words[-1][-1] + run[0]):
            words[-1] += run
        else:
            words.append(run)
    return map(_measured, words)


_WITHIN_WORD = re.compile("[!-~]{2}")


@lru_cache(maxsize=20_000)
def _runs(segment: str) -> tuple[str, ...]:
    """What UAX #14 does not break."""
    if not segment:
        return ()
    if len(segment) == 1 or _UNBROKEN.fullmatch(segment):
        return (segment,)
    # What a part ends with and the next one begins with stays together.
    runs = [""]
    for part in _parts(segment):
        first, *others = _cut(part, line_break_boundaries(part))
        runs[-1] += first
        runs += others
    return tuple(runs)


def _parts(text: str) -> list[str]:
    """The text for uniseg, which takes the square of the length of a row of blanks or marks."""
    return [text] if len(text) <= _LONGEST_PART else _PART.findall(text)


def _cut(text: str, ends: Iterable[int]) -> Iterator[str]:
    for start, end in pairwise([0, *(end for end in ends if end)]):
        yield text[start:end]


def _measured(run: str) -> tuple[str, int, int]:
    width = text_units(run)
    blanks = len(run) - len(run.rstrip(" "))
    # One blank may hang over the line's end; LibreOffice carries longer rows of them over.
    return run, width, width - 1 if blanks == 1 else width


def _clusters(run: str) -> Iterator[str]:
    if _PLAIN.fullmatch(run):
        yield from run
        return
    for part in _parts(run):
        yield from _cut(part, grapheme_cluster_boundaries(part))


@lru_cache(maxsize=20_000)
def _cluster_width(cluster: str) -> int:
    """Ambiguous-width characters such as ① count as wide, as Japanese fonts draw them."""
    return int(tt_width(cluster, ambiguous_as_wide=True))
