"""Django's settings, all of them derived from the typed `Env`."""

from pathlib import Path
from typing import Any

import dj_database_url

from tracuu.config.env import SettingsError, read_env
from tracuu.core.keys import KeyFileError, load_secret
from tracuu.core.logs import configure_logs

ENV = read_env()
HOME = ENV.home.resolve()
KEYS_DIR = HOME / "keys"
IS_PRODUCTION = ENV.mode == "production"

try:
    SECRET_KEY = load_secret(KEYS_DIR, refuse_demo=IS_PRODUCTION)
except KeyFileError as error:
    raise SettingsError(str(error)) from None

DEBUG = ENV.debug
BASE_URL = ENV.base_url
ALLOWED_HOSTS = [host.strip() for host in ENV.allowed_hosts.split(",") if host.strip()]
TRUSTED_PROXIES = ENV.trusted_proxies
LOOKUP_LIMITS = ENV.lookup_limits == "on"
REDIS_URL = ENV.redis_url

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "tracuu.core",
    "tracuu.audit",
    "tracuu.units",
    "tracuu.cards",
    "tracuu.answers",
    "tracuu.portal",
    "tracuu.api",
]
MIDDLEWARE = [
    "tracuu.core.middleware.request_log",
    "tracuu.core.middleware.secure_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracuu.core.middleware.choose_language",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "tracuu.config.urls"
WSGI_APPLICATION = "tracuu.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]


def _databases() -> dict[str, Any]:
    if ENV.database_url:
        try:
            parsed = dj_database_url.parse(
                ENV.database_url, conn_max_age=600, conn_health_checks=True
            )
        except ValueError:
            parsed = {}
        database: dict[str, Any] = dict(parsed)
        if not str(database.get("ENGINE", "")).endswith("postgresql"):
            raise SettingsError("DATABASE_URL must begin with postgresql://, or be left out.")
        # Only hand-written reads are prepared (`core.database.select`); their plan never depends on
        # the values, and making it anew costs ten times what running it does.
        options = database.setdefault("OPTIONS", {})
        options.setdefault("prepare_threshold", 5)
        options.setdefault("options", "-c plan_cache_mode=force_generic_plan -c jit=off")
        return {"default": database}
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "tracuu.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
                    " PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;"
                    " PRAGMA journal_size_limit=67108864"
                ),
            },
        }
    }


DATABASES = _databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = None

STATIC_URL = "/static/"
# Served from the packages they lie in: nothing to collect, nothing to forget after an upgrade.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 600

if BASE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50

LOGGING_CONFIG = None
configure_logs(ENV.log_level)
