"""What is odd about a returned form: texts without a home, marks, drawings, formulas."""
