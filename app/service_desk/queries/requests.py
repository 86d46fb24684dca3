"""Reads service requests: one, a page of the list, those of a party or an installed product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Select, desc, func, select, text, tuple_
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import Key, session
from app.core.web.paging import Position
from app.core.word_index import Found, found_first, has_words, keys_in_order, rows_found
from app.identity.models import Membership, User
from app.parties.models import Party
from app.service_desk.errors import ServiceRecordMissing
from app.service_desk.models import Charging, RequestStatus, ServiceRequest
from app.service_desk.models.requests import OPEN_STATES

SERVICE_GROUP = "service"
IS_OPEN = text(f"service_request.{OPEN_STATES}")


@dataclass(frozen=True)
class RequestChoice:
    """Which requests a list shows. state: `open`, `mine`, `overdue`, a status, or empty for all.

    mine: user name for whom `mine` is read. charging: `covered`, `time_and_material`, or empty.
    """

    words: str = ""
    state: str = "open"
    mine: str = ""
    assignee: str = ""
    party_id: UUID | None = None
    charging: str = ""


def request_by_id(request_id: UUID) -> ServiceRequest:
    """The request with party, contact and notes. Raises ServiceRecordMissing."""
    wanted = (
        select(ServiceRequest)
        .where(ServiceRequest.id == request_id)
        .options(
            joinedload(ServiceRequest.party),
            joinedload(ServiceRequest.contact),
            selectinload(ServiceRequest.notes),
        )
    )
    request = session().scalar(wanted)
    if request is None:
        raise ServiceRecordMissing("request", request_id)
    return request


def request_for_update(request_id: UUID) -> ServiceRequest:
    """The request with its party, locked. Raises ServiceRecordMissing."""
    wanted = select(ServiceRequest).where(ServiceRequest.id == request_id).options(joinedload(ServiceRequest.party))
    request = session().scalar(wanted.with_for_update(of=ServiceRequest).execution_options(populate_existing=True))
    if request is None:
        raise ServiceRecordMissing("request", request_id)
    return request


def request_of_case(case_key: Key) -> ServiceRequest | None:
    """The request of a case with its party, if it has one."""
    wanted = select(ServiceRequest).where(ServiceRequest.case_key == case_key)
    return session().scalar(wanted.options(joinedload(ServiceRequest.party)))


def open_requests_of(party_id: UUID, *, but_not: UUID | None = None, limit: int = 20) -> Sequence[ServiceRequest]:
    """The requests of a party that are not settled yet, the newest first."""
    wanted = select(ServiceRequest).where(ServiceRequest.party_id == party_id, IS_OPEN)
    if but_not is not None:
        wanted = wanted.where(ServiceRequest.id != but_not)
    return session().scalars(wanted.order_by(ServiceRequest.registered_at.desc()).limit(limit)).all()


def requests_of_installed(installed_product_id: UUID, *, limit: int) -> Sequence[ServiceRequest]:
    """The requests about an installed product, the newest first."""
    wanted = select(ServiceRequest).where(ServiceRequest.installed_product_id == installed_product_id)
    return session().scalars(wanted.order_by(ServiceRequest.registered_at.desc()).limit(limit)).all()


def requests_page(
    choice: RequestChoice, *, at: datetime, after: Position | None = None, limit: int
) -> Sequence[ServiceRequest]:
    """Up to `limit` + 1 requests with their parties, the newest first. at: the moment that says what is overdue."""
    wanted = _chosen(choice, at)
    moment, key = ServiceRequest.registered_at, ServiceRequest.id
    if after is not None:
        wanted = wanted.where(tuple_(moment, key) < tuple_(*after))
    if choice.words:
        keys = keys_in_order(wanted, moment, key, direction=desc, limit=limit + 1)
        wanted = select(ServiceRequest).where(key.in_(keys))
    wanted = wanted.options(joinedload(ServiceRequest.party))
    return session().scalars(wanted.order_by(moment.desc(), key.desc()).limit(limit + 1)).all()


def technicians() -> Sequence[str]:
    """The user names of the service group."""
    members = select(User.user_name).join(Membership, Membership.user_id == User.id)
    wanted = members.where(Membership.group_id == SERVICE_GROUP, User.disabled_at.is_(None))
    return session().scalars(wanted.order_by(User.display_name)).all()


def unsolved_count() -> int:
    """How many requests are not solved yet."""
    unsolved = ServiceRequest.status.in_([RequestStatus.NEW, RequestStatus.PLANNED])
    return session().scalar(select(func.count()).select_from(ServiceRequest).where(IS_OPEN, unsolved)) or 0


def requests_found(words: str, *, limit: int) -> Found[ServiceRequest]:
    """The newest of the requests with these words in number, title or customer, with their parties."""
    return rows_found(
        select(ServiceRequest),
        key=ServiceRequest.id,
        keys=_named(words),
        order=(ServiceRequest.registered_at.desc(), ServiceRequest.id.desc()),
        limit=limit,
        options=[joinedload(ServiceRequest.party)],
    )


def _named(words: str) -> CTE:
    named = has_words(words, ServiceRequest.number, ServiceRequest.title)
    of_parties = select(Party.id).where(has_words(words, Party.name))
    found = select(ServiceRequest.id).where(named | ServiceRequest.party_id.in_(of_parties))
    return found_first(found, "requests_named")


def _chosen(choice: RequestChoice, at: datetime) -> Select[Any]:  # Any: the columns of a request
    wanted = select(ServiceRequest)
    if choice.words:
        wanted = wanted.where(ServiceRequest.id.in_(select(_named(choice.words).c.id)))
    wanted = _in_state(wanted, choice, at)
    if choice.assignee:
        wanted = wanted.where(ServiceRequest.assignee == choice.assignee)
    if choice.party_id is not None:
        wanted = wanted.where(ServiceRequest.party_id == choice.party_id)
    if choice.charging:
        wanted = wanted.where(ServiceRequest.charging == Charging(choice.charging))
    return wanted


def _in_state(wanted: Select[Any], choice: RequestChoice, at: datetime) -> Select[Any]:  # Any: as above
    match choice.state:
        case "":
            return wanted
        case "open":
            return wanted.where(IS_OPEN)
        case "mine":
            return wanted.where(IS_OPEN, ServiceRequest.assignee == choice.mine)
        case "overdue":
            return wanted.where(IS_OPEN, ServiceRequest.solved_at.is_(None), ServiceRequest.term_at < at)
    return wanted.where(ServiceRequest.status == RequestStatus(choice.state))
