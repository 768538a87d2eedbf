"""What was said long ago is forgotten: names and birth dates are among it, and nobody reads it again."""

import datetime

from tracuu.core import clock
from tracuu.messaging.models import ChatMessage

WORDS_DAYS = 180


def forget_old_words(limit: int = 10_000) -> int:
    """Delete what was said half a year ago, but where an officer is still waited for; how many."""
    before = clock.now() - datetime.timedelta(days=WORDS_DAYS)
    old = ChatMessage.objects.filter(
        created_at__lt=before, conversation__waiting_since__isnull=True
    )
    ids = list(old.order_by("pk").values_list("pk", flat=True)[:limit])
    count, _by_model = ChatMessage.objects.filter(pk__in=ids).delete()
    return count
