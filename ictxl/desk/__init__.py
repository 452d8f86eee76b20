"""The desk: a local page in the browser from which a year's round is run.

It calls the pipeline and holds no logic of its own; every action shows the command it stands for.
"""
