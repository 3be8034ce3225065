"""Resources of a project, and the operations that all of them have: list, read, delete, activities, comment."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.family import Handler, Handlers, Reply, Request, created, no_content, ok
from sinch_provisioning.emulator.project import Part
from sinch_provisioning.emulator.tables import JSON, Record

USER = "Provisioning API user"
SINCH = "Sinch"


class Resource(Part):
    """The resources of one kind in a project; what a kind does otherwise than the others, it overrides."""

    events: ClassVar[str]
    """What the types of its events begin with."""
    path: ClassVar[tuple[str, ...]]
    """Path parameters that name a resource."""
    items: ClassVar[str]
    """Name of the list in a page."""

    @classmethod
    def of(cls, request: Request, *, missing: str | None = None) -> Self:  # noqa: ARG003 - for those that have a parent
        """Return the resources that a request is about; reject it if the project is not ready for them."""
        return request.project.part(cls)

    @classmethod
    def at(cls, request: Request, *, edit: bool = False, missing: str | None = None) -> tuple[Self, Record]:
        """Return the resource that a path names, to be changed if `edit` says so; reject with `missing` otherwise."""
        resources = cls.of(request, missing=missing)
        names = [request.path[name] for name in cls.path]
        found = resources.find(*names, missing=missing)
        return resources, resources.open(*names) if edit else found

    def view(self, record: Record) -> JSON:
        """Return a resource as the API shows it."""
        return record

    def view_for(self, _request: Request, record: Record) -> JSON:
        """Return a resource as a request asks to see it."""
        return self.view(record)

    def note(self, record: Record, type: str, *, author: str = SINCH, comment: str | None = None) -> None:
        """Add an activity to a resource."""
        entry = activity(self.project.clock, type, author=author, comment=comment)
        record["activities"].append(entry)
        if type != "COMMENT_ADDED":
            record["modified"] = entry["created"]

    def emit(self, record: Record, event: str, **extra: Any) -> None:
        """Raise an event about a resource."""
        self.project.emit(f"{self.events}_{event}", self.view(record), **extra)

    # What follows serves requests.

    def matching(self, _request: Request) -> Iterable[Record]:
        """Return the resources that a list is about, in its order."""
        return self.records.values()

    def page(self, request: Request, found: list[Record], *, default_size: int = 50) -> Reply:
        """Return the page of resources that a request asks for."""
        start, size, frame = request.window(len(found), default_size=default_size)
        return ok({**frame, self.items: [self.view_for(request, record) for record in found[start : start + size]]})

    def create(self, request: Request) -> Record:
        """Make the resource that a request asks for, or reject it."""
        raise NotImplementedError

    def change(self, request: Request, record: Record) -> None:
        """Change a resource as a request asks for, or reject it."""
        raise NotImplementedError

    def delete(self, record: Record) -> None:
        """Delete a resource, at once (inferred)."""
        self.records.remove(record["id"])

    @classmethod
    def serve_list(cls, request: Request) -> Reply:
        """Return resources."""
        resources = cls.of(request)
        return resources.page(request, list(resources.matching(request)))

    @classmethod
    def serve_one(cls, request: Request) -> Reply:
        """Return one resource."""
        resources, record = cls.at(request)
        return ok(resources.view_for(request, record))

    @classmethod
    def serve_creation(cls, request: Request) -> Reply:
        """Make a resource."""
        resources = request.project.part(cls)
        return created(resources.view(resources.create(request)))

    @classmethod
    def serve_change(cls, request: Request) -> Reply:
        """Change a resource."""
        resources, record = cls.at(request)
        resources.change(request, record)
        return ok(resources.view(record))

    @classmethod
    def serve_deletion(cls, request: Request) -> Reply:
        """Delete a resource, or mark it for removal."""
        resources, record = cls.at(request, edit=True)
        resources.delete(record)
        return no_content()

    @classmethod
    def serve_activities(cls, request: Request) -> Reply:
        """Return what has happened to a resource, newest first."""
        _, record = cls.at(request)
        return request.page("notifications", record["activities"][::-1])

    @classmethod
    def serve_comment(cls, request: Request) -> Reply:
        """Keep a comment as an activity, and raise an event."""
        resources, record = cls.at(request, edit=True)
        text = request.body["comment"]
        resources.note(record, "COMMENT_ADDED", author=USER, comment=text)
        resources.emit(record, "COMMENT_ADDED", comment=text)
        return created(stored_comment(request.clock, text))

    @classmethod
    def handlers(cls, name: str, **others: Handler) -> Handlers:
        """Return the handlers of what the contract has of this, and others; `name` is that in operationIds."""
        common = {
            f"list{name}s": cls.serve_list,
            f"create{name}": cls.serve_creation,
            f"get{name}": cls.serve_one,
            f"update{name}": cls.serve_change,
            f"replace{name}": cls.serve_change,
            f"delete{name}": cls.serve_deletion,
            f"list{name}Activities": cls.serve_activities,
            f"create{name}Comment": cls.serve_comment,
        }
        known = the_contract().operations
        return {**{operation: handler for operation, handler in common.items() if operation in known}, **others}


def activity(clock: Clock, type: str, *, author: str = SINCH, comment: str | None = None) -> JSON:
    """Return an activity of this moment."""
    entry = {"type": type, "created": clock.text(), "author": author}
    return entry if comment is None else {**entry, "comment": comment}


def stored_comment(clock: Clock, text: str) -> JSON:
    """Return the API's response to a comment of this moment."""
    return {"type": "CREATED", "comment": text, "created": clock.text()}
