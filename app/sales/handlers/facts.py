"""Facts beside the tasks of a case: the party, its business with us, the quote, possible duplicates."""

from decimal import Decimal

from flask import url_for

from app.core.actor import Viewer
from app.core.db import Key
from app.core.formats import format_day, format_money, format_number
from app.core.web import preferences
from app.engine.reading import id_in
from app.engine.registry import Fact, Variables, fact_source
from app.identity.queries import users_named
from app.parties.models import Party
from app.parties.queries import duplicates_of, likeness_of
from app.sales.models import Lead, LeadStatus
from app.sales.queries import business_with, lead_of_case, quote_by_id

MANAGER = "sales_manager"


@fact_source("sales.quote")
def quote_facts(viewer: Viewer, instance_key: Key, variables: Variables) -> list[Fact]:  # noqa: ARG001  # no more is needed
    """The sums of the case's quote, once there is one."""
    quote_id = id_in(variables, "quote_id")
    if quote_id is None:
        return []
    quote = quote_by_id(quote_id)
    opportunity = quote.opportunity
    facts = [
        Fact("Quote", f"{quote.label} · {quote.status.value}", url_for("sales.show_quote", quote_id=quote.id)),
        Fact("Net", _money(quote.total_net, quote.currency)),
        Fact("Total with VAT", _money(quote.total_gross, quote.currency)),
        Fact("Highest discount", f"{_number(quote.highest_discount_percent)} %", tone=_discount_tone(variables)),
        Fact("Stage", opportunity.stage.label),
        Fact("Win chance", f"{opportunity.probability_percent} %"),
    ]
    if quote.valid_until is not None:
        facts.append(Fact("Valid until", format_day(quote.valid_until, to=preferences())))
    if seller := users_named([quote.salesperson]).get(quote.salesperson or ""):
        facts.append(Fact("Salesperson", seller.display_name))
    return facts


@fact_source("sales.lead")
def lead_facts(viewer: Viewer, instance_key: Key, variables: Variables) -> list[Fact]:  # noqa: ARG001  # no more is needed
    """Who it is, what they want, what they bought before, and who else they may be."""
    lead = lead_of_case(instance_key)
    if lead is None:
        return []
    party = lead.party
    facts = [Fact("Party", party.name, url_for("parties.show_party", party_id=party.id)), *_where(party)]
    facts += [Fact(label, text) for label, text in _words_of(lead) if text]
    facts += _business(party)
    if lead.status in {LeadStatus.NEW, LeadStatus.NOT_NOW}:
        facts += _duplicates(party)
    return facts


def _where(party: Party) -> list[Fact]:
    place = ", ".join(filter(None, (party.city, party.country)))
    number = [Fact("VAT number", party.vat_number, tone="good")] if party.vat_number else []
    doubts = [Fact("To check", party.notes, tone="warning")] if party.notes and not party.vat_number else []
    return [*([Fact("Place", place)] if place else []), *number, *doubts]


def _words_of(lead: Lead) -> list[tuple[str, str | None]]:
    revenue = lead.estimated_revenue
    return [
        ("Source", " · ".join(filter(None, (lead.source.value.capitalize(), lead.campaign)))),
        ("Interested in", lead.interest),
        ("Message", lead.message),
        ("Competitors", lead.competitors),
        ("Estimated revenue", _money(revenue, lead.party.currency) if revenue is not None else None),
    ]


def _business(party: Party) -> list[Fact]:
    done = business_with(party)
    facts = [Fact("Open opportunities", str(done.open_opportunities))] if done.open_opportunities else []
    if done.orders:
        facts.append(Fact("Orders so far", f"{done.orders} · {_money(done.ordered_net, party.currency)}", tone="good"))
    return facts


def _duplicates(party: Party) -> list[Fact]:
    return [
        Fact(
            "Possible duplicate",
            f"{found.party.name} ({', '.join(found.reasons)})",
            url_for("parties.show_party", party_id=found.party.id),
            tone="warning",
        )
        for found in duplicates_of(likeness_of(party), but_not=party.id)[:5]
    ]


def _discount_tone(variables: Variables) -> str | None:
    """Coloured while a manager has to look at it."""
    decided = variables.get("discount_decision")
    return "warning" if isinstance(decided, dict) and decided.get("approval") == MANAGER else None


def _money(amount: Decimal, currency: str) -> str:
    return format_money(amount, currency, to=preferences())


def _number(amount: Decimal) -> str:
    return format_number(amount, to=preferences())
