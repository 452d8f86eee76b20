"""`python -m ictxl`."""

from ictxl.cli import main

if __name__ == "__main__":
    main()
