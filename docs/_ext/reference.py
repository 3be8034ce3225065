"""The reference, made from the code each time the site is built, so that nothing of it is written twice.

A page says what it is about; the text comes from signatures, docstrings, the rules of the fields and `OPERATIONS`:

    ```{reference-calls} rcs
    ```
    ```{reference} sinch_provisioning.rcs
    models
    ```

The first is replaced by the calls of a family, the async and the blocking form beside each other, the second by the
names that a module exports: those that the block lists, or those of a kind (`KINDS`).
Names and signatures are those of `tests/surface.txt`, which is what users may rely on.
"""

import enum
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_origin

import attrs
from docutils import nodes
from sphinx import addnodes

sys.path.insert(0, str(Path(__file__).parents[2]))

from wording import constant, documented, limits, parts, prose

from sinch_provisioning import errors
from sinch_provisioning.client import AsyncProject
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.families import FAMILIES
from sinch_provisioning.operations import OPERATIONS
from sinch_provisioning.paging import Listing
from tests.surface import PACKAGE, Surface, hints_of, plain, public_modules

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BLOCK = re.compile(r"^```\{(reference[\w-]*)\} *(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RETRIED = {
    Safety.SAFE: "after any passing failure: it only reads",
    Safety.IDEMPOTENT: "after any passing failure: a second time changes nothing more",
    Safety.ONCE: "only if it provably never left, or was rejected with 429: a second time would do it twice",
}
FIELD = re.compile(r"\w+: (?P<hint>.*?)(?: = (?P<default>.*?))?(?:, by position too)?(?:, not an argument)?")


PROVISIONAL = ("sweeping", "tables", "reports", "onboarding")
KINDS = ("models", "classes", "enums", "functions", "types")


@cache
def surface(module: str = "") -> Surface:
    """Return the surface as a module's page shows it: a family's own names win, as `rcs.Comment`."""
    return Surface(prefer=module if module.removeprefix(f"{PACKAGE}.") in FAMILIES else "")


def home(value: Any) -> str | None:
    """Return the name by which users import a class."""
    return surface().homes.get(id(value))


