"""What an order makes, and how it goes on."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sinch_provisioning.emulator.conversation.apps import ConversationApps
from sinch_provisioning.emulator.events import Attempt
from sinch_provisioning.emulator.family import Reply, Request
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.resources import Resource
from sinch_provisioning.emulator.sms.apps import SmsApps, conversation_app_details
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.webhooks.state import Webhooks, require_callable

WORK = 8.0
"""Seconds until a bundle is ready (inferred)."""

NO_RESPONSE = 503
"""Status that stands for none in `webhookDeliveryStatuses`, where one is required (inferred)."""

_RETENTION = {"DISPATCH": ("MESSAGE_EXPIRE_POLICY", 7), "CONVERSATION": ("MESSAGE_EXPIRE_POLICY", 180)}


class Bundles(Resource):
    """The bundles of a project."""

    kind = "bundles"
    missing = "bundle_not_found"
    path: ClassVar[tuple[str, ...]] = ("bundleId",)
    items = "bundles"
    named: ClassVar[tuple[str, ...]] = ("bundle_id",)
    defaults: ClassVar[Mapping[str, Any]] = {"testNumber": False}
    scheduled: ClassVar[tuple[str, ...]] = ("work_ends",)

    def matching(self, request: Request) -> Iterable[Record]:
        """Return bundles: AND between filters, OR inside one (inferred)."""
        query, filters = request.query, {"filterConvAppIds": "convApp", "filterSmsAppIds": "smsApp"}
        return [
            bundle
            for bundle in self.records.values()
            if bundle["state"] in query.get("filterStates", [bundle["state"]])
            and all(bundle.get(key, {}).get("id") in query[name] for name, key in filters.items() if name in query)
        ]

    def page(self, request: Request, found: list[Record], *, default_size: int = 10) -> Reply:
        """Return the page of bundles that a request asks for."""
        return super().page(request, found, default_size=default_size)

    def create(self, request: Request) -> Record:
        """Accept an order, or reject it."""
        _check(self.project, request.body)
        return _carry_out(self.project, request.body)

    def work_ends(self, bundle_id: str) -> None:
        """Let a bundle be ready, unless it was made to fail."""
        if bundle_id in self.records:
            self.finish(self.open(bundle_id))

    def finish(self, bundle: JSON) -> None:
        """Let a bundle be ready now; one that is no longer in work stays what it is."""
        if bundle["state"] != "IN_PROGRESS":
            return
        bundle["state"] = "DONE"
        if "subproject" in bundle:
            bundle["subproject"]["status"] = "READY"
        if "smsApp" in bundle:
            bundle["smsApp"]["status"] = "ACTIVE"
        # The bundle's own webhooks are notified too, and live where it lives.
        home = self.project.store.projects[bundle["projectId"]]
        self.project.emit("BUNDLE_DONE", bundle, heard_in=[home] if home is not self.project else [])

    def fail(self, bundle: JSON) -> None:
        """Let a bundle fail; what was made stays (inferred)."""
        bundle["state"] = "FAILED"
        if "smsApp" in bundle:
            bundle["smsApp"]["status"] = "FAILED_ADD"


def _check(project: Project, body: JSON) -> None:
    """Reject an order that cannot be: services, names, webhooks, test number (order of the checks inferred)."""
    asked = {key: body[key] for key in ("subproject", "smsApp", "convApp") if body.get(key, False) is not False}
    # Whether webhooks alone are enough is not documented; here they are (inferred).
    if not asked and not body.get("webhooks"):
        raise problem("no_services_to_create")
    for key, wish in asked.items():
        if "name" not in body and (wish is True or "name" not in wish):
            raise problem("missing_name", f"{key} has no name, and the bundle has none to lend.")
    for number, one in enumerate(body.get("webhooks", [])):
        require_callable(one["target"], f"webhooks.{number}.target")
    # A new subproject has no webhooks yet.
    known = [] if "subproject" in asked else [one["target"] for one in project.part(Webhooks).records.values()]
    targets = known + [one["target"] for one in body.get("webhooks", [])]
    if len(set(targets)) < len(targets):
        raise problem("webhook_exists")
    if "subproject" not in asked:
        project.part(Webhooks).require_room(len(body.get("webhooks", [])))
    if body.get("testNumber") and "subproject" not in asked:
        _check_test_number(project, asked)


def _check_test_number(project: Project, asked: JSON) -> None:
    """Reject a test number that cannot be; it goes with the project's one SMS app, new or old (inferred)."""
    if project.part(Bundles).settings["testNumber"]:
        raise problem("only_one_test_number_allowed")
    apps = len(project.part(SmsApps).records)
    if "smsApp" in asked and apps:
        raise problem("allowed_only_for_default_test_sms_app", "The new SMS app would not be the default one.")
    if "smsApp" not in asked and not apps:
        raise problem("default_sms_app_not_found")
    if apps > 1:
        raise problem("more_than_one_sms_app")


def _carry_out(project: Project, body: JSON) -> Record:
    """Make everything that was asked for and return the bundle."""
    bundle: Record = {
        "id": project.digits(24),
        "projectId": project.id,
        "state": "IN_PROGRESS",
        "region": body["region"],
    }
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
        app = home.part(SmsApps).add(_wish(body, "smsApp")["name"], body["region"], tied)
        bundle["smsApp"] = {key: app[key] for key in ("id", "smsServiceId", "name", "status", "regions", "test")}
        if tied is not None:
            bundle["convApp"]["smsChannelStatus"] = "PENDING"
    if "webhooks" in body:
        webhooks = home.part(Webhooks)
        bundle["webhooks"] = [webhooks.view(webhooks.add(one)) for one in body["webhooks"]]
    made = project.part(Bundles)
    made.records.put(bundle["id"], bundle)
    if body.get("testNumber") and home is project:
        made.settings.set(testNumber=True)
    project.later(WORK, made.work_ends, bundle["id"])
    return bundle


def _wish(body: JSON, key: str) -> JSON:
    wish = {} if body[key] is True else dict(body[key])
    wish.setdefault("name", body.get("name"))
    return wish


def _conversation_app(home: Project, body: JSON) -> JSON:
    wish = _wish(body, "convApp")
    app_id = home.digits(32).upper()
    home.part(ConversationApps).records.put(app_id, {})
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


def note_call(store: Store, delivery: JSON, attempt: Attempt) -> None:
    """Add a call about a bundle to what the bundle says of such calls."""
    bundles = store.projects[delivery["raisedIn"]].part(Bundles).records
    bundle_id = delivery["body"]["payload"]["id"]
    if bundle_id in bundles:
        status = {
            "webhookId": delivery["webhookId"],
            "httpStatusCode": NO_RESPONSE if attempt.status is None else attempt.status,
            "date": attempt.at,
        }
        failed = {} if attempt.error is None else {"errorMessage": attempt.error}
        bundles.edit(bundle_id).setdefault("webhookDeliveryStatuses", []).append({**status, **failed})
