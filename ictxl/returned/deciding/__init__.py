"""Which of several is heard: of two answers, of two files, of many plans."""
