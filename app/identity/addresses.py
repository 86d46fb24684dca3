"""Where a log-in leads: only to pages of our own."""

from urllib.parse import urlsplit


def local_address(text: str | None) -> str | None:
    """The address if it is a path of this site, else None: no other host, no trick with slashes or line ends."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")):
        return None
    if any(sign <= " " or sign in {"\x7f", "\\"} for sign in text):
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text
