"""A…: what a department answered on one measure, and anomalies of the cells that hold it."""

from __future__ import annotations

from ictxl.findings.kind import asked_error, asked_warning, error, info, warning

RATING_MISSING = asked_error(
    code="A001",
    title="評価が未記入",
    message="{question}が未記入です。",
    remedy="{to_do}",
    why="必須の記入欄のうち、最初の選択の欄です。",
)
UNKNOWN_RATING = asked_error(
    code="A002",
    title="評価が凡例にない",
    message="{question}「{value}」は{listed}にありません。",
    remedy="ドロップダウンから{question}({choices})を一つ選んでください。",
    why="最初の選択の欄です。",
)
ANSWER_MISSING = asked_error(
    code="A003",
    title="必須の欄が未記入",
    message="{question}が未記入です。",
    remedy="{to_do}",
)
ANSWER_MISSING_UNLESS_FINISHED = asked_warning(
    code="A004",
    title="終了のほか必須の欄が未記入",
    message="{question}が未記入です(終了の{other}のほかは必要です)。",
    remedy="{to_do}",
    why="評価が終了(X Y Z など)の施策には求めません。",
)
UNKNOWN_CHOICE = asked_error(
    code="A005",
    title="選択が一覧にない",
    message="{question}「{value}」は一覧にありません。",
    remedy="ドロップダウンから{question}({choices})を一つ選んでください。",
)
FINISHED_BUT_NEXT_STEP_CONTINUES = asked_warning(
    code="A006",
    title="終了の評価なのに次期展開が終了でない",
    message="{other}が{chosen}(終了)なのに、{question}が「{value}」です。",
    remedy="{other}と{question}のどちらが正しいか確かめてください。",
)
CONTINUING_BUT_NEXT_STEP_ENDS = asked_warning(
    code="A007",
    title="継続の評価なのに次期展開が終了",
    message="{other}が{chosen}(継続)なのに、{question}が「{value}」です。",
    remedy="{other}と{question}のどちらが正しいか確かめてください。",
)
TEXT_TOO_LONG = asked_warning(
    code="A008",
    title="文が上限より長い",
    message="{question}が{length}文字あり、上限の{limit}文字を超えています。",
    remedy="{limit}文字以内に短くできないか検討してください。全文は集約表に載ります。",
)
ANSWER_MISSING_FOR_CHOICE = asked_error(
    code="A112",
    title="ほかの欄の選択によって必須の欄が未記入",
    message="{question}が未記入です({other}が{chosen}のときは必要です)。",
    remedy="{to_do}",
    why="記入欄の必須に「評価=C、D」のように書いたものです。",
)
NOT_A_NUMBER = asked_error(
    code="A113",
    title="数でない",
    message="{question}「{value}」は数として読めません。",
    remedy="数だけを記入してください(例: 1200{unit} なら 1200)。書いた文字はそのまま残っています。",
    why=(
        "全角の数字、桁区切り、単位、%、▲ は意味が一つに決まるときに読み替えます(A009)。"
        "約30、30くらい、12,00 などは読み替えません。"
    ),
)
NOT_A_SHARE = asked_error(
    code="A118",
    title="割合でない",
    message="{question}「{value}」は割合として読めません。",
    remedy=(
        "% を付けて、数だけを記入してください(例: 32%。32 だけでは 32% か 3200% か決められません)。"
        "書いた文字はそのまま残っています。"
    ),
    why=(
        "セルの数(表示形式が % のもの)と、32%、0.32 のような文字は読みます。"
        "1 を超える、% のない文字は読み替えません。"
    ),
)
NOT_A_WHOLE_NUMBER = asked_warning(
    code="A114",
    title="整数でない",
    message="{question}「{value}」は整数ではありません。",
    remedy="整数を記入してください。",
)
NUMBER_TOO_SMALL = asked_warning(
    code="A115",
    title="下限より小さい",
    message="{question}「{value}」は下限の {limit}より小さい数です。",
    remedy="桁や単位の誤りでないか確かめてください。",
)
NUMBER_TOO_LARGE = asked_warning(
    code="A116",
    title="上限より大きい",
    message="{question}「{value}」は上限の {limit}より大きい数です。",
    remedy="桁や単位の誤りでないか確かめてください。",
)
NOT_A_DATE = asked_error(
    code="A117",
    title="日付でない",
    message="{question}「{value}」は日付として読めません。",
    remedy=(
        "日付だけを記入してください(例: 2026/12/25、令和8年12月25日)。"
        "書いた文字はそのまま残っています。"
    ),
)
ANSWER_NORMALISED = info(
    code="A009",
    title="書き方を読み替えた",
    message="「{value}」を「{read_as}」と読みました。",
)
INVISIBLE_IN_CODE = info(
    code="A111",
    title="見えない文字の混じった記号",
    message="「{read_as}」に見えない文字({found})が混じっていますが、除いて読みました。",
)
TEXT_CUT_OFF = asked_warning(
    code="A010",
    title="文が途中で終わっている",
    message="{question}が「…{ending}」で終わり、文の途中のようです。",
    remedy="続きがあれば書き足してください(例: …を実施している。)。",
    why=(
        "助詞、言いさしの動詞、読点、閉じていない括弧、ほかの文にある語の一部で終わる文を挙げます。"
        "「…を実施」「…の予定」のような体言止めは挙げません。"
    ),
)
PLACEHOLDER_TEXT = asked_warning(
    code="A011",
    title="仮の記述",
    message="{question}に仮の記述「{found}」があります。",
    remedy="公表できる文に書き換えてください(例: 同上 → 上と同じ内容をもう一度書く)。",
    why=(
        "同上、〃、別紙のとおり、前年度と同じ、○○、××、xxx、調整中、未定、"
        "後日記入、あとで書く など。"
        "〃、前年度と同じ、調整中、未定は、それだけで文になっているときに限ります。"
    ),
)
TEXT_SAME_AS_LAST_YEAR = asked_warning(
    code="A012",
    title="進捗状況が前回と同じ",
    message="{question}が前回とまったく同じ文です。",
    remedy="今回の進捗に書き改めるところがないか確かめてください。",
    why="前回の回答を入れて送った調査票に限ります。空白、改行、全角と半角の違いは見ません。",
)
FINISHED_MEASURE_CONTINUES = asked_warning(
    code="A013",
    title="終了した施策が継続に戻っている",
    message="前回の{question}は{previous}(終了)でしたが、今回は{chosen}(継続)です。",
    remedy="前回と今回のどちらの{question}が正しいか確かめてください。",
    why="前回の回答を入れて送った調査票に限ります。",
)
RATING_CHANGED_GREATLY = asked_warning(
    code="A014",
    title="評価が前回から大きく変わった",
    message="前回の{question}は{previous}でしたが、今回は{chosen}です。",
    remedy="{question}が正しいか確かめてください。正しければ、変わった理由を文に書き添えてください。",
    why=(
        "継続の評価が、凡例の順で二つ以上動いたとき(A → C、D → B など)。"
        "前回の回答を入れて送った調査票に限ります。"
    ),
)
HEADING_TYPED_INTO_TEXT = asked_warning(
    code="A015",
    title="課名と評価の見出しが文に入っている",
    message="{question}に見出し「{found}」が書かれています。集約表では同じ見出しが二重になります。",
    remedy="見出し「{found}」を消してください。集約表には自動で付きます。",
    why="【情報課-B】のように、計画にある課名(別名も)と評価を【】に入れたものです。",
)
EMAIL_ADDRESS = asked_warning(
    code="A016",
    title="電子メールアドレス",
    message="{question}に電子メールアドレス「{found}」があります。",
    remedy="公表してよいものか確かめ、そうでなければ消してください。",
)
PHONE_NUMBER = asked_warning(
    code="A017",
    title="電話番号",
    message="{question}に電話番号のような数字「{found}」があります。",
    remedy="公表してよいものか確かめ、そうでなければ消してください。",
    why="0 で始まり、区切りのある 10 桁か 11 桁の番号です。119番のような短い番号は挙げません。",
)
PERSONAL_NUMBER = asked_error(
    code="A018",
    title="個人番号とみられる数字",
    message="{question}に個人番号(マイナンバー)とみられる12桁の数字があります。",
    remedy="個人番号であれば、すぐに消してください。別の番号であれば、区切りや単位を付けて書いてください。",
    why="検査用数字の合う 12 桁の数字です(算式は平成26年総務省令第85号第5条)。",
)
TWELVE_DIGIT_NUMBER = asked_warning(
    code="A019",
    title="12桁の数字",
    message="{question}に12桁の数字「{found}」があります。",
    remedy="個人番号(マイナンバー)の書き誤りなどでないか確かめ、公表できないものは消してください。",
    why="個人番号の検査用数字に合わないものです。合うものは A018 です。",
)
FILE_NAME_OR_PATH = asked_warning(
    code="A020",
    title="ファイル名や保存場所",
    message="{question}にファイル名か保存場所「{found}」があります。",
    remedy="市民には開けないファイルです。内容を文で書くか、消してください。",
    why="拡張子の付いた名前(別紙1.xlsx など)と、\\\\ やドライブ名で始まる保存場所です。",
)
PRIVATE_USE_CHARACTERS = asked_warning(
    code="A021",
    title="外字",
    message="{question}に外字(この市のパソコンだけで読める文字)が{count}文字あります。",
    remedy="一般の文字かかなに書き換えてください。市民の画面では空白や別の文字になります。",
    why="Unicode の私用領域(U+E000~U+F8FF など)の文字と、文字化けの印(U+FFFD)です。",
)
MACHINE_DEPENDENT_CHARACTERS = asked_warning(
    code="A022",
    title="機種依存文字",
    message="{question}に機種依存文字「{found}」があります。",
    remedy="一般の文字に書き換えてください(例: ㈱ → (株)、㌔ → キロ、Ⅲ → 3)。",
    why=(
        "組文字(㈱ ㌔ ㍻ №)、ローマ数字、絵文字、異体字の指定です。①②③ は、今の画面と読み上げで"
        "困らないため挙げません。"
    ),
)


