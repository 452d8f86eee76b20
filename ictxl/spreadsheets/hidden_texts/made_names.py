"""Names that programs give by themselves, to things and to properties: nobody typed them."""

from __future__ import annotations

import re
from functools import cache


def is_made_name(name: str) -> bool:
    """A program's name for a table, shape, picture, button and the like: 図 1, テーブル2, Chart 3.

    To be asked of names only. What a person can type elsewhere is told, whatever it looks like.
    """
    return _made().fullmatch(name.strip()) is not None


_THINGS = """
テーブル|表|列|ピボットテーブル|ピボット テーブル|スライサー|接続|クエリ|タイムライン|
範囲|Table|Column|PivotTable|Slicer|Timeline|Connection|Range|Query|DataPilot|図|画像|
図表|グラフ|グラフィックス|オブジェクト|インク|グループ化|グループ|3D モデル|ビデオ|
Picture|Image|image|Graphic|Graphics|Chart|Diagram|Object|Ink|Group|Group Shape|
OLE Object|Video|Media|図形|シェイプ|オートシェイプ|テキスト ボックス|テキストボックス|
テキスト枠|縦書きテキスト ボックス|ワードアート|正方形/長方形|四角形|長方形|円/楕円|楕円|
円|二等辺三角形|直角三角形|平行四辺形|台形|ひし形|五角形|六角形|七角形|八角形|十角形|
十二角形|部分円|弦|涙形|フレーム|フレーム (半分)|L 字|斜め縞|十字形|ブローチ|円柱|直方体|
ドーナツ|「禁止」マーク|"禁止"マーク|アーチ|メモ|スマイル|ハート|稲妻|太陽|月|雲|大かっこ|
中かっこ|左大かっこ|右大かっこ|左中かっこ|右中かっこ|角丸四角形|線|水平線|垂直線|
直線コネクタ|直線矢印コネクタ|カギ線コネクタ|曲線コネクタ|コネクタ|フリーフォーム|直線|
曲線|矢印|右矢印|左矢印|上矢印|下矢印|左右矢印|上下矢印|乗算記号|加算記号|減算記号|
除算記号|次の値と等しい|次の値と等しくない|等号否定|爆発|星|リボン|スクロール|大波|小波|
波線|吹き出し|思考の吹き出し|四角形吹き出し|角丸四角形吹き出し|円形吹き出し|雲形吹き出し|
線吹き出し|フローチャート|AutoShape|Shape|TextBox|Text Box|TextShape|WordArt|Rectangle|
Oval|Ellipse|Line|Arrow|Connector|Straight Connector|Straight Arrow Connector|
Elbow Connector|Curved Connector|Freeform|Isosceles Triangle|Right Triangle|Parallelogram|
Trapezoid|Diamond|Pentagon|Hexagon|Octagon|Cross|Cube|Cylinder|Can|Donut|Arc|Moon|Sun|
Heart|Cloud|Smiley Face|Flowchart|Left Brace|Right Brace|Left Bracket|Right Bracket|
Double Brace|Double Bracket|Right Arrow|Left Arrow|Up Arrow|Down Arrow|Rounded Rectangle|
Speech Bubble|Thought Bubble|Callout|Star|Scroll|Ribbon|Wave|Explosion|Frame|Circle|
ボタン|チェック|チェック ボックス|チェックボックス|オプション|オプション ボタン|
オプションボタン|ドロップ|ドロップ ダウン|コンボ ボックス|コンボボックス|リスト|
リスト ボックス|リストボックス|スピン|スピン ボタン|スクロール バー|ラベル|
グループ ボックス|コントロール|トグル ボタン|Button|Check Box|CheckBox|Option Button|
OptionButton|Drop Down|ComboBox|Combo Box|List Box|ListBox|Spinner|SpinButton|Scroll Bar|
ScrollBar|Label|Group Box|GroupBox|Control|CommandButton|ToggleButton|Edit Box|
Push Button|シナリオ|Scenario|ビュー|View
"""
"""Tables, ranges, pictures, charts, shapes and controls, parted by bars."""
_SORTS = """
角を丸くする|角度付き|メモ|塗りつぶしなし|図形|カギ線|曲線|右|左|上|下|左右|上下|四方向|
折線|折れ線|U ターン|環状|五方向|山形|ストライプ|四角形|角を丸めた四角形|円形|雲形|線|
上に曲がる|下に曲がる|縦|横|処理|判断|端子|書類|データ|準備|結合子|定義済み処理|内部記憶|
代替処理|対角を丸める|上の 2 つの角を丸める|1 つの角を丸める|1 つの角を切り取る|
Rounded Corners|Beveled|Folded Corner|Hollow|Shape|Elbow|Curved|Right|Left|Up|Down|
Left-Right|Up-Down|Quad|Bent|U-Turn|Circular|Chevron|Striped Right|Notched Right|
Rectangle|Rectangle with Corners Rounded|Oval|Cloud|Line|Bent Line|Process|Decision|
Terminator|Document|Data|Preparation|Connector|Alternate Process|Predefined Process|
Horizontal|Vertical|Diagonal Corners Rounded|Top Corners Rounded|Single Corner Snipped
"""
"""Sorts of shapes, as Excel adds them after a colon: 矢印: 右 3."""


