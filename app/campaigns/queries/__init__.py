"""Reads of campaigns: selects for pages, papers and jobs."""
