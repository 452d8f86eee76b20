"""What a written plan workbook consists of, besides its columns."""
