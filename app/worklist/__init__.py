"""The worklist: what a person is asked to do, and doing it."""
