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
    enter_installed_product,
    note_installed_product,
    register_installed_product,
)
from app.contracts.operations.signing import (
    ContractAnswer,
    answer_contract,
    refuse_while_signing,
    send_for_signature,
    take_into_signing,
)

__all__ = [
    "ContractAnswer",
    "HoursBooked",
    "answer_contract",
    "book_hours",
    "change_contract",
    "change_installed_product",
    "draw_up_contract",
    "end_contract",
    "enter_installed_product",
    "note_installed_product",
    "offer_contract",
    "refuse_contract",
    "refuse_while_signing",
    "register_installed_product",
    "release_hours",
    "renew_contract",
    "send_for_signature",
    "sign_contract",
    "take_into_signing",
    "withdraw_contract",
]
