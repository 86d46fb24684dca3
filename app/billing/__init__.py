"""Invoices, credit notes, payments, exchange rates, and the fiscal numbers without a gap."""
