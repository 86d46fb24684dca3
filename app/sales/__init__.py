"""From a lead to an order: leads, opportunities, quotes, orders."""
