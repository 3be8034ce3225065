"""The listings of a sweep by their name, as `rcs senders`: one for each project, or for each of what they are about."""

from collections.abc import Callable, Iterable
from functools import partial
from operator import attrgetter
from typing import Any, Final, overload

from anyio import to_thread

from sinch_provisioning import AsyncProject, BlockingListing, Listing, Page, Project
from sinch_provisioning.errors import ConfigurationError, InvalidRequest
from sinch_provisioning.operations import OPERATIONS
from sinch_provisioning.sweeping.store import Store
from sinch_provisioning.tables.reading import run

_ACCOUNT: Final = "whatsapp account"
_PARENTS: Final = {
    "rcs senders activities": "rcs senders",
    "whatsapp senders activities": "whatsapp senders",
    "whatsapp templates activities": "whatsapp templates",
    "kakaotalk senders activities": "kakaotalk senders",
    "kakaotalk templates": "kakaotalk senders",
    "kakaotalk templates activities": "kakaotalk templates",
}
"""What has to be swept before, as each of its items has a listing of its own."""
_OPERATIONS: Final = {
    "rcs senders": "listRcsSenders",
    "whatsapp senders": "listWhatsappSenders",
    "whatsapp templates": "listWhatsappTemplates",
    "kakaotalk senders": "listKakaotalkSenders",
    "kakaotalk templates": "listKakaotalkTemplates",
}
NAMES: Final = (
    *("rcs senders", "rcs account activities", "webhooks", "bundles", "sms apps"),
    *(_ACCOUNT, "whatsapp account activities", "whatsapp senders", "whatsapp templates", "whatsapp flows"),
    *("kakaotalk senders", *_PARENTS),
)
"""Names of all listings that can be swept."""


@overload
def listings(
    sinch: AsyncProject, name: str, projects: Iterable[str], *, store: Store | None = None
) -> dict[tuple[str, ...], Listing[Any]]: ...
@overload
def listings(
    sinch: Project, name: str, projects: Iterable[str], *, store: Store | None = None
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
        raise InvalidRequest([("name", f"has to be one of {', '.join(NAMES)}, is {name!r}")])
    keys = _keys_of_children(name, set(projects), store) if name in _PARENTS else [(project,) for project in projects]
    return {key: listing_of(sinch, name, key) for key in keys}


def listing_of(sinch: Any, name: str, key: tuple[str, ...]) -> Any:
    """Return the listing of a key: a project, and what else it is about."""
    project, ids = sinch.project(key[0]), key[1:]
    if name == _ACCOUNT:
        account = _Account(project)
        # Both kinds have the one loop of their client.
        return (
            account if isinstance(project, AsyncProject) else BlockingListing(project.webhooks.list().bridge, account)
        )
    *group, last = name.split()
    path, method = (group, last) if last == "activities" else ([*group, last], "list")
    find: Any = getattr(attrgetter(".".join(path))(project), method)
    first = find(*ids)
    operation: Any = OPERATIONS[getattr(first, "target", first).operation_id]
    return find(*ids, page_size=operation.max_page_size)


def _keys_of_children(name: str, projects: set[str], store: Store | None) -> list[tuple[str, ...]]:
    """Return project and ids of each item that has a listing of its own."""
    parent = _PARENTS[name]
    if store is None:
        raise InvalidRequest([("store", f"is needed, for {name} are of the {parent} that it has")])
    operation = _OPERATIONS[parent]
    query = "SELECT project, parent, id FROM items WHERE problem IS NULL AND operation = ?"
    store.check_exists()
    found = [row for row in run(store.path, query, (operation,)) if row[0] in projects]
    if not found:
        raise ConfigurationError(f"{store.path} has no {parent} of these projects: sweep them first", field="store")
    # A WhatsApp template is told by name and language together.
    return [
        (project, *filter(None, [of]), *(id.rsplit("/", 1) if operation == "listWhatsappTemplates" else [id]))
        for project, of, id in found
    ]


class _Account(Listing[Any]):
    """The WhatsApp account of a project as a list."""

    __slots__ = ("_project",)

    def __init__(self, project: AsyncProject | Project) -> None:
        self._project = project

    @property
    def operation_id(self) -> str:
        return "getWhatsappAccount"

    @property
    def filters(self) -> dict[str, object]:
        return {}

    def raw(self) -> Listing[bytes]:
        return self

    async def fetch(self, token: str | None) -> Callable[[], Page[Any]]:  # noqa: ARG002 - there is one page
        project = self._project
        if isinstance(project, AsyncProject):
            raw = await project.request("GET", "/whatsapp", returns=bytes)
        else:
            raw = await to_thread.run_sync(partial(project.request, "GET", "/whatsapp", returns=bytes))
        page: Page[Any] = Page(items=[raw], total_size=1, page_size=1)
        return lambda: page
