"""The blueprint of the Studio's pages, and its place in the rail."""

from flask import Blueprint

from app.core.web import place
from app.identity.permissions import Permission

bp = Blueprint("studio", __name__)

place("studio.show_overview", "Studio", "sitemap", group="Process", permission=Permission.VIEW_STUDIO, order=10)
