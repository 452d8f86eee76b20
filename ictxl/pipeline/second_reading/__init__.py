"""二次評価: the workbooks in which readers rate again what departments answered, made and read."""
