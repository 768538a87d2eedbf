"""One turn of a conversation: what a citizen wrote becomes a lookup, an answer, or an officer's work."""
