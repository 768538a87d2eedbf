"""Whole conversations, word by word: `transcripts/*.txt` (see `chatting.py` for how they are written)."""

from pathlib import Path

import pytest

from assistant.chatting import Chat, play, read_transcript
from tracuu.messaging.models import OfficialAccount

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path, unit, request, settings):
    told = path.read_text(encoding="utf-8")
    if "# answers" in told:
        request.getfixturevalue("answering")
    chat = Chat(unit)
    if "# templates" in told:
        OfficialAccount.objects.filter(unit=unit).update(templates={"ready": "12345"})
    # The demonstration takes e-mail; where a transcript does not say so, nobody is asked for one.
    settings.IS_DEMO = "# e-mail" in told
    play(chat, read_transcript(path), path.name)


def test_there_are_transcripts():
    assert len(TRANSCRIPTS) > 10
