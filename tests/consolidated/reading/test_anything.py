"""However a table is mangled, it is read: no text is lost, and generate takes the plan."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from ictxl.consolidated.reading import ImportedTable
from ictxl.errors import InputError
from ictxl.plan.reading import read_plan
from ictxl.plan.writing import write_plan
from ictxl.text.clean import fold_name
from tests.support.examples import examples
from tests.support.hand_made import Row, one_row, read, save, two_rows, whole_table
from tests.support.mangling import mangle
from tests.support.shapes import everything_in

TEXTS = st.sampled_from(
    [
        *("", "(1)", "(3)", "第1款", "第3款 あらたな情報化", "覚え書き", "【福祉課-B】別の文。"),
        *(
            "【財政課-Q】文",
            "福祉課-9.未定",
            "財政課",
            "【凡例】",
            "A 別の意味",
            "/",
            "1-2",
            "目標",
        ),
        *(
            "甲と乙 丙を行う。",
            "施策名称",
            "【】",
            "課-",
            "(続き)",
            "2.拡充",
            "令和3年度の進捗状況",
        ),
    ]
)


@st.composite
def mangled_tables(draw: st.DrawFn) -> list[Row]:
    """A good table in which cells were changed, rows moved, repeated, shifted or taken out."""
    rows = whole_table(draw(st.sampled_from([two_rows, one_row])))
    mangle(draw, rows, TEXTS, columns=8)
    return rows


def everything_said(table: ImportedTable) -> str:
    texts = list(everything_in(table))
    plan = table.plan
    # A next step without its department's name, where only one answers, is held as its number.
    texts += [q.shown(r[q.key]) for r in table.responses for q in plan.questions if r[q.key]]
    for choice in (choice for one in plan.lists for choice in one.choices):
        # However a table parts the mark from its meaning.
        texts += [f"{choice.code} {choice.name}", f"{choice.code}.{choice.name}"]
    texts += [outlook.mark + outlook.meaning for outlook in plan.outlooks]
    return "\n".join(map(fold_name, texts))


SAID_OTHERWISE = re.compile(
    r"【[^】]*】|\S+?-\d\.\S+|\(\d+\)|第\d款|凡例|の?進捗状況|次期計画での展開|基本施策|項番|施策名称"
    r"|今後の展開|担当課|目標|平成31\(令和元\)年度の|[\s、/]+|\d-\d|\(続き\)"
)
"""Numbers, names and headings, which a plan holds in another form."""


@settings(max_examples=examples(25), deadline=None, print_blob=True)
@given(mangled_tables())
def test_every_text_of_a_mangled_table_is_in_the_plan_the_answers_or_a_finding(
    rows: list[Row],
) -> None:
    with TemporaryDirectory() as folder:
        try:
            table = read(save(Path(folder) / "t.xlsx", rows))
        except InputError:
            return
        said = everything_said(table)
        for text in (str(value) for row in rows for value in row if value):
            for piece in re.split(SAID_OTHERWISE, text):
                assert fold_name(piece) in said, piece
        places = [(r.measure, r.department) for r in table.responses]
        assert len(places) == len(set(places))
        write_plan(table.plan, Path(folder) / "plan.xlsx")
        again = read_plan(Path(folder) / "plan.xlsx")
        assert again.measures == table.plan.measures
        numbers = [(m.area, m.number) for m in again.measures]
        assert all(one != other for one, other in pairwise(sorted(numbers)))
