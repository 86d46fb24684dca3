"""What diagrams and forms may name of contracts: job types, choices, facts. Importing this registers them."""

from app.contracts.handlers import choices, facts, papers, signing

__all__ = ["choices", "facts", "papers", "signing"]
