"""Page tokens that lead in circles, nowhere, or on and on: every walk ends, with all items or with an error."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, cast

import msgspec

from sinch_provisioning import errors
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.operation import ListOperation, Operation
from sinch_provisioning.operations import OPERATIONS
from sinch_provisioning.paging import Listing
from tests.contract.ways import decode
from tests.fuzz.target import Target
from tests.net.wire import SENDER

Pages = Mapping[str, Any]

# So many empty pages in a row are an error. One more or less is for the tests of listings to tell.
EMPTY = 100
# A way of more pages than this has no end, as no plan has so many.
LONGEST = 3000


class _Service:
    """Answers with the pages of a plan: where each token leads, and with how many items."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.requests = 0
        self.most = LONGEST

    @property
    def clock(self) -> Clock:
        raise NotImplementedError

    async def send(self, operation: Any, /, *, path: Any, query: Any, body: Any) -> Any:
        raise NotImplementedError

    async def send_deferred(
        self, operation: Operation[Any], /, *, path: Mapping[str, str], query: Mapping[str, object]
    ) -> Callable[[], Any]:
        self.requests += 1
        assert self.requests <= self.most, f"{self.requests} requests for {len(self._pages)} pages"
        items, following = self.page(cast("str | None", query["page_token"]))
        content = {"totalSize": 1, "pageSize": 1, "senders": [SENDER] * items, "nextPageToken": following}
        return partial(decode, operation.returns, json.dumps(content).encode())  # type: ignore[arg-type]

    def page(self, token: str | None) -> tuple[int, str | None]:
        """Return the number of items of a page, and the token of the next one."""
        found = self._pages.get(token or "", self._pages.get("*"))
        if not isinstance(found, list) or len(found) != 2:
            return 0, None
        items, following = found
        items = items if isinstance(items, int) and not isinstance(items, bool) and 0 <= items < 4 else 0
        if following == "*":
            # A token that was never there before. With items on its page this is a long list, and no fault.
            return 0, f"{token or ''}+"
        return items, following if isinstance(following, str) and following else None

    def way(self) -> tuple[int, bool, int]:
        """Return how many items there are to the end, whether there is one, and most empty pages in a row."""
        seen: set[str | None] = set()
        token: str | None = None
        total = empty = most_empty = 0
        while token not in seen and len(seen) < LONGEST:
            seen.add(token)
            items, token = self.page(token)
            total += items
            empty = 0 if items else empty + 1
            most_empty = max(most_empty, empty)
            if token is None:
                return total, True, most_empty
        return total, False, most_empty


class Walks(Target):
    """A walk over pages gives every item once, or ends with an error that names where; it never goes on and on."""

    name = "page walks"
    _operation = cast("ListOperation[Any]", OPERATIONS["listRcsSenders"])

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()

    def seeds(self) -> Sequence[bytes]:
        plans: list[Pages] = [
            {"": [2, "a"], "a": [1, "b"], "b": [3, None]},
            {"": [1, "a"], "a": [0, "b"], "b": [0, "c"], "c": [0, "d"], "d": [1, None]},
            {"": [1, "a"], "a": [1, "a"]},
            {"": [1, "a"], "a": [1, "b"], "b": [1, "a"]},
            {"": [0, "a"], "a": [0, "b"], "b": [0, "c"], "c": [0, "b"]},
            {"": [1, "0"]} | {str(n): [1, str((n + 1) % 10)] for n in range(10)},
            {"": [1, "0"]} | {str(n): [0, str(n + 1)] for n in range(90)} | {"90": [1, None]},
            {"": [1, "0"]} | {str(n): [0, str(n + 1)] for n in range(110)} | {"110": [1, None]},
            {"": [1, "0"]} | {str(n): [n % 3, str(n + 1)] for n in range(200)} | {"200": [0, "150"]},
            {"*": [0, "*"]},
            {"": [1, "*"], "*": [0, "*"]},
        ]
        return [json.dumps(plan).encode() for plan in plans]

    def run(self, data: bytes) -> bool:
        try:
            plan: Any = msgspec.json.decode(data)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return False
        if not isinstance(plan, dict) or len(plan) > 500:
            return False
        service = _Service(plan)
        items, ends, empty = service.way()
        # A circle is found after a few rounds: what it takes grows with the pages that there are, not without end.
        service.most = LONGEST if ends else 6 * len(plan) + 3 * EMPTY
        found: Listing[Any] = Listing(service, self._operation, page_size=None)
        try:
            count = self._loop.run_until_complete(self._walk(found, prefetch=len(data) % 2 == 0))
        except errors.ProvisioningError as error:
            assert not ends or empty >= EMPTY, f"{error}, though the pages end"  # noqa: PT017
            assert isinstance(error.resume_token, str)  # noqa: PT017
            return False
        assert ends, "the pages have no end"
        assert empty <= EMPTY
        assert count == items
        return True

    async def _walk(self, found: Listing[Any], *, prefetch: bool) -> int:
        return sum([len(page.items) async for page in found.pages(prefetch=prefetch)])

    def close(self) -> None:
        self._loop.close()
