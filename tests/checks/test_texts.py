"""Each check of the progress texts: what it raises, and what it leaves alone."""

from __future__ import annotations

import pytest

from ictxl.checks import run_checks
from tests.support.rounds import real_case

PLACE = ("1-1", "秘書広報課")


def codes(progress: str, **fields: str) -> list[str]:
    """What is found about one answer, beyond what the real table holds anyway."""
    case = real_case({PLACE: {"progress": progress, **fields}})
    return [f.code for f in run_checks(case) if (f.measure, f.department) == PLACE]


CUT_OFF = [
    "講座を2回開催し",
    "運用スケジュールを定め、適切に運用されてお",
    "機器の更新を行っ",
    "策定作業を進めてい",
    "市民に対し",
    "来年度の計画について",
    "ホームページを更新し、",
    "参加者数:",
    "関係課と協議を行い、方針を",
    "次の3点を実施した(広報、研修",
    "一覧表に基づき、新規構築されるシステ",
    "職員の研修を実施しまし",
]
WHOLE = [
    "美濃焼ミュージアムにWi-Fiを整備",
    "公式アカウント取得に向けて審査結果待ち",
    "補助金や起債といった財源の確保について、検討・研究中",
    "福祉班に移動系無線5台を常備",
    "おとどけセミナーにメニューを掲載している",
    "制度の見直し",
    "実施する予定はない",
    "参加者10人",
    "令和2年度から3年度まで",
    "今年度は実施せず",
    "10月1日運用開始予定",
    "研修を実施(10月、Excel15名)",
    "利用者数は、前年度比120%",
    "市民からの問い合わせは減少傾向。\n今後も継続",
    "詳細は市ホームページに掲載。(https://www.city.example.jp/)",
    "新システムへ移行済み",
    "1) 広報 2) 研修",
]


@pytest.mark.parametrize("text", CUT_OFF)
def test_a_text_that_stops_in_mid_sentence_is_raised(text: str) -> None:
    assert codes(text) == ["A010"]


@pytest.mark.parametrize("text", WHOLE)
def test_a_text_that_ends_on_a_noun_or_a_verb_is_whole(text: str) -> None:
    assert codes(text) == []


RAISED = [
    ("同上", "A011"),
    ("別紙のとおり。", "A011"),
    ("〃", "A011"),
    ("″", "A011"),
    ("前年度と同じ。", "A011"),
    ("前回同様", "A011"),
    ("昨年度の回答のとおり", "A011"),
    ("上記に同じ", "A011"),
    ("○○講座を開催した。", "A011"),
    ("xxx", "A011"),
    ("調整中", "A011"),
    ("現在、調整中です。", "A011"),
    ("未定。", "A011"),
    ("-", "A011"),
    ("【秘書広報課-B】広報を発行した。", "A015"),
    ("【意匠研究所−Ｂ】広報を発行した。", "A015"),
    ("【 情報課 ー B 】広報を発行した。", "A015"),
    ("【【情報課-B】広報を発行した。", "A015"),
    ("問い合わせは joho@city.example.jp まで。", "A016"),
    ("問い合わせはｊｏｈｏ＠ｃｉｔｙ.ｊｐまで。", "A016"),
    ("電話 0572-22-1111 で受け付けた。", "A017"),
    ("電話(0572)22-1111で受け付けた。", "A017"),
    ("電話 090−1234−5678 で受け付けた。", "A017"),
    ("携帯09012345678で受け付けた。", "A017"),
    ("番号は123456789018である。", "A018"),
    ("番号は1234-5678-9018である。", "A018"),
    ("番号は123456789012である。", "A019"),
    ("詳細は別紙1.xlsxを見てほしい。", "A020"),
    ("詳細は\\\\server\\情報課\\進捗 にある。", "A020"),
    ("\ue000田さんが講師を務めた。", "A021"),
    ("㈱ケーブルテレビと協定を結んだ。", "A022"),
    ("第Ⅲ期の工事を終えた。", "A022"),
    ("葛\U000e0100城市と協定を結んだ。", "A022"),
]
LET_PASS = [
    "特になし。",
    "前年度と同じ回数の講座を開いた。",
    "前年度と同様に、講座を3回開いた。",
    "講座3回 〃 参加30人",
    "未定だった会場を決め、講座を開催した。",
    "関係課と調整中であり、3月に決める。",
    "○印の付いた施設に整備した。",
    "【重点】広報を発行した。",
    "【情報課】と協議した。",
    "LINE@のアカウントを取得した。",
    "119番通報に対応した。",
    "令和2年度~令和6年度を計画期間とする。",
    "登録者数は14,976人である。",
    "期間は2019-10-01から2020-03-31までである。",
    "事業費は123,456,789,012円である。",
    "法人番号1234567890123の法人に委託した。",
    "Ver.2.0.1に更新した。",
    "https://www.city.example.jp/plan.pdf に公開した。",
    "①広報②研修を実施した。",
    "髙橋氏が講師を務めた。",
]


@pytest.mark.parametrize(("text", "code"), RAISED)
def test_what_should_not_be_published_is_raised_once(text: str, code: str) -> None:
    assert codes(text) == [code]


@pytest.mark.parametrize("text", LET_PASS)
def test_ordinary_texts_are_let_pass(text: str) -> None:
    assert codes(text) == []


def test_a_personal_number_is_not_repeated_in_the_message() -> None:
    case = real_case({PLACE: {"progress": "番号は123456789018である。"}})
    found = next(f for f in run_checks(case) if f.code == "A018")
    assert "123456789018" not in found.message + found.remedy + found.request
    assert found.value == "番号は123456789018である。"


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("Y", "B", ["A013"]),
        ("X 目標以上を達成して終了", "D", ["A013"]),
        ("A", "C", ["A014"]),
        ("D", "B", ["A014"]),
        ("B", "A", []),
        ("C", "D", []),
        ("B", "B", []),
        ("?", "B", []),
        ("", "B", []),
    ],
)
def test_ratings_are_held_against_last_years(before: str, now: str, expected: list[str]) -> None:
    assert codes("講座を開催した。", previous_rating=before, rating=now) == expected


def test_the_same_text_as_last_year_is_raised_whatever_its_blanks() -> None:
    before = "講座を2回開催し、 延べ30人が参加した。"
    assert codes("講座を2回開催し、\n延べ30人が参加した。", previous_progress=before) == ["A012"]
    assert codes("講座を3回開催し、延べ30人が参加した。", previous_progress=before) == []


def test_the_finding_names_the_cell_and_quotes_the_text_whole() -> None:
    text = "講座を開催した。" * 100 + "詳細は別紙のとおり。"
    case = real_case({PLACE: {"progress": text}})
    found = next(f for f in run_checks(case) if f.code == "A011")
    assert (found.file, found.sheet, found.cell) == ("秘書広報課.xlsx", "進捗入力", "K9")
    assert found.value == text
    assert "別紙のとおり" in found.message
