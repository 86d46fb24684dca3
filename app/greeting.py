"""What `make run` says to people once everything works: who may log in."""

from collections.abc import Iterator

from app.demo.people import PASSWORD, PEOPLE
from app.identity.queries import all_people

FIRST_USER = "Nobody may log in yet. Add an administrator: .venv/bin/pratica users add NAME --role administrator"


def greeting(*, demo: bool) -> Iterator[str]:
    """Lines: the demo users by role, or how to add the first user. Says nothing where real people work."""
    if demo:
        yield f"Log in as one of these; the password of each is {PASSWORD}:"
        for user_name, name, role, groups in PEOPLE:
            yield f"  {user_name:<8} {name:<16} {role.value:<14} {', '.join(groups)}".rstrip()
    elif not all_people():
        yield FIRST_USER
