"""A target of webhooks: a real server that verifies each call and answers as its script says."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import attrs
from aiohttp import web

from sinch_provisioning.webhooks import Receiver
from tests.servers import HOST, aiohttp_server

SECRET = "s3cret"


@attrs.define
class Hook:
    """What came, and what is answered."""

    receiver: Receiver = attrs.field(factory=lambda: Receiver(SECRET, remember=1000))
    """It remembers nonces: a call that is not signed afresh does not verify."""
    port: int = 0
    answers: list[int] = attrs.field(factory=list)
    """Statuses for the next calls; then 200."""
    events: list[Any] = attrs.field(factory=list)
    """Events of all calls, those included that were answered with a failure."""
    came: asyncio.Queue[str] = attrs.field(factory=asyncio.Queue)
    """Types of events, as they come."""
    hold: asyncio.Event | None = None
    """Calls are answered once this is set."""
    headers: list[dict[str, str]] = attrs.field(factory=list)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/hook"

    @property
    def types(self) -> list[str]:
        return [str(event.type) for event in self.events]

    async def take(self, request: web.Request) -> web.Response:
        assert request.content_type == "application/json"
        event = self.receiver.receive(await request.read(), request.headers)
        self.events.append(event)
        self.headers.append({name.lower(): value for name, value in request.headers.items()})
        self.came.put_nowait(str(event.type))
        if self.hold is not None:
            await self.hold.wait()
        status = self.answers.pop(0) if self.answers else 200
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status // 100 == 3 else {})


@asynccontextmanager
async def hooked(**fields: Any) -> AsyncGenerator[Hook]:
    """Serve a target."""
    hook = Hook(**fields)
    application = web.Application()
    application.router.add_post("/hook", hook.take)
    async with aiohttp_server(application) as hook.port:
        yield hook
