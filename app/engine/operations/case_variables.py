"""The variables of cases as others see them: jobs, screens, programs."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from app.core.db import Key, session
from app.engine.models import ProcessInstance
from app.engine.registry import Variables
from app.engine.scopes import ROOT
from app.engine.state import StoredCase, read_case


def stored_cases(instance_keys: Iterable[Key]) -> dict[Key, StoredCase]:
    """The saved tokens and scopes of cases, without loading their specification; one statement."""
    query = select(ProcessInstance.key, ProcessInstance.state_data).where(ProcessInstance.key.in_(set(instance_keys)))
    return {key: read_case(data) for key, data in session().execute(query) if data is not None}


def visible_at(places: Iterable[tuple[Key, Key]]) -> dict[Key, Variables]:
    """By element instance key, the variables seen there. places: instance key, element instance key."""
    by_case: dict[Key, list[Key]] = defaultdict(list)
    for instance_key, element_key in places:
        by_case[instance_key].append(element_key)
    cases = stored_cases(by_case)
    return {
        element_key: case.scopes.visible(case.scope_at(element_key))
        for instance_key, element_keys in by_case.items()
        if (case := cases.get(instance_key)) is not None
        for element_key in element_keys
    }


def case_variables(instance_key: Key) -> Variables:
    """The variables of the instance itself."""
    case = stored_cases([instance_key]).get(instance_key)
    return dict(case.scopes.own(ROOT)) if case is not None else {}
