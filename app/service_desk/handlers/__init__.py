"""What diagrams and forms may name of service."""

from app.service_desk.handlers import cancelling, choices, estimates, facts, papers, planning, requests

__all__ = ["cancelling", "choices", "estimates", "facts", "papers", "planning", "requests"]
