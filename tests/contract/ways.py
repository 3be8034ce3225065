"""The two ways of the codec to read JSON, which have to agree: all that these tests know of its inside."""

from collections.abc import Callable
from typing import Any

from sinch_provisioning.core.codec import decode_plainly, fast


def fast_way(tp: Any) -> Callable[[bytes], Any]:
    """Return the fast decoder of a type; the test fails where the type has none."""
    decode = fast.decoder(tp)
    assert decode is not None
    return decode


def plain_way(tp: Any) -> Callable[[bytes], Any]:
    """Return the reference, which goes through dicts."""
    return lambda content: decode_plainly(tp, content)
