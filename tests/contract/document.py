"""The contract as the tests read it: what each operation takes and answers, by the letter of its document."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, unquote

import attrs

from sinch_provisioning.emulator.contract import the_contract

JSON = Any
DOCUMENT: dict[str, Any] = json.loads(files("sinch_provisioning.emulator").joinpath("contract.json").read_bytes())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


def resolve(node: JSON) -> JSON:
    """Follow references to what they stand for."""
    while "$ref" in node:
        found: JSON = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


@cache
def _validator(schema: str, *, strict: bool) -> Any:
    return the_contract().validator(json.loads(schema), strict=strict)


def breaches(schema: JSON, value: JSON, *, strict: bool = True) -> list[str]:
    """Return what is wrong with a value; strictly, a field that the schema does not name is wrong too."""
    errors = _validator(json.dumps(schema), strict=strict).iter_errors(value)
    return [f"{'.'.join(map(str, error.instance_path))}: {error.message}" for error in errors]


@attrs.frozen
class Described:
    """One operation of the document."""

    id: str
    method: str
    path: str
    spec: JSON
    parameters: list[JSON]

    @property
    def success(self) -> int:
        """The one documented success status."""
        (status,) = [status for status in self.spec["responses"] if status[0] == "2"]
        return int(status)

    @property
    def body(self) -> JSON | None:
        """Schema of the request's body; None where there is none."""
        return _schema(self.spec.get("requestBody", {}))

    def reply(self, status: int) -> JSON | None:
        """Schema of a reply's body; None where there is none."""
        return _schema(resolve(self.spec["responses"][str(status)]))

    def error_codes(self) -> Iterator[tuple[int, str]]:
        """Walk the documented refusals."""
        for status, response in self.spec["responses"].items():
            for code in resolve(response).get("x-error-codes", []):
                yield int(status), code

    def examples(self) -> Iterator[tuple[str, JSON]]:
        """Walk the documented bodies, each with `request` or its status."""
        sides = {"request": self.spec.get("requestBody", {}), **self.spec["responses"]}
        for side, content in sides.items():
            media = resolve(content).get("content", {}).get("application/json", {})
            if "example" in media:
                yield side, media["example"]
            for example in media.get("examples", {}).values():
                yield side, example["value"]

    def check_target(self, target: str) -> list[str]:
        """Return what is wrong with a path and query as they were sent."""
        path, _, query = target.partition("?")
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.path))
        matched = re.fullmatch(pattern, path)
        if matched is None:
            return [f"{path} is no {self.path}"]
        given: dict[tuple[str, str], list[str]] = {
            ("path", name): [unquote(v)] for name, v in matched.groupdict().items()
        }
        for name, value in parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)):
            given.setdefault(("query", name), []).append(value)
        known = {(parameter["in"], parameter["name"]): parameter for parameter in self.parameters}
        wrong = [f"{place} parameter {name} is unknown" for place, name in given.keys() - known.keys()]
        for key, parameter in known.items():
            if key in given:
                value = _typed(given[key], resolve(parameter["schema"]))
                wrong += [f"{key[1]}{breach}" for breach in breaches(parameter["schema"], value)]
            elif parameter.get("required"):
                wrong.append(f"{key[0]} parameter {key[1]} is missing")
        return wrong


def _schema(content: JSON) -> JSON | None:
    return content.get("content", {}).get("application/json", {}).get("schema")


def _typed(values: list[str], schema: JSON) -> JSON:
    """Return a parameter's value as JSON; a text that is none of its type stays a text, which no schema takes."""
    if schema.get("type") == "array":
        return [_typed([value], resolve(schema["items"])) for value in values]
    (value,) = values
    if schema.get("type") in {"number", "integer", "boolean"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _described() -> Iterator[Described]:
    for path, item in DOCUMENT["paths"].items():
        for method, spec in item.items():
            if method != "parameters":
                parameters = [resolve(each) for each in [*item.get("parameters", []), *spec.get("parameters", [])]]
                yield Described(spec["operationId"], method.upper(), path, spec, parameters)


DESCRIBED: dict[str, Described] = {described.id: described for described in _described()}

DOCUMENTED: set[tuple[str, int, str | None]] = {
    (described.id, status, code)
    for described in DESCRIBED.values()
    for status, code in [(described.success, None), *described.error_codes()]
}
"""Every response of every operation: its status, and the error code of a rejection."""
