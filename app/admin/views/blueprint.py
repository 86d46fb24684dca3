"""The blueprint of the administrator's pages, and their place in the rail."""

from flask import Blueprint, current_app, url_for

from app.core.web import place
from app.identity.permissions import Permission
from app.identity.wording import AREAS, ROLE_SENTENCES

bp = Blueprint("admin", __name__, url_prefix="/admin")
bp.record(
    lambda state: state.app.jinja_env.globals.update(PERMISSION_AREAS=AREAS, ROLE_SENTENCES=ROLE_SENTENCES),
)

place("admin.show_users", "Admin", "settings", group="Process", permission=Permission.MANAGE_USERS, order=90)


def outside_link(secret: str) -> str:
    """The link to set a password, as people outside reach it: what goes into a mail."""
    public_url: str = current_app.extensions["settings"].public_url
    return public_url + url_for("identity.show_link", secret=secret)
