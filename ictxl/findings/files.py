"""F…: the file as a whole."""

from __future__ import annotations

from ictxl.findings.kind import error, info, warning

NOT_A_FORM = error(
    code="F001",
    title="調査票ではないブック",
    message="このブックは ictxl の調査票ではありません(識別用の行とシートがありません)。{where}",
    remedy="送付した調査票に記入したものを返してもらうか、このファイルを対象から外してください。",
)
FILE_UNREADABLE = error(
    code="F002",
    title="読めないファイル",
    message="このファイルを読めません: {reason}。",
    remedy=(
        "ほかのプログラムで開いていれば閉じて、もう一度実行してください。それでも読めなければ、"
        "Excel で開けるか確かめ、開ければ「名前を付けて保存」で .xlsx として保存し直してください。"
        "開けなければ、担当課に再提出を頼んでください。"
    ),
)
FORM_OF_OTHER_PLAN_OR_YEAR = warning(
    code="F003",
    title="ほかの計画・年度の調査票",
    message=(
        "この調査票は別の計画または年度のものです(調査票: {theirs}、今回: {ours})。"
        "{level}名称が一致する回答だけを取り込みました。"
    ),
    remedy=(
        "今回の回答として正しいか担当課に確かめてください。違うときは、このファイルを対象から外し、"
        "今回送付した調査票に記入し直してもらってください。"
    ),
    request="今回お送りした調査票に記入してください。",
)
FORM_OF_OTHER_PLAN_VERSION = warning(
    code="F004",
    title="計画の版が違う調査票",
    message=(
        "この調査票は、今回の計画と内容の違う版から作られています。"
        "{level}名称が一致する回答だけを取り込みました。"
    ),
    remedy="計画台帳を直したあとに調査票を送り直したか確かめ、食い違う{level}の回答を確認してください。",
)
PASSWORD_REQUIRED = error(
    code="F005",
    title="パスワードがかかったファイル",
    message="パスワードがかかっていて開けません({reason})。",
    remedy=(
        "--password または --password-file でパスワードを指定するか、"
        "パスワードを外して再提出してもらってください。"
    ),
)
NOT_AN_EXCEL_WORKBOOK = error(
    code="F006",
    title="Excel ブックではないファイル",
    message="拡張子は Excel ブックですが、中身は{what}です。",
    remedy=(
        "Excel で開けるなら「名前を付けて保存」で .xlsx として保存し直してください。"
        "開けなければ、送付した調査票に記入したものを再提出してもらってください。"
    ),
)
OTHER_KIND_OF_FILE = warning(
    code="F007",
    title="調査票のほかのファイル",
    message="{what}なので、読んでいません。",
    remedy=(
        "回答が書かれていないか開いて確かめてください。回答があれば、"
        "送付した調査票に記入したものを出してもらってください。"
    ),
)
LIMIT_EXCEEDED = error(
    code="F008",
    title="大きすぎるファイル",
    message="{what}が上限({limit})を超えるため、読むのをやめました。",
    remedy=(
        "開いて確かめ、回答だけを送付した調査票に写して再提出してもらってください。"
        "正しいファイルなら {option} で上限を上げられます。"
    ),
)
COPY_OF_ANOTHER_FILE = info(
    code="F009",
    title="同じファイルの重複",
    message="「{first}」と中身が同じファイルです。一度だけ数えました。",
)
WRONG_FILE_EXTENSION = info(
    code="F010",
    title="拡張子と中身が違うファイル",
    message="拡張子は{suffix}ですが、中身は {kind} のブックです。中身に合わせて読みました。",
)
FILE_PARTLY_DAMAGED = error(
    code="F011",
    title="一部が壊れたブック",
    message="ブックの一部({part})が壊れていて読めません。残りは読みました。",
    remedy=(
        "開いて、{part}に回答やコメントがないか確かめてください。"
        "あれば、保存し直して再提出してもらってください。"
    ),
)
FORM_METADATA_MISSING = warning(
    code="F012",
    title="識別用のシートがない調査票",
    message="識別用の隠しシートがないか、壊れています。{how}とみて読みました。",
    remedy="担当課の回答として正しいか確かめてください。違うときは対象から外してください。",
)
FORM_OF_NEWER_ICTXL = warning(
    code="F013",
    title="新しい版の ictxl の調査票",
    message=(
        "この調査票は新しい ictxl で作られています(様式の版 {theirs}、この ictxl は {ours})。"
        "読めるところだけを読みました。"
    ),
    remedy="ictxl を新しい版にして、もう一度実行してください。",
)
PICTURE_OR_EMBEDDED_FILE = warning(
    code="F014",
    title="画像や埋め込みファイル",
    message="{what}が入っています。中の文字は読めません。",
    remedy="開いて、回答が書かれていないか確かめてください。あれば、セルに記入し直してもらってください。",
)
WORKBOOK_HAS_MACROS = info(
    code="F015",
    title="マクロの入ったブック",
    message="マクロが入っています。実行せずに、セルの内容だけを読みました。",
    remedy="心当たりのないマクロなら、このファイルを開かないでください。",
)
READING_TIMED_OUT = error(
    code="F017",
    title="読み終わらないファイル",
    message="{limit}たっても読み終わらないため、読むのをやめました。",
    remedy=(
        "開いて確かめ、回答だけを送付した調査票に写して再提出してもらってください。"
        "正しいファイルなら --limit-seconds で上限を上げられます。"
    ),
)
RIGHTS_RESTRICTED = error(
    code="F018",
    title="アクセス権を制限したファイル",
    message=(
        "アクセス権の制限(IRM、秘密度ラベル)がかかっていて開けません。パスワードでも開けません。"
    ),
    remedy=(
        "担当課に、Excel の「ファイル」「情報」「ブックの保護」で制限を外して保存し、"
        "再提出してもらってください。"
    ),
)
WORKBOOKS_INSIDE = error(
    code="F019",
    title="調査票を包んだファイル",
    message="{what}で、中にブックがあります({names})。中のブックは読んでいません。",
    remedy=(
        "{how}、取り出したブックをほかの調査票と同じフォルダーに置いて、もう一度実行してください。"
    ),
)
SET_ASIDE_FILE_READ = warning(
    code="F020",
    title="名前の変わった調査票",
    message=(
        "名前からは{what}に見えますが、{department}の調査票です。"
        "{department}からほかに届いていないので、このファイルの回答を読みました。"
    ),
    remedy=(
        "記入し終えたものか担当課に確かめ、正しければ名前の終わりを .xlsx に直してください。"
        "違うときは、送付した調査票に記入したものを出してもらってください。"
    ),
    why=(
        "Excel は保存の途中で「5A3B2C10」のような名前のファイルを作り、終わると元の名前に戻します。"
        "途中で終わると、調査票がその名前のまま残ります。"
    ),
)
SET_ASIDE_FILE_NOT_USED = warning(
    code="F021",
    title="使わなかった控えや保存の途中のファイル",
    message=(
        "名前からは{what}に見えます。{department}の調査票がほかにあるので、集約表には載せていません。"
        "載せた回答と違うところは「{brief}」です。"
    ),
    remedy=(
        "こちらの回答が正しいときは、名前の終わりを .xlsx に直してください。"
        "要らないときは、このファイルを対象から外してください。"
    ),
)
OWN_RESULTS_LEFT_OUT = info(
    code="F022",
    title="ictxl が書き出したファイル",
    message="ictxl が書き出した「{found}」は、調査票ではないので読んでいません。",
    why=(
        "書き出したあとに Excel などで保存し直したものは、誰かが書き込んだかもしれないので、"
        "ほかのファイルと同じように読みます。"
    ),
)
NUMBERS_EXPORT = info(
    code="F023",
    title="Numbers で書き出したブック",
    message=(
        "Mac の Numbers で書き出したブックです。Numbers が足したシート名と一覧は、"
        "担当課の書いたものではないとみて、ほかの指摘には示しません。"
    ),
)
PLAN_IN_FORM_DIFFERS = error(
    code="F024",
    title="計画の内容が違う調査票",
    message=(
        "この調査票の隠しシートに入っている計画が、集約に使った計画({ours})と違います: {what}。"
        "この調査票の計画は使っていません。"
    ),
    remedy=(
        "--plan で計画台帳を指定すると、調査票の中の計画によらずにまとめます。計画台帳を直して"
        "送り直した覚えがなければ、送付した調査票に記入し直してもらってください。"
    ),
    why=(
        "--plan がないとき、計画は、最も多くの課の調査票に入っているものを使う。提出期限や"
        "問い合わせ先、点検設定まで、計画のすべてを比べる。"
    ),
)
PLAN_IN_FORM_CHANGED = error(
    code="F025",
    title="計画が書き換えられた調査票",
    message=(
        "この調査票の隠しシートに入っている計画が、送付したときと違います。ほかに送付したままのものが"
        "ないので、この計画でまとめました。"
    ),
    remedy=(
        "--plan で計画台帳を指定してください。計画台帳がなければ、送付した調査票に"
        "記入し直してもらってください。"
    ),
)
