"""What we agreed with customers for after the sale: contracts, what they cover, the products installed at customers."""