@cache
def lines(module: str) -> dict[str, list[str]]:
    """Return the lines of the surface of each name that a module exports and that has its home there."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in surface(module).exports(module):
        path = re.split(r"[(: ]", line.removeprefix("async "), maxsplit=1)[0]
        own = path.removeprefix(module.removeprefix(PACKAGE).removeprefix(".")).removeprefix(".")
        if (" = " in line and re.fullmatch(r"[\w.]+ = [a-zA-Z_][\w.]*", line)) or line.endswith(": module"):
            continue  # at home elsewhere
        if "." not in own:
            name = own
        found.setdefault(name, []).append(line)
    return found


def directive(kind: str, signature: str, body: str, *options: str, depth: int = 3) -> str:
    fence = ":" * depth
    head = "\n".join(f":{option}" for option in options)
    return f"{fence}{{py:{kind}}} {signature}\n{head}\n\n{body}\n{fence}\n"


def _attribute(path: str, rest: str, doc: str, rule: list[str]) -> str:
    """Write a field or property: its type, its default, what it says of itself, its limits."""
    found = FIELD.fullmatch(f"{path.rpartition('.')[2]}: {rest}")
    if found is None:
        raise ValueError(f"{path}: {rest}")
    options = ["no-contents-entry:"]
    if found["hint"] != "attribute":
        options.insert(0, f"type: {found['hint']}")
    if found["default"] and found["default"] not in {"None", "..."}:
        options.insert(1, f"value: {found['default']}")
    notes = [f"*{note[0].upper()}{note[1:]}.*" for note in dict.fromkeys(rule)]
    return directive("attribute", path, "\n\n".join([prose(doc), " ".join(notes)]).strip(), *options)


def _routine(kind: str, line: str, doc: str, *, depth: int = 3) -> str:
    options = ["async:"] if line.startswith("async ") else []
    return directive(kind, line.removeprefix("async "), prose(doc), *options, depth=depth)


def one(module: str, name: str) -> str:
    """Write one exported name, with its members."""
    head, *members = lines(module)[name]
    value = getattr(import_module(module), name)
    if not isinstance(value, type):
        if "(" in head.partition(": ")[0]:
            return _routine("function", head, inspect.getdoc(plain(value)) or "", depth=5)
        path, _, hint = head.partition(": ")
        return directive("data", path, constant(module, name), f"type: {hint.partition(' = ')[0]}", depth=5)
    path = head.partition(":")[0]
    doc = inspect.getdoc(value) or ""
    if issubclass(value, enum.Enum):
        return directive("class", path, f"{prose(doc)}\n\n{_members(value)}", depth=5)
    texts, hints = documented(value), hints_of(value)
    written: dict[str, str] = {}
    arguments = ""
    for line in members:
        own = line.removeprefix("async ").removeprefix(f"{path}.")
        attribute = own.partition(":")[0]
        if re.fullmatch(r"\w+", attribute):
            member = inspect.getattr_static(value, attribute, None)
            text, rule = texts.get(attribute) or _own_doc(member), list(limits(hints.get(attribute)))
            written[attribute] = _attribute(f"{path}.{attribute}", own.partition(": ")[2], text, rule)
        elif own.startswith("__init__("):
            arguments = own.removeprefix("__init__").rpartition(" -> ")[0]
        else:
            method = own.partition("(")[0]
            written[method] = _routine("method", line, inspect.getdoc(plain(getattr(value, method))) or "")
    kind = "exception" if issubclass(value, BaseException) else "class"
    body = [prose(doc), f"*{_bases(value)}*" if _bases(value) else "", *written.values()]
    return directive(kind, path + arguments, "\n\n".join(filter(None, body)), depth=5)


def _own_doc(member: Any) -> str:
    """Return the docstring of a property; a plain default's would be its class's."""
    is_described = isinstance(member, property) or hasattr(member, "func")
    return (inspect.getdoc(member) or "") if is_described else ""


def _bases(cls: type) -> str:
    """Name the public bases of an error, which is what `except` is written by."""
    ours = [base for base in cls.__bases__ if issubclass(cls, BaseException) and base.__name__ in errors.__all__]
    return "Is a " + ", ".join(f"{{py:exc}}`{home(base)}`" for base in ours) + "." if ours else ""


def _members(cls: type[enum.Enum]) -> str:
    texts = documented(cls)
    plainly, said = [], []
    for member in cls:
        shown = f"`{member.name}`" if member.name == member.value else f"`{member.name}` = `{member.value!r}`"
        if text := texts.get(member.name):
            said.append(f"- {shown}: {' '.join(text.split())}")
        else:
            plainly.append(shown)
    return "\n".join(filter(None, [", ".join(plainly), "", *said]))


def of_module(module: str, wanted: list[str]) -> str:
    """Write what a module exports: all of it, the names that are wanted, or those of the wanted kinds."""
    exported = lines(module)
    kinds = {name: kind(getattr(import_module(module), name)) for name in exported}
    names = [name for name in exported if not wanted or name in wanted or kinds[name] in wanted]
    missing = [name for name in wanted if name not in names and name not in KINDS]
    if missing or not names:
        raise ValueError(f"{module} has no {', '.join(missing) or 'names'} of its own")
    names.sort(key=lambda name: wanted.index(name) if name in wanted else 0)
    return "\n".join(one(module, name) for name in names)


def kind(value: Any) -> str:
    if isinstance(value, type):
        return "enums" if issubclass(value, enum.Enum) else "models" if attrs.has(value) else "classes"
    return "functions" if callable(value) and get_origin(value) is None else "types"


def groups(path: str, resource: type) -> Iterator[tuple[str, type, dict[str, Any]]]:
    """Walk the groups of methods below a family: path, class, methods."""
    members = {name: getattr(resource, name) for name in vars(resource) if not name.startswith("_")}
    methods = {name: member for name, member in members.items() if inspect.isfunction(member)}
    if methods:
        yield path, resource, methods
    for name, member in members.items():
        if isinstance(member, type) and issubclass(member, Resource):
            yield from groups(f"{path}.{name}", member)


def operation_of(method: Any) -> Operation[Any] | None:
    """Return the operation that a method's summary names."""
    summary = " ".join((inspect.getdoc(method) or "").split("\n\n")[0].split())
    found = [OPERATIONS[name] for name in re.findall(r"\((\w+)[,)]", summary) if name in OPERATIONS]
    return found[0] if found else None


