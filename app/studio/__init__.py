"""The Studio: what analysts look at, try and change."""
