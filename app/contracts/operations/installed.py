"""Verbs of installed products: register, change, note something."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from app.catalog.queries import products_by_id
from app.contracts.drafts import InstalledProductDetails
from app.contracts.errors import ContractChanged, ContractInvalid, SerialNumberKnown
from app.contracts.models import InstalledProduct, InstalledProductNote, InstalledProductStatus
from app.contracts.queries import installed_product_like
from app.core.actor import Actor
from app.core.db import session
from app.parties.queries import parties_by_id, party_for_update
from app.trail.operations import record

LONGEST_SERIAL = 60
Values = dict[str, Any]  # Any: column values of all types


def register_installed_product(details: InstalledProductDetails, *, by: Actor, at: datetime) -> InstalledProduct:
    """The product at the customer's; the one that is there when party, product and serial number are known.

    Raises ContractInvalid for what cannot be. The party's row is locked, so that two do not register one product.
    """
    known, values = _known(details)
    return known or _add(details, values, by=by, at=at)


def enter_installed_product(details: InstalledProductDetails, *, by: Actor, at: datetime) -> InstalledProduct:
    """As `register_installed_product`, but refuses one that is known: raises SerialNumberKnown."""
    known, values = _known(details)
    if known is not None:
        raise SerialNumberKnown(known)
    return _add(details, values, by=by, at=at)


def _known(details: InstalledProductDetails) -> tuple[InstalledProduct | None, Values]:
    party_for_update(details.party_id)
    values = _checked(details)
    known = installed_product_like(details.party_id, name=values["name"], serial_number=values["serial_number"])
    return known, values


def _add(details: InstalledProductDetails, values: Values, *, by: Actor, at: datetime) -> InstalledProduct:
    installed = InstalledProduct(id=uuid4(), party_id=details.party_id, created_at=at, created_by=by.id, **values)
    session().add(installed)
    _tell(installed, "installed_product.registered", by=by, at=at, after=_told(values))
    return installed


def change_installed_product(
    installed: InstalledProduct, details: InstalledProductDetails, *, revision: int, by: Actor, at: datetime
) -> None:
    """Write what was entered about an installed product; the customer stays. Refuses a stale form."""
    if installed.revision != revision:
        raise ContractChanged(installed.label)
    values = _checked(details)
    known = installed_product_like(installed.party_id, name=values["name"], serial_number=values["serial_number"])
    if known is not None and known.id != installed.id:
        raise SerialNumberKnown(known)
    changed = {name: value for name, value in values.items() if getattr(installed, name) != value}
    if not changed:
        return
    before = {name: getattr(installed, name) for name in changed}
    for name, value in changed.items():
        setattr(installed, name, value)
    installed.revision += 1
    _tell(installed, "installed_product.changed", by=by, at=at, before=_told(before), after=_told(changed))


def note_installed_product(installed: InstalledProduct, text: str, *, by: Actor, at: datetime) -> InstalledProductNote:
    """Add a note to an installed product."""
    if not text.strip():
        raise ContractInvalid({"text": ["Write what is to be known about this product."]})
    note = InstalledProductNote(installed_product_id=installed.id, text=text.strip(), written_at=at, written_by=by.id)
    session().add(note)
    _tell(installed, "installed_product.noted", by=by, at=at, after={"text": note.text})
    return note


def _checked(details: InstalledProductDetails) -> Values:
    """The columns. Raises ContractInvalid with a sentence beside each wrong field."""
    wrong: dict[str, list[str]] = {}
    if not parties_by_id([details.party_id]):
        wrong["party_id"] = ["This customer is not known."]
    product = products_by_id([details.product_id]).get(details.product_id) if details.product_id else None
    if details.product_id and product is None:
        wrong["product_id"] = ["This product is not in the catalogue."]
    name = details.name.strip() or (product.name if product else "")
    if not name and not wrong:
        wrong["name"] = ["Choose a product, or enter the name of one that we do not sell."]
    serial = details.serial_number.strip()
    if not serial:
        wrong["serial_number"] = ["Enter the serial number."]
    elif len(serial) > LONGEST_SERIAL:
        wrong["serial_number"] = [f"A serial number has at most {LONGEST_SERIAL} characters."]
    if details.installed_on and details.warranty_until and details.warranty_until < details.installed_on:
        wrong["warranty_until"] = ["The warranty would end before the product was installed."]
    if wrong:
        raise ContractInvalid(wrong)
    kept = {key: value for key, value in asdict(details).items() if key not in {"party_id", "is_in_use"}}
    status = InstalledProductStatus.IN_USE if details.is_in_use else InstalledProductStatus.OUT_OF_USE
    return kept | {"name": name[:200], "serial_number": serial, "status": status}


def _told(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _tell(
    installed: InstalledProduct,
    action: str,
    *,
    by: Actor,
    at: datetime,
    after: Values,
    before: Values | None = None,
) -> None:
    record(action=action, entity="installed_product", entity_id=installed.id, by=by, at=at, before=before, after=after)
