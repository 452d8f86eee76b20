"""I…: a consolidated table, ours or made by hand, read back into a plan and responses."""

from __future__ import annotations

from ictxl.findings.kind import FindingKind, error, info, warning

_CONFIRM = "表と見比べて確かめ、違っていれば計画台帳を直してください。"
_MEND_PLAN = "計画台帳を Excel で開いて直してください。"


def _warning(*, code: str, title: str, message: str, remedy: str = _CONFIRM) -> FindingKind:
    return warning(code=code, title=title, message=message, remedy=remedy)


def _info(*, code: str, title: str, message: str, remedy: str = _CONFIRM) -> FindingKind:
    return info(code=code, title=title, message=message, remedy=remedy)


# The table and its headings

NO_PROGRESS_TABLE = error(
    code="I001",
    title="進捗状況の表がない",
    message="進捗状況の表が見つかりません(見出しの行と、その下の施策の行を見分けられません)。",
    remedy=(
        "表の見出しに「施策名称」や「事業名」、「担当課」、「進捗状況」や「実績」などがあるか"
        "確かめてください。"
    ),
)
SHEET_WITHOUT_TABLE = _info(
    code="I002",
    title="表のないシート",
    message="シート「{sheet}」には進捗状況の表がないので、読みませんでした。",
    remedy="要るものがあれば、計画台帳に書き写してください。",
)
TEXT_NOT_IMPORTED = _warning(
    code="I003",
    title="置き場のわからない文",
    message="この文を表のどこに入れるべきかわからないので、取り込んでいません。",
    remedy="要るものであれば、計画台帳か回答に書き写してください。",
)
TABLE_HEADING_MISSING = error(
    code="I004",
    title="見出しの足りない表",
    message="表に見出し「{heading}」がないので、この表は読めません。",
    remedy="見出しを書き加えてから、もう一度取り込んでください。",
)
COLUMN_WITHOUT_HEADING = _info(
    code="I005",
    title="見出しのない列",
    message="見出しのない列を「{heading}」と読みました。",
)
ROW_SHIFTED = _info(
    code="I006",
    title="列のずれた行",
    message="この行は見出しより{side}へ一列ずれているとみて、ずらして読みました。",
)

# 基本施策 and 項番

AREA_BLANKS_REMOVED = _info(
    code="I007",
    title="基本施策の空白を詰めた",
    message="基本施策を「{read_as}」と読みました。",
)
MEASURE_AREA_UNKNOWN = error(
    code="I008",
    title="基本施策のわからない施策",
    message="この施策から先の基本施策がわからないので、仮に「{read_as}」としました。",
    remedy="計画台帳の基本施策シートと施策シートで、正しい番号と名称に直してください。",
)
AREA_TABLE_DUPLICATED = error(
    code="I009",
    title="同じ基本施策の表が二つある",
    message="{area}の項番 {number} が {first} にもあります。先にある方だけを取り込みました。",
    remedy="どちらの表が正しいか確かめ、要らない表を消してから、もう一度取り込んでください。",
)
AREA_TITLES_DIFFER = _warning(
    code="I010",
    title="基本施策の名称が二通りある",
    message="{area}の名称が {first} の「{read_as}」と違います。「{read_as}」としました。",
)
IMPORTED_NUMBER_DUPLICATED = _warning(
    code="I011",
    title="項番の重複",
    message="項番 {number} が {first} にもあるので、仮に {read_as} としました。",
    remedy=_MEND_PLAN,
)
MEASURE_NUMBER_MISSING = _warning(
    code="I012",
    title="項番のない施策",
    message="項番がないので、仮に {read_as} としました。",
)
MEASURE_NUMBER_NORMALISED = _info(
    code="I013",
    title="項番を読み替えた",
    message="項番「{value}」を {read_as} と読みました。",
)

# 施策

