"""Variables of cases: searching those of one case, and reading one."""

from typing import Any

from flask import Response, request
from sqlalchemy import select

from app.api.blueprint import bp
from app.api.description.marks import finds_variables, gives
from app.api.reading import Body, read_key, read_search
from app.api.rendering import answer
from app.api.results import VariableResult, VariableSearchResult
from app.api.stored_variables import scope_of_key, search_variables, variable_result, variables_of
from app.core.db import Key, session
from app.core.errors import Invalid, Missing
from app.engine.models import ElementInstance
from app.engine.queries import instance_for
from app.identity.current import current_user
from app.identity.permissions import Permission, require


class UnknownVariable(Missing):
    """There is no such variable, or not for these eyes."""

    def __init__(self, variable_key: Key) -> None:
        super().__init__(f"There is no variable {variable_key}.")


@bp.post("/variables/search")
@finds_variables(VariableSearchResult)
@require(Permission.VIEW_CASES)
def search_all_variables() -> Response:
    """Search the variables of one case. The filter names it: processInstanceKey, scopeKey or variableKey."""
    body = read_search()
    case = instance_for(current_user().viewer, _instance_key(body))
    return answer(search_variables(variables_of(case.key), body, cuts=request.args.get("truncateValues") != "false"))


@bp.get("/variables/<variable_key>")
@gives(VariableResult)
@require(Permission.VIEW_CASES)
def show_variable(variable_key: str) -> Response:
    """Show one variable with its whole value."""
    wanted = read_key(variable_key)
    case = instance_for(current_user().viewer, _instance_of_scope(scope_of_key(wanted)))
    found = next((one for one in variables_of(case.key) if one.key == wanted), None)
    if found is None:
        raise UnknownVariable(wanted)
    return answer(variable_result(found))


def _instance_key(body: Body) -> Key:
    given = body.get("filter")
    named = given if isinstance(given, dict) else {}
    if (instance_key := _exact(named.get("processInstanceKey"))) is not None:
        return read_key(instance_key)
    if (scope_key := _exact(named.get("scopeKey"))) is not None:
        return _instance_of_scope(read_key(scope_key))
    if (variable_key := _exact(named.get("variableKey"))) is not None:
        return _instance_of_scope(scope_of_key(read_key(variable_key)))
    sentence = "Name the case: variables are kept with it, so give a processInstanceKey, a scopeKey or a variableKey."
    raise Invalid(f"filter: {sentence}", {"filter.processInstanceKey": [sentence]})


def _exact(given: Any) -> str | None:  # Any: as sent
    """The one key that a filter names."""
    value = given.get("$eq") if isinstance(given, dict) else given
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _instance_of_scope(scope_key: Key) -> Key:
    """The case of a scope: of an element, else the scope is the case itself."""
    query = select(ElementInstance.instance_key).where(ElementInstance.key == scope_key)
    return session().scalar(query) or scope_key
