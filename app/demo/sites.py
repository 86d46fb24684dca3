"""Where the demo company's customers are visited, whom it buys from, who works for it, and who wants no campaigns."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import exists, select

from app.core.actor import SYSTEM
from app.core.db import session
from app.parties.details import PartyDetails, SiteDetails
from app.parties.models import Party, Site
from app.parties.operations import add_party, add_site, change_party, details_of, opt_out

SITES = (
    ("Rossi Impianti S.r.l.", SiteDetails("Head office", "IT", "Via Gleno 12", "24125", "Bergamo", "BG", Decimal(4))),
    (
        "Rossi Impianti S.r.l.",
        SiteDetails("Plant in Seriate", "IT", "Via Nazionale 93", "24068", "Seriate", "BG", Decimal("9.5")),
    ),
    (
        "Alba Ceramics S.r.l.",
        SiteDetails("Kiln hall", "IT", "Via delle Ceramiche 4", "41049", "Sassuolo", "MO", Decimal(206)),
    ),
    (
        "Ferrari & Figli S.p.A.",
        SiteDetails("Milano factory", "IT", "Corso Europa 88", "20122", "Milano", "MI", Decimal(54)),
    ),
)
MAIN = {"Head office", "Kiln hall", "Milano factory"}
VISITED_BY = "marta"
OTHERS = (
    PartyDetails(
        "Lubrificanti Orobici S.r.l.",
        "IT",
        roles=("vendor",),
        email="ordini@lubrificanti-orobici.example",
        phone="+39 035 998 8770",
        language="it",
        city="Dalmine",
        county="BG",
        industry="Lubricants",
        payment_terms_days=60,
    ),
    PartyDetails(
        "Kompresory Vysočina s.r.o.",
        "CZ",
        roles=("vendor",),
        email="obchod@kompresory-vysocina.example",
        phone="+420 567 111 222",
        language="cs",
        city="Jihlava",
        industry="Compressor parts",
    ),
    PartyDetails(
        "Marta Testa", "IT", kind="person", roles=("employee",), email="marta@officina-alpina.example", city="Bergamo"
    ),
)
WITHOUT_CAMPAIGNS = "Alfreds Futterkiste"
JOINED_AGO = timedelta(days=700)


def add_sites(at: datetime) -> None:
    """Sites, vendors, an employee, an opt-out; nothing when there is a site."""
    if session().scalar(select(exists().select_from(Site))):
        return
    session().flush()  # the customers have ids to be found by
    for name, details in SITES:
        party = _party(name)
        add_site(party, replace(details, is_main=details.name in MAIN), by=SYSTEM, at=at)
        visited = replace(details_of(party), service_rep=VISITED_BY)
        change_party(party, visited, revision=party.revision, by=SYSTEM, at=at)
    for other in OTHERS:
        add_party(other, by=SYSTEM, at=at - JOINED_AGO)
    opt_out(_party(WITHOUT_CAMPAIGNS), reason="Asked by telephone", by=SYSTEM, at=at - JOINED_AGO / 10)


def _party(name: str) -> Party:
    return session().scalars(select(Party).where(Party.name == name)).one()
