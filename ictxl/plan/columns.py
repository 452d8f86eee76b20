"""The plan workbook's sheets and columns: one definition for its reader and its writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from ictxl.findings import Setting as CheckLevel
from ictxl.findings import brief
from ictxl.plan.plan_sheet import CONTINUES, ENDS, NO, YES, ColumnKind, PlanColumn, PlanSheet
from ictxl.plan.question_columns import CHOICES_SHEET, QUESTIONS_SHEET
from ictxl.questions import NEXT_STEP_NAME, Question, QuestionKind


@dataclass(frozen=True)
class SettingItem:
    """A row of 設定."""

    item: str
    note: str
    kind: ColumnKind = ColumnKind.LINE
    date: bool = False
    """A date typed into it shows as 2019年10月31日."""
    is_rare: bool = False
    """Whether a plan workbook that is written has it only where it says something."""


PLAN_TITLE = SettingItem("計画名", "必須。調査票と集約表の題名になります。")
YEAR = SettingItem("年度", "必須。西暦で記入します(例: 2019)。", ColumnKind.NUMBER)
YEAR_LABEL = SettingItem("年度表示", "空欄なら年度から「平成31(令和元)年度」のように表示します。")
DEADLINE = SettingItem(
    "提出期限",
    "調査票に載せます。日付(令和8年12月25日(金) のように載せます)か、そのまま載せる文。",
    date=True,
)
CONTACT = SettingItem("問い合わせ先", "調査票に載せます(例: 情報課 内線1234)。", ColumnKind.TEXT)
COMPILED_ON = SettingItem("作成日", "集約表に載せます。空欄でも構いません。", date=True)
PROGRESS_LIMIT = SettingItem(
    "進捗の上限文字数",
    "進捗状況がこの文字数を超えると知らせます。空欄なら上限なし。"
    "「記入欄」の進捗状況に上限があれば、そちらを使います。",
    ColumnKind.NUMBER,
)
PUBLISHED_TEMPLATE = SettingItem(
    "公表のひな形",
    "集約表のひな形のファイル名(台帳と同じフォルダーに置きます)。空欄なら、"
    "consolidated_template.xlsx があればそれを使います。",
    is_rare=True,
)
SETTINGS = (
    *(PLAN_TITLE, YEAR, YEAR_LABEL, DEADLINE, CONTACT, COMPILED_ON, PROGRESS_LIMIT),
    PUBLISHED_TEMPLATE,
)

ITEM = PlanColumn("項目", 20, "項目の名称は変えないでください。", each_row=True)
VALUE = PlanColumn("値", 44, kind=ColumnKind.TEXT)
NOTE = PlanColumn("説明", 68, read=False)
SETTINGS_SHEET = PlanSheet("設定", (ITEM, VALUE, NOTE))

LEVEL_NAME = PlanColumn(
    "呼び名",
    20,
    "計画の階層の呼び名を、上から順に1行に1つずつ記入します(例: 基本目標)。"
    "いちばん下の行が、1行ずつ答えてもらう「施策」に当たるものです。",
    each_row=True,
)
LEVEL_STYLE = PlanColumn(
    "番号の書き方",
    20,
    "番号の載せ方です。{1} のところに番号が入ります(例: 第{1}款)。"
    "{１} {一} {Ⅰ} {①} {A} も使えます。{1} だけなら、番号を書いたとおりに載せます。",
    choices=("{1}", "({1})", "第{1}款", "基本目標{Ⅰ}", "{1}.", "{①}"),
    is_strict=False,
)
LEVELS_SHEET = PlanSheet("階層", (LEVEL_NAME, LEVEL_STYLE), optional=True, may_be_other=True)

PATHS = "道筋"
"""What the hidden sheet of candidates lists for the dropdowns of areas."""

AREA_NUMBER = PlanColumn(
    "番号",
    10,
    "基本施策の番号(第N款のN)です。R2 のような番号でも構いません。"
    "同じ上位の中で重ならないようにします。",
    ColumnKind.CODE,
    each_row=True,
)
AREA_TITLE = PlanColumn("名称", 60, "基本施策の名称です。", ColumnKind.TEXT, each_row=True)
AREA_PARENT = PlanColumn(
    "上位",
    10,
    "「階層」が3段以上の計画で、すぐ上の階層(基本目標など)の番号を選びます。"
    "その行もこのシートに記入します。いちばん上の階層と、ふつうの計画では空欄です。",
    ColumnKind.CODE,
    listed_in=PATHS,
    optional=True,
)
AREAS_SHEET = PlanSheet("基本施策", (AREA_NUMBER, AREA_TITLE, AREA_PARENT))

DEPARTMENT_NAME = PlanColumn(
    "名称", 26, "担当課の正式な名称です。上から順に集約表に並びます。", each_row=True
)
ALIASES = PlanColumn(
    "別名",
    30,
    "旧名や略称があれば、1行に1つずつ、または「、」で区切って記入します。"
    "調査票や施策シートにこの名称があれば、左の担当課と読みます。",
    ColumnKind.TEXT,
)
ANSWERS = PlanColumn(
    "回答対象",
    10,
    "調査票を送る課は○(空欄も○)。「各業務担当課」のように載せるだけの課は×です。",
    choices=(YES, NO),
)
MAIL = PlanColumn(
    "メールアドレス",
    32,
    "調査票、督促、差戻しのメールの下書きの宛先になります。"
    "2つ以上あれば「、」か改行で区切ります。空欄なら、宛先の空いた下書きになります。",
)
DEPARTMENTS_SHEET = PlanSheet("担当課", (DEPARTMENT_NAME, ALIASES, ANSWERS, MAIL))

SYMBOL = PlanColumn("記号", 8, "評価の記号です(例: A)。重ならないようにします。", each_row=True)
MEANING = PlanColumn(
    "意味",
    56,
    "評価の意味です。調査票と集約表の凡例に載ります。"
    "記号が「順調」のような言葉なら、空欄で構いません。",
    each_row=True,
)
RATING_KIND = PlanColumn(
    "区分",
    10,
    "施策を続ける評価は「継続」(空欄も継続)、終える評価は「終了」です。",
    choices=(CONTINUES, ENDS),
)
RATINGS_SHEET = PlanSheet("凡例", (SYMBOL, MEANING, RATING_KIND))

STEP_NUMBER = PlanColumn(
    "番号", 8, "「1.現状維持」の1に当たる番号です。重ならないようにします。", each_row=True
)
STEP_NAME = PlanColumn("名称", 26, "「1.現状維持」の現状維持に当たる名称です。", each_row=True)
STEP_KIND = PlanColumn(
    "区分",
    10,
    "施策を続けるものは「継続」(空欄も継続)、終えるものは「終了」です。",
    choices=(CONTINUES, ENDS),
)
NEXT_STEPS_SHEET = PlanSheet("次期展開", (STEP_NUMBER, STEP_NAME, STEP_KIND))

MARK = PlanColumn("記号", 8, "今後の展開の記号です(例: ⇒)。", each_row=True)
MARK_MEANING = PlanColumn("意味", 26, "記号の意味です。空欄でも構いません。")
OUTLOOKS_SHEET = PlanSheet("今後の展開", (MARK, MARK_MEANING))

MEASURE_AREA = PlanColumn(
    "基本施策",
    10,
    "基本施策の番号を選びます。階層が3段以上なら、上の番号からつないだ 1-2 のような番号です。",
    ColumnKind.CODE,
    listed_in=PATHS,
)
MEASURE_NUMBER = PlanColumn(
    "項番",
    10,
    "基本施策の中での番号です。R2-1 や 0106-01 のような番号でも構いません。"
    "同じ基本施策の中で重ならないようにします。",
    ColumnKind.CODE,
    each_row=True,
)
MEASURE_TITLE = PlanColumn("施策名称", 44, kind=ColumnKind.TEXT, each_row=True)
TARGET = PlanColumn("目標", 64, kind=ColumnKind.TEXT)
OUTLOOK = PlanColumn(
    "今後の展開",
    12,
    "今後の展開の記号を選びます。空欄でも構いません。",
    listed_in=OUTLOOKS_SHEET.name,
)
CHARGE = PlanColumn(
    "担当課",
    28,
    "担当課を選びます。"
    "2つ以上あれば、1行に1つずつ(Alt+Enter で改行)、または「、」で区切って記入します。"
    "「施設課(旧下水道課)」のように、かっこで注記を付けられます。",
    ColumnKind.TEXT,
    listed_in=DEPARTMENTS_SHEET.name,
)
MEASURES_SHEET = PlanSheet(
    "施策", (MEASURE_AREA, MEASURE_NUMBER, MEASURE_TITLE, TARGET, OUTLOOK, CHARGE)
)

CHECK_CODE = PlanColumn("コード", 10, "指摘のコードです。")
CHECK_TITLE = PlanColumn("指摘", 44, read=False)
CHECK_USUAL = PlanColumn("ふだんの区分", 14, read=False)
AS_USUAL = "ふだんどおり"
CHECK_SETTING = PlanColumn(
    "区分",
    16,
    "この指摘の区分を変えるか、点検を止めます。空欄は「ふだんどおり」です。",
    choices=(AS_USUAL, *(setting.label for setting in CheckLevel)),
)
CHECKS_SHEET = PlanSheet(
    "点検設定", (CHECK_CODE, CHECK_TITLE, CHECK_USUAL, CHECK_SETTING), optional=True
)

PREVIOUS_AREA = PlanColumn("基本施策", 10, "今年度の基本施策の番号です。", ColumnKind.CODE)
PREVIOUS_NUMBER = PlanColumn("項番", 10, "今年度の項番です。", ColumnKind.CODE)
PREVIOUS_DEPARTMENT = PlanColumn("担当課", 22, "今年度の担当課の名称です。")
PREVIOUS_SHEET = PlanSheet(
    "前回",
    (PREVIOUS_AREA, PREVIOUS_NUMBER, PREVIOUS_DEPARTMENT),
    optional=True,
    only_filled=True,
)
"""A column a question follows, see `previous_sheet`."""

SHEETS = (
    SETTINGS_SHEET,
    AREAS_SHEET,
    MEASURES_SHEET,
    DEPARTMENTS_SHEET,
    QUESTIONS_SHEET,
    CHOICES_SHEET,
    RATINGS_SHEET,
    NEXT_STEPS_SHEET,
    OUTLOOKS_SHEET,
    LEVELS_SHEET,
    CHECKS_SHEET,
    PREVIOUS_SHEET,
)
"""In the order in which they stand in the workbook."""


def measures_sheet(headings: Mapping[str, int], *, has_areas: bool) -> PlanSheet:
    """施策 of a plan with these columns of its own (heading → the longest text's letters); without
    areas nothing names one."""
    own = (
        PlanColumn(heading, _own_width(heading, longest), kind=_TEXT, optional=True, own=True)
        for heading, longest in headings.items()
    )
    usual = (c for c in MEASURES_SHEET.columns if has_areas or c is not MEASURE_AREA)
    return replace(MEASURES_SHEET, columns=(*usual, *own))


_TEXT = ColumnKind.TEXT


def _own_width(heading: str, longest: int) -> float:
    """Long texts get width, short ones do not."""
    return min(max(2 * len(heading) + 4, 2 * longest + 2, 8), 48 if longest > _LONG else 30)


_LONG = 60
"""Letters of a text that would make its row high in a narrow column."""


def previous_sheet(questions: Iterable[Question], *, has_areas: bool) -> PlanSheet:
    """前回 with a column a question."""
    usual = (c for c in PREVIOUS_SHEET.columns if has_areas or c is not PREVIOUS_AREA)
    return replace(PREVIOUS_SHEET, columns=(*usual, *map(previous_column, questions)))


@cache
def previous_column(question: Question) -> PlanColumn:
    """The column of 前回 that holds last year's answers to the question."""
    heading = _PREVIOUS_HEADINGS.get(question.name, question.name)
    if question.kind is QuestionKind.TEXT:
        return PlanColumn(heading, 80, kind=ColumnKind.TEXT, optional=True)
    width = 18 if question.name == NEXT_STEP_NAME else max(8, min(18, 2 * len(heading) + 2))
    prompt = f"前年度の「{brief(question.name)}」です。"
    return PlanColumn(heading, width, prompt, optional=True)


_PREVIOUS_HEADINGS = {NEXT_STEP_NAME: "次期展開"}
"""Questions whose column is not called as they are."""
