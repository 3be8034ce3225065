"""Senders: list, create, read, change, launch, comment."""

from typing import Any

import msgspec

from sinch_provisioning.emulator.activities import USER, stored_comment
from sinch_provisioning.emulator.family import Reply, Request, created, handles, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.rcs import launch, lifecycle, numbers, questions, records
from sinch_provisioning.emulator.rcs.lifecycle import rcs

JSON = Any

_UPDATABLE_LIVE = {"countries"}


@handles("listRcsSenders")
def list_senders(request: Request) -> Reply:
    state = rcs(request.project)
    query = request.query
    filters = {"filterStates", "filterSenderIds", "filterSenderName", "search", "filterConversationApiAppId"}
    if not (filters | {"sortColumn", "sortDirection"}) & query.keys():
        start, size, frame = request.window(len(state), default_size=50)
        return _senders(frame, state.page(start, size))
    column = query.get("sortColumn", "CREATED" if "sortDirection" in query else None)
    store = request.project.store
    found = store.selections.get(
        store.version,
        (request.operation, request.project.id, request.filters),
        lambda: state.select(
            lambda traits: _fits(traits, query),
            column=None if column is None else column.lower(),
            descending=query.get("sortDirection") == "DESC",
        ),
    )
    start, size, frame = request.window(len(found), default_size=50)
    rows = [msgspec.json.encode(records.view(record)) for record in state.at(found[start : start + size])]
    return _senders(frame, rows)


def _senders(frame: JSON, rows: list[bytes]) -> Reply:
    head = msgspec.json.encode(frame)[:-1]
    return Reply(200, raw=head + b',"senders":[' + b",".join(rows) + b"]}")


def _fits(traits: JSON, query: Any) -> bool:
    """AND between filters, OR inside one (inferred)."""
    if "filterStates" in query and traits["state"] not in query["filterStates"]:
        return False
    # How several ids are joined is not documented; a comma does no harm in an id.
    if "filterSenderIds" in query and traits["id"] not in query["filterSenderIds"].split(","):
        return False
    if "filterConversationApiAppId" in query and traits["app"] != query["filterConversationApiAppId"]:
        return False
    name = traits["name"].lower()
    return all(query[key].lower() in name for key in ("search", "filterSenderName") if key in query)


@handles("createRcsSender")
def create(request: Request) -> Reply:
    project = request.project
    _check_brand(request.body.get("details", {}).get("brand", {}))
    _check_images(request)
    record = records.new(project.uuid(), request.body, project.clock.text())
    invited, record["testNumbers"] = record["testNumbers"], []
    numbers.invite(project, record, invited)
    lifecycle.note(project, record, "CREATED", author=USER)
    rcs(project).add(record)
    lifecycle.settle(project, record)
    return created(records.view(record))


@handles("getRcsSender")
def get(request: Request) -> Reply:
    return ok(records.view(rcs(request.project).get(request.path["senderId"])))


@handles("updateRcsSender")
def update(request: Request) -> Reply:
    project = request.project
    details = request.body["details"]
    record = rcs(project).edit(request.path["senderId"])
    if not details:
        raise problem("no_fields_to_update")
    _check_brand(details.get("brand", {}))
    if record["state"] in {"LAUNCHING", "LAUNCHED"} and details.keys() - _UPDATABLE_LIVE:
        raise problem("fields_not_updatable", f"While a sender is {record['state']}, only its countries may change.")
    launch.suits_att(record, details.get("countries") or [])
    form = details.get("questionnaire", {})
    version = _us_version(request, record, form.get("us", {}).get("answers", {}))
    if "testNumbers" in details:
        numbers.replace(project, record, details["testNumbers"] or [])
    if "countries" in details:
        record["countries"] = list(details["countries"] or [])
    _merge(record["brand"], details.get("brand", {}))
    if version != record["usVersion"] is not None:
        record["answers"]["us"] = {}  # the two generations do not mix (inferred)
    for section, content in form.items():
        _merge(record["answers"].setdefault(section, {}), content["answers"])
    record["usVersion"] = version if record["answers"].get("us") else None
    record["modified"] = project.clock.text()
    lifecycle.note(project, record, "EDITED", author=USER)
    lifecycle.settle(project, record)
    return ok(records.view(record))


def _us_version(request: Request, record: JSON, answers: JSON) -> str | None:
    """Return the generation of the US answers after an update: as the caller says, the answers tell, or it was."""
    told, said = questions.us_version(answers), request.query.get("usQuestionnaireVersion")
    if told is not None and said not in {None, told}:
        wrong = f"details.questionnaire.us.answers belong to {told}, not to {said}"
        raise problem("invalid_input", information={"validationErrors": [wrong]})
    return said or told or record["usVersion"]


def _check_brand(brand: JSON) -> None:
    """Refuse what a JSON Schema cannot: the same address, number or URL twice."""
    for name, key in (("emails", "address"), ("phones", "number"), ("websites", "url")):
        rows: list[JSON] = brand.get(name) or []
        values: list[str] = [row[key] for row in rows]
        if len(set(values)) < len(values):
            wrong = f"details.brand.{name} has the same {key} twice"
            raise problem("invalid_input", information={"validationErrors": [wrong]})


def _check_images(request: Request) -> None:
    """Refuse images that are known to be of no use; they are never really fetched."""
    brand = request.body.get("details", {}).get("brand", {})
    for name in ("bannerUrl", "logoUrl"):
        trouble = rcs(request.project).files.trouble(brand.get(name))
        if trouble is not None:
            raise problem(trouble, f"details.brand.{name}")


def _merge(kept: JSON, given: JSON) -> None:
    """Nested objects merge, null removes, all else replaces (merging and replacing of arrays are inferred)."""
    for name, value in given.items():
        if value is None:
            kept.pop(name, None)
        elif isinstance(value, dict):
            _merge(kept.setdefault(name, {}), value)
        else:
            kept[name] = value


@handles("launchRcsSender")
def launch_sender(request: Request) -> Reply:
    record = rcs(request.project).edit(request.path["senderId"])
    launch.check(record)
    lifecycle.launch(request.project, record)
    return ok(records.view(record))


@handles("listRcsSenderActivities")
def activities(request: Request) -> Reply:
    record = rcs(request.project).get(request.path["senderId"])
    return request.page("notifications", record["activities"][::-1], scope=record["id"])


@handles("createRcsSenderComment")
def comment(request: Request) -> Reply:
    project = request.project
    record = rcs(project).edit(request.path["senderId"])
    text = request.body["comment"]
    lifecycle.note(project, record, "COMMENT_ADDED", comment=text, author=USER)
    project.emit("RCS_SENDER_COMMENT_ADDED", records.view(record), comment=text)
    return created(stored_comment(project.clock, text))
