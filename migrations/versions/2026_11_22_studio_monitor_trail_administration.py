"""Drafts, checkpoints, repairs, rights of a company's own, events that reach other cases.

Why: Studio, Monitor, Trail and Admin begin here; signals, and messages that reach one case of each process.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "57a38e08adca"
down_revision = "f857df9c8958"
branch_labels = None
depends_on = None


TRAIL_XID = """
CREATE FUNCTION trail_xid() RETURNS bigint LANGUAGE sql VOLATILE AS
'SELECT pg_current_xact_id()::text::bigint + last_value FROM trail_epoch'
"""
CHECKPOINTS_STAY = """
CREATE TRIGGER trail_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change()
"""
WHAT_IS_THERE = (
    "UPDATE absence SET user_name = e.user_name FROM employee e WHERE e.id = absence.employee_id",
    "UPDATE process_instance SET changed_at = coalesce(ended_at, started_at)",
    "UPDATE document_template SET in_force_at = added_at",
    """
INSERT INTO message_correlation (message_key, process_id, instance_key, element_id, correlated_at)
SELECT m.key, p.process_id, p.key, '', m.correlated_at
FROM message m JOIN process_instance p ON p.key = m.instance_key WHERE m.correlated_at IS NOT NULL
""",
)
CHECKS = {
    "of_somebody": "employee_id IS NOT NULL OR user_name IS NOT NULL",
    "substitute_is_another": "substitute IS DISTINCT FROM user_name OR substitute IS NULL",
}


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("trail_epoch")))
    op.execute(TRAIL_XID)
    op.create_table(
        "custom_role",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("permissions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("sees_all", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_custom_role_name_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_role")),
        sa.UniqueConstraint("name", name=op.f("uq_custom_role_name")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("bpmn", "dmn", "form", name="draftkind", native_enum=False, length=30), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("resource_id", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("based_on_key", sa.BigInteger(), nullable=True),
        sa.Column("based_on_version", sa.BigInteger(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.String(), nullable=False),
        sa.CheckConstraint("file_name LIKE '%_.' || kind", name=op.f("ck_draft_file_name_has_ending")),
        sa.CheckConstraint("(based_on_key IS NULL) = (based_on_version IS NULL)", name=op.f("ck_draft_based_on_whole")),
        sa.CheckConstraint("octet_length(content) <= 4194304", name=op.f("ck_draft_content_not_too_large")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_resource", "draft", ["kind", "resource_id"], unique=False)
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.Enum("clock", "worker", name="processkind", native_enum=False, length=30), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("pid", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jobs_in_hand", sa.BigInteger(), nullable=False),
        sa.Column("chores", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_index("ix_heartbeat_beat_at", "heartbeat", ["beat_at"], unique=False)
    op.create_table(
        "mail_server",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("port", sa.BigInteger(), nullable=False),
        sa.Column(
            "security",
            sa.Enum("tls", "starttls", "if_offered", "none", name="mailsecurity", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("user_name", sa.String(length=320), nullable=True),
        sa.Column("sealed_password", sa.Text(), nullable=True),
        sa.Column("from_address", sa.String(length=320), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_mail_server_one_row")),
        sa.CheckConstraint("port BETWEEN 1 AND 65535", name=op.f("ck_mail_server_port_possible")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_server")),
    )
    op.create_table(
        "security_policy",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("two_factor_roles", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_security_policy_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_policy")),
    )
    op.create_table(
        "trail_checkpoint",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("xid_from", sa.BigInteger(), nullable=False),
        sa.Column("xid_to", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_trail_checkpoint")),
    )
    op.create_index("ix_trail_checkpoint_xid_to", "trail_checkpoint", ["xid_to"], unique=False)
    op.create_table(
        "trail_verification",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_by_name", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("rows_expected", sa.BigInteger(), nullable=False),
        sa.Column("chains", sa.BigInteger(), nullable=False),
        sa.Column("checkpoints", sa.BigInteger(), nullable=False),
        sa.Column("compared", sa.BigInteger(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("entry_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_verification")),
    )
    op.create_index("ix_trail_verification_asked_at", "trail_verification", ["asked_at"], unique=False)
    op.create_table(
        "account_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_account_link_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_account_link_token_sha256")),
    )
    op.create_index("ix_account_link_user_id", "account_link", ["user_id"], unique=False)
    op.create_table(
        "message_correlation",
        sa.Column("message_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("instance_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("correlated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_key"], ["message.key"], name=op.f("fk_message_correlation_message_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_key", "process_id", name=op.f("pk_message_correlation")),
    )
    op.create_index("ix_message_correlation_instance_key", "message_correlation", ["instance_key"], unique=False)
    op.create_table(
        "two_factor",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_two_factor_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_two_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["two_factor.user_id"], name=op.f("fk_recovery_code_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "code_sha256", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "signal_broadcast",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("variables", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("instance_key", sa.BigInteger(), nullable=True),
        sa.Column("broadcast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("broadcast_by", sa.String(), nullable=False),
        sa.Column("reached", sa.BigInteger(), nullable=False),
        sa.Column("receivers", sa.BigInteger(), nullable=False),
        sa.Column("spread_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_key"], ["process_instance.key"], name=op.f("fk_signal_broadcast_instance_key")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_signal_broadcast")),
    )
    op.create_index(op.f("ix_signal_broadcast_instance_key"), "signal_broadcast", ["instance_key"], unique=False)
    op.create_index(
        "ix_signal_broadcast_waiting",
        "signal_broadcast",
        ["key"],
        unique=False,
        postgresql_where=sa.text("spread_at IS NULL"),
    )
    op.create_table(
        "signal_subscription",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_key", sa.BigInteger(), nullable=True),
        sa.Column("definition_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("element_instance_key", sa.BigInteger(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "CATCH",
                "BOUNDARY",
                "EVENT_GATEWAY",
                "EVENT_SUB_PROCESS",
                "START",
                name="subscriptionkind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_key"], ["process_instance.key"], name=op.f("fk_signal_subscription_instance_key")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_signal_subscription")),
    )
    op.create_index(
        "ix_signal_subscription_element",
        "signal_subscription",
        ["element_instance_key"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_signal_subscription_instance_key", "signal_subscription", ["instance_key"], unique=False)
    op.create_index(
        "ix_signal_subscription_open",
        "signal_subscription",
        ["name", "key"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_signal_subscription_start",
        "signal_subscription",
        ["name", "key"],
        unique=False,
        postgresql_where=sa.text("instance_key IS NULL"),
    )
    op.add_column("absence", sa.Column("user_name", sa.String(length=100), nullable=True))
    op.add_column("absence", sa.Column("substitute", sa.String(length=100), nullable=True))
    op.add_column("absence", sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("absence", "employee_id", existing_type=sa.UUID(), nullable=True)
    op.create_index(
        "ix_absence_user_name",
        "absence",
        ["user_name", "starts_on"],
        unique=False,
        postgresql_where=sa.text("user_name IS NOT NULL"),
    )
    op.create_index("ix_api_token_created_at", "api_token", ["created_at", "id"], unique=False)
    op.create_index("ix_document_template_id", "document", ["template_id", "created_at", "id"], unique=False)
    op.add_column(
        "document_template",
        sa.Column("in_force_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=True),
    )
    op.create_index(
        "ix_element_instance_standing",
        "element_instance",
        ["element_id", "instance_key"],
        unique=False,
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.add_column("form_definition", sa.Column("resource_key", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_form_definition_resource_key"), "form_definition", ["resource_key"], unique=False)
    op.create_foreign_key(
        op.f("fk_form_definition_resource_key"), "form_definition", "resource", ["resource_key"], ["key"]
    )
    op.add_column("incident", sa.Column("process_id", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("job_type", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("cause", sa.String(length=32), server_default="", nullable=False))
    op.add_column("incident", sa.Column("retry_asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("incident", sa.Column("retry_asked_by", sa.String(), nullable=True))
    op.add_column("incident", sa.Column("retry_reason", sa.Text(), nullable=True))
    op.create_index(
        "ix_incident_cause",
        "incident",
        ["cause", "created_at", "key"],
        unique=False,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_index(
        "ix_incident_retry_asked",
        "incident",
        ["retry_asked_at", "key"],
        unique=False,
        postgresql_where=sa.text("retry_asked_at IS NOT NULL AND resolved_at IS NULL"),
    )
    op.add_column("job", sa.Column("error_trace", sa.Text(), nullable=True))
    op.create_index(
        "ix_job_available", "job", ["available_at", "key"], unique=False, postgresql_where=sa.text("state = 'CREATED'")
    )
    op.create_index("ix_message_kept", "message", ["name", "correlation_key", "expires_at"], unique=False)
    op.create_index("ix_message_published_at", "message", ["published_at"], unique=False)
    op.add_column(
        "process_instance",
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )
    op.add_column("process_instance", sa.Column("stuck_since", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_process_instance_changed", "process_instance", ["state", "changed_at", "key"], unique=False)
    op.create_index(
        "ix_process_instance_process", "process_instance", ["process_id", "state", "started_at", "key"], unique=False
    )
    op.create_index(
        "ix_process_instance_stuck",
        "process_instance",
        ["stuck_since"],
        unique=False,
        postgresql_where=sa.text("stuck_since IS NOT NULL"),
    )
    op.add_column(
        "trail_entry", sa.Column("xid", sa.BigInteger(), server_default=sa.text("trail_xid()"), nullable=False)
    )
    op.create_index("ix_trail_entry_action", "trail_entry", ["action", "at"], unique=False)
    op.create_index(
        "ix_trail_entry_reason",
        "trail_entry",
        [sa.literal_column("word_vector(reason)")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("reason IS NOT NULL"),
    )
    op.create_index("ix_trail_entry_xid", "trail_entry", ["xid", "id"], unique=False)
    op.add_column("user_account", sa.Column("password_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("user_account", sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_user_account_display_name", "user_account", ["display_name", "user_name"], unique=False)
    op.create_index(
        "ix_user_session_seen",
        "user_session",
        ["last_seen_at", "id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.add_column("user_task", sa.Column("meant_for", sa.String(), nullable=True))
    op.create_index(
        "ix_user_task_meant_for",
        "user_task",
        ["meant_for"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED' AND meant_for IS NOT NULL"),
    )
    for statement in WHAT_IS_THERE:
        op.execute(statement)
    for name, condition in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_absence_{name}"), "absence", condition)
    op.execute(CHECKPOINTS_STAY)


def downgrade() -> None:
    op.execute("DROP TRIGGER trail_checkpoint_append_only ON trail_checkpoint")
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_absence_{name}"), "absence", type_="check")
    op.execute("DELETE FROM absence WHERE employee_id IS NULL")
    op.drop_index(
        "ix_user_task_meant_for",
        table_name="user_task",
        postgresql_where=sa.text("state = 'CREATED' AND meant_for IS NOT NULL"),
    )
    op.drop_column("user_task", "meant_for")
    op.drop_index("ix_user_session_seen", table_name="user_session", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_index("ix_user_account_display_name", table_name="user_account")
    op.drop_column("user_account", "last_seen_at")
    op.drop_column("user_account", "password_until")
    op.drop_index("ix_trail_entry_xid", table_name="trail_entry")
    op.drop_index(
        "ix_trail_entry_reason",
        table_name="trail_entry",
        postgresql_using="gin",
        postgresql_where=sa.text("reason IS NOT NULL"),
    )
    op.drop_index("ix_trail_entry_action", table_name="trail_entry")
    op.drop_column("trail_entry", "xid")
    op.drop_index(
        "ix_process_instance_stuck", table_name="process_instance", postgresql_where=sa.text("stuck_since IS NOT NULL")
    )
    op.drop_index("ix_process_instance_process", table_name="process_instance")
    op.drop_index("ix_process_instance_changed", table_name="process_instance")
    op.drop_column("process_instance", "stuck_since")
    op.drop_column("process_instance", "changed_at")
    op.drop_index("ix_message_published_at", table_name="message")
    op.drop_index("ix_message_kept", table_name="message")
    op.drop_index("ix_job_available", table_name="job", postgresql_where=sa.text("state = 'CREATED'"))
    op.drop_column("job", "error_trace")
    op.drop_index(
        "ix_incident_retry_asked",
        table_name="incident",
        postgresql_where=sa.text("retry_asked_at IS NOT NULL AND resolved_at IS NULL"),
    )
    op.drop_index("ix_incident_cause", table_name="incident", postgresql_where=sa.text("resolved_at IS NULL"))
    op.drop_column("incident", "retry_reason")
    op.drop_column("incident", "retry_asked_by")
    op.drop_column("incident", "retry_asked_at")
    op.drop_column("incident", "cause")
    op.drop_column("incident", "job_type")
    op.drop_column("incident", "process_id")
    op.drop_constraint(op.f("fk_form_definition_resource_key"), "form_definition", type_="foreignkey")
    op.drop_index(op.f("ix_form_definition_resource_key"), table_name="form_definition")
    op.drop_column("form_definition", "resource_key")
    op.drop_index(
        "ix_element_instance_standing", table_name="element_instance", postgresql_where=sa.text("state = 'ACTIVE'")
    )
    op.drop_column("document_template", "in_force_at")
    op.drop_index("ix_document_template_id", table_name="document")
    op.drop_index("ix_api_token_created_at", table_name="api_token")
    op.drop_index("ix_absence_user_name", table_name="absence", postgresql_where=sa.text("user_name IS NOT NULL"))
    op.alter_column("absence", "employee_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("absence", "handed_over_at")
    op.drop_column("absence", "substitute")
    op.drop_column("absence", "user_name")
    op.drop_index(
        "ix_signal_subscription_start",
        table_name="signal_subscription",
        postgresql_where=sa.text("instance_key IS NULL"),
    )
    op.drop_index(
        "ix_signal_subscription_open", table_name="signal_subscription", postgresql_where=sa.text("closed_at IS NULL")
    )
    op.drop_index("ix_signal_subscription_instance_key", table_name="signal_subscription")
    op.drop_index(
        "ix_signal_subscription_element",
        table_name="signal_subscription",
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_table("signal_subscription")
    op.drop_index(
        "ix_signal_broadcast_waiting", table_name="signal_broadcast", postgresql_where=sa.text("spread_at IS NULL")
    )
    op.drop_index(op.f("ix_signal_broadcast_instance_key"), table_name="signal_broadcast")
    op.drop_table("signal_broadcast")
    op.drop_table("recovery_code")
    op.drop_table("two_factor")
    op.drop_index("ix_message_correlation_instance_key", table_name="message_correlation")
    op.drop_table("message_correlation")
    op.drop_index("ix_account_link_user_id", table_name="account_link")
    op.drop_table("account_link")
    op.drop_index("ix_trail_verification_asked_at", table_name="trail_verification")
    op.drop_table("trail_verification")
    op.drop_index("ix_trail_checkpoint_xid_to", table_name="trail_checkpoint")
    op.drop_table("trail_checkpoint")
    op.drop_table("security_policy")
    op.drop_table("mail_server")
    op.drop_index("ix_heartbeat_beat_at", table_name="heartbeat")
    op.drop_table("heartbeat")
    op.drop_index("ix_draft_resource", table_name="draft")
    op.drop_table("draft")
    op.drop_table("custom_role")
    op.execute("DROP FUNCTION trail_xid()")
    op.execute(sa.schema.DropSequence(sa.Sequence("trail_epoch")))
