"""R…: the second reading (審査, 二次評価) of what the departments answered."""

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
