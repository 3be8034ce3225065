"""Senders: list, create, change, launch."""

import re
from typing import Any

import msgspec

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.rcs import launch, questions, records
from sinch_provisioning.emulator.rcs.lifecycle import Senders
from sinch_provisioning.emulator.rcs.numbers import TestNumbers
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.tables import JSON

_UPDATABLE_LIVE = {"countries"}
# The format is called `hex` and has no pattern: with or without the sign, three digits or six (inferred).
_COLOR = re.compile("#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


def list_senders(request: Request) -> Reply:
    senders = request.project.part(Senders)
    query = request.query
    filters = {"filterStates", "filterSenderIds", "filterSenderName", "search", "filterConversationApiAppId"}
    if not (filters | {"sortColumn", "sortDirection"}) & query.keys():
        start, size, frame = request.window(len(senders), default_size=50)
        return _senders(frame, senders.render(range(start, min(start + size, len(senders)))))
    column = query.get("sortColumn", "CREATED" if "sortDirection" in query else None)
    store = request.project.store
    found = store.selections.get(
        store.version,
        (request.operation, request.project.id, request.filters),
        lambda: senders.select(
            lambda traits: _fits(traits, query),
            column=None if column is None else column.lower(),
            descending=query.get("sortDirection") == "DESC",
        ),
    )
    start, size, frame = request.window(len(found), default_size=50)
    return _senders(frame, senders.render(found[start : start + size]))


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


def create(request: Request) -> Reply:
    project, senders = request.project, request.project.part(Senders)
    _check_brand(request.body.get("details", {}).get("brand", {}))
    _check_images(request)
    record = records.new(project.uuid(), request.body, project.clock.text())
    invited, record["testNumbers"] = record["testNumbers"], []
    project.part(TestNumbers).invite(record, invited)
    senders.note(record, "CREATED", author=USER)
    senders.add(record)
    senders.complete(record, at_once=True)
    return created(records.view(record))


def update(request: Request) -> Reply:
    project, senders = request.project, request.project.part(Senders)
    details = request.body["details"]
    record = senders.open(request.path["senderId"])
    if not details:
        raise problem("no_fields_to_update")
    _check_brand(details.get("brand", {}))
    if record["state"] in {"LAUNCHING", "LAUNCHED"} and details.keys() - _UPDATABLE_LIVE:
        raise problem("fields_not_updatable", f"While a sender is {record['state']}, only its countries may change.")
    launch.suits_att(record, details.get("countries") or [])
    form = details.get("questionnaire", {})
    version = _us_version(request, record, form.get("us", {}).get("answers", {}))
    if "testNumbers" in details:
        project.part(TestNumbers).replace(record, details["testNumbers"] or [])
    if "countries" in details:
        record["countries"] = list(details["countries"] or [])
    _merge(record["brand"], details.get("brand", {}))
    if version != record["usVersion"] is not None:
        record["answers"]["us"] = {}  # the two generations do not mix (inferred)
    for section, content in form.items():
        _merge(record["answers"].setdefault(section, {}), content["answers"])
    record["usVersion"] = version if record["answers"].get("us") else None
    record["modified"] = project.clock.text()
    senders.note(record, "EDITED", author=USER)
    senders.complete(record)
    return ok(records.view(record))


def _us_version(request: Request, record: JSON, answers: JSON) -> str | None:
    """Return the generation of the US answers after an update: as asked for, as the answers show, or as before."""
    shown, wanted = questions.us_version(answers), request.query.get("usQuestionnaireVersion")
    if shown is not None and wanted not in {None, shown}:
        wrong = f"details.questionnaire.us.answers belong to {shown}, not to {wanted}"
        raise problem("invalid_input", information={"validationErrors": [wrong]})
    return wanted or shown or record["usVersion"]


def _check_brand(brand: JSON) -> None:
    """Reject what a JSON Schema cannot: the same address, number or URL twice, and colors that are not hex."""
    for name, key in (("emails", "address"), ("phones", "number"), ("websites", "url")):
        rows: list[JSON] = brand.get(name) or []
        values: list[str] = [row[key] for row in rows]
        if len(set(values)) < len(values):
            wrong = f"details.brand.{name} has the same {key} twice"
            raise problem("invalid_input", information={"validationErrors": [wrong]})
    if "color" in brand and not _COLOR.fullmatch(brand["color"]):
        wrong = "details.brand.color must be a hexadecimal color"
        raise problem("invalid_input", information={"validationErrors": [wrong]})


def _check_images(request: Request) -> None:
    """Reject images that are known to be of no use; they are never really fetched."""
    brand = request.body.get("details", {}).get("brand", {})
    for name in ("bannerUrl", "logoUrl"):
        code = request.project.part(Senders).file_error(brand.get(name))
        if code is not None:
            raise problem(code, f"details.brand.{name}")


def _merge(kept: JSON, given: JSON) -> None:
    """Nested objects merge, null removes, all else replaces (merging and replacing of arrays are inferred)."""
    for name, value in given.items():
        if value is None:
            kept.pop(name, None)
        elif isinstance(value, dict):
            _merge(kept.setdefault(name, {}), value)
        else:
            kept[name] = value


def launch_sender(request: Request) -> Reply:
    senders = request.project.part(Senders)
    launch.check(senders.find(request.path["senderId"]))
    record = senders.open(request.path["senderId"])
    senders.launch(record)
    return ok(records.view(record))


HANDLERS: Handlers = {
    **Senders.handlers("RcsSender"),
    "listRcsSenders": list_senders,
    "createRcsSender": create,
    "updateRcsSender": update,
    "launchRcsSender": launch_sender,
}
