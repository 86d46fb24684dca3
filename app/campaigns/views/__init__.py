"""Pages of campaigns."""

from app.campaigns.views.blueprint import bp

__all__ = ["bp"]
