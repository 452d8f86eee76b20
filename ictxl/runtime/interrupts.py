"""What is said after Ctrl-C; imported before anything that takes time to import."""

INTERRUPTED = "中断しました。"
UNTOUCHED = "出力先に前からあったファイルは元のままです。"
EXIT_INTERRUPTED = 130
"""What shells expect after Ctrl-C."""
