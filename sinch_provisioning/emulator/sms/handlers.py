"""SMS apps: list, create, read, change, delete."""

from sinch_provisioning.emulator.family import Reply, Request, created, handles, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.sms.state import conversation_app_details, sms


@handles("listSmsApps")
def list_apps(request: Request) -> Reply:
    state = sms(request.project)
    if state.service_id is None:
        raise problem("sms_service_not_found")
    return request.page("smsApps", list(state.apps.values()))


@handles("createSmsApp")
def create(request: Request) -> Reply:
    project, body = request.project, request.body
    wanted, given = body.get("convApiApp", False), body.get("convApiAppId")
    if wanted and given is not None:
        # Which code a body with both gets is not documented (inferred).
        raise problem("invalid_input", information={"validationErrors": ["convApiAppId excludes convApiApp"]})
    app_id = project.digits(32).upper() if wanted else given
    region = body["region"]
    tied = None if app_id is None else conversation_app_details(project, app_id, region)
    return created(sms(project).add(body["name"], region, tied))


@handles("getSmsApp")
def get(request: Request) -> Reply:
    return ok(sms(request.project).find(request.path["smsAppId"]))


@handles("updateSmsApp")
def update(request: Request) -> Reply:
    app = sms(request.project).find(request.path["smsAppId"])
    if not request.body:
        raise problem("no_fields_to_update")
    app.update(request.body)
    return ok(app)


@handles("deleteSmsApp")
def delete(request: Request) -> Reply:
    state = sms(request.project)
    # Gone at once (inferred: whether it shows DELETED for a while is not documented).
    del state.apps[state.find(request.path["smsAppId"])["id"]]
    return no_content()
