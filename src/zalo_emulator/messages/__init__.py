"""Messages between an Official Account and a person: what may be said, when, and what it costs."""
