"""二次評価: the workbooks of who rates after the departments, made and read back."""
