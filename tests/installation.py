"""A whole installation in a folder of its own, driven by the command `tracuu` as an operator would."""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import psycopg


class Installation:
    """State under `home`; on PostgreSQL a database of its own on the tests' server."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("TRACUU_")},
            "TRACUU_HOME": str(home),
            "TRACUU_LOOKUP_LIMITS": "off",
        }
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)
        server = os.environ.get("DATABASE_URL")
        if server:
            name = f"t{uuid.uuid4().hex}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            self.environment["DATABASE_URL"] = server.replace("/postgres?", f"/{name}?")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "tracuu.cli.main", *arguments]

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*arguments),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ok(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def lookup(self, name: str, born: str, *more: str) -> dict[str, Any]:
        text = self.ok(
            "lookup", "--unit", "tan-phu", "--name", name, "--birth-date", born, "--json", *more
        )
        answer: dict[str, Any] = json.loads(text)
        return answer
