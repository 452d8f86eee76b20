"""R…: the second reading (審査, 二次評価), and consolidated workbooks of earlier years that are to
stand beside this year's answers."""

from __future__ import annotations

from ictxl.findings.kind import error, info, warning

REVIEWED_ANSWER_CHANGED = warning(
    code="R001",
    title="審査のあとで変わった回答",
    message=(
        "{level} {measure} の{heading}が、審査用のブックを作ったときと違います"
        "(そのとき「{before}」、今「{brief}」)。{department}は前の回答を見て評価しています。"
    ),
    remedy="今の回答で評価が変わらないか、{department}に確かめてください。",
    request="{level} {measure} の{heading}が変わりました。評価が変わらないか確かめてください。",
    why="審査用のブックに入っている回答と、いっしょに集めた調査票の回答を、施策と欄ごとに比べる。",
)
MEASURE_NOT_REVIEWED = error(
    code="R002",
    title="審査にない施策",
    message="{level} {measure}「{title}」の行が、{department}の審査用のブックにありません。",
    remedy=(
        "行を消していないか確かめてください。ブックを作ったあとで計画に加えた{level}なら、"
        "ictxl review で作り直して評価してもらってください。"
    ),
    request=(
        "{level} {measure} も評価してください。"
        "行を消したときは、お渡ししたブックに記入してください。"
    ),
)
RATING_LEFT_OPEN = error(
    code="R003",
    title="審査の未記入",
    message="{level} {measure} の「{heading}」を、{department}がまだ記入していません。",
    remedy="{department}に記入を頼んでください。集約表では空欄です。",
    request="{level} {measure} の「{heading}」を記入してください。",
)
READERS_DISAGREE = info(
    code="R004",
    title="審査の評価が分かれた",
    message="{level} {measure} の「{heading}」が分かれています: {found}。",
    remedy="どの評価も審査データに載せました。一つに決めるときは、話し合って記入し直してください。",
    why="二人以上が審査し、選んだものが違うときに示す。",
)
REVIEW_NOT_RETURNED = warning(
    code="R005",
    title="審査が返っていない",
    message="{department}の審査用のブックがまだありません。ほかの人の分だけを集めました。",
    remedy="{department}に提出を頼むか、審査しないなら、そのまま進めてください。",
)


NO_EARLIER_TABLE = error(
    code="R010",
    title="過年度の表として読めないファイル",
    message="過年度の進捗状況として読めないので、「年度推移」に載せていません。{reason}",
    remedy=(
        "ictxl merge で作った過年度の進捗状況のブックに替えてください。過年度の表でないファイルは、"
        "--history のフォルダーからよそへ移してください。"
        "パスワードのかかったブックは、--password を付ければ開けます。"
    ),
    why="フォルダーの中の調査票、計画台帳、ictxl の報告などは、指摘せずに飛ばす。",
)
EARLIER_YEAR_TWICE = error(
    code="R011",
    title="同じ年度の表が二つある",
    message=(
        "「{first}」と同じ {year} 年度の表です。どちらが正しいか決められないので、{year} 年度は"
        "「年度推移」に載せていません。"
    ),
    remedy="正しい方だけを残して、もう一度まとめてください。",
)
EARLIER_YEAR_SHARES_NOTHING = warning(
    code="R012",
    title="今回の計画と重ならない過年度の表",
    message=(
        "{year} 年度の表「{found}」には、今回の計画と名称の合う施策が一つもないので、"
        "「年度推移」に載せていません。"
    ),
    remedy="ほかの計画の表でないか確かめ、違っていれば正しい表に替えてください。",
)
NOT_AN_EARLIER_YEAR = warning(
    code="R013",
    title="過年度でない表",
    message=(
        "{year} 年度の表です。今回の計画は {this_year} 年度なので、過年度ではなく、「年度推移」に"
        "載せていません。"
    ),
    remedy=(
        "過年度の表を指定してください。年度が違っていれば、計画台帳の年度か、この表の年度を"
        "確かめてください。"
    ),
)
EARLIER_YEARS_LEFT_OUT = info(
    code="R014",
    title="載せなかった古い年度",
    message="「年度推移」は近い 5 年度までで、{year} 年度は載せていません。",
    remedy="そのままで構いません。古い年度も使うときは、ictxl history で一つの表にできます。",
)
EARLIER_TABLE_UNSURE = warning(
    code="R015",
    title="過年度の表の読み取りで確かめること",
    message=(
        "{year} 年度の表を読むときに、確かめてほしいことが {count} 件ありました"
        "(はじめのもの: {what})。読めたとおりに「年度推移」に載せました。"
    ),
    remedy=(
        "「年度推移」のこの年度の列を、元の表と見比べてください。すべての確認事項は、この表を "
        "ictxl import で読み取ると一覧になります。"
    ),
)
