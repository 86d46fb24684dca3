"""Pages of the Studio; importing this registers their addresses."""

from app.studio.views import decisions, deployments, drafts, overview, processes, templates
from app.studio.views.blueprint import bp

__all__ = ["bp", "decisions", "deployments", "drafts", "overview", "processes", "templates"]
