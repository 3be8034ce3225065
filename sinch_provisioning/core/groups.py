"""Groups of methods, such as `sinch.rcs.senders`."""

from importlib import import_module
from typing import Any, Generic, TypeVar, cast, overload

G = TypeVar("G")


class Group(Generic[G]):
    """A group of methods as an attribute: `senders: Final = Group(Senders)`.

    Read from an instance (a client, a project scope or another group) it is that instance's one group, made on first
    use by its `_group`. Read from the class it is the group's class, for mocks and documentation.

    Args:
        cls: The group's class, or where it is, as `package.module:Class`, to be imported on first use.
    """

    def __init__(self, cls: type[G] | str) -> None:
        self._cls = cls
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @property
    def cls(self) -> type[G]:
        """Class of the group."""
        if isinstance(self._cls, str):
            module, _, name = self._cls.partition(":")
            self._cls = cast("type[G]", getattr(import_module(module), name))
        return self._cls

    @overload
    def __get__(self, obj: None, owner: object = None, /) -> type[G]: ...
    @overload
    def __get__(self, obj: object, owner: object = None, /) -> G: ...
    def __get__(self, obj: object, owner: object = None, /) -> type[G] | G:
        if obj is None:
            return self.cls
        # Kept where the next access finds it without coming here, and where a test can put a mock instead.
        # One of two threads wins, and both go on with its group.
        made = cast("Any", obj)._group(self._name, self.cls)  # noqa: SLF001 - its owner's
        return cast("G", vars(obj).setdefault(self._name, made))
