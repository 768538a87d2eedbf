"""Web server and worker together, in a demonstration with a Zalo of its own; one start, one stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import click
from django.conf import settings

import tracuu.accounts.jobs
import tracuu.answers.jobs
import tracuu.assistant.jobs
import tracuu.cards.jobs
import tracuu.messaging.jobs
import tracuu.webhooks.jobs  # noqa: F401 (the queue finds the entries that were imported)
from tracuu.cards.counting import start_flushing
from tracuu.core.jobs import be_modest, queue
from tracuu.demo import zalo
from tracuu.messaging.zalo import tokens
from tracuu.units.models import Unit

_STOP_SECONDS = 10.0
_UNUSABLE = 2
_LOOPBACK = "127.0.0.1"
_LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is served where; `zalo_port` is None without a Zalo of our own."""

    host: str
    port: int
    zalo_port: int | None
    environment: Mapping[str, str]

    @property
    def address(self) -> str:
        return f"http://{_name_of(self.host)}:{self.port}"


def serve_all(*, host: str, port: int) -> int:
    """Run all of it until Ctrl-C (0) or until one of them ends by itself (1)."""
    if not _is_free(host, port):
        click.echo(
            f"Cổng {port} đang bận. Hãy chọn cổng khác: make run PORT={port + 1}"
            f" (hoặc tracuu serve --port {port + 1}).",
            err=True,
        )
        return _UNUSABLE
    zalo_port = _zalo_port(port) if _has_own_zalo() else None
    if zalo_port is not None and not _is_free(_LOOPBACK, zalo_port):
        click.echo(
            f"Cổng {zalo_port} đang bận; Zalo giả lập của bản minh hoạ cần cổng này. Hãy chọn cổng"
            f" khác: make run PORT={port + 10} (hoặc tracuu serve --port {port + 10}).",
            err=True,
        )
        return _UNUSABLE
    plan = _Plan(host, port, zalo_port, _environment(host, port, zalo_port))
    stop: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: stop.append(received))
    running: list[subprocess.Popen[bytes]] = []
    passing: list[subprocess.Popen[bytes]] = []
    try:
        running.extend(_start(command, plan) for command in _commands(plan))
        if zalo_port is not None:
            passing.append(_start(_tracuu("demo-zalo"), plan))
        _announce(plan, running, stop)
        return _wait(running, stop)
    finally:
        _stop([*passing, *running])


def _commands(plan: _Plan) -> Iterator[list[str]]:
    if plan.zalo_port is not None:
        yield zalo.command(plan.zalo_port, settings.HOME, plan.environment["TRACUU_BASE_URL"])
    yield [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", plan.host, "--port", str(plan.port)),
        *("--workers", "1", "--blocking-threads", "4", "--backpressure", "256"),
        *("--no-ws", "--log-level", "warning"),
        "tracuu.config.wsgi:application",
    ]
    yield _tracuu("worker")


def _tracuu(command: str) -> list[str]:
    return [sys.executable, "-m", "tracuu.cli.main", command]


def _start(command: list[str], plan: _Plan) -> subprocess.Popen[bytes]:
    # Sessions of their own: Ctrl-C reaches us alone, and we end them in order.
    is_ours = command[2] != "zalo_emulator"  # it says on standard output what we announce
    return subprocess.Popen(  # noqa: S603
        command,
        env=dict(plan.environment),
        start_new_session=True,
        stdout=None if is_ours else subprocess.DEVNULL,
    )


def _has_own_zalo() -> bool:
    """A demonstration with its units, whose operator has set no Zalo."""
    is_set = any(name.startswith("TRACUU_ZALO_") for name in os.environ)
    return settings.IS_DEMO and not is_set and _has_demo_units()


def _zalo_port(port: int) -> int:
    """The one after the server's; before it, where there is none after."""
    return port + 1 if port < _LAST_PORT else port - 1


def _environment(host: str, port: int, zalo_port: int | None) -> dict[str, str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # Messages hold links to ourselves.
    environment.setdefault("TRACUU_BASE_URL", f"http://{_name_of(host)}:{port}")
    if zalo_port is not None:
        environment |= zalo.environment(zalo_port)
    return environment


def _wait(running: list[subprocess.Popen[bytes]], stop: list[int]) -> int:
    while not stop:
        if _has_ended(running):
            click.echo("Một tiến trình đã dừng ngoài ý muốn; đang dừng tất cả.", err=True)
            return 1
        time.sleep(0.2)
    click.echo("\nĐang dừng… Dữ liệu được giữ nguyên.", err=True)
    return 0


def _has_ended(running: list[subprocess.Popen[bytes]]) -> bool:
    return any(process.poll() is not None for process in running)


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + _STOP_SECONDS
    for process in running:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _announce(plan: _Plan, running: list[subprocess.Popen[bytes]], stop: list[int]) -> None:
    """Print the addresses once the server answers; nothing when it does not."""
    for _ in range(300):
        if stop or _has_ended(running):
            return
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex((plan.host, plan.port)) == 0:
                break
        time.sleep(0.1)
    click.echo(f"\n  Tra Cứu đang chạy: {plan.address}/")
    if _has_demo_units():
        click.echo(f"  Đơn vị minh hoạ:   {plan.address}/tan-phu/")
    click.echo(f"  API:               {plan.address}/api/docs")
    click.echo(f"  Bàn làm việc:      {plan.address}/console/")
    if plan.zalo_port is not None:
        click.echo(f"  Zalo giả lập:      {zalo.address_of(plan.zalo_port)}/phone/")
    click.echo("  Dừng: Ctrl-C\n")


def _has_demo_units() -> bool:
    return Unit.objects.filter(slug="tan-phu", is_invented=True).exists()


def _name_of(host: str) -> str:
    return "localhost" if host == "127.0.0.1" else host


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run_worker() -> None:
    """The huey consumer until it is told to stop: one worker may read a list while another sends, a
    third talks with citizens, and one is left for the rest. Somebody waits in the chat for what is
    queued, so it is looked for twice a second. Lookups in the chat are counted here.
    """
    be_modest()
    start_flushing()
    consumer = queue.create_consumer(workers=4, periodic=True, initial_delay=0.1, max_delay=0.5)
    consumer.run()
    # Its threads die with us; tokens that Zalo is about to give must be saved first.
    tokens.underway.finish(_STOP_SECONDS - 2)
