"""和暦: Japanese names of fiscal years."""

from __future__ import annotations

import re
from datetime import date

from ictxl.text.clean import fold_name

EARLIEST_YEAR, LATEST_YEAR = 1900, 2999
"""A plan's; no other number is read as one."""
# (name, western year of its year 1); 明治 and earlier are no fiscal years of a living plan.
# A new era is added here, and to the test, when the 元号 is decreed (元号法 and 政令).
_ERAS = (("大正", 1912), ("昭和", 1926), ("平成", 1989), ("令和", 2019))
_INITIALS = {"大正": "T", "昭和": "S", "平成": "H", "令和": "R"}
_NAMES = "|".join([*_INITIALS, *_INITIALS.values()])
_ERA_YEAR = rf"({_NAMES})([0-9]{{1,2}}|元)"
# Eras that began inside a fiscal year (April to March): that year carries both names.
_BEGUN_INSIDE = {1912, 1926, 2019}


def fiscal_year_label(year: int) -> str:
    """`2019` → `平成31(令和元)年度`, `2020` → `令和2年度`, as municipal papers print it."""
    position = max((i for i, (_, first) in enumerate(_ERAS) if first <= year), default=None)
    if position is None:
        return f"{year}年度"
    name, first = _ERAS[position]
    if year == first and year in _BEGUN_INSIDE and position:
        before, before_first = _ERAS[position - 1]
        return f"{before}{_ordinal(year - before_first + 1)}({name}元)年度"
    return f"{name}{_ordinal(year - first + 1)}年度"


def read_fiscal_year(text: str) -> int | None:
    """`2019`, `２０１９年度`, `令和5`, `平成31(令和元)年度`, `H31` → the western year, or None."""
    folded = fold_name(text).upper()
    if western := re.fullmatch(r"([0-9]{4})(年度?)?", folded):
        year = int(western[1])
        return year if EARLIEST_YEAR <= year <= LATEST_YEAR else None
    spelled = re.fullmatch(rf"{_ERA_YEAR}(\((?:{_NAMES})元\))?(年度?)?", folded)
    return _year_of(spelled[1], spelled[2]) if spelled and spelled[2].strip("0") else None


def _year_of(era: str, ordinal: str) -> int:
    """The western year of one of an era, by its name or letter."""
    first = next(year for name, year in _ERAS if era in (name, _INITIALS[name]))
    return first - 1 + (1 if ordinal == "元" else int(ordinal))


def date_label(text: str, year_label: str = "") -> str:
    """`2020-05-29`, `2020年5月29日 17:00` → `令和2年5月29日(金) 17:00`; what says more than a day
    and a time stays as it is.

    Beside a `year_label` without an era's name (`2020年度`) the year stays western: one calendar
    for all of a plan.
    """
    words = _WESTERN_DATE.fullmatch(text)
    if not words:
        return text
    try:
        day = date(int(words["year"]), int(words["month"]), int(words["day"]))
    except ValueError:
        return text
    name, first = next(((n, f.year) for n, f in reversed(_ERA_DAYS) if f <= day), ("", 1))
    if year_label and not any(era in year_label for era in _INITIALS):
        name = ""
    year = f"{name}{_ordinal(day.year - first + 1)}" if name else str(day.year)
    time = f" {words['time']}" if words["time"] else ""
    return f"{year}年{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]}){time}"


_WESTERN_DATE = re.compile(
    r"(?P<year>[0-9]{4})[-/年](?P<month>[0-9]{1,2})[-/月](?P<day>[0-9]{1,2})日?"
    r"(?:[(\uff08][月火水木金土日][)\uff09])?(?:[ T](?P<time>[0-9]{1,2}:[0-9]{2})(?::[0-9.]+)?)?"
)


def read_date(text: str, *, whole: bool = False) -> date | None:
    """`2019-11-29`, `2019年11月29日`, `令和元年11月29日(金)`, `2019/11/29` → the day, or None.

    The first day that the text speaks of; with `whole` only of a text that says nothing else.
    """
    folded = fold_name(text).upper()
    words = _DAY.search(folded)
    if not words or (whole and (words.start() or not _DAY_END.fullmatch(folded, words.end()))):
        return None
    year = _year_of(words[2], words[3]) if words[2] else int(words[1])
    try:
        return date(year, int(words[4]), int(words[5]))
    except ValueError:
        return None


_DAY = re.compile(rf"(?:([0-9]{{4}})|{_ERA_YEAR})" r"[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})")
_DAY_END = re.compile(r"日?(\([月火水木金土日]\))?(00:00(:00)?)?")

# Since 昭和 the first day of an era is that of the accession or the day after it.
_ERA_DAYS = (
    ("昭和", date(1926, 12, 25)),
    ("平成", date(1989, 1, 8)),
    ("令和", date(2019, 5, 1)),
)


def era_of(day: date) -> tuple[str, str, int] | None:
    """The era's name, its letter and the year in it: 令和, R, 1; None before 昭和."""
    name, first = next(((n, f) for n, f in reversed(_ERA_DAYS) if f <= day), ("", day))
    return (name, _INITIALS[name], day.year - first.year + 1) if name else None


def _ordinal(number: int) -> str:
    return "元" if number == 1 else str(number)


def current_fiscal_year(today: date | None = None) -> int:
    """The western year in which the running fiscal year (April to March) began."""
    today = today or date.today()
    return today.year if today.month >= FIRST_MONTH else today.year - 1


FIRST_MONTH = 4
