"""Indicators in the published workbook: lines under the answers, and a sheet of their own."""
