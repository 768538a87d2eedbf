"""`python -m zalo_emulator --port 8010 --data var/zalo.sqlite3`."""

import argparse
import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from zalo_emulator.app import DATA_VARIABLE
from zalo_emulator.core import Emulator
from zalo_emulator.world import APP_ID, APP_SECRET, OA_SECRET


def main() -> int:
    """Serve until Ctrl-C."""
    given = _arguments()
    given.data.parent.mkdir(parents=True, exist_ok=True)
    _prepare(given)
    os.environ[DATA_VARIABLE] = str(given.data)
    address = f"http://{given.host}:{given.port}"
    sys.stdout.write(
        f"Zalo giả lập: {address}/phone/\n"
        f"  app_id {APP_ID}, secret_key {APP_SECRET}, OA secret key {OA_SECRET}\n"
    )
    sys.stdout.flush()
    # One worker: SQLite, clock and limits live in one process.
    Granian(
        "zalo_emulator.app:create",
        address=given.host,
        port=given.port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=1,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="zalo_emulator", description="Stands in for Zalo.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8010)
    parser.add_argument("--data", type=Path, default=Path("var/zalo.sqlite3"))
    parser.add_argument("--webhook-url", help="where the app hears events")
    parser.add_argument("--callback-url", help="where the consent page leads back to")
    parser.add_argument("--fresh", action="store_true", help="forget what the file holds")
    return parser.parse_args()


def _prepare(given: argparse.Namespace) -> None:
    emulator = Emulator(given.data)
    if given.fresh:
        emulator.reset()
    for column, value in (("webhook_url", given.webhook_url), ("callback_url", given.callback_url)):
        if value is not None:
            emulator.store.run(f"UPDATE apps SET {column} = ? WHERE app_id = ?", value, APP_ID)  # noqa: S608 (two columns of ours)
    emulator.store.close()


if __name__ == "__main__":
    sys.exit(main())
