"""The words for reminders on the screen. Pure."""

from collections.abc import Iterable

from app.core.reminders import Channel, read_offsets

_CHANNELS = {Channel.MESSAGE: "message", Channel.MAIL: "mail"}


def offset_words(text: str | None) -> str:
    """`3` is 3 days before, `1w` is 1 working day before, `0` is on the day; several with commas between them."""
    offsets = read_offsets(text or "")
    return ", ".join(_words(offset.days, in_working_days=offset.in_working_days) for offset in offsets) or "never"


def channel_words(channels: Iterable[Channel] | str) -> str:
    """`message and mail`."""
    named = channels.split(",") if isinstance(channels, str) else channels
    return " and ".join(_CHANNELS[Channel(channel)] for channel in named)


def _words(days: int, *, in_working_days: bool) -> str:
    kind = "working day" if in_working_days else "day"
    if days == 0:
        return f"on the {kind}"
    return f"{days} {kind}{'s' if days > 1 else ''} before"
