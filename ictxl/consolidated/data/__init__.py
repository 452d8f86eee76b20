"""データ, one answer a row, and 指標データ, for machines; written in all forms and read back."""
