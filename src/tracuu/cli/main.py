"""The command `tracuu`: what `make` and operators call."""

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import django
import django.db

from tracuu.config.env import SettingsError, read_env
from tracuu.core.crypto import SealBroken
from tracuu.core.keys import KeyFileError, create_keys

_WRONG_USE = 2


def main() -> None:
    """Make the keys if this is `init`, set Django up, and run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")
    if not sys.argv[1:] or {"--help", "--version"} & set(sys.argv):
        _help()
    try:
        created = _set_up()
        # The commands import models, which exist only from here on.
        import_module("tracuu.cli.commands").cli(obj=created)
    except (SettingsError, KeyFileError, SealBroken) as error:
        _end(str(error))
    except BrokenPipeError:
        sys.exit(_WRONG_USE)
    except (OSError, django.db.Error) as error:
        _end(f"{type(error).__name__}: {error}".splitlines()[0])


def _help() -> NoReturn:
    """Help and version need no installation: they get a passing one, with keys of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TRACUU_HOME"] = folder
        create_keys(Path(folder) / "keys", is_demo=True)
        django.setup()
        sys.exit(import_module("tracuu.cli.commands").cli(standalone_mode=True))


def _set_up() -> list[Path]:
    """Everything before Django's models; the key files that had to be made."""
    os.umask(0o077)  # what we write is nobody else's to read
    env = read_env()
    created = []
    if sys.argv[1:2] == ["init"] and "--help" not in sys.argv:
        if env.mode == "production" and "--demo" in sys.argv:
            raise SettingsError("Bản minh hoạ không chạy với TRACUU_MODE=production.")
        created = create_keys(env.home.resolve() / "keys", is_demo="--demo" in sys.argv)
    django.setup()
    return created


def _end(sentence: str) -> NoReturn:
    sys.stderr.write(f"tracuu: {sentence}\n")
    sys.exit(_WRONG_USE)


if __name__ == "__main__":
    main()