def call(path: str, method: Any) -> str:
    """Write one call: signature, both forms, operation, what it says of itself."""
    line = surface(f"{PACKAGE}.{path.split('.')[1]}").function(path, method)
    taken = "..." if len(inspect.signature(method).parameters) > 1 else ""
    returned = line.rpartition(" -> ")[2]
    is_listing = returned.startswith(f"{Listing.__name__}[")
    forms = (
        [f"async for item in {path}({taken}):", f"for item in {path}({taken}):"]
        if is_listing
        else [f"await {path}({taken})", f"{path}({taken})"]
        if inspect.iscoroutinefunction(method)
        else [f"{path}({taken})"] * 2
    )
    table = f"| async | blocking |\n| --- | --- |\n| `{forms[0]}` | `{forms[1]}` |"
    operation = operation_of(method)
    notes: list[str] = []
    if operation is not None:
        notes.append(f":Operation: `{operation.id}`, `{operation.method} {operation.path}`")
        notes.append(f":Retried: {RETRIED[operation.safety]}")
    if isinstance(operation, ListOperation):
        notes.append(f":Page size: at most {operation.max_page_size}")
    text, fields = parts(inspect.getdoc(method) or "")
    body = "\n\n".join(filter(None, [text, table, "\n".join(filter(None, [*notes, fields]))]))
    return directive("method", line.removeprefix("async "), body, depth=5)


def calls(family: str) -> str:
    """Write the calls of a family, group by group."""
    written: list[str] = []
    for path, resource, methods in groups(f"sinch.{family}", getattr(AsyncProject, family)):
        written += [f"## `{path}`", inspect.getdoc(resource) or ""]
        written += [call(f"{path}.{name}", method) for name, method in methods.items()]
    return "\n\n".join(written)


def operations() -> str:
    """Write the table of all operations, each with its calls."""
    found: dict[str, list[str]] = {}
    for family in FAMILIES:
        for path, _, methods in groups(f"sinch.{family}", getattr(AsyncProject, family)):
            for name, method in methods.items():
                operation = operation_of(method)
                if operation is not None:
                    found.setdefault(operation.id, []).append(f"{{py:meth}}`{path}.{name}`")
    rows = ["| call | operation | retried |", "| --- | --- | --- |"]
    words = {Safety.SAFE: "yes", Safety.IDEMPOTENT: "yes", Safety.ONCE: "never"}
    for each in OPERATIONS.values():
        path = each.path.removeprefix("/v1/projects/{projectId}")
        rows.append(f"| {', '.join(found[each.id])} | `{each.id}` `{each.method} {path}` | {words[each.safety]} |")
    return "\n".join(rows)


def tree(cls: type[BaseException] = errors.ProvisioningError, indent: str = "") -> str:
    """Draw the tree of errors."""
    below = [sub for sub in cls.__subclasses__() if sub.__module__ == errors.__name__]
    if cls.__name__.startswith("_"):  # a base of no one's concern
        return "".join(tree(sub, indent) for sub in below)
    return f"{indent}{cls.__name__}\n" + "".join(tree(sub, indent + "    ") for sub in below)


def provisional() -> str:
    """Write the modules that a minor version may change, each with all of its names."""
    written: list[str] = []
    for module in public_modules():
        if module.split(".")[1:2] and module.split(".")[1] in PROVISIONAL:
            head = inspect.getdoc(import_module(module)) or ""
            written.append(f"## `{module}`\n\n{head}\n\n{of_module(module, [])}")
    return "\n\n".join(written) or "There are none in this version."


def replaced(found: re.Match[str]) -> str:
    match found[1], found[2]:
        case "reference", module:
            return of_module(module, found[3].split())
        case "reference-calls", family:
            return calls(family)
        case "reference-operations", _:
            return operations()
        case "reference-provisional", _:
            return provisional()
        case "reference-errors", _:
            return f"```text\n{tree()}```"
        case _:
            return found[0]


def read(_app: "Sphinx", _docname: str, content: list[str]) -> None:
    content[0] = BLOCK.sub(replaced, content[0])


def plainly(app: "Sphinx", doctree: nodes.document) -> None:
    """Write the `*` and `/` of signatures as text, and link only types that have a place here.

    Abbreviations and captions have no form in Markdown; and `type`, `list` and the like would be taken for fields of
    these names.
    """
    for node in list(doctree.findall(nodes.abbreviation)):
        node.replace_self(nodes.Text(node.astext()))
    for node in list(doctree.findall(nodes.raw)):  # what only the tests of snippets read
        if node.astext().startswith("<!--"):
            node.parent.remove(node)
    for node in list(doctree.findall(nodes.caption)) if "markdown" in app.builder.name else ():
        node.replace_self(nodes.paragraph("", "", nodes.strong("", node.astext())))
    known = {name for module in public_modules() for name in surface(module).homes.values()}
    for node in list(doctree.findall(addnodes.pending_xref)):
        if node["refdomain"] == "py" and node.get("reftype") == "class" and node["reftarget"] not in known:
            node.replace_self(node.children)


def setup(app: "Sphinx") -> dict[str, bool]:
    app.connect("source-read", read)
    app.connect("doctree-read", plainly)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
