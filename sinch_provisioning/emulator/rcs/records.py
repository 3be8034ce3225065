"""An RCS sender as it is kept, and as the API shows it."""

from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.rcs import questions
from sinch_provisioning.emulator.tables import JSON

HOSTING = {"BR": "NORTH_AMERICA", "EU": "EUROPE", "US": "NORTH_AMERICA"}
DEFAULT_NAME = "RCS Sender"
DEFAULT_COLOR = "#000000"

# Names as events write them; which of them work in a country is not documented but for examples (inferred).
OPERATORS: dict[str, list[str]] = data("operators")


def new(sender_id: str, body: JSON, now: str) -> JSON:
    """Return the record of a sender just created."""
    details = body.get("details", {})
    answers = {section: dict(content["answers"]) for section, content in details.get("questionnaire", {}).items()}
    return {
        "id": sender_id,
        "state": "DRAFT",
        "region": body["region"],
        "billingCategory": body["billingCategory"],
        "useCase": body["useCase"],
        "created": now,
        "modified": now,
        "brand": {"name": DEFAULT_NAME, "color": DEFAULT_COLOR, **details.get("brand", {})},
        "testNumbers": list(details.get("testNumbers", [])),
        "numbers": {},
        "invitations": {},
        "countries": list(details.get("countries", [])),
        "operators": {},
        "answers": answers,
        "usVersion": questions.us_version(answers.get("us", {})),
        "activities": [],
    }


def view(record: JSON) -> JSON:
    """Return a sender as the API shows it."""
    shown = {
        "id": record["id"],
        "state": record["state"],
        "region": record["region"],
        "billingCategory": record["billingCategory"],
        "useCase": record["useCase"],
        "hostingRegion": HOSTING[record["region"]],
        "created": record["created"],
        "modified": record["modified"],
        "details": {
            "brand": record["brand"],
            "testNumbers": record["testNumbers"],
            "countries": record["countries"],
            "questionnaire": _questionnaire(record),
        },
        "testNumberStates": [number_view(record, number) for number in record["numbers"]],
        "countryStatus": [_country(record, country) for country in record["countries"]],
    }
    for name in ("launched", "authName", "authToken", "conversationApiApp", "conversationApiAppDetails"):
        if name in record:
            shown[name] = record[name]
    if record["state"] != "DRAFT":
        shown["supplierDetails"] = {"google": {"agentId": f"agent_{record['id']}", "brandId": "brand"}}
    registration = record.get("registration")
    if registration is not None:
        shown["brandDetails"] = _brand(registration)
        if registration["campaign"] is not None:
            shown["campaignDetails"] = registration["campaign"]
    return shown


def _brand(registration: JSON) -> JSON:
    status = registration["status"]
    return {
        "id": registration["id"],
        "status": status if status in {"ARCHIVED", "COMPLETED"} else "DRAFT",
        "registration": {"id": registration["process"], "status": status},
    }


def number_view(record: JSON, number: str) -> JSON:
    """Return one test number as the API shows it."""
    kept = record["numbers"][number]
    return {"number": number, "state": kept["state"], "submitted": kept["submitted"]}


def operators_of(country: str) -> list[str]:
    """Return the operators of a country."""
    return OPERATORS[country]


def _country(record: JSON, country: str) -> JSON:
    kept = record["operators"].get(country, {})
    rows = [
        {"name": name, **kept.get(name, {"status": "NOT_LAUNCHED", "modified": record["created"]})}
        for name in operators_of(country)
    ]
    return {"country": country, "status": _of_all([row["status"] for row in rows]), "operators": rows}


def _of_all(statuses: list[str]) -> str:
    """Return a country's status: live as soon as one of its operators is (from an old example; inferred)."""
    for status in ("LAUNCHED", "PENDING", "PENDING_UNLAUNCHED", "SUSPENDED"):
        if status in statuses:
            return status
    return statuses[0] if len(set(statuses)) == 1 else "REJECTED" if "REJECTED" in statuses else statuses[0]


def _questionnaire(record: JSON) -> JSON:
    answers = record["answers"]
    wanted = {"general", "verification", *answers, *map(str.lower, record["countries"])}
    shown: JSON = {}
    for section in ("general", "verification", "gb", "fr", "us"):
        if section in wanted:
            given = answers.get(section, {})
            us = questions.us_section(record["usVersion"], given) if section == "us" else None
            shown[section] = {"questions": us or questions.asked(section.upper()), "answers": given}
    return shown
