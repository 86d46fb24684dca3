"""The measurements of the README: `make bench`. Nothing here asserts; it prints what the machine gives."""
