"""The form's table of indicators: its prototype row, its rows and formulas."""
