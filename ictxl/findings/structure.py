"""S…: the structure of a returned form."""

from __future__ import annotations

from ictxl.findings.kind import error, info, warning

ANSWER_COLUMN_MISSING = error(
    code="S001",
    title="記入欄が見つからない",
    message="調査票に「{heading}」の欄が見つかりません。",
    remedy="列を削除していないか確かめ、送付した調査票に記入し直してもらってください。",
    request="送付した調査票の列を消さずに、「{heading}」も記入してください。",
)
MEASURE_ROW_MISSING = error(
    code="S002",
    title="施策の行がない",
    message="{level} {measure}「{title}」の行が調査票にありません。",
    remedy="行を削除していないか確かめ、この{level}の回答を記入し直してもらってください。",
    request=(
        "{level} {measure} の行に記入してください。"
        "行を消したときは、送付した調査票に記入してください。"
    ),
)
MEASURE_OF_OTHER_DEPARTMENT = error(
    code="S003",
    title="担当ではない施策の行",
    message=(
        "{level} {measure} は{department}の担当ではありません。"
        "記入された内容は集約表に載せていません。"
    ),
    remedy=(
        "担当課を計画台帳で確かめてください。担当であれば台帳に加え、--plan で指定してください。"
    ),
)
MEASURE_NOT_IN_PLAN = error(
    code="S004",
    title="計画にない施策の行",
    message=(
        "{level} {measure}「{title}」は計画にありません。記入された内容は集約表に載せていません。"
    ),
    remedy="計画台帳の項番と名称を確かめてください。",
)
MEASURE_ROWS_DIFFER = error(
    code="S005",
    title="同じ施策の行が二つある",
    message=(
        "{level} {measure} の行が二つあり、内容が違います({first} と {second})。"
        "集約表には {first} を載せました。"
    ),
    remedy="どちらが正しいか担当課に確かめ、不要な行を消してもらってください。",
    request="どちらが正しいか確かめ、不要な行を消してください。",
)
ANSWER_OF_UNKNOWN_DEPARTMENT = error(
    code="S006",
    title="担当課がわからない回答",
    message="どの課の回答かわからないので、集約表に載せていません。",
    remedy=(
        "ファイル名に課の名前を入れる(例: 01_企画課.xlsx)か、計画台帳の担当課シートに課の名称か"
        "別名を加えて、もう一度実行してください。"
    ),
)
COLUMN_READ_BY_HEADING = warning(
    code="S007",
    title="列を見出しで読んだ",
    message="列の識別用の行が壊れているため、見出し「{heading}」で{column}列と判断しました。",
    remedy="{column}列が「{heading}」の回答か確かめてください。",
)
ROW_READ_BY_TITLE = warning(
    code="S008",
    title="行を施策名称で読んだ",
    message=("行の識別用の列が壊れているため、書かれている名称でこの行を {whose} と判断しました。"),
    remedy="この行が {whose} の回答か確かめてください。",
)
ROW_ID_CONTRADICTS_TITLE = warning(
    code="S009",
    title="識別用の列と施策名称の食い違い",
    message=(
        "識別用の列では {key} の行ですが、書かれている名称は {whose} のものです。"
        "見えている名称のほうで読みました。"
    ),
    remedy="一部の列だけを並べ替えていないか、この行が {whose} の回答か確かめてください。",
)
SEVERAL_INPUT_SHEETS = warning(
    code="S010",
    title="入力シートが二つ以上ある",
    message="入力シートが複数あります({sheets})。どちらの回答も読みました。",
    remedy="控えや下書きが混じっていないか確かめてください。",
)
SHEET_RENAMED = info(
    code="S011",
    title="シート名の変更",
    message="シート「{before}」の名前が「{value}」に変わっています。",
)
TEXT_OUTSIDE_ANSWER_CELLS = warning(
    code="S012",
    title="記入欄の外に書かれた文字",
    message="記入欄の外に「{brief}」と書かれています。集約表には載せていません。",
    remedy="回答に含めるべき内容か確かめてください。含めるときは記入欄に書き足してもらってください。",
    request="回答に含める内容であれば、記入欄に書き足してください。",
)
TEXT_BELOW_ANSWER = warning(
    code="S013",
    title="回答の下の行に書かれた文字",
    message="{level} {measure} の行の下に「{brief}」と書かれています。集約表には載せていません。",
    remedy=(
        "{level} {measure} の回答の続きか確かめてください。"
        "続きなら、その{level}の記入欄にまとめて書いてもらってください。"
    ),
    request="回答に含める内容であれば、記入欄に書き足してください。",
)
GIVEN_TEXT_CHANGED = warning(
    code="S014",
    title="あらかじめ入れた文字の変更",
    message=(
        "「{heading}」の文字が変わっています(送付時「{before}」、今「{brief}」)。"
        "集約表には計画台帳の文字を載せました。"
    ),
    remedy="計画台帳を直すべきか、書き間違いか、担当課に確かめてください。",
)
FORM_TEXT_OVERWRITTEN = warning(
    code="S015",
    title="調査票の文字の上書き",
    message="調査票の文字「{before}」が「{brief}」に書き換えられています。",
    remedy="担当課からの連絡が書かれていないか確かめてください。",
)
TEXT_ON_ADDED_SHEET = warning(
    code="S016",
    title="追加されたシートの文字",
    message="調査票にないシートに「{brief}」と書かれています。集約表には載せていません。",
    remedy="回答に含めるべき内容か確かめてください。含めるときは記入欄に書き足してもらってください。",
    request="回答に含める内容であれば、記入欄に書き足してください。",
)
COMMENT_TEXT = warning(
    code="S017",
    title="コメント",
    message="セルのコメント{by}に「{brief}」と書かれています。集約表には載せていません。",
    remedy="回答に含めるべき内容か、担当課からの連絡か確かめてください。",
)
SHAPE_TEXT = warning(
    code="S018",
    title="図形やテキスト ボックスの文字",
    message="図形に「{brief}」と書かれています。集約表には載せていません。",
    remedy="回答に含めるべき内容か確かめてください。含めるときは記入欄に書き足してもらってください。",
    request="回答に含める内容であれば、記入欄に書き足してください。",
)
HEADER_OR_FOOTER_TEXT = info(
    code="S019",
    title="ヘッダーやフッターの文字",
    message="ページのヘッダーかフッターに「{brief}」と書かれています。",
    remedy="担当課からの連絡でないか確かめてください。",
)
ANSWER_CELLS_MERGED = warning(
    code="S020",
    title="結合された記入欄",
    message="{area} が結合されています。回答は左上の {cell} の{level}のものとして読みました。",
    remedy="結合されたほかの{level}にも同じ回答でよいか確かめ、{level}ごとに記入し直してもらってください。",
    request="結合を解いて、{level}ごとに記入してください。",
)
HIDDEN_ANSWER = info(
    code="S021",
    title="隠れた行や列の回答",
    message="表示されていない{what}に回答があります。読みました。",
    remedy="そのままで構いません。消したつもりの回答でないか、必要なら確かめてください。",
)
STRIKETHROUGH_OUTSIDE_ANSWERS = warning(
    code="S022",
    title="記入欄の外の取り消し線",
    message="「{brief}」に取り消し線が引かれています。",
    remedy="何を取り消すものか担当課に確かめてください。",
)
LINK_IN_CELL = info(
    code="S023",
    title="セルに張られたリンク",
    message="セルに「{brief}」へのリンクが張られています。開いていません。",
    remedy="リンク先に回答が書かれていないか、必要なら確かめてください。",
)
SHEET_ADDED = info(
    code="S024",
    title="追加されたシート",
    message="調査票にないシート「{value}」があります。セルには何も書かれていません。",
    remedy="シート名が担当課からの連絡でないか確かめてください。",
)
DOCUMENT_PROPERTY_TEXT = info(
    code="S025",
    title="ブックの属性の文字",
    message="ブックの属性「{what}」に「{brief}」と書かれています。",
    remedy="担当課からの連絡でないか確かめてください。",
    why=(
        "「ファイル」の「情報」にある属性のうち、調査票を送ったときになかった文字を示します。"
        "作成者と最終更新者の名前は示しません。"
    ),
)
DEFINED_NAME_TEXT = info(
    code="S026",
    title="名前の定義の文字",
    message="名前の定義に「{brief}」とあります。",
    remedy="担当課からの連絡でないか確かめてください。",
)
DATA_VALIDATION_TEXT = info(
    code="S027",
    title="入力規則の文字",
    message="セルの入力規則({what})に「{brief}」と書かれています。",
    remedy="担当課からの連絡でないか確かめてください。",
)
OTHER_HIDDEN_TEXT = info(
    code="S028",
    title="そのほかの見えにくい文字",
    message="{what}に「{brief}」と書かれています。",
    remedy="回答や担当課からの連絡でないか確かめてください。",
    why=(
        "テーブルやピボットテーブル、図形の代替テキスト、ほかのブックから写した値など、"
        "セルにも図形にも見えていない文字です。セルに同じ文字があるものは示しません。"
    ),
)
DRAWN_SHAPE = warning(
    code="S029",
    title="記入欄の外の線や図形",
    message="{what}が描かれています({area})。",
    remedy="取り消しや選択の印でないか、担当課に確かめてください。",
    request="取り消しや選択の印であれば、記入欄に文字で記入してください。",
    why="文字のない図形です。記入済みの回答に重なるものは A108 で示します。",
)
FORM_CONTROL = warning(
    code="S030",
    title="チェック ボックスなどのコントロール",
    message="{what}「{brief}」があります。集約表には載せていません。",
    remedy="回答に含めるべき内容か確かめてください。含めるときは記入欄に書き足してもらってください。",
    request="回答に含める内容であれば、記入欄に書き足してください。",
    why="ラベルの文字と、チェックの有無や選ばれた項目を示します。",
)
TEXT_UNDER_MERGED_CELLS = warning(
    code="S031",
    title="結合されたセルの下に隠れた文字",
    message="結合された {area} の下に「{brief}」が隠れています。集約表には載せていません。",
    remedy="載せるべき回答か確かめ、載せるときは結合を解いて見えるようにしてもらってください。",
    request="結合を解き、載せる回答であれば残し、そうでなければ消してください。",
)
SHEET_OF_OTHER_DEPARTMENT = error(
    code="S033",
    title="ほかの課の調査票のシート",
    message=(
        "シート「{sheet}」には{owner}の調査票と書かれていますが、{named}のブックに入っています。"
        "{level} {measure} の回答「{brief}」は、どの課のものとしても集約表に載せていません。"
    ),
    remedy=(
        "{owner}の回答なら、シートを新しいブックに移して保存し、そのファイルを加えてください。"
        "{owner}の回答として読みます。{named}の回答なら、シートに書かれた担当課を{named}に直してください。"
    ),
    request="担当課の書かれ方を確かめ、課ごとに別のファイルで出してください。",
)
FORM_FORMULA_OVERWRITTEN = warning(
    code="S032",
    title="調査票の数式の上書き",
    message="調査票が自分で計算して見せるセルに「{brief}」と書かれています。集約表には載せていません。",
    remedy="回答に含めるべき内容か、担当課からの連絡か確かめてください。",
    request="このセルは調査票が自分で計算します。回答であれば、記入欄に書いてください。",
    why="文字数、達成率、評価の目安、点検の結果、直す行の数など、調査票の数式のあるセルです。",
)
QUESTION_NOT_IN_PLAN = warning(
    code="S034",
    title="計画にない記入欄の回答",
    message=(
        "この調査票の「{heading}」は、集約に使う計画の記入欄にありません。{count} 件の回答"
        "「{brief}」は集約表に載せていません。"
    ),
    remedy=(
        "計画台帳の記入欄に「{heading}」を加え、--plan で指定するか、載せる内容をほかの記入欄に"
        "書き足してもらってください。"
    ),
    why="調査票を作ったあとで計画台帳の記入欄を変えたときなどに示します。名称で対応させています。",
)
QUESTION_NOT_IN_FORM = error(
    code="S035",
    title="調査票になかった必須の記入欄",
    message="計画の記入欄「{heading}」は、この調査票にはなく、記入できませんでした。",
    remedy="今の計画で作った調査票を送り、「{heading}」を記入してもらってください。",
    why="調査票を作ったあとで計画台帳の記入欄を変えたときなどに示します。名称で対応させています。",
)
OPTIONAL_QUESTION_NOT_IN_FORM = info(
    code="S036",
    title="調査票になかった任意の記入欄",
    message="計画の記入欄「{heading}」(任意)は、この調査票にはなく、記入できませんでした。",
    remedy="必要なら、「{heading}」の内容を担当課に尋ねてください。",
)
CHOICE_OF_OTHER_LIST = warning(
    code="S037",
    title="選択肢の意味の違い",
    message=(
        "{heading}の「{brief}」は、調査票では「{theirs}」、集約に使う計画では「{ours}」です。"
        "「{ours}」として載せました。"
    ),
    remedy="「{ours}」でよいか確かめてください。",
    why=(
        "調査票を作ったあとで選択肢を変えたときに示します。名称の同じ選択肢があればそれと読み、"
        "なければ同じ記号のものと読みます。"
    ),
)
UNIT_OF_OTHER_FORM = warning(
    code="S039",
    title="単位の違い",
    message=(
        "{heading}の単位が、調査票と集約に使う計画とで違います。"
        "数を直さず、調査票の単位で「{read_as}」と載せました。"
    ),
    remedy="計画の単位ではいくつになるか、担当課に確かめてください。",
    why="調査票を作ったあとで計画台帳の単位を変えたときや、ほかの年度の調査票のときに示します。",
)
ROW_ADDED = warning(
    code="S038",
    title="足された行",
    message="{level}の行でない行が足され、「{brief}」と書かれています。集約表には載せていません。",
    remedy=(
        "担当の{level}がほかにもあれば、計画台帳に加えて調査票を送り直してください。"
        "ほかの{level}の回答の続きなら、その記入欄に書き足してもらってください。"
    ),
    request=(
        "足された行は読み取れません。回答に含める内容であれば、もとからある行の記入欄に書いてください。"
        "{level}が足りないときは、情報課に知らせてください。"
    ),
    why="一つの行に書かれたものは、欄ごとに分けず、セル番地とともに一つの指摘にします。",
)
