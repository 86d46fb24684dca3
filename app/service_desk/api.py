"""`POST /api/service-requests`: requests from web sites and programs."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Invalid
from app.engine.models import ProcessInstance
from app.engine.operations import start_instance
from app.identity.permissions import public
from app.parties.details import checked_party
from app.parties.web_form import WEB_FORM, sender_of, sent_body, start_key_of
from app.service_desk.handlers.intake import intake_in
from app.service_desk.models import Channel
from app.service_desk.schemas import WebRequest

bp = Blueprint("service_desk_api", __name__, url_prefix="/api")
PROCESS = "service_request_to_invoice"
CREATED = 201


@bp.post("/service-requests")
@public
def create_service_request() -> ResponseReturnValue:
    """Take a service request, as JSON or as a form. Anybody who has a token may, and whoever has the public form's key.

    The same `Idempotency-Key` starts one case only. A filled honeypot gets the usual answer and starts none.
    """
    sent = WebRequest().load(sent_body())
    form_key, honeypot = sent.pop("form_key"), sent.pop("homepage")
    with transaction():
        by = sender_of(form_key, at=now())
    if honeypot:
        return _thanks(None)
    _refuse_unusable(sent)
    variables = {**sent, "channel": Channel.WEB.value}
    with transaction():
        start_key = start_key_of("service", by)
        case = start_instance(PROCESS, variables=variables, by=by, at=now(), start_key=start_key)
        return _thanks(case if by is not WEB_FORM else None)


def _refuse_unusable(sent: dict[str, Any]) -> None:  # Any: values of the schema
    """Raises Invalid with a sentence for each field, before a case is begun."""
    intake = intake_in(sent)
    if not (intake.email or intake.phone):
        sentence = "Give an e-mail address or a phone number."
        raise Invalid(sentence, {"email": [sentence]})
    checked_party(intake.party)


def _thanks(case: ProcessInstance | None) -> ResponseReturnValue:
    if not request.is_json:
        return render_template("sales/thanks.html"), CREATED
    if case is None:
        return jsonify(received=True), CREATED
    return jsonify(received=True, processInstanceKey=str(case.key)), CREATED
