"""The fast decoder: msgspec builds our objects straight from the bytes, in one pass."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, TypeVar, get_args, get_origin

import msgspec
import msgspec.structs

from sinch_provisioning.core.codec import UNREADABLE
from sinch_provisioning.core.codec.hints import is_unknown, mark
from sinch_provisioning.core.codec.twins import Twins, Unsupported, in_bulk
from sinch_provisioning.core.frozen import FrozenDict
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Variants

T = TypeVar("T")
Decode = Callable[[bytes | msgspec.Raw], Any]

# Bounds of what is remembered of one interned type: a real one has some ten forms of some kilobytes.
_MOST_FORMS = 64
_LONGEST_FORM = 16 * 1024

# What is made once is used by all. Two threads that make the same at once both get a right one.
_decoders: dict[Any, Decode | None] = {}
_twins: dict[type, type] = {}


def decoder(tp: type[T]) -> Callable[[bytes | msgspec.Raw], T] | None:
    """Return a function from bytes to the type, or None if only the plain decoder can read it.

    The function raises `msgspec.MsgspecError`, ValueError or RecursionError for what it does not read.
    """
    try:
        return _decoders[tp]
    except KeyError:
        pass
    made: Decode | None
    try:
        made = _make(tp)
    except (Unsupported, NotImplementedError):
        made = None
    return _decoders.setdefault(tp, made)


def _make(tp: Any) -> Decode:
    twins = Twins(_twins, _union, _interned)
    wire, finish = twins.wire(tp)
    decode: Decode = msgspec.json.Decoder(wire, dec_hook=_read_secret).decode
    for model, twin in twins.made.items():
        _twins.setdefault(model, twin)
    if finish is None:
        return decode
    return lambda body: finish(decode(body))


def _read_secret(tp: Any, value: Any) -> Any:
    if tp is not Secret or not isinstance(value, str):
        raise ValueError("expected a text")
    return Secret(value)


def _union(tp: Any) -> Callable[[msgspec.Raw], Any]:
    variants = mark(tp, Variants)
    if variants is None:
        raise TypeError(f"{tp} is not a union")
    probe: msgspec.json.Decoder[Any] = msgspec.json.Decoder(variants.probe)
    choose = variants.choose

    def read(raw: msgspec.Raw) -> Any:
        chosen = choose(probe.decode(raw))
        if is_unknown(chosen):
            return chosen(msgspec.json.decode(raw))
        return _found(chosen)(raw)

    return read


def _interned(tp: Any) -> Callable[[msgspec.Raw], Any]:
    inner: Any = get_args(tp)[0]
    make: Decode | None = None
    misses = 0
    forms: dict[bytes, Any] = {}
    # Mostly it is the same form again, and comparing costs less than hashing. One tuple, as threads may meet here.
    last: tuple[bytes, Any] = (b"", None)

    def read(raw: msgspec.Raw) -> Any:
        nonlocal last, make, misses
        # Where nothing repeats, looking for it costs more than it brings; so then it is tried for one in sixteen.
        if misses >= _MOST_FORMS and misses & 15 and make is not None:
            misses += 1
            return make(raw)
        body = bytes(raw)
        before, form = last
        if body != before:
            form = forms.get(body)
        if form is not None:
            misses = 0
        else:
            misses += 1
            if make is None:
                make = _mapping_of_usual(inner) or _found(inner)
            form = make(body)
            if len(body) > _LONGEST_FORM:
                return form
            if len(forms) >= _MOST_FORMS:
                forms.clear()
            forms[body] = form
        last = body, form
        return form

    return read


@cache
def _mapping_of_usual(tp: Any) -> Decode | None:
    """Return what reads a mapping whose values mostly are of one class: in one pass, and the others once more."""
    variants = mark(get_args(tp)[1], Variants) if get_origin(tp) is Mapping else None
    if variants is None or variants.usual is None:
        return None
    cls, field = variants.usual
    _found(cls)
    twin, become = in_bulk(_twins[cls], field)
    as_usual = msgspec.json.Decoder(dict.__class_getitem__((str, twin)), dec_hook=_read_secret).decode
    as_raw = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
    read = _union(get_args(tp)[1])

    def decode(body: bytes | msgspec.Raw) -> Any:
        try:
            found = as_usual(body)
            others = become(found)
        except UNREADABLE:
            return FrozenDict((key, read(raw)) for key, raw in as_raw(body).items())
        if others:
            found.update(zip(others, map(read, _some(*others)(body)), strict=True))
        return FrozenDict(found)

    return decode


@lru_cache(64)
def _some(*keys: str) -> Callable[[bytes | msgspec.Raw], Iterable[msgspec.Raw]]:
    """Return what takes the values of these keys out of an object, and passes over the others."""
    names = {f"value{index}": key for index, key in enumerate(keys)}
    shape = msgspec.defstruct("Some", [(name, msgspec.Raw) for name in names], rename=names)
    decode = msgspec.json.Decoder(shape).decode
    return lambda body: msgspec.structs.astuple(decode(body))


def _found(tp: Any) -> Decode:
    found = decoder(tp)
    if found is None:
        raise ValueError(f"only the plain decoder reads {tp}")
    return found