def _one_of(words: str) -> str:
    bare = set(words.replace("\n", "").split("|"))
    return "|".join(map(re.escape, sorted(bare, key=len, reverse=True)))


@cache
def _made() -> re.Pattern[str]:
    """Compiled when it is first asked for: few workbooks have such names."""
    return re.compile(
        rf"(?:{_one_of(_THINGS)})"
        rf"(?:[::] ?(?:{_one_of(_SORTS)}|\d{{1,2}} ?pt|\d{{1,2}} Points))?"
        r"[ _]?\d+(?:\.[a-z]{3,4})?"
        r"|ID_[0-9A-F]{32}"  # WPS's name of a picture in a cell
    )


_NAMES = (
    *("AppVersion", "DocSecurity", "HyperlinksChanged", "LinksUpToDate", "ScaleCrop"),
    *("ShareDoc", "WorkbookGuid", "SourceModified", "ContentTypeId", "MediaServiceImageTags"),
    *("TaxCatchAll", "TaxCatchAllLabel", "TaxKeyword", "TaxKeywordTaxHTField"),
    *("xd_Signature", "xd_ProgID", "TemplateUrl", "ComplianceAssetId", "TriggerFlowInfo"),
    *("_ExtendedDescription", "SharedWithUsers", "SharedWithDetails", "SharedWithUsersGroup"),
    *("_SharedFileIndex", "_SourceUrl", "_ColorHex", "_ColorTag", "_Emoji", "_activity"),
    *("WorkflowChangePath", "WorkflowCreationPath", "_NewReviewCycle", "_AdHocReviewCycleID"),
    *("_TentativeReviewCycleID", "_PreviousAdHocReviewCycleID", "_AuthorEmail"),
    *("_AuthorEmailDisplayName", "_ReviewingToolsShownOnce", "_MarkAsFinal"),
    *("KSOProductBuildVer", "KSOTemplateUUID", "KSOReadingLayout", "KSORubyTemplateID"),
    *("ICV", "commondata", "GrammarlyDocumentId", "NXPowerLiteLastOptimized"),
    *("NXPowerLiteSettings", "NXPowerLiteVersion"),
    *("ClassificationContentMarkingHeaderLocations",),
    *("ClassificationContentMarkingFooterLocations",),
)
_BEGINNINGS = (
    *("ictxl_", "MSIP_Label_", "MediaService", "MediaLengthInSeconds", "_dlc_"),
    *("_ip_UnifiedCompliance", "KSOProduct", "KSOTemplate"),
    *("display_urn:schemas-microsoft-com", "lcf76f155ced4ddcb4097134ff3c332f"),
)
_WORD = re.compile(r"[\w:.#-]+")
_TERMS = re.compile(r"[0-9a-f]{32}")
"""A column of terms keeps them under an identifier of its own."""


def is_programs_property(name: str) -> bool:
    """ictxl's own, or one that Office, SharePoint, WPS, or a converter sets."""
    if name in _NAMES or _TERMS.fullmatch(name):
        return True
    return name.startswith(_BEGINNINGS) and _WORD.fullmatch(name) is not None
