"""One returned workbook → the rows a department filled in, and everything else it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from ictxl import findings
from ictxl.contract.metadata import COMMON_SHEET, FORMAT_VERSION, HIDDEN_SHEETS, FormIdentity
from ictxl.files.raw_file import RawFile
from ictxl.findings import Finding
from ictxl.questions import RequirementKind
from ictxl.responses import Source
from ictxl.returned.anomalies.cell_anomalies import Kept, find_oddities
from ictxl.returned.anomalies.seen_answers import percent_cells
from ictxl.returned.anomalies.stray_texts import find_leftovers
from ictxl.returned.indicators.tables import about_indicators, find_indicator_tables, rows_of
from ictxl.returned.plan_index import PlanIndex
from ictxl.returned.returned_file import (
    FileAsRead,
    IncompleteForm,
    ReadForm,
    UnidentifiedWorkbook,
)
from ictxl.returned.sent.layout import SentLayout, identity_and_layout
from ictxl.returned.sent.metadata import (
    CommonMetadata,
    MetadataRecord,
    common_of,
    digest_of_common,
    own_records,
)
from ictxl.returned.sent.sendings import Sendings, Told
from ictxl.returned.sheet_owners import other_owners
from ictxl.returned.tables import AnswerTable, FormRow, find_tables, form_rows
from ictxl.returned.unidentified import PackedContent, WorkbookContent, without_export_traces
from ictxl.spreadsheets.cells import column_index
from ictxl.spreadsheets.errors import (
    BrokenPartError,
    Limits,
    NotOrdinaryError,
    UnreadableError,
    beyond,
    damaged,
)
from ictxl.spreadsheets.kinds import WorkbookKind
from ictxl.spreadsheets.opening import Opened, open_content
from ictxl.spreadsheets.sheet import Sheet, Workbook, completed, read_sheet, read_workbook
from ictxl.spreadsheets.xlsx.package import Package, for_calamine
from ictxl.spreadsheets.xlsx.scan import (
    ORDINARY_LETTERS,
    Scan,
    fits_grid,
    letters_shown,
    most_letters,
    scan_package,
)
from ictxl.spreadsheets.xlsx.sparse import read_sheet_sparsely, read_sparsely

_COMMON = (COMMON_SHEET,)
"""Not read with the others: of many forms of a sending it need be read once."""

Findings = tuple[Finding, ...]
FileReading = tuple[FileAsRead, Told | None]
"""What a file is, and what it tells of its sending where it tells whose form it is."""
CompleteReading = tuple[UnidentifiedWorkbook | ReadForm, Told | None]
"""Likewise, of a form that lacks nothing."""


def read_content(
    raw: RawFile,
    limits: Limits,
    passwords: Sequence[str],
    sendings: Sendings,
    *,
    apart: bool,
) -> FileReading:
    """Read one file's content. Raises UnreadableError where nothing in it can be read.

    `sendings` is what the round's forms before it have told. `apart` says that this process may be
    killed without harm; otherwise whatever looks unusual raises NotOrdinaryError, to be read in
    such a process.
    """
    opened = open_content(raw.content, raw.name, passwords)
    if not apart and opened.kind is not WorkbookKind.XLSX:
        raise NotOrdinaryError
    package, scan, modified = _scan(opened, limits)
    if not apart and (scan.cells > limits.cells or scan.broken):
        raise NotOrdinaryError
    if package and scan.letters > ORDINARY_LETTERS:
        _require_fit(package, limits, apart=apart)
    workbook = _workbook(opened, package, scan, limits)
    source = Source(
        raw.path, raw.name, modified or raw.modified, raw.modified, tells_time=bool(modified)
    )
    found = tuple(_file_findings(raw.name, opened, scan, workbook))
    content, exported = without_export_traces(WorkbookContent(workbook.sheets, scan.marks))
    if exported is not None:
        found = (*found, findings.NUMBERS_EXPORT(file=raw.name, value=exported))
    seen_common = [sheet for sheet in content.sheets if sheet.name == COMMON_SHEET]
    if seen_common:
        others = (sheet for sheet in content.sheets if sheet.name != COMMON_SHEET)
        content = replace(content, sheets=tuple(others))

    def read_common_sheet() -> Sheet | None:
        if seen_common:
            return seen_common[0]
        if package is None:
            is_there = COMMON_SHEET in workbook.left_out
            return _old_common_sheet(opened, limits) if is_there else None
        return _common_sheet(package, scan, limits)

    return _as_hidden_sheets_tell(source, found, content, sendings, read_common_sheet)


def _as_hidden_sheets_tell(
    source: Source,
    found: Findings,
    content: WorkbookContent,
    sendings: Sendings,
    read_common_sheet: Callable[[], Sheet | None],
) -> FileReading:
    own = own_records(content.sheets)
    digest = digest_of_common(own)
    if not digest:
        return _as_told(source, found, content, own, common_of(read_common_sheet()))
    common = sendings.common(digest, read_common_sheet)
    if common:
        return _as_told(source, found, content, own, common)
    left = read_common_sheet()
    whole = replace(content, sheets=(*content.sheets, left)) if left else content
    return IncompleteForm(source, found, PackedContent.pack(whole), digest), None


def _common_sheet(package: Package, scan: Scan, limits: Limits) -> Sheet | None:
    """The sheet that all forms of a sending have in common; None where it cannot be read."""
    path = dict(package.sheets).get(COMMON_SHEET)
    if path is None:
        return None
    try:
        is_usual = scan.is_sound and fits_grid(package, path, limits)
    except BrokenPartError:
        return None
    common = read_sheet(for_calamine(package), COMMON_SHEET) if is_usual else None
    return common or read_sheet_sparsely(package, limits, COMMON_SHEET)


def _old_common_sheet(opened: Opened, limits: Limits) -> Sheet | None:
    from ictxl.spreadsheets.legacy.old_workbooks import read_old_sheet  # noqa: PLC0415

    return read_old_sheet(opened.kind, opened.content, limits, COMMON_SHEET)


def complete_form(form: IncompleteForm, common: CommonMetadata | None) -> CompleteReading:
    """Read a form with what it lacks; what is left of it must do where no other form has it."""
    whole = form.content.open()
    sheets = {sheet.name: sheet for sheet in whole.sheets}
    left = sheets.pop(COMMON_SHEET, None)
    content = replace(whole, sheets=tuple(sheets.values()))
    own = own_records(content.sheets)
    return _as_told(form.source, form.findings, content, own, common or common_of(left))


def _as_told(
    source: Source,
    found: Findings,
    content: WorkbookContent,
    own: Sequence[MetadataRecord],
    common: CommonMetadata,
) -> CompleteReading:
    """The form as its hidden sheets say, if they say whose it is."""
    known = identity_and_layout(own, common)
    if known is None:
        return UnidentifiedWorkbook(source, found, PackedContent.pack(content), None), None
    identity, layout = known
    told = Told(identity, layout, common)
    if not identity.department:
        # The plan is there, but not whose form it is: `recover_forms` finds that out.
        return UnidentifiedWorkbook(source, found, PackedContent.pack(content), identity), told
    return interpret(source, found, content, identity, layout), told


def _scan(opened: Opened, limits: Limits) -> tuple[Package | None, Scan, str]:
    """What is known besides the values, and the time of saving as the workbook tells it."""
    # The other formats' readers only where one came back: most runs never need them.
    if opened.kind is WorkbookKind.XLS:
        from ictxl.spreadsheets.legacy.xls import scan_xls  # noqa: PLC0415

        return None, *scan_xls(opened.content)
    package = Package(opened.content, limits, opened.archive)
    if opened.kind is WorkbookKind.ODS:
        from ictxl.spreadsheets.legacy.ods import scan_ods  # noqa: PLC0415

        return None, *scan_ods(package)
    if opened.kind is WorkbookKind.XLSB:
        from ictxl.spreadsheets.legacy.xlsb import scan_xlsb  # noqa: PLC0415

        return None, scan_xlsb(package), _saved_at(package)
    return package, scan_package(package, limits, _COMMON, HIDDEN_SHEETS), _saved_at(package)


def _require_fit(package: Package, limits: Limits, *, apart: bool) -> None:
    """Raises what tells that the cells show too many letters to be read."""
    if not apart:
        raise NotOrdinaryError
    if letters_shown(package) > most_letters(limits):
        raise beyond(limits, "memory_megabytes")


def _workbook(opened: Opened, package: Package | None, scan: Scan, limits: Limits) -> Workbook:
    if package is None:
        from ictxl.spreadsheets.legacy.old_workbooks import read_old_workbook  # noqa: PLC0415

        whole = read_old_workbook(opened.kind, opened.content, limits, _COMMON)
        return completed(whole, scan.texts)
    if scan.cells > limits.cells or not scan.is_sound:
        return read_sparsely(package, limits, _COMMON)
    try:
        content = opened.content if scan.broken else for_calamine(package)
        workbook = read_workbook(content, _COMMON)
    except UnreadableError:
        workbook = Workbook((), tuple(name for name, _ in package.sheets))
    whole = _rescued(workbook, package, limits) if workbook.broken else workbook
    return completed(whole, scan.texts)


def _rescued(workbook: Workbook, package: Package, limits: Limits) -> Workbook:
    """What calamine refuses for one bad cell is read cell by cell; it counts as broken still."""
    found = {sheet.name: sheet for sheet in read_sparsely(package, limits, _COMMON).sheets}
    found |= {sheet.name: sheet for sheet in workbook.sheets}
    if not found:
        raise damaged()
    order = [name for name, _ in package.sheets if name in found]
    return Workbook(tuple(found[name] for name in order), workbook.broken)


def _file_findings(file: str, opened: Opened, scan: Scan, workbook: Workbook) -> Iterator[Finding]:
    if opened.true_suffix:
        suffix = PurePath(file).suffix or "なし"
        yield findings.WRONG_FILE_EXTENSION(file=file, suffix=suffix, kind=opened.true_suffix)
    broken = dict.fromkeys([*scan.broken, *(f"シート「{name}」" for name in workbook.broken)])
    for part in broken:
        yield findings.FILE_PARTLY_DAMAGED(file=file, part=part)
    if scan.has_macros:
        yield findings.WORKBOOK_HAS_MACROS(file=file)


def interpret(
    source: Source,
    found: Findings,
    content: WorkbookContent,
    identity: FormIdentity,
    layout: SentLayout,
) -> ReadForm:
    """The form's rows and findings, its content read as `identity` says."""
    file, plan = source.file, identity.plan
    lists = find_indicator_tables(file, content.sheets, layout)
    tables = find_tables(
        file, content.sheets, layout, PlanIndex(plan, layout.given), rows_of(lists)
    )
    all_tables = [*tables, *lists]
    oddities, kept = find_oddities(
        file, identity.department, content.sheets, all_tables, layout, content.marks
    )
    owners = other_owners(all_tables, layout, identity)
    leftovers = find_leftovers(
        file, identity.department, content.sheets, all_tables, layout, plan, content.marks, owners
    )
    if not tables:
        problem = findings.NOT_A_FORM(file=file, where="書かれている文字は、ほかの指摘に示します。")
        return ReadForm(source, (*found, problem, *oddities, *leftovers), identity, "", ())
    own_tables, own_lists = (
        [table for table in found_tables if table.sheet.name not in owners]
        for found_tables in (tables, lists)
    )
    told = (
        *found,
        *_version(file, identity),
        *(one for table in all_tables for one in table.findings),
        *_about_sheets(file, identity, layout, own_tables),
        *_about_sheets(file, identity, layout.indicators or layout, own_lists, own_tables),
        *_missing_columns(file, identity, layout, tables),
        *about_indicators(file, identity, layout, own_lists),
        *oddities,
        *leftovers,
    )
    rows, indicators = (
        tuple(
            _without_struck(row, kept)
            for table in found_tables
            for row in form_rows(table, percent_cells(content.marks.get(table.sheet.name, ())))
        )
        for found_tables in (tables, lists)
    )
    sheet = tables[0].sheet.name
    return ReadForm(source, told, identity, sheet, rows, owners, indicator_rows=indicators)


