"""What is used wrongly is told so by an error of this package that says what to write."""

import functools
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Attempt, Client, Config, errors

CONFIG = Config(project_id="p", access_token="t")


class Plain:
    def before(self, attempt: Attempt) -> None: ...

    def after(self, attempt: Attempt) -> None: ...


class Late(Plain):
    async def after(self, attempt: Attempt) -> None: ...  # type: ignore[override]


class Early(Plain):
    async def before(self, attempt: Attempt) -> None: ...  # type: ignore[override]


class Calls(Plain):
    """Methods that are objects."""

    class _Object:
        async def __call__(self, attempt: Attempt) -> None: ...

    before = _Object()  # type: ignore[assignment]


async def _wait(attempt: Attempt) -> None: ...


class Partial(Plain):
    def __init__(self) -> None:
        self.before = functools.partial(_wait)  # type: ignore[assignment]


class Half:
    def before(self, attempt: Attempt) -> None: ...


@pytest.mark.parametrize("make", [AsyncClient, Client])
@pytest.mark.parametrize(
    ("hooks", "words"),
    [
        (Plain(), r"hooks=\[hook\]"),
        ("hook", r"hooks=\[hook\]"),
        (None, r"hooks=\[hook\]"),
        ([Plain], r"hooks=\[Plain\(\)\]"),
        ([Half()], "Half has no after"),
        ([object()], "object has no before"),
        ([Late()], r"def after\(self, attempt\)"),
        ([Early()], r"def before\(self, attempt\)"),
        ([Calls()], r"def before\(self, attempt\)"),
        ([Partial()], r"def before\(self, attempt\)"),
    ],
)
def test_wrong_hooks_are_rejected(make: Any, hooks: object, words: str) -> None:
    with pytest.raises(errors.ConfigurationError, match=words) as caught:
        make(CONFIG, hooks=hooks)
    assert caught.value.field == "hooks"


@pytest.mark.parametrize("make", [AsyncClient, Client])
@pytest.mark.parametrize("name", ["timeout", "deadline"])
@pytest.mark.parametrize("value", ["5", b"5", True, [5], 0, -1, float("nan"), float("inf")])
def test_wrong_limits_of_time_are_rejected(make: Any, name: str, value: object) -> None:
    with pytest.raises(errors.InvalidRequest, match="number of seconds") as caught:
        make(CONFIG).options(**{name: value})
    assert caught.value.field == name


def test_under_trio_an_error_says_asyncio_only() -> None:
    trio = pytest.importorskip("trio")

    async def main() -> None:
        async with AsyncClient(CONFIG) as sinch:
            await sinch.rcs.senders.get("s1")

    with pytest.raises(errors.WrongEventLoop, match="asyncio only"):
        trio.run(main)


def test_without_any_event_loop_an_error_says_asyncio_only() -> None:
    sinch = AsyncClient(CONFIG)
    with pytest.raises(errors.WrongEventLoop, match="asyncio only"):
        sinch.rcs.senders.get("s1").send(None)
