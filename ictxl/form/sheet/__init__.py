"""The input sheet: rows, headings, legend, dropdowns, row heights."""
