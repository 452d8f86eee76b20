"""What a cell shows of its value: number formats (ECMA-376 part 1, 18.8.30 and 18.8.31).

Only what is sure is told: a format that holds anything unknown gives None.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from ictxl.text.era import era_of

_JAPANESE_DATES = {
    **dict.fromkeys((27, 36, 50, 57), "ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), 'ggge"年"m"月"d"日"'),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), 'yyyy"年"m"月"'),
    **dict.fromkeys((35, 53, 56), 'm"月"d"日"'),
}
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    **_JAPANESE_DATES,
}
"""By their number, as a Japanese Excel shows them; those that are left out are not told."""
PLAIN = frozenset({"", "general", "@", "g/標準"})
"""Formats, in lower case, that show a value as it is."""


def is_plain(code: str) -> bool:
    return code.strip().lower() in PLAIN


_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<filled>.)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<meridiem>AM/PM)|(?P<general>General|G/標準)"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]+)?|\.[0#?]+)|(?P<date>(?:y+|m+|d+|h+|s+|g+|e+|a{3,4}|r+)(?:\.0+(?=$|[^0#?]))?)"
    r"|(?P<percent>%)|(?P<text>@)|(?P<plain>[ ,$+\-()/:!^&'~{}<>=.¥￥]|[^\x00-\x7f])",
    re.IGNORECASE | re.DOTALL,
)
_Token = tuple[str, str]
"""Kind and text."""
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_COLOURS = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|色 ?\d+|color ?\d+"
    r"|黒|青|水|緑|紫|赤|白|黄|dbnum[1-3].*|natnum.*)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_MOST_SECTIONS = 4
_LONGEST = 255
"""Letters of a format that Excel takes."""


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[tuple[_Token, ...], ...] | None:
    """A format's sections; None where it holds what is not known."""
    if len(code) > _LONGEST:
        return None
    sections: list[list[_Token]] = [[]]
    at = 0
    while at < len(code):
        if code[at] == ";":
            sections.append([])
            at += 1
            continue
        match = _TOKEN.match(code, at)
        if match is None or match.lastgroup is None:
            return None
        sections[-1].append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return tuple(map(tuple, sections)) if len(sections) <= _MOST_SECTIONS else None


def shown_text(text: str, code: str) -> str | None:
    """What a cell with this text shows: a format may add words to it, or hide it."""
    sections = _sections(code)
    if sections is None:
        return None
    if len(sections) == _MOST_SECTIONS:
        tokens = sections[-1]
    else:
        tokens = next(
            (s for s in sections if any(kind == "text" for kind, _ in s)), (("text", "@"),)
        )
    pieces = [text if kind == "text" else _added(kind, word) for kind, word in tokens]
    return _joined(pieces)


def _joined(pieces: Iterable[str | None]) -> str | None:
    """None where any piece is not known."""
    known = []
    for piece in pieces:
        if piece is None:
            return None
        known.append(piece)
    return "".join(known)


def _added(kind: str, word: str) -> str | None:
    """What a token shows beside the value; None where it is not known."""
    match kind:
        case "quoted" | "escaped" | "plain":
            return word
        case "blank":
            return " "
        case "filled":
            return ""
        case "bracket":
            return _bracket(word)
    return None


@lru_cache(maxsize=256)
def changes_text(code: str) -> bool:
    """A format that shows a text in another way than as it is."""
    shown = None if is_plain(code) else shown_text("\0", code)
    return shown is not None and shown.strip() != "\0"


def shown_number(value: float, code: str, *, is_1904: bool = False) -> str | None:
    """What a cell with this number shows; None where that is not sure."""
    sections = _sections(code)
    if sections is None:
        return None
    chosen = _section_of(value, sections)
    if chosen is None:
        return None
    tokens, number = chosen
    kinds = {kind for kind, _ in tokens}
    brackets = [word for kind, word in tokens if kind == "bracket"]
    if any(re.match("dbnum|natnum", word, re.IGNORECASE) for word in brackets):
        return None
    try:
        if "date" in kinds or any(_ELAPSED.fullmatch(word) for word in brackets):
            return _shown_date(number, tokens, is_1904=is_1904)
        return _shown_digits(number, tokens)
    except (ValueError, OverflowError, InvalidOperation):
        return None


def _section_of(
    value: float, sections: Sequence[tuple[_Token, ...]]
) -> tuple[tuple[_Token, ...], float] | None:
    """The section that a number takes, and the number as it shows it: negative ones without their
    sign where they have a section of their own."""
    numbers = [s for s in sections[:3] if not any(kind == "text" for kind, _ in s)] or [()]
    conditions = [_condition(section) for section in numbers]
    if any(conditions):
        for section, condition in zip(numbers, conditions, strict=True):
            if condition is None or _holds(value, condition):
                return section, abs(value) if condition and value < 0 else value
        return None
    if value < 0 and len(numbers) > 1:
        return numbers[1], -value
    if value == 0 and len(numbers) > 2:  # noqa: PLR2004 - the third is for zeros
        return numbers[2], value
    return numbers[0], value


def _condition(section: Sequence[_Token]) -> tuple[str, float] | None:
    for kind, word in section:
        match = _CONDITION.fullmatch(word) if kind == "bracket" else None
        if match:
            return match[1], float(match[2])
    return None


def _holds(value: float, condition: tuple[str, float]) -> bool:
    sign, limit = condition
    return {
        "<": value < limit,
        ">": value > limit,
        "=": value == limit,
        "<=": value <= limit,
        ">=": value >= limit,
        "<>": value != limit,
    }[sign]


