"""`python -m workers` is the `pratica` command."""

from workers.cli import main

main(prog_name="pratica")
