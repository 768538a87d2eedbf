"""Every setting an operator can make, typed, in one place (documented in docs/operator/settings.md)."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

_PREFIX = "TRACUU_"
_UNPREFIXED = {"database_url": "DATABASE_URL", "redis_url": "REDIS_URL"}


class SettingsError(Exception):
    """A setting that must not stand; the message tells the operator which and what to do."""


class Env(BaseSettings):
    """What the environment says; anything unknown that begins with TRACUU_ stops the start."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    home: Path = Field(
        default=Path("var"), description="The folder of all state: database, keys, queue."
    )
    mode: Literal["demo", "production"] = Field(
        default="demo",
        description="`production` refuses demonstration keys, DEBUG and switched-off limits.",
    )
    database_url: str = Field(
        default="",
        description="`postgresql://…` instead of the SQLite file under TRACUU_HOME.",
    )
    redis_url: str = Field(
        default="",
        description="`redis://…` for limits and jobs shared by several processes.",
    )
    debug: bool = Field(default=False, description="Django's DEBUG; refused in production.")
    allowed_hosts: str = Field(
        default="localhost,127.0.0.1,[::1]",
        description="Host names that the server answers to, separated by commas.",
    )
    base_url: str = Field(
        default="", description="Public address, `https://…`; browsers then stay on HTTPS (HSTS)."
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=5,
        description="How many proxies of yours stand in front and append to X-Forwarded-For.",
    )
    lookup_limits: Literal["on", "off"] = Field(
        default="on", description="`off` for load tests only; refused in production."
    )
    smtp_url: str = Field(
        default="",
        description="`smtp://`, `smtps://` or `smtp+starttls://user:password@host:port`; without it"
        " no e-mail goes out (a demonstration prints it).",
    )
    mail_from: str = Field(
        default="tra-cuu@localhost",
        description="Whom e-mails come from, and whom push services may write to.",
    )
    push_hosts: str = Field(
        default="",
        description="`host:port` of push services of your own, separated by commas; those of the"
        " browsers are known.",
    )
    zalo_app_id: str = Field(
        default="", description="The app of developers.zalo.me that the units' accounts consent to."
    )
    zalo_app_secret: str = Field(default="", description="The secret of that app.")
    zalo_oa_secret: str = Field(
        default="",
        description="The “OA Secret Key” of the app's webhook page: it signs what Zalo calls.",
    )
    zalo_oauth_url: str = Field(
        default="https://oauth.zaloapp.com", description="Zalo's consent and tokens."
    )
    zalo_openapi_url: str = Field(
        default="https://openapi.zalo.me", description="Zalo's calls for Official Accounts."
    )
    zalo_business_url: str = Field(
        default="https://business.openapi.zalo.me", description="Zalo's template messages (ZBS)."
    )
    zalo_chat_url: str = Field(
        default="https://zalo.me", description="Where an account's page and chat open."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much is logged, as JSON lines on standard error."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *others: PydanticBaseSettingsSource,
        **named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `read_env` hands over: it knows the names and the files of secrets."""
        del settings_cls, others, named
        return (init_settings,)


def variable_name(field_name: str) -> str:
    """The name of the environment variable of a field of `Env`."""
    return _UNPREFIXED.get(field_name, _PREFIX + field_name.upper())


def read_env(environ: Mapping[str, str] | None = None) -> Env:
    """The typed settings; raises `SettingsError` with one sentence for the operator."""
    environ = os.environ if environ is None else environ
    known = {variable_name(name) for name in Env.model_fields}
    known |= {f"{name}_FILE" for name in known}
    unknown = sorted(name for name in environ if name.startswith(_PREFIX) and name not in known)
    if unknown:
        raise SettingsError(
            f"Unknown setting {', '.join(unknown)}. docs/operator/settings.md lists what exists."
        )
    try:
        env = Env(**_values(environ))
    except ValidationError as error:
        first = error.errors()[0]
        name = variable_name(str(first["loc"][0])) if first["loc"] else "the settings"
        raise SettingsError(f"{name}: {first['msg']}.") from None
    _refuse_half_a_zalo(env)
    if env.mode == "production":
        _refuse_in_production(env)
    return env


def _values(environ: Mapping[str, str]) -> dict[str, Any]:
    """Each NAME, or the content of the file that NAME_FILE points at (for secrets)."""
    found: dict[str, Any] = {}
    for field_name in Env.model_fields:
        name = variable_name(field_name)
        path = environ.get(f"{name}_FILE")
        try:
            value = environ.get(name) if path is None else Path(path).read_text("utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{name}_FILE: cannot read {path}: {error.strerror}") from None
        if value is not None:
            found[field_name] = value
    return found


def _refuse_half_a_zalo(env: Env) -> None:
    """Without its secret no consent ends well, and without the OA's no event can be believed."""
    names = ("zalo_app_id", "zalo_app_secret", "zalo_oa_secret")
    missing = [variable_name(name) for name in names if not getattr(env, name)]
    if missing and len(missing) < len(names):
        raise SettingsError(f"{', '.join(missing)} must be set too: Zalo needs all three.")


def _refuse_in_production(env: Env) -> None:
    if env.debug:
        raise SettingsError("TRACUU_DEBUG must be off in production: it shows data to strangers.")
    if env.lookup_limits == "off":
        raise SettingsError("TRACUU_LOOKUP_LIMITS=off is for load tests, not for production.")
    if env.smtp_url and env.mail_from.endswith("@localhost"):
        raise SettingsError("TRACUU_MAIL_FROM must be an address of yours when e-mails go out.")
    for name in ("zalo_oauth_url", "zalo_openapi_url", "zalo_business_url"):
        if not getattr(env, name).startswith("https://"):
            raise SettingsError(f"{variable_name(name)} must begin with https:// in production.")
    if not env.base_url.startswith("https://"):
        raise SettingsError("TRACUU_BASE_URL must be the public https:// address in production.")
