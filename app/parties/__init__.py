"""Organisations and people we deal with, and our own company."""