ANSWER_STRUCK_OUT = error(
    code="A101",
    title="取り消し線の引かれた回答",
    message="「{brief}」に取り消し線が引かれています。取り消し線の部分を除いて取り込みました。",
    remedy=(
        "消すのであれば、取り消し線ではなく文字を消してもらってください。"
        "生かすのであれば、取り消し線を外してもらってください。"
    ),
    request=(
        "消すのであれば、取り消し線ではなく文字を消してください。"
        "生かすのであれば、取り消し線を外してください。"
    ),
)
ANSWER_DRAWN_OVER = error(
    code="A108",
    title="線や図形の重なった回答",
    message=(
        "「{brief}」に{what}が重ねて描かれています。取り消しの印かもしれませんが、"
        "そのまま取り込みました。"
    ),
    remedy=(
        "取り消すのであれば文字を消し、生かすのであれば線や図形を消してもらってください。"
        "何かを選んだ印なら、文字で記入してもらってください。"
    ),
    request=(
        "取り消すのであれば文字を消し、生かすのであれば線や図形を消してください。"
        "何かを選んだ印なら、文字で記入してください。"
    ),
)
ANSWER_READ_AS_SEEN = info(
    code="A109",
    title="見えるとおりに読んだ回答",
    message="セルに保存されている「{stored}」を、{what}で見えるとおり「{brief}」と読みました。",
)
ANSWER_SEEN_OTHERWISE = warning(
    code="A110",
    title="見え方の違う回答",
    message="回答「{brief}」は、{what}のため、Excel では違って見えています。",
    remedy=(
        "Excel での見え方を確かめ、違うときは、見えるとおりの文字で記入し直してもらってください。"
    ),
    request="Excel で見えるとおりの文字で、記入し直してください。",
)
ANSWER_IS_ERROR_VALUE = error(
    code="A102",
    title="エラー値",
    message="回答がエラー値({brief})になっています。",
    remedy="記入し直してもらってください(「=」や「-」で始まる文は数式と扱われることがあります)。",
)
ANSWER_FORMULA_WITHOUT_RESULT = error(
    code="A103",
    title="結果のない数式",
    message="回答が数式({brief})で、計算結果が保存されていません。",
    remedy="Excel で開いて保存し直すか、数式ではなく文字で記入し直してもらってください。",
)
ANSWER_IS_FORMULA = info(
    code="A104",
    title="数式の回答",
    message="回答が数式です。保存されていた計算結果「{brief}」を読みました。",
    remedy="結果が正しければ、そのままで構いません。",
)
ANSWER_IS_DATE = warning(
    code="A105",
    title="日付になった回答",
    message=(
        "回答が日付・時刻({brief})になっています。「1-9」のように書いた文字を"
        " Excel が日付に変えたのかもしれません。"
    ),
    remedy="もとの文字を確かめ、先頭に「'」を付けて記入し直してもらってください。",
)
ANSWER_IS_NUMBER = warning(
    code="A106",
    title="数値になった回答",
    message=(
        "回答が数値です。「{brief}」と読みました。Excel で見える形(単位や桁区切り)とは"
        "違うかもしれません。"
    ),
    remedy="Excel での見え方を確かめ、違うときは文字で記入し直してもらってください。",
)
ANSWER_IS_BOOLEAN = warning(
    code="A107",
    title="TRUE・FALSE になった回答",
    message="回答が論理値({brief})になっています。",
    remedy="もとの文字を確かめ、文字で記入し直してもらってください。",
)
