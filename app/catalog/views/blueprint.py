"""The blueprint of the catalogue, and what several of its pages show."""

from datetime import date
from decimal import Decimal

from flask import Blueprint

from app.core.clock import company_zone, now
from app.core.web import place, preferences
from app.identity.permissions import Permission
from app.identity.queries import users_named
from app.trail.history import HistoryLine, history_of
from app.trail.queries import entries_about

bp = Blueprint("catalog", __name__)
SHOWN_HISTORY = 20

place("catalog.show_products", "Products", "package", group="Work", permission=Permission.VIEW_SALES, order=50)


@bp.app_template_filter()
def plain_number(number: Decimal | None) -> str:
    """A number as a field of a form takes it back: no separators, no needless noughts; empty for None."""
    return "" if number is None else f"{number.normalize():f}"


def today() -> date:
    """The day it is at the company's seat."""
    return now().astimezone(company_zone()).date()


def told_of(entity: str, entity_id: object) -> list[HistoryLine]:
    """The history of a product or service, the newest first."""
    entries = entries_about(entity, entity_id, limit=SHOWN_HISTORY)
    names = {name: user.display_name for name, user in users_named(entry.actor_id for entry in entries).items()}
    return history_of(entries, names, to=preferences())