def _shown_digits(number: float, tokens: Sequence[_Token]) -> str | None:
    fields = [word for kind, word in tokens if kind == "digits"]
    if len(fields) > 1 or any(kind == "text" for kind, _ in tokens):
        return None
    percents = sum(kind == "percent" for kind, _ in tokens)
    size = Decimal(repr(abs(number))) * 100**percents

    def piece(kind: str, word: str) -> str | None:
        match kind:
            case "digits":
                return _digits(size, word)
            case "general":
                return f"{size:.11g}"
            case "percent":
                return "%"
        return _added(kind, word)

    shown = _joined(piece(kind, word) for kind, word in tokens)
    is_negative = shown is not None and number < 0 and any(c in "123456789" for c in shown)
    return f"-{shown}" if is_negative else shown


def _bracket(word: str) -> str | None:
    """What a bracket adds to what is shown; None where it is not known."""
    currency = _CURRENCY.fullmatch(word)
    if currency:
        return currency[1]
    return "" if _COLOURS.fullmatch(word) or _CONDITION.fullmatch(word) else None


def _digits(number: Decimal, pattern: str) -> str:
    whole, _, after = pattern.partition(".")
    thousands = len(whole) - len(whole.rstrip(","))
    grouped = "," in whole.rstrip(",")
    places = whole.replace(",", "")
    scaled = (number / Decimal(1000) ** thousands).quantize(
        Decimal(1).scaleb(-len(after)), rounding=ROUND_HALF_UP
    )
    integer, _, fraction = f"{scaled:f}".partition(".")
    integer = integer.lstrip("0").rjust(places.count("0"), "0")
    if grouped:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    kept = fraction.rstrip("0").ljust(after.count("0"), "0")
    return integer + (f".{kept}" if after else "")


def _shown_date(number: float, tokens: Sequence[_Token], *, is_1904: bool) -> str | None:
    if number < 0:
        return None
    dated = [word.lower() for kind, word in tokens if kind == "date"]
    if any("." in word for word in dated):
        return None
    if number < 1 and any(word[0] in "ydgea" for word in dated):
        return None  # Excel shows a day 0
    seconds = round(number * 86400)
    moment = _moment(seconds, is_1904=is_1904)
    if moment is None:
        return None

    def piece(index: int) -> str | None:
        kind, word = tokens[index]
        if kind == "date":
            return _date_part(word.lower(), moment, tokens, index)
        if kind == "meridiem":
            return word[:2] if moment.hour < _NOON else word[-2:]
        if kind == "bracket" and _ELAPSED.fullmatch(word):
            return str(seconds // _SECONDS[word[0].lower()]).rjust(len(word), "0")
        return _added(kind, word)

    return _joined(map(piece, range(len(tokens))))


def _date_part(word: str, moment: dt.datetime, tokens: Sequence[_Token], index: int) -> str | None:
    if word in _ERA_WORDS:
        return _era_part(word, moment)
    has_half_days = any(kind == "meridiem" for kind, _ in tokens)
    hour = moment.hour % _NOON or _NOON if has_half_days else moment.hour
    short = moment.minute if _is_minutes(tokens, index) else moment.month
    parts = {
        "yyyy": f"{moment.year:04}",
        "yy": f"{moment.year % 100:02}",
        "m": str(short),
        "mm": f"{short:02}",
        "d": str(moment.day),
        "dd": f"{moment.day:02}",
        "aaa": _WEEKDAYS[moment.weekday()],
        "aaaa": f"{_WEEKDAYS[moment.weekday()]}曜日",
        "h": str(hour),
        "hh": f"{hour:02}",
        "s": str(moment.second),
        "ss": f"{moment.second:02}",
    }
    return parts.get(word)


_ERA_WORDS = {"ggg", "gg", "g", "e", "ee"}
_WEEKDAYS = "月火水木金土日"
_NOON = 12
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_LAST_SERIAL = 2_958_466
"""The day after 9999-12-31."""
_LEAP_BUG = 60
"""Excel counts a 29th of February in 1900, which there was not."""


def _moment(seconds: int, *, is_1904: bool) -> dt.datetime | None:
    days, rest = divmod(seconds, 86400)
    if days >= _LAST_SERIAL or (days == _LEAP_BUG and not is_1904):
        return None
    first = dt.datetime(1899, 12, 31 if days < _LEAP_BUG else 30)
    start = dt.datetime(1904, 1, 1) if is_1904 else first
    return start + dt.timedelta(days=days, seconds=rest)


def _is_minutes(tokens: Sequence[_Token], index: int) -> bool:
    """`m` behind hours or before seconds is minutes, elsewhere months."""

    def is_unit(token: _Token, letter: str) -> bool:
        return token[0] in {"date", "bracket"} and token[1][:1].lower() == letter

    units = [t for t in tokens if is_unit(t, "h") or is_unit(t, "s") or t[0] == "date"]
    place = next(i for i, t in enumerate(units) if t is tokens[index])
    before = units[place - 1] if place else ("", "")
    after = units[place + 1] if place + 1 < len(units) else ("", "")
    return is_unit(before, "h") or is_unit(after, "s")


def _era_part(word: str, moment: dt.datetime) -> str | None:
    found = era_of(moment.date())
    if found is None:
        return None
    name, letter, year = found
    return {"g": letter, "gg": name[0], "ggg": name, "e": str(year), "ee": f"{year:02}"}[word]
