"""Verbs of parties."""

from app.parties.operations.contacts import add_contact, change_contact, remove_contact
from app.parties.operations.imports import (
    Run,
    advance_import,
    confirm_import,
    keep_import,
    map_import,
    restart_check,
    table_of,
)
from app.parties.operations.marketing import opt_in, opt_out
from app.parties.operations.merging import merge_party, undo_merge
from app.parties.operations.parties import (
    add_party,
    change_party,
    complete_party,
    details_of,
    give_role,
    likeness_typed,
)
from app.parties.operations.sites import add_site, change_site, remove_site
from app.parties.operations.undoing import undo_import

__all__ = [
    "Run",
    "add_contact",
    "add_party",
    "add_site",
    "advance_import",
    "change_contact",
    "change_party",
    "change_site",
    "complete_party",
    "confirm_import",
    "details_of",
    "give_role",
    "keep_import",
    "likeness_typed",
    "map_import",
    "merge_party",
    "opt_in",
    "opt_out",
    "remove_contact",
    "remove_site",
    "restart_check",
    "table_of",
    "undo_import",
    "undo_merge",
]
