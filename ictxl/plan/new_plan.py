"""The plans that a city begins with: the usual lists, or what a family of published tables asks.

Basic areas, measures and departments are empty. The words of the families (`ictxl init --like`) are
those that most bodies print, so that a city changes what differs and types its measures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from ictxl.model import Outlook, Plan
from ictxl.questions import (
    ALWAYS,
    NEVER,
    REMARKS_NAME,
    Choice,
    ChoiceList,
    Level,
    Question,
    QuestionKind,
    Requirement,
    RequirementKind,
    Respondent,
    named_list,
    next_step_list,
    rating_list,
    usual_questions,
)
from ictxl.text.era import fiscal_year_label


def starting_plan(year: int) -> Plan:
    """Empty 基本施策, 施策 and 担当課; the legend as a city's published progress table has it."""
    return Plan(
        title="",
        year=year,
        year_label=fiscal_year_label(year),
        questions=usual_questions(RATINGS, NEXT_STEPS),
        outlooks=(Outlook("⇒", "継続"), Outlook("↗", "拡充"), Outlook("☆", "新規")),
    )


RATINGS = rating_list(
    [
        Choice("A", "目標以上に実施できている"),
        Choice("B", "目標どおり実施できている"),
        Choice("C", "目標に向けて実施中(現状(当初)よりも進展)"),
        Choice("D", "現状(当初)と変わらず"),
        Choice("X", "目標以上を達成して終了", finished=True),
        Choice("Y", "目標どおりを達成して終了", finished=True),
        Choice("Z", "情勢の変更等により、廃止または中止", finished=True),
    ]
)
NEXT_STEPS = next_step_list(
    [
        Choice("1", "現状維持"),
        Choice("2", "拡充"),
        Choice("3", "縮小"),
        Choice("4", "終了", finished=True),
    ]
)


class ReadyStart(StrEnum):
    """A family of published tables; the value is the word after `--like`."""

    PROGRESS = "進捗"
    """Ratings and what was done, as 【課-評価】本文 (`starting_plan`)."""
    INDICATORS = "指標"
    """Indicators with target and actual, and how far the year's plan was kept."""
    EVALUATION = "施策評価"
    """Rated twice, by the department and by who reads after it."""
    MEASURE_SHEETS = "個票"
    """A page a measure."""

    @property
    def description(self) -> str:
        """What a city gets with it, in a line."""
        return _DESCRIPTIONS[self]


_DESCRIPTIONS = {
    ReadyStart.PROGRESS: "評価、進捗状況、次期計画での展開の表",
    ReadyStart.INDICATORS: "指標の目標値と実績値、達成率、達成状況の表",
    ReadyStart.EVALUATION: "実績、課題、今後の方針、評価と二次評価の表",
    ReadyStart.MEASURE_SHEETS: "施策ごとに 1 ページの評価票",
}


def ready_plan(start: ReadyStart, year: int) -> Plan:
    """The plan of the family for a fiscal year."""
    return _PLANS[start](starting_plan(year))


def _progress(plan: Plan) -> Plan:
    return plan


def _indicators(plan: Plan) -> Plan:
    kept = ("年度計画よりも進んでいる", "年度計画どおり", "年度計画よりも遅れている")
    return replace(
        plan,
        outlooks=(),
        levels=(Level("基本方針", "{Ⅰ}"), Level("取組", "{1}")),
        given_columns=("取組内容",),
        questions=(
            _choice("達成状況", _words("達成状況", *kept)),
            _text("取組の実績", "この年度に行ったことを記入してください。"),
            _text(
                "遅れの理由と対応",
                "遅れているときに、その理由と今後どうするかを記入してください。",
                _where("達成状況", kept[-1]),
            ),
            _remarks(),
        ),
    )


def _evaluation(plan: Plan) -> Plan:
    ratings = named_list(
        "評価",
        [
            Choice("A", "達成した"),
            Choice("B", "おおむね達成した"),
            Choice("C", "一部を達成した"),
            Choice("D", "達成していない"),
        ],
    )
    course = _words("今後の方針", "拡充", "継続", "見直し", "縮小", "終了", ending="終了")
    return replace(
        plan,
        outlooks=(),
        levels=(
            Level("基本目標", "基本目標{Ⅰ}"),
            Level("施策の方向", "{1}"),
            Level("事業", "({1})"),
        ),
        given_columns=("事業内容",),
        questions=(
            _text("実績", "この年度に行ったことと、その成果を記入してください。"),
            _choice("評価", ratings),
            _text(
                "評価の理由",
                "評価が C、D のときは、そうなった理由を必ず記入してください。",
                _where("評価", "C", "D"),
            ),
            _text("課題", "残っている課題を記入してください。", NEVER),
            _choice("今後の方針", course),
            *_second_reading(ratings),
            _remarks(),
        ),
    )


def _measure_sheets(plan: Plan) -> Plan:
    levels = [
        named_list(name, [Choice("高", high), Choice("中", middle), Choice("低", low)])
        for name, high, middle, low in (
            ("有効性", "十分な成果が得られている", "適切な成果が得られている", "成果が十分でない"),
            ("効率性", "費用対効果が高い", "適切な費用対効果が得られている", "費用対効果が低い"),
        )
    ]
    overall = named_list(
        "総合評価",
        [
            Choice("A", "重点的に実施"),
            Choice("B", "向上に努めつつ継続して実施"),
            Choice("C", "見直して実施"),
            Choice("D", "終了または廃止", finished=True),
        ],
    )
    return replace(
        plan,
        outlooks=(),
        levels=(
            Level("基本目標", "基本目標{Ⅰ}"),
            Level("基本施策", "{1}"),
            Level("個別施策", "({1})"),
        ),
        given_columns=("事業の概要",),
        questions=(
            _text("取組の実績と効果", "この年度に行ったことと、その効果を記入してください。"),
            Question(
                "決算額",
                QuestionKind.MONEY,
                unit="千円",
                required=NEVER,
                hint="千円未満は四捨五入し、数だけを記入してください。",
            ),
            *(_choice(one.name, one) for one in levels),
            _choice("総合評価", overall),
            _text("課題", "残っている課題を記入してください。", NEVER),
            _text("今後の取組", "来年度からの取組を記入してください。"),
            *_second_reading(overall),
            _remarks(),
        ),
    )


def _second_reading(ratings: ChoiceList) -> tuple[Question, ...]:
    reader = Respondent.REVIEWER
    return (
        Question("二次評価", QuestionKind.CHOICE, ratings, asked_of=reader),
        Question("二次評価の意見", required=NEVER, asked_of=reader),
    )


def _choice(name: str, choices: ChoiceList) -> Question:
    return Question(name, QuestionKind.CHOICE, choices)


def _text(name: str, hint: str, required: Requirement = ALWAYS) -> Question:
    return Question(name, required=required, hint=hint)


def _remarks() -> Question:
    return Question(REMARKS_NAME, required=NEVER, published=False)


def _where(question: str, *codes: str) -> Requirement:
    return Requirement(RequirementKind.WHERE_CHOSEN, question, codes)


def _words(name: str, *words: str, ending: str = "") -> ChoiceList:
    """A list whose symbols are words."""
    return ChoiceList(name, tuple(Choice(word, finished=word == ending) for word in words))


_PLANS: dict[ReadyStart, Callable[[Plan], Plan]] = {
    ReadyStart.PROGRESS: _progress,
    ReadyStart.INDICATORS: _indicators,
    ReadyStart.EVALUATION: _evaluation,
    ReadyStart.MEASURE_SHEETS: _measure_sheets,
}
