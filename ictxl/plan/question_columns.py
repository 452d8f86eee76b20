"""The sheets 記入欄 and 選択肢: what is asked, and what there is to choose from."""

from __future__ import annotations

from dataclasses import replace

from ictxl.plan.plan_sheet import CONTINUES, ENDS, NO, YES, ColumnKind, PlanColumn, PlanSheet
from ictxl.questions import QuestionKind, RequirementKind, Respondent

LIST_NAMES = "一覧の名称"
"""What the hidden sheet of candidates lists for the dropdown of 選択肢."""

QUESTION_NAME = PlanColumn(
    "名称", 26, "調査票の見出しになります。上から順に並びます。", each_row=True
)
QUESTION_KIND = PlanColumn(
    "種類",
    10,
    "文、数、整数、金額、割合、日付、選択から選びます(空欄は文)。"
    "選択は、となりの「選択肢」で一覧を決めます。",
    choices=tuple(kind.value for kind in QuestionKind),
)
QUESTION_LIST = PlanColumn(
    "選択肢",
    18,
    "種類が選択のとき、一覧の名称を選びます。「凡例」「次期展開」と、"
    "「選択肢」シートに作った一覧を使えます。",
    listed_in=LIST_NAMES,
    optional=True,
)
QUESTION_UNIT = PlanColumn("単位", 10, "数や金額の単位です(例: 人、千円)。", optional=True)
QUESTION_REQUIRED = PlanColumn(
    "必須",
    26,
    "必須(空欄も)、任意、終了のほか必須(終了の評価を選んだ行だけ空欄でよい)から選びます。"
    "「評価=C、D」のように書けば、評価が C か D の行だけ必須になります。",
    choices=(
        RequirementKind.ALWAYS.value,
        RequirementKind.NEVER.value,
        RequirementKind.UNLESS_FINISHED.value,
    ),
    is_strict=False,
    optional=True,
)
QUESTION_MINIMUM = PlanColumn(
    "下限",
    10,
    "数、整数、金額、割合の、いちばん小さい値です。空欄なら決めません。",
    ColumnKind.BOUND,
    optional=True,
)
QUESTION_MAXIMUM = PlanColumn(
    "上限",
    10,
    "文ではいちばん長い文字数、数や金額、割合ではいちばん大きい値です(100% は 1 か 100%)。"
    "空欄なら決めません。",
    ColumnKind.BOUND,
    optional=True,
)
QUESTION_ASKED_OF = PlanColumn(
    "記入者",
    10,
    "担当課(空欄も)か審査(二次評価をする課や委員会)です。審査の欄は調査票に載りません。",
    choices=tuple(respondent.value for respondent in Respondent),
    optional=True,
)
QUESTION_PUBLISHED = PlanColumn(
    "公表",
    8,
    "○(空欄も)は集約表に載せます。×は報告にだけ載せます(例: 連絡事項)。",
    choices=(YES, NO),
    optional=True,
)
QUESTION_HINT = PlanColumn(
    "説明",
    48,
    "調査票で、その欄を選んだときに出す説明です。空欄でも構いません。",
    ColumnKind.TEXT,
    optional=True,
)
QUESTIONS_SHEET = PlanSheet(
    "記入欄",
    (
        QUESTION_NAME,
        QUESTION_KIND,
        QUESTION_LIST,
        QUESTION_UNIT,
        QUESTION_REQUIRED,
        QUESTION_MINIMUM,
        QUESTION_MAXIMUM,
        QUESTION_ASKED_OF,
        QUESTION_PUBLISHED,
        QUESTION_HINT,
    ),
    optional=True,
    may_be_other=True,
)

QUESTION_RATED = PlanColumn(
    "達成率からの判定",
    30,
    "種類が選択で、指標の達成率から決まる欄の基準です(例: A≧100、B≧80、C≧50、D)。"
    "調査票に目安が出ます。指標が2つ以上あれば、達成率の平均で判定します。",
    optional=True,
)
RATED_QUESTIONS_SHEET = replace(QUESTIONS_SHEET, columns=(*QUESTIONS_SHEET.columns, QUESTION_RATED))
"""記入欄 of a plan in which a rating follows from numbers; that column stands last."""

CHOICE_LIST = PlanColumn(
    "一覧",
    20,
    "一覧の名称です(例: 達成状況)。同じ一覧の行を続けて書き、2行目からは空欄でも構いません。",
)
CHOICE_CODE = PlanColumn(
    "記号",
    26,
    "選ぶ記号です(例: S、1、◎)。「順調」のような言葉でも構いません。"
    "一覧の中で重ならないようにします。",
    each_row=True,
)
CHOICE_NAME = PlanColumn(
    "名称", 44, "記号の意味です。言葉を選ぶ一覧なら空欄で構いません。", optional=True, each_row=True
)
CHOICE_KIND = PlanColumn(
    "区分",
    10,
    "選ぶと施策が終わるものは「終了」です。ほかは「継続」(空欄も継続)です。",
    choices=(CONTINUES, ENDS),
    optional=True,
)
CHOICES_SHEET = PlanSheet(
    "選択肢",
    (CHOICE_LIST, CHOICE_CODE, CHOICE_NAME, CHOICE_KIND),
    optional=True,
    may_be_other=True,
)
