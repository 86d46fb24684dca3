"""Tables of parties: organisations and persons, their persons and sites, joinings, imports; and our own company."""

from app.parties.models.company import Company
from app.parties.models.imports import ImportState, PartyImport, PartyImportRow, RowOutcome
from app.parties.models.merges import PartyMerge
from app.parties.models.parties import ContactPerson, Party, PartyKind, PartyRole, Site
from app.parties.models.web_form import WebFormUse

__all__ = [
    "Company",
    "ContactPerson",
    "ImportState",
    "Party",
    "PartyImport",
    "PartyImportRow",
    "PartyKind",
    "PartyMerge",
    "PartyRole",
    "RowOutcome",
    "Site",
    "WebFormUse",
]
