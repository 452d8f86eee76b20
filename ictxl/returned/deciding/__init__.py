"""Decide which of several counts: of two answers, of two files, of many plans."""
