"""What an order makes, and how it goes on."""

from typing import Any

from sinch_provisioning.emulator.conversation.state import conversation
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.sms.state import conversation_app_details, sms
from sinch_provisioning.emulator.store import Project, Store, happens
from sinch_provisioning.emulator.webhooks.log import Attempt, notes_calls
from sinch_provisioning.emulator.webhooks.state import view, webhooks

JSON = Any

WORK = 8.0
"""Seconds until a bundle is ready (inferred)."""

NO_ANSWER = 503
"""Status that stands for none in `webhookDeliveryStatuses`, where one is required (inferred)."""

_RETENTION = {"DISPATCH": ("MESSAGE_EXPIRE_POLICY", 7), "CONVERSATION": ("MESSAGE_EXPIRE_POLICY", 180)}


class BundlesState:
    """The bundles' part of a project."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.all: dict[str, JSON] = data.setdefault("bundles", {})

    def find(self, bundle_id: str) -> JSON:
        """Return a bundle.

        Raises:
            Problem: there is none.
        """
        if bundle_id not in self.all:
            raise problem("bundle_not_found")
        return self.all[bundle_id]


def bundles(project: Project) -> BundlesState:
    """Return the bundles' part of a project."""
    return project.part("bundles", BundlesState)


def check(project: Project, body: JSON) -> None:
    """Refuse an order that cannot be: services, names, webhooks (order of the checks inferred).

    Raises:
        Problem: nothing is asked for, a name is missing, or the webhooks clash.
    """
    asked = {key: body[key] for key in ("subproject", "smsApp", "convApp") if body.get(key, False) is not False}
    # Whether webhooks alone are enough is not documented; taken as enough (inferred).
    if not asked and not body.get("webhooks"):
        raise problem("no_services_to_create")
    for key, wish in asked.items():
        if "name" not in body and (wish is True or "name" not in wish):
            raise problem("missing_name", f"{key} has no name, and the bundle has none to lend.")
    # A new subproject has no webhooks yet.
    known = [] if "subproject" in asked else [one["target"] for one in webhooks(project).all.values()]
    targets = known + [one["target"] for one in body.get("webhooks", [])]
    if len(set(targets)) < len(targets):
        raise problem("webhook_exists")
    if "subproject" not in asked:
        webhooks(project).require_room(len(body.get("webhooks", [])))


def carry_out(project: Project, body: JSON) -> JSON:
    """Make everything that was asked for and return the bundle."""
    bundle: JSON = {"id": project.digits(24), "projectId": project.id, "state": "IN_PROGRESS", "region": body["region"]}
    if "name" in body:
        bundle["name"] = body["name"]
    home = project
    if body.get("subproject", False) is not False:
        home = project.store.add(project.uuid(), 0)
        wish = _wish(body, "subproject")
        bundle["projectId"] = home.id
        bundle["subproject"] = {"id": home.id, "parentProjectId": project.id, "status": "PENDING", **wish}
    tied = None
    if body.get("convApp", False) is not False:
        bundle["convApp"] = _conversation_app(home, body)
        tied = conversation_app_details(home, bundle["convApp"]["id"], body["region"])
    if body.get("smsApp", False) is not False:
        app = sms(home).add(_wish(body, "smsApp")["name"], body["region"], tied)
        bundle["smsApp"] = {key: app[key] for key in ("id", "smsServiceId", "name", "status", "regions", "test")}
        if tied is not None:
            bundle["convApp"]["smsChannelStatus"] = "PENDING"
    if "webhooks" in body:
        bundle["webhooks"] = [view(webhooks(home).add(one)) for one in body["webhooks"]]
    bundles(project).all[bundle["id"]] = bundle
    project.later(WORK, finish, bundle["id"])
    return bundle


def _wish(body: JSON, key: str) -> JSON:
    wish = {} if body[key] is True else dict(body[key])
    wish.setdefault("name", body.get("name"))
    return wish


def _conversation_app(home: Project, body: JSON) -> JSON:
    wish = _wish(body, "convApp")
    app_id = home.digits(32).upper()
    conversation(home).apps[app_id] = {}
    mode = wish.get("processingMode", "DISPATCH")
    kind, days = _RETENTION[mode]
    policy = wish.get("retentionPolicy", {})
    app = {
        "id": app_id,
        "name": wish["name"],
        "processingMode": mode,
        "retentionPolicy": {
            "retentionPolicyType": policy.get("retentionPolicyType", kind),
            "ttl": policy.get("ttl", days),
        },
    }
    if "webhooks" in wish:
        app["webhooks"] = [
            {"id": home.digits(32), **{key: one[key] for key in ("target", "triggers", "secret") if key in one}}
            for one in wish["webhooks"]
        ]
    if "consentManagerSettings" in wish:
        app["consentManagerSettings"] = wish["consentManagerSettings"]
    return app


@happens
def finish(project: Project, bundle_id: str) -> None:
    """Let a bundle be ready, unless somebody has let it fail."""
    bundle = bundles(project).all.get(bundle_id)
    if bundle is None or bundle["state"] != "IN_PROGRESS":
        return
    bundle["state"] = "DONE"
    if "subproject" in bundle:
        bundle["subproject"]["status"] = "READY"
    if "smsApp" in bundle:
        bundle["smsApp"]["status"] = "ACTIVE"
    # The bundle's own webhooks are told too, and live where it lives.
    home = project.store.projects[bundle["projectId"]]
    project.emit("BUNDLE_DONE", bundle, heard_in=[home] if home is not project else [])


@notes_calls("BUNDLE_DONE")
def note_call(store: Store, delivery: JSON, attempt: Attempt) -> None:
    """Add a call that told of a bundle to what the bundle says of such calls."""
    bundle = bundles(store.projects[delivery["raisedIn"]]).all.get(delivery["body"]["payload"]["id"])
    if bundle is not None:
        status = {
            "webhookId": delivery["webhookId"],
            "httpStatusCode": NO_ANSWER if attempt.status is None else attempt.status,
            "date": attempt.at,
        }
        failed = {} if attempt.error is None else {"errorMessage": attempt.error}
        bundle.setdefault("webhookDeliveryStatuses", []).append({**status, **failed})
