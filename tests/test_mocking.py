"""What users' own tests do with groups of methods: the group they patch is the group that is called."""

import gc
import inspect
import threading
import weakref
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import AsyncMock, Mock, create_autospec, patch

import pytest

from sinch_provisioning import AsyncClient, Client, Config, rcs
from sinch_provisioning.blocking import BlockingResource
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.rcs.senders.api import BlockingSenders
from sinch_provisioning.rcs.senders.api import Senders as AsyncSenders

pytestmark = pytest.mark.anyio

# Nothing listens here: a request that a mock should have stopped fails.
CONFIG = Config(project_id="p", access_token="t", base_url="http://127.0.0.1:9", auth_url="http://127.0.0.1:9")
MOCKED: Any = "mocked"
SCOPES: dict[str, Callable[[Any], Any]] = {
    "client": lambda client: client,
    "project": lambda client: client.project("other"),
    "options": lambda client: client.options(deadline=5),
    "both": lambda client: client.project("other").options(timeout=5),
}


def groups(owner: Any, path: str = "") -> Iterator[tuple[str, Any, type]]:
    """Walk the groups of an object, with their owner's class."""
    for name in dir(type(owner)):
        if isinstance(inspect.getattr_static(type(owner), name), Group):
            found = getattr(owner, name)
            yield f"{path}{name}", found, getattr(type(owner), name)
            yield from groups(found, f"{path}{name}.")


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
@pytest.mark.parametrize("kind", [AsyncClient, Client])
def test_a_group_is_the_same_object_each_time(kind: type[Any], scope: Callable[[Any], Any]) -> None:
    owner = scope(kind(CONFIG))
    first, second = list(groups(owner)), list(groups(owner))
    assert len(first) == 21
    for (path, one, cls), (_, two, _) in zip(first, second, strict=True):
        assert one is two, path
        assert type(one) is cls, path
        assert isinstance(one, Resource | BlockingResource), path


@pytest.mark.parametrize("kind", [AsyncClient, Client])
def test_two_scopes_have_their_own_groups(kind: type[Any]) -> None:
    client = kind(CONFIG)
    other = client.project("other")
    assert other.rcs.senders is not client.rcs.senders
    with patch.object(other.rcs.senders, "get", Mock(return_value="mocked")):
        assert not isinstance(client.rcs.senders.get, Mock)


def test_a_method_patched_on_an_instance_is_the_one_that_is_called() -> None:
    sinch = Client(CONFIG)
    with patch.object(sinch.rcs.senders, "get", Mock(return_value="mocked")) as mocked:
        assert sinch.rcs.senders.get("s1") == MOCKED
        mocked.assert_called_once_with("s1")
    assert not isinstance(sinch.rcs.senders.get, Mock)
    with patch.object(sinch.rcs.senders.test_numbers, "add", Mock(return_value="mocked")):
        assert sinch.rcs.senders.test_numbers.add("s1", ["+46123123222"]) == MOCKED


async def test_a_method_patched_on_an_instance_is_the_one_that_is_called_async() -> None:
    async with AsyncClient(CONFIG) as sinch:
        with patch.object(sinch.rcs.senders, "get", AsyncMock(return_value="mocked")) as mocked:
            assert await sinch.rcs.senders.get("s1") == MOCKED
            mocked.assert_awaited_once_with("s1")
        with patch.object(sinch.rcs.senders, "get") as mocked:
            assert isinstance(mocked, AsyncMock), "patch sees that the method is async"
            mocked.return_value = "mocked"
            assert await sinch.rcs.senders.get("s1") == MOCKED


@pytest.mark.parametrize("kind", [AsyncClient, Client])
def test_a_group_can_be_replaced_and_comes_back(kind: type[Any]) -> None:
    sinch = kind(CONFIG)
    before = sinch.rcs.senders
    with patch.object(sinch.rcs, "senders", Mock()) as mocked:
        assert sinch.rcs.senders is mocked
    assert sinch.rcs.senders is before
    unused = kind(CONFIG)
    with patch.object(unused, "rcs", Mock()) as mocked:
        assert unused.rcs is mocked
    assert isinstance(unused.rcs, Resource | BlockingResource)


