"""The wire names that models bear while a decoder is being made."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

from collections.abc import Callable
from inspect import getattr_static
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import attrs

from sinch_provisioning.core.model import Unknown, Variants, fields_lock
from sinch_provisioning.core.wire import bare, camel

Translate = Callable[[Any], tuple[Any, Any]]


class Renamed:
    """While open, all models in reach of a type bear their wire names; nobody else may look at their fields then."""

    def __init__(self, tp: Any, translate: Translate) -> None:
        classes: dict[type, None] = {}
        _collect(tp, classes, top=True)
        # All is made ready before anything is changed: a type that cannot be read shows here.
        self._disguises = [_Disguise(cls, translate) for cls in classes]

    def __enter__(self) -> None:
        fields_lock.acquire()
        for disguise in self._disguises:
            disguise.put_on()

    def __exit__(self, *exc_info: object) -> None:
        for disguise in self._disguises:
            disguise.take_off()
        fields_lock.release()


class _Disguise:
    """A model's wire names, and what msgspec is to read for them."""

    def __init__(self, cls: Any, translate: Translate) -> None:
        self._cls = cls
        self._own = (cls.__attrs_attrs__, cls.__annotations__)
        self._aliases: dict[str, Any] = {}
        hints = get_type_hints(cls, include_extras=True)
        shown: list[Any] = []
        for field in cls.__attrs_attrs__:
            if not field.init:
                continue
            wire_name = camel(field.name)
            if wire_name != field.name:
                self._aliases[wire_name] = getattr_static(cls, field.name)
            wire_type, _ = translate(hints[field.name])
            shown.append(field.evolve(name=wire_name, type=wire_type))
        self._shown = (tuple(shown), {field.name: field.type for field in shown})

    def put_on(self) -> None:
        for name, slot in self._aliases.items():
            setattr(self._cls, name, slot)
        self._cls.__attrs_attrs__, self._cls.__annotations__ = self._shown

    def take_off(self) -> None:
        self._cls.__attrs_attrs__, self._cls.__annotations__ = self._own


def _collect(tp: Any, found: dict[type, None], *, top: bool = False) -> None:
    """Gather the models that one decoder will build; unions and repeated models have decoders of their own."""
    tp = bare(tp)
    if variants_of(tp) is not None or (not top and is_repeated(tp)):
        return
    if is_model(tp):
        if tp not in found:
            found[tp] = None
            for hint in get_type_hints(tp, include_extras=True).values():
                _collect(hint, found)
        return
    for arg in get_args(tp):
        _collect(arg, found)


def variants_of(tp: Any) -> Variants | None:
    if get_origin(tp) is not Annotated:
        return None
    return next((extra for extra in get_args(tp)[1:] if isinstance(extra, Variants)), None)


def is_repeated(tp: Any) -> bool:
    return isinstance(tp, type) and "__repeated__" in tp.__dict__


def is_model(tp: Any) -> bool:
    return isinstance(tp, type) and attrs.has(tp) and not issubclass(tp, Unknown)
