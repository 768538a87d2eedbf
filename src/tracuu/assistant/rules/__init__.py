"""What the assistant does next: pure functions from where a dialogue stands and what was heard.

Two tables say everything: `WISHES`, for who taps or says what a button says, and `STEPS`, for
whatever else is written while something is asked for. docs/developer/conversation.md draws them.
"""

from tracuu.assistant.rules.deciding import decide
from tracuu.assistant.rules.steps import STEPS
from tracuu.assistant.rules.wishes import WISHES

__all__ = ["STEPS", "WISHES", "decide"]
