"""The fast decoder: msgspec builds our objects straight from the bytes, in one pass.

A union, and what responses repeat to the letter, is kept as raw bytes by msgspec, and read when the object around it
is there.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Annotated, Any, cast

import attrs
import msgspec

from sinch_provisioning.core.codec import UNREADABLE
from sinch_provisioning.core.codec.twins import Finish, complete, in_bulk, new_twin
from sinch_provisioning.core.frozen import FrozenDict, freeze
from sinch_provisioning.core.model import Interned
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import Kind, Shape, Unsupported, fields, remembered, shape
from sinch_provisioning.core.unions import Variants

Decode = Callable[[Any], Any]
"""Reads bytes, or what msgspec has kept raw."""
Wire = tuple[Any, Finish | None]
"""What msgspec reads for a type, and what is left to do afterwards."""

# Bounds of what is remembered of one interned type: a real one has some ten forms of some kilobytes.
_MOST_FORMS = 64
_LONGEST_FORM = 16 * 1024

# What is made once is used by all. Two threads that make the same at once both get a right one.
_twins: dict[type, type] = {}


@remembered
def decoder(tp: Any) -> Decode | None:
    """Return a function from bytes to the type, or None if only the plain decoder can read it.

    The function raises `msgspec.MsgspecError`, ValueError or RecursionError for what it does not read.
    """
    try:
        return _decoder(shape(tp))
    except (Unsupported, NotImplementedError):
        return None


def _decoder(form: Shape) -> Decode:
    making = _Making()
    wire, finish = making.wire(form)
    decode: Decode = msgspec.json.Decoder(wire).decode
    for model, twin in making.twins.items():
        _twins.setdefault(model, twin)
    return decode if finish is None else lambda body: finish(decode(body))


def _found(tp: Any) -> Decode:
    found = decoder(tp)
    if found is None:
        raise ValueError(f"only the plain decoder reads {tp}")
    return found


class _Making:
    """What one decoder needs while it is made: the twins that no decoder has yet."""

    def __init__(self) -> None:
        self.twins: dict[type, type] = {}
        self._wires: Mapping[Kind, Callable[[Shape, bool], Wire]] = {
            Kind.ANYTHING: lambda _, frozen: (Any, freeze if frozen else None),
            Kind.SCALAR: self._scalar,
            Kind.ENUM: self._scalar,
            Kind.MODEL: lambda form, _: (self._twin(form.cls), None),
            Kind.ARRAY: self._array,
            Kind.MAPPING: self._mapping,
            Kind.UNKNOWN: lambda form, _: (msgspec.Raw, lambda raw: form.cls(msgspec.json.decode(raw, type=dict))),
            Kind.VARIANTS: lambda form, _: (msgspec.Raw, _variants(form)),
            Kind.UNION: self._union,
        }

    def wire(self, form: Shape, *, frozen: bool = False) -> Wire:
        """Return what msgspec reads for a shape; JSON of any kind is made immutable if it is part of a model.

        Raises:
            Unsupported: msgspec cannot read it.
        """
        interned = form.mark(Interned) is not None
        wire, finish = (msgspec.Raw, _repeated(form)) if interned else self._wires[form.kind](form, frozen)
        if not form.nullable or form.kind is Kind.ANYTHING:
            return wire, finish
        # msgspec has no "raw or null", but a null can be told by its bytes.
        nullable = wire if wire is msgspec.Raw else wire | None
        return nullable, None if finish is None else partial(_unless_null, finish)

    def _scalar(self, form: Shape, _frozen: bool) -> Wire:
        if form.cls is Secret:
            return str, Secret
        # A time without an offset is for the plain decoder, which takes it as UTC.
        return Annotated[form.cls, msgspec.Meta(tz=True)] if form.cls is dt.datetime else form.cls, None

    def _twin(self, model: type) -> type:
        twin = _twins.get(model) or self.twins.get(model)
        if twin is None:
            twin = self.twins[model] = new_twin(model)
            complete(twin, model, [(field, *self.wire(field.shape, frozen=True)) for field in fields(model)])
        return twin

    def _array(self, form: Shape, frozen: bool) -> Wire:
        made: Any = form.cls
        wire, finish = self.wire(form.parts[0], frozen=frozen and made is tuple)
        array = made.__class_getitem__((wire, ...) if made is tuple else wire)
        return array, None if finish is None else lambda items: made(map(finish, items))

    def _mapping(self, form: Shape, frozen: bool) -> Wire:
        made = form.cls
        wire, finish = self.wire(form.parts[0], frozen=frozen and made is FrozenDict)
        mapping = dict.__class_getitem__((str, wire))
        if finish is None:
            return mapping, made
        return mapping, lambda items: made((key, finish(item)) for key, item in items.items())

    def _union(self, form: Shape, frozen: bool) -> Wire:
        first, *others = form.parts
        wire, finish = self.wire(first, frozen=frozen)
        if finish is not None or len(others) > 1 or others[0].cls not in {bool, str}:
            raise Unsupported(f"msgspec cannot tell apart {form.tp}")
        return wire | others[0].cls, None


def _unless_null(finish: Finish, value: Any) -> Any:
    return None if value is None or (type(value) is msgspec.Raw and bytes(value) == b"null") else finish(value)


def _variants(form: Shape) -> Decode:
    variants = cast("Variants", form.mark(Variants))
    probe: msgspec.json.Decoder[Any] = msgspec.json.Decoder(variants.probe)
    choose = variants.choose

    def read(raw: msgspec.Raw) -> Any:
        return _found(choose(probe.decode(raw)))(raw)

    return read


def _repeated(form: Shape) -> Decode:
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
        before, found = last
        if body != before:
            found = forms.get(body)
        if found is not None:
            misses = 0
        else:
            misses += 1
            if make is None:
                make = _of_repeated(form)
            found = make(body)
            if len(body) > _LONGEST_FORM:
                return found
            if len(forms) >= _MOST_FORMS:
                forms.clear()
            forms[body] = found
        last = body, found
        return found

    return read


@cache
def _of_repeated(form: Shape) -> Decode:
    """Return what reads a form. In a mapping values that mostly are of one class are read in one pass, others again."""
    variants = form.parts[0].mark(Variants) if form.kind is Kind.MAPPING else None
    if variants is None or variants.usual is None:
        return _decoder(attrs.evolve(form, marks=(), nullable=False))
    cls, field = variants.usual
    _found(cls)
    twin, become = in_bulk(_twins[cls], field)
    as_usual = msgspec.json.Decoder(dict.__class_getitem__((str, twin))).decode
    as_raw = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
    read = _variants(form.parts[0])

    def decode(body: bytes | msgspec.Raw) -> Any:
        try:
            found = as_usual(body)
            others = become(found)
        except UNREADABLE:
            return FrozenDict((key, read(raw)) for key, raw in as_raw(body).items())
        if others:
            raws = as_raw(body)
            found.update((key, read(raws[key])) for key in others)
        return FrozenDict(found)

    return decode
