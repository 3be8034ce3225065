"""The other side of the wire, in a process of its own: senders from the emulator's seeder, joined from ready pieces.

It does as little as a server can, so that what is measured is the client. A project's id says how many senders it
has: `p7-250` has 250.
"""

import asyncio
from urllib.parse import parse_qsl

import msgspec

from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.rcs.seeding import Seeds
from sinch_provisioning.emulator.store import Store

NOW = 1_700_000_000.0
_HEAD = "HTTP/1.1 {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"


class Senders:
    """The senders of all projects, as bytes."""

    def __init__(self) -> None:
        self._store = Store(Clock(NOW, running=False), actions={}, seed=0, file=None)
        self._seeds: dict[str, Seeds] = {}

    def of(self, project_id: str) -> Seeds:
        found = self._seeds.get(project_id)
        if found is None:
            count = int(project_id.rpartition("-")[2])
            found = self._seeds[project_id] = Seeds(self._store.add(project_id, count))
            found.render(0)
        return found

    def one(self, project_id: str, sender_id: str) -> bytes | None:
        seeds = self.of(project_id)
        index = seeds.index_of(sender_id)
        return None if index is None else seeds.render(index)

    def page(self, project_id: str, start: int, size: int) -> bytes:
        seeds = self.of(project_id)
        end = min(start + size, seeds.count)
        frame: dict[str, int | str] = {"totalSize": seeds.count, "pageSize": size}
        if end < seeds.count:
            frame["nextPageToken"] = str(end)
        rows = b",".join([seeds.render(index) for index in range(start, end)])
        return b'%b,"senders":[%b]}' % (msgspec.json.encode(frame)[:-1], rows)


class Connection(asyncio.Protocol):
    """One connection; only GET, kept alive."""

    def __init__(self, senders: Senders) -> None:
        self._senders = senders
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._rest = (self._rest + data).split(b"\r\n\r\n")
        for request in requests:
            body = self._answer(request.split(b" ", 2)[1].decode())
            status = "404 Not Found" if body is None else "200 OK"
            content = body or b'{"errorCode":"not_found","message":"","resolution":""}'
            self._transport.writelines([_HEAD.format(status, len(content)).encode(), content])

    def _answer(self, target: str) -> bytes | None:
        path, _, query = target.partition("?")
        match path.strip("/").split("/"):
            case ["v1", "projects", project_id, "rcs", "senders"]:
                given = dict(parse_qsl(query))
                return self._senders.page(project_id, int(given.get("pageToken", 0)), int(given.get("pageSize", 50)))
            case ["v1", "projects", project_id, "rcs", "senders", sender_id]:
                return self._senders.one(project_id, sender_id)
            case _:
                return None


async def serve() -> None:
    senders = Senders()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(senders), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
