"""Tables of the Studio."""

from app.studio.drafts.models import Draft, DraftKind

__all__ = ["Draft", "DraftKind"]
