"""Messages to workers, written in the transaction that causes them."""
