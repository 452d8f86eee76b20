"""The tables of indicators of a returned form: found, and assigned to the plan."""
