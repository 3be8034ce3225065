"""The first page, from nothing: each function is what a short script would be. Imports nothing by itself."""


def ours(url: str) -> int:
    import asyncio

    from sinch_provisioning import AsyncClient

    async def main() -> int:
        async with AsyncClient(project_id="first-100", access_token="a-token", base_url=url) as sinch:
            return len((await sinch.rcs.senders.list(page_size=100).page()).items)

    return asyncio.run(main())


def ours_blocking(url: str) -> int:
    from sinch_provisioning import Client

    with Client(project_id="first-100", access_token="a-token", base_url=url) as sinch:
        return len(sinch.rcs.senders.list(page_size=100).page().items)


def bare(url: str) -> int:
    import asyncio

    import aiohttp
    import orjson  # type: ignore[import-not-found]

    async def main() -> int:
        async with (
            aiohttp.ClientSession(headers={"Authorization": "Bearer a-token"}) as session,
            session.get(f"{url}/v1/projects/first-100/rcs/senders?pageSize=100") as answer,
        ):
            return len(orjson.loads(await answer.read())["senders"])

    return asyncio.run(main())


def python_client(url: str) -> int:
    import asyncio

    from by_python_client.api.rcs_senders import list_rcs_senders  # type: ignore[import-not-found]
    from by_python_client.client import AuthenticatedClient  # type: ignore[import-not-found]

    async def main() -> int:
        async with AuthenticatedClient(base_url=url, token="a-token") as client:
            return len((await list_rcs_senders.asyncio("first-100", client=client, page_size=100)).senders)

    return asyncio.run(main())


def generator(url: str) -> int:
    import asyncio

    import generated_client as generated  # type: ignore[import-not-found]

    async def main() -> int:
        async with generated.ApiClient(generated.Configuration(host=url, access_token="a-token")) as client:
            return len((await generated.RcsSendersApi(client).list_rcs_senders("first-100", page_size=100)).senders)

    return asyncio.run(main())
