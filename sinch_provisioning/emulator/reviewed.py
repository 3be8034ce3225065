"""The life of a reviewed resource, the same for all: drafted, submitted, reviewed, live, deleted after a grace period.

A resource gives its names, its rules and its view; what it does otherwise than the others, it overrides.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.family import Handler, Handlers, Reply, Request, no_content
from sinch_provisioning.emulator.files import FileUser
from sinch_provisioning.emulator.problems import Problem, problem
from sinch_provisioning.emulator.resources import USER, Resource
from sinch_provisioning.emulator.tables import JSON, Record

DAY = 86_400.0


class Reviewed(Resource, FileUser):
    """The resources of one kind in a project.

    A record has `state` and `details` once something was decided, `changes` (`status`, `details`) while something is
    pending, `activities`, oldest first, and `turn`, which distinguishes one submission from the next.
    """

    key: ClassVar[tuple[str, ...]]
    """Fields of a record that name it."""
    shown: ClassVar[tuple[str, ...]]
    """Fields of a record that are shown as they are, if they hold anything."""
    review: ClassVar[float]
    """Seconds until a submission is decided (inferred, as nothing is documented for any resource)."""
    droppable: ClassVar[tuple[str, ...]] = ("DRAFT", "REJECTED")
    """Statuses in which changes can be thrown away."""
    grace: ClassVar[float] = 0.0
    """Seconds for which a deleted resource works on."""
    defaults: ClassVar[Mapping[str, Any]] = {"hold": False, "files": {}}
    scheduled: ClassVar[tuple[str, ...]] = ("review_ends", "disappear")

    def peek(self, *names: str) -> Record | None:
        """Return a resource, to be read only, if there is one."""
        found: Record | None = self.records.get(" ".join(names))
        # Names may hold blanks, so others can be joined alike.
        return found if found is not None and [found[name] for name in self.key] == list(names) else None

    def find(self, *names: str, missing: str | None = None) -> Record:
        """Return a resource, to be read only; reject if there is none."""
        found = self.peek(*names)
        if found is None:
            raise problem(missing or self.missing, f"There is no {self.noun} {' '.join(names)}.".replace(" .", "."))
        return found

    def open(self, *names: str) -> Record:
        """Return a resource that is about to be changed; reject if there is none."""
        return self.edit(self.find(*names))

    def edit(self, record: Record) -> Record:
        """Return a resource that is about to be changed."""
        changed: Record = self.records.edit(self.key_of(record))
        return changed

    def key_of(self, record: Record) -> str:
        """Return what a record is kept under."""
        return " ".join(record[name] for name in self.key)

    def add(self, record: Record) -> None:
        """Keep a new resource."""
        self.records.put(self.key_of(record), record)

    def remove(self, record: Record) -> None:
        """Forget a resource."""
        self.records.remove(self.key_of(record))

    def new(self, fields: Record, details: JSON) -> Record:
        """Return a new draft, which is not kept yet."""
        now = self.project.clock.text()
        changes = {"status": "DRAFT", "details": details}
        return {**fields, "changes": changes, "created": now, "modified": now, "activities": [], "turn": ""}

    def view(self, record: Record) -> JSON:
        """Return a resource as the API shows it."""
        view = {name: record[name] for name in self.shown if record.get(name) not in (None, "", {})}
        if "details" in record:
            view["details"] = record["details"]
        if "changes" in record:
            asked = {name: value for name, value in record["changes"]["details"].items() if value is not None}
            view["changes"] = {**record["changes"], "details": asked}
        return view

    def begin(self, record: Record, body: JSON, check: Callable[[], None] = lambda: None) -> None:
        """Keep a new resource, and submit it unless it is to be a draft.

        What `check` or the submission rejects is kept as a draft if the caller asks for that.
        """
        submit = body.get("status", "SUBMIT") == "SUBMIT"
        self.note(record, "CREATED", author=USER)
        try:
            check()
            if submit:
                self.submit(record)
            else:
                self.note(record, "DRAFT", author=USER)
        except Problem as rejection:
            if submit and body.get("saveDraftOnFailure", False):
                self.keep_draft(record, rejection)
            raise
        self.add(record)

    def keep_draft(self, record: Record, _rejection: Problem) -> None:
        """Keep what was rejected as a draft."""
        self.note(record, "DRAFT", author=USER)
        self.add(record)

    def require_live(self, record: Record) -> None:
        """Reject a decision about a resource for which nothing was decided yet."""
        if "state" not in record:
            raise ValueError(f"the {self.noun} {self.key_of(record)} is nothing but changes yet")

    def hold(self, on: bool = True) -> None:
        """Leave what is submitted from now on in review until it is decided by hand."""
        self.settings.set(hold=on)

    def submit(self, record: Record) -> None:
        """Submit what is pending for review."""
        record["changes"]["status"] = "IN_PROGRESS"
        record["turn"] = self.project.digits(8)
        self.note(record, "IN_PROGRESS", author=USER)
        if self.decides(record):
            self.project.later(self.review, self.review_ends, self.key_of(record), record["turn"])

    def decides(self, _record: Record) -> bool:
        """Return whether a submission is decided by itself."""
        return not self.settings["hold"]

    def status(self, record: Record) -> str | None:
        """Return the status of what is pending, None if nothing is."""
        found: str | None = record.get("changes", {}).get("status")
        return found

    def in_review(self, record: Record) -> bool:
        """Return whether something was submitted and is not decided yet."""
        return self.status(record) == "IN_PROGRESS"

    def review_ends(self, key: str, turn: str) -> None:
        """Approve a submission, unless something else has happened to it in the meantime."""
        record = self.records.get(key)
        if record is not None and record["turn"] == turn and self.in_review(record):
            self.approve(self.records.edit(key))

    def applied(self, live: JSON, changes: JSON) -> JSON:
        """Return live details with changes carried out; null removes."""
        return {name: value for name, value in {**live, **changes}.items() if value is not None}

    def go_live(self, record: Record) -> None:
        """Let what is pending become the live details."""
        record["details"] = self.applied(record.get("details", {}), record.pop("changes")["details"])

    def approve(self, record: Record) -> None:
        """Approve what is pending."""
        self.go_live(record)
        self.approved(record)

    def approved(self, record: Record) -> None:
        """Say what an approval leads to."""
        raise NotImplementedError

    def reject(self, record: Record, reason: str | None = None) -> None:
        """Reject what is pending; what was live stays. The reason is found in the activities."""
        record["changes"]["status"] = "REJECTED"
        self.note(record, "REJECTED", comment=reason)
        self.emit(record, "REJECTED", comment=reason)

    def drop_changes(self, record: Record) -> None:
        """Throw away what is pending; a resource that is nothing else disappears (inferred)."""
        if "changes" not in record:
            raise problem("sender_changes_not_found")
        if self.status(record) not in self.droppable:
            raise problem("sender_changes_not_deletable")
        if "state" in record:
            del self.edit(record)["changes"]
        else:
            self.remove(record)

    def delete(self, record: Record) -> None:
        """Let a resource work on for its grace period, and then disappear."""
        if record.get("deleted"):
            raise problem("sender_already_deleted")
        record["deleted"] = self.project.digits(8)
        self.project.later(self.grace, self.disappear, self.key_of(record), record["deleted"])

    def disappear(self, key: str, mark: str) -> None:
        """Remove a deleted resource for good."""
        record = self.records.get(key)
        if record is not None and record.get("deleted") == mark:
            self.remove(record)
            self.disappeared(record)

    def disappeared(self, record: Record) -> None:
        """Say what the end of a resource leads to."""

    def code_of(self, record: Record) -> str:
        """Return the one-time code that was sent last."""
        if not record.get("code"):
            raise ValueError(f"no code is out for the {self.noun} {self.key_of(record)}")
        return str(record["code"])

    @classmethod
    def serve_list(cls, request: Request) -> Reply:
        """Return resources; a filter keeps what has one of its values, and two filters what fits both (inferred)."""
        resources = cls.of(request)
        states, statuses = request.query.get("filterStates"), request.query.get("filterStatuses")
        found = [
            record
            for record in resources.matching(request)
            if (not states or record.get("state") in states) and (not statuses or resources.status(record) in statuses)
        ]
        return resources.page(request, found)

    @classmethod
    def serve_drop(cls, request: Request) -> Reply:
        """Throw changes away. An unknown sender has none (inferred)."""
        resources, record = cls.at(request, missing="sender_changes_not_found")
        resources.drop_changes(record)
        return no_content()

    @staticmethod
    def check_complete(request: Request, whole: JSON) -> None:
        """Reject the submission of details that lack what only a draft may lack."""
        contract = the_contract().operations[request.operation.replace("update", "create")]
        lacking = contract.check_details(whole)
        if lacking:
            raise problem(request.code_of_bad_field, information={"validationErrors": lacking})

    @classmethod
    def handlers(cls, name: str, **others: Handler) -> Handlers:
        """Return the handlers of what the contract has of this, and others; `name` is that in operationIds."""
        drop = f"delete{name}Changes"
        known = {drop: cls.serve_drop} if drop in the_contract().operations else {}
        return super().handlers(name, **known, **others)
