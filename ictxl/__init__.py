"""ictxl: the Excel round trip of a city hall.

The rooms of the package are the stages of the work; `ictxl.pipeline` joins them.
Importing this module is cheap: nothing heavy is loaded before a job needs it.
"""

__version__ = "0.1.0"
