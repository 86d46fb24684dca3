"""What `make run` says to people once everything works: who may log in."""

from collections.abc import Iterator

from app.identity.queries import all_people

DEMO_PASSWORD = "pratica-demo"  # noqa: S105  # printed on purpose
MOST_SHOWN = 12
FIRST_USER = "Nobody may log in yet. Add an administrator: .venv/bin/pratica users add NAME --role administrator"


def greeting(*, demo: bool) -> Iterator[str]:
    """Lines: the demo users by role, or how to add the first user. Says nothing where real people work."""
    people = all_people()
    if not people:
        yield FIRST_USER
    elif demo:
        yield f"Log in as one of these; the password of each is {DEMO_PASSWORD}:"
        for user, groups in sorted(people, key=lambda person: person[0].roles)[:MOST_SHOWN]:
            roles = ", ".join(user.roles)
            yield f"  {user.user_name:<8} {user.display_name:<18} {roles:<15} {', '.join(groups)}".rstrip()
