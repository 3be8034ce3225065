"""Seeded senders: as large and as varied as real ones, made on demand, the same for the same seed."""

import hashlib
import random
import re
from typing import Any

import msgspec

from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.rcs import records
from sinch_provisioning.emulator.tables import JSON

_PATTERNS = 48
_SPACING = 61.0
_EPOCH = 1_700_000_000.0
_STATES = (
    ["LAUNCHED"] * 5
    + ["IN_TEST"] * 4
    + ["DRAFT"] * 2
    + ["LAUNCHING", "IN_PROGRESS", "PREPARING_LAUNCH"]
    + ["UNLAUNCHED"]
)
_COUNTRIES = [
    *(["FR", "GB"], ["GB", "SE", "NO"], ["SE", "GB", "FR"], ["DE", "GB", "FR"], ["SE", "DK", "FI", "NO"]),
    *(["US", "GB"], ["US", "FR"], ["US", "GB", "FR"]),
]
_WORDS = ["Parcel", "Bank", "Bakery", "Cinema", "Airline", "Pharmacy", "Garden", "Library", "Museum", "Hotel", "Cycle"]
_ID, _NAME, _CREATED = "@ID@", "@NAME@", "@CREATED@"

_Rendered = tuple[list[bytes], list[list[int]]]
"""A pattern's JSON in pieces, and in which of them id, name and time of creation belong."""


class Seeds:
    """Seeded senders of a project, by index."""

    def __init__(self, project: Project) -> None:
        self.count: int = project.senders
        self._seed = f"{project.store.seed} {project.id}"
        digest = hashlib.sha256(self._seed.encode()).hexdigest()
        self._prefix = f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-a{digest[17:20]}-"
        self._patterns: list[JSON] = []
        self._pieces: list[_Rendered] = []

    def id_of(self, index: int) -> str:
        """Return the id of a seeded sender."""
        return f"{self._prefix}{index:012x}"

    def index_of(self, sender_id: str) -> int | None:
        """Return the index behind an id, None if it is of no seeded sender."""
        if not sender_id.startswith(self._prefix):
            return None
        try:
            index = int(sender_id[len(self._prefix) :], 16)
        except ValueError:
            return None
        return index if 0 <= index < self.count and self.id_of(index) == sender_id else None

    def record(self, index: int) -> JSON:
        """Return the record of a seeded sender, a fresh copy."""
        text = msgspec.json.encode(self._pattern(index)).decode()
        for mark, value in zip((_ID, _NAME, _CREATED), self._values(index), strict=True):
            text = text.replace(mark, value)
        return msgspec.json.decode(text)

    def render(self, index: int) -> bytes:
        """Return the JSON that the API shows of a seeded sender."""
        pieces, gaps = self._rendered(index)
        filled = pieces.copy()
        for value, places in zip(self._values(index), gaps, strict=True):
            encoded = value.encode()
            for place in places:
                filled[place] = encoded
        return b"".join(filled)

    def traits(self, index: int) -> JSON:
        """Return what a seeded sender is filtered and sorted by."""
        sender_id, name, created = self._values(index)
        state = self._pattern(index)["state"]
        return {"id": sender_id, "name": name, "state": state, "created": created, "modified": created, "app": None}

    def _values(self, index: int) -> tuple[str, str, str]:
        name = f"{_WORDS[index % len(_WORDS)]} {index}"
        return self.id_of(index), name, write_time(_EPOCH + index * _SPACING)

    def _pattern(self, index: int) -> JSON:
        if not self._patterns:
            chance = random.Random(self._seed)  # noqa: S311 - repeatable on purpose
            self._patterns = [_draw(chance) for _ in range(_PATTERNS)]
        return self._patterns[index % _PATTERNS]

    def _rendered(self, index: int) -> _Rendered:
        if not self._pieces:
            self._pattern(0)
            marks = (_ID, _NAME, _CREATED)
            for pattern in self._patterns:
                text = msgspec.json.encode(records.view(pattern)).decode()
                pieces = re.split(f"({'|'.join(marks)})", text)
                gaps = [[place for place, piece in enumerate(pieces) if piece == mark] for mark in marks]
                self._pieces.append(([piece.encode() for piece in pieces], gaps))
        return self._pieces[index % _PATTERNS]


