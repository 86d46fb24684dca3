"""The cookies of a browser that is logged in."""

from flask import Response, current_app

from app.identity.models import Theme
from app.identity.queries import LONGEST
from app.settings import Settings

THEME = "theme"
A_YEAR = 31_536_000  # seconds


def cookie_name(*, secure: bool) -> str:
    """Of the log-in. With the prefix a browser takes it only over HTTPS, for this host alone."""
    return "__Host-pratica" if secure else "pratica"


def form_cookie_name(*, secure: bool) -> str:
    """Of the forms: the token that proves that a form is ours, and messages for the next page."""
    return "__Host-pratica-form" if secure else "pratica-form"


def set_log_in_cookie(answer: Response, secret: str) -> None:
    """Give the browser the secret of its session."""
    secure = _is_secure()
    age = int(LONGEST.total_seconds())
    answer.set_cookie(
        cookie_name(secure=secure), secret, max_age=age, path="/", secure=secure, httponly=True, samesite="Lax"
    )


def drop_log_in_cookie(answer: Response) -> None:
    """Take the secret back."""
    secure = _is_secure()
    answer.delete_cookie(cookie_name(secure=secure), path="/", secure=secure, httponly=True, samesite="Lax")


def set_theme_cookie(answer: Response, theme: Theme) -> None:
    """Show pages in the colours this person chose; the menu may change them for one device."""
    if theme is Theme.AUTO:
        answer.delete_cookie(THEME, path="/", secure=_is_secure(), samesite="Lax")
    else:
        answer.set_cookie(THEME, theme.value, max_age=A_YEAR, path="/", secure=_is_secure(), samesite="Lax")


def _is_secure() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.secure_cookies
