"""差戻し: a department's own workbook with the cells to mend coloured, commented and listed.

What is added records itself on the form's hidden sheet, as the form's own texts do: coming back,
the marks are known as marks, and sent back once more, they are taken away before new ones are made.
"""
