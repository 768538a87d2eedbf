"""Refreshes an account's tokens in an installation, as a worker process does. Prints what came of it.

`connect ADDRESS` connects the unit with the emulator there. `refresh TURNS GO` waits for the file GO, then
refreshes as somebody whose token was refused, TURNS times. `use TURNS GO` asks Zalo something instead.
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracuu.config.settings")

import django

django.setup()

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from connected_zalo import connect_unit  # noqa: E402
from emulated_zalo import reached  # noqa: E402
from tracuu.messaging.errors import SendingFailed  # noqa: E402
from tracuu.messaging.models import OfficialAccount  # noqa: E402
from tracuu.messaging.zalo.client import ZaloClient  # noqa: E402
from tracuu.messaging.zalo.tokens import access_token, refresh  # noqa: E402
from tracuu.units.models import Unit  # noqa: E402


def main() -> None:
    deed, argument = sys.argv[1:3]
    if deed == "connect":
        with reached(argument) as zalo:
            connect_unit(zalo, Unit.objects.get(slug="tan-phu"))
        return
    account = OfficialAccount.objects.get()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not Path(sys.argv[3]).exists():
        time.sleep(0.001)
    refused = 0
    for _ in range(int(argument)):
        try:
            if deed == "refresh":
                refresh(account, refused=access_token(account))
            else:
                with ZaloClient(account) as client:
                    client.get_account()
        except SendingFailed as error:
            refused += 1
            sys.stderr.write(f"{error.code}\n")
    sys.stdout.write(f"{refused}\n")


if __name__ == "__main__":
    main()
