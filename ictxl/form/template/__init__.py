"""The template workbook: its placeholders, its faults, and what a form cannot carry over."""
