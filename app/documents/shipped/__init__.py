"""Word templates that come with the product, and the programs that draw them."""
