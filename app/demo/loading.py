"""Loads the demo company; what is there already stays as it is."""

from datetime import datetime

from app.core.db import transaction
from app.demo.campaigns import tell_campaigns
from app.demo.cases import tell
from app.demo.company import add_company
from app.demo.contracts import add_contracts
from app.demo.files import stories
from app.demo.invoices import add_invoices
from app.demo.people import add_groups, add_people
from app.demo.registers import add_registers
from app.demo.service import add_requests
from app.demo.sites import add_sites
from app.demo.work import add_activity_types, add_work


def load_essentials(at: datetime) -> None:
    """What also an empty system needs: groups, tax codes, a price list, reasons of loss."""
    with transaction():
        add_groups(at)
        add_registers()
        add_activity_types()


def load_demo(at: datetime) -> None:
    """The demo company as of `at`. The processes are deployed already."""
    load_essentials(at)
    with transaction():
        add_people(at)
    with transaction():
        add_company(at)
        add_sites(at)
    with transaction():
        add_contracts(at)
    add_work(at)
    add_invoices(at)
    add_requests(at)
    for number, story in enumerate(stories(), start=1):
        tell(story, number=number, at=at)
    tell_campaigns(at)
