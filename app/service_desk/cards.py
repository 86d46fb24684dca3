"""What service shows on the card of a party and on the page of an installed product."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, func

from app.contracts.installed_card import installed_section
from app.contracts.models import InstalledProduct
from app.core.actor import Viewer
from app.identity.permissions import Permission
from app.parties.card import (
    CardEntry,
    CardSection,
    TimelineLine,
    TimelineType,
    card_action,
    card_section,
    card_timeline,
    timeline_lines,
)
from app.parties.models import Party
from app.service_desk.models import ServiceRequest, WorkReport
from app.service_desk.queries import open_requests_of, requests_of_installed
from app.service_desk.tones import REPORT_TONES, REQUEST_TONES

SHOWN = 5

card_action("service_desk/_card_action.html")


@card_section
def request_section(party: Party, viewer: Viewer) -> CardSection:  # noqa: ARG001  # all who see parties see requests
    """The open requests of a party."""
    more = url_for("service_desk.show_requests", party=party.id, show="all")
    return CardSection("Service requests", _entries(open_requests_of(party.id, limit=SHOWN)), more)


@installed_section
def installed_requests(installed: InstalledProduct, viewer: Viewer) -> CardSection:  # noqa: ARG001  # as above
    """What was asked and done about an installed product."""
    return CardSection("Service requests", _entries(requests_of_installed(installed.id, limit=SHOWN)))


def _entries(rows: Sequence[ServiceRequest]) -> list[CardEntry]:
    return [
        CardEntry(
            title=request.title,
            href=url_for("service_desk.show_request", request_id=request.id),
            note=request.number,
            when=request.registered_at,
            badge=request.status.value,
            tone=REQUEST_TONES[request.status],
            icon="tools",
        )
        for request in rows
    ]


def _request_lines(party: Party, viewer: Viewer) -> Select[Any]:  # noqa: ARG001  # as above; Any: as card_timeline has it
    lines = timeline_lines(
        key=ServiceRequest.id,
        when=ServiceRequest.registered_at,
        title=ServiceRequest.number,
        note=ServiceRequest.title,
        state=ServiceRequest.status,
        who=ServiceRequest.registered_by,
    )
    return lines.where(ServiceRequest.party_id == party.id)


def _report_lines(party: Party, viewer: Viewer) -> Select[Any]:  # noqa: ARG001  # as above; Any: as above
    lines = timeline_lines(
        key=WorkReport.id,
        when=WorkReport.created_at,
        title=func.coalesce(WorkReport.number, "Draft report"),
        note=ServiceRequest.title,
        state=WorkReport.status,
        who=WorkReport.technician,
    )
    joined = lines.join(ServiceRequest, ServiceRequest.id == WorkReport.request_id)
    return joined.where(ServiceRequest.party_id == party.id)


def _request_href(line: TimelineLine) -> str:
    return url_for("service_desk.show_request", request_id=line.key)


def _report_href(line: TimelineLine) -> str:
    return url_for("service_desk.show_report", report_id=line.key)


card_timeline(
    TimelineType(
        name="requests",
        label="Requests",
        icon="tools",
        lines=_request_lines,
        href=_request_href,
        tones={status.value: tone for status, tone in REQUEST_TONES.items()},
        permission=Permission.VIEW_SERVICE,
        order=50,
    )
)
card_timeline(
    TimelineType(
        name="reports",
        label="Work reports",
        icon="clipboard-text",
        lines=_report_lines,
        href=_report_href,
        tones={status.value: tone for status, tone in REPORT_TONES.items()},
        permission=Permission.VIEW_SERVICE,
        order=52,
    )
)
