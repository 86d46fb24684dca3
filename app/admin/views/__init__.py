"""Pages of the administrator."""

from app.admin.views import accounts, groups, mail, people, proofs, roles
from app.admin.views.blueprint import bp

__all__ = ["accounts", "bp", "groups", "mail", "people", "proofs", "roles"]
