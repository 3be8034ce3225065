"""Memories of nonces: in the process, in a file, and in Redis as the guide has it."""

import asyncio
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import errors, webhooks
from sinch_provisioning.testing import ManualClock
from sinch_provisioning.webhooks import FileReplays, MemoryReplays
from tests.webhooks.calls import BODY, NOW, receiver, signed

pytestmark = pytest.mark.anyio

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "webhooks.md"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture(params=["memory", "file"])
def memory(request: pytest.FixtureRequest, tmp_path: Path, clock: ManualClock) -> Iterator[Any]:
    if request.param == "memory":
        yield MemoryReplays(100, clock=clock)
    else:
        made = FileReplays(tmp_path / "nonces.db", clock=clock)
        yield made
        made.close()


def test_a_nonce_is_claimed_once_until_its_time_is_over(memory: Any, clock: ManualClock) -> None:
    assert [memory.claim("a", 60), memory.claim("a", 60), memory.claim("b", 60)] == [True, False, True]
    clock.advance(59)
    assert not memory.claim("a", 60)
    clock.advance(1)
    assert memory.claim("a", 60)


def test_keeping_changes_how_long(memory: Any, clock: ManualClock) -> None:
    assert memory.claim("a", 60)
    memory.keep("a", 300)
    memory.keep("new", 300)
    clock.advance(299)
    assert not memory.claim("a", 60)
    assert not memory.claim("new", 60)
    memory.keep("a", 0)
    assert memory.claim("a", 60)


def test_what_is_forgotten_stays_so_when_the_clock_is_set_back(memory: Any, clock: ManualClock) -> None:
    assert memory.claim("a", 60)
    memory.keep("a", 0)
    clock.advance(-5)
    assert memory.claim("a", 60)


def test_a_receiver_remembers_in_it(memory: Any, clock: ManualClock) -> None:
    taker = receiver(remember=memory, clock=clock)
    assert taker.receive(BODY, signed()).comment
    with pytest.raises(errors.SignatureError, match="already accepted"):
        taker.receive(BODY, signed())
    taker.forget(signed())
    assert taker.receive(BODY, signed()).comment
    assert receiver(remember=memory, tolerance=float("inf"), clock=clock).receive(BODY, signed(nonce="other")).comment


CLAIMER = """
import sys
from sinch_provisioning.webhooks import FileReplays
memory = FileReplays(sys.argv[1])
print(sum(memory.claim(f"n{number}", 1000) for number in range(100)))
"""


def test_processes_share_a_file(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CLAIMER, str(tmp_path / "nonces.db")]
    claimers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert sum(int(claimer.communicate()[0]) for claimer in claimers) == 100
    assert (tmp_path / "nonces.db").stat().st_mode & 0o777 == 0o600


def test_an_inbox_is_not_taken_for_a_memory(tmp_path: Path) -> None:
    webhooks.Inbox(tmp_path / "hooks.db").close()
    with pytest.raises(errors.StorageError, match="holds something else"):
        FileReplays(tmp_path / "hooks.db")


@pytest.fixture
def redis_socket(tmp_path: Path) -> Iterator[str]:
    if (program := shutil.which("redis-server")) is None:
        pytest.skip("needs Debian's redis-server")
    socket = tmp_path / "redis.sock"
    command = [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        for line in server.stdout:
            if "ready to accept connections" in line.lower():
                break
        yield str(socket)
        server.terminate()


async def test_the_guides_memory_in_redis(redis_socket: str) -> None:
    library = pytest.importorskip("redis.asyncio", reason="needs redis: pip install -e '.[frameworks]'")
    (recipe,) = re.findall(r"```python\n((?:(?!```).)*class RedisReplays.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(recipe, names)
    redis = library.Redis(unix_socket_path=redis_socket)
    memory = names["RedisReplays"](redis)
    taker = receiver(remember=memory)
    assert (await taker.receive_async(BODY, signed())).comment == "hello"
    assert 300_000 < await redis.pttl("sinch:n1") <= 301_000
    with pytest.raises(errors.SignatureError, match="already accepted"):
        await taker.receive_async(BODY, signed())
    await memory.keep("n1", 0.0)
    assert (await taker.receive_async(BODY, signed())).comment == "hello"
    assert sum(await asyncio.gather(*(memory.claim("n2", 60.0) for _ in range(20)))) == 1
    assert await memory.claim("n3", 0.001)
    await asyncio.sleep(0.05)  # Redis has a clock of its own
    assert await memory.claim("n3", 0.001)
    await redis.aclose()
