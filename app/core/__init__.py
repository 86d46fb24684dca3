"""What every slice stands on: database, clock, errors, money, web helpers. No business words, no tables."""
