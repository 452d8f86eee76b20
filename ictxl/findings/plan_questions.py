"""P071… the plan workbook: what is asked, what there is to choose from, and the levels."""

from __future__ import annotations

from ictxl.findings.kind import error, info, warning

QUESTION_NAME_TAKEN = error(
    code="P071",
    title="ほかに使われている名称",
    message="「{heading}」の「{value}」は、{what}の名称と重なっています。",
    remedy="別の名称にしてください(例: 「評価」を「二次評価」に)。",
    why="調査票のひな形では名称で欄を指すので、計画名、施策名称、担当課などの名称は使えません。",
)
QUESTION_WITHOUT_LIST = error(
    code="P072",
    title="一覧のない選択",
    message="種類が選択なのに、どの一覧から選ぶかが未記入です。",
    remedy="「選択肢」の列で、一覧の名称を選んでください(使えるのは {choices})。",
)
UNKNOWN_CHOICE_LIST = error(
    code="P073",
    title="知らない一覧",
    message="一覧「{value}」がありません。{hint}",
    remedy="名称を直すか、「選択肢」シートに一覧を作ってください(使えるのは {choices})。",
)
QUESTION_CELL_UNUSED = error(
    code="P074",
    title="種類に合わない記入",
    message="「{heading}」の「{value}」は、種類が{kind}の記入欄では使えません。",
    remedy="この欄を空欄にするか、種類を直してください。",
)
BOUND_NOT_A_NUMBER = error(
    code="P075",
    title="下限・上限が読めない",
    message="「{heading}」の「{value}」を数として読めません。",
    remedy=(
        "数だけを記入してください(例: 0、100、割合は 1 か 100%)。"
        "文の上限は 1 から {largest} までの整数です。"
    ),
)
BOUNDS_REVERSED = error(
    code="P076",
    title="下限が上限より大きい",
    message="上限「{value}」が、{first} の下限「{first_value}」より小さくなっています。",
    remedy="下限か上限を直してください。",
)
REQUIREMENT_UNCLEAR = error(
    code="P077",
    title="必須の書き方が読めない",
    message="「{heading}」の「{value}」を読めません。",
    remedy="必須、任意、終了のほか必須から選ぶか、「評価=C、D」のように書いてください。",
)
CONDITION_ON_UNKNOWN_QUESTION = error(
    code="P078",
    title="必須の条件にした記入欄がない",
    message="必須の条件「{value}」の「{name}」という、ほかの選択の記入欄がありません。{hint}",
    remedy="= の左には、種類が選択のほかの記入欄の名称を書いてください。",
)
CONDITION_ON_UNKNOWN_CHOICE = error(
    code="P079",
    title="必須の条件にした記号が一覧にない",
    message="必須の条件「{value}」の「{name}」は一覧にありません。",
    remedy="= の右には、一覧の記号を「、」で区切って書いてください(使えるのは {choices})。",
)
NO_QUESTION_FOR_DEPARTMENTS = error(
    code="P080",
    title="担当課に尋ねる欄がない",
    message="記入欄がどれも審査のもので、担当課に尋ねるものがありません。",
    remedy="担当課が答える記入欄の「記入者」を担当課にしてください。",
)
LIST_HAS_ITS_OWN_SHEET = error(
    code="P081",
    title="自分のシートのある一覧",
    message="一覧「{value}」は、シート「{value}」に記入するものです。",
    remedy="この行をシート「{value}」へ移すか、一覧に別の名称を付けてください。",
)
CHOICE_LIST_UNUSED = info(
    code="P082",
    title="使われていない一覧",
    message="一覧「{value}」を使う記入欄がありません。",
    remedy="使わない一覧であれば、そのままで構いません。",
)
RATIO_BOUND_VERY_LARGE = warning(
    code="P083",
    title="大きすぎる割合",
    message="割合の「{heading}」の「{value}」は {read_as} と読みました。",
    remedy="100% のつもりであれば、1 か 100% と記入してください。",
)
LEVEL_STYLE_WITHOUT_MARK = error(
    code="P091",
    title="番号の入るところのない書き方",
    message="番号の書き方「{value}」に、番号の入るところがありません。",
    remedy="番号の入るところを {{1}} と書いてください(例: 第{{1}}款。使えるのは {choices})。",
)
AREAS_IN_CIRCLE = error(
    code="P092",
    title="輪になった上位",
    message="上位「{value}」をたどると、この行に戻ります。",
    remedy="いちばん上の階層の行は、上位を空欄にしてください。",
)
AREA_TOO_DEEP = error(
    code="P093",
    title="階層より深い基本施策",
    message="「{value}」は上から{depth}段目です。階層シートでは、施策の上は{most}段です。",
    remedy="上位を直すか、階層シートに段を加えてください。",
)
AREA_WITHOUT_PARENT = warning(
    code="P094",
    title="上の階層にじかに付いた施策",
    message="「{value}」は{level_name}として読みましたが、施策がじかに付いています。",
    remedy="上位を記入し忘れていないか確かめてください。そういう計画であれば、そのままで構いません。",
)
POLICY_AREA_AMBIGUOUS = error(
    code="P095",
    title="どの基本施策か決められない番号",
    message="「{heading}」の「{value}」は {found} のどれのことか決められません。",
    remedy="上の階層の番号からつないで書いてください(例: 1-2)。",
)
NUMBERS_COLLIDE = error(
    code="P096",
    title="つなぐと同じになる番号",
    message="番号をつないだ「{read_as}」が {first} の行と同じになります。",
    remedy="どちらかの番号を変えてください(1 の 2-3 と、1-2 の 3 は区別できません)。",
)
