"""Pages of service; importing this registers their addresses."""

from app.service_desk import cards as cards  # fills the card of a party and the page of an installed product
from app.service_desk.views import estimates, intake, report_lines, reports, requests
from app.service_desk.views.blueprint import bp

__all__ = ["bp", "estimates", "intake", "report_lines", "reports", "requests"]
