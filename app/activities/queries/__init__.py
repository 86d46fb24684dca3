"""Reads people at work."""

from app.activities.queries.availability import PersonAvailability, availability

__all__ = ["PersonAvailability", "availability"]
