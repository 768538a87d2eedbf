"""The limits, in memory and on a real Redis; the same tests for both."""

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tracuu.core import limits, metrics
from tracuu.core.limits import Limit, hit, is_open

THREE = Limit("test", 3, 60)


@contextlib.contextmanager
def running_redis(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A Redis of our own, on a socket in this folder, that keeps nothing; and its address."""
    binary = shutil.which("redis-server") or shutil.which("valkey-server")
    if binary is None:
        pytest.skip("no redis-server at hand (Debian: apt-get install redis-server)")
    socket = folder / "s"
    arguments = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(
        [binary, *arguments, "--dir", str(folder)], stdout=subprocess.DEVNULL
    )
    client = redis.Redis(unix_socket_path=str(socket))
    try:
        _wait_for(client)
        yield process, f"redis+unix://{socket}"
    finally:
        client.close()
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_redis(tmp_path_factory.mktemp("redis")) as (_, url):
        yield url


def _wait_for(client: redis.Redis) -> None:
    deadline = time.monotonic() + 10
    while True:
        try:
            client.ping()
        except redis.ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def store(request, settings):
    if request.param == "redis":
        settings.REDIS_URL = request.getfixturevalue("redis_url")
    limits.forget_all()
    yield request.param
    limits.forget_all()


def test_so_many_and_no_more(store):
    assert [hit(THREE, "a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert 1.0 <= hit(THREE, "a") <= 60.0


def test_each_key_and_each_scope_counts_for_itself(store):
    for _ in range(4):
        hit(THREE, "a")
    assert hit(THREE, "b") == 0.0
    assert hit(Limit("other", 3, 60), "a") == 0.0


def test_asking_whether_it_is_open_counts_nothing(store):
    assert all(is_open(THREE, "a") for _ in range(10))
    for _ in range(3):
        hit(THREE, "a")
    assert not is_open(THREE, "a")


def test_some_events_cost_more(store):
    assert hit(THREE, "a", cost=2) == 0.0
    assert hit(THREE, "a", cost=2) > 0.0


def test_it_is_open_again_when_the_time_is_over(store):
    short = Limit("short", 1, 1)
    assert hit(short, "a") == 0.0
    assert hit(short, "a") > 0.0
    time.sleep(1.2)
    assert hit(short, "a") == 0.0


@pytest.mark.redis
def test_the_store_knows_no_address_and_no_name(redis_url, settings):
    settings.REDIS_URL = redis_url
    limits.forget_all()
    hit(THREE, "192.0.2.1")
    hit(THREE, "7|nguyen huu tri")

    client = redis.Redis(unix_socket_path=redis_url.removeprefix("redis+unix://"))
    kept = b" ".join(client.keys())
    client.close()
    assert kept.count(b"test") == 2
    assert b"192.0.2" not in kept
    assert b"nguyen" not in kept


@pytest.mark.redis
def test_without_the_store_everybody_passes_and_it_is_counted(tmp_path_factory, settings):
    before = metrics.LIMITER_FAULTS._value.get()
    with running_redis(tmp_path_factory.mktemp("redis")) as (process, settings.REDIS_URL):
        for _ in range(3):
            assert hit(THREE, "a") == 0.0
        assert hit(THREE, "a") > 0.0
        assert metrics.LIMITER_FAULTS._value.get() == before

        process.terminate()
        process.wait(timeout=10)

        assert hit(THREE, "a") == 0.0
        assert is_open(THREE, "a")
        assert metrics.LIMITER_FAULTS._value.get() == before + 2


def test_a_store_that_never_answered_lets_everybody_pass(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1"
    before = metrics.LIMITER_FAULTS._value.get()
    assert hit(THREE, "a") == 0.0
    assert metrics.LIMITER_FAULTS._value.get() == before + 1
