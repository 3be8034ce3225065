"""The contract as the emulator uses it: which operation a request is for, and whether it keeps the rules."""

import json
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import attrs

from sinch_provisioning.emulator.breaches import MASK, Breach, find_breaches
from sinch_provisioning.emulator.tables import JSON

# How a filter that does not keep the contract is rejected, whether that is documented or not (inferred).
FILTER_CODES = {"filterStates": "invalid_filter_states", "filterStatuses": "invalid_filter_statuses"}


@attrs.frozen
class Parameter:
    """A query parameter."""

    name: str
    schema: Mapping[str, Any]

    def read(self, values: list[str], contract: "Contract") -> Any:
        """Return the parameter's value, typed as the contract says; `ValueError` if it does not keep it."""
        schema = contract.resolve(self.schema)
        if schema.get("type") == "array":
            items = contract.resolve(schema.get("items", {}))
            return [_read(value, items) for value in values]
        if len(values) > 1:
            raise ValueError("given more than once")
        return _read(values[0], schema)


def _read(value: str, schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind in {"integer", "number"}:
        if not (value.isascii() and value.isdecimal()):
            raise ValueError("is not a whole number")
        number = int(value[:12])
        if not schema.get("minimum", number) <= number <= schema.get("maximum", number):
            raise ValueError(f"is not between {schema.get('minimum')} and {schema.get('maximum')}")
        return number
    if kind == "boolean":
        if value not in {"true", "false"}:
            raise ValueError("is neither true nor false")
        return value == "true"
    if "enum" in schema and value not in schema["enum"]:
        raise ValueError(f"is not one of {', '.join(schema['enum'])}")
    return value


class Operation:
    """One operation of the contract."""

    def __init__(
        self, contract: "Contract", method: str, path: str, spec: Mapping[str, Any], shared: list[Any]
    ) -> None:
        self._contract = contract
        self._spec = spec
        self.id: str = spec["operationId"]
        self.method: str = method.upper()
        self.path = path
        self.segments: tuple[str, ...] = tuple(path.strip("/").split("/"))
        parameters = [contract.resolve(item) for item in [*shared, *spec.get("parameters", [])]]
        self.query: dict[str, Parameter] = {
            p["name"]: Parameter(p["name"], p.get("schema", {})) for p in parameters if p["in"] == "query"
        }
        self.body_required: bool = bool(spec.get("requestBody", {}).get("required"))

    @property
    def body_schema(self) -> Mapping[str, Any] | None:
        """Schema of the request's body, None if it takes none."""
        content = self._spec.get("requestBody", {}).get("content", {})
        schema: Mapping[str, Any] | None = content.get("application/json", {}).get("schema")
        return schema

    @cached_property
    def _body_validator(self) -> Any:
        return self._contract.validator(self.body_schema or {}, strict=True)

    @cached_property
    def _draft_validator(self) -> Any:
        return self._contract.validator(self.body_schema or {}, strict=True, draft=True)

    def _is_draft(self, body: JSON) -> bool:
        properties = self._contract.resolve(self.body_schema or {}).get("properties", {})
        status = body.get("status", properties.get("status", {}).get("default")) if isinstance(body, dict) else None
        return bool(status == "DRAFT")

    @cached_property
    def _reply_validators(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for status, response in self._spec["responses"].items():
            content = self._contract.resolve(response).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            found[status] = None if schema is None else self._contract.validator(schema, strict=False)
        return found

    @cached_property
    def error_codes(self) -> dict[int, list[str]]:
        """Documented error codes by status."""
        responses = ((status, self._contract.resolve(response)) for status, response in self._spec["responses"].items())
        return {int(status): response.get("x-error-codes", []) for status, response in responses if status[0] != "2"}

    @cached_property
    def code_of_bad_field(self) -> str:
        """Code for a body with a field that breaks a rule; an operation that knows only bad bodies calls it one."""
        return self._code_of_bad("invalid_input", "invalid_payload")

    @cached_property
    def code_of_bad_body(self) -> str:
        """Code for a body that is not an object; an operation that knows only bad fields calls it one (inferred)."""
        return self._code_of_bad("invalid_payload", "invalid_input")

    def _code_of_bad(self, usual: str, other: str) -> str:
        known = self.error_codes.get(400, [])
        return other if other in known and usual not in known else usual

    @cached_property
    def _inferred_codes(self) -> set[str]:
        """Codes with 400 that this operation needs and does not document (inferred)."""
        bodies = {self.code_of_bad_field, self.code_of_bad_body} if self.body_schema is not None else set[str]()
        return bodies | {code for name, code in FILTER_CODES.items() if name in self.query}

    def check_body(self, body: JSON) -> list[Breach]:
        """Return what is wrong with a body, at most a hundred things."""
        validator = self._draft_validator if self._is_draft(body) else self._body_validator
        return find_breaches(validator, body, self.body_schema, self._contract.resolve)

    def check_details(self, details: JSON) -> list[str]:
        """Return what is wrong with details that are submitted, whatever else a body needs."""
        texts = map(str, self.check_body({"status": "SUBMIT", "details": details}))
        return [text for text in texts if text.startswith("details.")]

    def check_reply(self, status: int, body: JSON) -> list[str]:
        """Return what is wrong with a reply of ours."""
        key = str(status)
        if key not in self._reply_validators:
            return [f"status {status} is not documented for {self.id}"]
        validator = self._reply_validators[key]
        if validator is None:
            return [] if body is None else [f"{self.id} documents no body for {status}"]
        wrong = [str(breach) for breach in find_breaches(validator, body)]
        codes = self._contract.resolve(self._spec["responses"][key]).get("x-error-codes")
        code = body.get("errorCode") if isinstance(body, dict) else None
        inferred = status == 400 and code in self._inferred_codes
        if codes is not None and code not in codes and not inferred:
            wrong.append(f"{code} is not documented for {self.id} with {status}")
        return wrong


class BrokenContract(Exception):
    """The emulator itself does not keep the contract."""


class Contract:
    """The whole contract; everything in it is compiled on first use, so that the start is instant."""

    def __init__(self) -> None:
        self._document: dict[str, Any] = json.loads(
            files("sinch_provisioning.emulator").joinpath("contract.json").read_bytes()
        )
        self.operations: dict[str, Operation] = {}
        self._routes: dict[tuple[str, int], list[Operation]] = {}
        self._event_validators: dict[str, Any] = {}
        for path, item in self._document["paths"].items():
            shared = item.get("parameters", [])
            for method, spec in item.items():
                if method != "parameters":
                    operation = Operation(self, method, path, spec, shared)
                    self.operations[operation.id] = operation
                    self._routes.setdefault((operation.method, len(operation.segments)), []).append(operation)
        for candidates in self._routes.values():
            # A literal segment wins over a parameter: `/templates/sync` is not a template named sync.
            candidates.sort(key=lambda operation: [segment.startswith("{") for segment in operation.segments])

    def find(self, method: str, segments: list[str]) -> tuple[Operation, dict[str, str]] | None:
        """Return the operation that decoded path segments lead to, and its path parameters."""
        for operation in self._routes.get((method, len(segments)), ()):
            values: dict[str, str] = {}
            for pattern, value in zip(operation.segments, segments, strict=True):
                if pattern.startswith("{"):
                    values[pattern[1:-1]] = value
                elif pattern != value:
                    break
            else:
                return operation, values
        return None

    def check_event(self, body: JSON) -> list[str]:
        """Return what is wrong with an event of ours."""
        name = self.event_types.get(body["type"])
        if name is None:
            return ["no such type"]
        # Compiled as they are needed: each takes some milliseconds, and a few megabytes.
        if name not in self._event_validators:
            self._event_validators[name] = self.validator({"$ref": f"#/components/schemas/{name}"}, strict=True)
        return [str(breach) for breach in find_breaches(self._event_validators[name], body)]

    @cached_property
    def event_types(self) -> dict[str, str]:
        """Names of the events' schemas, by type."""
        rows = self.resolve({"$ref": "#/components/schemas/WebhookEvent"})["x-inbound-events"]
        return {type: row["schema"] for row in rows for type in row["types"]}

    @cached_property
    def secret_names(self) -> tuple[frozenset[str], frozenset[str]]:
        """Names of properties that are marked as secret somewhere, and of those that are not marked somewhere."""
        secret: set[str] = set()
        public: set[str] = set()
        waiting: list[Any] = [self._document]
        while waiting:
            part = waiting.pop()
            if isinstance(part, list):
                waiting.extend(part)
            elif isinstance(part, dict):
                properties = part.get("properties")
                if isinstance(properties, dict):
                    for name, schema in properties.items():
                        (secret if schema.get("x-secret") else public).add(name)
                waiting.extend(part.values())
        return frozenset(secret), frozenset(public)

    def resolve(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """Follow a `$ref`."""
        while "$ref" in schema:
            found: Any = self._document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = found
        return schema

    def validator(self, schema: Mapping[str, Any], *, strict: bool, draft: bool = False) -> Any:
        """Compile a schema, whose references lead into the document.

        `strict` rejects unknown fields, which is inferred of the service's requests; `draft` requires less.
        """
        import jsonschema_rs

        root = _rewritten(schema, draft=draft) if strict else schema
        schemas = self._schemas(draft=draft) if strict else self._document["components"]["schemas"]
        return jsonschema_rs.Draft202012Validator(
            {**root, "components": {"schemas": _in_reach(root, schemas)}},
            validate_formats=True,
            # What a caller sent is not sent back: it may be secret, or long.
            mask=MASK if strict else None,
        )

    @cache  # noqa: B019 - there is one contract
    def _schemas(self, *, draft: bool) -> Any:
        return _rewritten(self._document["components"]["schemas"], draft=draft)


def _in_reach(schema: Any, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Return the named schemas that a schema leads to: each validator keeps a copy of what it is given."""
    found: dict[str, Any] = {}
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, dict):
            reference = part.get("$ref")
            name = reference.rpartition("/")[2] if isinstance(reference, str) else None
            if name is not None and name not in found:
                found[name] = schemas[name]
                waiting.append(schemas[name])
            waiting.extend(part.values())
    return found


def _rewritten(schema: Any, *, draft: bool) -> Any:
    """Return a schema whose objects accept only the fields that they name, and that requires less of a draft."""
    if isinstance(schema, list):
        return [_rewritten(item, draft=draft) for item in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {"enum", "required", "example"}
    new = {key: value if key in plain else _rewritten(value, draft=draft) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        new.setdefault("additionalProperties", False)
    optional = schema.get("x-optional-in-draft")
    if draft and isinstance(optional, list):
        new["required"] = [name for name in schema.get("required", []) if name not in optional]
    return new


@cache
def the_contract() -> Contract:
    """Return the contract, read and compiled once a process."""
    return Contract()
