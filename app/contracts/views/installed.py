"""Products installed at customers: the list, one of them, entering and changing it."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.catalog.queries import products_by_id, products_sold
from app.contracts import listing, operations, queries
from app.contracts.drafts import InstalledProductDetails
from app.contracts.installed_card import sections_about
from app.contracts.models import InstalledProduct, InstalledProductStatus
from app.contracts.schemas import InstalledArguments, InstalledForm, NewContractArguments, NoteForm, RevisionForm
from app.contracts.views.blueprint import bp, today, told_of
from app.core.clock import now
from app.core.db import transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import users_named
from app.parties.models import Party
from app.parties.queries import parties_by_id, parties_found, party_by_id, sites_of

CURSOR = "installed_products"
SHOWN_PARTIES = 12
OTHER_FIELDS = {"csrf_token", "revision", "party"}


@bp.get("/installed-products")
@require(Permission.VIEW_SERVICE)
def show_installed_products() -> ResponseReturnValue:
    """The list of products installed at customers, by name."""
    choice = InstalledArguments().load(request.args.to_dict())
    limit, after = read_limit(), read_cursor(CURSOR)
    filters = {name: value for name, value in choice.items() if name not in {"after", "limit"}}
    rows = listing.installed_page(**filters, after=after, limit=limit)
    return page_or_partial(
        "contracts/installed_products.html",
        "contracts/_installed_products.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.name, row.id), kind=CURSOR),
        choice=choice,
        statuses=[*InstalledProductStatus],
        products=[(product.id, product.name) for product in products_sold()],
        party=parties_by_id([choice["party_id"]]).get(choice["party_id"]) if choice["party_id"] else None,
    )


@bp.get("/installed-products/<uuid:installed_product_id>")
@require(Permission.VIEW_SERVICE)
def show_installed_product(installed_product_id: UUID) -> ResponseReturnValue:
    """One installed product: facts, notes, contracts that cover it, what was done on it."""
    installed = queries.installed_product_by_id(installed_product_id)
    product_id, on = installed.product_id, today()
    return render_template(
        "contracts/installed_product.html",
        installed=installed,
        product=products_by_id([product_id]).get(product_id) if product_id else None,
        site=next((site for site in sites_of(installed.party_id) if site.id == installed.site_id), None),
        contracts=queries.contracts_about(installed, on=on),
        is_under_warranty=installed.is_under_warranty(on),
        people=users_named(note.written_by for note in installed.notes),
        sections=sections_about(installed, current_user().viewer),
        history=told_of("installed_product", installed_product_id),
    )


@bp.get("/installed-products/new")
@require(Permission.EDIT_SERVICE)
def show_new_installed_product() -> ResponseReturnValue:
    """The form for a product that is not registered yet; without a party, the search for one."""
    asked = NewContractArguments().load(request.args.to_dict())
    if asked["party_id"] is None:
        words = asked["words"]
        found = parties_found(words, limit=SHOWN_PARTIES).rows if words.strip() else []
        return render_template("contracts/choose_party.html", words=words, found=found, is_installed=True)
    party = party_by_id(asked["party_id"])
    return _form_page(party, InstalledProductDetails(party.id, "", installed_on=today()), None)


@bp.post("/installed-products")
@require(Permission.EDIT_SERVICE)
def create_installed_product() -> ResponseReturnValue:
    """Keep a new one; one that is registered already is pointed out."""
    asked = NewContractArguments(only=["party_id"]).load({"party": request.form.get("party", "")})
    with transaction():
        details = _details_sent(party_by_id(asked["party_id"]).id, None)
        installed = operations.enter_installed_product(details, by=current_user().actor, at=now())
        installed_product_id = installed.id
    flash("The product is registered.", "success")
    return see_other(".show_installed_product", installed_product_id=installed_product_id)


@bp.get("/installed-products/<uuid:installed_product_id>/edit")
@require(Permission.EDIT_SERVICE)
def show_installed_product_form(installed_product_id: UUID) -> ResponseReturnValue:
    """The form for one that is there."""
    installed = queries.installed_product_by_id(installed_product_id)
    names = [name for name in InstalledProductDetails.__dataclass_fields__ if name != "is_in_use"]
    is_in_use = installed.status is InstalledProductStatus.IN_USE
    details = InstalledProductDetails(**{name: getattr(installed, name) for name in names}, is_in_use=is_in_use)
    return _form_page(installed.party, details, installed)


@bp.post("/installed-products/<uuid:installed_product_id>")
@require(Permission.EDIT_SERVICE)
def save_installed_product(installed_product_id: UUID) -> ResponseReturnValue:
    """Keep what was changed about an installed product."""
    revision = RevisionForm().load({"revision": request.form.get("revision", "")})["revision"]
    with transaction():
        installed = queries.installed_product_for_update(installed_product_id)
        details = _details_sent(installed.party_id, installed.order_id)
        operations.change_installed_product(installed, details, revision=revision, by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_installed_product", installed_product_id=installed_product_id)


@bp.post("/installed-products/<uuid:installed_product_id>/notes")
@require(Permission.EDIT_SERVICE)
def create_note(installed_product_id: UUID) -> ResponseReturnValue:
    """Note something about an installed product."""
    form = NoteForm().load({"text": request.form.get("text", "")})
    with transaction():
        installed = queries.installed_product_for_update(installed_product_id)
        operations.note_installed_product(installed, form["text"], by=current_user().actor, at=now())
    return see_other(".show_installed_product", installed_product_id=installed_product_id)


def _details_sent(party_id: UUID, order_id: UUID | None) -> InstalledProductDetails:
    sent = {name: value for name, value in request.form.to_dict().items() if name not in OTHER_FIELDS}
    said: dict[str, Any] = InstalledForm().load(sent)  # Any: loaded values
    return InstalledProductDetails(party_id=party_id, order_id=order_id, **said)


def _form_page(party: Party, details: InstalledProductDetails, installed: InstalledProduct | None) -> str:
    return render_template(
        "contracts/installed_form.html",
        party=party,
        details=details,
        installed=installed,
        products=[(product.id, f"{product.name} · {product.code}") for product in products_sold()],
        sites=[(site.id, site.name) for site in sites_of(party.id)],
    )
