"""SMS apps: create, change."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.sms.apps import SmsApps, conversation_app_details


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


def update(request: Request) -> Reply:
    apps, app = SmsApps.at(request, edit=True)
    if not request.body:
        raise problem("no_fields_to_update")
    app.update(request.body)
    return ok(apps.view(app))


HANDLERS: Handlers = {**SmsApps.handlers("SmsApp"), "createSmsApp": create, "updateSmsApp": update}
