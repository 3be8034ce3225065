"""From an error response to its typed error."""

import math
import re
from collections.abc import Mapping
from datetime import UTC
from typing import Any, cast

from sinch_provisioning import errors
from sinch_provisioning.core.codec import parse
from sinch_provisioning.core.sealed import Cut

_BY_STATUS: dict[int, type[errors.ApiError]] = {
    400: errors.BadRequest,
    401: errors.Unauthorized,
    403: errors.Forbidden,
    404: errors.NotFound,
    409: errors.Conflict,
    412: errors.PreconditionFailed,
    424: errors.FailedDependency,
    429: errors.RateLimited,
}

# No request id is documented; these are the names that gateways use.
_REQUEST_IDS = ("x-request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray")

_LONGEST_TEXT = 200
# Of a longer number the beginning is long enough a wait.
_LONGEST_NUMBER = 12
_is_seconds = re.compile(r"[0-9]+(\.[0-9]+)?").fullmatch
_NOTHING = Cut()


def api_error(
    *,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    method: str,
    route: str,
    operation: str | None,
    attempts: int,
    wall: float,
    project_id: str | None = None,
    cut: Cut = _NOTHING,
) -> errors.ApiError:
    """Make the error of a response whose status is not a success.

    Args:
        status: HTTP status.
        headers: Of the response; ignore case.
        body: Of the response.
        method: HTTP method of the request.
        route: Path template of the request.
        operation: The contract's operationId.
        attempts: Attempts so far.
        wall: The time now, seconds since 1970.
        project_id: Project of the request.
        cut: Takes the credentials of the request out of every text; the body stays as it came.
    """
    legible = cut.body(body)
    parsed = parse(legible)
    content = cast("dict[str, Any]", parsed) if isinstance(parsed, dict) else {}
    message = content.get("message")
    resolution = content.get("resolution")
    code = content.get("errorCode")
    info = content.get("additionalInformation")
    cls = _BY_STATUS.get(status) or (errors.ServerError if status >= 500 else errors.ApiError)
    return cls(
        status=status,
        error_code=code if isinstance(code, str) else None,
        message=message if isinstance(message, str) else cut.text(_foreign(status, headers, legible)),
        resolution=resolution if isinstance(resolution, str) else "",
        additional_information=cast("dict[str, Any]", info) if isinstance(info, dict) else None,
        request_id=next((cut.text(headers[name]) for name in _REQUEST_IDS if name in headers), None),
        retry_after=retry_after(headers.get("Retry-After"), wall),
        method=method,
        route=route,
        operation=operation,
        project_id=project_id,
        attempts=attempts,
        body=body,
    )


def retry_after(value: str | None, wall: float) -> float | None:
    """Return the seconds of a Retry-After header (seconds or an HTTP date); None if it is missing or nonsense."""
    if value is None:
        return None
    value = value.strip()
    if _is_seconds(value):
        # Whole seconds are the standard's; a fraction is rounded up, so that no client comes back too early.
        return float(math.ceil(float(value[:_LONGEST_NUMBER])))
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
        return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - wall)
    except (ValueError, TypeError, OverflowError):
        return None


def _foreign(status: int, headers: Mapping[str, str], body: bytes) -> str:
    """Say what came when it is not an error body of the API: a gateway or a proxy spoke."""
    if 300 <= status < 400:
        return "a redirect, which is not followed: credentials go to no other place"
    kind = headers.get("Content-Type", "no content type").split(";")[0][:_LONGEST_TEXT]
    text = " ".join(body[:2000].decode("utf-8", "replace").split())
    # Markup of a proxy's error page is of no use in a message; all of it is in `.body`.
    if not text or text.startswith("<"):
        return f"a response that is not the API's own ({kind}{f', {len(body)} bytes' if body else ''})"
    return f"a response that is not the API's own ({kind}): {text[:_LONGEST_TEXT]}"
