"""Whole conversations, word by word: `transcripts/*.txt` (see `chatting.py` for how they are written)."""

from pathlib import Path

import pytest

from assistant.chatting import Chat, play, read_transcript

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path, unit, request):
    if "# answers" in path.read_text(encoding="utf-8"):
        request.getfixturevalue("answering")
    play(Chat(unit), read_transcript(path), path.name)


def test_there_are_transcripts():
    assert len(TRANSCRIPTS) > 10
