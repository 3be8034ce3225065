"""What is left to be done with what msgspec has read: raw parts to be read, defaults to be put in, at any depth."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from sinch_provisioning.core.model import UNSET

Run = Callable[[Any], Any]


class After(NamedTuple):
    """What is left to be done with a value that msgspec has read."""

    run: Run
    replaces: bool
    """Whether it returns another value to take the place of the first, rather than completing it."""


def in_model(
    inner: list[tuple[str, Run]], replaced: list[tuple[str, Run]], blanks: list[tuple[str, Any]]
) -> After | None:
    """Return what completes an object, None if there is nothing to do.

    Args:
        inner: Fields whose values are completed where they are.
        replaced: Fields whose values make place for others.
        blanks: Fields that the JSON knows nothing of, with what they hold at first.
    """
    if not inner and not replaced and not blanks:
        return None
    put = object.__setattr__

    def finish(self: Any) -> None:
        for name, run in inner:
            value = getattr(self, name)
            if value is not None and value is not UNSET:
                run(value)
        for name, run in replaced:
            value = getattr(self, name)
            if value is not None and value is not UNSET:
                put(self, name, run(value))
        for name, default in blanks:
            put(self, name, default)

    if inner or blanks or len(replaced) > 1:
        return After(finish, replaces=False)
    ((only, run_only),) = replaced

    def finish_one(self: Any) -> None:
        value = getattr(self, only)
        if value is not None and value is not UNSET:
            put(self, only, run_only(value))

    return After(finish_one, replaces=False)


def in_list(after: After) -> After:
    run = after.run
    if after.replaces:
        return After(lambda items: [run(item) for item in items], replaces=True)

    def complete(items: list[Any]) -> None:
        for item in items:
            run(item)

    return After(complete, replaces=False)


def in_dict(after: After) -> After:
    run = after.run
    if after.replaces:
        return After(lambda items: {key: run(item) for key, item in items.items()}, replaces=True)

    def complete(items: dict[str, Any]) -> None:
        for item in items.values():
            run(item)

    return After(complete, replaces=False)


def unless_flag(after: After) -> After:
    run = after.run
    return After(lambda value: None if isinstance(value, bool) else run(value), replaces=False)


def or_null(read: Callable[[msgspec.Raw], Any], raw: msgspec.Raw) -> Any:
    return None if bytes(raw) == b"null" else read(raw)
