"""What the assistant does in a turn: each deed does its work and says what came of it."""
