"""Reads files of parties: text, columns, cells; and says what would become of each row."""
