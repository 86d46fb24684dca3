"""Writes the mail to one contact: whose language, which address, how to say no."""

from uuid import UUID

from flask import current_app, url_for
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select

from app.campaigns.errors import OptOutUnknown
from app.campaigns.mail_texts import campaign_letter
from app.campaigns.models import Campaign, CampaignMail, CampaignMember
from app.campaigns.queries.campaigns import campaign_by_id
from app.campaigns.queries.members import MAIL_SUBJECT
from app.core.db import Key, session
from app.identity.models import User
from app.identity.queries import users_named
from app.mail.models import AfterCrash
from app.mail.outgoing import OutgoingMail, shown_address
from app.parties.models import Company, ContactPerson, Party, PartyKind
from app.parties.queries import company


def contact_mail(member: CampaignMember, *, key: str, case_key: Key) -> OutgoingMail | None:
    """The mail of the campaign to a member; None when there is no address any more."""
    campaign, party, ours = campaign_by_id(member.campaign_id), session().get_one(Party, member.party_id), company()
    person = _person_at(party)
    address = party.email or (person.email if person else None)
    if address is None:
        return None
    seller = users_named([member.salesperson or campaign.responsible]).get(member.salesperson or campaign.responsible)
    chosen = _mail_in(campaign, [person.language if person else None, party.language, ours.language])
    greeted = person.name if person else party.name if party.kind is PartyKind.PERSON else ""
    link = opt_out_url(member.id)
    letter = campaign_letter(
        chosen.subject,
        chosen.text,
        language=chosen.language,
        contact=greeted,
        values=_values(campaign, party, greeted, seller, ours),
        opt_out_url=link,
    )
    return OutgoingMail(
        key=key,
        sender=shown_address(ours.name, ours.email),
        reply_to=shown_address(seller.display_name, seller.email) if seller and seller.email else None,
        to=(shown_address(greeted or party.name, address),),
        subject=letter.subject,
        text=letter.text,
        case_key=case_key,
        subject_type=MAIL_SUBJECT,
        subject_id=member.id,
        after_crash=AfterCrash.ASK,
        unsubscribe_url=link,
    )


def opt_out_url(member_id: UUID) -> str:
    """Where this member says that they want no more campaigns; nobody can guess it for another."""
    token = _signer().dumps(str(member_id))
    base = current_app.extensions["settings"].public_url
    with current_app.test_request_context():
        path = url_for("campaigns_public.show_opt_out", token=token)
    return f"{base}{path}"


def member_of_token(token: str) -> UUID:
    """The member that a link stands for. Raises OptOutUnknown."""
    try:
        return UUID(_signer().loads(token))
    except (BadData, ValueError):
        raise OptOutUnknown from None


def _signer() -> URLSafeSerializer:
    keys = [*current_app.config.get("SECRET_KEY_FALLBACKS", []), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="campaign-opt-out")


def _person_at(party: Party) -> ContactPerson | None:
    """The person the mail greets: the first one with an address."""
    wanted = select(ContactPerson).where(ContactPerson.party_id == party.id, ContactPerson.email.is_not(None))
    return session().scalars(wanted.order_by(ContactPerson.search_name).limit(1)).first()


def _mail_in(campaign: Campaign, languages: list[str | None]) -> CampaignMail:
    """The mail in the first of these languages that the campaign has, else in any."""
    written = {mail.language: mail for mail in campaign.mails}
    wanted = next((language for language in languages if language in written), campaign.mails[0].language)
    return written[str(wanted)]


def _values(campaign: Campaign, party: Party, greeted: str, seller: User | None, ours: Company) -> dict[str, str]:
    return {
        "contact": greeted or party.name,
        "party": party.name,
        "salesperson": seller.display_name if seller else "",
        "company": ours.name,
        "campaign": campaign.name,
    }
