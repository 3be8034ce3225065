"""The fast way of the codec: msgspec builds our attrs objects straight from the bytes, in one pass.

msgspec takes the JSON keys from the attrs field names and knows no renaming for attrs. It reads the fields once, when
a decoder is built, and afterwards only sets attributes by those names. So each model gets its wire names as second
names of the same slots, and shows its fields under those names for as long as a decoder is being built.

A union is kept as raw bytes until its object is complete; then its few telling keys are read and the right decoder
is run. So are the parts that many answers repeat to the letter, as the questions of a questionnaire: they make up half
of an RCS sender. The same bytes again are the same object again.

Whatever this module cannot take, or declines, goes the plain way (`codec.decode_plainly`), which also words all
errors. A self-check on first use turns the fast way off for good, instead of breaking, should a new msgspec work
differently.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import threading
import types
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
import msgspec

from sinch_provisioning.core.codec import bare, camel
from sinch_provisioning.core.model import UNSET, OpenEnum, Secret, Unknown, Variants, model

T = TypeVar("T")
Decode = Callable[[bytes | msgspec.Raw], Any]
Mend = Callable[[Any], Any]

# A time without an offset is for the plain way, which takes it as UTC.
_AWARE = Annotated[dt.datetime, msgspec.Meta(tz=True)]

# Bounds of what is remembered of one repeated model: a real one has some ten forms of some kilobytes.
_MOST_FORMS = 64
_LONGEST_FORM = 16 * 1024

_lock = threading.RLock()
_decoders: dict[Any, Decode | None] = {}
declined: dict[Any, str] = {}
"""Types that have no fast way, with the reason."""


def decoder(tp: type[T]) -> Callable[[bytes], T] | None:
    """Return a function from bytes to the type, or None if it has no fast way."""
    try:
        return _decoders[tp]
    except KeyError:
        return _build(tp)


def _build(tp: Any) -> Decode | None:
    with _lock:
        if tp in _decoders:
            return _decoders[tp]
        if not _works():
            _decoders[tp] = None
            return None
        try:
            _decoders[tp] = _make(tp)
        except (TypeError, NotImplementedError) as error:
            declined[tp] = str(error)
            _decoders[tp] = None
        return _decoders[tp]


def _make(tp: Any) -> Decode:
    wire, mend = (tp, None) if _is_repeated(tp) else _translate(tp)
    renamed = _Renamed(tp)
    with renamed:
        decode: Decode = msgspec.json.Decoder(wire, dec_hook=_custom).decode
    if mend is None:
        return decode
    return lambda body: mend(decode(body))


def _custom(tp: type, value: Any) -> Any:
    if tp is Secret and isinstance(value, str):
        return Secret(value)
    raise ValueError(f"{tp} cannot be read from {type(value).__name__}")


class _Renamed:
    """While open, all models in reach of a type bear their wire names."""

    def __init__(self, tp: Any) -> None:
        self._classes: dict[type, None] = {}
        _collect(tp, self._classes, top=True)
        self._saved: list[tuple[type, Any, Any]] = []

    def __enter__(self) -> None:
        for cls in self._classes:
            hints = get_type_hints(cls, include_extras=True)
            fields: tuple[Any, ...] = cls.__attrs_attrs__  # type: ignore[attr-defined]
            self._saved.append((cls, fields, cls.__annotations__))
            shown: list[Any] = []
            annotations: dict[str, Any] = {}
            mends: list[tuple[str, Mend]] = []
            blanks: list[tuple[str, Any]] = []
            for field in fields:
                if not field.init:
                    # No part of the JSON. As msgspec calls no `__init__`, the default is put in afterwards.
                    blanks.append((field.name, field.default))
                    continue
                wire_name = camel(field.name)
                wire_type, mend = _translate(hints[field.name])
                if wire_name != field.name:
                    setattr(cls, wire_name, cls.__dict__[field.name])
                if mend is not None:
                    mends.append((field.name, mend))
                shown.append(field.evolve(name=wire_name, type=wire_type))
                annotations[wire_name] = wire_type
            cls.__attrs_attrs__ = tuple(shown)  # type: ignore[attr-defined]
            cls.__annotations__ = annotations
            if mends or blanks:
                cls.__attrs_post_init__ = _mender(mends, blanks)  # type: ignore[attr-defined]

    def __exit__(self, *exc_info: object) -> None:
        for cls, fields, annotations in self._saved:
            cls.__attrs_attrs__ = fields  # type: ignore[attr-defined]
            cls.__annotations__ = annotations
            if "__attrs_post_init__" in cls.__dict__:
                del cls.__attrs_post_init__  # type: ignore[attr-defined]


def _mender(mends: list[tuple[str, Mend]], blanks: list[tuple[str, Any]]) -> Callable[[Any], None]:
    put = object.__setattr__

    def finish(self: Any) -> None:
        for name, default in blanks:
            put(self, name, default)
        for name, mend in mends:
            value = getattr(self, name)
            if value is not None and value is not UNSET:
                put(self, name, mend(value))

    return finish


def _collect(tp: Any, found: dict[type, None], *, top: bool = False) -> None:
    """Gather the models that one decoder will build; unions and repeated models have decoders of their own."""
    tp = bare(tp)
    if _variants(tp) is not None or (not top and _is_repeated(tp)):
        return
    if isinstance(tp, type) and attrs.has(tp) and not issubclass(tp, Unknown):
        if tp not in found:
            found[tp] = None
            for hint in get_type_hints(tp, include_extras=True).values():
                _collect(hint, found)
        return
    for arg in get_args(tp):
        _collect(arg, found)


def _variants(tp: Any) -> Variants | None:
    if get_origin(tp) is not Annotated:
        return None
    return next((extra for extra in get_args(tp)[1:] if isinstance(extra, Variants)), None)


def _is_repeated(tp: Any) -> bool:
    return isinstance(tp, type) and "__repeated__" in tp.__dict__


def _translate(tp: Any) -> tuple[Any, Mend | None]:
    """Return what msgspec is to read for a type, and what to do with it afterwards."""
    tp = bare(tp)
    variants = _variants(tp)
    if variants is not None:
        return msgspec.Raw, _union_reader(variants)
    if _is_repeated(tp):
        return msgspec.Raw, _repeated_reader(tp)
    if tp is dt.datetime:
        return _AWARE, None
    if tp is object:
        return Any, None
    origin, args = get_origin(tp), get_args(tp)
    if origin in {Union, types.UnionType}:
        return _translate_union(args)
    if origin is list:
        wire, mend = _translate(args[0])
        return list[wire], None if mend is None else partial(_mend_list, mend)  # type: ignore[valid-type]
    if origin is dict:
        wire, mend = _translate(args[1])
        return dict[str, wire], None if mend is None else partial(_mend_dict, mend)  # type: ignore[valid-type]
    if isinstance(tp, type) and issubclass(tp, Unknown):
        raise TypeError("Unknown stands only in a union")
    if isinstance(tp, type) and (attrs.has(tp) or issubclass(tp, OpenEnum | str | bool | int | float | Secret)):
        return tp, None
    if tp is Any or tp is dict:
        return tp, None
    raise TypeError(f"no fast way for {tp}")


def _mend_list(mend: Mend, items: list[Any]) -> list[Any]:
    return [mend(item) for item in items]


def _mend_dict(mend: Mend, items: dict[str, Any]) -> dict[str, Any]:
    return {key: mend(item) for key, item in items.items()}


def _or_null(mend: Mend | None, raw: msgspec.Raw) -> Any:
    return None if mend is None or bytes(raw) == b"null" else mend(raw)


def _translate_union(args: tuple[Any, ...]) -> tuple[Any, Mend | None]:
    real = [arg for arg in args if arg is not type(None)]
    if len(real) == 1:
        wire, mend = _translate(real[0])
        if wire is msgspec.Raw:
            # msgspec has no "raw or null"; a raw null is told by its bytes.
            return msgspec.Raw, partial(_or_null, mend)
        return wire | None, mend
    if set(real) <= {int, float}:
        return Union[args], None
    if len(real) == 2 and bool in real:
        wire, mend = _translate(next(arg for arg in real if arg is not bool))
        if mend is None:
            return Union[(wire, *(arg for arg in args if arg in {bool, type(None)}))], None
    raise TypeError(f"no fast way for {Union[args]}")


def _union_reader(variants: Variants) -> Mend:
    probe: msgspec.json.Decoder[Any] = msgspec.json.Decoder(variants.probe)
    plain = msgspec.json.Decoder()
    choose = variants.choose

    def read(raw: msgspec.Raw) -> Any:
        chosen = choose(probe.decode(raw))
        if issubclass(chosen, Unknown):
            return chosen(content=plain.decode(raw))
        fast: Decode | None = decoder(chosen)
        if fast is None:
            raise ValueError(f"no fast way for {chosen}")
        return fast(raw)

    return read


def _repeated_reader(tp: type) -> Mend:
    forms: dict[bytes, Any] = {}

    def read(raw: msgspec.Raw) -> Any:
        body = bytes(raw)
        form = forms.get(body)
        if form is None:
            fast: Decode | None = decoder(tp)
            if fast is None:
                raise ValueError(f"no fast way for {tp}")
            form = fast(body)
            if len(body) <= _LONGEST_FORM:
                if len(forms) >= _MOST_FORMS:
                    forms.clear()
                forms[body] = form
        return form

    return read


_verdict: bool | None = None


def _works() -> bool:
    global _verdict  # noqa: PLW0603 - one verdict a process
    if _verdict is None:
        _verdict = True  # the check itself builds decoders
        try:
            _verdict = _self_check()
        except Exception:  # noqa: BLE001 - whatever a future msgspec does, the plain way works
            _verdict = False
        if not _verdict:
            _decoders.clear()
    return _verdict


def _self_check() -> bool:
    class Kind(OpenEnum):
        NEW = "new"

    @model
    class Inner:
        inner_name: str
        seen_at: dt.datetime | None = None

    @model
    class Outer:
        some_kind: Kind
        inner_list: list[Inner] | None = None
        not_there: str | None = None

    body = (
        b'{"someKind":"newer","innerList":[{"innerName":"a","seenAt":"2023-01-19t13:11:08.204Z","x":[1]}],"other":{}}'
    )
    want = Outer(
        some_kind=Kind("newer"),
        inner_list=[Inner(inner_name="a", seen_at=dt.datetime(2023, 1, 19, 13, 11, 8, 204000, dt.UTC))],
    )
    decode = _make(Outer)
    names = [field.name for field in attrs.fields(cast("Any", Outer))]
    if decode(body) != want or names != ["some_kind", "inner_list", "not_there"]:
        return False
    try:
        decode(b'{"innerList":[]}')
    except msgspec.ValidationError:
        return True
    return False