TITLE_AND_TARGET_SPLIT = _info(
    code="I014",
    title="施策名称と目標を分けた",
    message="一つのセルを、施策名称「{title}」とその後の目標に分けました。",
)
TITLE_AND_TARGET_SPLIT_UNSURE = _warning(
    code="I015",
    title="施策名称と目標の境がはっきりしない",
    message="一つのセルを、施策名称「{title}」とその後の目標に分けましたが、ほかの分け方もできます。",
)
TARGET_MISSING = _warning(
    code="I016",
    title="目標がない",
    message="施策「{title}」の目標が見つかりません。",
    remedy=_MEND_PLAN,
)
TARGET_WITHOUT_FULL_STOP = _info(
    code="I017",
    title="句点で終わらない目標",
    message="目標が「{ending}」で終わっています。",
    remedy="元の表で途中から切れていれば、計画台帳で補ってください。",
)
OUTLOOK_NORMALISED = _info(
    code="I018",
    title="今後の展開を読み替えた",
    message="今後の展開「{value}」を「{read_as}」と読みました。",
)
OUTLOOK_MEANING_MISSING = _info(
    code="I019",
    title="今後の展開の意味がない",
    message="今後の展開「{value}」の意味が凡例にないので、空欄にしました。",
    remedy="計画台帳の今後の展開シートに意味を記入してください(空欄でも構いません)。",
)
SPLIT_TEXT_JOINED = _info(
    code="I020",
    title="分かれた文をつないだ",
    message="いくつかのセルに分かれた{heading}を、一つの文につなぎました。",
)
IMPORTED_MEASURE_WITHOUT_DEPARTMENT = _warning(
    code="I021",
    title="担当課がない",
    message="施策「{title}」に担当課がありません。",
    remedy=_MEND_PLAN,
)

# 担当課

ALIAS_ADDED = _info(
    code="I031",
    title="別名を登録した",
    message="「{value}」を{department}の別名としました。",
)
DEPARTMENT_WITHOUT_ANSWERS = _warning(
    code="I032",
    title="回答しない担当課",
    message=(
        "「{department}」は一つの課の名称ではないようで、回答の段落もないので、"
        "調査票を送らない課としました。"
    ),
    remedy="調査票を送る課であれば、計画台帳の担当課シートで回答対象を○にしてください。",
)
ANSWERING_DEPARTMENT_NOT_LISTED = _warning(
    code="I033",
    title="担当課の欄にない課の回答",
    message="{department}が回答していますが、担当課の欄にありません。担当課に加えました。",
)
LISTED_DEPARTMENT_WITHOUT_ANSWER = info(
    code="I034",
    title="回答の段落がない担当課",
    message="{department}の回答(【{department}-評価】)がこの施策にありません。",
)
DEPARTMENT_NAMES_ALIKE = _warning(
    code="I035",
    title="よく似た名称の課",
    message="「{department}」と「{other}」は名称がよく似ています。別の課として取り込みました。",
    remedy="同じ課であれば、計画台帳の担当課シートで一つにし、もう一方を別名にしてください。",
)
DEPARTMENTS_READ_AS = _info(
    code="I036",
    title="担当課の欄の分け方",
    message="担当課の欄を「{read_as}」と読みました。",
)

# 回答

