"""The page outside: who wants no more campaigns says so. GET only shows it; POST acts, as often as one likes."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.campaigns.correspondence import member_of_token
from app.campaigns.errors import OptOutUnknown
from app.campaigns.models import CampaignMember
from app.campaigns.operations.members import opt_out_by_link
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import session, transaction
from app.identity.permissions import public, signed_link
from app.parties.models import Party
from app.parties.queries import company

bp = Blueprint("campaigns_public", __name__)
LINK = Actor("web", "opt_out_page", "Opt-out page")


@bp.get("/no-more-campaigns/<token>")
@public
def show_opt_out(token: str) -> ResponseReturnValue:
    """Ask whether they mean it; a program that follows links changes nothing."""
    member = session().get(CampaignMember, member_of_token(token))
    if member is None:
        raise OptOutUnknown
    party = session().get_one(Party, member.party_id)
    is_out = party.no_marketing_since is not None
    return render_template("campaigns/opt_out.html", token=token, party=party, ours=company(), is_out=is_out)


@bp.post("/no-more-campaigns/<token>")
@signed_link
def create_opt_out(token: str) -> ResponseReturnValue:
    """No more campaigns for this party, from now on. Mail programs post here too (RFC 8058)."""
    member_id = member_of_token(token)
    with transaction():
        party = opt_out_by_link(member_id, by=LINK, at=now())
    return render_template("campaigns/opt_out.html", token=token, party=party, ours=company(), is_out=True)
