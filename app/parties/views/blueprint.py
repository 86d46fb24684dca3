"""The blueprint of parties, and what several of its pages show."""

from flask import Blueprint

from app.core.web import new_action, place
from app.identity.permissions import Permission
from app.identity.queries import all_people
from app.parties.handlers import country_names
from app.parties.identifiers import country_name, readable_phone
from app.parties.schemas import CURRENCIES, LANGUAGE_NAMES

bp = Blueprint("parties", __name__)

place("parties.show_parties", "Parties", "building", group="", permission=Permission.VIEW_PARTIES, order=30)
new_action("parties.show_new_party", "Party", "building", permission=Permission.EDIT_PARTIES, order=20)
bp.add_app_template_filter(readable_phone, "phone")
bp.add_app_template_filter(country_name, "country")


def choices() -> dict[str, object]:
    """What forms offer: countries, languages, currencies."""
    return {
        "countries": country_names(),
        "languages": list(LANGUAGE_NAMES.items()),
        "currencies": [(code, code) for code in CURRENCIES],
    }


def people() -> dict[str, str]:
    """Names of our people by user name."""
    return {user.user_name: user.display_name for user, _groups in all_people()}