def _draw(chance: random.Random) -> JSON:
    state = chance.choice(_STATES)
    countries = chance.choice(_COUNTRIES)
    brand: dict[str, Any] = {"name": _NAME}
    if state != "DRAFT":
        brand |= _brand(chance)
    body = {
        "region": "US" if "US" in countries else "EU",
        "billingCategory": chance.choice(["CONVERSATIONAL", "NON_CONVERSATIONAL"]),
        "useCase": chance.choice(["OTP", "TRANSACTIONAL", "PROMOTIONAL", "MULTIUSE"]),
        "details": {
            "brand": brand,
            "countries": countries,
            "questionnaire": _answers(chance, countries),
        },
    }
    record = records.new(_ID, body, _CREATED)
    record["state"] = state
    record["authName"] = f"rcs{chance.getrandbits(40):x}"
    record["authToken"] = f"{chance.getrandbits(160):x}"
    if state != "DRAFT":
        numbers = [f"+4612312{chance.randrange(10_000):04}" for _ in range(chance.randrange(1, 5))]
        record["testNumbers"] = numbers
        record["numbers"] = {one: {"state": "VERIFIED", "submitted": _CREATED, "step": 0} for one in numbers}
    if state in {"LAUNCHED", "UNLAUNCHED"}:
        record["launched"] = _CREATED
    if "US" in countries:
        record["registration"] = {
            "id": f"B{chance.getrandbits(32):08X}",
            "process": f"P{chance.getrandbits(32):08X}",
            "status": "COMPLETED" if "launched" in record else "PENDING_REVIEW",
            "campaign": {
                "id": f"C{chance.getrandbits(32):08X}",
                "campaignName": "Brand Example",
                "requestId": f"R{chance.getrandbits(32):08X}",
            },
        }
    live = {"LAUNCHED": "LAUNCHED", "LAUNCHING": "PENDING", "UNLAUNCHED": "UNLAUNCHED"}.get(state)
    if live is not None:
        record["operators"] = {
            country: {name: {"status": live, "modified": _CREATED} for name in records.operators_of(country)}
            for country in countries
        }
    return record


def _brand(chance: random.Random) -> JSON:
    host = f"https://brand-{chance.randrange(10_000)}.example"
    return {
        **data("seeds")["brand"],
        "websites": [{"label": "Home", "url": host}],
        "color": f"#{chance.getrandbits(24):06X}",
        "bannerUrl": f"{host}/banner.png",
        "logoUrl": f"{host}/logo.png",
        "privacyPolicyUrl": f"{host}/privacy",
        "termsOfServiceUrl": f"{host}/terms",
    }


def _answers(chance: random.Random, countries: list[str]) -> JSON:
    """Return a filled-in form: general and verification, and the sections of the countries."""
    kept = data("seeds")
    wanted = {"general", "verification", *(country.lower() for country in countries)}
    form: JSON = {name: {"answers": dict(part["answers"])} for name, part in kept["answers"].items() if name in wanted}
    if "gb" in form:
        industry = chance.choice(["Logistics", "Retail", "Finance"])
        form["gb"]["answers"] |= {
            "brandIndustry": industry,
            "companyRegistrationNumber": f"{chance.randrange(10**8):08}",
        }
    if "fr" in form:
        form["fr"]["answers"]["siren"] = f"{chance.randrange(10**9):09}"
    if "us" in form and chance.random() < 0.5:
        form["us"]["answers"] |= {"ownershipType": "PUBLIC", **kept["listed"]}
    return form
