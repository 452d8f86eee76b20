"""Consolidated workbooks of earlier years → what stands in the published workbook's 年度推移."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ictxl import findings
from ictxl.consolidated.year_table import MOST_YEARS, YearHistory
from ictxl.errors import IctxlError, InputError
from ictxl.files.inputs import Files, LocalFile, listed, named_places, resolved
from ictxl.findings import CATALOGUE, Finding, Severity, apply_settings, in_order
from ictxl.model import Plan
from ictxl.pipeline.collecting import CollectedRound
from ictxl.returned.reader import Reading

if TYPE_CHECKING:
    from ictxl.consolidated.reading import ImportedTable
    from ictxl.years.year import Year


@dataclass(frozen=True)
class EarlierYear:
    """One earlier year that is shown, and the file that it was read from."""

    year: int
    file: Path


@dataclass(frozen=True, eq=False)
class _Read:
    file: LocalFile
    table: ImportedTable

    @property
    def year(self) -> Year:
        from ictxl.years.year import Year  # noqa: PLC0415 - as below

        table = self.table
        return Year(table.plan, table.responses, self.file.name, table.indicator_responses)

    @property
    def number(self) -> int:
        return self.table.plan.year


@dataclass(frozen=True)
class EarlierYears:
    """What was made of the tables of earlier years."""

    shown: tuple[EarlierYear, ...] = ()
    """From the earliest on."""
    history: YearHistory | None = None
    findings: tuple[Finding, ...] = ()


NO_EARLIER_YEARS = EarlierYears()


def find_earlier_tables(arguments: Files, own: Collection[Path]) -> list[LocalFile]:
    """The tables that `--history` means, without what this job is to write itself.

    Raises InputError where a name matches nothing or a folder holds no table.
    """
    names = listed(arguments)
    if not names:
        return []
    # What reads tables takes its time to import, and most merges have no earlier years.
    from ictxl.pipeline.year_tables import find_tables  # noqa: PLC0415

    named = named_places(names)
    written = {resolved(path) for path in own} - named
    try:
        found = [file for file in find_tables(names) if resolved(file.path) not in written]
    except InputError as error:
        raise InputError(error.message, _WHAT_TO_NAME) from error
    if not found:
        raise InputError(
            f"「{'」「'.join(names)}」に、過年度の進捗状況のブックがありません。", _WHAT_TO_NAME
        )
    return found


_WHAT_TO_NAME = (
    "--history には、過年度の進捗状況のブックか、それを入れたフォルダーを指定してください。"
)


def read_earlier_years(
    files: Sequence[LocalFile], collected: CollectedRound, reading: Reading
) -> EarlierYears:
    """Read the tables and follow this year's measures and departments through them."""
    if not files:
        return NO_EARLIER_YEARS
    from ictxl.pipeline.year_tables import consolidated  # noqa: PLC0415 - as above
    from ictxl.years.matching import follow  # noqa: PLC0415
    from ictxl.years.year import Year  # noqa: PLC0415

    this = collected.plan
    read: list[_Read] = []
    found: list[Finding] = []
    for file in files:
        try:
            read.append(_Read(file, _read(file.path, reading)))
        except IctxlError as error:
            found.append(findings.NO_EARLIER_TABLE(file=file.name, reason=error.message))
    earlier = list(_of_earlier_years(read, this, found))
    now = Year(this, collected.responses, "", collected.indicator_responses)
    related = [one for one in earlier if _shares_measures(one.year, now)]
    found += (_shares_nothing(one) for one in earlier if one not in related)
    found += (
        findings.EARLIER_YEARS_LEFT_OUT(file=one.file.name, year=one.number)
        for one in related[:-MOST_YEARS]
    )
    chosen = related[-MOST_YEARS:]
    found += (unsure for one in chosen if (unsure := _unsure(one)))
    settled = tuple(apply_settings(found, this.check_settings, CATALOGUE))
    if not chosen:
        return EarlierYears(findings=settled)
    shown = tuple(EarlierYear(one.number, one.file.path) for one in chosen)
    tables = tuple(consolidated(one.table) for one in chosen)
    measures = follow([*(one.year for one in chosen), now])
    return EarlierYears(shown, YearHistory(tables, tuple(measures)), settled)


def _read(path: Path, reading: Reading) -> ImportedTable:
    from ictxl.pipeline.year_tables import read_table  # noqa: PLC0415 - as above

    try:
        if path.stat().st_size > reading.limits.file_bytes:
            raise InputError(
                f"「{path}」は {reading.limits.file_megabytes} MB より大きいファイルです。",
            )
    except OSError as error:
        raise InputError(f"「{path}」を読めません({error.strerror})。") from error
    return read_table(path, passwords=reading.passwords)


def _of_earlier_years(read: Iterable[_Read], this: Plan, found: list[Finding]) -> Iterator[_Read]:
    """One table for each earlier year, from the earliest on; what is left out goes into `found`."""
    by_year: dict[int, list[_Read]] = {}
    for one in read:
        if one.number < this.year:
            by_year.setdefault(one.number, []).append(one)
        else:
            found.append(
                findings.NOT_AN_EARLIER_YEAR(
                    file=one.file.name, year=one.number, this_year=this.year
                )
            )
    for year in sorted(by_year):
        first, *others = by_year[year]
        others = [one for one in others if not _says_the_same(one.table, first.table)]
        found += (
            findings.EARLIER_YEAR_TWICE(file=o.file.name, year=year, first=first.file.name)
            for o in others
        )
        if not others:
            yield first


def _says_the_same(one: ImportedTable, other: ImportedTable) -> bool:
    """Whether one file is but a copy of the other."""
    told = [
        [(r.measure, r.department, r.values) for r in table.responses] for table in (one, other)
    ]
    return told[0] == told[1] and one.plan == other.plan and one.submitted == other.submitted


def _shares_measures(year: Year, now: Year) -> bool:
    from ictxl.years.matching import match_measures  # noqa: PLC0415 - as above

    return any(match.before and match.after for match in match_measures(year.plan, now.plan))


def _shares_nothing(one: _Read) -> Finding:
    return findings.EARLIER_YEAR_SHARES_NOTHING(
        file=one.file.name, year=one.number, found=one.table.plan.title
    )


def _unsure(one: _Read) -> Finding | None:
    """What of reading a table wants a look: it was made by hand, or mended since."""
    mended = findings.codes(findings.DATA_SHEET_DIFFERS)
    open_matters = [
        f for f in one.table.findings if f.severity is not Severity.INFO or f.code in mended
    ]
    if not open_matters:
        return None
    first = open_matters[0]
    return findings.EARLIER_TABLE_UNSURE(
        file=one.file.name,
        sheet=first.sheet,
        cell=first.cell,
        year=one.number,
        count=len(open_matters),
        what=CATALOGUE[first.code].title,
    )


def with_earlier_years(collected: CollectedRound, earlier: EarlierYears) -> CollectedRound:
    """The round with what was found in the earlier years' tables."""
    if not (earlier.shown or earlier.findings):
        return collected
    return replace(
        collected,
        findings=tuple(in_order([*collected.findings, *earlier.findings])),
        earlier_files=tuple(one.file for one in earlier.shown),
    )
