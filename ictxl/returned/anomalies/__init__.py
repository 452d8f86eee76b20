"""What is odd about a returned form: stray texts, marks, drawings, formulas."""
