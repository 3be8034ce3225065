"""A request of an operation, from its parts to what is sent."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

import attrs

from sinch_provisioning.core.codec import to_json
from sinch_provisioning.core.model import is_model
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.core.paths import segment
from sinch_provisioning.core.query import write_query
from sinch_provisioning.core.rules import check
from sinch_provisioning.core.sealed import Sealed
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import InvalidRequest

_SAFETY = {
    **dict.fromkeys(("GET", "HEAD"), Safety.SAFE),
    **dict.fromkeys(("PUT", "DELETE", "PATCH"), Safety.IDEMPOTENT),
    "POST": Safety.ONCE,
}


@attrs.define(kw_only=True, eq=False)
class PreparedRequest:
    """A request, ready to be sent."""

    operation: str | None
    """The contract's operationId, None for an endpoint that this version does not know."""
    method: str
    route: str
    """Path template."""
    target: str
    """Path and query, encoded."""
    project_id: str
    safety: Safety
    body: Sealed | None


def prepare(
    operation: Operation[Any], project_id: str, path: Mapping[str, str], query: Mapping[str, object], body: object
) -> PreparedRequest:
    """Return the request of an operation.

    Raises:
        InvalidRequest: an id, a query value or the body breaks a rule of the contract.
    """
    return PreparedRequest(
        operation=operation.id,
        method=operation.method,
        route=operation.path,
        target=operation.target(project_id, path) + (write_query(query) if query else ""),
        project_id=project_id,
        safety=operation.safety,
        body=write_body(body),
    )


def prepare_free(
    method: str, path: str, project_id: str, query: Mapping[str, object], body: object, safety: Safety | None
) -> PreparedRequest:
    """Return a request that no operation describes.

    Raises:
        InvalidRequest: method or path cannot be used, or JSON cannot hold the body.
    """
    method = method.upper()
    if method not in _SAFETY:
        raise InvalidRequest([("method", f"must be one of {', '.join(_SAFETY)}")])
    if not path.startswith("/") or any(unquote(part) in {".", ".."} for part in path.split("/")):
        raise InvalidRequest([("path", "has to start with a slash and go without . and .. segments")])
    if not path.isascii() or not path.isprintable() or set(path) & set(" ?#"):
        raise InvalidRequest([("path", "must be percent-encoded, and without a query (that is what query= is for)")])
    route = path if path.startswith("/v1/") else f"/v1/projects/{segment('project_id', project_id)}{path}"
    return PreparedRequest(
        operation=None,
        method=method,
        route=route,
        target=route + write_query(query),
        project_id=project_id,
        safety=safety or _SAFETY[method],
        body=write_body(body),
    )


def write_body(body: object) -> Sealed | None:
    """Return the JSON of a body, or None for UNSET.

    Raises:
        InvalidRequest: it breaks a rule of the contract, or JSON cannot hold it.
    """
    if body is UNSET:
        return None
    if is_model(type(body)):
        check(body)
    try:
        return Sealed(to_json(body))
    except InvalidRequest as error:
        failure = error
    # The frames of the encoder hold the body in the open, and with it secrets of the caller's.
    failure.__context__ = failure.__traceback__ = None
    raise failure
