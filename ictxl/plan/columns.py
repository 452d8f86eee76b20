"""The plan workbook's sheets and columns: one definition for its reader and its writer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from ictxl.findings import Setting as CheckLevel

LARGEST_NUMBER = 9999
"""Of 基本施策 and 項番; the smallest is 1."""
CONTINUES, ENDS = "継続", "終了"
"""区分 of a rating or a next step; the first is meant where the cell is blank."""
YES, NO = "○", "×"
"""回答対象; the first is meant where the cell is blank."""


class ColumnKind(Enum):
    """What a column's cells hold."""

    LINE = auto()
    """Text on one line; a line break inside it is a person's layout and is dropped."""
    TEXT = auto()
    """Text, with its line breaks."""
    NUMBER = auto()
    """A whole number from 1 to LARGEST_NUMBER."""


# Each is itself only: a row is a dict of its columns, and hashing all of their fields takes time.
@dataclass(frozen=True, eq=False)
class PlanColumn:
    """A column, found by its heading."""

    heading: str
    width: float
    """In digits of the body font."""
    prompt: str = ""
    """Shown in Excel when a cell is selected; at most 255 characters."""
    kind: ColumnKind = ColumnKind.LINE
    choices: tuple[str, ...] = ()
    """The only values allowed."""
    listed_in: tuple[str, str] | None = None
    """Sheet and heading whose values the dropdown offers."""
    read: bool = True
    """False for a column that only explains."""


@dataclass(frozen=True)
class PlanSheet:
    name: str
    columns: tuple[PlanColumn, ...]
    optional: bool = False
    """True where a plan workbook may do without it."""
    only_filled: bool = False
    """True where it is written only if it holds anything."""

    @property
    def read_columns(self) -> tuple[PlanColumn, ...]:
        return tuple(column for column in self.columns if column.read)


@dataclass(frozen=True)
class SettingItem:
    """A row of 設定."""

    item: str
    note: str
    kind: ColumnKind = ColumnKind.LINE
    date: bool = False
    """A date typed into it shows as 2019年10月31日."""


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
    "進捗状況がこの文字数を超えると知らせます。空欄なら上限なし。",
    ColumnKind.NUMBER,
)
SETTINGS = (PLAN_TITLE, YEAR, YEAR_LABEL, DEADLINE, CONTACT, COMPILED_ON, PROGRESS_LIMIT)

ITEM = PlanColumn("項目", 20, "項目の名称は変えないでください。")
VALUE = PlanColumn("値", 44, kind=ColumnKind.TEXT)
NOTE = PlanColumn("説明", 68, read=False)
SETTINGS_SHEET = PlanSheet("設定", (ITEM, VALUE, NOTE))

AREA_NUMBER = PlanColumn(
    "番号", 8, "基本施策の番号(第N款のN)。重ならない整数です。", ColumnKind.NUMBER
)
AREA_TITLE = PlanColumn("名称", 60, "基本施策の名称です。", ColumnKind.TEXT)
AREAS_SHEET = PlanSheet("基本施策", (AREA_NUMBER, AREA_TITLE))

DEPARTMENT_NAME = PlanColumn("名称", 26, "担当課の正式な名称です。上から順に集約表に並びます。")
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
MAIL = PlanColumn("メールアドレス", 32, "控えとして記入できます。空欄でも構いません。")
DEPARTMENTS_SHEET = PlanSheet("担当課", (DEPARTMENT_NAME, ALIASES, ANSWERS, MAIL))

SYMBOL = PlanColumn("記号", 8, "評価の記号です(例: A)。重ならないようにします。")
MEANING = PlanColumn("意味", 56, "評価の意味です。調査票と集約表の凡例に載ります。")
RATING_KIND = PlanColumn(
    "区分",
    10,
    "施策を続ける評価は「継続」(空欄も継続)、終える評価は「終了」です。",
    choices=(CONTINUES, ENDS),
)
RATINGS_SHEET = PlanSheet("凡例", (SYMBOL, MEANING, RATING_KIND))

STEP_NUMBER = PlanColumn("番号", 8, "「1.現状維持」の1に当たる番号です。重ならないようにします。")
STEP_NAME = PlanColumn("名称", 26, "「1.現状維持」の現状維持に当たる名称です。")
STEP_KIND = PlanColumn(
    "区分",
    10,
    "施策を続けるものは「継続」(空欄も継続)、終えるものは「終了」です。",
    choices=(CONTINUES, ENDS),
)
NEXT_STEPS_SHEET = PlanSheet("次期展開", (STEP_NUMBER, STEP_NAME, STEP_KIND))

MARK = PlanColumn("記号", 8, "今後の展開の記号です(例: ⇒)。")
MARK_MEANING = PlanColumn("意味", 26, "記号の意味です。空欄でも構いません。")
OUTLOOKS_SHEET = PlanSheet("今後の展開", (MARK, MARK_MEANING))

MEASURE_AREA = PlanColumn(
    "基本施策",
    10,
    "基本施策の番号を選びます。",
    ColumnKind.NUMBER,
    listed_in=(AREAS_SHEET.name, AREA_NUMBER.heading),
)
MEASURE_NUMBER = PlanColumn(
    "項番", 8, "基本施策の中での番号です。同じ基本施策の中で重ならない整数です。", ColumnKind.NUMBER
)
MEASURE_TITLE = PlanColumn("施策名称", 44, kind=ColumnKind.TEXT)
TARGET = PlanColumn("目標", 64, kind=ColumnKind.TEXT)
OUTLOOK = PlanColumn(
    "今後の展開",
    12,
    "今後の展開の記号を選びます。空欄でも構いません。",
    listed_in=(OUTLOOKS_SHEET.name, MARK.heading),
)
CHARGE = PlanColumn(
    "担当課",
    28,
    "担当課を選びます。"
    "2つ以上あれば、1行に1つずつ(Alt+Enter で改行)、または「、」で区切って記入します。"
    "「施設課(旧下水道課)」のように、かっこで注記を付けられます。",
    ColumnKind.TEXT,
    listed_in=(DEPARTMENTS_SHEET.name, DEPARTMENT_NAME.heading),
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

PREVIOUS_AREA = PlanColumn("基本施策", 10, "今年度の基本施策の番号です。", ColumnKind.NUMBER)
PREVIOUS_NUMBER = PlanColumn("項番", 8, "今年度の項番です。", ColumnKind.NUMBER)
PREVIOUS_DEPARTMENT = PlanColumn("担当課", 22, "今年度の担当課の名称です。")
PREVIOUS_RATING = PlanColumn("評価", 8, "前年度の評価です。")
PREVIOUS_PROGRESS = PlanColumn("進捗状況", 80, kind=ColumnKind.TEXT)
PREVIOUS_NEXT_STEP = PlanColumn("次期展開", 18, "前年度の「次期計画での展開」です。")
PREVIOUS_SHEET = PlanSheet(
    "前回",
    (
        PREVIOUS_AREA,
        PREVIOUS_NUMBER,
        PREVIOUS_DEPARTMENT,
        PREVIOUS_RATING,
        PREVIOUS_PROGRESS,
        PREVIOUS_NEXT_STEP,
    ),
    optional=True,
    only_filled=True,
)

SHEETS = (
    SETTINGS_SHEET,
    AREAS_SHEET,
    MEASURES_SHEET,
    DEPARTMENTS_SHEET,
    RATINGS_SHEET,
    NEXT_STEPS_SHEET,
    OUTLOOKS_SHEET,
    CHECKS_SHEET,
    PREVIOUS_SHEET,
)
"""In the order in which they stand in the workbook."""
