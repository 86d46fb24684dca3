"""What forms may name of parties: the choice of a country."""

from babel import Locale

from app.core.actor import Viewer
from app.engine.registry import Option, Variables, option_source

NEAR = ("IT", "RO", "CZ", "DE", "FR", "AT", "CH")


@option_source("parties.countries")
def country_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """All countries by their English name, those of most customers first."""
    return [Option(label=name, value=code) for code, name in country_names()]


def country_names() -> list[tuple[str, str]]:
    """Code and English name of all countries, those of most customers first."""
    names = {str(code): str(name) for code, name in Locale("en").territories.items()}
    codes = sorted((code for code in names if len(code) == 2 and code.isalpha()), key=names.__getitem__)
    return [(code, names[code]) for code in (*NEAR, *(code for code in codes if code not in NEAR))]
