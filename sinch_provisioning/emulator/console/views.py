"""What each view of the page shows, gathered from the API's handlers and the emulator's endpoints."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from sinch_provisioning.emulator.catalogue import ask
from sinch_provisioning.emulator.console.endpoints import Endpoints
from sinch_provisioning.emulator.console.masking import mask
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.kakaotalk.senders import Senders as KakaotalkSenders
from sinch_provisioning.emulator.paging import Pager
from sinch_provisioning.emulator.problems import Problem
from sinch_provisioning.emulator.service import Service
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.whatsapp.senders import Senders as WhatsappSenders

_COUNTED = (
    ("RCS senders", "listRcsSenders"),
    ("WhatsApp senders", "listWhatsappSenders"),
    ("WhatsApp templates", "listWhatsappTemplates"),
    ("KakaoTalk senders", "listKakaotalkSenders"),
    ("SMS apps", "listSmsApps"),
    ("Bundles", "listBundles"),
    ("Webhooks", "listWebhooks"),
)
_PROJECTS = 25
_SENDERS = 10
# Up to so many senders those come first that changed last; to sort more takes too long for a view.
_SORTED = 5_000
_DELIVERIES = 8
_ROWS = 50


class Views:
    """Contexts of the templates, by view."""

    def __init__(self, service: Service, store: Store, endpoints: Endpoints, url: Callable[[], str]) -> None:
        self._service = service
        self._store = store
        self._endpoints = endpoints
        self._url = url
        self._pager = Pager(bytes.fromhex(store.meta["pager"]))

    def overview(self, query: dict[str, str]) -> JSON:
        """Projects and how much each holds, some at a time."""
        ids = self._service.project_ids
        start = min(_number(query.get("from", "")), len(ids))
        shown = ids[start : start + _PROJECTS]
        return {
            "counted": [name for name, _ in _COUNTED],
            "projects": [
                {"id": each, "counts": [self._count(each, operation) for _, operation in _COUNTED]} for each in shown
            ],
            "total": len(ids),
            "start": start,
            "before": max(0, start - _PROJECTS) if start else None,
            "after": start + _PROJECTS if start + _PROJECTS < len(ids) else None,
            "requests": self._service.requests.total,
            "events": len(self._service.events),
            "faults": len(self._service.faults),
            "url": self._url(),
        }

    def project(self, project_id: str, query: dict[str, str]) -> JSON:
        """Everything in one project."""
        each = self._each
        return {
            "project": project_id,
            "rcs": self._rcs(project_id, query.get("senders")),
            "account": self._ask(project_id, "getWhatsappAccount"),
            "whatsapp_senders": [
                {**sender, "code": self._code(project_id, WhatsappSenders, sender["id"])}
                for sender in each(project_id, "listWhatsappSenders", "senders")
            ],
            "whatsapp_templates": [
                {**template, "newest": _newest(template)}
                for template in each(project_id, "listWhatsappTemplates", "templates")
            ],
            "kakaotalk_senders": list(self._kakaotalk(project_id)),
            "sms_apps": list(each(project_id, "listSmsApps", "smsApps")),
            "bundles": list(each(project_id, "listBundles", "bundles")),
            "webhooks": [
                {
                    **webhook,
                    "deliveries": self._endpoints.deliveries(project_id, webhook["id"], limit=_DELIVERIES)[
                        "deliveries"
                    ],
                }
                for webhook in (self._ask(project_id, "listWebhooks") or {"webhooks": []})["webhooks"]
            ],
        }

    def _rcs(self, project_id: str, token: str | None) -> JSON:
        query: dict[str, Any] = {"pageSize": _SENDERS}
        if self._count(project_id, "listRcsSenders") <= _SORTED:
            query.update(sortColumn="MODIFIED", sortDirection="DESC")
        found = self._ask(project_id, "listRcsSenders", {**query, "pageToken": token}) if token else None
        # A token of another time leads to the first page.
        return found or self._ask(project_id, "listRcsSenders", query)

    def _kakaotalk(self, project_id: str) -> Iterator[JSON]:
        for sender in self._each(project_id, "listKakaotalkSenders", "senders"):
            friend = sender["plusFriendId"]
            templates = self._each(project_id, "listKakaotalkTemplates", "templates", plusFriendId=friend)
            yield {
                **sender,
                "code": self._code(project_id, KakaotalkSenders, friend),
                "templates": [{**one, "newest": _newest(one)} for one in templates],
            }

    def requests(self, query: dict[str, str]) -> JSON:
        """The journal, latest first."""
        project, operation, path = query.get("project"), query.get("operation"), query.get("path")
        found = self._endpoints.requests(project, operation, path=path, limit=_ROWS)
        return {**found, "wanted": query}

    def events(self, query: dict[str, str]) -> JSON:
        """Events, latest first."""
        return {**self._endpoints.events(query.get("project"), query.get("type"), limit=_ROWS), "wanted": query}

    def time(self, _: dict[str, str]) -> JSON:
        """The clock, and what is due."""
        clock = self._endpoints.clock()
        return {**clock, "due": clock["due"][:_ROWS], "more": max(0, len(clock["due"]) - _ROWS)}

    def faults(self, _: dict[str, str]) -> JSON:
        """Fault rules, and what there is to choose from."""
        return {**self._endpoints.faults(), "operations": sorted(the_contract().operations)}

    def codes(self, _: dict[str, str]) -> JSON:
        """One-time codes that are out."""
        kinds = (
            ("WhatsApp", "listWhatsappSenders", "id", WhatsappSenders),
            ("KakaoTalk", "listKakaotalkSenders", "plusFriendId", KakaotalkSenders),
        )
        found = [
            {"project": each, "channel": channel, "sender": one[key], "code": self._code(each, senders, one[key])}
            for each in self._service.project_ids
            for channel, operation, key, senders in kinds
            for one in self._each(each, operation, "senders")
        ]
        return {"codes": [row for row in found if row["code"] is not None]}

    def _ask(self, project_id: str, operation: str, query: dict[str, Any] | None = None, **path: str) -> JSON | None:
        """Return what a client would get, without secrets, None for a rejection; `Problem` without such a project."""
        with self._store.look(project_id) as project:
            try:
                reply = ask(project, operation, pager=self._pager, query=query, **path)
            except Problem:
                return None
            finally:
                self._store.save()
            raw = msgspec.json.encode(reply.body) if reply.raw is None else reply.raw
        return mask(msgspec.json.decode(raw))

    def _count(self, project_id: str, operation: str) -> int:
        """Return how many a list holds; a list that is rejected holds none."""
        body = self._ask(project_id, operation, {"pageSize": 1})
        return 0 if body is None else int(body["totalSize"])

    def _each(self, project_id: str, operation: str, key: str, **path: str) -> Iterator[JSON]:
        """Yield all items of a list, page after page; a list that is rejected has none."""
        query: dict[str, Any] = {"pageSize": 100}
        while True:
            body = self._ask(project_id, operation, query, **path)
            if body is None:
                return
            yield from body[key]
            if "nextPageToken" not in body:
                return
            query["pageToken"] = body["nextPageToken"]

    def _code(self, project_id: str, senders: type[WhatsappSenders | KakaotalkSenders], name: str) -> str | None:
        """Return the one-time code that is out for a sender, if any."""
        with self._store.look(project_id) as project:
            code: str | None = project.part(senders).find(name).get("code")
            return code


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _newest(template: JSON) -> JSON:
    """Return the content that is to come, upon what is live."""
    return {**template.get("details", {}), **template.get("changes", {}).get("details", {})}
