"""`POST /api/leads`: leads from web sites and programs."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from app.core.actor import Actor
from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import load_json
from app.engine.models import ProcessInstance
from app.engine.operations import start_instance
from app.identity.current import current_user_or_none
from app.identity.errors import NotAllowed, NotLoggedIn
from app.identity.permissions import Permission, public
from app.parties.details import checked_party
from app.sales.handlers.leads import intake_in
from app.sales.schemas import WebLead
from app.sales.web_form import WEB_FORM, count_use, is_form_key

bp = Blueprint("sales_api", __name__, url_prefix="/api")
PROCESS = "lead_to_order"
LONGEST_KEY = 200  # characters of an Idempotency-Key
CREATED = 201


@bp.post("/leads")
@public
def create_lead() -> ResponseReturnValue:
    """Take a lead, as JSON or as a form. Anybody who has a token may, and whoever has the key of the public form.

    The same `Idempotency-Key` starts one case only. A filled honeypot gets the usual answer and starts none.
    """
    sent = WebLead().load(_body())
    form_key, honeypot = sent.pop("form_key"), sent.pop("homepage")
    with transaction():
        by = _sender(form_key)
        if by is WEB_FORM:
            count_use(request.remote_addr or "", at=now())
    if honeypot:
        return _thanks(None)
    _refuse_unusable(sent)
    with transaction():
        case = start_instance(PROCESS, variables=sent, by=by, at=now(), start_key=_start_key(by))
        return _thanks(case if by is not WEB_FORM else None)


def _body() -> Any:  # Any: JSON of any shape, checked by the schema next
    return load_json() if request.is_json else request.form.to_dict()


def _sender(form_key: str) -> Actor:
    """Who sends the lead. Raises NotLoggedIn for somebody without token and key, NotAllowed for the wrong role."""
    user = current_user_or_none()
    if user is not None:
        if not user.may(Permission.START_CASE):
            raise NotAllowed(Permission.START_CASE)
        return user.actor
    if not is_form_key(form_key):
        raise NotLoggedIn
    return WEB_FORM


def _refuse_unusable(sent: dict[str, Any]) -> None:  # Any: values of the schema
    """Raises Invalid with a sentence for each field, before a case is begun."""
    intake = intake_in(sent)
    if not (intake.email or intake.phone):
        sentence = "Give an e-mail address or a phone number."
        raise Invalid(sentence, {"email": [sentence]})
    checked_party(intake.party)


def _start_key(by: Actor) -> str | None:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise Invalid(f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
    return f"lead:{by.id}:{key}" if key else None


def _thanks(case: ProcessInstance | None) -> ResponseReturnValue:
    if not request.is_json:
        return render_template("sales/thanks.html"), CREATED
    if case is None:
        return jsonify(received=True), CREATED
    return jsonify(received=True, processInstanceKey=str(case.key)), CREATED
