"""Log-in, log-out, and the pages of one's own account."""

from app.identity.views import account, links, log_in, second_factor, tokens
from app.identity.views.blueprint import bp

__all__ = ["account", "bp", "links", "log_in", "second_factor", "tokens"]
