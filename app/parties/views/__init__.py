"""Pages of parties: the list, the card, the forms, imports; and of our own company."""

from app.parties.views import card, company, forms, imports, listing, merges, people_and_sites
from app.parties.views.blueprint import bp

__all__ = ["bp", "card", "company", "forms", "imports", "listing", "merges", "people_and_sites"]
