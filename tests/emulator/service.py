"""How tests ask an emulator over plain HTTP."""

import base64
import json
from typing import Any, cast

import aiohttp

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.events import Event

USUAL = {"POST": 201, "DELETE": 204}
"""What success means if nothing else is said; otherwise 200."""


class Service:
    """A project of an emulator, and how it is asked. Each family has its `root`, below the project."""

    root = ""

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession, project: str | None = None) -> None:
        self.emulator = emulator
        self.project = project or emulator.project_id
        self._session = session

    async def ask(
        self,
        method: str,
        path: str = "",
        body: Any = None,
        expect: int | None = None,
        *,
        root: str | None = None,
        key_secret: str | None = None,
        **query: Any,
    ) -> Any:
        """Return the answer's body, after a look at its status; a body that is bytes goes as it is."""
        url = f"{self.emulator.url}/v1/projects/{self.project}{self.root if root is None else root}{path}"
        pair = f"{self.emulator.key_id}:{key_secret or self.emulator.key_secret}"
        headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
        params = [(key, str(one)) for key, value in query.items() for one in _several(value)]
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if data is not None:
            headers["Content-Type"] = "application/json"
        async with self._session.request(method, url, data=data, params=params, headers=headers) as response:
            content = await response.json() if await response.read() else None
            assert response.status == (expect or USUAL.get(method, 200)), content
            return content

    async def refused(self, status: int, code: str, method: str, path: str = "", body: Any = None, **query: Any) -> Any:
        """Ask for what will be refused, and return the refusal."""
        content = await self.ask(method, path, body, status, **query)
        assert content["errorCode"] == code, content
        assert content["message"]
        assert content["resolution"]
        return content

    def raised(self, prefix: str = "") -> list[str]:
        """Return the types of the project's events that begin with a text, without it, oldest first."""
        return [event.type.removeprefix(prefix) for event in self.events(prefix)]

    def events(self, prefix: str = "") -> list[Event]:
        """Return the project's events whose types begin with a text, oldest first."""
        return [
            event
            for event in self.emulator.events
            if event.project_id == self.project and event.type.startswith(prefix)
        ]


def _several(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [value]
