"""Django's requests and responses, for the endpoints that stand in a `urls.py`."""

from importlib import import_module
from typing import Any

from sinch_provisioning.webhooks.call import Ask
from sinch_provisioning.webhooks.endpoint import Endpoint

__all__ = ["is_request", "respond"]


def is_request(given: object) -> bool:
    """Tell whether a view was called with a request of Django's."""
    return hasattr(given, "META") and hasattr(given, "headers")


async def respond(endpoint: Endpoint, request: Any, ask: Ask) -> Any:
    """Return Django's form of the response to a request of Django's."""

    async def read() -> bytes:
        return bytes(request.body)

    given = await endpoint.respond(request.method, request.path, request.headers, read, ask)
    return import_module("django.http").HttpResponse(given.text, status=given.status, headers=given.headers)
