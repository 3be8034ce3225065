"""How the page learns what there is: from the handlers that answer the API, as a client would be answered."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Iterator
from typing import Any

import msgspec

from sinch_provisioning.emulator.catalogue import HANDLERS
from sinch_provisioning.emulator.console.masking import mask
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.family import Request
from sinch_provisioning.emulator.paging import Pager
from sinch_provisioning.emulator.problems import Problem
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON


class Asking:
    """Asks handlers about projects."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._pager = Pager(bytes.fromhex(store.meta["pager"]))

    def ask(self, project_id: str, operation: str, query: dict[str, Any] | None = None, **path: str) -> JSON | None:
        """Return an answer without its secrets, None if it is a refusal.

        Raises:
            Problem: there is no such project.
        """
        with self._store.look(project_id) as project:
            request = Request(
                operation=operation,
                project=project,
                path={"projectId": project_id, **path},
                query=query or {},
                body=None,
                code_of_bad_field=the_contract().operations[operation].code_of_bad_field,
                clock=self._store.clock,
                pager=self._pager,
            )
            try:
                reply = HANDLERS[operation](request)
            except Problem:
                return None
            finally:
                self._store.save()
            raw = msgspec.json.encode(reply.body) if reply.raw is None else reply.raw
        return mask(msgspec.json.decode(raw))

    def count(self, project_id: str, operation: str) -> int:
        """Return how many a list holds; a list that is refused holds none."""
        answer = self.ask(project_id, operation, {"pageSize": 1})
        return 0 if answer is None else int(answer["totalSize"])

    def each(self, project_id: str, operation: str, key: str, **path: str) -> Iterator[JSON]:
        """Yield all items of a list, page after page; a list that is refused has none."""
        query: dict[str, Any] = {"pageSize": 100}
        while True:
            answer = self.ask(project_id, operation, query, **path)
            if answer is None:
                return
            yield from answer[key]
            if "nextPageToken" not in answer:
                return
            query["pageToken"] = answer["nextPageToken"]
