"""What granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")
application = get_wsgi_application()

from tracuu.cards.counting import start_flushing  # noqa: E402 (apps must be loaded first)

start_flushing()
