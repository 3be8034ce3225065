"""Sends stored events on: to a program that was not there when they came, or once more."""

import re
import threading
import time
import urllib.request
import uuid
from contextlib import suppress
from http.client import HTTPException
from typing import Any, Final, NoReturn
from urllib.error import HTTPError

from sinch_provisioning.errors import InvalidRequest, StorageError
from sinch_provisioning.webhooks.inbox import Inbox
from sinch_provisioning.webhooks.signature import sign

_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 60.0
_TIMEOUT: Final = 30.0
_ALL: Final = 1_000_000


def forward(inbox: Inbox, reader: str, url: str, secret: str, arrived: threading.Event) -> None:
    """Send what waits for a reader until the target responds with 2xx; ends with the inbox.

    Args:
        inbox: Where the events are.
        reader: The reader that has dealt with an event once it is taken.
        url: The target.
        secret: Signs each call.
        arrived: Is set when there may be something new.
    """
    with suppress(StorageError):  # it is closed; or what it suffers from, whoever adds to it suffers from too
        _forward(inbox, reader, url, secret, arrived)


def _forward(inbox: Inbox, reader: str, url: str, secret: str, arrived: threading.Event) -> NoReturn:
    pause = _FIRST_PAUSE
    while True:
        arrived.clear()
        left = 0
        for entry in inbox.waiting(reader, _ALL):
            result = post(url, entry.body, secret)
            if is_taken(result):
                inbox.done(entry, reader)
                continue
            left += 1
            if isinstance(result, str):
                break  # the target is not there, so the others can wait
        if left:
            time.sleep(pause)
        else:
            arrived.wait()
        pause = min(2 * pause, _LONGEST_PAUSE) if left else _FIRST_PAUSE


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none: an event is for one address."""


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def post(url: str, body: bytes, secret: str) -> int | str:
    """Send an event, signed now; return the status of the response, or what went wrong."""
    headers = sign(body, secret, nonce=uuid.uuid4().hex, timestamp=time.time())
    headers["content-type"] = "application/json"
    try:
        request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - the caller's own URL
        with _opener.open(request, timeout=_TIMEOUT) as response:
            return int(response.status)
    except HTTPError as error:
        with error:
            return error.code
    except (OSError, HTTPException, ValueError) as error:
        return str(getattr(error, "reason", error))


def check_target(name: str, url: str) -> None:
    """Reject what is not a URL that events can be sent to.

    Raises:
        InvalidRequest: it is not; the field is `name`.
    """
    if not re.fullmatch(r"https?://[^/?#\s]+\S*", url):
        raise InvalidRequest([(name, f"must be a URL, as http://localhost:8000/hooks, not {url!r}")])


def is_taken(result: int | str) -> bool:
    """Tell whether the target has taken an event."""
    return isinstance(result, int) and 200 <= result < 300
