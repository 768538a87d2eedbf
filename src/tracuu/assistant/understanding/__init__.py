"""What a citizen means: pure functions from what was written to a `Heard`."""
