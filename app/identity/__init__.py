"""Users, groups, roles, sessions, tokens, permissions."""
