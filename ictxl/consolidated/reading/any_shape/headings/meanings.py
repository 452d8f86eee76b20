"""What a column may hold, and the words of headings that say so."""

from __future__ import annotations

import re
from enum import Enum

from ictxl.text.clean import fold_name


class Meaning(Enum):
    """これは何か, as 見出しの対応 offers it."""

    LEVEL = "階層"
    NUMBER = "項番"
    TITLE = "施策の名称"
    DEPARTMENT = "担当課"
    TARGET = "目標"
    OUTLOOK = "今後の展開"
    GIVEN = "計画の列"
    TEXT = "記入欄(文)"
    CHOICE = "記入欄(選択)"
    NUMERIC = "記入欄(数)"
    MONEY = "記入欄(金額)"
    RATIO = "記入欄(割合)"
    DATE = "記入欄(日付)"
    REVIEW = "審査の記入欄"
    PREVIOUS = "前回の回答"
    INDICATOR = "指標の名称"
    UNIT = "指標の単位"
    BASELINE = "指標の基準値"
    GOAL = "指標の目標値"
    ACTUAL = "指標の実績値"
    NOTHING = "取り込まない"

    @property
    def is_answer(self) -> bool:
        return self in _ANSWERS


_ANSWERS = frozenset(
    {
        *(Meaning.TEXT, Meaning.CHOICE, Meaning.NUMERIC, Meaning.MONEY),
        *(Meaning.RATIO, Meaning.DATE, Meaning.REVIEW),
    }
)


class Family(Enum):
    """What a heading's words tell before its place and its values are looked at."""

    NAME = "名称か階層"
    NUMBER = "番号"
    DEPARTMENT = "担当課"
    TARGET = "目標"
    OUTLOOK = "今後の展開"
    INDICATOR = "指標"
    UNIT = "単位"
    BASELINE = "基準値"
    GOAL = "目標値"
    ACTUAL = "実績値"
    RATING = "評価"
    REVIEW = "二次評価"
    ANSWER = "回答"
    MONEY_ANSWER = "決算"
    GIVEN = "計画の列"


_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MARKS = " ・※*★☆●○◎■□【】〔〕<>「」:"
_YEARS = re.compile(
    r"(?:(?:大正|昭和|平成|令和|[HRS])(?:[0-9]{1,2}|元)|(?:19|20)[0-9]{2}|(?<![0-9])[0-9]{1,2})年度?末?"
    r"|[HRS][0-9]{1,2}"
)


def core(text: str) -> str:
    """A heading reduced to its words: without blanks, years, parentheses and marks."""
    folded = fold_name(text)
    words = _YEARS.sub("", _PARENTHESES.sub("", folded)).strip(_MARKS)
    words = words or folded.strip(_MARKS + "()[]")
    return words.removeprefix("の").removesuffix("の") or folded.strip(_MARKS)


