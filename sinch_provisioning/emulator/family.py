"""What serves an operation: a handler, which turns a request into a reply.

A request has passed authentication and the contract before a handler sees it. State lives in the parts of a project, as
plain JSON in the wire's names; what happens later is scheduled with `project.later`; a rejection is raised:
`raise problem("sms_app_not_found")`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.tables import JSON

if TYPE_CHECKING:
    from sinch_provisioning.emulator.clock import Clock
    from sinch_provisioning.emulator.events import Attempt
    from sinch_provisioning.emulator.paging import Pager
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.store import Store


@attrs.frozen
class Reply:
    """The response of a handler."""

    status: int
    body: JSON = None
    raw: bytes | None = None
    """The body, encoded already; wins over `body`."""


Handler: TypeAlias = Callable[["Request"], Reply]
Handlers: TypeAlias = Mapping[str, Handler]
OnCall: TypeAlias = Callable[["Store", JSON, "Attempt"], None]
"""Called after each call about an event: with the delivery as it is kept, and the attempt."""


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

    def page(self, key: str, items: Sequence[JSON], *, default_size: int = 50) -> Reply:
        """Return the page of `items` that the request asks for, under `key`."""
        start, size, frame = self.window(len(items), default_size=default_size)
        return ok({**frame, key: list(items[start : start + size])})

    @property
    def filters(self) -> str:
        """What distinguishes one walk through a list from another: its query without page and size."""
        return str(sorted((name, value) for name, value in self.query.items() if name not in {"pageToken", "pageSize"}))

    def window(self, total: int, *, default_size: int = 50) -> tuple[int, int, dict[str, Any]]:
        """Return where the page starts, how many it holds at most, and the page's fields beside the items.

        A token is good for the list that it came from only: the same operation, path and filters.
        """
        size: int = self.query.get("pageSize", default_size)
        listing = f"{self.operation} {self.project.id} {sorted(self.path.items())} {self.filters}"
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
    """Return a 200."""
    return Reply(200, body)


def created(body: JSON) -> Reply:
    """Return a 201."""
    return Reply(201, body)


def no_content() -> Reply:
    """Return a 204."""
    return Reply(204)
