"""Verbs of leads: register, qualify, postpone, lose."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import Key, session
from app.parties.incoming import contact_meant, known_or_new_party
from app.parties.models import Party, PartyRole
from app.parties.operations import give_role, merge_party
from app.parties.queries import contacts_of, party_for_update
from app.sales.errors import LossReasonUnknown
from app.sales.intake import LeadIntake
from app.sales.models import Lead, LeadStatus, LossReason
from app.trail.operations import record


def register_lead(intake: LeadIntake, *, case_key: Key, by: Actor, at: datetime) -> Lead:
    """A new lead with its party and contact person.

    An equal VAT number means a party we know. A number that cannot be is no reason to lose a lead: it is left out
    and noted with the party.
    """
    party = _party_of(intake, by=by, at=at)
    contact = contact_meant(party, intake.contact, by=by, at=at)
    lead = Lead(
        id=uuid4(),
        case_key=case_key,
        party_id=party.id,
        party=party,
        contact_id=contact.id if contact else None,
        source=intake.source,
        campaign=intake.campaign,
        campaign_id=intake.campaign_id,
        interest=intake.interest,
        message=intake.message,
        competitors=intake.competitors,
        estimated_revenue=intake.estimated_revenue,
        status=LeadStatus.NEW,
        created_at=at,
        created_by=by.id,
    )
    session().add(lead)
    _tell(lead, "lead.registered", by=by, at=at, after={"party": party.name, "source": intake.source.value})
    return lead


def qualify_lead(lead: Lead, *, same_party: Party | None, by: Actor, at: datetime) -> Party:
    """The lead is worth pursuing; gives its party, a prospect from now on.

    same_party: the party that the lead's turned out to be. One that came with the lead is merged into it.
    """
    party = party_for_update(lead.party_id)
    if same_party is not None and same_party.id != party.id:
        _join(lead, party, same_party, by=by, at=at)
        party = same_party
    lead.status, lead.closed_at = LeadStatus.QUALIFIED, at
    if PartyRole.CUSTOMER.value not in party.roles:
        give_role(party, PartyRole.PROSPECT, by=by, at=at)
    _tell(lead, "lead.qualified", by=by, at=at, after={"party": party.name})
    return party


def postpone_lead(lead: Lead, *, until: date, note: str | None, by: Actor, at: datetime) -> None:
    """Not now: ask again on a day."""
    lead.status, lead.follow_up_on = LeadStatus.NOT_NOW, until
    _tell(lead, "lead.postponed", by=by, at=at, after={"until": until}, reason=note)


def lose_lead(lead: Lead, *, reason: str, note: str | None, by: Actor, at: datetime) -> None:
    """The lead comes to nothing, for a reason of the register."""
    refuse_unknown_reason(reason)
    lead.status, lead.closed_at = LeadStatus.LOST, at
    lead.loss_reason, lead.loss_note = reason, note
    _tell(lead, "lead.lost", by=by, at=at, after={"reason": reason}, reason=note)


def refuse_unknown_reason(code: str) -> None:
    """Raises LossReasonUnknown for a reason that is not in the register."""
    if session().scalar(select(LossReason.code).where(LossReason.code == code)) is None:
        raise LossReasonUnknown(code)


def _party_of(intake: LeadIntake, *, by: Actor, at: datetime) -> Party:
    if intake.party_id is not None:
        return party_for_update(intake.party_id)
    return known_or_new_party(intake.party, by=by, at=at)


def _join(lead: Lead, party: Party, same_party: Party, *, by: Actor, at: datetime) -> None:
    """The lead belongs to `same_party` now; its contact person comes along, or is the one of that name there."""
    contact = next((person for person in contacts_of(party.id) if person.id == lead.contact_id), None)
    if party.created_at == lead.created_at:
        merge_party(party, into=same_party, by=by, at=at)
        session().flush()  # the contact persons have moved
    lead.party_id = same_party.id
    searched = contact.search_name if contact else None
    there = next((person for person in contacts_of(same_party.id) if person.search_name == searched), None)
    lead.contact_id = there.id if there else None


def _tell(
    lead: Lead, action: str, *, by: Actor, at: datetime, after: dict[str, object], reason: str | None = None
) -> None:
    record(
        action=action,
        entity="lead",
        entity_id=lead.id,
        case_key=lead.case_key,
        by=by,
        at=at,
        after=after,
        reason=reason,
    )
