"""What `make run` needs on a bare machine: PostgreSQL, Redis, Node, secrets, and a supervisor over all."""
