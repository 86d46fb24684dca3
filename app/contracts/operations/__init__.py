"""Verbs of contracts and installed products; each leaves a line in the trail."""

from app.contracts.operations.contracts import (
    change_contract,
    draw_up_contract,
    end_contract,
    offer_contract,
    refuse_contract,
    renew_contract,
    sign_contract,
    withdraw_contract,
)
from app.contracts.operations.hours import HoursBooked, book_hours, release_hours
from app.contracts.operations.installed import (
    change_installed_product,
    note_installed_product,
    register_installed_product,
)

__all__ = [
    "HoursBooked",
    "book_hours",
    "change_contract",
    "change_installed_product",
    "draw_up_contract",
    "end_contract",
    "note_installed_product",
    "offer_contract",
    "refuse_contract",
    "register_installed_product",
    "release_hours",
    "renew_contract",
    "sign_contract",
    "withdraw_contract",
]
