"""A generated plan of any size, and the answers to it: the same for the same seed.

The proportions are those of the real table: 18 departments, 30 measures and 44 answers a city.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count, islice, product

from ictxl.model import (
    Assignment,
    Department,
    Measure,
    Outlook,
    Plan,
    PolicyArea,
)
from ictxl.questions import (
    NEVER,
    UNLESS_FINISHED,
    Choice,
    ChoiceList,
    Question,
    QuestionKind,
    next_step_list,
    rating_list,
    usual_questions,
)

SECTIONS = (
    *("秘書広報課", "福祉課", "企画防災課", "情報課", "子ども支援課", "税務課", "産業観光課"),
    *("教育総務課", "建設課", "文化スポーツ課", "保健センター", "高齢福祉課", "上下水道課"),
    *("くらし人権課", "消防総務課", "人事課", "議会事務局", "市民課"),
)
MEASURES_A_CITY = 30
AREAS = (
    "にぎわいと活力を創出する情報化",
    "安全・安心に暮らせる情報化",
    "効率的な行政を支える情報化",
)
CITY_LETTERS = ("東西南北上中下大小新", "山川野田原島崎浦沢森", "市町村")

TOPICS = (
    *(
        "防災行政無線",
        "電子申請サービス",
        "公共施設予約システム",
        "図書館システム",
        "市公式ウェブサイト",
    ),
    *("統合型GIS", "母子健康アプリ", "学校ICT環境", "マイナンバーカード", "緊急情報メール"),
    *("観光案内アプリ", "オープンデータ", "文書管理システム", "庁内無線LAN", "見守りシステム"),
)
ACTIONS = ("の充実", "の利用促進", "の整備", "の見直し", "による情報発信", "の共同利用")
WHO = ("市民", "高齢者", "子育て世代", "市内の事業者", "観光客", "職員", "児童生徒", "要配慮者")
OPENINGS = (
    "{who}向けに{topic}の説明会を{n}回開催し、延べ{m}人の参加があった。",
    "{topic}について、前年度に比べ利用件数が{n}%増加し、{m}件となった。",
    "{month}月に{topic}を更新し、{who}がスマートフォンからも利用できるようにした。",
    "{topic}の運用を継続し、{who}からの問い合わせ{m}件に対応した。",
)
MIDDLES = (
    "また、広報紙と市公式ウェブサイトで周知を図り、登録者数は{m}人となっている。",
    "利用者アンケートでは「操作が分かりやすい」との回答が{n}割を占めた。",
    "関係課と連携して手順書を見直し、作業時間を月{n}時間短縮した。",
    "一方で、{who}の利用が伸び悩んでいるため、原因の分析を進めている。",
    "システムの保守点検を年{n}回実施し、停止時間は{n}分にとどまった(R1.{month}現在)。",
)
CLOSINGS = (
    "今後も{topic}の周知に努める。",
    "次年度は{who}への支援を強化する予定である。",
    "引き続き費用対効果を検証しながら運用する。",
    "他市の事例を参考に、内容の充実を図る。",
)


RATINGS = rating_list(
    [
        Choice("A", "目標以上に進んでいる"),
        Choice("B", "目標どおり進んでいる"),
        Choice("C", "目標より遅れている"),
        Choice("X", "目標を達成して終了した", finished=True),
    ]
)
NEXT_STEPS = next_step_list(
    [Choice("1", "現状維持"), Choice("2", "拡充"), Choice("3", "終了", finished=True)]
)


SCORES = ChoiceList("達成区分", tuple(Choice(code) for code in ("達成", "一部達成", "未達成")))
WAYS = ChoiceList("今後の方向", (*map(Choice, ("拡充", "継続")), Choice("終了", finished=True)))
TEN_QUESTIONS = (
    Question("事業の実績", maximum=Decimal(600)),
    Question("利用者数", QuestionKind.WHOLE, unit="人", minimum=Decimal(0)),
    Question("決算額", QuestionKind.MONEY, unit="千円", required=NEVER),
    Question("達成率", QuestionKind.RATIO, minimum=Decimal(0), maximum=Decimal(2)),
    Question("目標に対する評価", QuestionKind.CHOICE, SCORES),
    Question("評価の理由", required=NEVER),
    Question("今後の方向", QuestionKind.CHOICE, WAYS),
    Question("今後の課題", required=UNLESS_FINISHED),
    Question("次回見直しの日", QuestionKind.DATE, required=NEVER),
    Question("連絡事項", required=NEVER, published=False),
)
"""As other bodies ask: three texts, four numbers and a day, two choices."""


def ten_question_plan(departments: int) -> Plan:
    """The same plan, which asks ten questions of its own."""
    return replace(benchmark_plan(departments), questions=TEN_QUESTIONS)


def benchmark_plan(departments: int) -> Plan:
    """A plan with so many answering departments."""
    names = list(islice(_department_names(), departments))
    cities = [
        names[start : start + len(SECTIONS)] for start in range(0, departments, len(SECTIONS))
    ]
    areas, measures = [], []
    for number, city in enumerate(cities):
        first = number * len(AREAS)
        areas += [PolicyArea(str(first + n), title) for n, title in enumerate(AREAS, 1)]
        measures += list(_measures(first, city))
    return Plan(
        title="地域情報化計画",
        year=2019,
        year_label="平成31(令和元)年度",
        deadline="2019年10月31日",
        contact="情報課 内線1234",
        saved_at="2019-10-01T00:00:00Z",
        areas=tuple(areas),
        measures=tuple(measures),
        departments=tuple(Department(name) for name in names),
        questions=usual_questions(RATINGS, NEXT_STEPS, progress_limit=400),
        outlooks=(Outlook("⇒", "継続"), Outlook("↗", "拡充"), Outlook("☆", "新規")),
    )


def _department_names() -> Iterator[str]:
    for series in count():
        for letters in product(*CITY_LETTERS):
            city = "".join(letters) + (str(series + 1) if series else "")
            for section in SECTIONS:
                yield f"{city}{section}"


def _measures(first: int, city: list[str]) -> Iterator[Measure]:
    rng = random.Random(f"plan {first}")
    # 44 answers on 30 measures: every department has one, some have more.
    wanted = max(1, MEASURES_A_CITY * len(city) // len(SECTIONS))
    charge = [[city[index % len(city)]] for index in range(wanted)]
    for index in range(len(city) * 44 // len(SECTIONS) - wanted):
        charge[index % wanted].append(city[(index * 7 + 3) % len(city)])
    for number, names in enumerate(charge, 1):
        topic, action = rng.choice(TOPICS), rng.choice(ACTIONS)
        target = (
            f"{rng.choice(WHO)}が必要なときに{topic}を利用できるよう環境を整え、"
            f"令和2年度までに利用件数を{rng.randint(5, 30)}%増やす。"
        )
        assignments = tuple(Assignment(name) for name in dict.fromkeys(names))
        yield Measure(
            str(first + 1 + number % len(AREAS)),
            str(number),
            f"{topic}{action}",
            target,
            rng.choice("⇒↗☆"),
            assignments,
        )


def answers(department: str, measures: tuple[Measure, ...], seed: int) -> dict[str, dict[str, str]]:
    """Measure id → field key → what the department writes."""
    rng = random.Random(f"{seed} {department}")
    return {measure.id: dict(_answer(rng, measure)) for measure in measures}


def _answer(rng: random.Random, measure: Measure) -> Mapping[str, str]:
    rating = rng.choice("AABBBBCX")
    step = "3.終了" if rating == "X" else rng.choice(("1.現状維持", "1.現状維持", "2.拡充"))
    sentences = [
        rng.choice(OPENINGS),
        *rng.sample(MIDDLES, rng.randint(0, 3)),
        rng.choice(CLOSINGS),
    ]
    topic = next((t for t in TOPICS if t in measure.title), TOPICS[0])
    text = "".join(
        sentence.format(
            topic=topic,
            who=rng.choice(WHO),
            n=rng.randint(2, 9),
            m=rng.randint(10, 3000),
            month=rng.randint(4, 9),
        )
        for sentence in sentences
    )
    remarks = "担当者が10月に代わりました。" if rng.randrange(20) == 0 else ""
    return {"rating": rating, "progress": text, "next_step": step, "remarks": remarks}


def ten_answers(
    department: str, measures: tuple[Measure, ...], seed: int
) -> dict[str, dict[str, str]]:
    """As `answers`, to the ten questions."""
    rng = random.Random(f"ten {seed} {department}")
    return {measure.id: _ten(rng, measure) for measure in measures}


def _ten(rng: random.Random, measure: Measure) -> dict[str, str]:
    usual = _answer(rng, measure)
    number = rng.randint(0, 20_000)
    texts = {
        "事業の実績": usual["progress"],
        "利用者数": str(number),
        "決算額": f"{number * 3}",
        "達成率": str(Decimal(rng.randint(0, 100)) / 100),
        "目標に対する評価": rng.choice([choice.code for choice in SCORES.choices]),
        "評価の理由": "関係課との調整に時間を要した。",
        "今後の方向": rng.choice([choice.code for choice in WAYS.choices]),
        "今後の課題": "周知の方法を見直す必要がある。",
        "次回見直しの日": f"2020-{rng.randint(4, 9):02}-15",
        "連絡事項": usual["remarks"],
    }
    return {question.key: texts[question.name] for question in TEN_QUESTIONS}
