"""Processes beside the web: actors, relay, clock."""
