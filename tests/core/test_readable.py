"""What a response can be read into, and that anything else is rejected before a request is made."""

import dataclasses
import json
from typing import Any, Literal, NamedTuple, TypedDict

import attrs
import msgspec
import pytest

from sinch_provisioning import AsyncClient, Client, Config, errors, from_json, rcs, webhooks
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import check_readable
from sinch_provisioning.operations import OPERATIONS
from tests.net.wire import SENDER, says, wire

pytestmark = pytest.mark.anyio


@dataclasses.dataclass
class AsDataclass:
    page_size: int = 0


class AsTypedDict(TypedDict, total=False):
    page_size: int


class AsNamedTuple(NamedTuple):
    page_size: int = 0


@attrs.define
class AsAttrs:
    page_size: int = 0


class AsStruct(msgspec.Struct):
    page_size: int = 0


FOREIGN: list[Any] = [
    AsDataclass, AsTypedDict, AsNamedTuple, AsAttrs, AsStruct, list[AsDataclass], dict[str, AsAttrs],
    AsNamedTuple | None, set, tuple, frozenset, set[str], tuple[int, ...],
    dict[int, str], bytearray, complex, rcs.Sender | rcs.SenderList, str | int, "Sender", [rcs.Sender], print, len, 5,
]  # fmt: skip


@pytest.mark.parametrize("returns", FOREIGN, ids=str)
async def test_what_cannot_be_read_strictly_is_rejected_before_any_request(returns: Any) -> None:
    async with wire(otherwise=says({"pageSize": 5})) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest, match="must be a model of this package, dict, list") as caught:
            await sinch.request("GET", "/x", returns=returns)
        assert caught.value.field == "returns"
        assert server.connections == 0
    with pytest.raises(errors.InvalidRequest) as caught:
        from_json(returns, b'{"pageSize":5}')
    assert caught.value.field == "cls"


GOOD: list[tuple[Any, Any]] = [
    (dict, {"a": 1}), (list, [1, "a"]), (str, "a"), (int, 5), (float, 1.5), (bool, True), (Any, [None]),
    (object, {"a": 1}), (list[str], ["a"]), (dict[str, int], {"a": 1}), (dict[str, list[int]], {"a": [1]}),
    (str | None, None), (int | float, 1.5), (bool | str, "a"), (Literal["a"], "a"),
]  # fmt: skip
KINDS = [{"a": 1}, [1, "a"], "a", 5, 1.5, True, None]


@pytest.mark.parametrize(("returns", "content"), GOOD, ids=str)
async def test_plain_types_are_read_as_they_are(returns: Any, content: Any) -> None:
    async with wire(otherwise=says(body=json.dumps(content).encode())) as server, AsyncClient(server.config()) as sinch:
        found = await sinch.request("GET", "/x", returns=returns)
        assert found == content
        assert type(found) is type(content)


@pytest.mark.parametrize("content", KINDS, ids=repr)
@pytest.mark.parametrize("returns", [dict, list, str, int, float, bool, list[str], dict[str, int]], ids=str)
async def test_a_plain_type_takes_no_other_kind_of_json(returns: Any, content: Any) -> None:
    kind = type(content)
    if returns is kind or (returns is float and kind is int) or (content == {"a": 1} and returns == dict[str, int]):
        return
    async with wire(otherwise=says(body=json.dumps(content).encode())) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.DecodeError) as caught:
            await sinch.request("GET", "/x", returns=returns)
        assert caught.value.path == ("$" if returns != list[str] or kind is not list else "$[0]")


def test_the_blocking_client_rejects_them_too() -> None:
    config = Config(project_id="p", access_token="t", base_url="http://127.0.0.1:1")
    with Client(config) as sinch, pytest.raises(errors.InvalidRequest):
        sinch.request("GET", "/x", returns=AsDataclass)


def test_all_that_operations_return_can_be_read_and_so_can_events() -> None:
    for operation in OPERATIONS.values():
        if operation.returns is not type(None):
            check_readable("returns", operation.returns)
    for tp in (webhooks.Event, list[rcs.Sender], rcs.Sender | None, OpenEnum, Secret, dict[str, rcs.Sender]):
        check_readable("returns", tp)


async def test_a_model_is_read_and_so_is_one_of_the_callers_made_from_it() -> None:
    class Mine(rcs.Sender):
        @property
        def label(self) -> str:
            return f"{self.id} in {self.region}"

    async with wire(otherwise=says(SENDER)) as server, AsyncClient(server.config()) as sinch:
        assert (await sinch.request("GET", "/x", returns=rcs.Sender)).id == "s1"
        assert (await sinch.request("GET", "/x", returns=Mine)).label == "s1 in EU"


@pytest.mark.parametrize("data", [{"id": "a"}, 5, None, ["a"]])
def test_from_json_takes_bytes_and_text(data: Any) -> None:
    with pytest.raises(errors.InvalidRequest, match="data: must be bytes or a text"):
        from_json(dict, data)


def test_half_of_a_surrogate_pair_is_not_json() -> None:
    with pytest.raises(errors.DecodeError, match="not JSON"):
        from_json(str, '"\ud800"')
