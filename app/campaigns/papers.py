"""What the report of a campaign says, as plain formatted values in our language."""

from datetime import date, datetime
from uuid import UUID

from babel.dates import format_date

from app.campaigns.conditions import described
from app.campaigns.models import Campaign, CampaignCost, MemberState
from app.campaigns.queries.campaigns import campaign_by_id
from app.campaigns.queries.members import Funnel, funnel_of, members_by_state
from app.campaigns.queries.money import Money, RevenueRow, cost_lines, money_of, revenue_rows
from app.campaigns.returns import Month, return_percent, share_percent
from app.campaigns.segments import checked_segment
from app.campaigns.wording import document_name, report_labels, state_name
from app.catalog.papers import PaperData, company_data, shown_amount, shown_date
from app.core.languages import language_of
from app.engine.reading import today
from app.identity.queries import users_named
from app.parties.queries import company


def report_paper(campaign_id: UUID, *, at: datetime) -> tuple[Campaign, PaperData]:
    """The campaign, and what its report says."""
    campaign, ours = campaign_by_id(campaign_id), company()
    language = language_of(ours.language)
    words = report_labels(language)
    responsible = users_named([campaign.responsible]).get(campaign.responsible)
    money = money_of([campaign.id])[campaign.id]
    data = {
        "language": language,
        "t": words,
        "seller": company_data(ours, language=language),
        "number": campaign.number,
        "name": campaign.name,
        "date": shown_date(today(at), language),
        "runs": f"{shown_date(campaign.starts_on, language)} – {shown_date(campaign.ends_on, language)}",
        "responsible": responsible.display_name if responsible else campaign.responsible,
        "objectives": campaign.objectives,
        "nature": words[campaign.nature.value],
        "currency": campaign.currency,
        "segment": _segment(campaign, language),
        **_money(campaign, money, words, language),
        "funnel": _funnel(funnel_of(campaign.id), words),
        "members": _members(members_by_state([campaign.id])[campaign.id], language),
        "months": [_month(month, language) for month in money.months],
        "costs": [_cost(line, language) for line in cost_lines(campaign.id)],
        "revenues": [_revenue(row, language) for row in revenue_rows(campaign.id)],
    }
    return campaign, data


def _segment(campaign: Campaign, language: str) -> list[PaperData]:
    conditions = described(checked_segment(campaign.segment), language=language)
    return [{"label": label, "value": value} for label, value in conditions]


def _money(campaign: Campaign, money: Money, words: dict[str, str], language: str) -> PaperData:
    planned = return_percent(cost=campaign.estimated_cost, revenue=campaign.estimated_revenue)
    figures = [
        (words["cost"], shown_amount(campaign.estimated_cost, language), shown_amount(money.cost, language)),
        (words["accepted"], "", shown_amount(money.accepted_total, language)),
        (
            words["invoiced"],
            shown_amount(campaign.estimated_revenue, language),
            shown_amount(money.invoiced_total, language),
        ),
    ]
    return {
        "figures": [{"label": label, "estimated": first, "realised": second} for label, first, second in figures],
        "estimated_return": _percent(planned),
        "return_on_investment": _percent(money.return_percent),
        "total_cost": shown_amount(money.cost, language),
        "total_accepted": shown_amount(money.accepted_total, language),
        "total_invoiced": shown_amount(money.invoiced_total, language),
    }


def _funnel(funnel: Funnel, words: dict[str, str]) -> list[PaperData]:
    steps = ("contacts", "mailed", "answered", "interested", "opportunities", "sales")
    return [
        {
            "label": words[step],
            "count": str(getattr(funnel, step)),
            "share": _percent(share_percent(getattr(funnel, step), of=funnel.contacts)),
        }
        for step in steps
    ]


def _members(counts: dict[MemberState, int], language: str) -> list[PaperData]:
    return [
        {"label": state_name(state.value, language=language), "count": str(counts[state])}
        for state in MemberState
        if counts.get(state)
    ]


def _month(month: Month, language: str) -> PaperData:
    return {
        "month": _month_name(month.first_day, language),
        "cost": shown_amount(month.cost, language),
        "accepted": shown_amount(month.accepted, language),
        "invoiced": shown_amount(month.invoiced, language),
        "return": _percent(month.return_percent),
    }


def _cost(line: CampaignCost, language: str) -> PaperData:
    return {
        "position": str(line.position),
        "document": document_name(line.document.value, language=language),
        "number": line.document_number,
        "date": shown_date(line.document_on, language),
        "partner": line.partner,
        "value": shown_amount(line.value, language),
    }


def _revenue(row: RevenueRow, language: str) -> PaperData:
    line = row.line
    return {
        "position": str(line.position),
        "document": line.document if line.source_id is None else document_name(line.source.value, language=language),
        "number": line.document_number,
        "date": shown_date(line.document_on, language),
        "partner": line.partner,
        "accepted": shown_amount(row.accepted, language),
        "invoiced": shown_amount(row.invoiced, language),
    }


def _month_name(day: date, language: str) -> str:
    return format_date(day, "LLLL y", locale=language)


def _percent(number: int | None) -> str:
    return "–" if number is None else f"{number} %"
