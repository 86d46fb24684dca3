"""The other two roads.

Why: service requests, invoices and campaigns begin here, with the registers they need: sites of parties, contracts,
installed products, personnel and agenda, notices and reminders. Quotes get alternatives, orders their delivery.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "f857df9c8958"
down_revision = "aad50bdcad98"
branch_labels = None
depends_on = None

CHECKS = (  # on tables that were there
    ("company", "ck_company_payment_reminder_within_a_year", "payment_reminder_days BETWEEN 1 AND 365"),
    ("company", "ck_company_refresh_within_a_day", "refresh_minutes BETWEEN 0 AND 1440"),
    ("quote", "ck_quote_alternative_is_a_letter", "alternative ~ '^[A-E]$'"),
)
LOCKS = (
    """
CREATE OR REPLACE FUNCTION invoice_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['status', 'paid_total', 'paid_on', 'sent_at', 'reminders_sent', 'case_key',
                         'cancelled_on', 'cancelled_because'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - free = to_jsonb(OLD) - free AND NEW.status <> 'draft' THEN
        RETURN NEW;
    END IF;
    RAISE insufficient_privilege
        USING MESSAGE = 'Invoice ' || OLD.number || ' is issued; it is corrected by a credit note.';
END $$
""",
    """
CREATE TRIGGER invoice_is_locked BEFORE UPDATE OR DELETE ON invoice
FOR EACH ROW WHEN (OLD.number IS NOT NULL) EXECUTE FUNCTION invoice_refuse_change()
""",
    """
CREATE OR REPLACE FUNCTION invoice_line_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    issued text;
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'is_released' = to_jsonb(OLD) - 'is_released' THEN
        RETURN NEW;
    END IF;
    SELECT number INTO issued FROM invoice
    WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.invoice_id END,
                 CASE WHEN TG_OP <> 'DELETE' THEN NEW.invoice_id END) AND number IS NOT NULL LIMIT 1;
    IF issued IS NOT NULL THEN
        RAISE insufficient_privilege
            USING MESSAGE = 'Invoice ' || issued || ' is issued; its lines are corrected by a credit note.';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
""",
    """
CREATE TRIGGER invoice_line_is_locked BEFORE INSERT OR UPDATE OR DELETE ON invoice_line
FOR EACH ROW EXECUTE FUNCTION invoice_line_refuse_change()
""",
    """
CREATE OR REPLACE FUNCTION payment_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Payments are append-only; a counter-entry undoes one.' USING ERRCODE = 'insufficient_privilege';
END $$
""",
    """
CREATE TRIGGER payment_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment
FOR EACH STATEMENT EXECUTE FUNCTION payment_refuse_change()
""",
    """
CREATE TRIGGER invoice_not_emptied BEFORE TRUNCATE ON invoice
FOR EACH STATEMENT EXECUTE FUNCTION payment_refuse_change()
""",
    """
