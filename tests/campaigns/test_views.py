"""Pages of campaigns, as people and mail programs ask for them."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from app.campaigns.correspondence import opt_out_url
from app.campaigns.models import Campaign, CampaignMember, MemberState
from app.campaigns.operations.running import begin_campaign, start_batch
from app.campaigns.queries.campaigns import campaign_for_update
from app.core.db import transaction
from app.engine.models import InstanceState, ProcessInstance
from app.identity.roles import Role
from app.parties.models import Party
from tests.campaigns.factories import approve, begin
from tests.fixtures.web import OutsideClient
from tests.sales.factories import ANNA
from tests.statements import counted

PLAN = {
    "name": "Spring",
    "responsible": "anna",
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-31",
    "currency": "EUR",
    "estimated_cost": "100",
    "estimated_revenue": "500",
    "nature": "order",
    "answer_days": "7",
}


@pytest.fixture
def office(campaign, make_user, browser_of):
    return browser_of(make_user("elena", roles=[Role.STAFF], groups=["marketing"], display_name="Elena Ionescu"))


@pytest.fixture
def started(campaign, at) -> Campaign:
    """A campaign whose contacts have begun."""
    case = begin(campaign, at)
    approve(case)
    with transaction():
        found = campaign_for_update(campaign.id)
        begin_campaign(found, by=ANNA, at=at)
        start_batch(found, limit=50, by=ANNA, at=at)
    return campaign


def member_of(session, name: str) -> CampaignMember:
    wanted = select(CampaignMember).join(Party).where(Party.name.startswith(name))
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def test_new_campaign_begins_once_however_often_it_is_sent(session, office) -> None:
    key = uuid4()
    for _ in range(2):
        assert office.post("/campaigns", data={**PLAN, "key": key}).status_code == 303

    assert session.get(Campaign, key).name == "Spring"
    case = session.scalars(select(ProcessInstance).where(ProcessInstance.start_key == f"campaign:{key}")).one()
    assert case.title == "Spring"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2026-11-30"}, "it cannot end before that"),
        ({"estimated_cost": "-1"}, "cannot be negative"),
        ({"currency": "QQQ"}, "QQQ"),
        ({"starts_on": "soon"}, "Give a date."),
        ({"responsible": "nobody"}, "There is nobody called"),
        ({"name": ""}, "Give the campaign a name."),
    ],
)
def test_plan_that_cannot_be_is_refused_beside_the_field(office, changes, sentence) -> None:
    answer = office.post("/campaigns", data={**PLAN, **changes, "key": uuid4()})

    assert answer.status_code == 422
    assert sentence in answer.text


def test_plan_is_saved_with_its_parties_and_mails(session, office, campaign) -> None:
    sent = {
        **PLAN,
        "revision": campaign.revision,
        "segment_localities": "Bergamo",
        "subject_it": "Ciao {party}",
        "text_it": "Ecco {campaign}.",
    }
    address = f"/campaigns/{campaign.id}/plan"
    assert office.post(address, data=sent).status_code == 303

    assert "1 of 1 party is written to." in office.get(address).text
    assert office.post(address, data=sent).status_code == 409
    found = session.get(Campaign, campaign.id, populate_existing=True)
    wrong = {**sent, "revision": found.revision, "text_it": "Caro {name}"}
    assert "{name} is no placeholder" in office.post(address, data=wrong).text


def test_preview_follows_what_is_typed(office) -> None:
    answer = office.get("/campaigns/preview?segment_roles=customer&segment_localities=Milano")

    assert "1 of 1 party is written to." in answer.text
    assert office.get("/campaigns/preview?segment_turnover_from=much").status_code == 422


def test_every_page_asks_the_database_little(session, office, started) -> None:
    base = f"/campaigns/{started.id}"
    for path in (
        "/campaigns",
        base,
        f"{base}/members",
        f"{base}/costs",
        f"{base}/revenue",
        f"{base}/mails",
        f"{base}/plan",
    ):
        with counted() as sent:
            assert office.get(path).status_code == 200
        assert len(sent) <= 15, path


def test_opportunities_are_generated_for_the_chosen(session, office, started) -> None:
    chosen = {"members": [str(member_of(session, name).id) for name in ("Alfa", "Beta")]}
    for _ in range(2):
        assert office.post(f"/campaigns/{started.id}/opportunities", data=chosen).status_code == 303

    roads = select(ProcessInstance).where(ProcessInstance.process_id == "lead_to_order")
    assert len(session.scalars(roads).all()) == 2
    assert office.post(f"/campaigns/{started.id}/opportunities", data={}).status_code == 422


def test_whoever_is_sold_to_is_asked_no_more_and_the_left_out_are_not_sold_to(session, office, started) -> None:
    address = f"/campaigns/{started.id}/opportunities"
    alfa, gamma = member_of(session, "Alfa"), member_of(session, "Gamma")

    assert office.post(address, data={"members": [str(alfa.id)]}).status_code == 303
    assert "Gamma S.n.c. is no contact" in office.post(address, data={"members": [str(gamma.id)]}).text

    assert session.get(ProcessInstance, alfa.case_key, populate_existing=True).state is InstanceState.COMPLETED
    assert member_of(session, "Alfa").state is MemberState.OPPORTUNITY


def test_link_in_the_mail_shows_first_and_acts_only_when_posted(app, session, started) -> None:
    member = member_of(session, "Alfa")
    path = opt_out_url(member.id).removeprefix(app.extensions["settings"].public_url)
    app.test_client_class = OutsideClient
    outside = app.test_client()

    assert "No more campaigns?" in outside.get(path).text
    assert session.get(Party, member.party_id, populate_existing=True).no_marketing_since is None
    for _ in range(2):
        assert outside.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert session.get(Party, member.party_id, populate_existing=True).no_marketing_since is not None
    assert outside.get(f"{path}x").status_code == 404


def test_cost_sent_twice_counts_once_and_its_csv_runs_no_formula(office, started) -> None:
    cost = {"document": "consumption", "document_number": "=1+1", "document_on": "2026-11-20", "amount": "10"}
    address, attempt = f"/campaigns/{started.id}/costs", {"key": str(uuid4())}
    for _ in range(2):
        assert office.post(address, data={**cost, **attempt, "currency": "EUR", "partner": "@evil"}).status_code == 303

    assert office.get(f"{address}.csv").text.count(",'=1+1,2026-11-20,'@evil,10.00") == 1


def test_sign_that_no_text_may_hold_and_unknown_document_are_refused(office, campaign) -> None:
    to = {"campaign_id": str(campaign.id)}

    assert office.get("/campaigns?q=%00").status_code == 422
    assert "cannot be kept" in office.post("/campaigns", data={**PLAN, "name": "a\x00"}).text
    for kind in ("orders", "invoices", "contracts"):
        assert office.post(f"/campaign-revenue/{kind}/{uuid4()}", data=to).status_code == 404


def test_answer_noted_by_hand_reaches_the_case(session, office, started) -> None:
    member = member_of(session, "Beta")
    address = f"/campaigns/{started.id}/members/{member.id}/answer"
    with transaction():
        member.state = MemberState.STOPPED
    assert office.post(address, data={"answer": "interested"}).status_code == 409

    with transaction():
        member_of(session, "Beta").state = MemberState.STARTED
    assert office.post(address, data={"answer": "interested", "note": "soon"}).status_code == 303