_NUMBERS = re.compile(
    r"(?:項|通し|整理|通|連|管理|枝|施策|事業|取組|計画|項目|体系|掲載|ページ)?(?:番号|番|コード|No\.?|NO\.?|ID|#)",
    re.IGNORECASE,
)
_TITLES = (
    r"(?:(?:重点|主要)?(?:施策|事業|取組)|事務事業|取り組み|取組み|具体的?な?(?:施策|取組|取組み|取り組み|事業)|主な(?:取組|事業|施策)|主要事業|計画事業"
    r"|実施事業|関連事業|推進事業|個別(?:事業|施策)|項目|(?:取組|推進|実施|改革|検討|評価|活動)(?:項目|事項)|プロジェクト|アクション(?:プラン)?"
    r"|活動|行動計画|細施策|事業・取組|取組・事業|施策・事業|施策・取組|施策\(事業\)|対象事業|重点事業|構成事業|事業等|取組等)"
)
_TITLE = re.compile(rf"{_TITLES}(?:名|名称|の名称)?|名称|件名|事業タイトル")
_LEVEL = re.compile(
    r"(?:基本|重点|主要|推進|施策の基本|政策|施策の?|取組の?|目指す|大|中|小|対応する|個別|上位)?"
    r"(?:目標|方針|方向|方向性|施策|課題|柱|分野|体系|大綱|戦略|政策|テーマ|視点|項目|分類|区分|領域|方策)(?:名|名称)?"
    r"|[章節款編]|リスクシナリオ|起きてはならない最悪の事態|事前に備えるべき目標|ライフステージ|施策の展開|プログラム名?"
)
_NOT_LEVELS = frozenset(
    {"目標", "方向性", "区分", "分類", "課題", "項目", "施策", "施策名", "施策名称", "方策"}
)
"""Levels only where they stand before the name."""
_DEPARTMENTS = re.compile(
    r"(?:主な?|主たる)?(?:指標)?(?:担当|所管|所属|主管|実施|推進|関係|関連|連携|回答|取りまとめ|とりまとめ|取組|主担当|記入|事業|施策|施設){0,2}"
    r"(?:部・?課|部局|部署|部課|課室|課所|課・係|室課|所属|機関|主体|課|部|室|係)(?:名|名称|等|等名|室|係)?"
    r"|(?:主|主な)?担当|所管|所属|主管|担当者?(?:所属)|所属名"
)
SECONDARY = re.compile("関係|関連|連携")
_TARGETS = re.compile(
    r"(?:計画|到達|達成|取組|事業|施策|具体的な?|年度)?(?:の)?目標(?:内容)?|目標・目的|目指す姿"
)
_INDICATORS = re.compile(
    r".{0,12}(?:指標|KPI|KGI)(?:名|名称|の名称|項目|その[0-9]{1,2}|[0-9]{1,2})?|数値目標",
    re.IGNORECASE,
)
_BASELINES = re.compile(
    r"(?:基準|現状|従前|当初|初期|現況|策定時の?|計画策定時の?|計画当初)値|(?:計画)?策定時|基準年度?|現状値?"
)
_GOALS = re.compile(
    r".{0,6}(?:目標|計画)(?:数)?値|最終目標|数値目標値|目標数値?|中間目標"
    r"|(?:目標|計画|見込)(?:効果)?(?:額|量)"
)
_ACTUALS = re.compile(r".{0,6}(?:実績(?:数)?値|現在値|最新値|実績数)")
_REVIEWS = re.compile(
    r"(?:二次|2次|第二次|第2次|(?:外部|第三者|有識者|市民|評価|推進|検証){0,3}(?:委員会?|審議会|協議会|会議)|外部|第三者|有識者|市民|推進本部|本部|庁内)(?:による|から)?の?(?:評価|判定|意見|コメント)(?:結果)?(?:(?:の|に対する)?(?:理由|意見|コメント|所見|結果|内容))?"
)
_RATINGS = re.compile(
    r".{0,14}(?:評価|評定|判定|達成度|達成度合い?|達成区分|進捗度|進捗区分|達成状況|進行状況|ランク|有効性|効率性|必要性|妥当性|緊急性|公平性"
    r"|状態|動向|(?:点検|検証)結果|評価結果|評価区分|評価記号|自己採点|進捗|達成の状況|進ちょく|ステータス)"
)
_ANSWER_WORDS = re.compile(
    r".{0,16}(?:実績|実施状況|取組状況|取り組み状況|進捗状況|進ちょく状況|実施内容|実施結果|取組結果|取組成果|成果|効果|理由|根拠理由|要因|所見"
    r"|分析|検証|考察|改善点?|改善策|改善内容|見直し内容|意見|コメント|特記事項|問題点|反省点|総括|連絡事項|予定|完了日|実施日|開催日|達成日|活動状況|状況|結果|対応状況|対応|達成内容)(?:等|・課題|と課題|及び課題|・成果|・効果)?"
)
_NEXT = re.compile(r"(?:今後|次年度|翌年度|来年度|次期|今年度|将来).{0,20}")
_ISSUES = re.compile(r".{0,8}課題.{0,14}")
_MONEY_ANSWERS = re.compile(
    r".{0,8}(?:効果額|実施額|決算額?|執行額|支出額|実績額|執行率|進捗率|実施率|達成率|決算見込額?)"
)
_GIVEN = re.compile(
    r".{0,10}(?:概要|事業内容|取組内容|取り組み内容|施策内容|施策の内容|事業の内容|計画内容|内容|種別|根拠法令|根拠|対象者?|現況|現状|期間|時期|年次"
    r"|スケジュール|工程|目的|ねらい|予算額?|予算|事業費|経費|コスト|財源|新規|継続|重点|SDGs|関連計画|分類|面積|位置付け|位置づけ|(?:開始|終了|作成|対象|評価|建築|計画|実施|整備)年度|再掲|備考|摘要|区分|頁|ページ|計画|説明|方法|手法|手段)"
    r"(?:等|別|及び内容|・内容)?",
    re.IGNORECASE,
)
_FAMILIES = (
    (_NUMBERS, Family.NUMBER),
    (re.compile("単位"), Family.UNIT),
    (re.compile("(?:[0-9]{1,2}[-~～・])?[0-9]{1,2}月|第?[1-4]四半期"), Family.GIVEN),
    (re.compile("(?:今後の)?展開"), Family.OUTLOOK),
    (_REVIEWS, Family.REVIEW),
    (_BASELINES, Family.BASELINE),
    (_GOALS, Family.GOAL),
    (_ACTUALS, Family.ACTUAL),
    (_INDICATORS, Family.INDICATOR),
    (_DEPARTMENTS, Family.DEPARTMENT),
    (_MONEY_ANSWERS, Family.MONEY_ANSWER),
    (_TARGETS, Family.TARGET),
    (_TITLE, Family.NAME),
    (_LEVEL, Family.NAME),
    (_RATINGS, Family.RATING),
    (_ANSWER_WORDS, Family.ANSWER),
    (re.compile("実施|改善|見直し|Do|Action"), Family.ANSWER),
    (_NEXT, Family.ANSWER),
    (_ISSUES, Family.ANSWER),
    (_GIVEN, Family.GIVEN),
    (re.compile(r"(?!.{0,4}(?:氏|者|人|記入))(?:.{1,10})(?:名|名称)"), Family.NAME),
)
LONGEST_HEADING = 40


def family_of(text: str) -> Family | None:
    """What a heading's words tell; None where they are not known."""
    folded = fold_name(text)
    if not folded or len(folded) > LONGEST_HEADING or "。" in folded:
        return None
    words = core(text)
    return next((family for known, family in _FAMILIES if known.fullmatch(words)), None)


def is_title_word(text: str) -> bool:
    """事業名 rather than 基本目標."""
    return bool(_TITLE.fullmatch(core(text)))


def is_level_word(text: str) -> bool:
    """基本目標: a level wherever it stands. 課題 is one only before the names."""
    words = core(text)
    return bool(_LEVEL.fullmatch(words)) and words not in _NOT_LEVELS


_OF_NAMES = re.compile("(?:番号|コード|No\\.?|の?名称|名)$", re.IGNORECASE)


def stem(heading: str) -> str:
    """事業 of 事業番号 and of 事業名."""
    return _OF_NAMES.sub("", core(heading))
