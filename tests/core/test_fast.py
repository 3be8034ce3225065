"""The fast way: what it shares, when it turns itself off, and that it disturbs nobody."""

import gc
import json
import threading
from collections.abc import Callable
from typing import Any

import attrs
import msgspec
import pytest

from sinch_provisioning import errors, rcs
from sinch_provisioning.core.codec import decode, decode_plainly
from sinch_provisioning.core.fast import Decoders
from sinch_provisioning.core.model import Secret, model, repeated
from tests.seeded import page


class Refuses:
    """A msgspec that knows attrs no more."""

    def __init__(self, tp: Any, **options: Any) -> None:
        raise TypeError("Type not supported")


class ReadsLater:
    """A msgspec that looks at a class's fields when it decodes, not when the decoder is made."""

    def __init__(self, tp: Any, **options: Any) -> None:
        self._tp = tp
        self._options = options

    def decode(self, body: bytes) -> Any:
        return msgspec.json.Decoder(self._tp, **self._options).decode(body)


def _nothing(_self: object) -> None:
    pass


class TakesAnything:
    """A msgspec that overlooks what is missing."""

    def __init__(self, tp: Any, **options: Any) -> None:
        self._tp = tp
        self._decode = msgspec.json.Decoder(tp, **options).decode

    def decode(self, body: bytes) -> Any:
        try:
            return self._decode(body)
        except msgspec.ValidationError:
            return object.__new__(self._tp)


class RunsWild:
    """A msgspec with a bug that nobody foresaw."""

    def __init__(self, tp: Any, **options: Any) -> None: ...

    def decode(self, body: bytes) -> Any:
        raise ZeroDivisionError


def test_msgspec_as_it_is_gets_through_the_self_check() -> None:
    assert Decoders().decoder(rcs.SenderList) is not None


@pytest.mark.parametrize("stand_in", [Refuses, ReadsLater, TakesAnything, RunsWild])
def test_the_fast_way_turns_itself_off_where_msgspec_differs_and_everything_still_decodes(
    stand_in: Callable[..., Any],
) -> None:
    decoders = Decoders(stand_in)
    assert decoders.decoder(rcs.SenderList) is None
    body = page(20)
    assert decode(rcs.SenderList, body, decoders=decoders) == decode(rcs.SenderList, body)
    with pytest.raises(errors.DecodeError) as caught:
        decode(rcs.SenderList, b'{"totalSize":1,"pageSize":1,"senders":[{}]}', decoders=decoders)
    assert caught.value.path == "$.senders[0].id"


def test_senders_share_the_questions_that_they_have_in_common() -> None:
    senders = decode(rcs.SenderList, page(20)).senders
    asked = [sender.details.questionnaire.general.questions for sender in senders if sender.details]
    assert len({id(questions) for questions in asked}) == 1


@repeated
@model
class Form:
    some_words: str


@model
class Holder:
    the_form: Form
    maybe: Form | None = None


def held(**forms: object) -> bytes:
    return json.dumps(forms).encode()


def test_what_differs_is_not_shared_however_many_forms_there_are() -> None:
    for number in [*range(300), 0, 299]:
        found = decode(Holder, held(theForm={"someWords": str(number)}))
        assert found == Holder(the_form=Form(some_words=str(number)))


def test_a_form_that_is_too_long_to_remember_is_read_each_time() -> None:
    body = held(theForm={"someWords": "x" * 100_000})
    first, second = decode(Holder, body), decode(Holder, body)
    assert first == second
    assert first.the_form is not second.the_form


@pytest.mark.parametrize("wrong", [{}, {"someWords": 1}, None, [], "x"])
def test_a_shared_part_that_does_not_fit_is_refused_both_ways_alike(wrong: object) -> None:
    body = held(theForm=wrong)
    found: list[errors.DecodeError] = []
    for way in (decode, decode_plainly):
        with pytest.raises(errors.DecodeError) as caught:
            way(Holder, body)
        found.append(caught.value)
    assert (found[0].path, found[0].reason) == (found[1].path, found[1].reason)
    assert found[0].path.startswith("$.theForm")


def test_a_shared_part_may_be_null_or_absent_where_the_model_says_so() -> None:
    form = {"someWords": "a"}
    assert decode(Holder, held(theForm=form, maybe=None)).maybe is None
    assert decode(Holder, held(theForm=form)).maybe is None
    both = decode(Holder, held(theForm=form, maybe=form))
    assert both.maybe == both.the_form == decode(Form, held(**form))


@model
class Tree:
    a_secret: Secret
    by_name: dict[str, "Tree"] | None = None
    all_of_them: list["Tree"] | None = None
    the_secrets: list[Secret] | None = None
    named: dict[str, Secret] | None = None


def test_what_is_left_to_do_after_msgspec_is_done_at_any_depth() -> None:
    leaf: dict[str, Any] = {"aSecret": "leaf", "theSecrets": ["x", "y"], "named": {"k": "z"}}
    body = held(aSecret="top", byName={"a": leaf, "b": {"aSecret": "b", "byName": {"c": leaf}}}, allOfThem=[leaf, leaf])
    found = decode(Tree, body)
    assert found == decode_plainly(Tree, body)
    assert found.by_name is not None
    assert found.by_name["b"].by_name is not None
    assert found.by_name["b"].by_name["c"].the_secrets == [Secret("x"), Secret("y")]
    assert "leaf" not in repr(found)


@pytest.mark.parametrize("enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(enabled: bool) -> None:
    whole = page(50)
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        decode(rcs.SenderList, whole)
        assert gc.isenabled() == enabled
        with pytest.raises(errors.DecodeError):
            decode(rcs.SenderList, whole[:-2])
        assert gc.isenabled() == enabled
    finally:
        (gc.enable if was else gc.disable)()


def test_a_type_that_cannot_be_read_the_fast_way_leaves_its_classes_as_they_were() -> None:
    @model
    class Fine:
        some_name: str

    @model
    class Odd:
        the_fine: Fine
        the_bytes: bytes

    decoders = Decoders()
    assert decoders.decoder(Odd) is None
    assert "bytes" in decoders.declined[Odd]
    cls: Any = Fine
    assert [field.name for field in attrs.fields(cls)] == ["some_name"]


def test_who_reads_plainly_while_a_decoder_is_made_sees_no_foreign_names() -> None:
    @model
    class Wide:
        some_name: str

    body = b'{"someName":"x"}'
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(decode_plainly(Wide, body)))

    class Slow:
        """Makes a decoder, and lets the other thread run in the middle of it."""

        def __init__(self, tp: Any, **options: Any) -> None:
            self.decode = msgspec.json.Decoder(tp, **options).decode
            if tp is Wide:
                thread.start()
                thread.join(0.05)

    decode_fast = Decoders(Slow).decoder(Wide)
    thread.join()
    assert decode_fast is not None
    assert found == [decode_fast(body)] == [Wide(some_name="x")]
