"""What a family of the emulator is made of: handlers by operationId, requests, replies, refusals.

A family is a module (or package) listed in `app.FAMILIES`. Each of its handlers is a plain function:

    @handles("getSmsApp")
    def get_app(request: Request) -> Reply:
        apps = request.project.part("sms", SmsState)
        return ok(apps.find(request.path["smsAppId"]))

The request has passed authentication and the contract before a handler sees it. State lives in the family's own class,
one object a project, made of plain JSON values in the wire's names. Anything that happens later is scheduled on the
request's clock. A refusal is raised: `raise problem("sms_app_not_found")`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from sinch_provisioning.emulator.problems import problem

if TYPE_CHECKING:
    from sinch_provisioning.emulator.clock import Clock
    from sinch_provisioning.emulator.paging import Pager
    from sinch_provisioning.emulator.store import Project

JSON = Any


@attrs.frozen
class Reply:
    """What a handler answers."""

    status: int
    body: JSON = None
    raw: bytes | None = None
    """The body, encoded already; wins over `body`."""


Handler = Callable[["Request"], Reply]
handlers: dict[str, Handler] = {}
changing: set[str] = set()
"""Operations that change something although their method is GET."""


def handles(operation_id: str, *, changes: bool = False) -> Callable[[Handler], Handler]:
    """Make a function the handler of an operation; `changes` says that it does so in spite of its method."""

    def register(handler: Handler) -> Handler:
        if operation_id in handlers:
            raise ValueError(f"{operation_id} has a handler already")
        handlers[operation_id] = handler
        if changes:
            changing.add(operation_id)
        return handler

    return register


@attrs.frozen(kw_only=True)
class Request:
    """A request that has passed authentication and the contract."""

    operation: str
    project: "Project"
    path: Mapping[str, str]
    """Path parameters by their wire names, decoded."""
    query: Mapping[str, Any]
    """Query parameters by their wire names, typed as the contract says."""
    body: JSON
    code_of_bad_field: str
    """What the operation calls a body with a field that breaks a rule."""
    clock: "Clock"
    pager: "Pager"

    def page(self, key: str, items: Sequence[JSON], *, default_size: int = 50, scope: str = "", **more: Any) -> Reply:
        """Answer with the page of `items` that the request asks for, under `key`.

        `scope` distinguishes lists that look the same but are not, say of two senders; a token of one is no token of
        the other.
        """
        start, size, frame = self.window(len(items), default_size=default_size, scope=scope)
        return ok({**frame, key: list(items[start : start + size]), **more})

    @property
    def filters(self) -> str:
        """What tells one walk through a list from another: its query without page and size."""
        return str(sorted((name, value) for name, value in self.query.items() if name not in {"pageToken", "pageSize"}))

    def window(self, total: int, *, default_size: int, scope: str = "") -> tuple[int, int, dict[str, Any]]:
        """Return where the page starts, how many it holds at most, and the page's fields beside the items."""
        size: int = self.query.get("pageSize", default_size)
        listing = f"{self.operation} {self.project.id} {scope} {self.filters}"
        token = self.query.get("pageToken")
        start = 0
        if token:
            found = self.pager.read(token, listing)
            if found is None:
                raise problem("invalid_page_token")
            start = min(found, total)
        frame: dict[str, Any] = {"totalSize": total, "pageSize": size}
        if start > 0:
            frame["previousPageToken"] = self.pager.write(max(0, start - size), listing)
        if start + size < total:
            frame["nextPageToken"] = self.pager.write(start + size, listing)
        return start, size, frame


def ok(body: JSON = None) -> Reply:
    """Answer 200."""
    return Reply(200, body)


def created(body: JSON) -> Reply:
    """Answer 201."""
    return Reply(201, body)


def no_content() -> Reply:
    """Answer 204."""
    return Reply(204)
