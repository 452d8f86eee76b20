"""`python -m ictxl`, and the command `ictxl`."""

import os
import sys

from ictxl.runtime.interrupts import EXIT_INTERRUPTED, INTERRUPTED, UNTOUCHED


def main() -> None:
    # Each worker process imports the program's main module, too, and needs no command line.
    try:
        from ictxl.cli import main as run  # noqa: PLC0415

        run()
    except KeyboardInterrupt:
        # So early, or so late, that the command line itself could not say so.
        if sys.stderr is not None:
            is_early = _WRITER not in sys.modules
            sys.stderr.write(f"{INTERRUPTED}{UNTOUCHED if is_early else ''}\n")
            sys.stderr.flush()
        os._exit(EXIT_INTERRUPTED)


_WRITER = "ictxl.files.outputs"
"""Before it is imported nothing can have been written."""


if __name__ == "__main__":
    main()
