"""The project's own settings, and around its addresses one bare view to compare with."""

from tracuu.config.settings import *  # noqa: F403 (all of them; that is the point)
from tracuu.config.settings import INSTALLED_APPS

ROOT_URLCONF = "benchmarks.bare_urls"
# For the baseline of trigrams; it adds words to queries and neither tables nor middleware.
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.postgres"]
