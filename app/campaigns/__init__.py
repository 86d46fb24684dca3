"""Campaigns: parties chosen and written to, what came of it, what it cost and brought."""
