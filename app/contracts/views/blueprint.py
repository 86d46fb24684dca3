"""The blueprint of contracts and installed products, and what several of its pages show."""

from datetime import date
from uuid import uuid4

from flask import Blueprint

from app.contracts.coverage import shown_hours
from app.contracts.tones import CONTRACT_TONES, INSTALLED_TONES
from app.core.clock import company_zone, now
from app.core.web import new_action, place, preferences
from app.identity.permissions import Permission
from app.identity.queries import users_named
from app.trail.history import HistoryLine, history_of
from app.trail.queries import entries_about

bp = Blueprint("contracts", __name__)
SHOWN_HISTORY = 30

place("contracts.show_contracts", "Contracts", "contract", "Work", Permission.VIEW_SERVICE, order=30)
new_action("contracts.show_new_contract", "Contract", "contract", Permission.EDIT_SERVICE, order=40)
bp.add_app_template_filter(shown_hours, "hours")


@bp.context_processor
def shared() -> dict[str, object]:
    """The colours of states, and a key that names an attempt."""
    return {
        "CONTRACT_TONES": CONTRACT_TONES,
        "INSTALLED_TONES": INSTALLED_TONES,
        "new_attempt": lambda: str(uuid4()),
        "today": today(),
    }


def today() -> date:
    """The day it is at the company's seat."""
    return now().astimezone(company_zone()).date()


def told_of(entity: str, entity_id: object) -> list[HistoryLine]:
    """The history of a contract or installed product, the newest first."""
    entries = entries_about(entity, entity_id, limit=SHOWN_HISTORY)
    names = {name: user.display_name for name, user in users_named(entry.actor_id for entry in entries).items()}
    return history_of(entries, names, to=preferences())
