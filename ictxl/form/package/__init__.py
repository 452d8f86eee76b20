"""The form's package (.xlsx): the same bytes for the same input."""
