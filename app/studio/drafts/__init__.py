"""Files under work: diagrams, decisions and forms that are not deployed yet."""
