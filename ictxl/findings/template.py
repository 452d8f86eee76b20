"""T… the template, and what else goes into the forms."""

from __future__ import annotations

from ictxl.findings.kind import error, info, warning

UNKNOWN_PLACEHOLDER = error(
    code="T001",
    title="知らない差し込み欄",
    message="「{value}」という差し込み欄はありません。",
    remedy=(
        "使える差し込み欄は、似たものから順に {known} です。"
        "差し込みでなければ、波かっこを使わずに書いてください。"
    ),
)
PLACEHOLDER_MISSING = error(
    code="T002",
    title="必要な差し込み欄がない",
    message="差し込み欄 {missing} がありません。",
    remedy="施策を書き出す行のセルに {missing} と書いてください。",
)
PLACEHOLDER_DUPLICATED = error(
    code="T003",
    title="差し込み欄の重複",
    message="差し込み欄「{value}」が {first} にもあります。",
    remedy="どちらか一つを消してください。",
)
PLACEHOLDER_OUTSIDE_MEASURE_ROW = error(
    code="T004",
    title="施策の行が二つ以上ある",
    message=(
        "施策の差し込み欄「{value}」が、ほかの施策の差し込み欄({row} 行目)と同じ行にありません。"
    ),
    remedy=(
        "施策の差し込み欄は「{main}」シートの {row} 行目にまとめてください。"
        "この行が施策の数だけ繰り返されます。"
    ),
)
PLACEHOLDER_BESIDE_OTHER_TEXT = error(
    code="T005",
    title="差し込み欄がほかの文字と一緒にある",
    message="差し込み欄「{value}」がほかの文字と同じセルにあります。",
    remedy="このセルには「{value}」だけを書いてください。",
)
RESERVED_CELL_USED = error(
    code="T006",
    title="1 行目または A 列が使われている",
    message="1 行目と A 列は識別のために ictxl が使いますが、「{value}」が書かれています。",
    remedy="行または列を挿入して、2 行目・B 列より後ろへずらしてください。",
)
NEXT_STEP_NOT_ASKED = warning(
    code="T007",
    title="次期計画での展開を尋ねないひな形",
    message="差し込み欄 {missing} がないので、この調査票では次期計画での展開を記入できません。",
    remedy="尋ねるときは {row} 行目のセルに {missing} と書いてください。",
)
MEASURE_ROW_MERGED = error(
    code="T008",
    title="施策の行がほかの行と結合されている",
    message="施策の行({row} 行目)のセルが、上下の行と結合されています({value})。",
    remedy="セルの結合を解くか、{row} 行目の中だけの結合にしてください。",
)
INDICATORS_IN_MEASURE_ROW = error(
    code="T031",
    title="施策の行にある指標の差し込み欄",
    message="指標の差し込み欄が、施策の行({row} 行目)にあります。",
    remedy="指標の差し込み欄は、施策とは別の行にまとめてください。その行が指標の数だけ繰り返されます。",
)
NOT_CARRIED_INTO_FORMS = warning(
    code="T009",
    title="調査票に引き継げないもの",
    message="{what}は調査票に引き継げません。",
    remedy="{advice}",
)
LIST_PLACEHOLDER_MISPLACED = error(
    code="T010",
    title="一覧の差し込み欄の置き方",
    message="凡例の差し込み欄「{value}」を使えません: {reason}。",
    remedy=(
        "凡例の差し込み欄は、一覧ごとに、調査票の入力シートとは別のシートの一つの行に"
        "並べてください。"
    ),
)
CHECK_COLUMN_MISSING = error(
    code="T011",
    title="未記入件数を数えられない",
    message="「{value}」は {missing} の列を数えますが、その列がありません。",
    remedy="施策の行に {missing} を加えるか、「{value}」を消してください。",
)
RESERVED_SHEET_NAME = error(
    code="T012",
    title="使えないシート名",
    message="シート名「{value}」は ictxl が使います。",
    remedy="シートを削除するか、名前を変えてください。",
)
DISPLAY_PLACEHOLDER_DUPLICATED = warning(
    code="T013",
    title="差し込み欄の重複(表示だけの欄)",
    message="差し込み欄「{value}」が {first} にもあります。両方に同じ文字が入ります。",
    remedy="わざとであれば、そのままで構いません。",
)
TEXT_DOES_NOT_FIT = warning(
    code="T014",
    title="欄に入り切らない文字",
    message="差し込む文字が長く、この欄に入り切りません。印刷や画面で終わりが切れます。",
    remedy="ひな形でその欄の幅を広げる(右のセルと結合する)か、計画台帳の文字を短くしてください。",
)
UNLOCKED_CELL = warning(
    code="T015",
    title="書き込めるのに記入欄でないセル",
    message=(
        "このセルはロックされていないので調査票で書き込めますが、どの記入欄でもありません。"
        "書かれた文字は欄外の文として報告だけされます。"
    ),
    remedy=(
        "記入欄にするときは、計画台帳の「記入欄」シートに加え、その名称を波かっこで囲んで"
        "施策の行に書いてください。そうでなければ、セルの書式設定で「ロック」を付けてください。"
    ),
)
HEADING_SAYS_ANOTHER_NAME = info(
    code="T016",
    title="見出しと記入欄の名称が違う",
    message=(
        "見出しは「{value}」ですが、記入欄の名称は「{heading}」です。入力のときの案内、点検、"
        "差戻しの文には「{heading}」と出ます。"
    ),
    remedy=(
        "見出しのとおりに呼ぶときは、計画台帳の「記入欄」シートで、名称「{heading}」を「{value}」に"
        "書き換えてください。ひな形の差し込み欄は、そのままで構いません。"
    ),
)
NO_PREVIOUS_ANSWER_FITS = warning(
    code="T020",
    title="前年度の回答が一つも当てはまらない",
    message=(
        "前年度の回答({answers} 件)の中に、今年度の計画の施策と担当課に当てはまるものが"
        "ありません。前回の欄は空のままです。"
    ),
    remedy="--previous に指定したファイルと、計画台帳の項番・担当課を確かめてください。",
)
PREVIOUS_ANSWERS_LEFT_OUT = info(
    code="T021",
    title="当てはまらない前年度の回答",
    message=(
        "前年度の回答のうち {answers} 件は、今年度の計画に当てはまる施策と担当課がないので"
        "載せていません({places})。"
    ),
    remedy="施策の統合や担当替えのためであれば、そのままで構いません。",
)
PREVIOUS_QUESTION_NOT_ASKED = info(
    code="T023",
    title="今年度は尋ねない記入欄の回答",
    message=(
        "前年度の「{heading}」の回答({count} 件)は、今年度の計画の記入欄に「{heading}」がないので、"
        "調査票に載せていません。"
    ),
    remedy=(
        "名称を変えただけであれば、計画台帳の「記入欄」の名称を前年度とそろえると、並べて載ります。"
        "もう尋ねないのであれば、そのままで構いません。"
    ),
)
PREVIOUS_FILES_NOT_READ = warning(
    code="T024",
    title="前年度の回答として読まなかったファイル",
    message="「{found}」は ictxl の調査票として読めないので、前年度の回答を取っていません。",
    remedy=(
        "前年度の調査票であれば、Excel で開いて .xlsx で保存し直し、もう一度実行してください。"
        "ほかのファイルであれば、そのままで構いません。"
    ),
)
NOT_OF_PREVIOUS_YEAR = warning(
    code="T022",
    title="前年度のものではない",
    message="--previous に指定したものは {year} 年度の回答です(今回の計画は {this_year} 年度)。",
    remedy="前の年度の集約表か調査票を指定したか確かめてください。",
)
PROPORTIONAL_FONT = warning(
    code="T041",
    title="文字ごとに幅の違う書体",
    message=(
        "書体「{what}」は文字ごとに幅が違います。行の高さは欄に入る文字数から決めるので、"
        "印刷で文字が欠けたり、余白が大きくなったりすることがあります。"
    ),
    remedy="表の本文は「BIZ UDゴシック」や「MS ゴシック」のような等幅の書体にしてください。",
)
COLUMN_TOO_NARROW = error(
    code="T042",
    title="一文字も入らない列",
    message="この欄は狭く、一文字も入りません。",
    remedy="列の幅を広げるか、字下げ(インデント)や文字の大きさを小さくしてください。",
)
PAPER_TOO_NARROW = error(
    code="T043",
    title="用紙に入らない表",
    message=(
        "表の幅が用紙に入りません。すべての列を一枚に収めるには {what} % に縮めることになり、"
        "文字が読めません。"
    ),
    remedy="列を減らすか狭くする、用紙を大きくする、シートを分けるなどしてください。",
)
NOT_CARRIED_INTO_TABLE = warning(
    code="T044",
    title="集約表に引き継げないもの",
    message="{what}は集約表に引き継げません。",
    remedy="{advice}",
)
PLACEHOLDER_OUTSIDE_TABLE_ROWS = error(
    code="T045",
    title="表の行の外にある差し込み欄",
    message=(
        "「{value}」は施策ごとに中身の変わる差し込み欄ですが、繰り返す行({row} 行目)の外に"
        "あります。"
    ),
    remedy=(
        "繰り返す行の中に移すか、上下に結合してつなげてください。下に別の表として並べるには、"
        "間に見出しの行を置き、差し込み欄を二つ以上書いてください。一施策を一枚のシートにする"
        "個票では、シートの名前に「{{項番}}」を入れてください。"
    ),
)
