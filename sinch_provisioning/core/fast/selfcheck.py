"""Whether msgspec does all that `core.fast` asks of it."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, Literal

import attrs
import msgspec

from sinch_provisioning.core.model import OpenEnum, Secret, Unknown, model, repeated, tagged


def holds(decoder: Callable[[Any], Callable[[bytes], Any] | None]) -> bool:
    """Tell whether msgspec does all that is asked of it here, on models that hold one thing of each kind."""

    class Kind(OpenEnum):
        NEW = "new"

    @repeated
    @model
    class Said:
        the_words: list[str]

    @model
    class Inner:
        inner_name: str
        type: Literal["inner"] = attrs.field(default="inner", init=False)
        seen_at: dt.datetime | None = None

    @model
    class Outer:
        some_kind: Kind
        said_often: Said
        one_of: Annotated[Inner | Unknown, tagged("kind", {"in": Inner})]
        inner_list: list[Inner] | None = None
        the_token: Secret | None = None
        not_there: str | None = None

    body = (
        b'{"someKind":"newer","saidOften":{"theWords":["a"]},"oneOf":{"kind":"in","innerName":"b"},"theToken":"c",'
        b'"innerList":[{"innerName":"d","seenAt":"2023-01-19t13:11:08.204Z","x":[1]}],"other":{}}'
    )
    want = Outer(
        some_kind=Kind("newer"),
        said_often=Said(the_words=["a"]),
        one_of=Inner(inner_name="b"),
        inner_list=[Inner(inner_name="d", seen_at=dt.datetime(2023, 1, 19, 13, 11, 8, 204000, dt.UTC))],
        the_token=Secret("c"),
    )
    models: list[Any] = [Outer, Inner, Said]
    before = [attrs.fields(cls) for cls in models]
    decode = decoder(Outer)
    if decode is None or decode(body) != want or [attrs.fields(cls) for cls in models] != before:
        return False
    for wrong in (b"{}", body.replace(b'"d"', b"null"), body[:-1]):
        try:
            decode(wrong)
        except msgspec.MsgspecError:
            continue
        return False
    return True
