"""Lets reminders follow the tasks of every process."""

from app.notices import planning as planning  # registers the listener
