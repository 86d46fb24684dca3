"""Pages of contracts and installed products; importing this registers their addresses."""

from app.contracts import cards as cards  # fills the card of a party
from app.contracts.views import answers, drafts, installed, listing
from app.contracts.views.blueprint import bp

__all__ = ["answers", "bp", "drafts", "installed", "listing"]
