"""`python -m ictxl`, and the command `ictxl`."""

import os
import sys

from ictxl.runtime.interrupts import EXIT_INTERRUPTED, INTERRUPTED, UNTOUCHED, incomplete


def main() -> None:
    # Each worker process imports the program's main module, too, and needs no command line.
    try:
        from ictxl.cli import main as run  # noqa: PLC0415

        run()
    except ImportError as error:
        if os.environ.get("ICTXL_DEBUG"):
            raise
        if sys.stderr is not None:
            sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]  # `→` in any code page
            sys.stderr.write("\n→ ".join(incomplete(error)) + "\n")
        sys.exit(_COULD_NOT_RUN)
    except KeyboardInterrupt:
        # So early, or so late, that the command line itself could not say so.
        if sys.stderr is not None:
            is_early = _WRITER not in sys.modules
            sys.stderr.write(f"{INTERRUPTED}{UNTOUCHED if is_early else ''}\n")
            sys.stderr.flush()
        os._exit(EXIT_INTERRUPTED)


_COULD_NOT_RUN = 2
_WRITER = "ictxl.files.outputs"
"""Before it is imported nothing can have been written."""


if __name__ == "__main__":
    main()
