"""Which kind of VAT rate applies, from where we are, where the customer is and what is sold. Pure."""

from app.catalog.models import TaxCategory
from app.parties.identifiers import EU_COUNTRIES


def category_for(
    product_category: TaxCategory, *, seller_country: str, customer_country: str, customer_has_vat_number: bool
) -> TaxCategory:
    """The category whose rate is charged.

    A business of another country of the Union accounts for the VAT itself; a private person there pays ours.
    Source: Directive 2006/112/EC art. 138 and 146, for goods that we send.
    """
    if customer_country == seller_country:
        return product_category
    if customer_country not in EU_COUNTRIES:
        return TaxCategory.EXPORT
    return TaxCategory.REVERSE_CHARGE if customer_has_vat_number else product_category
