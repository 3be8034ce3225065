"""Decoders by type, each made on first use."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import gc
import sys
import threading
import types
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from sinch_provisioning.core.fast.after import After, Run, in_dict, in_list, in_model, or_null, unless_flag
from sinch_provisioning.core.fast.disguise import Renamed, is_model, is_repeated, variants_of
from sinch_provisioning.core.fast.selfcheck import holds
from sinch_provisioning.core.model import OpenEnum, Secret, Unknown, Variants
from sinch_provisioning.core.wire import bare

T = TypeVar("T")
Decode = Callable[[bytes | msgspec.Raw], Any]

# A time without an offset is for the plain way, which takes it as UTC.
_AWARE = Annotated[dt.datetime, msgspec.Meta(tz=True)]

# Bounds of what is remembered of one repeated model: a real one has some ten forms of some kilobytes.
_MOST_FORMS = 64
_LONGEST_FORM = 16 * 1024

# Bytes of a body that makes enough objects for the garbage collector to be felt.
_LARGE = 32 * 1024


class Decoders:
    """Fast decoders by type, each made on first use.

    Args:
        maker: What makes a decoder of a type: msgspec's own class, or a stand-in for one that works differently.
    """

    def __init__(self, maker: Callable[..., Any] = msgspec.json.Decoder) -> None:
        self.declined: dict[Any, str] = {}
        """Types that have no fast way, with the reason."""
        self._maker = maker
        self._lock = threading.RLock()
        self._made: dict[Any, Decode | None] = {}
        self._afters: dict[Any, After | None] = {}
        self._trusted: bool | None = None

    def decoder(self, tp: type[T]) -> Callable[[bytes], T] | None:
        """Return a function from bytes to the type, or None if it has no fast way."""
        try:
            return self._made[tp]
        except KeyError:
            return self._build(tp)

    def _build(self, tp: Any) -> Decode | None:
        with self._lock:
            if tp in self._made:
                return self._made[tp]
            made: Decode | None = None
            if self._works():
                try:
                    made = self._make(tp)
                except (TypeError, NotImplementedError) as error:
                    self.declined[tp] = str(error)
            self._made[tp] = made
            return made

    def _make(self, tp: Any) -> Decode:
        wire, after = self._translate_model(tp) if is_model(tp) else self.translate(tp)
        with Renamed(tp, self.translate):
            decode: Decode = _undisturbed(self._maker(wire).decode)
        if after is None:
            return decode
        run = after.run
        if after.replaces:
            return lambda body: run(decode(body))

        def read(body: bytes | msgspec.Raw) -> Any:
            value = decode(body)
            run(value)
            return value

        return read

    def _works(self) -> bool:
        if self._trusted is None:
            self._trusted = True  # the check itself makes decoders
            try:
                self._trusted = holds(self.decoder)
            except Exception:  # noqa: BLE001 - whatever a future msgspec does, the plain way works
                self._trusted = False
            self._made.clear()
            self._afters.clear()
        return self._trusted

    def translate(self, tp: Any) -> tuple[Any, After | None]:
        """Return what msgspec is to read for a type, and what to do with it afterwards."""
        tp = bare(tp)
        variants = variants_of(tp)
        if variants is not None:
            return msgspec.Raw, After(self._union_reader(variants), replaces=True)
        if is_repeated(tp):
            return msgspec.Raw, After(self._repeated_reader(tp), replaces=True)
        if is_model(tp):
            return self._translate_model(tp)
        if tp is dt.datetime:
            return _AWARE, None
        if tp is Secret:
            return str, After(Secret, replaces=True)
        if tp is object:
            return Any, None
        origin, args = get_origin(tp), get_args(tp)
        if origin in {Union, types.UnionType}:
            return self._translate_union(args)
        if origin is list:
            wire, after = self.translate(args[0])
            return list[wire], None if after is None else in_list(after)  # type: ignore[valid-type]
        if origin is dict:
            wire, after = self.translate(args[1])
            return dict[str, wire], None if after is None else in_dict(after)  # type: ignore[valid-type]
        if isinstance(tp, type) and issubclass(tp, Unknown):
            raise TypeError("Unknown stands only in a union")
        if isinstance(tp, type) and issubclass(tp, OpenEnum | str | bool | int | float):
            return tp, None
        if tp is Any or tp is dict:
            return tp, None
        raise TypeError(f"no fast way for {tp}")

    def _translate_model(self, cls: Any) -> tuple[Any, After | None]:
        if cls not in self._afters:
            # A model that holds itself, by whatever way, finds this until it is finished.
            self._afters[cls] = After(lambda value: self._complete(cls, value), replaces=False)
            try:
                self._afters[cls] = self._finisher(cls)
            except BaseException:
                del self._afters[cls]
                raise
        return cls, self._afters[cls]

    def _complete(self, cls: Any, value: Any) -> None:
        after = self._afters[cls]
        if after is not None:
            after.run(value)

    def _finisher(self, cls: Any) -> After | None:
        """Return what completes objects of a class and all that they hold, None if there is nothing to do."""
        hints = get_type_hints(cls, include_extras=True)
        inner: list[tuple[str, Run]] = []
        replaced: list[tuple[str, Run]] = []
        # No part of the JSON. As msgspec calls no `__init__`, their defaults are put in afterwards.
        blanks = [(field.name, field.default) for field in cls.__attrs_attrs__ if not field.init]
        for field in cls.__attrs_attrs__:
            _, after = self.translate(hints[field.name]) if field.init else (None, None)
            if after is not None:
                (replaced if after.replaces else inner).append((field.name, after.run))
        return in_model(inner, replaced, blanks)

    def _translate_union(self, args: tuple[Any, ...]) -> tuple[Any, After | None]:
        real = [arg for arg in args if arg is not type(None)]
        if len(real) == 1:
            wire, after = self.translate(real[0])
            if wire is msgspec.Raw and after is not None:
                # msgspec has no "raw or null"; a raw null is told by its bytes.
                return msgspec.Raw, After(partial(or_null, after.run), replaces=True)
            return wire | None, after
        if set(real) <= {int, float}:
            return Union[args], None
        if len(real) == 2 and bool in real:
            wire, after = self.translate(next(arg for arg in real if arg is not bool))
            if after is None or not after.replaces:
                whole: Any = Union[(wire, *(arg for arg in args if arg in {bool, type(None)}))]
                return whole, None if after is None else unless_flag(after)
        raise TypeError(f"no fast way for {Union[args]}")

    def _union_reader(self, variants: Variants) -> Callable[[msgspec.Raw], Any]:
        probe: msgspec.json.Decoder[Any] = msgspec.json.Decoder(variants.probe)
        plain = msgspec.json.Decoder()
        choose = variants.choose

        def read(raw: msgspec.Raw) -> Any:
            chosen = choose(probe.decode(raw))
            if issubclass(chosen, Unknown):
                return chosen(content=plain.decode(raw))
            fast: Decode | None = self.decoder(chosen)
            if fast is None:
                raise ValueError(f"no fast way for {chosen}")
            return fast(raw)

        return read

    def _repeated_reader(self, tp: type) -> Callable[[msgspec.Raw], Any]:
        forms: dict[bytes, Any] = {}
        # Mostly it is the same form again, and comparing costs less than hashing. One tuple, as threads may meet here.
        last: tuple[bytes, Any] = (b"", None)

        def read(raw: msgspec.Raw) -> Any:
            nonlocal last
            body = bytes(raw)
            before, form = last
            if body == before:
                return form
            form = forms.get(body)
            if form is None:
                fast: Decode | None = self.decoder(tp)
                if fast is None:
                    raise ValueError(f"no fast way for {tp}")
                form = fast(body)
                if len(body) > _LONGEST_FORM:
                    return form
                if len(forms) >= _MOST_FORMS:
                    forms.clear()
                forms[body] = form
            last = body, form
            return form

        return read


def _undisturbed(decode: Decode) -> Decode:
    """Keep the garbage collector off a large body while it becomes objects, all of which are in use.

    From 3.12 on it runs between Python's instructions only, so never within msgspec. Before, it ran at every 700th
    object and took a third of the time of a page.
    """
    if sys.version_info >= (3, 12):
        return decode

    def read(body: bytes | msgspec.Raw) -> Any:
        if not isinstance(body, bytes) or len(body) < _LARGE or not gc.isenabled():
            return decode(body)
        gc.disable()
        try:
            return decode(body)
        finally:
            gc.enable()

    return read


_decoders = Decoders()
decoder: Final = _decoders.decoder
declined: dict[Any, str] = _decoders.declined
