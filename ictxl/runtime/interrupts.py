"""What is said after Ctrl-C, or where the program is not whole; imported before anything else."""

INTERRUPTED = "中断しました。"
UNTOUCHED = "出力先に前からあったファイルは元のままです。"
EXIT_INTERRUPTED = 130
"""What shells expect after Ctrl-C."""


def incomplete(error: ImportError) -> tuple[str, str]:
    """(what is wrong, what to do) where a part of the program is not there any more."""
    return (
        f"ictxl の一部({error.name or error})が見つからないので、続けられません。",
        "ictxl のフォルダーを動かしたり消したりしたのなら元に戻してください。そうでなければ、"
        "zip を展開し直すか、pip で入れ直してください。"
        "ウイルス対策ソフトが止めていることもあります。",
    )
