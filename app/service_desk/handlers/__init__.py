"""What diagrams and forms may name of service."""

from app.service_desk.handlers import choices, estimates, facts, papers, planning, requests

__all__ = ["choices", "estimates", "facts", "papers", "planning", "requests"]
