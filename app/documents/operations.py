"""Verbs of documents: write one from a template, keep it, take what somebody brings."""

from datetime import datetime
from uuid import UUID

from app.core.actor import Actor
from app.core.db import Json, Key
from app.documents.models import Document


def render(template_id: str, data: Json, *, language: str) -> bytes:
    """The Word file that the newest template `template_id` of this language makes of `data`.

    Outside transactions: it reads the template in a short one of its own and works in a limited child process.
    data: text, Decimal, int, bool, None, lists and dicts of them; the keys are listed per template in
    docs/processes. Raises RenderFailed with a sentence that names the missing value, TemplateUnknown.
    """
    raise NotImplementedError


def store(
    content: bytes,
    *,
    name: str,
    kind: str,
    template_id: str,
    data: Json,
    case_key: Key | None,
    subject_type: str | None,
    subject_id: UUID | None,
    idempotency_key: str,
    by: Actor,
    at: datetime,
) -> Document:
    """Keep a rendered document, inside the caller's transaction. The same key gives the first document back.

    name: as people see and download it, `Q-2026-00031.docx`. kind: `quote`, `order_confirmation`, ...
    """
    raise NotImplementedError
