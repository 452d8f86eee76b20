"""指標: P121…, of the plan's sheet; S051, A131… of what came back."""

from __future__ import annotations

from ictxl.findings.kind import asked_error, asked_warning, error, info, warning

INDICATOR_OF_UNKNOWN_MEASURE = error(
    code="P121",
    title="施策のない指標",
    message="「{read_as}」という施策が、施策シートにありません。",
    remedy="基本施策と項番を、施策シートにあるものに直すか、施策を加えてください。",
)
INDICATOR_NAMED_TWICE = error(
    code="P122",
    title="同じ名称の指標",
    message="施策 {measure} に、指標「{value}」が2つあります(もう1つは {first})。",
    remedy="どちらかの名称を変えるか、行を消してください(例: 「参加者数(延べ)」)。",
)
INDICATOR_TARGET_NOT_A_NUMBER = warning(
    code="P123",
    title="数でない目標値",
    message="目標値「{value}」は数ではないので、達成率を出せません。",
    remedy=(
        "数で表せる目標であれば、数だけを記入してください(例: 1200)。"
        "「維持」のような目標であれば、そのままで構いません。調査票と集約表には書いたとおりに載せます。"
    ),
)
INDICATOR_OF_OTHER_DEPARTMENT = error(
    code="P124",
    title="施策の担当でない課の指標",
    message="「{name}」は、施策 {measure} の担当課ではありません。",
    remedy=(
        "施策の担当課({choices})から選ぶか、施策シートの担当課に「{name}」を加えてください。"
        "空欄にすれば、施策の担当課のすべてに尋ねます。"
    ),
)
INDICATOR_UNIT_IS_NUMBER = error(
    code="P125",
    title="単位でない単位",
    message="単位「{value}」は数です。",
    remedy=(
        "単位には、人、件、千円、% のような言葉を記入してください。"
        "数は基準値か目標値の列へ移してください。"
    ),
)
PERCENT_HELD_AS_FRACTION = info(
    code="P126",
    title="割合として読んだ指標の値",
    message="単位が % の行の「{value}」は {read_as} と読みました。",
    remedy=(
        "{read_as} のつもりであれば、そのままで構いません。"
        "違えば、% を付けずに文字で記入してください。"
    ),
)
RATE_BOUND_OF_UNKNOWN_CHOICE = error(
    code="P131",
    title="達成率からの判定の記号が一覧にない",
    message="達成率からの判定「{value}」の「{name}」は一覧にありません。",
    remedy="≧ の左には、一覧の記号を書いてください(使えるのは {choices})。",
)
RATE_BOUND_NOT_A_NUMBER = error(
    code="P132",
    title="達成率からの判定の基準が数でない",
    message="達成率からの判定「{value}」の「{name}」を読めません。",
    remedy="≧ の右には、達成率(%)を数で書いてください(例: A≧100、B≧80、C≧50、D)。",
)
RATE_BOUNDS_NOT_FALLING = error(
    code="P133",
    title="達成率からの判定が高い順でない",
    message="達成率からの判定「{value}」の「{found}」は、高い順になっていません。",
    remedy="達成率の高いものから順に書き、基準のないもの(残りすべて)は最後に書いてください。",
)
INDICATOR_TABLE_MISSING = error(
    code="S051",
    title="指標の表がない",
    message="指標の実績を書く表が見つかりません。{count} 件の指標の実績を読めません。",
    remedy="調査票を送り直し、指標の表に記入してもらってください。",
    request=(
        "指標の表がなくなっています。もとの調査票にある指標の表に記入して、もう一度送ってください。"
    ),
)
_TO_TAKE_OVER = "必要な内容であれば、集約表に手で書き写してください。"
INDICATOR_NOT_IN_PLAN = error(
    code="S052",
    title="計画にない指標の回答",
    message="指標「{name}」は計画にありません。「{brief}」は集約表に載せていません。",
    remedy=(
        "指標の名称を計画台帳で変えたのであれば、もとに戻して読み直してください。" + _TO_TAKE_OVER
    ),
)
INDICATOR_ROW_OF_OTHER_DEPARTMENT = error(
    code="S053",
    title="担当でない課の指標の回答",
    message="指標「{name}」の担当課ではない課の回答です。「{brief}」は集約表に載せていません。",
    remedy="担当課が正しいか、計画台帳の指標シートを確かめてください。" + _TO_TAKE_OVER,
)
INDICATOR_ROWS_DIFFER = error(
    code="S054",
    title="同じ指標の行が二つある",
    message=(
        "指標「{name}」の行が二つあり、書かれていることが違います。"
        "「{brief}」は集約表に載せていません。"
    ),
    remedy="どちらが正しいかを担当課に確かめ、違うほうの行を消してもらってください。",
    request="指標「{name}」の行が二つあります。正しいほうだけを残してください。",
)
INDICATOR_ROW_MISSING = error(
    code="S055",
    title="指標の行がない",
    message="指標「{name}」の行が調査票にありません。",
    remedy="行を削除していないか確かめ、この指標の実績を記入し直してもらってください。",
    request=(
        "指標「{name}」の実績を記入してください。"
        "行を消したときは、送付した調査票に記入してください。"
    ),
)
INDICATOR_BLANK = asked_error(
    code="A131",
    title="実績値が未記入",
    message="指標「{name}」の実績値が未記入です。",
    remedy="実績値を数で記入してください。まだわからないときは、備考にその旨を書いてください。",
    why="備考に何か書いてあっても、実績値が空欄なら指摘します。",
)
INDICATOR_NOT_A_NUMBER = asked_error(
    code="A132",
    title="実績値が数でない",
    message="指標「{name}」の実績値「{value}」は数として読めません。書いた文字はそのまま残っています。",
    remedy="実績値には数だけを記入してください(例: 1200)。言葉での説明は備考に書いてください。",
    why="全角の数字、桁区切り、その指標の単位、▲ は意味が一つに決まるときに読み替えます。",
)
INDICATOR_OTHER_UNIT = asked_error(
    code="A133",
    title="実績値の単位が違う",
    message="指標「{name}」の実績値「{value}」は、単位が指標の単位({unit})ではありません。",
    remedy="指標の単位({unit})の数にして記入してください。",
    why="%、千円、人など、数のあとに指標の単位でない単位があるときです。",
)
INDICATOR_PERCENT_UNCLEAR = asked_warning(
    code="A137",
    title="% のない実績値",
    message=(
        "指標「{name}」の実績値は「{value}」とだけ書かれているので、{read_as} と読みました"
        "(100 倍か 100 分の 1 のことかもしれません)。"
    ),
    remedy="何 % なのか確かめ、「50%」のように % を付けて記入し直してください。",
    why=(
        "単位が % の指標で、セルの書式が % でなくなっているか、文字として書かれているときです。"
        "1 より小さい数は割合(0.5 は 50%)、1 からは % の数(3 は 3%)と読みます。"
    ),
)
INDICATOR_FAR_BEYOND = asked_warning(
    code="A134",
    title="かけ離れた実績値",
    message="指標「{name}」の実績値 {value} は、{what} {other} の3倍を超えています。",
    remedy=(
        "桁や単位を確かめ、誤りがあれば直してください。正しければ、備考にその理由を書いてください。"
    ),
    why="目標値と前年度実績(あれば)に比べます。向きが減の指標は、目標値とは比べません。備考があれば指摘しません。",
)
CHOICE_DIFFERS_FROM_RATE = asked_warning(
    code="A136",
    title="達成率からの目安と違う評価",
    message="{question}「{value}」は、達成率 {rate} からの目安「{expected}」と違います。",
    remedy=(
        "目安のままでよければ選び直してください。"
        "違う評価にする理由があれば、指標の備考に書いてください。"
    ),
    why=(
        "計画台帳の記入欄に「達成率からの判定」があるときです。"
        "その課が答えた指標が2つ以上あれば、達成率の平均で判定します。"
        "指標の備考に何か書いてあれば指摘しません。"
    ),
)
INDICATOR_WITHOUT_TARGET = info(
    code="A135",
    title="目標値のない指標",
    message="指標「{name}」には目標値がないので、達成率を出せません。",
    remedy="この年度の目標値があれば、計画台帳の指標シートに記入してください。",
    why="計画台帳の目標値が空欄のときです。",
)
