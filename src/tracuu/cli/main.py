"""The command `tracuu`: what `make` and operators call."""

import os
import sys
from importlib import import_module

import django

from tracuu.config.env import SettingsError, read_env
from tracuu.core.keys import KeyFileError, create_keys

_WRONG_USE = 2


def main() -> None:
    """Make the keys if this is `init`, set Django up, and run the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")
    try:
        env = read_env()
        if sys.argv[1:2] == ["init"] and "--help" not in sys.argv:
            if env.mode == "production" and "--demo" in sys.argv:
                sys.exit("tracuu: bản minh hoạ không chạy với TRACUU_MODE=production.")
            create_keys(env.home.resolve() / "keys", is_demo="--demo" in sys.argv)
        django.setup()
    except (SettingsError, KeyFileError) as error:
        sys.stderr.write(f"tracuu: {error}\n")
        sys.exit(_WRONG_USE)
    # The commands import models, which exist only from here on.
    import_module("tracuu.cli.commands").cli()


if __name__ == "__main__":
    main()
