"""Verbs of service."""
