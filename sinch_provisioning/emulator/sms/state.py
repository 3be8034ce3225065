"""The SMS service of a project and its apps."""

from typing import Any

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project, happens

JSON = Any

WAITING = 1.0
"""Seconds until work on a new app begins (inferred)."""
WORK = 4.0
"""Seconds until the app is settled (inferred)."""


class SmsState:
    """The SMS part of a project. Its service comes with the first app (inferred)."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.apps: dict[str, JSON] = data.setdefault("apps", {})

    @property
    def service_id(self) -> str | None:
        """Id of the SMS service, None if the project has none."""
        return self.data.get("serviceId")

    def find(self, app_id: str) -> JSON:
        """Return an app.

        Raises:
            Problem: there is none.
        """
        if app_id not in self.apps:
            raise problem("sms_app_not_found")
        return self.apps[app_id]

    def add(self, name: str, region: str, conversation_app: JSON | None) -> JSON:
        """Make an app, with the service if it is the first, and return it."""
        project = self.project
        service = self.data.setdefault("serviceId", project.digits(32))
        app: JSON = {
            "id": project.digits(32),
            "smsServiceId": service,
            "name": name,
            "status": "PENDING_ADD",
            "regions": [region],
            "test": True,
        }
        if conversation_app is not None:
            app["conversationApiAppDetails"] = conversation_app
        self.apps[app["id"]] = app
        project.later(WAITING, begin, app["id"])
        project.later(WAITING + WORK, settle, app["id"])
        return app


def sms(project: Project) -> SmsState:
    """Return the SMS part of a project."""
    return project.part("sms", SmsState)


def conversation_app_details(project: Project, app_id: str, region: str) -> JSON:
    """Return what an SMS app shows of the Conversation API app that it is tied to."""
    return {"id": app_id, "projectId": project.id, "region": region, "channelStatus": "PENDING"}


@happens
def begin(project: Project, app_id: str) -> None:
    """Let the work on a new app begin."""
    app = sms(project).apps.get(app_id)
    if app is not None and app["status"] == "PENDING_ADD":
        app["status"] = "IN_PROGRESS_ADD"


@happens
def settle(project: Project, app_id: str) -> None:
    """Let a new app be ready, and the channel that it is."""
    app = sms(project).apps.get(app_id)
    if app is not None and app["status"] == "IN_PROGRESS_ADD":
        app["status"] = "ACTIVE"
        if "conversationApiAppDetails" in app:
            app["conversationApiAppDetails"]["channelStatus"] = "ACTIVE"
