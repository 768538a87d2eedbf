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
IS_DEMO = not IS_PRODUCTION
SMTP_URL = ENV.smtp_url
MAIL_FROM = ENV.mail_from
ZALO_APP_ID = ENV.zalo_app_id
ZALO_APP_SECRET = ENV.zalo_app_secret
ZALO_OA_SECRET = ENV.zalo_oa_secret
ZALO_OAUTH_URL = ENV.zalo_oauth_url.rstrip("/")
ZALO_OPENAPI_URL = ENV.zalo_openapi_url.rstrip("/")
ZALO_BUSINESS_URL = ENV.zalo_business_url.rstrip("/")
ZALO_CHAT_URL = ENV.zalo_chat_url.rstrip("/")
PUSH_HOSTS = frozenset(host.strip() for host in ENV.push_hosts.split(",") if host.strip())

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "tracuu.core",
    "tracuu.audit",
    "tracuu.units",
    "tracuu.accounts",
    "tracuu.messaging",
    "tracuu.cards",
    "tracuu.answers",
    "tracuu.assistant",
    "tracuu.portal",
    "tracuu.console",  # before allauth: its pages are ours
    "tracuu.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "tracuu.core.middleware.request_log",
    "tracuu.core.middleware.secure_headers",
    "tracuu.core.static.StaticFiles",
    "tracuu.core.middleware.choose_language",
    "django.middleware.common.CommonMiddleware",
    "tracuu.console.middleware.console",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "tracuu.config.urls"
WSGI_APPLICATION = "tracuu.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "tracuu.console.context.console",
            ]
        },
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
                    " PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=16000"
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
STATIC_HOME = HOME / "static"
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "tracuu.core.static.LaidOutFiles"
    }
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 600  # of a file asked for by its plain name

if BASE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50

# Officers sign in (tracuu.accounts); citizens have no account, no session and no cookie.
AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console:home"
SECOND_FACTOR_REQUIRED = IS_PRODUCTION
_COOKIE_PREFIX = "__Host-" if IS_PRODUCTION else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}officer"
SESSION_COOKIE_AGE = 30 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}token"
CSRF_FAILURE_VIEW = "tracuu.console.views.faults.show_stale_form"
LANGUAGE_COOKIE_NAME = f"{_COOKIE_PREFIX}language"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ACCOUNT_ADAPTER = "tracuu.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# The key is the e-mail address (and, for codes, the officer): five wrong tries, then five minutes.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/5m/ip,5/5m/key"}
MFA_ADAPTER = "tracuu.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation is the proof of an address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends."
        + ("redis.RedisCache" if REDIS_URL else "locmem.LocMemCache"),
        "LOCATION": REDIS_URL,
    }
}

LOGGING_CONFIG = None
configure_logs(ENV.log_level)
