"""What granian serves."""

import os
from datetime import date

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")
application = get_wsgi_application()

from django.urls import resolve  # noqa: E402 (apps must be loaded first)

from tracuu.cards.counting import start_flushing  # noqa: E402 (apps must be loaded first)
from tracuu.cards.rules import due_on  # noqa: E402
from tracuu.units.enums import Area  # noqa: E402
from tracuu.webhooks.waking import waker  # noqa: E402

due_on(date(2021, 12, 14), Area.CITY)  # loads the holidays now, not at the first lookup
resolve("/webhooks/zalo/")  # loads every page now: Zalo waits two seconds for its first answer
start_flushing()
waker.start()
