"""What service refuses."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.core.errors import Invalid, Missing, Refused
from app.service_desk.models import Estimate, ServiceRequest, WorkReport


class ServiceInvalid(Invalid):
    """Something was entered that cannot be so; the sentences stand beside the fields."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(sentence for texts in fields.values() for sentence in texts), fields)


class ServiceRecordMissing(Missing):
    """There is no such request, report, estimate, or line of a report."""

    def __init__(self, noun: str, record_id: UUID | int) -> None:
        super().__init__(f"There is no {noun} with the id {record_id}.")


class RequestSettled(Refused):
    """Something was to be done for a request on which nobody works at the moment."""

    def __init__(self, request: ServiceRequest) -> None:
        super().__init__(f"Request {request.number} is {request.status.value}. Nothing was changed.")


class ReportFixed(Refused):
    """A finished report was to be changed."""

    def __init__(self, report: WorkReport) -> None:
        super().__init__(f"Report {report.label} is finished. Take it back first, then change it.")


class ReportBilled(Refused):
    """A report was to be taken back after its request was charged."""

    def __init__(self, report: WorkReport, request: ServiceRequest) -> None:
        super().__init__(f"Request {request.number} is {request.status.value}; report {report.label} stays as it is.")


class ReportEmpty(Invalid):
    """A report was to be finished that says nothing."""

    def __init__(self) -> None:
        sentence = "Enter at least one activity, part, journey or other item."
        super().__init__(sentence, {"activities": [sentence]})


class NoReport(Invalid):
    """A request was solved without a report, and nobody said that there is none."""

    def __init__(self, drafts: int) -> None:
        sentence = (
            "A report is still a draft. Finish it first."
            if drafts
            else "There is no finished report. Write one, or tick that there is none."
        )
        super().__init__(sentence, {"without_report": [sentence]})


class EstimateFixed(Refused):
    """An issued estimate was to be changed."""

    def __init__(self, estimate: Estimate) -> None:
        super().__init__(f"Estimate {estimate.label} is issued and is no longer changed.")


class PriceListOfCurrencyMissing(Invalid):
    """Something is to be priced in a currency for which there is no price list."""

    def __init__(self, currency: str) -> None:
        sentence = f"There is no price list in {currency}."
        super().__init__(sentence, {"currency": [sentence]})
