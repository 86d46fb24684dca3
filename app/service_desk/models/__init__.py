"""Tables of service: requests, work reports, estimates."""

from app.service_desk.models.estimates import Estimate, EstimateLine, EstimateStatus, LineKind
from app.service_desk.models.reports import (
    ReportActivity,
    ReportedObject,
    ReportItem,
    ReportPart,
    ReportStatus,
    ReportTrip,
    WorkReport,
)
from app.service_desk.models.requests import Channel, Charging, Priority, RequestNote, RequestStatus, ServiceRequest

__all__ = [
    "Channel",
    "Charging",
    "Estimate",
    "EstimateLine",
    "EstimateStatus",
    "LineKind",
    "Priority",
    "ReportActivity",
    "ReportItem",
    "ReportPart",
    "ReportStatus",
    "ReportTrip",
    "ReportedObject",
    "RequestNote",
    "RequestStatus",
    "ServiceRequest",
    "WorkReport",
]