async def test_a_method_patched_on_a_class_is_that_clients_only() -> None:
    async with AsyncClient(CONFIG) as asynchronous:
        blocking = Client(CONFIG)
        with patch.object(BlockingSenders, "get", autospec=True, return_value="mocked"):
            assert blocking.rcs.senders.get("s1") == MOCKED
            assert blocking.project("other").rcs.senders.get("s1") == MOCKED
            assert inspect.iscoroutinefunction(asynchronous.rcs.senders.get)
            assert not isinstance(asynchronous.rcs.senders.get, Mock)
        with patch.object(AsyncSenders, "get", autospec=True, return_value="mocked"):
            assert await asynchronous.rcs.senders.get("s1") == MOCKED
            assert not isinstance(blocking.rcs.senders.get, Mock)
        with patch.object(Client.rcs.senders, "get", return_value="mocked"):
            assert blocking.rcs.senders.get("s1") == MOCKED


@pytest.mark.parametrize("kind", [AsyncClient, Client])
def test_read_from_the_class_a_group_is_its_class(kind: type[Any]) -> None:
    assert kind.rcs.senders.test_numbers.__name__.endswith("SenderTestNumbers")
    assert issubclass(kind.whatsapp.templates, BlockingResource if kind is Client else Resource)


def test_autospec_knows_groups_and_signatures() -> None:
    for mocked in (create_autospec(Client), create_autospec(Client, instance=True)):
        mocked.rcs.senders.get.return_value = "mocked"
        assert mocked.rcs.senders.get("s1") == MOCKED
        with pytest.raises(AttributeError):
            _ = mocked.rcs.senders.gett
        with pytest.raises(TypeError):
            mocked.rcs.senders.get()
        with pytest.raises(TypeError):
            mocked.rcs.senders.get("s1", colour="red")


async def test_autospec_knows_what_is_async() -> None:
    for mocked in (create_autospec(AsyncClient), create_autospec(AsyncClient, instance=True)):
        mocked.rcs.senders.get.return_value = "mocked"
        assert await mocked.rcs.senders.get("s1") == MOCKED
        assert await mocked.rcs.senders.test_numbers.add("s1", ["+46123123222"])


async def test_a_mocked_instance_serves_code_that_takes_a_client() -> None:
    async def id_of(sinch: AsyncClient, id: str) -> str:
        return (await sinch.rcs.senders.get(id)).id

    mocked = create_autospec(AsyncClient, instance=True)
    mocked.rcs.senders.get.return_value = Mock(spec_set=rcs.Sender)
    mocked.rcs.senders.get.return_value.id = "s1"
    assert await id_of(mocked, "s1") == "s1"


@pytest.mark.parametrize("kind", [AsyncClient, Client])
def test_groups_keep_nothing_alive_and_make_no_cycle(kind: type[Any]) -> None:
    gc.collect()
    gc.disable()
    try:
        client = kind(CONFIG)
        list(groups(client))
        list(groups(scope := client.project("other")))
        seen = [weakref.ref(each) for each in (client, scope, client.rcs.senders, scope.rcs.senders.test_numbers)]
        del client, scope
        assert [ref() for ref in seen] == [None] * 4, "gone at once, without the collector"
    finally:
        gc.enable()


@pytest.mark.parametrize("kind", [AsyncClient, Client])
def test_a_client_without_use_makes_no_group(kind: type[Any]) -> None:
    client = kind(CONFIG)
    assert not {name for name in vars(client) if isinstance(inspect.getattr_static(kind, name, None), Group)}


def test_threads_agree_on_one_group() -> None:
    for _ in range(50):
        client, meeting = Client(CONFIG), threading.Barrier(4)
        found: list[Any] = []

        def look(client: Client = client, meeting: threading.Barrier = meeting, found: list[Any] = found) -> None:
            meeting.wait()
            found.append(client.rcs.senders)

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({id(each) for each in found}) == 1
