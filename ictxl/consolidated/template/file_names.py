"""The names of published templates."""

TEMPLATE_FILE = "consolidated_template.xlsx"
"""ictxl's own one, as `init` puts it beside the plan."""
