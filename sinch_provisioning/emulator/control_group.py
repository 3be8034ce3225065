"""Decisions about what a project keeps: methods of its parts, as calls that name the project and the record."""

import inspect
from collections.abc import Callable
from typing import Any, Concatenate, Generic, Literal, ParamSpec, Protocol, TypeVar, cast, get_type_hints

from sinch_provisioning.emulator.project import Part, Project
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON

P = ParamSpec("P")
Q = ParamSpec("Q")
A = TypeVar("A", bound=Part)
T = TypeVar("T")
Use = Literal["edit", "review", "read"]
"""How a record is used: it changes, it changes and has to be in review, or it is only read."""


class ControlGroup:
    """What others decide about one thing: its public methods are decisions, its declared attributes further groups.

    A decision about something that does not exist raises `Problem`; one that cannot be made, as nothing waits for it,
    `ValueError`.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        for name, group in get_type_hints(type(self)).items():
            if isinstance(group, type) and issubclass(group, ControlGroup):
                setattr(self, name, group(store))


class Decision(Generic[Q, T]):
    """A method of a part as a method of a control group, with the same docstring, names and types."""

    def __init__(self, part: type[Part], method: Callable[..., Any], use: Use | None) -> None:
        self._part = part
        self._method = method
        self._use = use
        self._names = ("project_id", *(part.named if use is not None else ()))
        parameters = list(inspect.signature(method).parameters.values())[1 if use is None else 2 :]
        named = [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in self._names]
        self._signature = inspect.Signature([*named, *parameters])

    def __get__(self, group: ControlGroup, _: object = None) -> Callable[Q, T]:
        def decide(*given: Any, **fields: Any) -> Any:
            arguments = self._signature.bind(*given, **fields).arguments
            project_id, *names = (arguments.pop(name) for name in self._names)
            store = group._store  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - its group's
            with (store.look if self._use == "read" else store.decision)(project_id) as project:
                return self._method(*self._about(project, names), **arguments)

        hints = get_type_hints(self._method, include_extras=True)
        decide.__name__, decide.__doc__ = self._method.__name__, inspect.getdoc(self._method)
        decide.__annotations__ = {**hints, **dict.fromkeys(self._names, str)}
        decide.__signature__ = self._signature  # type: ignore[attr-defined]
        return decide

    def _about(self, project: Project, names: list[str]) -> list[JSON]:
        part = project.part(self._part)
        if self._use is None:
            return [part]
        record = part.find(*names) if self._use == "read" else part.open(*names)
        if self._use == "review" and not part.in_review(record):
            raise ValueError(f"nothing is in review at the {part.noun} {' '.join(names)}".rstrip())
        return [part, record]


def on_project(part: type[A], method: Callable[Concatenate[A, P], T]) -> Decision[Concatenate[str, P], T]:
    """Make a decision about all of a part: project."""
    return Decision(part, method, None)


def on_only(
    part: type[A], method: Callable[Concatenate[A, JSON, P], T], use: Use = "edit"
) -> Decision[Concatenate[str, P], T]:
    """Make a decision about the one record of a part: project."""
    return Decision(part, method, use)


def on_one(
    part: type[A], method: Callable[Concatenate[A, JSON, P], T], use: Use = "edit"
) -> Decision[Concatenate[str, str, P], T]:
    """Make a decision about a record that one value names: project, name."""
    return Decision(part, method, use)


def on_pair(
    part: type[A], method: Callable[Concatenate[A, JSON, P], T], use: Use = "edit"
) -> Decision[Concatenate[str, str, str, P], T]:
    """Make a decision about a record that two values name: project, name, name."""
    return Decision(part, method, use)


class Switch(Protocol):
    """A decision that switches something on or off."""

    def __call__(self, project_id: str, on: bool = True) -> None: ...


def switch(part: type[Part], setting: str, summary: str) -> Switch:
    """Make a decision that switches a setting of a part."""

    def change(kept: Part, on: bool = True) -> None:
        kept.settings.set(**{setting: on})

    change.__doc__ = summary
    return cast("Switch", Decision(part, change, None))
