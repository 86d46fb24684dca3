"""What each address asks for: every view says `@require(Permission.X)` or `@public`.

The check itself is done before the view by `identity.web`, which refuses a view that says neither.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from app.identity.roles import Permission, Role

__all__ = [
    "Permission",
    "Role",
    "declared_permission",
    "is_public",
    "is_signed_link",
    "public",
    "require",
    "signed_link",
]

View = TypeVar("View", bound=Callable[..., Any])  # Any: views take and give what Flask allows


def require(permission: Permission) -> Callable[[View], View]:
    """Only those whose roles give `permission` reach this view. Stands nearest to the function."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]  # a mark on the function
        return view

    return declare


def public(view: View) -> View:
    """Anybody reaches this view, logged in or not."""
    view.is_public = True  # type: ignore[attr-defined]  # a mark on the function
    return view


def signed_link(view: View) -> View:
    """A public view that acts on a link we signed, not on who is logged in: it is posted to from anywhere."""
    view.is_signed_link = True  # type: ignore[attr-defined]  # a mark on the function
    return public(view)


def is_signed_link(view: Callable[..., Any]) -> bool:
    """Whether the signature in the address is all that counts."""
    return getattr(view, "is_signed_link", False)


def declared_permission(view: Callable[..., Any]) -> Permission | None:
    """What this view asks for; None when it does not say."""
    return getattr(view, "permission", None)


def is_public(view: Callable[..., Any]) -> bool:
    """Whether this view is for anybody."""
    return getattr(view, "is_public", False)
