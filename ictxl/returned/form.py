"""One returned workbook → the rows a department filled in, and everything else it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ictxl.contract.fields import INPUT_FIELDS
from ictxl.contract.metadata import COMMON_SHEET, FORMAT_VERSION, FormIdentity
from ictxl.contract.other_workbooks import ForeignContent
from ictxl.files.addresses import Place
from ictxl.findings import Finding, finding
from ictxl.returned.cell_anomalies import Kept, find_oddities, formula_places
from ictxl.returned.metadata import digest_of_common, identity_and_layout, own_records
from ictxl.returned.metadata_records import Common, Record, Sendings, common_of
from ictxl.returned.sent_layout import Layout, Names
from ictxl.returned.stray_texts import find_leftovers
from ictxl.returned.tables import FormRow, Table, find_tables, form_rows
from ictxl.returned.unidentified import Content, Unclaimed
from ictxl.spreadsheets.cells import column_index
from ictxl.spreadsheets.errors import NotOrdinaryError, UnreadableError, damaged
from ictxl.spreadsheets.kinds import Kind
from ictxl.spreadsheets.limits import Limits
from ictxl.spreadsheets.opening import Opened, RawFile, open_content
from ictxl.spreadsheets.values import Sheet, Workbook, completed, read_common, read_workbook
from ictxl.spreadsheets.xlsx.package import BrokenPartError, Package
from ictxl.spreadsheets.xlsx.scan import Scan, fits_grid, scan_package
from ictxl.spreadsheets.xlsx.sparse import read_common_sparsely, read_sparsely

NECESSARY_FIELDS = ("rating", "progress", "next_step")
"""Asked of a form that does not say which columns it was sent with."""


@dataclass(frozen=True)
class ReturnedForm:
    """What one returned file holds, before it is held against a plan."""

    path: Place
    file: str
    modified: str = ""
    """When the workbook was last saved, by its own account; else the file's time. ISO, UTC."""
    file_time: str = ""
    identity: FormIdentity | None = None
    """Without the form's own texts: `layout` says what they tell."""
    sheet: str = ""
    """The (first) input sheet."""
    rows: tuple[FormRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    unclaimed: Unclaimed | None = None
    """The content of a workbook that does not say whose form it is."""
    foreign: ForeignContent | None = None
    """All that a workbook says that is no form."""
    layout: Layout | None = None
    """How the form looked when it was sent; kept of one form only, see `FormReader`."""
    common: Common | None = None
    """What all forms of its sending say; kept of one form only."""
    lacks: str = ""
    """The digest of that, where its own copy was changed; see `complete_form`."""
    size: int = 0
    """Bytes of the file; 0 where it could not be opened."""
    digest: str = ""
    """SHA-256 of the file's bytes; empty where it has none or could not be opened."""


def read_content(
    raw: RawFile,
    limits: Limits,
    passwords: Sequence[str] = (),
    sendings: Sendings | None = None,
    *,
    apart: bool = True,
) -> ReturnedForm:
    """Read one file's content. Raises UnreadableError where nothing in it can be read.

    `sendings` is what the round's forms before it have told. `apart` says that this process may be
    killed without harm; otherwise whatever looks unusual raises NotOrdinaryError, to be read in
    such a process.
    """
    opened = open_content(raw, passwords)
    if not apart and opened.kind is not Kind.XLSX:
        raise NotOrdinaryError
    package, scan, modified = _scan(opened, limits)
    if not apart and (scan.cells > limits.cells or scan.broken):
        raise NotOrdinaryError
    workbook = _workbook(opened, package, scan, limits)
    form = ReturnedForm(
        raw.path,
        raw.name,
        _as_utc(modified) or raw.modified,
        raw.modified,
        findings=(*opened.findings, *_file_findings(raw.name, scan, workbook)),
    )
    content = Content(workbook.sheets, scan.marks)

    def read_common_sheet() -> Sheet | None:
        if package is None:
            return read_common(opened.content) if workbook.has_common else None
        return _common_sheet(package, scan, limits)

    return _as_hidden_sheets_tell(form, content, sendings or Sendings(), read_common_sheet)


def _as_hidden_sheets_tell(
    form: ReturnedForm,
    content: Content,
    sendings: Sendings,
    read_common_sheet: Callable[[], Sheet | None],
) -> ReturnedForm:
    own = own_records(content.sheets)
    digest = digest_of_common(own)
    if not digest:
        return _as_told(form, content, own, common_of(read_common_sheet()))
    common = sendings.common(digest, read_common_sheet)
    if common:
        return _as_told(form, content, own, common)
    left = read_common_sheet()
    whole = replace(content, sheets=(*content.sheets, left)) if left else content
    return replace(form, unclaimed=Unclaimed.pack(whole), lacks=digest)


def _common_sheet(package: Package, scan: Scan, limits: Limits) -> Sheet | None:
    """The sheet that all forms of a sending have in common; None where it cannot be read."""
    path = dict(package.sheets).get(COMMON_SHEET)
    if path is None:
        return None
    try:
        is_usual = scan.is_sound and fits_grid(package.read(path), limits)
    except BrokenPartError:
        return None
    common = read_common(package.as_read()) if is_usual else None
    return common or read_common_sparsely(package, limits)


def complete_form(form: ReturnedForm, common: Common | None) -> ReturnedForm:
    """Read a form with what it `lacks`; what is left of it must do where no other form has it."""
    assert form.unclaimed is not None, "it was kept for this"
    whole = form.unclaimed.open()
    sheets = {sheet.name: sheet for sheet in whole.sheets}
    left = sheets.pop(COMMON_SHEET, None)
    content = replace(whole, sheets=tuple(sheets.values()))
    bare = replace(form, unclaimed=None, lacks="")
    return _as_told(bare, content, own_records(content.sheets), common or common_of(left))


def _as_told(
    form: ReturnedForm, content: Content, own: Sequence[Record], common: Common
) -> ReturnedForm:
    """The form as its hidden sheets say, if they say whose it is."""
    told = identity_and_layout(own, common)
    if told is None:
        return replace(form, unclaimed=Unclaimed.pack(content))
    identity, layout = told
    form = replace(form, common=common if common.digest else None)
    if not identity.department:
        # The plan is there, but not whose form it is: `recover_forms` finds that out.
        unclaimed = Unclaimed.pack(content)
        return replace(form, identity=identity, unclaimed=unclaimed, layout=layout)
    return interpret(form, content, identity, layout)


def _scan(opened: Opened, limits: Limits) -> tuple[Package | None, Scan, str]:
    """What is known besides the values, and the time of saving as the workbook tells it."""
    # The other formats' readers only where one came back: most runs never need them.
    if opened.kind is Kind.ODS:
        from ictxl.spreadsheets.legacy.ods import scan_ods  # noqa: PLC0415

        return None, *scan_ods(opened.content, limits)
    if opened.kind is Kind.XLS:
        from ictxl.spreadsheets.legacy.xls import scan_xls  # noqa: PLC0415

        return None, *scan_xls(opened.content)
    package = Package(opened.content, limits, opened.archive)
    if opened.kind is Kind.XLSB:
        from ictxl.spreadsheets.legacy.xlsb import scan_xlsb  # noqa: PLC0415

        return None, scan_xlsb(package), _modified(package)
    return package, scan_package(package, limits), _modified(package)


def _workbook(opened: Opened, package: Package | None, scan: Scan, limits: Limits) -> Workbook:
    if package is None:
        return completed(read_workbook(opened.content), scan.texts)
    if scan.cells > limits.cells or not scan.is_sound:
        return read_sparsely(package, limits)
    try:
        workbook = read_workbook(opened.content if scan.broken else package.as_read())
    except UnreadableError:
        workbook = Workbook((), tuple(name for name, _ in package.sheets))
    return _rescued(workbook, package, limits) if workbook.broken else workbook


def _rescued(workbook: Workbook, package: Package, limits: Limits) -> Workbook:
    """What calamine refuses for one bad cell is read cell by cell; it counts as broken still."""
    found = {sheet.name: sheet for sheet in read_sparsely(package, limits).sheets}
    found |= {sheet.name: sheet for sheet in workbook.sheets}
    if not found:
        raise damaged("ブックの中身が壊れています")
    order = [name for name, _ in package.sheets if name in found]
    return Workbook(tuple(found[name] for name in order), workbook.broken)


def _file_findings(file: str, scan: Scan, workbook: Workbook) -> list[Finding]:
    broken = dict.fromkeys([*scan.broken, *(f"シート「{name}」" for name in workbook.broken)])
    found = [finding("F011", file=file, part=part) for part in broken]
    if scan.has_macros:
        found.append(finding("F015", file=file))
    return found


def interpret(
    form: ReturnedForm, content: Content, identity: FormIdentity, layout: Layout
) -> ReturnedForm:
    """The form's rows and findings, its content read as `identity` says."""
    file, plan = form.file, identity.plan
    tables = find_tables(file, content.sheets, layout, Names(plan, layout))
    places = formula_places(content.marks)
    oddities, kept = find_oddities(
        file, identity.department, content.sheets, tables, layout, content.marks
    )
    leftovers = find_leftovers(
        file, identity.department, content.sheets, tables, layout, plan, places
    )
    if not tables:
        problem = finding("F001", file=file, where="書かれている文字は、ほかの指摘に示します。")
        return replace(
            form,
            identity=identity,
            unclaimed=None,
            layout=layout,
            findings=(*form.findings, problem, *oddities, *leftovers),
        )
    findings = [
        *form.findings,
        *_version(file, identity),
        *(found for table in tables for found in table.findings),
        *_about_sheets(file, identity, layout, tables),
        *_missing_columns(file, identity, tables),
        *oddities,
        *leftovers,
    ]
    return replace(
        form,
        identity=identity,
        unclaimed=None,
        layout=layout,
        sheet=tables[0].sheet.name,
        rows=tuple(
            _without_struck(row, kept) for table in tables for row in form_rows(table, layout)
        ),
        findings=tuple(findings),
    )


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
    return [finding("F013", file=file, theirs=identity.format_version, ours=FORMAT_VERSION)]


def _about_sheets(
    file: str, identity: FormIdentity, layout: Layout, tables: Sequence[Table]
) -> list[Finding]:
    names = [table.sheet.name for table in tables]
    found = []
    if len(names) > 1:
        found.append(
            finding(
                "S010",
                file=file,
                sheet=names[0],
                department=identity.department,
                sheets="、".join(names),
            )
        )
    elif layout.sheet and names[0] != layout.sheet:
        found.append(
            finding(
                "S011",
                file=file,
                sheet=names[0],
                department=identity.department,
                value=names[0],
                before=layout.sheet,
            )
        )
    return found


def _missing_columns(file: str, identity: FormIdentity, tables: Sequence[Table]) -> list[Finding]:
    expected = identity.fields or NECESSARY_FIELDS
    return [
        finding(
            "S001",
            file=file,
            sheet=table.sheet.name,
            department=identity.department,
            heading=asked.heading,
        )
        for table in tables[:1]
        for asked in INPUT_FIELDS
        if asked.key in expected and asked.key not in table.columns
    ]


_MODIFIED = re.compile(rb"<dcterms:modified[^<>]*>([^<]+)<")


def _modified(package: Package) -> str:
    """The workbook's own time of saving, as it writes it; empty where it does not tell one."""
    try:
        match = _MODIFIED.search(package.read("docProps/core.xml"))
    except BrokenPartError:
        return ""
    return match[1].decode("ascii", "replace") if match else ""


def _as_utc(told: str) -> str:
    """A time in ISO and UTC; empty where it is none."""
    try:
        time = datetime.fromisoformat(told.strip())
    except ValueError:
        return ""
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
