"""A variable of a case set by hand: its value now, the new one, why."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Refused
from app.core.web import preferences, see_other
from app.engine import operations
from app.engine.models import ProcessInstance
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.monitor import repairs
from app.monitor.changes import change_of_variable
from app.monitor.schemas import VariableArguments, VariableChange
from app.monitor.values import KIND_LABELS, Kind, read_value
from app.monitor.views.blueprint import CASE, bp, shown_case
from app.monitor.views.repair_page import repair_page, shown_again

Context = dict[str, Any]  # Any: context of a template
VARIABLE = f"{CASE}/variables/change"


@bp.get(VARIABLE)
@require(Permission.SET_VARIABLES)
def show_variable(key: int) -> ResponseReturnValue:
    """The value of a variable as it is, and a field for the new one; without a name, a new variable."""
    asked = VariableArguments().load({name: value for name, value in request.args.items() if value})
    context = _variable(shown_case(key), asked["scope"], asked["name"] or "", asked["kind"])
    return repair_page("variable", **context, is_new=asked["name"] is None)


@bp.post(VARIABLE)
@require(Permission.SET_VARIABLES)
def create_variable(key: int) -> ResponseReturnValue:
    """A variable has another value from now on."""
    form = VariableChange().load(request.form.to_dict())
    value, user, case = read_value(form["value"], form["kind"]), current_user(), shown_case(key)
    try:
        with transaction():
            told: Context = {"reason": form["reason"], "scope_id": form["scope"], "seen": {form["name"]: form["seen"]}}
            operations.set_variables(case.key, {form["name"]: value}, by=user.actor, at=now(), **told)
    except Refused as refusal:
        changed = change_of_variable(case.key, form["name"], to=preferences())
        context = _variable(shown_case(key), form["scope"], form["name"], form["kind"])
        return shown_again("variable", refusal, changed, **context, typed=request.form, is_new=False)
    flash(f"“{form['name']}” is set.", "success")
    return see_other("cases.show_case", key=key, tab="variables")


def _variable(case: ProcessInstance, scope: str, name: str, kind: Kind | None) -> Context:
    variable = repairs.variable_of(case.key, scope, name)
    return {
        "case": case,
        "variable": variable,
        "value_kind": kind or variable.kind,
        "kind_labels": KIND_LABELS,
    }
