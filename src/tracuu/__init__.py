"""Tra Cứu: where is my card? Asked by citizens, answered from the lists that officers publish."""
