"""What the contract says, for tests that hold the families' data against it."""

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

import pytest

from sinch_provisioning.core.codec import fast
from sinch_provisioning.core.operation import Operation
from tests.contract.ways import decode_plainly

CONTRACT: dict[str, Any] = json.loads(files("sinch_provisioning.emulator").joinpath("contract.json").read_bytes())


def operations(*tags: str) -> dict[str, tuple[str, str, Any]]:
    """Return method, path and description of the operations with one of the tags, or of all, by their ids."""
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, methods in CONTRACT["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation and (not tags or operation["tags"][0] in tags)
    }


def examples(spoken: Iterable[Operation[Any]], bodies: Mapping[str, Any]) -> list[Any]:
    """Return a test parameter (class, JSON) for every example of a body and of a success."""
    found: list[Any] = []
    known = operations()
    for operation in spoken:
        _, _, described = known[operation.id]
        sides: list[tuple[str, Any, Any]] = [("body", bodies.get(operation.id), described.get("requestBody", {}))]
        sides += [
            (status, operation.returns, answer) for status, answer in described["responses"].items() if status[0] == "2"
        ]
        for side, cls, content in sides:
            media = content.get("content", {}).get("application/json", {})
            samples = [media["example"]] if "example" in media else []
            samples += [one["value"] for one in media.get("examples", {}).values()]
            found += [
                pytest.param(cls, sample, id=f"{operation.id}-{side}-{index}") for index, sample in enumerate(samples)
            ]
    return found


def assert_same_operations(spoken: Iterable[Operation[Any]], *tags: str) -> None:
    """Fail unless these are the contract's operations, with their methods, paths and answers."""
    known = operations(*tags)
    spoken = list(spoken)
    assert {operation.id: (operation.method, operation.path) for operation in spoken} == {
        name: (method, path) for name, (method, path, _) in known.items()
    }
    for operation in spoken:
        answers = known[operation.id][2]["responses"]
        body = any("content" in answer for status, answer in answers.items() if status < "3")
        assert (operation.returns is not type(None)) is body


def read(cls: Any, content: object) -> Any:
    """Read JSON both ways, which have to agree; an update, which is never a response, has one way only."""
    body = json.dumps(content).encode()
    plain = decode_plainly(cls, body)
    quick = fast.decoder(cls)
    if quick is None and cls.__name__.endswith("Update"):
        return plain
    assert quick is not None
    assert quick(body) == plain
    assert repr(quick(body)) == repr(plain)
    return plain
