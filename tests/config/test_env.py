"""What the environment may say, and what production refuses."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tracuu.config.env import Env, SettingsError, read_env, variable_name
from tracuu.core.keys import create_keys

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {"TRACUU_MODE": "production", "TRACUU_BASE_URL": "https://tracuu.example.vn"}


@pytest.fixture
def surroundings(monkeypatch):
    """An environment without settings of ours; call it with those to make."""
    for name in list(os.environ):
        if name.startswith("TRACUU_") or name.removesuffix("_FILE") in {
            "DATABASE_URL",
            "REDIS_URL",
        }:
            monkeypatch.delenv(name)

    def make(**variables: str) -> Env:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return read_env()

    return make


def test_without_a_word_it_is_a_demonstration_with_limits(surroundings):
    env = surroundings()
    assert (env.mode, env.debug, env.lookup_limits, env.trusted_proxies) == ("demo", False, "on", 0)
    assert (env.home, env.database_url, env.redis_url) == (Path("var"), "", "")


def test_a_file_may_hold_the_value_of_a_secret(surroundings, tmp_path):
    (tmp_path / "url").write_text("postgresql://tracuu:secret@db/tracuu\n")
    env = surroundings(DATABASE_URL_FILE=str(tmp_path / "url"))
    assert env.database_url == "postgresql://tracuu:secret@db/tracuu"


def test_a_file_that_cannot_be_read_stops_the_start(surroundings, tmp_path):
    with pytest.raises(SettingsError, match="TRACUU_BASE_URL_FILE: cannot read"):
        surroundings(TRACUU_BASE_URL_FILE=str(tmp_path / "none"))


@pytest.mark.parametrize(
    "name", ["TRACUU_DEBGU", "TRACUU_", "TRACUU_DATABASE_URL", "TRACUU_X_FILE"]
)
def test_an_unknown_variable_stops_the_start(surroundings, name):
    with pytest.raises(SettingsError, match=f"Unknown setting {name}"):
        surroundings(**{name: "1"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACUU_MODE", "prod"),
        ("TRACUU_DEBUG", "maybe"),
        ("TRACUU_LOOKUP_LIMITS", "OFF!"),
        ("TRACUU_TRUSTED_PROXIES", "-1"),
        ("TRACUU_TRUSTED_PROXIES", "99"),
        ("TRACUU_LOG_LEVEL", "chatty"),
    ],
)
def test_a_value_that_makes_no_sense_stops_the_start_and_is_named(surroundings, name, value):
    with pytest.raises(SettingsError, match=f"^{name}: "):
        surroundings(**{name: value})


def test_production_starts_with_a_public_address(surroundings):
    assert surroundings(**PRODUCTION).mode == "production"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"TRACUU_DEBUG": "true"}, "TRACUU_DEBUG"),
        ({"TRACUU_LOOKUP_LIMITS": "off"}, "TRACUU_LOOKUP_LIMITS"),
        ({"TRACUU_BASE_URL": ""}, "TRACUU_BASE_URL"),
        ({"TRACUU_BASE_URL": "http://tracuu.example.vn"}, "TRACUU_BASE_URL"),
        ({"TRACUU_ZALO_OPENAPI_URL": "http://127.0.0.1:8010"}, "TRACUU_ZALO_OPENAPI_URL"),
        ({"TRACUU_ZALO_OAUTH_URL": "http://127.0.0.1:8010"}, "TRACUU_ZALO_OAUTH_URL"),
    ],
)
def test_production_refuses(surroundings, variables, named):
    with pytest.raises(SettingsError, match=named):
        surroundings(**PRODUCTION | variables)


@pytest.mark.parametrize("missing", ["APP_ID", "APP_SECRET", "OA_SECRET"])
def test_half_a_zalo_stops_the_start_and_the_other_half_is_named(surroundings, missing):
    names = [f"TRACUU_ZALO_{name}" for name in ("APP_ID", "APP_SECRET", "OA_SECRET")]
    given = {name: "x" for name in names if not name.endswith(missing)}
    with pytest.raises(SettingsError, match=f"^TRACUU_ZALO_{missing} must be set too"):
        surroundings(**given)
    assert surroundings(**dict.fromkeys(names, "x")).zalo_app_id == "x"


def start(home: Path, *, is_demo: bool, **variables: str) -> subprocess.CompletedProcess[str]:
    """Load Django's settings in a process of its own, as the server does."""
    create_keys(home / "keys", is_demo=is_demo)
    (home / "static").mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    code = "import django; django.setup(); print('started')"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept
        | {"DJANGO_SETTINGS_MODULE": "tracuu.config.settings", "TRACUU_HOME": str(home)}
        | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_server_in_production_starts_with_keys_of_its_own(tmp_path):
    done = start(tmp_path, is_demo=False, **PRODUCTION)
    assert (done.returncode, done.stdout, done.stderr) == (0, "started\n", "")


@pytest.mark.parametrize(
    ("is_demo", "variables", "told"),
    [
        (True, PRODUCTION, "keys of a demonstration"),
        (False, PRODUCTION | {"TRACUU_DEBUG": "1"}, "TRACUU_DEBUG must be off"),
        (False, PRODUCTION | {"TRACUU_LOOKUP_LIMITS": "off"}, "not for production"),
        (False, PRODUCTION | {"TRACUU_HOST": "x"}, "Unknown setting TRACUU_HOST"),
        (False, {"DATABASE_URL": "mysql://db/x"}, "DATABASE_URL must begin with postgresql://"),
    ],
)
def test_a_server_does_not_start(tmp_path, is_demo, variables, told):
    done = start(tmp_path, is_demo=is_demo, **variables)
    assert done.returncode != 0
    assert done.stdout == ""
    assert told in done.stderr


def documented() -> dict[str, str]:
    """Each variable of the operator's page, with its default."""
    text = (ROOT / "docs/operator/settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| .+ \|$", text, flags=re.MULTILINE)
    return dict(rows)


def test_every_variable_is_documented_and_nothing_else():
    assert list(documented()) == [variable_name(name) for name in Env.model_fields]


def test_documented_defaults_are_true():
    written = {
        variable_name(name): f"`{str(field.default).lower()}`" if field.default != "" else "empty"
        for name, field in Env.model_fields.items()
    }
    told = {name: default if default == "empty" else default.lower() for name, default in
            documented().items()}  # fmt: skip
    assert told == written
