"""提出: returned workbooks → responses, and what was odd about them."""
