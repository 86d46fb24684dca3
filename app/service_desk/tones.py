"""The colour of each status."""

from app.service_desk.models import EstimateStatus, Priority, ReportStatus, RequestStatus

REQUEST_TONES = {
    RequestStatus.NEW: "warning",
    RequestStatus.PLANNED: "info",
    RequestStatus.SOLVED: "success",
    RequestStatus.INVOICED: "info",
    RequestStatus.CLOSED: "neutral",
    RequestStatus.REFUSED: "danger",
    RequestStatus.CANCELLED: "neutral",
}
REPORT_TONES = {ReportStatus.DRAFT: "warning", ReportStatus.FINAL: "success"}
ESTIMATE_TONES = {EstimateStatus.DRAFT: "warning", EstimateStatus.ISSUED: "success"}
PRIORITY_TONES = {
    Priority.LOW: "neutral",
    Priority.NORMAL: "neutral",
    Priority.HIGH: "warning",
    Priority.URGENT: "danger",
}
