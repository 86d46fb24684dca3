"""SQL that makes the trail append-only. `create_all` runs it after the tables, the migration runs the same.

The owner of the tables can switch triggers off; that is what the hashes are for.
A migration executes TRAIL_XID before the column that calls it, then each statement of TRAIL_ENTRY, TRAIL_CHAIN and
TRAIL_CHECKPOINT; its downgrade those of UNDO, before the tables go.
"""

TRAIL_XID = """
CREATE OR REPLACE FUNCTION trail_xid() RETURNS bigint LANGUAGE sql VOLATILE AS
'SELECT pg_current_xact_id()::text::bigint + last_value FROM trail_epoch'
"""
"""The number of this transaction; needs the sequence `trail_epoch`."""

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION trail_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$
"""
TRAIL_ENTRY = (
    REFUSE_CHANGE,
    """
CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_entry
FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change()
""",
)
TRAIL_CHAIN = (
    REFUSE_CHANGE,
    """
CREATE TRIGGER trail_chain_keeps_heads BEFORE DELETE OR TRUNCATE ON trail_chain
FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change()
""",
    """
CREATE TRIGGER trail_chain_goes_forward BEFORE UPDATE ON trail_chain
FOR EACH ROW WHEN (NEW.seq < OLD.seq OR NEW.chain <> OLD.chain) EXECUTE FUNCTION trail_refuse_change()
""",
)
TRAIL_CHECKPOINT = (
    REFUSE_CHANGE,
    """
CREATE TRIGGER trail_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change()
""",
)
UNDO = (
    "DROP TRIGGER trail_checkpoint_append_only ON trail_checkpoint",
    "DROP TRIGGER trail_entry_append_only ON trail_entry",
    "DROP TRIGGER trail_chain_keeps_heads ON trail_chain",
    "DROP TRIGGER trail_chain_goes_forward ON trail_chain",
    "DROP FUNCTION trail_refuse_change()",
)
