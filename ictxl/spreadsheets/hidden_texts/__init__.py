"""Texts of a workbook outside cells, comments, shapes, headers and footers (目に触れない文字)."""
