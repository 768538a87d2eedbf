"""What every test stands on: state of its own, keys of its own, and no network."""

import os
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="tracuu-tests-"))
os.environ["TRACUU_HOME"] = str(_home)
for _name in [name for name in os.environ if name.startswith("TRACUU_") and name != "TRACUU_HOME"]:
    del os.environ[_name]

from tracuu.core.keys import create_keys  # noqa: E402 (keys must exist before Django's settings)

create_keys(_home / "keys", is_demo=True)
