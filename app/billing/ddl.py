"""SQL that locks issued invoices and recorded payments. `create_all` runs it after the tables, the migration the same.

A migration executes each statement of INVOICE, INVOICE_LINE and PAYMENT after its table; its downgrade those of UNDO
before the tables go. What is not named as free to change is fiscal, columns of later versions too.
"""

INVOICE = (
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
)
INVOICE_LINE = (
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
)
PAYMENT = (
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
UNDO = (
    "DROP TRIGGER payment_append_only ON payment",
    "DROP TRIGGER invoice_not_emptied ON invoice",
    "DROP TRIGGER invoice_line_not_emptied ON invoice_line",
    "DROP TRIGGER invoice_line_is_locked ON invoice_line",
    "DROP TRIGGER invoice_is_locked ON invoice",
    "DROP FUNCTION payment_refuse_change()",
    "DROP FUNCTION invoice_line_refuse_change()",
    "DROP FUNCTION invoice_refuse_change()",
)
