"""The listings of a sweep by their name, as `rcs senders`: one for each project, or for each of what they are about."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, overload

from anyio import to_thread

from sinch_provisioning import BlockingListing, Listing, Page
from sinch_provisioning.errors import ConfigurationError, InvalidRequest
from sinch_provisioning.sweeping.store import Store

if TYPE_CHECKING:
    from sinch_provisioning import AsyncProject, Project

_ACCOUNT: Final = "whatsapp account"
_PARENTS: Final = {
    "rcs senders activities": ("rcs senders", "listRcsSenders"),
    "whatsapp senders activities": ("whatsapp senders", "listWhatsappSenders"),
    "whatsapp templates activities": ("whatsapp templates", "listWhatsappTemplates"),
    "kakaotalk senders activities": ("kakaotalk senders", "listKakaotalkSenders"),
    "kakaotalk templates": ("kakaotalk senders", "listKakaotalkSenders"),
    "kakaotalk templates activities": ("kakaotalk templates", "listKakaotalkTemplates"),
}
"""What has to be swept before, as each of its items has a listing of its own; and its operation."""
NAMES: Final = (
    *("rcs senders", "rcs account activities", "webhooks", "bundles", "sms apps"),
    *(_ACCOUNT, "whatsapp account activities", "whatsapp senders", "whatsapp templates", "whatsapp flows"),
    *("kakaotalk senders", *_PARENTS),
)
"""Names of all listings that can be swept."""


@overload
def listings(
    sinch: "AsyncProject", name: str, projects: Iterable[str], *, store: Store | None = None
) -> dict[tuple[str, ...], Listing[Any]]: ...
@overload
def listings(
    sinch: "Project", name: str, projects: Iterable[str], *, store: Store | None = None
) -> dict[tuple[str, ...], BlockingListing[Any]]: ...
def listings(sinch: Any, name: str, projects: Iterable[str], *, store: Store | None = None) -> Any:
    """Return what a sweep takes, by the name of what is listed.

    Args:
        sinch: A client of either kind, or a project of one.
        name: What to list: family and group, as `whatsapp templates`, and `activities` of some, as one text.
        projects: Ids of the projects.
        store: Where to look for what activities and KakaoTalk templates are of; it has to be swept before.

    Raises:
        InvalidRequest: there are no such listings.
        ConfigurationError: what they are of was not swept before.
    """
    if name not in NAMES:
        raise InvalidRequest([("name", f"must be one of {', '.join(NAMES)}, not {name!r}")])
    keys = _keys_of_children(name, set(projects), store) if name in _PARENTS else [(project,) for project in projects]
    return {key: listing_of(sinch, name, key) for key in keys}


def listing_of(sinch: Any, name: str, key: tuple[str, ...]) -> Any:
    """Return the listing of a key: a project, and what else it is about."""
    from sinch_provisioning.operations import OPERATIONS

    project, ids = sinch.project(key[0]), key[1:]
    if name == _ACCOUNT:
        others = project.webhooks.list()
        if isinstance(others, Listing):
            return _Account(partial(project.request, returns=bytes))
        return BlockingListing(
            others.bridge, _Account(partial(to_thread.run_sync, partial(project.request, returns=bytes)))
        )
    *group, last = name.split()
    path, method = (group, last) if last == "activities" else ([*group, last], "list")
    find: Any = getattr(attrgetter(".".join(path))(project), method)
    first = find(*ids)
    operation: Any = OPERATIONS[getattr(first, "target", first).operation_id]
    return find(*ids, page_size=operation.max_page_size)


def _keys_of_children(name: str, projects: set[str], store: Store | None) -> list[tuple[str, ...]]:
    """Return project and ids of each item that has a listing of its own."""
    parent, operation = _PARENTS[name]
    if store is None:
        raise InvalidRequest([("store", f"is needed, for {name} are of the {parent} that it has")])
    query = f"SELECT project, parent, id FROM items WHERE problem IS NULL AND operation = '{operation}'"
    # A WhatsApp template is identified by name and language together.
    parts = 1 if parent == "whatsapp templates" else 0
    found = [
        (project, *filter(None, [of]), *id.rsplit("/", parts))
        for project, of, id in store.sql(query)
        if project in projects
    ]
    if not found:
        raise ConfigurationError(f"{store.path} has no {parent} of these projects: sweep them first", field="store")
    return found


class _Account(Listing[Any]):
    """The WhatsApp account of a project as a list."""

    __slots__ = ("_request",)

    def __init__(self, request: Callable[..., Awaitable[bytes]]) -> None:
        self._request = request

    @property
    def operation_id(self) -> str:
        return "getWhatsappAccount"

    @property
    def filters(self) -> dict[str, object]:
        return {}

    def raw(self) -> Listing[bytes]:
        return self

    async def fetch(self, token: str | None) -> Callable[[], Page[Any]]:  # noqa: ARG002 - there is one page
        raw = await self._request("GET", "/whatsapp")
        page: Page[Any] = Page(items=[raw], total_size=1, page_size=1)
        return lambda: page
