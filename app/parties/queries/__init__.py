"""Reads parties: one, a page of the list, a search, possible duplicates."""

from app.parties.queries.imports import (
    ROWS_SHOWN,
    import_by_id,
    import_for_update,
    import_rows,
    latest_imports,
    rows_left_out,
)
from app.parties.queries.likeness import duplicates_of, likeness_of
from app.parties.queries.listing import parties_chosen, parties_found, parties_page, persons_named, values_in_use
from app.parties.queries.single import (
    company,
    company_or_none,
    contact_of,
    contacts_of,
    kept_party,
    merge_for_update,
    merges_into,
    parties_by_id,
    party_by_id,
    party_for_update,
    party_with_vat_number,
    same_parties,
    site_of,
    sites_of,
)

__all__ = [
    "ROWS_SHOWN",
    "company",
    "company_or_none",
    "contact_of",
    "contacts_of",
    "duplicates_of",
    "import_by_id",
    "import_for_update",
    "import_rows",
    "kept_party",
    "latest_imports",
    "likeness_of",
    "merge_for_update",
    "merges_into",
    "parties_by_id",
    "parties_chosen",
    "parties_found",
    "parties_page",
    "party_by_id",
    "party_for_update",
    "party_with_vat_number",
    "persons_named",
    "rows_left_out",
    "same_parties",
    "site_of",
    "sites_of",
    "values_in_use",
]
