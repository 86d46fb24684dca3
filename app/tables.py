"""Every table of the product, for migrations and tests."""

import pkgutil
from importlib import import_module

from sqlalchemy import MetaData

import app
from app.core.db import Base


def all_tables() -> MetaData:
    """The metadata with the tables of every slice, whether or not something else has imported them."""
    for slice_ in pkgutil.iter_modules(app.__path__, "app."):
        if slice_.ispkg:
            _import_models(slice_.name)
    return Base.metadata


def _import_models(package: str) -> None:
    for module in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
        if module.name == f"{package}.models":
            import_module(module.name)
            return
