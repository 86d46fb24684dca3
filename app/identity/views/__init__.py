"""Log-in, log-out, and the pages of one's own account."""

from app.identity.views import account, log_in
from app.identity.views.blueprint import bp

__all__ = ["account", "bp", "log_in"]
