"""Numbers of papers: one series per kind and year."""
