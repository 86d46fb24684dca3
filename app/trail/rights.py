"""What the application's own account of the database may do: everything, but with the trail only read and add.

The owner of the tables runs migrations; an account for auditors reads what a verification needs. Safe to run again.
"""

from sqlalchemy import Connection, text

AUDIT_ROLE = "pratica_audit"
APPEND_ONLY = ("trail_entry", "trail_checkpoint")
OWNS = text("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'trail_entry'::regclass")
NUMBERS = """
SELECT greatest((SELECT max(xid) FROM trail_entry), (SELECT max(xid_to) FROM trail_checkpoint)),
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint, last_value FROM trail_epoch
"""
OF_APPLICATION = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT SELECT, USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE ALL ON trail_entry, trail_checkpoint, trail_chain, alembic_version, trail_epoch FROM {role};
GRANT SELECT, INSERT ON trail_entry, trail_checkpoint TO {role};
GRANT SELECT, INSERT, UPDATE (seq, head) ON trail_chain TO {role};
GRANT SELECT ON alembic_version, trail_epoch TO {role};
"""
OF_AUDITORS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT ON trail_entry, trail_checkpoint, trail_chain, trail_epoch TO {role};
GRANT SELECT (key, trail_seq, trail_head) ON process_instance TO {role};
"""


def apply_rights(connection: Connection, application: str) -> None:
    """Let `application` work with all tables and only add to the trail, and auditors read it where they have a role.

    An application that owns the tables keeps all rights: the database cannot hold an owner back.
    """
    carry_numbers_on(connection)
    if connection.scalar(text("SELECT current_user")) != application and _exists(connection, application):
        _grant(connection, OF_APPLICATION, application)
    if _exists(connection, AUDIT_ROLE):
        _grant(connection, OF_AUDITORS, AUDIT_ROLE)


def owns_tables(connection: Connection) -> bool:
    """Whether this account could take the trail's protection away."""
    return bool(connection.scalar(OWNS))


def carry_numbers_on(connection: Connection) -> None:
    """Let numbers of transactions go on above those in the tables, after a dump was read into another server."""
    highest, next_one, epoch = connection.execute(text(NUMBERS)).one()
    if highest is not None and highest > next_one + epoch:
        connection.execute(text("SELECT setval('trail_epoch', :epoch)"), {"epoch": highest - next_one + 1})


def _exists(connection: Connection, role: str) -> bool:
    return connection.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}) is not None


def _grant(connection: Connection, statements: str, role: str) -> None:
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    for statement in statements.format(role=quoted).strip().split("\n"):
        connection.execute(text(statement))
