"""The first tables.

Why: the engine, the trail, people, parties, catalogue, sales, documents and mail begin here.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "aad50bdcad98"
down_revision = None
branch_labels = None
depends_on = None


SIGNS = "-_./@+<>#"
ACCENTED = "àáâãäåāăąçćčďđèéêëēěęìíîïīľĺłñńňòóôõöøőřŕßśšșşťțţùúûüůűūýÿźżž"
PLAIN = "aaaaaaaaacccddeeeeeeeiiiiilllnnnooooooorrssssstttuuuuuuuyyzzz"
WORD_VECTOR = f"""
CREATE FUNCTION word_vector(character varying) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('simple'::regconfig,
    translate(lower(coalesce($1, '')::text), '{ACCENTED}{SIGNS}', '{PLAIN}{" " * len(SIGNS)}'))
"""
TRAIL = (
    """
CREATE FUNCTION trail_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$
""",
    """
CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_entry
FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change()
""",
    """
CREATE TRIGGER trail_chain_keeps_heads BEFORE DELETE OR TRUNCATE ON trail_chain
FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change()
""",
    """
CREATE TRIGGER trail_chain_goes_forward BEFORE UPDATE ON trail_chain
FOR EACH ROW WHEN (NEW.seq < OLD.seq OR NEW.chain <> OLD.chain) EXECUTE FUNCTION trail_refuse_change()
""",
)
UNDO_TRAIL = (
    "DROP TRIGGER trail_entry_append_only ON trail_entry",
    "DROP TRIGGER trail_chain_keeps_heads ON trail_chain",
    "DROP TRIGGER trail_chain_goes_forward ON trail_chain",
    "DROP FUNCTION trail_refuse_change()",
)


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("key_block", start=2_251_799_813)))
    op.execute(WORD_VECTOR)
    op.create_table(
        "company",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postal_code", sa.String(length=20), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("county", sa.String(length=100), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("vat_number", sa.String(length=20), nullable=False),
        sa.Column("fiscal_code", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("bank_name", sa.String(length=100), nullable=False),
        sa.Column("iban", sa.String(length=34), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("quote_valid_days", sa.BigInteger(), nullable=False),
        sa.Column("reminder_after_days", sa.BigInteger(), nullable=False),
        sa.Column("web_form_key", sa.String(length=64), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_company_one_row")),
        sa.CheckConstraint(
            "quote_valid_days BETWEEN 1 AND 365", name=op.f("ck_company_quote_valid_days_within_a_year")
        ),
        sa.CheckConstraint("reminder_after_days BETWEEN 1 AND 365", name=op.f("ck_company_reminder_within_a_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_table(
        "deployment",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deployed_by", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_deployment")),
    )
    op.create_table(
        "document_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("variables", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_document_template_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template")),
        sa.UniqueConstraint("template_id", "version", name=op.f("uq_document_template_template_id_version")),
    )
    op.create_table(
        "log_in_delay",
        sa.Column("user_name", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_name", "address", name=op.f("pk_log_in_delay")),
    )
    op.create_table(
        "loss_reason",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_loss_reason")),
    )
    op.create_table(
        "message",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("correlation_key", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("variables", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correlated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("instance_key", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_message")),
    )
    op.create_index(
        "ix_message_waiting",
        "message",
        ["name", "correlation_key"],
        unique=False,
        postgresql_where=sa.text("correlated_at IS NULL"),
    )
    op.create_index("uq_message_message_id", "message", ["name", "correlation_key", "message_id"], unique=True)
    op.create_table(
        "number_series",
        sa.Column("series", sa.String(length=10), nullable=False),
        sa.Column("year", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("arguments", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
    )
    op.create_table(
        "party",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", sa.Enum("organisation", "person", name="partykind", native_enum=False, length=30), nullable=False
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("legal_form", sa.String(length=20), nullable=True),
        sa.Column("search_name", sa.String(length=400), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("vat_number", sa.String(length=20), nullable=True),
        sa.Column("fiscal_code", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("website", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("payment_terms_days", sa.BigInteger(), nullable=False),
        sa.Column("sales_rep", sa.String(length=100), nullable=True),
        sa.Column("service_rep", sa.String(length=100), nullable=True),
        sa.Column("street", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=20), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=True),
        sa.Column("county", sa.String(length=100), nullable=True),
        sa.Column("industry", sa.String(length=100), nullable=True),
        sa.Column("turnover", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("employees", sa.BigInteger(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_party_name_not_empty")),
        sa.CheckConstraint("employees >= 0", name=op.f("ck_party_employees_not_negative")),
        sa.CheckConstraint("payment_terms_days BETWEEN 0 AND 365", name=op.f("ck_party_payment_terms_within_a_year")),
        sa.CheckConstraint("turnover >= 0", name=op.f("ck_party_turnover_not_negative")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["party.id"], name=op.f("fk_party_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    op.create_index("ix_party_email", "party", ["email"], unique=False)
    op.create_index(
        "ix_party_merged_into_id",
        "party",
        ["merged_into_id"],
        unique=False,
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index("ix_party_phone", "party", ["phone"], unique=False)
    op.create_index("ix_party_roles", "party", ["roles"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_party_sales_rep"), "party", ["sales_rep"], unique=False)
    op.create_index(
        "ix_party_search_name",
        "party",
        ["search_name", "id"],
        unique=False,
        postgresql_where=sa.text("merged_into_id IS NULL"),
    )
    op.create_index(
        "ix_party_search_text",
        "party",
        [sa.literal_column("to_tsvector('simple'::regconfig, search_text)")],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index("ix_party_vat_number", "party", ["vat_number"], unique=False)
    op.create_table(
        "price_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("is_usual", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list")),
        sa.UniqueConstraint("code", name=op.f("uq_price_list_code")),
    )
    op.create_index(
        "uq_price_list_usual", "price_list", ["is_usual"], unique=True, postgresql_where=sa.text("is_usual")
    )
    op.create_table(
        "product",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("category", sa.String(length=100), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column(
            "tax_category",
            sa.Enum(
                "standard",
                "reduced",
                "super_reduced",
                "reverse_charge",
                "export",
                name="taxcategory",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("net_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.Column("is_sold", sa.Boolean(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("net_price >= 0", name=op.f("ck_product_price_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
    )
    op.create_index("ix_product_name", "product", ["name", "id"], unique=False)
    op.create_index(
        "ix_product_search_text",
        "product",
        [sa.literal_column("to_tsvector('simple'::regconfig, search_text)")],
        unique=False,
        postgresql_using="gin",
    )
    op.create_table(
        "tax_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "standard",
                "reduced",
                "super_reduced",
                "reverse_charge",
                "export",
                name="taxcategory",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("rate_percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.CheckConstraint("rate_percent BETWEEN 0 AND 100", name=op.f("ck_tax_code_rate_is_a_percentage")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_code")),
        sa.UniqueConstraint("country", "category", "valid_from", name=op.f("uq_tax_code_country_category_valid_from")),
    )
    op.create_table(
        "trail_chain",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_trail_chain")),
    )
    op.create_table(
        "trail_entry",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.String(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=True),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("prev_hash", sa.LargeBinary(), nullable=False),
        sa.Column("row_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_entry")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_trail_entry_chain_seq")),
    )
    op.create_index("ix_trail_entry_actor", "trail_entry", ["actor_id", "at"], unique=False)
    op.create_index("ix_trail_entry_at", "trail_entry", ["at", "id"], unique=False)
    op.create_index("ix_trail_entry_case", "trail_entry", ["case_key", "seq"], unique=False)
    op.create_index("ix_trail_entry_entity", "trail_entry", ["entity", "entity_id", "at"], unique=False)
    op.create_table(
        "user_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(length=100), nullable=False),
        sa.Column("display_name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("locale", sa.String(length=20), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column(
            "theme", sa.Enum("auto", "light", "dark", name="theme", native_enum=False, length=30), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("user_name", name=op.f("uq_user_account_user_name")),
    )
    op.create_table(
        "user_group",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_group")),
    )
    op.create_table(
        "web_form_use",
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uses", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("address", "begun_at", name=op.f("pk_web_form_use")),
    )
    op.create_index("ix_web_form_use_begun_at", "web_form_use", ["begun_at"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_api_token_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_token_token_sha256")),
    )
    op.create_index("ix_api_token_user_id", "api_token", ["user_id"], unique=False)
    op.create_table(
        "contact_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_name", sa.String(length=400), nullable=False),
        sa.Column("function", sa.String(length=100), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_contact_person_name_not_empty")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_contact_person_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_person")),
    )
    op.create_index("ix_contact_person_email", "contact_person", ["email"], unique=False)
    op.create_index("ix_contact_person_party_id", "contact_person", ["party_id"], unique=False)
    op.create_index("ix_contact_person_phone", "contact_person", ["phone"], unique=False)
    op.create_index(
        "ix_contact_person_words",
        "contact_person",
        [sa.literal_column("(word_vector(name) || word_vector(email))")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_table(
        "form_definition",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("schema", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["deployment_key"], ["deployment.key"], name=op.f("fk_form_definition_deployment_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_definition")),
        sa.UniqueConstraint("form_id", "version", name=op.f("uq_form_definition_form_id_version")),
    )
    op.create_index(op.f("ix_form_definition_deployment_key"), "form_definition", ["deployment_key"], unique=False)
    op.create_table(
        "group_membership",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["user_group.id"], name=op.f("fk_group_membership_group_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_group_membership_user_id")),
        sa.PrimaryKeyConstraint("user_id", "group_id", name=op.f("pk_group_membership")),
    )
    op.create_index("ix_group_membership_group_id", "group_membership", ["group_id"], unique=False)
    op.create_table(
        "price_list_item",
        sa.Column("price_list_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("net_price", sa.Numeric(precision=18, scale=4), nullable=False),
        sa.CheckConstraint("net_price >= 0", name=op.f("ck_price_list_item_price_not_negative")),
        sa.ForeignKeyConstraint(["price_list_id"], ["price_list.id"], name=op.f("fk_price_list_item_price_list_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_price_list_item_product_id")),
        sa.PrimaryKeyConstraint("price_list_id", "product_id", name=op.f("pk_price_list_item")),
    )
    op.create_index("ix_price_list_item_product_id", "price_list_item", ["product_id"], unique=False)
    op.create_table(
        "resource",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["deployment_key"], ["deployment.key"], name=op.f("fk_resource_deployment_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_resource")),
    )
    op.create_index(op.f("ix_resource_deployment_key"), "resource", ["deployment_key"], unique=False)
    op.create_table(
        "user_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("agent", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_user_session_token_sha256")),
    )
    op.create_index(
        "ix_user_session_open", "user_session", ["user_id"], unique=False, postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_table(
        "decision_definition",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("resource_key", sa.BigInteger(), nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_key"], ["deployment.key"], name=op.f("fk_decision_definition_deployment_key")
        ),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], name=op.f("fk_decision_definition_resource_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_decision_definition")),
        sa.UniqueConstraint("decision_id", "version", name=op.f("uq_decision_definition_decision_id_version")),
    )
    op.create_index(
        op.f("ix_decision_definition_deployment_key"), "decision_definition", ["deployment_key"], unique=False
    )
    op.create_index("ix_decision_definition_resource_key", "decision_definition", ["resource_key"], unique=False)
    op.create_table(
        "lead",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "web",
                "phone",
                "email",
                "fair",
                "referral",
                "campaign",
                "other",
                name="leadsource",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("campaign", sa.String(length=100), nullable=True),
        sa.Column("interest", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("competitors", sa.Text(), nullable=True),
        sa.Column("service_contact", sa.String(length=200), nullable=True),
        sa.Column("estimated_revenue", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column(
            "status",
            sa.Enum("new", "not_now", "qualified", "lost", name="leadstatus", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("loss_reason", sa.String(length=40), nullable=True),
        sa.Column("loss_note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("estimated_revenue >= 0", name=op.f("ck_lead_revenue_not_negative")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_person.id"], name=op.f("fk_lead_contact_id")),
        sa.ForeignKeyConstraint(["loss_reason"], ["loss_reason.code"], name=op.f("fk_lead_loss_reason")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_lead_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("case_key", name=op.f("uq_lead_case_key")),
    )
    op.create_index("ix_lead_created_at", "lead", ["created_at", "id"], unique=False)
    op.create_index("ix_lead_party_id", "lead", ["party_id"], unique=False)
    op.create_table(
        "process_definition",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("version_tag", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("resource_key", sa.BigInteger(), nullable=False),
        sa.Column("deployment_key", sa.BigInteger(), nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("groups", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("start_form_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deployment_key"], ["deployment.key"], name=op.f("fk_process_definition_deployment_key")
        ),
        sa.ForeignKeyConstraint(["resource_key"], ["resource.key"], name=op.f("fk_process_definition_resource_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_process_definition")),
        sa.UniqueConstraint("process_id", "version", name=op.f("uq_process_definition_process_id_version")),
    )
    op.create_index(
        op.f("ix_process_definition_deployment_key"), "process_definition", ["deployment_key"], unique=False
    )
    op.create_index(op.f("ix_process_definition_resource_key"), "process_definition", ["resource_key"], unique=False)
    op.create_table(
        "opportunity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column(
            "sale_type",
            sa.Enum("direct", "intermediary", "services", name="saletype", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column(
            "stage", sa.Enum("1", "2", "3", "4", "X", name="stage", native_enum=False, length=30), nullable=False
        ),
        sa.Column("potential", sa.String(length=20), nullable=False),
        sa.Column("probability_percent", sa.BigInteger(), nullable=False),
        sa.Column("expected_signing_on", sa.Date(), nullable=True),
        sa.Column("estimated_revenue", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("sales_rep", sa.String(length=100), nullable=True),
        sa.Column("loss_reason", sa.String(length=40), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("estimated_revenue >= 0", name=op.f("ck_opportunity_revenue_not_negative")),
        sa.CheckConstraint(
            "probability_percent BETWEEN 0 AND 100", name=op.f("ck_opportunity_probability_is_a_percentage")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_person.id"], name=op.f("fk_opportunity_contact_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_opportunity_lead_id")),
        sa.ForeignKeyConstraint(["loss_reason"], ["loss_reason.code"], name=op.f("fk_opportunity_loss_reason")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_opportunity_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity")),
        sa.UniqueConstraint("case_key", name=op.f("uq_opportunity_case_key")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_opportunity_lead_id")),
        sa.UniqueConstraint("number", name=op.f("uq_opportunity_number")),
    )
    op.create_index("ix_opportunity_opened_at", "opportunity", ["opened_at", "id"], unique=False)
    op.create_index("ix_opportunity_party_id", "opportunity", ["party_id"], unique=False)
    op.create_index(op.f("ix_opportunity_sales_rep"), "opportunity", ["sales_rep"], unique=False)
    op.create_index("ix_opportunity_stage", "opportunity", ["stage", "opened_at", "id"], unique=False)
    op.create_index(
        "ix_opportunity_words",
        "opportunity",
        [sa.literal_column("(word_vector(number) || word_vector(subject))")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_table(
        "process_instance",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("business_key", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("subject_name", sa.String(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("ACTIVE", "COMPLETED", "TERMINATED", name="instancestate", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("state_data", sa.LargeBinary(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("incident_count", sa.BigInteger(), nullable=False),
        sa.Column("start_key", sa.String(), nullable=True),
        sa.Column("parent_key", sa.BigInteger(), nullable=True),
        sa.Column("parent_element_key", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trail_seq", sa.BigInteger(), nullable=False),
        sa.Column("trail_head", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["definition_key"], ["process_definition.key"], name=op.f("fk_process_instance_definition_key")
        ),
        sa.ForeignKeyConstraint(["parent_key"], ["process_instance.key"], name=op.f("fk_process_instance_parent_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_process_instance")),
    )
    op.create_index("ix_process_instance_age", "process_instance", ["started_at", "key"], unique=False)
    op.create_index("ix_process_instance_business_key", "process_instance", ["business_key"], unique=False)
    op.create_index(
        "ix_process_instance_definition",
        "process_instance",
        ["definition_key", "state", "started_at", "key"],
        unique=False,
    )
    op.create_index(
        "ix_process_instance_incident",
        "process_instance",
        ["started_at"],
        unique=False,
        postgresql_where=sa.text("incident_count > 0"),
    )
    op.create_index(op.f("ix_process_instance_parent_key"), "process_instance", ["parent_key"], unique=False)
    op.create_index("ix_process_instance_started", "process_instance", ["state", "started_at", "key"], unique=False)
    op.create_index("ix_process_instance_subject_id", "process_instance", ["subject_id"], unique=False)
    op.create_index(
        "ix_process_instance_words",
        "process_instance",
        [sa.literal_column("((word_vector(title) || word_vector(subject_name)) || word_vector(business_key))")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_index("uq_process_instance_start_key", "process_instance", ["start_key"], unique=True)
    op.create_table(
        "decision_evaluation",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_key", sa.BigInteger(), nullable=False),
        sa.Column("element_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("decision_key", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("hits", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answer", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("warnings", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("evaluated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_key"], ["process_instance.key"], name=op.f("fk_decision_evaluation_instance_key")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_decision_evaluation")),
    )
    op.create_index("ix_decision_evaluation_case", "decision_evaluation", ["instance_key", "key"], unique=False)
    op.create_index(
        "ix_decision_evaluation_decision", "decision_evaluation", ["decision_id", "evaluated_at", "key"], unique=False
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pdf_hash", sa.String(length=64), nullable=True),
        sa.Column("template_id", sa.String(length=60), nullable=True),
        sa.Column("template_version", sa.BigInteger(), nullable=True),
        sa.Column("data", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=True),
        sa.Column("subject_type", sa.String(length=60), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("idempotency_key", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_document_size_not_negative")),
        sa.ForeignKeyConstraint(["case_key"], ["process_instance.key"], name=op.f("fk_document_case_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_document_idempotency_key")),
    )
    op.create_index("ix_document_case_key", "document", ["case_key", "created_at", "id"], unique=False)
    op.create_index("ix_document_content_hash", "document", ["content_hash"], unique=False)
    op.create_index("ix_document_created_at", "document", ["created_at", "id"], unique=False)
    op.create_index("ix_document_subject", "document", ["subject_type", "subject_id", "created_at", "id"], unique=False)
    op.create_index(
        "ix_document_words",
        "document",
        [sa.literal_column("word_vector(name)")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_table(
        "element_instance",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_key", sa.BigInteger(), nullable=False),
        sa.Column("scope_key", sa.BigInteger(), nullable=True),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("element_name", sa.String(), nullable=True),
        sa.Column("element_type", sa.String(), nullable=False),
        sa.Column("incoming_flows", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum("ACTIVE", "COMPLETED", "TERMINATED", name="elementstate", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_key"], ["process_instance.key"], name=op.f("fk_element_instance_instance_key")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_element_instance")),
    )
    op.create_index(
        "ix_element_instance_active",
        "element_instance",
        ["instance_key", "element_id"],
        unique=False,
        postgresql_where=sa.text("state = 'ACTIVE'"),
    )
    op.create_index("ix_element_instance_case", "element_instance", ["instance_key", "key"], unique=False)
    op.create_table(
        "incident",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_key", sa.BigInteger(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("element_instance_key", sa.BigInteger(), nullable=True),
        sa.Column("job_key", sa.BigInteger(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "JOB_NO_RETRIES",
                "IO_MAPPING_ERROR",
                "CONDITION_ERROR",
                "EXTRACT_VALUE_ERROR",
                "CALLED_ELEMENT_ERROR",
                "DECISION_EVALUATION_ERROR",
                "UNHANDLED_ERROR_EVENT",
                "FORM_NOT_FOUND",
                "HANDLER_ERROR",
                "STEP_BUDGET_EXCEEDED",
                "TIMER_ERROR",
                "UNSPECIFIED",
                name="incidentkind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("technical_trace", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["instance_key"], ["process_instance.key"], name=op.f("fk_incident_instance_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_instance_key", "incident", ["instance_key"], unique=False)
    op.create_index(
        "ix_incident_open",
        "incident",
        ["created_at", "key"],
        unique=False,
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
    op.create_table(
        "job",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_key", sa.BigInteger(), nullable=False),
        sa.Column("definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("element_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("queue", sa.String(), nullable=True),
        sa.Column("headers", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "CREATED",
                "RUNNING",
                "COMPLETED",
                "FAILED",
                "ERROR_THROWN",
                "CANCELED",
                "LATE",
                name="jobstate",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("retries", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("losses", sa.BigInteger(), nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_token", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instance_key"], ["process_instance.key"], name=op.f("fk_job_instance_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job")),
    )
    op.create_index("ix_job_instance_key", "job", ["instance_key"], unique=False)
    op.create_index(
        "ix_job_sweep",
        "job",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("state IN ('CREATED', 'RUNNING')"),
    )
    op.create_index(
        "ix_job_waiting",
        "job",
        ["type", "available_at", "key"],
        unique=False,
        postgresql_where=sa.text("state IN ('CREATED', 'RUNNING')"),
    )
    op.create_table(
        "mail_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("message_id", sa.String(length=300), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("reply_to", sa.String(), nullable=True),
        sa.Column("to", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("cc", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("WRITTEN", "SENDING", "SENT", "FAILED", name="mailstate", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column(
            "channel", sa.Enum("SMTP", "OUTBOX", name="mailchannel", native_enum=False, length=30), nullable=True
        ),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("delivered_to", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("case_key", sa.BigInteger(), nullable=True),
        sa.Column("subject_type", sa.String(length=60), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_key"], ["process_instance.key"], name=op.f("fk_mail_message_case_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_message")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_message_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_mail_message_message_id")),
    )
    op.create_index("ix_mail_message_case_key", "mail_message", ["case_key", "written_at", "id"], unique=False)
    op.create_index(
        "ix_mail_message_subject", "mail_message", ["subject_type", "subject_id", "written_at", "id"], unique=False
    )
    op.create_index("ix_mail_message_written_at", "mail_message", ["written_at", "id"], unique=False)
    op.create_table(
        "message_subscription",
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
        sa.Column("correlation_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["instance_key"], ["process_instance.key"], name=op.f("fk_message_subscription_instance_key")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_message_subscription")),
    )
    op.create_index("ix_message_subscription_instance_key", "message_subscription", ["instance_key"], unique=False)
    op.create_index(
        "ix_message_subscription_open",
        "message_subscription",
        ["name", "correlation_key"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "quote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("revision_of_id", sa.Uuid(), nullable=True),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("price_list_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "issued",
                "accepted",
                "rejected",
                "lapsed",
                "revised",
                name="quotestatus",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("salesperson", sa.String(length=100), nullable=True),
        sa.Column("payment_terms_days", sa.BigInteger(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("valid_days", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("total_net", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("total_vat", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("total_gross", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("highest_discount_percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.Column("approved_by", sa.String(length=100), nullable=True),
        sa.Column("approval_note", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=True),
        sa.Column("loss_reason", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint(
            "status = 'draft' OR (number IS NOT NULL AND valid_until IS NOT NULL AND issued_on IS NOT NULL)",
            name=op.f("ck_quote_issued_has_number_and_dates"),
        ),
        sa.CheckConstraint("total_gross = total_net + total_vat", name=op.f("ck_quote_totals_agree")),
        sa.CheckConstraint("total_net >= 0", name=op.f("ck_quote_total_not_negative")),
        sa.CheckConstraint("valid_days BETWEEN 1 AND 365", name=op.f("ck_quote_valid_within_a_year")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_person.id"], name=op.f("fk_quote_contact_id")),
        sa.ForeignKeyConstraint(["loss_reason"], ["loss_reason.code"], name=op.f("fk_quote_loss_reason")),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunity.id"], name=op.f("fk_quote_opportunity_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_quote_party_id")),
        sa.ForeignKeyConstraint(["price_list_id"], ["price_list.id"], name=op.f("fk_quote_price_list_id")),
        sa.ForeignKeyConstraint(["revision_of_id"], ["quote.id"], name=op.f("fk_quote_revision_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
        sa.UniqueConstraint("number", name=op.f("uq_quote_number")),
        sa.UniqueConstraint("revision_of_id", name=op.f("uq_quote_revision_of_id")),
    )
    op.create_index(op.f("ix_quote_case_key"), "quote", ["case_key"], unique=False)
    op.create_index("ix_quote_created_at", "quote", ["created_at", "id"], unique=False)
    op.create_index("ix_quote_opportunity_id", "quote", ["opportunity_id"], unique=False)
    op.create_index("ix_quote_party_id", "quote", ["party_id"], unique=False)
    op.create_index("ix_quote_status", "quote", ["status", "created_at", "id"], unique=False)
    op.create_index(
        "ix_quote_words",
        "quote",
        [sa.literal_column("word_vector(number)")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_table(
        "stage_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage", sa.Enum("1", "2", "3", "4", "X", name="stage", native_enum=False, length=30), nullable=False
        ),
        sa.Column("potential", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("loss_reason", sa.String(length=40), nullable=True),
        sa.Column("delegate", sa.String(length=100), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["loss_reason"], ["loss_reason.code"], name=op.f("fk_stage_change_loss_reason")),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunity.id"], name=op.f("fk_stage_change_opportunity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_change")),
    )
    op.create_index("ix_stage_change_opportunity_id", "stage_change", ["opportunity_id", "at"], unique=False)
    op.create_table(
        "timer",
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
                name="timerkind",
                native_enum=False,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interval", sa.String(), nullable=True),
        sa.Column("repetitions", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instance_key"], ["process_instance.key"], name=op.f("fk_timer_instance_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_timer")),
    )
    op.create_index(
        "ix_timer_definition_key",
        "timer",
        ["definition_key"],
        unique=False,
        postgresql_where=sa.text("instance_key IS NULL"),
    )
    op.create_index(
        "ix_timer_due",
        "timer",
        ["due_at", "key"],
        unique=False,
        postgresql_where=sa.text("fired_at IS NULL AND cancelled_at IS NULL"),
    )
    op.create_index("ix_timer_instance_key", "timer", ["instance_key"], unique=False)
    op.create_table(
        "user_task",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("instance_key", sa.BigInteger(), nullable=False),
        sa.Column("definition_key", sa.BigInteger(), nullable=False),
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("element_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("form_key", sa.BigInteger(), nullable=True),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("candidate_groups", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("candidate_users", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum("CREATED", "COMPLETED", "CANCELED", name="taskstate", native_enum=False, length=30),
            nullable=False,
        ),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.String(), nullable=True),
        sa.Column("headers", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("draft", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("draft_by", sa.String(), nullable=True),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["instance_key"], ["process_instance.key"], name=op.f("fk_user_task_instance_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_user_task")),
    )
    op.create_index(
        "ix_user_task_assignee",
        "user_task",
        ["assignee", "due_at", "key"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.create_index(
        "ix_user_task_candidate_users",
        "user_task",
        ["candidate_users"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.create_index(
        "ix_user_task_completed_by",
        "user_task",
        ["completed_by"],
        unique=False,
        postgresql_where=sa.text("completed_by IS NOT NULL"),
    )
    op.create_index(
        "ix_user_task_created",
        "user_task",
        [sa.literal_column("created_at DESC"), sa.literal_column("key DESC")],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.create_index(
        "ix_user_task_due", "user_task", ["due_at", "key"], unique=False, postgresql_where=sa.text("state = 'CREATED'")
    )
    op.create_index(
        "ix_user_task_follow_up",
        "user_task",
        ["follow_up_at", "key"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED' AND follow_up_at IS NOT NULL"),
    )
    op.create_index(
        "ix_user_task_groups",
        "user_task",
        ["candidate_groups"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.create_index(
        "ix_user_task_had", "user_task", ["assignee"], unique=False, postgresql_where=sa.text("assignee IS NOT NULL")
    )
    op.create_index("ix_user_task_instance_key", "user_task", ["instance_key"], unique=False)
    op.create_index(
        "ix_user_task_priority",
        "user_task",
        [sa.literal_column("priority DESC"), "key"],
        unique=False,
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.create_index(
        "ix_user_task_words",
        "user_task",
        [sa.literal_column("word_vector(name)")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.create_table(
        "mail_attachment",
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_mail_attachment_document_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail_message.id"], name=op.f("fk_mail_attachment_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", "position", name=op.f("pk_mail_attachment")),
    )
    op.create_table(
        "quote_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
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
        sa.CheckConstraint("discount_percent BETWEEN 0 AND 100", name=op.f("ck_quote_line_discount_is_a_percentage")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_quote_line_quantity_positive")),
        sa.CheckConstraint("unit_price >= 0", name=op.f("ck_quote_line_price_not_negative")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_quote_line_product_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_quote_line_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_line")),
        sa.UniqueConstraint("quote_id", "position", name=op.f("uq_quote_line_quote_id_position")),
    )
    op.create_index(op.f("ix_quote_line_product_id"), "quote_line", ["product_id"], unique=False)
    op.create_table(
        "sales_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("case_key", sa.BigInteger(), nullable=False),
        sa.Column("quote_id", sa.Uuid(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status", sa.Enum("placed", "confirmed", name="orderstatus", native_enum=False, length=30), nullable=False
        ),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("salesperson", sa.String(length=100), nullable=True),
        sa.Column("payment_terms_days", sa.BigInteger(), nullable=False),
        sa.Column("customer_reference", sa.String(length=60), nullable=True),
        sa.Column("delivery_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("total_net", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("total_vat", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("total_gross", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by", sa.String(length=100), nullable=False),
        sa.CheckConstraint("total_gross = total_net + total_vat", name=op.f("ck_sales_order_totals_agree")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact_person.id"], name=op.f("fk_sales_order_contact_id")),
        sa.ForeignKeyConstraint(["opportunity_id"], ["opportunity.id"], name=op.f("fk_sales_order_opportunity_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_sales_order_party_id")),
        sa.ForeignKeyConstraint(["quote_id"], ["quote.id"], name=op.f("fk_sales_order_quote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order")),
        sa.UniqueConstraint("number", name=op.f("uq_sales_order_number")),
        sa.UniqueConstraint("quote_id", name=op.f("uq_sales_order_quote_id")),
    )
    op.create_index(op.f("ix_sales_order_case_key"), "sales_order", ["case_key"], unique=False)
    op.create_index(op.f("ix_sales_order_opportunity_id"), "sales_order", ["opportunity_id"], unique=False)
    op.create_index("ix_sales_order_party_id", "sales_order", ["party_id"], unique=False)
    op.create_index("ix_sales_order_placed_at", "sales_order", ["placed_at", "id"], unique=False)
    op.create_index(
        "ix_sales_order_words",
        "sales_order",
        [sa.literal_column("word_vector(number)")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=None,
    )
    op.create_table(
        "sales_order_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
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
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_sales_order_line_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sales_order_line_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order_line")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_sales_order_line_order_id_position")),
    )
    op.create_index(op.f("ix_sales_order_line_product_id"), "sales_order_line", ["product_id"], unique=False)
    for statement in TRAIL:
        op.execute(statement)


def downgrade() -> None:
    for statement in UNDO_TRAIL:
        op.execute(statement)
    op.drop_index(op.f("ix_sales_order_line_product_id"), table_name="sales_order_line")
    op.drop_table("sales_order_line")
    op.drop_index("ix_sales_order_words", table_name="sales_order", postgresql_using="gin", postgresql_where=None)
    op.drop_index("ix_sales_order_placed_at", table_name="sales_order")
    op.drop_index("ix_sales_order_party_id", table_name="sales_order")
    op.drop_index(op.f("ix_sales_order_opportunity_id"), table_name="sales_order")
    op.drop_index(op.f("ix_sales_order_case_key"), table_name="sales_order")
    op.drop_table("sales_order")
    op.drop_index(op.f("ix_quote_line_product_id"), table_name="quote_line")
    op.drop_table("quote_line")
    op.drop_table("mail_attachment")
    op.drop_index(
        "ix_user_task_words",
        table_name="user_task",
        postgresql_using="gin",
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.drop_index("ix_user_task_priority", table_name="user_task", postgresql_where=sa.text("state = 'CREATED'"))
    op.drop_index("ix_user_task_instance_key", table_name="user_task")
    op.drop_index("ix_user_task_had", table_name="user_task", postgresql_where=sa.text("assignee IS NOT NULL"))
    op.drop_index(
        "ix_user_task_groups",
        table_name="user_task",
        postgresql_using="gin",
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.drop_index(
        "ix_user_task_follow_up",
        table_name="user_task",
        postgresql_where=sa.text("state = 'CREATED' AND follow_up_at IS NOT NULL"),
    )
    op.drop_index("ix_user_task_due", table_name="user_task", postgresql_where=sa.text("state = 'CREATED'"))
    op.drop_index("ix_user_task_created", table_name="user_task", postgresql_where=sa.text("state = 'CREATED'"))
    op.drop_index(
        "ix_user_task_completed_by", table_name="user_task", postgresql_where=sa.text("completed_by IS NOT NULL")
    )
    op.drop_index(
        "ix_user_task_candidate_users",
        table_name="user_task",
        postgresql_using="gin",
        postgresql_where=sa.text("state = 'CREATED'"),
    )
    op.drop_index("ix_user_task_assignee", table_name="user_task", postgresql_where=sa.text("state = 'CREATED'"))
    op.drop_table("user_task")
    op.drop_index("ix_timer_instance_key", table_name="timer")
    op.drop_index(
        "ix_timer_due", table_name="timer", postgresql_where=sa.text("fired_at IS NULL AND cancelled_at IS NULL")
    )
    op.drop_index("ix_timer_definition_key", table_name="timer", postgresql_where=sa.text("instance_key IS NULL"))
    op.drop_table("timer")
    op.drop_index("ix_stage_change_opportunity_id", table_name="stage_change")
    op.drop_table("stage_change")
    op.drop_index("ix_quote_words", table_name="quote", postgresql_using="gin", postgresql_where=None)
    op.drop_index("ix_quote_status", table_name="quote")
    op.drop_index("ix_quote_party_id", table_name="quote")
    op.drop_index("ix_quote_opportunity_id", table_name="quote")
    op.drop_index("ix_quote_created_at", table_name="quote")
    op.drop_index(op.f("ix_quote_case_key"), table_name="quote")
    op.drop_table("quote")
    op.drop_index(
        "ix_message_subscription_open", table_name="message_subscription", postgresql_where=sa.text("closed_at IS NULL")
    )
    op.drop_index("ix_message_subscription_instance_key", table_name="message_subscription")
    op.drop_table("message_subscription")
    op.drop_index("ix_mail_message_written_at", table_name="mail_message")
    op.drop_index("ix_mail_message_subject", table_name="mail_message")
    op.drop_index("ix_mail_message_case_key", table_name="mail_message")
    op.drop_table("mail_message")
    op.drop_index("ix_job_waiting", table_name="job", postgresql_where=sa.text("state IN ('CREATED', 'RUNNING')"))
    op.drop_index("ix_job_sweep", table_name="job", postgresql_where=sa.text("state IN ('CREATED', 'RUNNING')"))
    op.drop_index("ix_job_instance_key", table_name="job")
    op.drop_table("job")
    op.drop_index("ix_incident_open", table_name="incident", postgresql_where=sa.text("resolved_at IS NULL"))
    op.drop_index("ix_incident_instance_key", table_name="incident")
    op.drop_table("incident")
    op.drop_index("ix_element_instance_case", table_name="element_instance")
    op.drop_index(
        "ix_element_instance_active", table_name="element_instance", postgresql_where=sa.text("state = 'ACTIVE'")
    )
    op.drop_table("element_instance")
    op.drop_index("ix_document_words", table_name="document", postgresql_using="gin", postgresql_where=None)
    op.drop_index("ix_document_subject", table_name="document")
    op.drop_index("ix_document_created_at", table_name="document")
    op.drop_index("ix_document_content_hash", table_name="document")
    op.drop_index("ix_document_case_key", table_name="document")
    op.drop_table("document")
    op.drop_index("ix_decision_evaluation_decision", table_name="decision_evaluation")
    op.drop_index("ix_decision_evaluation_case", table_name="decision_evaluation")
    op.drop_table("decision_evaluation")
    op.drop_index("uq_process_instance_start_key", table_name="process_instance")
    op.drop_index(
        "ix_process_instance_words", table_name="process_instance", postgresql_using="gin", postgresql_where=None
    )
    op.drop_index("ix_process_instance_subject_id", table_name="process_instance")
    op.drop_index("ix_process_instance_started", table_name="process_instance")
    op.drop_index(op.f("ix_process_instance_parent_key"), table_name="process_instance")
    op.drop_index(
        "ix_process_instance_incident", table_name="process_instance", postgresql_where=sa.text("incident_count > 0")
    )
    op.drop_index("ix_process_instance_definition", table_name="process_instance")
    op.drop_index("ix_process_instance_business_key", table_name="process_instance")
    op.drop_index("ix_process_instance_age", table_name="process_instance")
    op.drop_table("process_instance")
    op.drop_index("ix_opportunity_words", table_name="opportunity", postgresql_using="gin", postgresql_where=None)
    op.drop_index("ix_opportunity_stage", table_name="opportunity")
    op.drop_index(op.f("ix_opportunity_sales_rep"), table_name="opportunity")
    op.drop_index("ix_opportunity_party_id", table_name="opportunity")
    op.drop_index("ix_opportunity_opened_at", table_name="opportunity")
    op.drop_table("opportunity")
    op.drop_index(op.f("ix_process_definition_resource_key"), table_name="process_definition")
    op.drop_index(op.f("ix_process_definition_deployment_key"), table_name="process_definition")
    op.drop_table("process_definition")
    op.drop_index("ix_lead_party_id", table_name="lead")
    op.drop_index("ix_lead_created_at", table_name="lead")
    op.drop_table("lead")
    op.drop_index("ix_decision_definition_resource_key", table_name="decision_definition")
    op.drop_index(op.f("ix_decision_definition_deployment_key"), table_name="decision_definition")
    op.drop_table("decision_definition")
    op.drop_index("ix_user_session_open", table_name="user_session", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_table("user_session")
    op.drop_index(op.f("ix_resource_deployment_key"), table_name="resource")
    op.drop_table("resource")
    op.drop_index("ix_price_list_item_product_id", table_name="price_list_item")
    op.drop_table("price_list_item")
    op.drop_index("ix_group_membership_group_id", table_name="group_membership")
    op.drop_table("group_membership")
    op.drop_index(op.f("ix_form_definition_deployment_key"), table_name="form_definition")
    op.drop_table("form_definition")
    op.drop_index("ix_contact_person_words", table_name="contact_person", postgresql_using="gin", postgresql_where=None)
    op.drop_index("ix_contact_person_phone", table_name="contact_person")
    op.drop_index("ix_contact_person_party_id", table_name="contact_person")
    op.drop_index("ix_contact_person_email", table_name="contact_person")
    op.drop_table("contact_person")
    op.drop_index("ix_api_token_user_id", table_name="api_token")
    op.drop_table("api_token")
    op.drop_index("ix_web_form_use_begun_at", table_name="web_form_use")
    op.drop_table("web_form_use")
    op.drop_table("user_group")
    op.drop_table("user_account")
    op.drop_index("ix_trail_entry_entity", table_name="trail_entry")
    op.drop_index("ix_trail_entry_case", table_name="trail_entry")
    op.drop_index("ix_trail_entry_at", table_name="trail_entry")
    op.drop_index("ix_trail_entry_actor", table_name="trail_entry")
    op.drop_table("trail_entry")
    op.drop_table("trail_chain")
    op.drop_table("tax_code")
    op.drop_index("ix_product_search_text", table_name="product", postgresql_using="gin")
    op.drop_index("ix_product_name", table_name="product")
    op.drop_table("product")
    op.drop_index("uq_price_list_usual", table_name="price_list", postgresql_where=sa.text("is_usual"))
    op.drop_table("price_list")
    op.drop_index("ix_party_vat_number", table_name="party")
    op.drop_index("ix_party_search_text", table_name="party", postgresql_using="gin")
    op.drop_index("ix_party_search_name", table_name="party", postgresql_where=sa.text("merged_into_id IS NULL"))
    op.drop_index(op.f("ix_party_sales_rep"), table_name="party")
    op.drop_index("ix_party_roles", table_name="party", postgresql_using="gin")
    op.drop_index("ix_party_phone", table_name="party")
    op.drop_index("ix_party_merged_into_id", table_name="party", postgresql_where=sa.text("merged_into_id IS NOT NULL"))
    op.drop_index("ix_party_email", table_name="party")
    op.drop_table("party")
    op.drop_table("outbox_message")
    op.drop_table("number_series")
    op.drop_index("uq_message_message_id", table_name="message")
    op.drop_index("ix_message_waiting", table_name="message", postgresql_where=sa.text("correlated_at IS NULL"))
    op.drop_table("message")
    op.drop_table("loss_reason")
    op.drop_table("log_in_delay")
    op.drop_table("document_template")
    op.drop_table("deployment")
    op.drop_table("company")
    op.execute("DROP FUNCTION word_vector(character varying)")
    op.execute(sa.schema.DropSequence(sa.Sequence("key_block")))
