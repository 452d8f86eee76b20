"""The other formats: .xls (BIFF8, BIFF5), .xlsb (BIFF12) and .ods (OpenDocument)."""
