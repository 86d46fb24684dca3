"""What we sell: products, price lists, tax codes."""
