"""The SMS service of a project and its apps."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.family import Request
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.resources import Resource
from sinch_provisioning.emulator.tables import JSON, Record

if TYPE_CHECKING:
    Status = str
else:
    Status = Literal[tuple(data("sms_statuses"))]
"""One of the contract's."""

WAITING = 1.0
"""Seconds until work on a new app begins (inferred)."""
WORK = 4.0
"""Seconds until the app is settled (inferred)."""


class SmsApps(Resource):
    """The SMS apps of a project. Its service comes with the first app (inferred)."""

    kind = "sms_apps"
    missing = "sms_app_not_found"
    path: ClassVar[tuple[str, ...]] = ("smsAppId",)
    items = "smsApps"
    named: ClassVar[tuple[str, ...]] = ("sms_app_id",)
    defaults: ClassVar[Mapping[str, Any]] = {"serviceId": None}
    scheduled: ClassVar[tuple[str, ...]] = ("begin", "settle")

    def matching(self, _request: Request) -> Iterable[Record]:
        """Return all apps; reject if there is no service."""
        if self.settings["serviceId"] is None:
            raise problem("sms_service_not_found")
        return self.records.values()

    def create(self, request: Request) -> Record:
        """Make an app, with a new Conversation API app if asked for, or tied to one that is there."""
        body, region = request.body, request.body["region"]
        wanted, given = body.get("convApiApp", False), body.get("convApiAppId")
        if wanted and given is not None:
            # Which code a body with both gets is not documented (inferred).
            raise problem("invalid_input", information={"validationErrors": ["convApiAppId excludes convApiApp"]})
        app_id = self.project.digits(32).upper() if wanted else given
        tied = None if app_id is None else conversation_app_details(self.project, app_id, region)
        return self.add(body["name"], region, tied)

    def change(self, request: Request, record: Record) -> None:
        """Change an app."""
        if not request.body:
            raise problem("no_fields_to_update")
        self.open(record["id"]).update(request.body)

    def add(self, name: str, region: str, conversation_app: JSON | None) -> Record:
        """Make an app, with the service if it is the first, and return it."""
        project = self.project
        if self.settings["serviceId"] is None:
            self.settings.set(serviceId=project.digits(32))
        app: Record = {
            "id": project.digits(32),
            "smsServiceId": self.settings["serviceId"],
            "name": name,
            "status": "PENDING_ADD",
            "regions": [region],
            "test": True,
        }
        if conversation_app is not None:
            app["conversationApiAppDetails"] = conversation_app
        self.records.put(app["id"], app)
        project.later(WAITING, self.begin, app["id"])
        project.later(WAITING + WORK, self.settle, app["id"])
        return app

    def begin(self, app_id: str) -> None:
        """Let the work on a new app begin."""
        if self.records.get(app_id, {}).get("status") == "PENDING_ADD":
            self.records.edit(app_id)["status"] = "IN_PROGRESS_ADD"

    def settle(self, app_id: str) -> None:
        """Let a new app be ready, and the channel that it is."""
        if self.records.get(app_id, {}).get("status") == "IN_PROGRESS_ADD":
            app = self.records.edit(app_id)
            app["status"] = "ACTIVE"
            if "conversationApiAppDetails" in app:
                app["conversationApiAppDetails"]["channelStatus"] = "ACTIVE"

    def set_status(self, app: JSON, status: Status) -> None:
        """Give an app a status of the contract, say FAILED_ADD or BLOCKED."""
        app["status"] = status


def conversation_app_details(project: Project, app_id: str, region: str) -> JSON:
    """Return what an SMS app shows of the Conversation API app that it is tied to."""
    return {"id": app_id, "projectId": project.id, "region": region, "channelStatus": "PENDING"}
