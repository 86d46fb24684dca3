"""Tests of notices and reminders."""
