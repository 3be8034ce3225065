"""Plain requests in great number: reads, lists, rejections, tokens, and writes that leave nothing behind."""

import asyncio
import base64
import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

CONNECTIONS = 8
STEPS = 10
"""Parts after each of which memory is looked at."""
_WEBHOOK = json.dumps({"target": "http://127.0.0.1:9/", "secret": "s", "triggers": ["RCS_SENDER_COMMENT_ADDED"]})


async def load(ready: dict[str, Any], requests: int, held: Callable[[], int]) -> list[int]:
    """Send requests one after another on a few connections, and return the megabytes held after each part."""
    where = urlsplit(ready["url"])
    basic = base64.b64encode(f"{ready['key_id']}:{ready['key_secret']}".encode()).decode()
    head = f"HTTP/1.1\r\nHost: {where.netloc}\r\nAuthorization: Basic {basic}\r\n"
    root = f"/v1/projects/{ready['project_ids'][0]}"

    def plans() -> Iterator[list[tuple[str, str, str]]]:
        number = 0
        while True:
            number += 1
            senders = f"{root}/rcs/senders"
            yield [("GET", f"{senders}?pageSize=2&search={number}", ""), ("GET", f"{senders}/none-{number}", "")]
            yield [("GET", senders, ""), ("PATCH", f"{senders}/none-{number}", "{}"), ("GET", f"/none/{number}", "")]
            if number % 20 == 0:
                yield [("POST", f"{root}/webhooks", _WEBHOOK.replace('/"', f'/{number}"')), ("DELETE", "", "")]
                yield [("POST", "/oauth2/token", "grant_type=client_credentials")]

    async def connection(part: Iterator[list[tuple[str, str, str]]]) -> None:
        reader, writer = await asyncio.open_connection(where.hostname, where.port, limit=2**20)
        for plan in part:
            made = ""
            for method, path, body in plan:
                target = path or f"{root}/webhooks/{made}"
                kind = "x-www-form-urlencoded" if target.endswith("token") else "json"
                length = f"Content-Type: application/{kind}\r\nContent-Length: {len(body)}\r\n" if body else ""
                writer.write(f"{method} {target} {head}{length}\r\n{body}".encode())
                content = await _response(reader)
                made = json.loads(content)["id"] if method == "POST" and path.endswith("webhooks") else made
        writer.close()
        await writer.wait_closed()

    found: list[int] = []
    plan = plans()
    for _ in range(STEPS):
        # Two plans are five requests; those of every twentieth are few.
        part = islice(plan, requests // STEPS * 2 // 5)
        async with asyncio.TaskGroup() as group:
            for _ in range(CONNECTIONS):
                group.create_task(connection(part))
        found.append(held())
    return found


async def _response(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if head.startswith(b"http/1.1 5"):
        raise AssertionError(head)
    _, found, rest = head.partition(b"content-length:")
    return await reader.readexactly(int(rest.split(b"\r\n", 1)[0])) if found else b""
