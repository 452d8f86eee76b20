"""データ: one answer a row, for machines; as a sheet, CSV, Parquet and frame, and read back."""
