"""P… the plan workbook."""

from __future__ import annotations

from ictxl.findings.kind import error, info, warning

PLAN_SHEET_MISSING = error(
    code="P001",
    title="シートがない",
    message="シート「{sheet}」がありません。",
    remedy=(
        "シート名を「{sheet}」に戻してください。消してしまったときは、"
        "ictxl init で作った計画台帳からシートを移してください。"
    ),
)
PLAN_HEADING_MISSING = error(
    code="P002",
    title="見出しがない",
    message="シート「{sheet}」に見出し「{heading}」の列がありません。",
    remedy="見出しを「{heading}」に戻すか、列を加えてください。",
)
PLAN_HEADING_DUPLICATED = error(
    code="P003",
    title="同じ見出しが二つある",
    message="見出し「{heading}」が {first} にもあります。どちらを読めばよいか決められません。",
    remedy="使わない列を消すか、見出しを変えてください。",
)
PLAN_CELL_IN_ERROR = error(
    code="P004",
    title="エラー値のセル",
    message="「{heading}」のセルがエラー({value})になっています。",
    remedy="数式を直すか、値を記入し直してください。",
)
PLAN_FORMULA_WITHOUT_RESULT = error(
    code="P005",
    title="結果のない数式",
    message="「{heading}」の数式に、計算の結果が保存されていません。",
    remedy="Excel で計画台帳を開いて上書き保存するか、値を記入してください。",
)
PLAN_TEXT_TOO_LONG = error(
    code="P006",
    title="Excel の上限を超える文字数",
    message="「{heading}」が{length}文字あります。Excel のセルに入るのは{limit}文字までです。",
    remedy="文字数を減らしてください。",
)
PLAN_TEXT_IS_DATE = warning(
    code="P007",
    title="日付になった文字",
    message="「{heading}」のセルが日付になっています。「{value}」と読みました。",
    remedy="文字のつもり(1-9 など)であれば、セルの書式を「文字列」にして記入し直してください。",
)
PLAN_LIST_EMPTY = error(
    code="P008",
    title="一覧が空",
    message="シート「{sheet}」に一件も記入がありません。",
    remedy="見出しの下に記入してください。",
)
PLAN_VALUE_MISSING = error(
    code="P009",
    title="必須の欄が未記入",
    message="「{heading}」が未記入です。",
    remedy="「{heading}」を記入してください。要らない行であれば、行ごと消してください。",
)
PLAN_NUMBER_INVALID = error(
    code="P010",
    title="番号として使えない",
    message="「{heading}」の「{value}」は番号として使えません。",
    remedy=(
        "3、R2-1 のような番号を記入してください。"
        "日付になったときは、セルの書式を「文字列」にして記入し直してください。"
    ),
    why="日付と TRUE、FALSE、「1+2」のように + と数で終わるものは使えません。",
)
PLAN_VALUE_DUPLICATED = error(
    code="P011",
    title="一覧の中の重複",
    message="「{heading}」の「{value}」は {first} の「{first_value}」と重なっています。",
    remedy="どちらかを直すか、要らない行を消してください。",
)
PLAN_VALUE_NOT_ALLOWED = error(
    code="P012",
    title="決まった値でない",
    message="「{heading}」の「{value}」は使えません。",
    remedy="ドロップダウンから選んでください({choices})。",
)
PLAN_CELL_FAR_AWAY = error(
    code="P013",
    title="表から遠く離れたセル",
    message="セル {cell} に値があるため、表が広がりすぎて読めません。",
    remedy="そのセルの行か列を削除し、計画台帳を上書き保存してください。",
)
PLAN_CELL_JOINED = error(
    code="P014",
    title="結合されたセル",
    message="「{heading}」のセルが {area} と結合されていて、空です。",
    remedy="結合を解いて、行ごとに記入してください。一つの行のつもりであれば、余分な行を消してください。",
)
OWN_COLUMN_IN_ERROR = warning(
    code="P015",
    title="計画の列のエラー値",
    message="「{heading}」のセルがエラー({value})になっています。空欄として扱います。",
    remedy="調査票や集約表に載せる列であれば、数式を直すか、値を記入し直してください。",
    why="施策シートに加えた列だけを見ます。",
)
OWN_COLUMN_NOT_READ = warning(
    code="P016",
    title="使わない列",
    message="{sheet}シートに加えた列「{value}」は使いません({reason})。",
    remedy=(
        "調査票や集約表に載せる列であれば、見出しを変えてください。"
        "自分用の列であれば、見出しを (メモ) のようにかっこで囲んでください。"
    ),
)
PLAN_NAME_TOO_LONG = error(
    code="P017",
    title="長すぎる名称",
    message="「{heading}」が{length}文字あります。見出しになる名称は{limit}文字までです。",
    remedy="名称を短くし、長い説明は「説明」に書いてください。",
)
SETTING_MISSING = error(
    code="P021",
    title="設定の必須項目が未記入",
    message="設定の「{item}」が未記入です。",
    remedy="シート「{sheet}」の「{item}」の行に値を記入してください。",
)
FISCAL_YEAR_INVALID = error(
    code="P022",
    title="年度が読めない",
    message="年度「{value}」を読めません。",
    remedy="西暦で記入してください(例: 2019)。",
)
PROGRESS_LIMIT_INVALID = error(
    code="P023",
    title="上限文字数が読めない",
    message="進捗の上限文字数「{value}」は 1 から {largest} までの整数ではありません。",
    remedy="整数で記入するか、上限がなければ空欄にしてください。",
)
UNKNOWN_SETTING = warning(
    code="P024",
    title="設定の知らない項目",
    message="設定の項目「{value}」は使われません。{hint}",
    remedy="項目の名称を確かめてください(使えるのは {items})。",
)
SETTING_DUPLICATED = error(
    code="P025",
    title="設定の項目が二つある",
    message="設定の項目「{value}」が {first} にもあります。",
    remedy="どちらかの行を消してください。",
)
UNKNOWN_POLICY_AREA = error(
    code="P031",
    title="基本施策の番号が一覧にない",
    message="「{heading}」の「{value}」は基本施策シートにありません。",
    remedy="番号を直すか、基本施策シートに加えてください。",
)
MEASURE_NUMBER_DUPLICATED = error(
    code="P032",
    title="項番の重複",
    message="同じ基本施策の項番「{value}」が {first} にもあります。",
    remedy="基本施策か項番を直してください。",
)
UNKNOWN_OUTLOOK = error(
    code="P033",
    title="今後の展開の記号が一覧にない",
    message="今後の展開「{value}」は今後の展開シートの記号にありません。{hint}",
    remedy="ドロップダウンから選ぶか、今後の展開シートに加えてください。",
)
MEASURE_WITHOUT_DEPARTMENT = error(
    code="P034",
    title="担当課が未記入",
    message="施策の担当課が未記入です。",
    remedy="担当課を一つ以上記入してください。",
)
UNLISTED_DEPARTMENT = error(
    code="P035",
    title="担当課が一覧にない",
    message="担当課「{name}」は担当課シートにありません。{hint}",
    remedy="名称を直すか、担当課シートの名称か別名に加えてください。",
)
DEPARTMENT_LISTED_TWICE = error(
    code="P036",
    title="同じ担当課が二つある",
    message="担当課「{department}」が一つの施策に二度あります。",
    remedy="どちらかを消してください。",
)
POLICY_AREA_WITHOUT_MEASURES = warning(
    code="P037",
    title="施策のない基本施策",
    message="基本施策 {value} の施策が一つもありません。",
    remedy="施策シートに加えるか、使わない基本施策であれば行を消してください。",
)
NO_ANSWERING_DEPARTMENT = warning(
    code="P038",
    title="回答する課のない施策",
    message="施策 {measure} には回答対象の担当課がありません。誰にも調査票が送られません。",
    remedy="担当課を加えるか、担当課シートの回答対象を確かめてください。",
)
MEASURE_NUMBER_OF_OTHER_AREA = error(
    code="P039",
    title="項番と基本施策が食い違う",
    message="項番「{value}」は基本施策 {other} のもののようですが、この行は基本施策 {area} です。",
    remedy=(
        "基本施策か項番を直してください。「{value}」という番号であれば、"
        "階層シートの番号の書き方を {{1}} にすると、書いたとおりに読みます。"
    ),
)
MEASURE_NUMBERS_READ = info(
    code="P040",
    title="項番の読み替え",
    message="項番「{value}」を {read_as} と読みました{more}。",
    remedy=(
        "そのままで構いません。書いたとおりに載せるときは、"
        "階層シートの番号の書き方を {{1}} にしてください。"
    ),
    why="(2) のように書かれた項番と、1-2 のように基本施策から書かれた項番を、まとめて知らせます。",
)
MEASURES_OF_ONE_NAME = warning(
    code="P044",
    title="同じ名称の施策",
    message="施策名称「{brief}」が {first} にもあります。",
    remedy="写したまま直し忘れていないか確かめてください。再掲であれば、そのままで構いません。",
)
ALIAS_OF_TWO_DEPARTMENTS = error(
    code="P041",
    title="別名がほかの課と重なる",
    message="別名「{name}」は {first} の「{owner}」の名称か別名でもあります。",
    remedy="どちらの課を指すか決めて、一方を消してください。",
)
DEPARTMENT_WITHOUT_MEASURES = info(
    code="P042",
    title="施策のない担当課",
    message="担当課「{department}」は、どの施策の担当でもありません。調査票は作られません。",
    remedy="使わない課であれば、そのままで構いません。",
)
MAIL_ADDRESS_INVALID = warning(
    code="P043",
    title="メールアドレスとして読めない",
    message="「{value}」はメールアドレスとして読めないので、下書きの宛先には入りません。",
    remedy=(
        "担当課シートのメールアドレスを直してください。"
        "いくつもあれば、改行、「、」「;」や空白で区切ります。"
    ),
)
UNKNOWN_CHECK_CODE = warning(
    code="P051",
    title="点検設定の知らないコード",
    message="点検設定のコード「{value}」は指摘の一覧にありません。使いません。{hint}",
    remedy="コードを直すか、この行を消してください。",
)
CHECK_NOT_CHANGEABLE = error(
    code="P052",
    title="変えられない点検",
    message="コード {check}({title})は「{value}」にできません。",
    remedy=(
        "「ふだんどおり」に戻してください(変えられるのは: {choices})。"
        "公表に要る点検は変えられず、調査票に書かれた文を知らせる点検は止められません。"
    ),
)
PREVIOUS_ANSWER_NOT_IN_PLAN = warning(
    code="P061",
    title="前回の行が計画に合わない",
    message="前回シートの {measure} {department} は施策シートにないので、調査票に載せません。",
    remedy="施策の項番と担当課を確かめてください。もうない施策であれば、行を消して構いません。",
)
PREVIOUS_COLUMN_NOT_ASKED = info(
    code="P062",
    title="尋ねない記入欄の前回の回答",
    message="前回シートの「{value}」は、計画の記入欄にないので、調査票に載せません。",
    remedy=(
        "名称を変えただけであれば、前回シートの見出しを記入欄の名称とそろえると、並べて載ります。"
        "もう尋ねないのであれば、そのままで構いません。"
    ),
)
TARGET_CUT_OFF = warning(
    code="P101",
    title="目標が文の途中で終わっている",
    message="計画台帳の目標が文の途中で終わっているようです。集約表にもこのまま載ります。",
    remedy="計画台帳の施策シートで、この施策の目標を確かめてください。",
    why=(
        "A010 と同じ見方です。目標の多くが「。」で終わる計画では、文として始まり述語のないまま"
        "名詞で終わる目標(…に対応し、…暮らせる共生)も挙げます。"
    ),
)
