"""目に触れない文字: texts of a workbook that stand in no cell, comment, shape, header or footer.

A form lists its own (`form/`), so that what is found beyond in a returned one (`returned/`) is
somebody else's; both look with these same eyes.
"""
