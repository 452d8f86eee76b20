"""Which ictxl this is; stands apart so that no stage imports what `import ictxl` offers."""

__version__ = "0.1.0"
