"""Connecting a unit's Official Account, leaving it, and asking how it is."""
