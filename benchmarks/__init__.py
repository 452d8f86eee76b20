"""How fast ictxl is, beside what one would write instead: `python -m benchmarks`."""
