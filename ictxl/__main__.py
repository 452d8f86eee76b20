"""`python -m ictxl`, and the command `ictxl`."""


def main() -> None:
    # Each worker process imports the program's main module, too, and needs no command line.
    from ictxl.cli import main as run  # noqa: PLC0415

    run()


if __name__ == "__main__":
    main()