CREATE TRIGGER invoice_line_not_emptied BEFORE TRUNCATE ON invoice_line
FOR EACH STATEMENT EXECUTE FUNCTION payment_refuse_change()
""",
)
UNLOCKS = (
    "DROP TRIGGER payment_append_only ON payment",
    "DROP TRIGGER invoice_not_emptied ON invoice",
    "DROP TRIGGER invoice_line_not_emptied ON invoice_line",
    "DROP TRIGGER invoice_line_is_locked ON invoice_line",
    "DROP TRIGGER invoice_is_locked ON invoice",
    "DROP FUNCTION payment_refuse_change()",
    "DROP FUNCTION invoice_line_refuse_change()",
    "DROP FUNCTION invoice_refuse_change()",
)


def upgrade() -> None:
    op.create_table(
        "activity_type",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("is_billable", sa.Boolean(), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_activity_type")),
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("responsible", sa.String(length=100), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("segment", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("estimated_cost", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("estimated_revenue", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column(
            "nature",
            sa.Enum("order", "contract", "both", name="campaignnature", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("answer_days", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "approved",
                "running",
                "ended",
                "cancelled",
                name="campaignstatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("contact_count", sa.BigInteger(), nullable=False),
        sa.Column("started_count", sa.BigInteger(), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.String(length=100), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("answer_days BETWEEN 1 AND 90", name=op.f("ck_campaign_answer_within_three_months")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_campaign_ends_after_its_start")),
        sa.CheckConstraint("estimated_cost >= 0", name=op.f("ck_campaign_cost_not_negative")),
        sa.CheckConstraint("estimated_revenue >= 0", name=op.f("ck_campaign_revenue_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("case_key", name=op.f("uq_campaign_case_key")),
        sa.UniqueConstraint("number", name=op.f("uq_campaign_number")),
    )
    op.create_index("ix_campaign_starts_on", "campaign", ["starts_on", "id"], unique=False)
    op.create_table(
        "employee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=100), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("function", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("hours_per_day", sa.Numeric(precision=4, scale=2), nullable=False),
        sa.Column("weekdays", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("hourly_cost", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_employee_name_not_empty")),
        sa.CheckConstraint("hourly_cost >= 0", name=op.f("ck_employee_cost_not_negative")),
        sa.CheckConstraint("hours_per_day > 0 AND hours_per_day <= 24", name=op.f("ck_employee_hours_within_a_day")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employee")),
        sa.UniqueConstraint("user_name", name=op.f("uq_employee_user_name")),
    )
    op.create_index("ix_employee_name", "employee", ["name", "id"], unique=False)
    op.create_table(
        "exchange_rate",
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("valid_on", sa.Date(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint("rate > 0", name=op.f("ck_exchange_rate_rate_positive")),
        sa.PrimaryKeyConstraint("currency", "valid_on", name=op.f("pk_exchange_rate")),
    )
    op.create_table(
        "fiscal_series",
        sa.Column("series", sa.String(length=10), nullable=False),
        sa.Column("year", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.Column("last_issued_on", sa.Date(), nullable=True),
        sa.CheckConstraint("next_number >= 1", name=op.f("ck_fiscal_series_counts_from_one")),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_fiscal_series")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_name", sa.String(length=255), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("href", sa.String(length=500), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=255), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("user_name", "key", name=op.f("uq_notice_user_name_key")),
    )
    op.create_index(
        "ix_notice_of_person",
        "notice",
        ["user_name", sa.literal_column("created_at DESC"), sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_notice_unread", "notice", ["user_name"], unique=False, postgresql_where=sa.text("read_at IS NULL")
    )
    op.create_table(
        "party_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("encoding", sa.String(length=20), nullable=False),
        sa.Column("delimiter", sa.String(length=1), nullable=False),
        sa.Column("headings", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("mapping", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("takes_suspected", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "checking", "checked", "importing", "done", "undone", name="importstate", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("row_count", sa.BigInteger(), nullable=False),
        sa.Column("done_count", sa.BigInteger(), nullable=False),
        sa.Column("counts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done_count BETWEEN 0 AND row_count", name=op.f("ck_party_import_done_within_rows")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_import")),
    )
    op.create_index("ix_party_import_created_at", "party_import", ["created_at", "id"], unique=False)
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("employee_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("holiday", "illness", "training", "other", name="absencekind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_absence_ends_after_start")),
        sa.ForeignKeyConstraint(["employee_id"], ["employee.id"], name=op.f("fk_absence_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_days", "absence", ["starts_on", "ends_on"], unique=False)
    op.create_index("ix_absence_employee_id", "absence", ["employee_id", "starts_on"], unique=False)
    op.create_table(
        "after_sales_service",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("hourly_rate", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("hourly_rate >= 0", name=op.f("ck_after_sales_service_rate_not_negative")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_after_sales_service_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_sales_service")),
        sa.UniqueConstraint("code", name=op.f("uq_after_sales_service_code")),
    )
    op.create_index(op.f("ix_after_sales_service_product_id"), "after_sales_service", ["product_id"], unique=False)
    op.create_table(
        "campaign_cost",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column(
            "document",
            sa.Enum(
                "purchase_invoice",
                "fiscal_receipt",
                "expense_report",
                "accounting_note",
                "consumption",
                "payment",
                name="costdocument",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("partner", sa.String(length=200), nullable=False),
        sa.Column("source_type", sa.String(length=60), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("ck_campaign_cost_value_not_negative")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_cost_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_cost")),
        sa.UniqueConstraint("campaign_id", "position", name=op.f("uq_campaign_cost_campaign_id_position")),
        sa.UniqueConstraint("source_type", "source_id", name=op.f("uq_campaign_cost_source_type_source_id")),
    )
    op.create_index("ix_campaign_cost_document_on", "campaign_cost", ["campaign_id", "document_on"], unique=False)
    op.create_table(
        "campaign_mail",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_mail_campaign_id")),
        sa.PrimaryKeyConstraint("campaign_id", "language", name=op.f("pk_campaign_mail")),
    )
    op.create_table(
        "campaign_revenue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("order", "contract", "invoice", "entered", name="revenuesource", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.String(length=60), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("partner", sa.String(length=200), nullable=False),
        sa.Column("accepted", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("invoiced", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("exchange_rate", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "(source = 'entered') = (source_id IS NULL)", name=op.f("ck_campaign_revenue_entered_has_no_source")
        ),
        sa.CheckConstraint("accepted >= 0", name=op.f("ck_campaign_revenue_accepted_not_negative")),
        sa.CheckConstraint("invoiced >= 0", name=op.f("ck_campaign_revenue_invoiced_not_negative")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_revenue_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_revenue")),
        sa.UniqueConstraint("campaign_id", "position", name=op.f("uq_campaign_revenue_campaign_id_position")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_campaign_revenue_source_source_id")),
    )
    op.create_table(
        "party_import_row",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "new", "updated", "unchanged", "suspected", "refused", name="rowoutcome", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("problems", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["party_import.id"], name=op.f("fk_party_import_row_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_party_import_row")),
    )
    op.create_index("ix_party_import_row_outcome", "party_import_row", ["import_id", "outcome", "line"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=100), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("href", sa.String(length=500), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("source_type", sa.String(length=40), nullable=True),
        sa.Column("source_id", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("ends_at <= starts_at + interval '31 days'", name=op.f("ck_appointment_at_most_a_month")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_appointment_ends_after_start")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_appointment_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(
        "ix_appointment_case_key",
        "appointment",
        ["case_key"],
        unique=False,
        postgresql_where=sa.text("case_key IS NOT NULL"),
    )
    op.create_index(
        "ix_appointment_party_id",
        "appointment",
        ["party_id", "starts_at"],
        unique=False,
        postgresql_where=sa.text("party_id IS NOT NULL"),
    )
    op.create_index(
        "ix_appointment_person",
        "appointment",
        ["user_name", "starts_at"],
        unique=False,
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_index(
        "ix_appointment_starts_at",
        "appointment",
        ["starts_at", "id"],
        unique=False,
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_index(
        "uq_appointment_source",
        "appointment",
        ["source_type", "source_id", "user_name"],
        unique=True,
        postgresql_where=sa.text("cancelled_at IS NULL AND source_id IS NOT NULL"),
    )
    op.create_table(
        "asked_task",
        sa.Column("case_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("about_case_key", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_asked_task_party_id")),
        sa.PrimaryKeyConstraint("case_key", name=op.f("pk_asked_task")),
    )
    op.create_index(
        "ix_asked_task_about_case_key",
        "asked_task",
        ["about_case_key"],
        unique=False,
        postgresql_where=sa.text("about_case_key IS NOT NULL"),
    )
    op.create_index("ix_asked_task_author", "asked_task", ["author", "asked_at", "case_key"], unique=False)
    op.create_index(op.f("ix_asked_task_party_id"), "asked_task", ["party_id"], unique=False)
    op.create_table(
        "campaign_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "selected",
                "excluded",
                "started",
                "mailed",
                "answered",
                "called",
                "opportunity",
                "opted_out",
                "failed",
                "stopped",
                name="memberstate",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("salesperson", sa.String(length=100), nullable=True),
        sa.Column(
            "answer",
            sa.Enum("interested", "not_interested", "opted_out", name="answer", native_enum=False, length=30),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("case_key", sa.BigInteger(), nullable=True),
        sa.Column("opportunity_case_key", sa.BigInteger(), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_member_campaign_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_campaign_member_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_member")),
        sa.UniqueConstraint("campaign_id", "party_id", name=op.f("uq_campaign_member_campaign_id_party_id")),
        sa.UniqueConstraint("case_key", name=op.f("uq_campaign_member_case_key")),
        sa.UniqueConstraint("opportunity_case_key", name=op.f("uq_campaign_member_opportunity_case_key")),
    )
    op.create_index("ix_campaign_member_party_id", "campaign_member", ["party_id"], unique=False)
    op.create_index("ix_campaign_member_state", "campaign_member", ["campaign_id", "state", "id"], unique=False)
    op.create_table(
        "party_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("duplicate_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("moved", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("filled", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.String(length=100), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(["duplicate_id"], ["party.id"], name=op.f("fk_party_merge_duplicate_id")),
        sa.ForeignKeyConstraint(["into_id"], ["party.id"], name=op.f("fk_party_merge_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_merge")),
    )
    op.create_index("ix_party_merge_into_id", "party_merge", ["into_id"], unique=False)
    op.create_index(
        "uq_party_merge_open",
        "party_merge",
        ["duplicate_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "party_site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("county", sa.String(length=100), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("km", sa.Numeric(precision=7, scale=1), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_party_site_name_not_empty")),
        sa.CheckConstraint("km >= 0", name=op.f("ck_party_site_km_not_negative")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_site_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_site")),
    )
    op.create_index("ix_party_site_party_id", "party_site", ["party_id"], unique=False)
    op.create_index(
        "uq_party_site_main",
        "party_site",
        ["party_id"],
        unique=True,
        postgresql_where=sa.text("is_main AND removed_at IS NULL"),
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "warranty",
                "maintenance",
                "flat_rate",
                "time_and_material",
                name="contracttype",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum("draft", "active", "ended", "refused", name="contractstatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("responsible", sa.String(length=100), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by", sa.String(length=200), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=True),
        sa.Column("payment_terms_days", sa.BigInteger(), nullable=False),
        sa.Column("billing_period_months", sa.BigInteger(), nullable=True),
        sa.Column("invoiced_until", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("renewal_of_id", sa.Uuid(), nullable=True),
        sa.Column("opportunity_id", sa.Uuid(), nullable=True),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("case_key", sa.BigInteger(), nullable=True),
        sa.Column("signing_case_key", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "status <> 'active' OR (number IS NOT NULL AND signed_on IS NOT NULL)",
            name=op.f("ck_contract_active_is_signed"),
        ),
        sa.CheckConstraint(
            "billing_period_months BETWEEN 1 AND 60", name=op.f("ck_contract_billing_period_within_five_years")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_contract_ends_after_start")),
        sa.CheckConstraint(
            "payment_terms_days BETWEEN 0 AND 365", name=op.f("ck_contract_payment_terms_within_a_year")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_person.id"], name=op.f("fk_contract_contact_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_contract_party_id")),
        sa.ForeignKeyConstraint(["renewal_of_id"], ["contract.id"], name=op.f("fk_contract_renewal_of_id")),
        sa.ForeignKeyConstraint(["site_id"], ["party_site.id"], name=op.f("fk_contract_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("number", name=op.f("uq_contract_number")),
        sa.UniqueConstraint("renewal_of_id", name=op.f("uq_contract_renewal_of_id")),
    )
    op.create_index(op.f("ix_contract_campaign_id"), "contract", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_contract_case_key"), "contract", ["case_key"], unique=False)
    op.create_index("ix_contract_created_at", "contract", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_contract_ends_on", "contract", ["ends_on"], unique=False, postgresql_where=sa.text("status = 'active'")
    )
    op.create_index(op.f("ix_contract_opportunity_id"), "contract", ["opportunity_id"], unique=False)
    op.create_index("ix_contract_party_id", "contract", ["party_id", "status"], unique=False)
    op.create_index(op.f("ix_contract_signing_case_key"), "contract", ["signing_case_key"], unique=False)
    op.create_index(
        "ix_contract_words",
        "contract",
        [sa.literal_column("(word_vector(number) || word_vector(title))")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_table(
        "installed_product",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("serial_number", sa.String(length=60), nullable=False),
        sa.Column("installed_on", sa.Date(), nullable=True),
        sa.Column("warranty_until", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum("in_use", "out_of_use", name="installedproductstatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "warranty_until >= installed_on", name=op.f("ck_installed_product_warranty_ends_after_installation")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_installed_product_party_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_installed_product_product_id")),
        sa.ForeignKeyConstraint(["site_id"], ["party_site.id"], name=op.f("fk_installed_product_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installed_product")),
    )
    op.create_index("ix_installed_product_name", "installed_product", ["name", "id"], unique=False)
    op.create_index(op.f("ix_installed_product_order_id"), "installed_product", ["order_id"], unique=False)
    op.create_index("ix_installed_product_product_id", "installed_product", ["product_id"], unique=False)
    op.create_index(
        "ix_installed_product_words",
        "installed_product",
        [sa.literal_column("(word_vector(name) || word_vector(serial_number))")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_index(
        "uq_installed_product_serial", "installed_product", ["party_id", "name", "serial_number"], unique=True
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("invoice", "credit_note", name="invoicekind", native_enum=False, length=30), nullable=False
        ),
        sa.Column(
            "status",
            sa.Enum("draft", "issued", "paid", "cancelled", name="invoicestatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("series", sa.String(length=10), nullable=True),
        sa.Column("fiscal_year", sa.BigInteger(), nullable=True),
        sa.Column("sequence_number", sa.BigInteger(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("own_currency", sa.String(length=3), nullable=False),
        sa.Column("exchange_rate", sa.Numeric(precision=18, scale=8), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("payment_terms_days", sa.BigInteger(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("total_net", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("total_vat", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("total_gross", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("vat_in_own_currency", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("paid_total", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders_sent", sa.BigInteger(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), nullable=True),
        sa.Column("case_key", sa.BigInteger(), nullable=True),
        sa.Column("source_type", sa.String(length=60), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=True),
        sa.Column("credits_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "(kind = 'credit_note') = (credits_id IS NOT NULL)", name=op.f("ck_invoice_credit_note_credits")
        ),
        sa.CheckConstraint(
            "(status = 'draft') = (number IS NULL) AND (number IS NULL) = (issued_on IS NULL) "
            "AND (number IS NULL) = (sequence_number IS NULL) AND (number IS NULL) = (due_on IS NULL)",
            name=op.f("ck_invoice_issued_has_number_and_dates"),
        ),
        sa.CheckConstraint("status <> 'paid' OR paid_total = total_gross", name=op.f("ck_invoice_paid_in_full")),
        sa.CheckConstraint("exchange_rate > 0", name=op.f("ck_invoice_rate_positive")),
        sa.CheckConstraint("paid_total BETWEEN 0 AND total_gross", name=op.f("ck_invoice_never_paid_twice")),
        sa.CheckConstraint("payment_terms_days BETWEEN 0 AND 365", name=op.f("ck_invoice_payment_terms_within_a_year")),
        sa.CheckConstraint("total_gross = total_net + total_vat", name=op.f("ck_invoice_totals_agree")),
        sa.CheckConstraint("total_gross >= 0", name=op.f("ck_invoice_total_not_negative")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_person.id"], name=op.f("fk_invoice_contact_id")),
        sa.ForeignKeyConstraint(["credits_id"], ["invoice.id"], name=op.f("fk_invoice_credits_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_invoice_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("credits_id", name=op.f("uq_invoice_credits_id")),
        sa.UniqueConstraint("number", name=op.f("uq_invoice_number")),
        sa.UniqueConstraint(
            "series", "fiscal_year", "sequence_number", name=op.f("uq_invoice_series_fiscal_year_sequence_number")
        ),
    )
    op.create_index(op.f("ix_invoice_campaign_id"), "invoice", ["campaign_id"], unique=False)
    op.create_index("ix_invoice_case_key", "invoice", ["case_key"], unique=False)
    op.create_index("ix_invoice_created_at", "invoice", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_invoice_due_on", "invoice", ["due_on"], unique=False, postgresql_where=sa.text("status = 'issued'")
    )
    op.create_index("ix_invoice_issued_on", "invoice", ["issued_on"], unique=False)
    op.create_index("ix_invoice_party_id", "invoice", ["party_id", "created_at", "id"], unique=False)
    op.create_index("ix_invoice_status", "invoice", ["status", "created_at", "id"], unique=False)
    op.create_index(
        "ix_invoice_words",
        "invoice",
        [sa.literal_column("word_vector(number)")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_index(
        "uq_invoice_source",
        "invoice",
        ["source_type", "source_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'cancelled' AND kind = 'invoice'"),
    )
    op.create_table(
        "task_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step_key", sa.BigInteger(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("answered_by", sa.String(length=100), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("done", "declined", "handed_on", name="outcome", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.Column("observations", sa.Text(), nullable=True),
        sa.Column("handed_to", sa.String(length=100), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_key"], ["asked_task.case_key"], name=op.f("fk_task_answer_case_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_answer")),
        sa.UniqueConstraint("step_key", name=op.f("uq_task_answer_step_key")),
    )
    op.create_index("ix_task_answer_case_key", "task_answer", ["case_key", "answered_at"], unique=False)
    op.create_index(
        "ix_task_answer_new",
        "task_answer",
        ["author", "answered_at"],
        unique=False,
        postgresql_where=sa.text("seen_at IS NULL"),
    )
    op.create_table(
        "contract_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("installed_product_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("covered_hours", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("used_hours", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("net", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_name", sa.String(length=100), nullable=False),
        sa.Column("tax_rate_percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("tax_note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("covered_hours > 0", name=op.f("ck_contract_line_covered_hours_positive")),
        sa.CheckConstraint(
            "num_nonnulls(service_id, product_id) = 1", name=op.f("ck_contract_line_service_or_product")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_contract_line_quantity_positive")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_contract_line_price_not_negative")),
        sa.CheckConstraint(
            "used_hours >= 0 AND used_hours <= covered_hours", name=op.f("ck_contract_line_used_within_covered")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_line_contract_id")),
        sa.ForeignKeyConstraint(
            ["installed_product_id"], ["installed_product.id"], name=op.f("fk_contract_line_installed_product_id")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_contract_line_product_id")),
        sa.ForeignKeyConstraint(["service_id"], ["after_sales_service.id"], name=op.f("fk_contract_line_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_line")),
        sa.UniqueConstraint("contract_id", "position", name=op.f("uq_contract_line_contract_id_position")),
    )
    op.create_index("ix_contract_line_installed_product_id", "contract_line", ["installed_product_id"], unique=False)
    op.create_index("ix_contract_line_service_id", "contract_line", ["service_id"], unique=False)
    op.create_table(
        "installed_product_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("installed_product_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_installed_product_note_text_not_empty")),
        sa.ForeignKeyConstraint(
            ["installed_product_id"],
            ["installed_product.id"],
            name=op.f("fk_installed_product_note_installed_product_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installed_product_note")),
    )
    op.create_index(
        "ix_installed_product_note_installed_product_id",
        "installed_product_note",
        ["installed_product_id", "written_at"],
        unique=False,
    )
    op.create_table(
        "invoice_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("discount_percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("net", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_name", sa.String(length=100), nullable=False),
        sa.Column("tax_rate_percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("tax_note", sa.String(length=200), nullable=False),
        sa.Column("source_type", sa.String(length=60), nullable=True),
        sa.Column("source_id", sa.String(length=120), nullable=True),
        sa.Column("is_released", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(source_type IS NULL) = (source_id IS NULL)", name=op.f("ck_invoice_line_source_is_whole")),
        sa.CheckConstraint("discount_percent BETWEEN 0 AND 100", name=op.f("ck_invoice_line_discount_is_a_percentage")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_invoice_line_quantity_positive")),
        sa.CheckConstraint("tax_rate_percent BETWEEN 0 AND 100", name=op.f("ck_invoice_line_rate_is_a_percentage")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_invoice_line_price_not_negative")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_line_invoice_id_position")),
    )
    op.create_index(
        "uq_invoice_line_source",
        "invoice_line",
        ["source_type", "source_id"],
        unique=True,
        postgresql_where=sa.text("NOT is_released"),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column(
            "method",
            sa.Enum("bank_transfer", "card", "cash", "other", name="paymentmethod", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint("undoes_id IS NULL OR reason <> ''", name=op.f("ck_payment_undone_for_a_reason")),
        sa.CheckConstraint(
            "(undoes_id IS NULL AND amount > 0) OR (undoes_id IS NOT NULL AND amount < 0)", name=op.f("ck_payment_sign")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_payment_invoice_id")),
        sa.ForeignKeyConstraint(["undoes_id"], ["payment.id"], name=op.f("fk_payment_undoes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_payment_undoes_id")),
    )
    op.create_index("ix_payment_invoice_id", "payment", ["invoice_id", "recorded_at"], unique=False)
    op.create_table(
        "booked_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("source_type", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("href", sa.String(length=200), nullable=False),
        sa.Column("hours", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("covered", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("billable", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booked_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint("covered + billable = hours", name=op.f("ck_booked_hours_parts_agree")),
        sa.CheckConstraint("covered >= 0 AND billable >= 0", name=op.f("ck_booked_hours_parts_not_negative")),
        sa.ForeignKeyConstraint(["line_id"], ["contract_line.id"], name=op.f("fk_booked_hours_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booked_hours")),
        sa.UniqueConstraint(
            "line_id", "source_type", "source_id", name=op.f("uq_booked_hours_line_id_source_type_source_id")
        ),
    )
    op.create_table(
        "reminder",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("task_key", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.String(length=255), nullable=False),
        sa.Column("as_candidate", sa.Boolean(), nullable=False),
        sa.Column("remind_offset", sa.String(length=5), nullable=False),
        sa.Column("channel", sa.Enum("message", "mail", name="channel", native_enum=False, length=30), nullable=False),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "PLANNED", "SENDING", "SENT", "FAILED", "DROPPED", name="reminderstate", native_enum=False, length=30
            ),
            nullable=False,
        ),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_key"], ["user_task.key"], name=op.f("fk_reminder_task_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "task_key",
            "recipient",
            "remind_offset",
            "channel",
            "planned_for",
            name=op.f("uq_reminder_task_key_recipient_remind_offset_channel_planned_for"),
        ),
    )
    op.create_index(
        "ix_reminder_failed",
        "reminder",
        [sa.literal_column("planned_for DESC"), "key"],
        unique=False,
        postgresql_where=sa.text("state = 'FAILED'"),
    )
    op.create_index(
        "ix_reminder_next",
        "reminder",
        ["next_at", "key"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_reminder_next_of",
        "reminder",
        ["recipient", "next_at", "key"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_reminder_sent",
        "reminder",
        [sa.literal_column("sent_at DESC"), sa.literal_column("key DESC")],
        unique=False,
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.create_index(
        "ix_reminder_sent_of",
        "reminder",
        ["recipient", sa.literal_column("sent_at DESC"), sa.literal_column("key DESC")],
        unique=False,
        postgresql_where=sa.text("sent_at IS NOT NULL"),
    )
    op.create_table(
        "service_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("installed_product_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("phone", "mail", "form", "web", name="channel", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column(
            "priority",
            sa.Enum("low", "normal", "high", "urgent", name="priority", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "planned",
                "solved",
                "invoiced",
                "closed",
                "refused",
                "cancelled",
                name="requeststatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.String(length=100), nullable=False),
        sa.Column("term_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("term_missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assignee", sa.String(length=100), nullable=True),
        sa.Column("planned_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "charging",
            sa.Enum("covered", "time_and_material", name="charging", native_enum=False, length=30),
            nullable=True,
        ),
        sa.Column("contract_line_id", sa.Uuid(), nullable=True),
        sa.Column("cover_reason", sa.Text(), nullable=True),
        sa.Column("cover_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal_reason", sa.Text(), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solution", sa.Text(), nullable=True),
        sa.Column("solved_without_report", sa.Boolean(), nullable=False),
        sa.Column("is_billable", sa.Boolean(), nullable=True),
        sa.Column("invoice_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_service_request_text_not_empty")),
        sa.CheckConstraint("planned_until > planned_from", name=op.f("ck_service_request_visit_ends_after_start")),
        sa.CheckConstraint("solved_at >= registered_at", name=op.f("ck_service_request_solved_after_registration")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_person.id"], name=op.f("fk_service_request_contact_id")),
        sa.ForeignKeyConstraint(
            ["contract_line_id"], ["contract_line.id"], name=op.f("fk_service_request_contract_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["installed_product_id"], ["installed_product.id"], name=op.f("fk_service_request_installed_product_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_service_request_party_id")),
        sa.ForeignKeyConstraint(["service_id"], ["after_sales_service.id"], name=op.f("fk_service_request_service_id")),
        sa.ForeignKeyConstraint(["site_id"], ["party_site.id"], name=op.f("fk_service_request_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_request")),
        sa.UniqueConstraint("case_key", name=op.f("uq_service_request_case_key")),
        sa.UniqueConstraint("number", name=op.f("uq_service_request_number")),
    )
    op.create_index(
        "ix_service_request_assignee",
        "service_request",
        ["assignee", "registered_at"],
        unique=False,
        postgresql_where=sa.text("status NOT IN ('closed', 'refused', 'cancelled')"),
    )
    op.create_index(op.f("ix_service_request_contract_line_id"), "service_request", ["contract_line_id"], unique=False)
    op.create_index(
        op.f("ix_service_request_installed_product_id"), "service_request", ["installed_product_id"], unique=False
    )
    op.create_index(op.f("ix_service_request_invoice_id"), "service_request", ["invoice_id"], unique=False)
    op.create_index(
        "ix_service_request_open",
        "service_request",
        ["registered_at", "id"],
        unique=False,
        postgresql_where=sa.text("status NOT IN ('closed', 'refused', 'cancelled')"),
    )
    op.create_index("ix_service_request_party_id", "service_request", ["party_id", "registered_at"], unique=False)
    op.create_index("ix_service_request_registered_at", "service_request", ["registered_at", "id"], unique=False)
    op.create_index(
        "ix_service_request_term_at",
        "service_request",
        ["term_at"],
        unique=False,
        postgresql_where=sa.text("status NOT IN ('closed', 'refused', 'cancelled')"),
    )
    op.create_index(
        "ix_service_request_words",
        "service_request",
        [sa.literal_column("(word_vector(number) || word_vector(title))")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_table(
        "estimate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status", sa.Enum("draft", "issued", name="estimatestatus", native_enum=False, length=30), nullable=False
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("payment_terms_days", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("hours_by_reports", sa.Numeric(precision=10, scale=2), nullable=True),
        sa.Column("hours_by_times", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.Column("total_net", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("total_vat", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("total_gross", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("approved_by", sa.String(length=100), nullable=True),
        sa.Column("approval_note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "status = 'draft' OR (number IS NOT NULL AND issued_on IS NOT NULL)",
            name=op.f("ck_estimate_issued_has_number"),
        ),
        sa.CheckConstraint("total_gross = total_net + total_vat", name=op.f("ck_estimate_totals_agree")),
        sa.CheckConstraint("total_net >= 0", name=op.f("ck_estimate_total_not_negative")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_estimate_party_id")),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_estimate_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate")),
        sa.UniqueConstraint("number", name=op.f("uq_estimate_number")),
        sa.UniqueConstraint("request_id", name=op.f("uq_estimate_request_id")),
    )
    op.create_index("ix_estimate_party_id", "estimate", ["party_id"], unique=False)
    op.create_table(
        "service_request_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_request.id"], name=op.f("fk_service_request_note_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_request_note")),
    )
    op.create_index("ix_service_request_note_request_id", "service_request_note", ["request_id", "at"], unique=False)
    op.create_table(
        "work_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("technician", sa.String(length=100), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column(
            "status", sa.Enum("draft", "final", name="reportstatus", native_enum=False, length=30), nullable=False
        ),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("signed_by", sa.String(length=200), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "status = 'draft' OR (number IS NOT NULL AND finished_at IS NOT NULL)",
            name=op.f("ck_work_report_final_has_number"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["service_request.id"], name=op.f("fk_work_report_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_report")),
        sa.UniqueConstraint("number", name=op.f("uq_work_report_number")),
    )
    op.create_index("ix_work_report_created_at", "work_report", ["created_at", "id"], unique=False)
    op.create_index("ix_work_report_request_id", "work_report", ["request_id"], unique=False)
    op.create_index("ix_work_report_technician", "work_report", ["technician", "worked_on"], unique=False)
    op.create_table(
        "estimate_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("estimate_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("labour", "part", "travel", "other", name="linekind", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("discount_percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("net", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("tax_name", sa.String(length=100), nullable=False),
        sa.Column("tax_rate_percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("tax_note", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("source_type", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "discount_percent BETWEEN 0 AND 100", name=op.f("ck_estimate_line_discount_is_a_percentage")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_estimate_line_quantity_positive")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_estimate_line_price_not_negative")),
        sa.ForeignKeyConstraint(["estimate_id"], ["estimate.id"], name=op.f("fk_estimate_line_estimate_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_estimate_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_estimate_line")),
        sa.UniqueConstraint("estimate_id", "position", name=op.f("uq_estimate_line_estimate_id_position")),
    )
    op.create_table(
        "report_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_report_item_quantity_positive")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_report_item_price_not_negative")),
        sa.ForeignKeyConstraint(["report_id"], ["work_report.id"], name=op.f("fk_report_item_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_item")),
    )
    op.create_index(op.f("ix_report_item_report_id"), "report_item", ["report_id"], unique=False)
    op.create_table(
        "report_trip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("km", sa.Numeric(precision=10, scale=1), nullable=False),
        sa.Column("km_rate", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.CheckConstraint("km > 0", name=op.f("ck_report_trip_km_positive")),
        sa.CheckConstraint("km_rate >= 0", name=op.f("ck_report_trip_rate_not_negative")),
        sa.ForeignKeyConstraint(["report_id"], ["work_report.id"], name=op.f("fk_report_trip_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_trip")),
    )
    op.create_index(op.f("ix_report_trip_report_id"), "report_trip", ["report_id"], unique=False)
    op.create_table(
        "reported_object",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("installed_product_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["installed_product_id"], ["installed_product.id"], name=op.f("fk_reported_object_installed_product_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["work_report.id"], name=op.f("fk_reported_object_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_object")),
    )
    op.create_index(
        op.f("ix_reported_object_installed_product_id"), "reported_object", ["installed_product_id"], unique=False
    )
    op.create_index(op.f("ix_reported_object_report_id"), "reported_object", ["report_id"], unique=False)
    op.create_table(
        "report_activity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=False),
        sa.Column("type_code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("is_billable", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pause_minutes", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_report_activity_ends_after_start")),
        sa.CheckConstraint("pause_minutes >= 0", name=op.f("ck_report_activity_pause_not_negative")),
        sa.ForeignKeyConstraint(["object_id"], ["reported_object.id"], name=op.f("fk_report_activity_object_id")),
        sa.ForeignKeyConstraint(["report_id"], ["work_report.id"], name=op.f("fk_report_activity_report_id")),
        sa.ForeignKeyConstraint(["type_code"], ["activity_type.code"], name=op.f("fk_report_activity_type_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_activity")),
    )
    op.create_index(op.f("ix_report_activity_report_id"), "report_activity", ["report_id"], unique=False)
    op.create_table(
        "report_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("unit_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("serial_number", sa.String(length=100), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_report_part_quantity_positive")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_report_part_price_not_negative")),
        sa.ForeignKeyConstraint(["object_id"], ["reported_object.id"], name=op.f("fk_report_part_object_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_report_part_product_id")),
        sa.ForeignKeyConstraint(["report_id"], ["work_report.id"], name=op.f("fk_report_part_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_part")),
    )
    op.create_index(op.f("ix_report_part_product_id"), "report_part", ["product_id"], unique=False)
    op.create_index(op.f("ix_report_part_report_id"), "report_part", ["report_id"], unique=False)
    op.add_column("company", sa.Column("payment_reminder_days", sa.BigInteger(), server_default="7", nullable=False))
    op.add_column("company", sa.Column("reminder_offsets", sa.String(length=60), server_default="1,0", nullable=False))
    op.add_column(
        "company", sa.Column("reminder_channels", sa.String(length=20), server_default="message", nullable=False)
    )
    op.add_column("company", sa.Column("refresh_minutes", sa.BigInteger(), server_default="5", nullable=False))
    op.add_column(
        "company",
        sa.Column(
            "working_hours",
            postgresql.JSONB(none_as_null=True, astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
    )
    op.add_column("company", sa.Column("holiday_calendar", sa.String(length=2), nullable=True))
    op.add_column("company", sa.Column("days_off", postgresql.ARRAY(sa.Date()), server_default="{}", nullable=False))
    op.add_column("contact_person", sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("lead", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_lead_campaign_id"), "lead", ["campaign_id"], unique=False)
    op.add_column(
        "mail_message",
        sa.Column(
            "after_crash",
            sa.Enum("AGAIN", "ASK", name="aftercrash", native_enum=False, length=30),
            server_default="AGAIN",
            nullable=False,
        ),
    )
    op.add_column("mail_message", sa.Column("unsubscribe_url", sa.Text(), nullable=True))
    op.add_column("opportunity", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_opportunity_campaign_id"), "opportunity", ["campaign_id"], unique=False)
    op.add_column("party", sa.Column("external_id", sa.String(length=60), nullable=True))
    op.add_column("party", sa.Column("no_marketing_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("party", sa.Column("no_marketing_reason", sa.String(length=200), nullable=True))
    op.add_column("party", sa.Column("import_id", sa.Uuid(), nullable=True))
    op.add_column("party", sa.Column("import_mark", sa.String(length=64), nullable=True))
    op.create_index("ix_party_city_plain", "party", [sa.literal_column("lower(city)")], unique=False)
    op.create_index("ix_party_country", "party", ["country", "search_name", "id"], unique=False)
    op.create_index("ix_party_county", "party", ["county"], unique=False)
    op.create_index("ix_party_county_plain", "party", [sa.literal_column("lower(county)")], unique=False)
    op.create_index("ix_party_employees", "party", ["employees"], unique=False)
    op.create_index("ix_party_external_id", "party", ["external_id"], unique=False)
    op.create_index("ix_party_fiscal_code", "party", ["fiscal_code"], unique=False)
    op.create_index(
        "ix_party_import_id", "party", ["import_id"], unique=False, postgresql_where=sa.text("import_id IS NOT NULL")
    )
    op.create_index(
        "ix_party_import_mark",
        "party",
        ["import_mark"],
        unique=False,
        postgresql_where=sa.text("import_mark IS NOT NULL"),
    )
    op.create_index("ix_party_industry", "party", ["industry"], unique=False)
    op.create_index("ix_party_industry_plain", "party", [sa.literal_column("lower(industry)")], unique=False)
    op.create_index("ix_party_service_rep", "party", ["service_rep"], unique=False)
    op.create_index("ix_party_turnover", "party", ["turnover"], unique=False)
    op.create_foreign_key(op.f("fk_party_import_id"), "party", "party_import", ["import_id"], ["id"])
    op.add_column("product", sa.Column("is_serialised", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("product", sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("quote", sa.Column("alternative", sa.String(length=1), server_default="A", nullable=False))
    op.add_column("quote", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.drop_index(op.f("ix_quote_opportunity_id"), table_name="quote")
    op.create_index(op.f("ix_quote_campaign_id"), "quote", ["campaign_id"], unique=False)
    op.create_unique_constraint(
        op.f("uq_quote_opportunity_id_revision_alternative"), "quote", ["opportunity_id", "revision", "alternative"]
    )
    op.add_column("quote_line", sa.Column("is_optional", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("sales_order", sa.Column("delivered_on", sa.Date(), nullable=True))
    op.add_column("sales_order", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("sales_order", sa.Column("invoice_id", sa.Uuid(), nullable=True))
    op.add_column("sales_order", sa.Column("campaign_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_sales_order_campaign_id"), "sales_order", ["campaign_id"], unique=False)
    op.create_foreign_key(op.f("fk_sales_order_invoice_id"), "sales_order", "invoice", ["invoice_id"], ["id"])
    op.add_column("stage_change", sa.Column("delegate_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_stage_change_delegate_id"), "stage_change", "employee", ["delegate_id"], ["id"])
    op.add_column("user_account", sa.Column("reminder_offsets", sa.String(length=60), nullable=True))
    op.add_column("user_account", sa.Column("reminder_channels", sa.String(length=20), nullable=True))
    op.add_column("user_task", sa.Column("reminder_channels", sa.String(), nullable=True))
    op.create_index(
        "ix_user_task_ended", "user_task", ["ended_at"], unique=False, postgresql_where=sa.text("state = 'COMPLETED'")
    )
    for table, name, condition in CHECKS:
        op.create_check_constraint(op.f(name), table, condition)
    for statement in LOCKS:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNLOCKS:
        op.execute(statement)
    op.drop_index("ix_user_task_ended", table_name="user_task", postgresql_where=sa.text("state = 'COMPLETED'"))
    op.drop_column("user_task", "reminder_channels")
    op.drop_column("user_account", "reminder_channels")
    op.drop_column("user_account", "reminder_offsets")
    op.drop_constraint(op.f("fk_stage_change_delegate_id"), "stage_change", type_="foreignkey")
    op.drop_column("stage_change", "delegate_id")
    op.drop_constraint(op.f("fk_sales_order_invoice_id"), "sales_order", type_="foreignkey")
    op.drop_index(op.f("ix_sales_order_campaign_id"), table_name="sales_order")
    op.drop_column("sales_order", "campaign_id")
    op.drop_column("sales_order", "invoice_id")
    op.drop_column("sales_order", "closed_at")
    op.drop_column("sales_order", "delivered_on")
    op.drop_column("quote_line", "is_optional")
    op.drop_constraint(op.f("uq_quote_opportunity_id_revision_alternative"), "quote", type_="unique")
    op.drop_index(op.f("ix_quote_campaign_id"), table_name="quote")
    op.create_index(op.f("ix_quote_opportunity_id"), "quote", ["opportunity_id"], unique=False)
    op.drop_column("quote", "campaign_id")
    op.drop_column("quote", "alternative")
    op.drop_column("product", "revision")
    op.drop_column("product", "is_serialised")
    op.drop_constraint(op.f("fk_party_import_id"), "party", type_="foreignkey")
    op.drop_index("ix_party_turnover", table_name="party")
    op.drop_index("ix_party_service_rep", table_name="party")
    op.drop_index("ix_party_industry_plain", table_name="party")
    op.drop_index("ix_party_industry", table_name="party")
    op.drop_index("ix_party_import_mark", table_name="party", postgresql_where=sa.text("import_mark IS NOT NULL"))
    op.drop_index("ix_party_import_id", table_name="party", postgresql_where=sa.text("import_id IS NOT NULL"))
    op.drop_index("ix_party_fiscal_code", table_name="party")
    op.drop_index("ix_party_external_id", table_name="party")
    op.drop_index("ix_party_employees", table_name="party")
    op.drop_index("ix_party_county_plain", table_name="party")
    op.drop_index("ix_party_county", table_name="party")
    op.drop_index("ix_party_country", table_name="party")
    op.drop_index("ix_party_city_plain", table_name="party")
    op.drop_column("party", "import_mark")
    op.drop_column("party", "import_id")
    op.drop_column("party", "no_marketing_reason")
    op.drop_column("party", "no_marketing_since")
    op.drop_column("party", "external_id")
    op.drop_index(op.f("ix_opportunity_campaign_id"), table_name="opportunity")
    op.drop_column("opportunity", "campaign_id")
    op.drop_column("mail_message", "unsubscribe_url")
    op.drop_column("mail_message", "after_crash")
    op.drop_index(op.f("ix_lead_campaign_id"), table_name="lead")
    op.drop_column("lead", "campaign_id")
    op.drop_column("contact_person", "removed_at")
    op.drop_column("company", "days_off")
    op.drop_column("company", "holiday_calendar")
    op.drop_column("company", "working_hours")
    op.drop_column("company", "refresh_minutes")
    op.drop_column("company", "reminder_channels")
    op.drop_column("company", "reminder_offsets")
    op.drop_column("company", "payment_reminder_days")
    op.drop_index(op.f("ix_report_part_report_id"), table_name="report_part")
    op.drop_index(op.f("ix_report_part_product_id"), table_name="report_part")
    op.drop_table("report_part")
    op.drop_index(op.f("ix_report_activity_report_id"), table_name="report_activity")
    op.drop_table("report_activity")
    op.drop_index(op.f("ix_reported_object_report_id"), table_name="reported_object")
    op.drop_index(op.f("ix_reported_object_installed_product_id"), table_name="reported_object")
    op.drop_table("reported_object")
    op.drop_index(op.f("ix_report_trip_report_id"), table_name="report_trip")
    op.drop_table("report_trip")
    op.drop_index(op.f("ix_report_item_report_id"), table_name="report_item")
    op.drop_table("report_item")
    op.drop_table("estimate_line")
    op.drop_index("ix_work_report_technician", table_name="work_report")
    op.drop_index("ix_work_report_request_id", table_name="work_report")
    op.drop_index("ix_work_report_created_at", table_name="work_report")
    op.drop_table("work_report")
    op.drop_index("ix_service_request_note_request_id", table_name="service_request_note")
    op.drop_table("service_request_note")
    op.drop_index("ix_estimate_party_id", table_name="estimate")
    op.drop_table("estimate")
    op.drop_index(
        "ix_service_request_words", table_name="service_request", postgresql_using="gin", postgresql_where=None
    )
    op.drop_index(
        "ix_service_request_term_at",
        table_name="service_request",
        postgresql_where=sa.text("status NOT IN ('closed', 'refused', 'cancelled')"),
    )
    op.drop_index("ix_service_request_registered_at", table_name="service_request")
    op.drop_index("ix_service_request_party_id", table_name="service_request")
    op.drop_index(
        "ix_service_request_open",
        table_name="service_request",
        postgresql_where=sa.text("status NOT IN ('closed', 'refused', 'cancelled')"),
    )
    op.drop_index(op.f("ix_service_request_invoice_id"), table_name="service_request")
    op.drop_index(op.f("ix_service_request_installed_product_id"), table_name="service_request")
    op.drop_index(op.f("ix_service_request_contract_line_id"), table_name="service_request")
    op.drop_index(
        "ix_service_request_assignee",
        table_name="service_request",
        postgresql_where=sa.text("status NOT IN ('closed', 'refused', 'cancelled')"),
    )
    op.drop_table("service_request")
    op.drop_index("ix_reminder_sent_of", table_name="reminder", postgresql_where=sa.text("sent_at IS NOT NULL"))
    op.drop_index("ix_reminder_sent", table_name="reminder", postgresql_where=sa.text("sent_at IS NOT NULL"))
    op.drop_index("ix_reminder_next_of", table_name="reminder", postgresql_where=sa.text("next_at IS NOT NULL"))
    op.drop_index("ix_reminder_next", table_name="reminder", postgresql_where=sa.text("next_at IS NOT NULL"))
    op.drop_index("ix_reminder_failed", table_name="reminder", postgresql_where=sa.text("state = 'FAILED'"))
    op.drop_table("reminder")
    op.drop_table("booked_hours")
    op.drop_index("ix_payment_invoice_id", table_name="payment")
    op.drop_table("payment")
    op.drop_index("uq_invoice_line_source", table_name="invoice_line", postgresql_where=sa.text("NOT is_released"))
    op.drop_table("invoice_line")
    op.drop_index("ix_installed_product_note_installed_product_id", table_name="installed_product_note")
    op.drop_table("installed_product_note")
    op.drop_index("ix_contract_line_service_id", table_name="contract_line")
    op.drop_index("ix_contract_line_installed_product_id", table_name="contract_line")
    op.drop_table("contract_line")
    op.drop_index("ix_task_answer_new", table_name="task_answer", postgresql_where=sa.text("seen_at IS NULL"))
    op.drop_index("ix_task_answer_case_key", table_name="task_answer")
    op.drop_table("task_answer")
    op.drop_index(
        "uq_invoice_source",
        table_name="invoice",
        postgresql_where=sa.text("status <> 'cancelled' AND kind = 'invoice'"),
    )
    op.drop_index("ix_invoice_words", table_name="invoice", postgresql_using="gin", postgresql_where=None)
    op.drop_index("ix_invoice_status", table_name="invoice")
    op.drop_index("ix_invoice_party_id", table_name="invoice")
    op.drop_index("ix_invoice_issued_on", table_name="invoice")
    op.drop_index("ix_invoice_due_on", table_name="invoice", postgresql_where=sa.text("status = 'issued'"))
    op.drop_index("ix_invoice_created_at", table_name="invoice")
    op.drop_index("ix_invoice_case_key", table_name="invoice")
    op.drop_index(op.f("ix_invoice_campaign_id"), table_name="invoice")
    op.drop_table("invoice")
    op.drop_index("uq_installed_product_serial", table_name="installed_product")
    op.drop_index(
        "ix_installed_product_words", table_name="installed_product", postgresql_using="gin", postgresql_where=None
    )
    op.drop_index("ix_installed_product_product_id", table_name="installed_product")
    op.drop_index(op.f("ix_installed_product_order_id"), table_name="installed_product")
    op.drop_index("ix_installed_product_name", table_name="installed_product")
    op.drop_table("installed_product")
    op.drop_index("ix_contract_words", table_name="contract", postgresql_using="gin", postgresql_where=None)
    op.drop_index(op.f("ix_contract_signing_case_key"), table_name="contract")
    op.drop_index("ix_contract_party_id", table_name="contract")
    op.drop_index(op.f("ix_contract_opportunity_id"), table_name="contract")
    op.drop_index("ix_contract_ends_on", table_name="contract", postgresql_where=sa.text("status = 'active'"))
    op.drop_index("ix_contract_created_at", table_name="contract")
    op.drop_index(op.f("ix_contract_case_key"), table_name="contract")
    op.drop_index(op.f("ix_contract_campaign_id"), table_name="contract")
    op.drop_table("contract")
    op.drop_index(
        "uq_party_site_main", table_name="party_site", postgresql_where=sa.text("is_main AND removed_at IS NULL")
    )
    op.drop_index("ix_party_site_party_id", table_name="party_site")
    op.drop_table("party_site")
    op.drop_index("uq_party_merge_open", table_name="party_merge", postgresql_where=sa.text("undone_at IS NULL"))
    op.drop_index("ix_party_merge_into_id", table_name="party_merge")
    op.drop_table("party_merge")
    op.drop_index("ix_campaign_member_state", table_name="campaign_member")
    op.drop_index("ix_campaign_member_party_id", table_name="campaign_member")
    op.drop_table("campaign_member")
    op.drop_index(op.f("ix_asked_task_party_id"), table_name="asked_task")
    op.drop_index("ix_asked_task_author", table_name="asked_task")
    op.drop_index(
        "ix_asked_task_about_case_key", table_name="asked_task", postgresql_where=sa.text("about_case_key IS NOT NULL")
    )
    op.drop_table("asked_task")
    op.drop_index(
        "uq_appointment_source",
        table_name="appointment",
        postgresql_where=sa.text("cancelled_at IS NULL AND source_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_appointment_starts_at", table_name="appointment", postgresql_where=sa.text("cancelled_at IS NULL")
    )
    op.drop_index("ix_appointment_person", table_name="appointment", postgresql_where=sa.text("cancelled_at IS NULL"))
    op.drop_index("ix_appointment_party_id", table_name="appointment", postgresql_where=sa.text("party_id IS NOT NULL"))
    op.drop_index("ix_appointment_case_key", table_name="appointment", postgresql_where=sa.text("case_key IS NOT NULL"))
    op.drop_table("appointment")
    op.drop_index("ix_party_import_row_outcome", table_name="party_import_row")
    op.drop_table("party_import_row")
    op.drop_table("campaign_revenue")
    op.drop_table("campaign_mail")
    op.drop_index("ix_campaign_cost_document_on", table_name="campaign_cost")
    op.drop_table("campaign_cost")
    op.drop_index(op.f("ix_after_sales_service_product_id"), table_name="after_sales_service")
    op.drop_table("after_sales_service")
    op.drop_index("ix_absence_employee_id", table_name="absence")
    op.drop_index("ix_absence_days", table_name="absence")
    op.drop_table("absence")
    op.drop_index("ix_party_import_created_at", table_name="party_import")
    op.drop_table("party_import")
    op.drop_index("ix_notice_unread", table_name="notice", postgresql_where=sa.text("read_at IS NULL"))
    op.drop_index("ix_notice_of_person", table_name="notice")
    op.drop_table("notice")
    op.drop_table("fiscal_series")
    op.drop_table("exchange_rate")
    op.drop_index("ix_employee_name", table_name="employee")
    op.drop_table("employee")
    op.drop_index("ix_campaign_starts_on", table_name="campaign")
    op.drop_table("campaign")
    op.drop_table("activity_type")