def _without_struck(row: FormRow, kept: Kept) -> FormRow:
    if not kept:
        return row
    texts = dict(row.texts)
    for key, letters in row.columns.items():
        place = (row.sheet, row.row - 1, column_index(letters))
        if place in kept:
            texts[key] = kept[place]
    return replace(row, texts=texts)


def _version(file: str, identity: FormIdentity) -> list[Finding]:
    if identity.format_version <= FORMAT_VERSION:
        return []
    return [
        findings.FORM_OF_NEWER_ICTXL(file=file, theirs=identity.format_version, ours=FORMAT_VERSION)
    ]


def _about_sheets(
    file: str,
    identity: FormIdentity,
    layout: SentLayout,
    tables: Sequence[AnswerTable],
    told: Sequence[AnswerTable] = (),
) -> list[Finding]:
    """What is odd about the tables' sheets, but for those of tables that were `told`."""
    others = {table.sheet.name for table in told}
    names = [table.sheet.name for table in tables if table.sheet.name not in others]
    found = []
    if len(names) > 1:
        found.append(
            findings.SEVERAL_INPUT_SHEETS(
                file=file,
                sheet=names[0],
                department=identity.department,
                sheets="、".join(names),
            )
        )
    elif names and layout.sheet and names[0] != layout.sheet:
        found.append(
            findings.SHEET_RENAMED(
                file=file,
                sheet=names[0],
                department=identity.department,
                value=names[0],
                before=layout.sheet,
            )
        )
    return found


def _missing_columns(
    file: str, identity: FormIdentity, layout: SentLayout, tables: Sequence[AnswerTable]
) -> list[Finding]:
    # A form that does not say which columns it was sent with is asked for those it needs.
    expected = identity.fields or [
        question.key
        for question in layout.asked.values()
        if question.required.kind is not RequirementKind.NEVER
    ]
    return [
        findings.ANSWER_COLUMN_MISSING(
            file=file,
            sheet=table.sheet.name,
            department=identity.department,
            heading=asked.heading,
        )
        for table in tables[:1]
        for asked in layout.fields.inputs
        if asked.key in expected and asked.key not in table.columns
    ]


def _saved_at(package: Package) -> str:
    try:
        return package.saved_at
    except BrokenPartError:
        return ""
