"""Two campaigns of the demo company: one that ended with costs and revenue, one that runs."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select

from app.campaigns.models import Answer, Campaign, CampaignMember, CampaignNature, CostDocument, MemberState
from app.campaigns.operations.members import send_answer
from app.campaigns.operations.money import CostEntry, RevenueEntry, add_cost, add_order, add_revenue
from app.campaigns.operations.planning import MailText, Plan, add_campaign, choose_segment, write_mails
from app.campaigns.queries.campaigns import campaign_for_update
from app.campaigns.segments import Segment
from app.core.actor import Actor
from app.core.db import Key, session, transaction
from app.demo.cases import ACTORS
from app.demo.jobs import do_jobs
from app.engine import operations
from app.engine.models import TaskState, Timer, UserTask
from app.engine.operations.timers import fire_timer
from app.engine.reading import today
from app.parties.models import Party
from app.sales.models import Order

PLANNER, MANAGER = ACTORS["elena"], ACTORS["anna"]
PROCESS = "campaign"
MAILS = {
    "it": MailText(
        "{campaign}: una visita per {party}?",
        "dal mese prossimo la nuova linea di presse è pronta.\n\nPossiamo mostrarvela in officina?",
    ),
    "en": MailText(
        "{campaign}: may we visit {party}?",
        "our new line of presses is ready from next month.\n\nMay we show it to you in your workshop?",
    ),
}
NORTH = ("Sassuolo", "Lecco", "Milano", "Torino", "Como", "Moena", "Piazza Brembana")
ABROAD = ("Chur", "Arad", "Galați", "Brașov", "Ostrava", "Torino", "Milano")


def tell_campaigns(at: datetime) -> None:
    """Let both happen; those told before stay as they are."""
    spring = _plan("Press check before winter", at, first=-70, last=-25, cost="1500.00", revenue="12000.00")
    running = _plan("Safety retrofit for presses", at, first=-6, last=40, cost="2200.00", revenue="18000.00")
    if (case := _begun("ended", spring, Segment(localities=NORTH), at=at - timedelta(days=78))) is not None:
        _run(case, spring, at=at)
        _count_money(case, spring, at=at)
    prospects = Segment(roles=("customer", "prospect"), localities=ABROAD)
    if (case := _begun("running", running, prospects, at=at - timedelta(days=9))) is not None:
        _run(case, running, at=at)
        _hear_answers(case, at=at - timedelta(days=2))


def _plan(name: str, at: datetime, *, first: int, last: int, cost: str, revenue: str) -> Plan:
    on = today(at)
    return Plan(
        name=name,
        responsible=PLANNER.id,
        objectives="Two visits a week, three offers by the end of the campaign.",
        starts_on=on + timedelta(days=first),
        ends_on=on + timedelta(days=last),
        currency="EUR",
        estimated_cost=Decimal(cost),
        estimated_revenue=Decimal(revenue),
        nature=CampaignNature.ORDER,
    )


def _begun(story: str, plan: Plan, segment: Segment, *, at: datetime) -> Key | None:
    """The approved case of a campaign; None when it was told before."""
    campaign_id = uuid5(NAMESPACE_URL, f"demo-campaign:{story}")
    if session().get(Campaign, campaign_id) is not None:
        session().rollback()
        return None
    with transaction():
        campaign = add_campaign(plan, on=today(at), by=PLANNER, at=at)
        campaign.id = campaign_id
        choose_segment(campaign, segment, revision=campaign.revision, by=PLANNER, at=at)
        write_mails(campaign, MAILS, revision=campaign.revision, by=PLANNER, at=at)
        session().flush()  # the case reads it
        case = operations.start_instance(PROCESS, variables={"campaign_id": str(campaign_id)}, by=PLANNER, at=at)
    _complete(case.key, by=PLANNER, at=at, plan_note="Mail and parties are as agreed.")
    _complete(case.key, by=MANAGER, at=at, approval_outcome="approve")
    return case.key


def _run(case: Key, plan: Plan, *, at: datetime) -> None:
    """Let the time of a campaign and of its contacts pass until now."""
    _let_time_pass(case, until=at if plan.ends_on >= today(at) else _morning_after(plan, at))
    for contact in _contacts(case):
        do_jobs(contact, at=min(at, _morning_after(plan, at)))
    if plan.ends_on < today(at):
        _hear_answers(case, at=_begin_of(plan, at) + timedelta(days=4))
        _let_time_pass(case, until=at)
        _complete(case, by=MANAGER, at=at, report_note="Worth repeating in spring.")


def _count_money(case: Key, plan: Plan, *, at: datetime) -> None:
    """What the ended campaign cost and brought."""
    with transaction():
        campaign = campaign_for_update(_campaign_id(case))
        for entry in _costs(plan):
            add_cost(campaign, entry, on=today(at), by=PLANNER, at=at)
            session().flush()  # the next line counts on
        orders = session().scalars(select(Order).order_by(Order.placed_at).limit(2)).all()
        for order in orders:
            add_order(campaign, order, session().get_one(Party, order.party_id), by=PLANNER, at=at)
            session().flush()  # as above
        for revenue in _revenues(plan):
            add_revenue(campaign, revenue, on=today(at), by=PLANNER, at=at)
            session().flush()  # as above


def _costs(plan: Plan) -> list[CostEntry]:
    first: date = plan.starts_on
    return [
        CostEntry(CostDocument.PURCHASE_INVOICE, "2026/318", first, Decimal("640.00"), "EUR", "Tipografia Orobica"),
        CostEntry(
            CostDocument.EXPENSE_REPORT, "ER-41", first + timedelta(days=20), Decimal("212.50"), "EUR", "Luca Ferri"
        ),
        CostEntry(
            CostDocument.CONSUMPTION, "C-77", first + timedelta(days=33), Decimal("390.00"), "EUR", "Officina Alpina"
        ),
    ]


def _revenues(plan: Plan) -> list[RevenueEntry]:
    works = RevenueEntry(
        "Works", "2026/57", plan.starts_on + timedelta(days=30), Decimal(0), Decimal(3250), "Alba Ceramics"
    )
    month = RevenueEntry("Subscription", "AB-118", plan.ends_on, Decimal(0), Decimal(480), "Alba Ceramics")
    return [works, month]


def _hear_answers(case: Key, *, at: datetime) -> None:
    """The first of the contacts answer: one is interested, one is not."""
    answers = (Answer.INTERESTED, Answer.NOT_INTERESTED)
    waiting = (
        select(CampaignMember)
        .where(CampaignMember.campaign_id == _campaign_id(case), CampaignMember.state == MemberState.MAILED)
        .order_by(CampaignMember.party_id)
        .limit(len(answers))
    )
    heard = []
    with transaction():
        for member, answer in zip(session().scalars(waiting).all(), answers, strict=False):
            send_answer(member, answer, note="Please call on Thursday", by=PLANNER, at=at)
            heard.append(Key(member.case_key or 0))
    for key in heard:
        do_jobs(key, at=at)


def _let_time_pass(case: Key, *, until: datetime) -> None:
    do_jobs(case, at=until)
    due = select(Timer).where(
        Timer.instance_key == case, Timer.fired_at.is_(None), Timer.cancelled_at.is_(None), Timer.due_at <= until
    )
    while (timer := session().scalars(due.order_by(Timer.due_at).limit(1)).first()) is not None:
        with transaction():
            fire_timer(timer.key, at=timer.due_at)
        do_jobs(case, at=timer.due_at)


def _complete(case: Key, *, by: Actor, at: datetime, **values: str) -> None:
    with transaction():
        waits = select(UserTask).where(UserTask.instance_key == case, UserTask.state == TaskState.CREATED)
        task = session().scalars(waits).one()
        if task.assignee != by.id:
            operations.assign_task(task.key, assignee=by.id, by=by, at=at)
        operations.complete_task(task.key, variables=values, by=by, at=at)


def _contacts(case: Key) -> list[Key]:
    wanted = select(CampaignMember.case_key).where(CampaignMember.campaign_id == _campaign_id(case))
    return [Key(key) for key in session().scalars(wanted.where(CampaignMember.case_key.is_not(None))) if key]


def _campaign_id(case: Key) -> UUID:
    return session().scalars(select(Campaign.id).where(Campaign.case_key == case)).one()


def _begin_of(plan: Plan, at: datetime) -> datetime:
    return at + timedelta(days=(plan.starts_on - today(at)).days)


def _morning_after(plan: Plan, at: datetime) -> datetime:
    """A day after the start: the contacts have begun, the end is still far."""
    return _begin_of(plan, at) + timedelta(days=1)
