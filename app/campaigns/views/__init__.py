"""Pages of campaigns: the list, the plan, one campaign with its tabs, its money."""

from app.campaigns import cards as cards  # fills the card of a party
from app.campaigns.views import campaigns, money, plans
from app.campaigns.views.blueprint import bp

__all__ = ["bp", "campaigns", "money", "plans"]
