"""進捗状況: the consolidated table in all its forms."""
