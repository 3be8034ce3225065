"""Calls of the catalogue, as one would write them at the command line."""

import datetime as dt
import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, cast

import attrs

from sinch_provisioning import Secret, to_dict
from sinch_provisioning.blocking.client import Project
from sinch_provisioning.core.outline import leaves, models
from tests.contract.catalogue import Entry, Given

RENAMED = {"wait_for": "wait"}
VARIABLE = "A_SECRET"


class Recorded(Exception):
    """Carries a call out of the function that makes it."""


class Recorder:
    """Stands for a client, and makes no call."""

    def __init__(self, path: tuple[str, ...] = ()) -> None:
        self._path = path

    def __getattr__(self, name: str) -> "Recorder":
        return Recorder((*self._path, name))

    def __call__(self, *args: Any, **values: Any) -> NoReturn:
        raise Recorded(self._path, args, values)


@attrs.frozen
class Line:
    """A command line."""

    words: list[str]
    given: str
    """Standard input."""
    secret: str | None
    """What the environment variable holds."""


async def line_of(entry: Entry, given: Given) -> Line:
    """Return the command line of an entry of the catalogue."""
    try:
        await entry.call(cast("Any", Recorder()), given)
    except Recorded as recorded:
        return translated(*recorded.args)
    raise AssertionError(entry)


def translated(path: tuple[str, ...], args: tuple[Any, ...], values: Mapping[str, Any]) -> Line:
    """Return the command line of a call."""
    words = [RENAMED.get(name, name).replace("_", "-") for name in path]
    method: Any = Project
    for name in path:
        method = getattr(method, name)
    parameters = inspect.signature(method).parameters
    content: dict[str, Any] = {}
    options: list[str] = []
    secret = None
    for arg in args:
        if hasattr(type(arg), "__wire_model__"):
            content |= to_dict(arg)
        else:
            words += [str(item) for item in (arg if isinstance(arg, list | tuple) else [arg])]
    for name, value in values.items():
        marks = leaves(parameters[name].annotation)
        if Secret in marks:
            options += [f"--{name.replace('_', '-')}-env", VARIABLE]
            secret = value.reveal() if isinstance(value, Secret) else str(value)
        elif models(parameters[name].annotation) and str not in marks:
            content[name] = json.loads(json.dumps(plain(value)))
        else:
            options += list(written(f"--{name.replace('_', '-')}", value))
    if content:
        options += ["--input", "-"]
    return Line([*words, *options], json.dumps(content) if content else "", secret)


def plain(value: Any) -> Any:
    return (
        [plain(item) for item in value]
        if isinstance(value, list | tuple)
        else value
        if isinstance(value, bool)
        else to_dict(value)
    )


def written(option: str, value: Any) -> Iterator[str]:
    """Walk the words of an option."""
    if isinstance(value, bool):
        yield option if value else option.replace("--", "--no-", 1)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from (option, str(item))
    elif value is not None:
        yield from (option, value.isoformat() if isinstance(value, dt.datetime) else str(value))
