"""What a fiscal paper needs to know of the customer. Pure.

Source: Directive 2006/112/EC art. 226: full name and address of the customer, and the VAT number under which they are
liable to pay the VAT themselves. At home a company is named by its VAT number or fiscal code.
"""

from app.parties.identifiers import EU_COUNTRIES
from app.parties.models import Party, PartyKind


def lacking(party: Party, *, seller_country: str, without_vat: bool) -> str:
    """What is missing before the party can get an invoice, in words; empty when nothing is."""
    if not (party.street and party.city):
        return "an address with street and town"
    is_company = party.kind is PartyKind.ORGANISATION
    if party.country == seller_country:
        return "a VAT number or fiscal code" if is_company and not (party.vat_number or party.fiscal_code) else ""
    if party.country in EU_COUNTRIES and without_vat and not party.vat_number:
        return "the VAT number that reverse charge needs"
    return ""
