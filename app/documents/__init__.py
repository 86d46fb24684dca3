"""Documents: Word templates, rendering, kept files."""
