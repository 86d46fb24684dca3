"""What diagrams and forms may name of people at work: job types, choices, facts. Importing this registers them."""

from app.activities.handlers import choices, facts, listening, mailing, starting, tasks

__all__ = ["choices", "facts", "listening", "mailing", "starting", "tasks"]
