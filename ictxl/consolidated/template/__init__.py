"""Published templates: read a template, find what repeats in it, fill, page and write it."""

TEMPLATE_FILE = "consolidated_template.xlsx"
"""ictxl's own one, as `init` puts it beside the plan."""
