"""The present password, asked for before something that a stolen browser must not do."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from app.core.clock import now
from app.core.db import transaction
from app.identity.authentication import origin_of
from app.identity.current import CurrentUser
from app.identity.delays import count_wrong_try, refuse_hasty_try
from app.identity.errors import NotYourPassword
from app.identity.sessions import note_failed


@contextmanager
def counted_tries(user: CurrentUser) -> Iterator[None]:
    """A wrong one counts as at the log-in and stands in the trail. Stands around the transaction.

    Raises TooManyTries while a delay runs.
    """
    origin, at = origin_of(request), now()
    refuse_hasty_try(user.user_name, address=origin.address, at=at)
    try:
        yield
    except NotYourPassword as wrong:
        with transaction():
            count_wrong_try(user.user_name, address=origin.address, at=at)
            note_failed(user.user_name, origin=origin, at=at, reason=wrong.message)
        raise
