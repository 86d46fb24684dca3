"""One search over everything a person may see: parties, cases, tasks, papers, products, places and actions."""
