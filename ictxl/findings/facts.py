"""The facts that fill the blanks of findings' texts, with their types."""

from __future__ import annotations

from typing import TypedDict


class FindingPlace(TypedDict, total=False):
    """Where a finding is, and the text it is about; the texts of any kind may speak of these."""

    file: str
    sheet: str
    cell: str
    department: str
    measure: str
    value: str
    level: str
    """What the plan calls a measure, for the texts; 施策 where nobody says."""


class Facts(FindingPlace, total=False):
    """All that a blank may stand for. Which of them a kind must be given is told by its texts."""

    advice: str
    answers: int
    """How many."""
    area: str
    """A range of cells, or a 基本施策."""
    before: str
    """The text as it was sent."""
    by: str
    """Who wrote it, in parentheses; empty where it does not say."""
    check: str
    """A check's code."""
    choices: str
    """What there is to choose from."""
    chosen: str
    """What was chosen as the answer to `other`, or this year."""
    column: str
    """A column's letters."""
    count: int
    depth: int
    """How far down an area stands, where there are `most` levels of them."""
    ending: str
    """The last words of a text."""
    expected: str
    """The choice that follows from the `rate`."""
    first: str
    """Where, or in which file, the same stands first."""
    first_value: str
    """What is written there."""
    found: str
    """The texts found, each once, with 」「 between them; or who answered what."""
    heading: str
    """Of a column; or the name of a question."""
    hint: str
    """A sentence; empty where no name is near."""
    how: str
    """What the file was taken for, and why; or how to get files out of it."""
    item: str
    """A row of the sheet 設定."""
    items: str
    """All of these rows."""
    kept: str
    """The file whose answer stands."""
    key: str
    """What a row's hidden id names."""
    kind: str
    """継続 or 終了; 種類 of a question; the file's extension by its content."""
    known: str
    """All placeholders there are."""
    largest: int
    length: int
    level_name: str
    limit: str | int
    """The bound that is broken."""
    listed: str
    """The name of the list to choose from."""
    main: str
    """The sheet with the row that is repeated for the measures."""
    missing: str
    """The placeholder that is not there."""
    more: str
    """In parentheses where the like was read; may be empty."""
    most: int
    name: str
    named: str
    """The departments that the file's name speaks of; the one whose workbook it is."""
    names: str
    """The workbooks in a file."""
    number: int
    option: str
    """The option that allows more."""
    other: str
    """Another question that the rule looks at; what a value was held against."""
    ours: str | int
    """The plan's, where the form has `theirs`."""
    owner: str
    """The department whose sheet it is, or that has the alias already."""
    part: str
    places: str
    """Measures and departments."""
    previous: str
    """The choice of the year before."""
    question: str
    rate: str
    """The mean 達成率."""
    read_as: str
    """What ictxl took it for."""
    reason: str
    row: int
    second: str
    sheets: str
    side: str
    stored: str
    """What the cell holds, where it shows something else."""
    suffix: str
    """The file's extension."""
    symbols: str
    theirs: str | int
    this_year: int
    title: str
    """A measure's 施策名称, or a check's title."""
    to_do: str
    """What to do about a blank: `…を選んでください。`"""
    unit: str
    what: str
    where: str
    """What the file says instead, a whole sentence."""
    whose: str
    """What the row is about: `施策 1-2`, `指標「参加者数」(施策 1-2)`."""
    why: str
    year: int
