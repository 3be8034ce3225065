"""All senders of many projects, sixteen projects at once: what an operator does.

The same loop for all: workers take projects, walk page after page, count the senders and look at a field deep inside.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from benchmarks import peers, service
from benchmarks.aims import aim
from benchmarks.measure import Meter, Outcome, Ratio, Sample, compare, figures, rounds
from benchmarks.stage import Stage

NAMES = {
    "ours": "sinch-provisioning, async",
    "ours_blocking": "sinch-provisioning, blocking",
    "bare": "bare aiohttp + orjson (no models)",
    "httpx": "httpx + pydantic 2",
    "python_client": "openapi-python-client (httpx, attrs)",
    "generator": "openapi-generator (aiohttp, pydantic)",
}
AT_ONCE = 16
SENDERS = 250
WARM = "warm-100"
"""Swept first and not counted; what a first call costs is measured elsewhere."""
WHERE = "/v1/projects/{}/rcs/senders"


def run(stage: Stage) -> Outcome:
    contenders = [name for name in NAMES if name not in stage.missing]
    projects = 8 if stage.quick else 200
    found = rounds(
        __name__,
        contenders,
        min(stage.rounds, 3),  # a generated client needs half a minute for its round
        paths=[str(peers.BY_PYTHON_CLIENT.parent), str(peers.BY_GENERATOR.parent)],
        url=stage.url,
        projects=projects,
    )
    return Outcome(
        title=f"Sweep {projects} projects x {SENDERS} senders, {AT_ONCE} projects at once",
        figures=figures(found, NAMES, "senders a second", "speed", "cpu", "peak"),
        ratios=[
            ratio
            for other in ("bare", "python_client", "generator", "httpx")
            if other in found
            for ratio in (
                Ratio(
                    what=f"sweep, pace, vs {NAMES[other]}",
                    value=compare(found["ours"], found[other], "speed"),
                    more_is_better=True,
                    **aim(f"sweep, {other}"),
                ),
                Ratio(
                    what="the same by CPU, which other processes disturb less",
                    value=compare(found["ours"], found[other], "cpu", inverse=True),
                    more_is_better=True,
                ),
            )
        ],
        notes=list(stage.missing.values()),
    )


def _ours(url: str, projects: int) -> Sample:
    from sinch_provisioning import AsyncClient, bulk

    async def main() -> Sample:
        async with AsyncClient(project_id="p", access_token=service.TOKEN, base_url=url) as sinch:
            found = _Found()
            await sinch.project(WARM).rcs.senders.list(page_size=100).page()
            listings = {id: sinch.project(id).rcs.senders.list(page_size=100) for id in _projects(projects)}
            with found.meter:
                async for result in bulk.listings(listings, concurrency=AT_ONCE):
                    assert result.error is None
                    found.add(_deep(result.item))
            return found.sample()

    return asyncio.run(main())


def _ours_blocking(url: str, projects: int) -> Sample:
    from sinch_provisioning import Client, bulk

    with Client(project_id="p", access_token=service.TOKEN, base_url=url) as sinch:
        found = _Found()
        sinch.project(WARM).rcs.senders.list(page_size=100).page()
        listings = {id: sinch.project(id).rcs.senders.list(page_size=100) for id in _projects(projects)}
        with found.meter:
            for result in bulk.listings(listings, concurrency=AT_ONCE):
                assert result.error is None
                found.add(_deep(result.item))
        return found.sample()


def _bare(url: str, projects: int) -> Sample:
    import aiohttp
    import orjson  # type: ignore[import-not-found]

    async def main() -> Sample:
        async with aiohttp.ClientSession(headers=service.HEADERS) as session:

            async def pages(project: str) -> AsyncIterator[list[str]]:
                query = {"pageSize": "100"}
                while True:
                    async with session.get(url + WHERE.format(project), params=query) as answer:
                        assert answer.status == 200
                        page = orjson.loads(await answer.read())
                    yield [
                        sender["details"]["questionnaire"]["general"]["questions"]["optOutDescription"]["question"]
                        for sender in page["senders"]
                    ]
                    token = page.get("nextPageToken")
                    if token is None:
                        return
                    query["pageToken"] = token
                    # What is kept while the next page is on its way costs the garbage collector much.
                    del page

            return await _walk(projects, pages)

    return asyncio.run(main())


def _httpx(url: str, projects: int) -> Sample:
    import httpx

    from benchmarks.shape import PydanticSenderList

    async def main() -> Sample:
        async with httpx.AsyncClient(headers=service.HEADERS, timeout=60) as session:

            async def pages(project: str) -> AsyncIterator[list[str]]:
                query = {"pageSize": "100"}
                while True:
                    answer = await session.get(url + WHERE.format(project), params=query)
                    assert answer.status_code == 200
                    page: Any = PydanticSenderList.model_validate_json(answer.content)
                    yield [_deep(sender) for sender in page.items]
                    if page.next_token is None:
                        return
                    query["pageToken"] = page.next_token
                    del page, answer

            return await _walk(projects, pages)

    return asyncio.run(main())


def _python_client(url: str, projects: int) -> Sample:
    from by_python_client.api.rcs_senders import list_rcs_senders  # type: ignore[import-not-found]
    from by_python_client.client import AuthenticatedClient  # type: ignore[import-not-found]
    from by_python_client.types import UNSET  # type: ignore[import-not-found]

    async def main() -> Sample:
        async with AuthenticatedClient(base_url=url, token=service.TOKEN, timeout=60) as client:

            async def pages(project: str) -> AsyncIterator[list[str]]:
                token = UNSET
                while True:
                    page = await list_rcs_senders.asyncio(project, client=client, page_size=100, page_token=token)
                    yield [_deep_generated(sender) for sender in page.senders]
                    token = page.next_page_token
                    if token is UNSET:
                        return
                    del page

            return await _walk(projects, pages)

    return asyncio.run(main())


def _generator(url: str, projects: int) -> Sample:
    import generated_client as generated  # type: ignore[import-not-found]

    async def main() -> Sample:
        async with generated.ApiClient(generated.Configuration(host=url, access_token=service.TOKEN)) as client:
            api = generated.RcsSendersApi(client)

            async def pages(project: str) -> AsyncIterator[list[str]]:
                token = None
                while True:
                    page = await api.list_rcs_senders(project, page_size=100, page_token=token)
                    yield [_deep_generated(sender) for sender in page.senders]
                    token = page.next_page_token
                    if token is None:
                        return
                    del page

            return await _walk(projects, pages)

    return asyncio.run(main())


def _projects(count: int) -> list[str]:
    return [f"p{number}-{SENDERS}" for number in range(count)]


def _deep(sender: Any) -> str:
    text: str = sender.details.questionnaire.general.questions["optOutDescription"].question
    return text


def _deep_generated(sender: Any) -> str:
    text: str = sender.details.questionnaire.general.questions.opt_out_description.question
    return text


class _Found:
    """What a sweep comes to."""

    def __init__(self) -> None:
        self.meter = Meter()
        self._senders = 0
        self._letters = 0

    def add(self, deep: str) -> None:
        self._senders += 1
        self._letters += len(deep)

    def sample(self) -> Sample:
        each = self.meter.per(self._senders)
        return {**each, "speed": 1e6 / each["wall"], "check": f"{self._senders} {self._letters}"}


async def _walk(projects: int, pages: Callable[[str], AsyncIterator[list[str]]]) -> Sample:
    found = _Found()
    async for _ in pages(WARM):
        pass
    todo = iter(_projects(projects))

    async def worker() -> None:
        for project in todo:
            async for page in pages(project):
                for deep in page:
                    found.add(deep)

    with found.meter:
        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(worker())
    return found.sample()


CONTENDERS = {
    "ours": _ours,
    "ours_blocking": _ours_blocking,
    "bare": _bare,
    "httpx": _httpx,
    "python_client": _python_client,
    "generator": _generator,
}
