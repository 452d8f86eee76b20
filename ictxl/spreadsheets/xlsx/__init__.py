"""Office Open XML workbooks (.xlsx, .xlsm): package, sheets and drawings (ECMA-376)."""
