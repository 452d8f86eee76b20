"""The other formats: .xls (BIFF8), .xlsb (BIFF12) and .ods (OpenDocument)."""
