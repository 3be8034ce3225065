"""What each view of the page shows, gathered from the API's handlers and the emulator's answers."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Iterator
from typing import Any

from sinch_provisioning.emulator.console import previews
from sinch_provisioning.emulator.console.answers import Answers
from sinch_provisioning.emulator.console.asking import Asking
from sinch_provisioning.emulator.console.emulated import Emulated
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.tables import JSON

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
# Up to so many senders those come first that changed last; to sort more takes longer than anybody wants to look.
_SORTED = 5_000
_DELIVERIES = 8
_ROWS = 50


class Views:
    """Contexts of the templates, by view."""

    def __init__(self, emulator: Emulated, answers: Answers, asking: Asking) -> None:
        self._emulator = emulator
        self._answers = answers
        self._asking = asking

    def overview(self, query: dict[str, str]) -> JSON:
        """Projects and how much each holds, some at a time."""
        ids = self._emulator.project_ids
        start = min(_number(query.get("from", "")), len(ids))
        shown = ids[start : start + _PROJECTS]
        return {
            "counted": [name for name, _ in _COUNTED],
            "projects": [
                {"id": each, "counts": [self._asking.count(each, operation) for _, operation in _COUNTED]}
                for each in shown
            ],
            "total": len(ids),
            "start": start,
            "before": max(0, start - _PROJECTS) if start else None,
            "after": start + _PROJECTS if start + _PROJECTS < len(ids) else None,
            "requests": self._emulator.requests.total,
            "events": len(self._emulator.events),
            "faults": len(self._emulator.faults),
            "url": self._emulator.url,
        }

    def project(self, project_id: str, query: dict[str, str]) -> JSON:
        """Everything in one project."""
        ask, each = self._asking.ask, self._asking.each
        return {
            "project": project_id,
            "rcs": self._rcs(project_id, query.get("senders")),
            "account": ask(project_id, "getWhatsappAccount"),
            "whatsapp_senders": [
                {**sender, "code": self._whatsapp_code(project_id, sender["id"])}
                for sender in each(project_id, "listWhatsappSenders", "senders")
            ],
            "whatsapp_templates": [
                {**template, "message": previews.whatsapp(_newest(template), template["category"])}
                for template in each(project_id, "listWhatsappTemplates", "templates")
            ],
            "kakaotalk_senders": list(self._kakaotalk(project_id)),
            "sms_apps": list(each(project_id, "listSmsApps", "smsApps")),
            "bundles": list(each(project_id, "listBundles", "bundles")),
            "webhooks": [
                {
                    **webhook,
                    "deliveries": self._answers.deliveries(project_id, webhook["id"], limit=_DELIVERIES)["deliveries"],
                }
                for webhook in (ask(project_id, "listWebhooks") or {"webhooks": []})["webhooks"]
            ],
        }

    def _rcs(self, project_id: str, token: str | None) -> JSON:
        query: dict[str, Any] = {"pageSize": _SENDERS}
        if self._asking.count(project_id, "listRcsSenders") <= _SORTED:
            query.update(sortColumn="MODIFIED", sortDirection="DESC")
        found = self._asking.ask(project_id, "listRcsSenders", {**query, "pageToken": token}) if token else None
        # A token of another time leads to the first page.
        return found or self._asking.ask(project_id, "listRcsSenders", query)

    def _kakaotalk(self, project_id: str) -> Iterator[JSON]:
        for sender in self._asking.each(project_id, "listKakaotalkSenders", "senders"):
            friend = sender["plusFriendId"]
            templates = self._asking.each(project_id, "listKakaotalkTemplates", "templates", plusFriendId=friend)
            yield {
                **sender,
                "code": self._kakaotalk_code(project_id, friend),
                "templates": [{**one, "message": previews.kakaotalk(_newest(one))} for one in templates],
            }

    def requests(self, query: dict[str, str]) -> JSON:
        """The journal, latest first."""
        project, operation, path = query.get("project"), query.get("operation"), query.get("path")
        found = self._answers.requests(project, operation, path=path, limit=_ROWS)
        return {**found, "wanted": query}

    def events(self, query: dict[str, str]) -> JSON:
        """Events, latest first."""
        return {**self._answers.events(query.get("project"), query.get("type"), limit=_ROWS), "wanted": query}

    def time(self, _: dict[str, str]) -> JSON:
        """The clock, and what is due."""
        clock = self._answers.clock()
        return {**clock, "due": clock["due"][:_ROWS], "more": max(0, len(clock["due"]) - _ROWS)}

    def faults(self, _: dict[str, str]) -> JSON:
        """Fault rules, and what there is to choose from."""
        return {**self._answers.faults(), "operations": sorted(the_contract().operations)}

    def codes(self, _: dict[str, str]) -> JSON:
        """One-time codes that are out."""
        found: list[JSON] = []
        for project_id in self._emulator.project_ids:
            for sender in self._asking.each(project_id, "listWhatsappSenders", "senders"):
                code = self._whatsapp_code(project_id, sender["id"])
                found.append({"project": project_id, "channel": "WhatsApp", "sender": sender["id"], "code": code})
            for sender in self._asking.each(project_id, "listKakaotalkSenders", "senders"):
                friend = sender["plusFriendId"]
                code = self._kakaotalk_code(project_id, friend)
                found.append({"project": project_id, "channel": "KakaoTalk", "sender": friend, "code": code})
        return {"codes": [row for row in found if row["code"] is not None]}

    def _whatsapp_code(self, project_id: str, sender_id: str) -> str | None:
        try:
            return self._emulator.control.whatsapp.senders.code(project_id, sender_id)
        except ValueError:
            return None

    def _kakaotalk_code(self, project_id: str, plus_friend_id: str) -> str | None:
        try:
            return self._emulator.control.kakaotalk.senders.code(project_id, plus_friend_id)
        except ValueError:
            return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _newest(template: JSON) -> JSON:
    """Return the content that is to come, upon what is live."""
    return {**template.get("details", {}), **template.get("changes", {}).get("details", {})}
