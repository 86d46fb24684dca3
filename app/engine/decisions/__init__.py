"""Deployed decisions: how they look, what they ask for, evaluating them, what they answered."""
