"""I061… a table of any shape that was made by hand: what was read how, and what was guessed."""

from __future__ import annotations

from ictxl.findings.kind import info, warning

_CONFIRM = "表と見比べて確かめ、違っていれば計画台帳を直してください。"
_MEND_PLAN = "計画台帳を Excel で開いて直してください。"

HEADING_READ_AS = info(
    code="I061",
    title="見出しの読み方",
    message="見出し「{heading}」の列を「{read_as}」と読みました。",
    remedy="違っていれば、見出しの対応.xlsx を直し、--columns に指定して取り込み直してください。",
)
HEADING_GUESSED = warning(
    code="I062",
    title="見出しの意味がはっきりしない",
    message="見出し「{heading}」の列が何か、はっきりしません。仮に「{read_as}」としました。",
    remedy="違っていれば、見出しの対応.xlsx を直し、--columns に指定して取り込み直してください。",
)
TITLE_LINE_READ = info(
    code="I063",
    title="表題から計画名を取った",
    message="表の上の行から、計画名を「{read_as}」としました。",
    remedy="違っていれば、--title で指定するか、計画台帳の設定シートで直してください。",
)
SHEET_DEPARTMENT = info(
    code="I064",
    title="表の上の担当課",
    message="表の上にある「{read_as}」を、担当課の欄のない施策の担当課としました。",
    remedy=_CONFIRM,
)
NOTE_LISTED = info(
    code="I065",
    title="注記",
    message="表の外の注記や凡例とみて、計画台帳には入れていません。",
    remedy="要るものであれば、計画台帳に書き写してください。",
)
TOTAL_LISTED = info(
    code="I066",
    title="合計の行",
    message="合計や小計の行とみて、施策にはしていません。",
    remedy="施策であれば、計画台帳に書き写してください。",
)
AREA_NUMBER_TAKEN = warning(
    code="I067",
    title="同じ番号のまとまりが二つある",
    message="「{read_as}」にも同じ番号があるので、別の番号を付けました。",
    remedy="計画台帳の基本施策シートで、正しい番号に直してください。",
)
AREA_LEFT_BLANK = warning(
    code="I068",
    title="上の階層のない施策",
    message="この施策の「{heading}」がわからないので、仮に「{read_as}」としました。",
    remedy="計画台帳の基本施策シートと施策シートで、正しいところへ移してください。",
)
MEASURE_CODE_TAKEN = warning(
    code="I069",
    title="項番の重複",
    message="項番「{value}」はほかの施策にもあるので、仮に {read_as} としました。",
    remedy=_MEND_PLAN,
)
LEVEL_NAME_GUESSED = info(
    code="I070",
    title="階層の呼び名を補った",
    message="「{value}」のまとまりに呼び名がないので、仮に「{read_as}」としました。",
    remedy="違っていれば、計画台帳の階層シートで呼び名を直してください。",
)
MEASURE_TITLE_MISSING = warning(
    code="I071",
    title="名称のない施策",
    message="この施策に名称がないので、仮に「{read_as}」としました。",
    remedy=_MEND_PLAN,
)
ANSWER_OF_SEVERAL = info(
    code="I072",
    title="いくつかの課に一つの回答",
    message="この行の担当課は {count} つあるので、回答をそれぞれの課のものとしました。",
)
SECOND_VALUE_LISTED = warning(
    code="I073",
    title="一つの欄に値が二つ",
    message="「{heading}」に値が二つあるので、先にある「{read_as}」を取り込みました。",
    remedy=_CONFIRM,
)
COLLECTIVE_DEPARTMENT = warning(
    code="I074",
    title="一つの課ではないような担当課",
    message="「{department}」は一つの課の名称ではないようです。調査票を送る課としました。",
    remedy="送らないなら、計画台帳の担当課シートで回答対象を×にしてください。",
)
CHOICES_FROM_VALUES = info(
    code="I075",
    title="選択肢を表の値から作った",
    message="「{heading}」の選択肢を、表にある「{read_as}」としました。",
    remedy="表に出てこない選択肢があれば、計画台帳の選択肢シートに加えてください。",
)
TABLE_WITHOUT_ANSWERS = warning(
    code="I076",
    title="回答の欄がない表",
    message="実績や評価の列が見つからないので、ふつうの記入欄(評価、進捗状況など)をたずねる計画としました。",
    remedy="たずねることを、計画台帳の記入欄シートで決めてください。",
)
PLAN_TITLE_GIVEN = info(
    code="I077",
    title="計画名を指定どおりにした",
    message="表の上の行ではなく、指定された「{read_as}」を計画名としました。",
)
OLDER_YEAR_GIVEN = info(
    code="I078",
    title="以前の年度の列",
    message="見出し「{heading}」は以前の年度のものなので、「{read_as}」としました。",
)
AREA_HAS_NO_NUMBER = info(
    code="I079",
    title="番号のないまとまり",
    message="「{heading}」には番号がないので、上から順に番号を付けました。",
    remedy="計画台帳の基本施策シートで、正しい番号に直せます。",
)
REVIEW_LISTED = info(
    code="I080",
    title="審査の記入",
    message="「{heading}」は担当課でない者の評価とみて、記入者が審査の記入欄とし、値は回答に入れていません。",
    remedy="担当課が答えるものなら、計画台帳の記入欄シートの記入者を直してください。",
)
SHEET_OF_OLDER_YEAR = warning(
    code="I081",
    title="以前の年度のシート",
    message="シート「{sheet}」は以前の年度の表とみて、読みませんでした。",
    remedy="前回の回答などに使うなら、そのシートだけのブックを作り、別に取り込んでください。",
)
SIGN_FOR_NOTHING = info(
    code="I082",
    title="記号だけの欄",
    message="「{value}」とだけある欄が、このシートに {count} 個あります。空欄とみました。",
)
ENDING_CONTRADICTED = warning(
    code="I083",
    title="終了と継続の食い違い",
    message=(
        "{department}の施策 {measure} の回答は「{what}」で、終えるのか続けるのかが"
        "食い違っています。外さずに引き継ぎました。"
    ),
    remedy=(
        "{department}に確かめてください。終わった施策なら、新しい計画台帳の施策シートから"
        "その行を消してください。"
    ),
)
INDICATOR_VALUE_READ = info(
    code="I084",
    title="指標の値の読み方",
    message="指標の値「{value}」を「{read_as}」と読みました。",
    remedy=_CONFIRM,
)
INDICATOR_DIRECTION_GUESSED = info(
    code="I085",
    title="指標の向きを決めた",
    message="目標値が基準値より小さいので、この指標の向きを減としました。",
    remedy="違っていれば、計画台帳の指標シートで直してください。",
)
INDICATOR_RATE_LISTED = info(
    code="I086",
    title="達成率の列",
    message="達成率は実績値と目標値から計算するので、この列の値は取り込んでいません。",
)
MARKED_CHOICE = info(
    code="I087",
    title="印を付ける列",
    message="「{heading}」の下の「{value}」は、「{read_as}」の付いた行がこれを選んだものと読みました。",
    remedy=_CONFIRM,
)
DITTO_READ = info(
    code="I088",
    title="「〃」の読み方",
    message="「{value}」を、上のセルと同じ「{read_as}」と読みました。",
    remedy=_CONFIRM,
)
ATTACHED_TEXT_LISTED = info(
    code="I089",
    title="コメントや図形の文字",
    message="表のセルではなく、{what}に書かれています。計画台帳には入れていません。",
    remedy="要るものであれば、計画台帳に書き写してください。",
)
TABLE_TURNED = info(
    code="I090",
    title="施策が列ごとに並ぶ表",
    message=(
        "施策が一つの列に一つずつ並ぶ表とみて、行と列を入れ替えて読みました。"
        "ほかの指摘の「列」は、この表では行のことです。"
    ),
    remedy=_CONFIRM,
)
HALVES_READ = info(
    code="I091",
    title="上段と下段",
    message="「{heading}」は上段と下段で別のことを書く欄とみて、「{read_as}」の二つの列に分けて読みました。",
    remedy=_CONFIRM,
)
HALVES_UNCLEAR = warning(
    code="I092",
    title="上段と下段に分けられない欄",
    message="書かれているのが二行でないので、上段と下段に分けず、すべて「{read_as}」のこととして読みました。",
    remedy=_CONFIRM,
)
MEASURE_REPEATED = info(
    code="I093",
    title="再掲の施策",
    message="{first} の施策の再掲とみて、計画台帳に入れて尋ねるのは一度だけにしました。",
    remedy="ここでも別に尋ねるなら、計画台帳の施策シートに行を書き足してください。",
)
REPEATED_MEASURE_DIFFERS = warning(
    code="I094",
    title="もとと違う再掲",
    message="再掲とありますが、「{heading}」が {first} の施策と違うので、別の施策としました。",
    remedy="同じ施策なら、計画台帳の施策シートからどちらかの行を消してください。",
)
REPEATED_MEASURE_UNKNOWN = warning(
    code="I095",
    title="もとのわからない再掲",
    message="再掲とありますが、もとの施策がどれかわからないので、一つの施策として取り込みました。",
    remedy="もとの施策があれば、計画台帳の施策シートからこの行を消してください。",
)
HIDDEN_PART_READ = warning(
    code="I096",
    title="表示されていない行や列",
    message="{what}は表示されていませんが、見えているところと同じように読みました。",
    remedy="要らなければ、元の表の写しを作り、そこを消してから取り込み直してください。",
)
STRUCK_TEXT_READ = warning(
    code="I097",
    title="取り消し線のある文字",
    message="取り消し線のある文字も、ほかの文字と同じように読みました。",
    remedy="消したものなら、計画台帳から消してください。",
)
PARTS_STACKED = info(
    code="I098",
    title="左右に並ぶ表",
    message="ここからの列は左の表の続きとみて、左の表の下に続けて読みました。",
    remedy=_CONFIRM,
)
