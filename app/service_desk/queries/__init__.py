"""Reads service: requests, work reports, estimates."""

from app.service_desk.queries.estimates import estimate_by_id, estimate_for_update, estimate_of
from app.service_desk.queries.reports import (
    draft_report_of,
    km_article,
    last_work_of,
    report_by_id,
    report_for_update,
    reports_listed,
    reports_of,
    reports_page,
    spans_of,
)
from app.service_desk.queries.requests import (
    RequestChoice,
    open_requests_of,
    request_by_id,
    request_for_update,
    request_of_case,
    requests_of_installed,
    requests_page,
    technicians,
    unsolved_count,
)

__all__ = [
    "RequestChoice",
    "draft_report_of",
    "estimate_by_id",
    "estimate_for_update",
    "estimate_of",
    "km_article",
    "last_work_of",
    "open_requests_of",
    "report_by_id",
    "report_for_update",
    "reports_listed",
    "reports_of",
    "reports_page",
    "request_by_id",
    "request_for_update",
    "request_of_case",
    "requests_of_installed",
    "requests_page",
    "spans_of",
    "technicians",
    "unsolved_count",
]
