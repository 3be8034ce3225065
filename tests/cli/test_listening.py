"""`listen` receives from the emulator, and loses nothing that it has acknowledged, however it ends."""

import asyncio
import json
import re
import signal
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import aiohttp
import attrs
import pytest

from sinch_provisioning import Client, webhooks
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.webhooks import WebhookTrigger
from tests.cli.command import environment, invoke, running, until

pytestmark = pytest.mark.anyio

SECRET = "a long secret"


@asynccontextmanager
async def listening(emulator: Emulator, *words: str) -> AsyncIterator[tuple[Process, str]]:
    """Run `listen`; yields the process and its URL."""
    variables = environment(emulator, HOOK_SECRET=SECRET)
    async with running("listen", "--port", "0", "--secret-env", "HOOK_SECRET", *words, **variables) as process:
        assert process.stderr is not None
        said = (await process.stderr.readline()).decode()
        found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", said)
        assert found is not None, said
        yield process, found[1]


@attrs.define
class Target:
    """A program that events are forwarded to."""

    url: str = ""
    statuses: list[int] = attrs.field(factory=list[int])
    """Of its next responses; 200 afterwards."""
    taken: list[str] = attrs.field(factory=list[str])
    rejected: int = 0


@contextmanager
def target() -> Iterator[Target]:
    """Receive as a program of a user's does, with a Receiver."""
    found, receiver = Target(), webhooks.Receiver(SECRET)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            event = receiver.receive(body, self.headers.items())
            status = found.statuses.pop(0) if found.statuses else 200
            if status == 200:
                found.taken.append(event.comment or "")
            else:
                found.rejected += 1
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.send_header("Location", found.url)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/hooks"
    Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


def hooked(emulator: Emulator, url: str) -> None:
    with Client(emulator.config()) as sinch:
        for hook in sinch.webhooks.list():
            sinch.webhooks.delete(hook.id)
        sinch.webhooks.create(target=url, secret=SECRET, triggers=[WebhookTrigger.ALL])


def say(emulator: Emulator, *comments: str) -> None:
    """Raise an event for each comment, and have it brought."""
    with Client(emulator.config()) as sinch:
        for comment in comments:
            sinch.rcs.account.comment(comment)
    emulator.advance(0)


async def test_it_verifies_prints_stores_and_loses_nothing_when_it_is_killed(served: Emulator, tmp_path: Path) -> None:
    store = tmp_path / "hooks.db"
    async with listening(served, "--store", str(store)) as (process, url):
        hooked(served, url)
        say(served, "one", "two")
        assert process.stdout is not None
        lines = [json.loads(await asyncio.wait_for(process.stdout.readline(), 20)) for _ in range(2)]
        assert [(line["number"], line["type"], line["comment"]) for line in lines] == [
            (1, "RCS_ACCOUNT_COMMENT_ADDED", "one"),
            (2, "RCS_ACCOUNT_COMMENT_ADDED", "two"),
        ]
        async with aiohttp.ClientSession() as session:
            headers = webhooks.sign(b"{}", "another secret", nonce="n", timestamp=time.time())
            async with session.post(
                url, data=b"{}", headers={**headers, "content-type": "application/json"}
            ) as response:
                assert response.status == 401
            async with session.get(url) as response:
                assert response.status == 405
        process.kill()
        await process.wait()
    with webhooks.Inbox(store) as inbox:
        assert [entry.event.comment for entry in inbox.entries()] == ["one", "two"]
    with target() as program:
        async with listening(served, "--store", str(store), "--forward-to", program.url) as (process, url):
            hooked(served, url)
            say(served, "three")
            await until(lambda: len(program.taken) == 3)
            assert process.stdout is not None
            printed = json.loads(await process.stdout.readline())["comment"]
            if printed == "two":  # killed before it was noted as printed
                printed = json.loads(await process.stdout.readline())["comment"]
            assert printed == "three", "what was noted as printed is not printed again"
            process.send_signal(signal.SIGINT)
            assert await process.wait() == 130
    assert program.taken == ["one", "two", "three"]


async def test_it_forwards_until_the_target_takes_it(served: Emulator, tmp_path: Path) -> None:
    with target() as program:
        program.statuses = [500, 307]
        async with listening(served, "--store", str(tmp_path / "h.db"), "--forward-to", program.url) as (_process, url):
            hooked(served, url)
            say(served, "stubborn")
            await until(lambda: bool(program.taken))
        assert (program.taken, program.rejected) == (["stubborn"], 2)


async def test_replay_is_accepted_by_a_receiver(
    served: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SINCH_WEBHOOK_SECRET", SECRET)
    store = tmp_path / "hooks.db"
    with webhooks.Inbox(store) as inbox:
        for number in range(3):
            body = json.dumps({"type": "RCS_ACCOUNT_COMMENT_ADDED", "comment": str(number)}).encode()
            inbox.add(body, webhooks.sign(body, SECRET, nonce=str(number), timestamp=time.time()))
    with target() as program:
        done = await asyncio.to_thread(
            invoke, "listen", "replay", "--store", str(store), "--to", program.url, "-o", "json"
        )
        assert (done.code, program.taken) == (0, ["0", "1", "2"])
        assert done.data[0] == {"number": 1, "type": "RCS_ACCOUNT_COMMENT_ADDED", "result": 200}
        program.statuses = [503]
        words = ("listen", "replay", "--store", str(store), "--to", program.url, "--since", "1h")
        done = await asyncio.to_thread(invoke, *words, "-o", "json")
        assert (done.code, [row["result"] for row in done.data]) == (9, [503, 200, 200])
    done = await asyncio.to_thread(invoke, *words)
    assert (done.code, "refused" in done.output) == (9, True)


def test_what_cannot_be_listened_to_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SINCH_WEBHOOK_SECRET", raising=False)
    done = invoke("listen", "--port", "0")
    assert (
        done.code,
        "SINCH_WEBHOOK_SECRET, or it is empty; the option that ends in -env names it" in done.errors,
    ) == (2, True)
    monkeypatch.setenv("SINCH_WEBHOOK_SECRET", SECRET)
    assert invoke("listen", "--port", "0", "-o", "yaml").code == 2
    (tmp_path / "other").write_text("not a database, though long enough to be looked at as one " * 20)
    done = invoke("listen", "--port", "0", "--store", str(tmp_path / "other"))
    assert (done.code, "holds something else" in done.errors) == (3, True)
    done = invoke("listen", "replay", "--store", str(tmp_path / "none"), "--to", "http://127.0.0.1:1")
    assert (done.code, "there is no such file" in done.errors) == (2, True)
