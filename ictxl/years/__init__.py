"""年度のあいだ: next year's plan, and years compared."""
