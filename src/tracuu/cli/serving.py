"""Web server and worker together, started and stopped as one."""

import os
import signal
import socket
import subprocess
import sys
import time

import click

import tracuu.accounts.jobs
import tracuu.answers.jobs
import tracuu.assistant.jobs
import tracuu.cards.jobs
import tracuu.messaging.jobs  # noqa: F401 (likewise)
from tracuu.core.jobs import be_modest, queue
from tracuu.units.models import Unit

_STOP_SECONDS = 10.0
_UNUSABLE = 2


def serve_all(*, host: str, port: int) -> int:
    """Run both until Ctrl-C (0) or until one of them ends by itself (1)."""
    if not _is_free(host, port):
        click.echo(
            f"Cổng {port} đang bận. Hãy chọn cổng khác: make run PORT={port + 1}"
            f" (hoặc tracuu serve --port {port + 1}).",
            err=True,
        )
        return _UNUSABLE
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    # Messages hold links to ourselves.
    environment.setdefault("TRACUU_BASE_URL", f"http://{_name_of(host)}:{port}")
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--backpressure", "256"),
        *("--no-ws", "--log-level", "warning"),
        "tracuu.config.wsgi:application",
    ]
    background = [sys.executable, "-m", "tracuu.cli.main", "worker"]
    stop: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: stop.append(received))
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in (web, background):
            # Sessions of their own: Ctrl-C reaches us alone, and we end them in order.
            running.append(subprocess.Popen(command, env=environment, start_new_session=True))  # noqa: S603, PERF401
        _announce(host, port, running, stop)
        return _wait(running, stop)
    finally:
        _stop(running)


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


def _announce(
    host: str, port: int, running: list[subprocess.Popen[bytes]], stop: list[int]
) -> None:
    """Print the addresses once the server answers; nothing when it does not."""
    for _ in range(300):
        if stop or _has_ended(running):
            return
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex((host, port)) == 0:
                break
        time.sleep(0.1)
    address = f"http://{_name_of(host)}:{port}"
    click.echo(f"\n  Tra Cứu đang chạy: {address}/")
    if Unit.objects.filter(slug="tan-phu", is_invented=True).exists():
        click.echo(f"  Đơn vị minh hoạ:   {address}/tan-phu/")
    click.echo(f"  API:               {address}/api/docs")
    click.echo(f"  Bàn làm việc:      {address}/console/")
    click.echo("  Dừng: Ctrl-C\n")


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
    """The huey consumer until it is told to stop: one worker may read a list while another sends."""
    be_modest()
    consumer = queue.create_consumer(workers=2, periodic=True, initial_delay=0.1, max_delay=2.0)
    consumer.run()
