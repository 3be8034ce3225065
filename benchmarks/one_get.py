"""One sender, again and again: what a call costs."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from benchmarks import service
from benchmarks.aims import aim
from benchmarks.measure import Meter, Outcome, Ratio, Sample, compare, figures, rounds
from benchmarks.stage import Stage

ASYNC = {
    "ours": "sinch-provisioning, async",
    "bare": "bare aiohttp + orjson (no models)",
    "httpx": "httpx + pydantic 2, async",
}
BLOCKING = {
    "ours_blocking": "sinch-provisioning, blocking",
    "requests": "requests + pydantic 2",
}

Measured = Callable[[Callable[[str], Awaitable[int]]], Awaitable[Sample]]
"""Makes the calls, given what makes one."""


def run(stage: Stage) -> Outcome:
    calls = 300 if stage.quick else 1500
    found = rounds(__name__, [*ASYNC, *BLOCKING], stage.rounds, url=stage.url, calls=calls)
    waiting = {name: found[name] for name in ASYNC}
    blocking = {name: found[name] for name in BLOCKING}
    return Outcome(
        title="One get",
        figures=[
            *figures(waiting, ASYNC, "CPU a get", "cpu", "wall"),
            *figures(blocking, BLOCKING, "wall time a get", "wall", "cpu"),
        ],
        ratios=[
            Ratio(
                what="one get, CPU, vs bare aiohttp + orjson",
                value=compare(found["ours"], found["bare"], "cpu"),
                **aim("get"),
            ),
            Ratio(
                what="one blocking get, wall, vs requests + pydantic",
                value=compare(found["ours_blocking"], found["requests"], "wall"),
                **aim("blocking get"),
            ),
        ],
    )


def _deep(sender: Any) -> int:
    return len(sender.details.questionnaire.general.questions["optOutDescription"].question)


def _ours(url: str, calls: int) -> Sample:
    from sinch_provisioning import AsyncClient

    async def main(measured: Measured) -> Sample:
        async with AsyncClient(project_id="get-100", access_token=service.TOKEN, base_url=url) as sinch:

            async def get(sender_id: str) -> int:
                return _deep(await sinch.rcs.senders.get(sender_id))

            return await measured(get)

    return _awaited(url, calls, main)


def _bare(url: str, calls: int) -> Sample:
    import aiohttp
    import orjson  # type: ignore[import-not-found]

    async def main(measured: Measured) -> Sample:
        async with aiohttp.ClientSession(headers=service.HEADERS) as session:

            async def get(sender_id: str) -> int:
                async with session.get(f"{url}/v1/projects/get-100/rcs/senders/{sender_id}") as answer:
                    assert answer.status == 200
                    sender = orjson.loads(await answer.read())
                return len(sender["details"]["questionnaire"]["general"]["questions"]["optOutDescription"]["question"])

            return await measured(get)

    return _awaited(url, calls, main)


def _httpx(url: str, calls: int) -> Sample:
    import httpx

    from benchmarks.shape import PydanticSender

    async def main(measured: Measured) -> Sample:
        async with httpx.AsyncClient(headers=service.HEADERS) as session:

            async def get(sender_id: str) -> int:
                answer = await session.get(f"{url}/v1/projects/get-100/rcs/senders/{sender_id}")
                assert answer.status_code == 200
                return _deep(PydanticSender.model_validate_json(answer.content))

            return await measured(get)

    return _awaited(url, calls, main)


def _ours_blocking(url: str, calls: int) -> Sample:
    from sinch_provisioning import Client

    with Client(project_id="get-100", access_token=service.TOKEN, base_url=url) as sinch:
        return _called(url, calls, lambda sender_id: _deep(sinch.rcs.senders.get(sender_id)))


def _requests(url: str, calls: int) -> Sample:
    import requests

    from benchmarks.shape import PydanticSender

    with requests.Session() as session:
        session.headers.update(service.HEADERS)

        def get(sender_id: str) -> int:
            answer = session.get(f"{url}/v1/projects/get-100/rcs/senders/{sender_id}", timeout=30)
            assert answer.status_code == 200
            return _deep(PydanticSender.model_validate_json(answer.content))

        return _called(url, calls, get)


def _awaited(url: str, calls: int, main: Callable[[Measured], Awaitable[Sample]]) -> Sample:
    ids = service.ids(url, "get-100")

    async def measured(get: Callable[[str], Awaitable[int]]) -> Sample:
        check = [await get(sender_id) for sender_id in ids]
        with Meter() as meter:
            for number in range(calls):
                await get(ids[number % len(ids)])
        return {**meter.per(calls), "check": sum(check)}

    async def begin() -> Sample:
        return await main(measured)

    return asyncio.run(begin())


def _called(url: str, calls: int, get: Callable[[str], int]) -> Sample:
    ids = service.ids(url, "get-100")
    check = [get(sender_id) for sender_id in ids]
    with Meter() as meter:
        for number in range(calls):
            get(ids[number % len(ids)])
    return {**meter.per(calls), "check": sum(check)}


CONTENDERS = {
    "ours": _ours,
    "bare": _bare,
    "httpx": _httpx,
    "ours_blocking": _ours_blocking,
    "requests": _requests,
}
