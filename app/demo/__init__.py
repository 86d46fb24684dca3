"""A believable company to try Pratica with: people, customers, products, and cases in every state."""
