"""What Pratica does, as facts."""
