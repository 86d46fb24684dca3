"""Pages of the Studio; importing this registers their addresses."""

from app.studio.views import (
    comparison,
    decision_drafts,
    decisions,
    deployments,
    drafts,
    forms,
    overview,
    processes,
    templates,
)
from app.studio.views.blueprint import bp

__all__ = [
    "bp",
    "comparison",
    "decision_drafts",
    "decisions",
    "deployments",
    "drafts",
    "forms",
    "overview",
    "processes",
    "templates",
]
