"""SMS apps: list, create, read, change, delete."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.sms.apps import SmsApps, conversation_app_details


def list_apps(request: Request) -> Reply:
    apps = request.project.part(SmsApps)
    if apps.settings["serviceId"] is None:
        raise problem("sms_service_not_found")
    return request.page("smsApps", list(apps.records.values()))


def create(request: Request) -> Reply:
    project, body = request.project, request.body
    wanted, given = body.get("convApiApp", False), body.get("convApiAppId")
    if wanted and given is not None:
        # Which code a body with both gets is not documented (inferred).
        raise problem("invalid_input", information={"validationErrors": ["convApiAppId excludes convApiApp"]})
    app_id = project.digits(32).upper() if wanted else given
    region = body["region"]
    tied = None if app_id is None else conversation_app_details(project, app_id, region)
    return created(project.part(SmsApps).add(body["name"], region, tied))


def get(request: Request) -> Reply:
    return ok(request.project.part(SmsApps).find(request.path["smsAppId"]))


def update(request: Request) -> Reply:
    apps = request.project.part(SmsApps)
    apps.find(request.path["smsAppId"])
    if not request.body:
        raise problem("no_fields_to_update")
    app = apps.open(request.path["smsAppId"])
    app.update(request.body)
    return ok(app)


def delete(request: Request) -> Reply:
    apps = request.project.part(SmsApps)
    # Gone at once (inferred: whether it shows DELETED for a while is not documented).
    apps.records.remove(apps.find(request.path["smsAppId"])["id"])
    return no_content()


HANDLERS: Handlers = {
    "listSmsApps": list_apps,
    "createSmsApp": create,
    "getSmsApp": get,
    "updateSmsApp": update,
    "deleteSmsApp": delete,
}
