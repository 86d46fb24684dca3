"""A campaign from its plan to its report, and one contact from its mail to an opportunity."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.campaigns.errors import CampaignInvalid, CampaignOver
from app.campaigns.models import Answer, Campaign, CampaignMember, CampaignStatus, MemberState
from app.campaigns.operations.ending import want_end
from app.campaigns.operations.members import generate_opportunity, send_answer
from app.campaigns.operations.planning import choose_segment
from app.campaigns.operations.running import start_batch
from app.campaigns.segments import Segment
from app.core.db import transaction
from app.demo.jobs import do_jobs
from app.documents.models import Document
from app.engine.models import ProcessInstance
from app.mail.models import MailMessage
from app.parties.models import Party
from app.parties.operations import opt_out
from tests.campaigns.factories import approve, begin
from tests.engine.driver import Driver
from tests.sales.factories import ANNA


@pytest.fixture
def case(campaign, at) -> Driver:
    """A campaign that was approved and begins at eight."""
    case = begin(campaign, at)
    approve(case)
    return case


@pytest.fixture
def running(case) -> Driver:
    """A campaign whose contacts have been started."""
    case.wait(minutes=1)
    do_jobs(case.key, at=case.at)
    return case


def member_of(session, name: str) -> CampaignMember:
    wanted = (
        select(CampaignMember).join(Party).where(Party.name.startswith(name)).options(joinedload(CampaignMember.party))
    )
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def contact(session, name: str, at) -> Driver:
    """The case of a contact, its mail sent."""
    key = member_of(session, name).case_key
    do_jobs(key, at=at)
    return Driver.of(key, at)


def current(session, campaign) -> Campaign:
    return session.get(Campaign, campaign.id, populate_existing=True)


def test_contacts_of_the_segment_begin_and_the_others_say_why_not(session, campaign, running) -> None:
    assert running.active() == ["how_does_it_end"]
    assert member_of(session, "Alfa").state is MemberState.STARTED
    assert member_of(session, "Gamma").reason == "has no mail address"
    found = current(session, campaign)
    assert (found.status, found.contact_count, found.started_count) == (CampaignStatus.RUNNING, 2, 2)


def test_start_that_is_done_again_begins_no_contact_twice(session, campaign, running) -> None:
    with transaction():
        for member in session.scalars(select(CampaignMember).where(CampaignMember.case_key.is_not(None))):
            member.state = MemberState.SELECTED
    with transaction():
        start_batch(current(session, campaign), limit=50, by=ANNA, at=running.at)

    cases = session.scalars(select(ProcessInstance).where(ProcessInstance.process_id == "campaign_contact")).all()
    assert len(cases) == 2


def test_contact_gets_the_mail_in_its_language_with_a_way_out(session, running) -> None:
    contact(session, "Alfa", running.at)

    mail = session.scalars(select(MailMessage)).one()
    assert mail.subject == "Novità per Alfa S.r.l."
    assert "Ecco Presses for spring." in mail.text
    assert mail.unsubscribe_url is not None
    assert mail.unsubscribe_url in mail.text
    assert member_of(session, "Alfa").state is MemberState.MAILED


def test_who_opted_out_after_the_choice_gets_no_mail(session, customers, running) -> None:
    with transaction():
        opt_out(session.get(Party, customers[0].id), reason="on the phone", by=ANNA, at=running.at)

    alfa = contact(session, "Alfa", running.at)

    assert alfa.state == "COMPLETED"
    assert "contact_left_out" in alfa.trace()
    assert session.scalars(select(MailMessage)).all() == []
    assert member_of(session, "Alfa").state is MemberState.OPTED_OUT


def test_interested_contact_becomes_an_opportunity_once(session, campaign, running) -> None:
    beta = contact(session, "Beta", running.at)
    with transaction():
        member = member_of(session, "Beta")
        send_answer(member, Answer.INTERESTED, note="Wants a visit", by=ANNA, at=running.at)
    do_jobs(beta.key, at=running.at)
    with transaction():
        again = generate_opportunity(campaign, member.id, by=ANNA, at=running.at)

    found = member_of(session, "Beta")
    assert beta.state == "COMPLETED"
    assert (found.state, found.opportunity_case_key) == (MemberState.OPPORTUNITY, again)
    road = Driver.of(again, running.at)
    assert road.variables["campaign_id"] == str(campaign.id)
    assert road.variables["campaign_nature"] == "order"
    assert road.variables["sales_person"] == "anna"
    assert road.open_tasks() == ["qualify_lead"]


def test_who_does_not_answer_is_called(session, running) -> None:
    beta = contact(session, "Beta", running.at)
    beta.wait(days=8)
    assert [task.assignee for task in beta.tasks()] == ["anna"]

    beta.complete("call_contact", contact_answer="not_interested", answer_note="has one")

    assert beta.trace()[-1] == "contact_not_interested"
    assert member_of(session, "Beta").state is MemberState.CALLED


def test_answer_during_the_call_takes_the_task_away(session, running) -> None:
    beta = contact(session, "Beta", running.at)
    beta.wait(days=8)

    with transaction():
        send_answer(member_of(session, "Beta"), Answer.OPTED_OUT, note="", by=ANNA, at=beta.at)

    assert beta.open_tasks() == []
    assert member_of(session, "Beta").state is MemberState.OPTED_OUT


def test_end_date_stops_who_still_waits_and_writes_the_report(session, campaign, running) -> None:
    beta = contact(session, "Beta", running.at)
    running.wait(days=32)
    do_jobs(running.key, at=running.at)

    assert beta.state == "COMPLETED"
    assert member_of(session, "Beta").state is MemberState.STOPPED
    assert running.open_tasks() == ["read_report"]
    assert current(session, campaign).status is CampaignStatus.ENDED
    document = session.scalars(select(Document).where(Document.kind == "campaign_report")).one()
    assert document.subject_id == campaign.id

    running.complete("read_report")
    assert running.state == "COMPLETED"


def test_campaign_ended_by_hand_keeps_the_reason(session, campaign, running) -> None:
    with transaction():
        want_end(current(session, campaign), reason="the press is sold out", by=ANNA, at=running.at)
    do_jobs(running.key, at=running.at)

    assert current(session, campaign).status is CampaignStatus.ENDED
    assert current(session, campaign).end_reason == "the press is sold out"
    with pytest.raises(CampaignOver):
        want_end(current(session, campaign), reason="again", by=ANNA, at=running.at)


def test_campaign_ended_before_its_first_day_never_begins(session, campaign, case) -> None:
    with transaction():
        want_end(current(session, campaign), reason="budget", by=ANNA, at=case.at)

    assert case.state == "COMPLETED"
    assert current(session, campaign).status is CampaignStatus.CANCELLED
    assert session.scalars(select(CampaignMember)).all() == []


def test_segment_of_nobody_is_not_handed_in(campaign, at) -> None:
    case = begin(campaign, at)
    with transaction():
        choose_segment(campaign, Segment(localities=("Atlantis",)), revision=campaign.revision, by=ANNA, at=at)

    with pytest.raises(CampaignInvalid, match="No party fits"):
        case.complete("plan_campaign")

    assert case.open_tasks() == ["plan_campaign"]


def test_plan_goes_back_with_a_reason(campaign, at) -> None:
    case = begin(campaign, at)
    case.complete("plan_campaign")

    with pytest.raises(CampaignInvalid) as refused:
        case.complete("approve_campaign", approval_outcome="back")
    assert refused.value.fields.keys() == {"approval_note"}

    case.complete("approve_campaign", approval_outcome="back", approval_note="too dear")
    assert case.open_tasks() == ["plan_campaign"]
