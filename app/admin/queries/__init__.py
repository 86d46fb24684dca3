"""Reads people, groups, roles, log-ins and tokens for the administrator."""
