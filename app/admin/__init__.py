"""Screens of the administrator: people, groups, roles, log-ins, tokens, security, mail server."""
