"""Django's requests and responses, for the endpoints that stand in a `urls.py`."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sinch_provisioning.webhooks.endpoint import Response
from sinch_provisioning.webhooks.signature import Headers

__all__ = ["is_request", "parts", "response"]


def is_request(given: object) -> bool:
    """Tell whether a view was called with a request of Django's."""
    return hasattr(given, "META") and hasattr(given, "headers")


def parts(request: Any) -> tuple[str, str, Headers, Callable[[], bytes]]:
    """Return method, path, headers and what reads the body."""
    return request.method, request.path, request.headers, lambda: bytes(request.body)


def response(given: Response) -> Any:
    """Return Django's form of a response."""
    make: Any = import_module("django.http").HttpResponse
    length = str(len(given.text))
    return make(given.text, status=given.status, headers={**given.headers, "Content-Length": length})
