"""The control API under `/_emulator/`, for tests and measurements; Zalo has none of it."""
