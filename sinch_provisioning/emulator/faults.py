"""Faults on request: what goes wrong, for which requests, how often."""

import random
import re
from typing import Literal, get_args

import attrs

from sinch_provisioning.emulator.bounds import require_between
from sinch_provisioning.emulator.problems import KNOWN

Reset = Literal["before", "after"]
DeliveryFault = Literal["drop", "double", "shuffle"]

# What can be done to a request, by the field that asks for it; one rule does one of them.
_KINDS = {
    "status": "status",
    "error_code": "status",
    "reset": "reset",
    "truncate": "truncate",
    "malformed": "malformed",
    "html": "html",
    "expire_token": "expire_token",
    "delivery": "delivery",
}


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")
_VALUE = re.compile(r"[\t\x20-\x7e]{0,8000}")
_MAX_HEADERS = 50
# They frame the response; what they promise would not be kept, and it would not be clear why a connection breaks.
_FRAMING = frozenset({"connection", "content-length", "transfer-encoding"})
_BOUNDS = {
    "times": (1, 10**12),
    "skip": (0, 10**12),
    "truncate": (0, 10**12),
    "chance": (0, 1),
    "status": (300, 599),
    "delay": (0, 86_400),
    "retry_after": (0, 10**12),
}


@attrs.define(kw_only=True, eq=False)
class Fault:
    """A rule: the requests that it is for, and what becomes of them."""

    operation: str | None = None
    project: str | None = None
    method: str | None = None
    path: str | None = None
    times: int | None = None
    skip: int = 0
    chance: float | None = None
    status: int | None = None
    error_code: str | None = None
    retry_after: float | str | None = None
    reset: Reset | None = None
    delay: float | None = None
    truncate: int | bool = False
    malformed: bool = False
    html: bool = False
    expire_token: bool = False
    delivery: DeliveryFault | None = None
    headers: dict[str, str] = attrs.field(factory=dict[str, str])
    id: int = 0
    """Its number among all rules ever added."""
    hits: int = 0
    """How often it has struck."""
    _seen: int = 0
    _rules: "list[Fault] | None" = None

    def __attrs_post_init__(self) -> None:
        given = {name: getattr(self, name) for name in _KINDS}
        kinds = {_KINDS[name] for name, value in given.items() if value is not None and value is not False}
        if len(kinds) > 1 and kinds != {"status", "html"}:
            raise ValueError(f"one fault does one thing, not {' and '.join(sorted(kinds))}; add a rule for each")
        if not kinds and self.delay is None and not self.headers:
            raise ValueError(f"the rule has no fault: give {', '.join(_KINDS)}, delay or headers")
        for name, words in (("reset", get_args(Reset)), ("delivery", get_args(DeliveryFault))):
            if getattr(self, name) not in {None, *words}:
                raise ValueError(f"{name} is one of {', '.join(words)}, not {getattr(self, name)!r}")
        if self.delivery is not None and (self.method, self.path, self.headers) != (None, None, {}):
            raise ValueError("a fault of deliveries is for events: method, path and headers are of requests")
        if self.retry_after is not None and not self.responds:
            raise ValueError("retry_after needs a status, as 429 or 503")
        if self.error_code is not None and self.status is None and self.error_code not in KNOWN:
            raise ValueError(f"{self.error_code} is in no document, so it needs a status")
        for name, (low, high) in _BOUNDS.items():
            value = getattr(self, name)
            # A text of Retry-After goes as it is.
            if value is not None and not isinstance(value, str):
                require_between(name, value, low, high)
        self._require_headers()

    def _require_headers(self) -> None:
        if isinstance(self.retry_after, str) and _VALUE.fullmatch(self.retry_after) is None:
            raise ValueError("retry_after is a number of seconds or a text that a header can hold")
        if len(self.headers) > _MAX_HEADERS:
            raise ValueError(f"a fault adds at most {_MAX_HEADERS} headers")
        for name, value in self.headers.items():
            if _TOKEN.fullmatch(name) is None or _VALUE.fullmatch(value) is None:
                raise ValueError(f"{name!r} with this value is not a header that HTTP can carry")
            if name.lower() in _FRAMING:
                raise ValueError(f"{name} frames the response and cannot be set; use truncate or reset")

    @property
    def responds(self) -> bool:
        """Whether it responds in place of the service."""
        return self.status is not None or self.error_code is not None or self.html

    @property
    def name(self) -> str:
        """What it does, in a word or two."""
        if self.reset is not None:
            return f"reset {self.reset}"
        if self.delivery is not None:
            return f"{self.delivery} deliveries"
        for name in ("expire_token", "malformed", "html"):
            if getattr(self, name):
                return name
        if self.truncate is not False:
            return "truncate"
        if self.status is not None:
            return f"status {self.status}"
        return self.error_code or ("delay" if self.delay is not None else "headers")

    def remove(self) -> None:
        """Remove the rule."""
        if self._rules is not None and self in self._rules:
            self._rules[:] = [rule for rule in self._rules if rule is not self]

    def is_for(self, operation: str | None, project: str | None, method: str, path: str) -> bool:
        """Return whether the rule is for a request."""
        if self.delivery is not None or (self.operation is None and operation == "token"):
            return False
        given = ((self.operation, operation), (self.project, project), (self.method, method))
        return all(wanted in {None, has} for wanted, has in given) and (self.path is None or self.path in path)

    def strikes(self, chance: random.Random) -> bool:
        """Return whether what the rule is for is to suffer, and count it."""
        self._seen += 1
        if self._seen <= self.skip or (self.times is not None and self.hits >= self.times):
            return False
        if self.chance is not None and chance.random() >= self.chance:
            return False
        self.hits += 1
        return True


class Faults:
    """The rules in force; the first that strikes wins."""

    def __init__(self, seed: int) -> None:
        self._rules: list[Fault] = []
        self._added = 0
        self._chance = random.Random(seed)  # noqa: S311 - repeatable on purpose

    def add(self, fault: Fault) -> Fault:
        """Put a rule behind the others."""
        self._added += 1
        fault.id = self._added
        fault._rules = self._rules  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - where it takes itself out
        self._rules.append(fault)
        return fault

    @property
    def rules(self) -> list[Fault]:
        """The rules, the first to be tried first."""
        return list(self._rules)

    def clear(self) -> None:
        """Remove all rules."""
        self._rules.clear()

    def strike(self, operation: str | None, project: str | None, method: str, path: str) -> Fault | None:
        """Return the fault that a request suffers, if any."""
        for rule in self._rules:
            if rule.is_for(operation, project, method, path) and rule.strikes(self._chance):
                return rule
        return None

    def strike_delivery(self, type: str, project: str) -> Fault | None:
        """Return the fault that the delivery of an event suffers, if any."""
        for rule in self._rules:
            is_for = rule.delivery is not None and rule.operation in {None, type} and rule.project in {None, project}
            if is_for and rule.strikes(self._chance):
                return rule
        return None

    def draw(self, most: float) -> float:
        """Return a number up to `most`, repeatable with the seed."""
        return most * self._chance.random()
