"""Service: requests of customers, the work done for them, what it costs them."""
