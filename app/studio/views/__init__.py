"""Pages of the Studio; importing this registers their addresses."""

from app.studio.views import decisions, templates
from app.studio.views.blueprint import bp

__all__ = ["bp", "decisions", "templates"]
