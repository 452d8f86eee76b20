"""What the forms and their reader agree on: fields, hidden metadata, spellings, answer rules."""
