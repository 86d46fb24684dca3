"""The people of scenarios."""

from app.demo.people import PEOPLE, add_groups
from app.scenarios.reference import ScenarioData, reference_data


@reference_data
def add_people(data: ScenarioData) -> None:
    """Those of the demonstration company, with their groups."""
    add_groups(data.at)
    for user_name, name, role, groups in PEOPLE:
        data.add_person(user_name, name, role, groups)
