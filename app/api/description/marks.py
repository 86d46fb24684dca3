"""What a view of the API takes and gives; marks on the function, from which the description is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from marshmallow import Schema

from app.api.searching import Listing

View = TypeVar("View", bound=Callable[..., Any])  # Any: views take and give what Flask allows
Shape = Any  # a TypedDict, a media type, or None for no content


@dataclass(frozen=True)
class Description:
    """What is known of a view beside its address, its permission and its docstring.

    items: the shape of what lists give. listing: what a search filters and sorts by.
    """

    body: type[Schema] | None = None
    files: str | None = None
    gives: Shape = None
    items: Shape = None
    status: int = 200
    listing: Listing | None = None
    is_search: bool = False


def described(view: Callable[..., Any]) -> Description:
    """The marks of a view."""
    return Description(**getattr(view, "description", {}))


def takes(schema: type[Schema]) -> Callable[[View], View]:
    """The view reads a body of this shape."""
    return _marking(body=schema)


def takes_files(part: str) -> Callable[[View], View]:
    """The view reads uploaded files, each in a part of this name."""
    return _marking(files=part)


def gives(shape: Shape, status: int = 200) -> Callable[[View], View]:
    """The view answers with this shape, a media type, or nothing."""
    return _marking(gives=shape, status=status)


def gives_items(shape: Shape) -> Callable[[View], View]:
    """The view answers with a list of this shape."""
    return _marking(items=shape)


def finds(listing: Listing, shape: Shape) -> Callable[[View], View]:
    """The view is a search."""
    return _marking(listing=listing, items=shape, is_search=True)


def finds_variables(shape: Shape) -> Callable[[View], View]:
    """The view is a search of variables, which is done in memory."""
    return _marking(items=shape, is_search=True)


def _marking(**marks: Any) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.description = {**getattr(view, "description", {}), **marks}  # type: ignore[attr-defined]  # a mark
        return view

    return mark
