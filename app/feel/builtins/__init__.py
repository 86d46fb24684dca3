"""The built-in functions of FEEL. Importing this package fills the table that names are found in."""

from app.feel.builtins import (  # noqa: F401  # each module registers its functions
    camunda,
    contexts,
    conversion,
    lists,
    numbers,
    ranges,
    statistics,
    strings,
    temporal,
)
