"""Decoders are built beside the public classes, which never change."""

import subprocess
import sys
import textwrap

import pytest

from sinch_provisioning import Page, rcs
from sinch_provisioning.core.codec import fast
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.operations import OPERATIONS
from tests.core.races import races
from tests.seeded import page


def test_a_first_decode_never_shows_in_the_public_classes() -> None:
    races(10)


def test_objects_are_of_the_public_classes() -> None:
    (sender,) = fast.decoder(page_of("senders", rcs.Sender))(page(1)).items  # type: ignore[misc]
    assert type(sender) is rcs.Sender
    assert type(sender.details) is rcs.Details
    assert not hasattr(sender, "conversationApiApp")


def test_what_msgspec_remembers_of_a_model_does_not_reach_its_twin() -> None:
    code = """
        import msgspec
        from sinch_provisioning import from_json, rcs

        msgspec.json.Decoder(rcs.TestNumbers)  # a caller's own, under Python's names
        rest = b'"state": "PENDING", "submitted": "2026-01-02T03:04:05Z"'
        found = from_json(rcs.TestNumbers, b'{"testNumbers": [{"number": "+46123", ' + rest + b"}]}")
        assert found.test_numbers[0].number == "+46123", found
        own = msgspec.json.decode(b'{"test_numbers": [{"number": "+46124", ' + rest + b"}]}", type=rcs.TestNumbers)
        assert own.test_numbers[0].number == "+46124", own
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.id)
def test_every_response_has_a_fast_decoder(operation: object) -> None:
    returns = operation.returns  # type: ignore[attr-defined]
    assert returns is type(None) or fast.decoder(returns) is not None


def test_a_page_is_found_again_by_pickle() -> None:
    import pickle

    cls = page_of("senders", rcs.Sender)
    found = fast.decoder(cls)(page(2))  # type: ignore[misc]
    again = pickle.loads(pickle.dumps(found))
    assert isinstance(found, Page)
    assert (again, type(again)) == (found, cls)
    assert hash(again) == hash(found)