IMPORTED_RATING_UNKNOWN = error(
    code="I041",
    title="評価が凡例にない",
    message="{department}の評価「{value}」は凡例にありません。書かれたとおりに取り込みました。",
    remedy="正しい評価を確かめ、凡例か回答を直してください。",
)
DEPARTMENT_ANSWERS_TWICE = error(
    code="I042",
    title="同じ課の回答が二つある",
    message="{department}の回答がこの施策に二つあります。先にある方だけを取り込みました。",
    remedy="正しい方を確かめてください。取り込まなかった回答は、この指摘の中に全文があります。",
)
TEXT_OF_UNKNOWN_DEPARTMENT = _warning(
    code="I043",
    title="どの課のものかわからない文",
    message="どの課の進捗状況かわからないので、取り込んでいません。",
    remedy="要るものであれば、書いた課の回答に書き写してください。",
)
ANSWER_WITHOUT_DEPARTMENT_NAME = _warning(
    code="I044",
    title="課名のない回答",
    message="【課-評価】の形でない文を、ただ一つの担当課である{department}のものとしました。",
)
NEXT_STEP_OF_OTHER_DEPARTMENT = _warning(
    code="I045",
    title="次期計画での展開の課名の違い",
    message=(
        "次期計画での展開に「{name}」とありますが、この課は回答していません。"
        "{department}のものとしました。"
    ),
)
NEXT_STEP_WITHOUT_PLACE = error(
    code="I046",
    title="次期計画での展開を置けない",
    message="次期計画での展開がどの課のものかわからないので、取り込んでいません。",
    remedy="正しい課を確かめ、その回答に書き写してください。",
)
NEXT_STEP_NUMBER_CONTRADICTS_NAME = _warning(
    code="I047",
    title="次期計画での展開の番号と名称の食い違い",
    message="次期計画での展開「{value}」は、ほかの所の「{read_as}」と番号か名称が食い違います。",
)
RATING_NORMALISED = info(
    code="I048",
    title="評価を読み替えた",
    message="評価「{value}」を「{read_as}」と読みました。",
)
ANSWER_WITHOUT_RATING = _warning(
    code="I049",
    title="評価のない回答",
    message="{department}の回答に評価がありません。",
)

# 凡例 and 設定

LEGEND_MISSING = _warning(
    code="I051",
    title="凡例がない",
    message="評価の凡例が見つからないので、ふつうの凡例({symbols})としました。",
)
RATING_KIND_GUESSED = _info(
    code="I052",
    title="評価の継続・終了を意味から決めた",
    message="評価「{value}」を{kind}としました。",
    remedy="違っていれば、計画台帳の凡例シートの区分を直してください。",
)
NEXT_STEP_ADDED = _info(
    code="I053",
    title="次期展開の一覧を補った",
    message="表に出てこない「{value}」を次期展開の一覧に加えました。",
    remedy="要らなければ、計画台帳の次期展開シートから消してください。",
)
NEXT_STEP_KIND_GUESSED = _info(
    code="I054",
    title="次期展開の継続・終了を名称から決めた",
    message="次期展開「{value}」を{kind}としました。",
    remedy="違っていれば、計画台帳の次期展開シートの区分を直してください。",
)
PLAN_TITLE_UNKNOWN = _warning(
    code="I055",
    title="計画名がわからない",
    message="計画名が見つからないので、仮に「{read_as}」としました。",
    remedy="--title で指定するか、計画台帳の設定シートで直してください。",
)
FISCAL_YEARS_DIFFER = _warning(
    code="I056",
    title="年度が食い違う",
    message=(
        "進捗状況の見出しの「{value}」が、ほかの表の「{read_as}」と違います。"
        "「{read_as}」としました。"
    ),
)
LEGEND_LINE_UNREADABLE = _warning(
    code="I057",
    title="凡例の中の読めない行",
    message="凡例の「{value}」は、記号と意味に分けられないか、前の行と食い違うので、取り込んでいません。",
    remedy="要るものであれば、計画台帳に書き写してください。",
)
DATA_SHEET_DIFFERS = _info(
    code="I058",
    title="データのシートと違う表",
    message="進捗状況のシートがデータのシートと違っています({heading})。データの方を取り込みました。",
    remedy="進捗状況のシートを手で直したときは、その直しを計画台帳と回答に書き写してください。",
)
TABLE_WITHOUT_MEASURES = error(
    code="I059",
    title="施策を読めない表",
    message="この見出しの下に、施策が一件も読み取れません。",
    remedy=(
        "項番と施策名称が、見出し「項番」「施策名称」の真下の列にあるか確かめ、ずれていれば直してから、"
        "もう一度取り込んでください。"
    ),
)
QUESTIONS_NOT_PUBLISHED = _info(
    code="I060",
    title="集約表にない記入欄",
    message="公表しない記入欄が {count} 個あり、集約表からはわかりません。",
    remedy="次年度に引き継ぐには、ictxl rollover の --plan に今年度の計画台帳を指定してください。",
)
