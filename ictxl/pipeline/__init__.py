"""The whole jobs, each a short function of named steps with a typed result.

Jobs that need different libraries stand in modules of their own: a merge shall not wait for
openpyxl, which only making forms needs.
"""
