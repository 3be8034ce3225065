"""The templates of KakaoTalk senders: submitted, rejected by Kakao at once, or inspected and decided later."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from string import ascii_letters, digits
from typing import Any, ClassVar, Literal, Self

from sinch_provisioning.emulator.family import Request
from sinch_provisioning.emulator.kakaotalk.catalogue import template_codes
from sinch_provisioning.emulator.kakaotalk.senders import Senders
from sinch_provisioning.emulator.problems import Problem, problem
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.reviewed import Reviewed
from sinch_provisioning.emulator.tables import JSON, Record

Rejection = Literal["internal_error", "template_kakaotalk_validation_error"]

_CODE_LENGTH = 20
_DEFAULTS: JSON = {
    "messageType": "BASIC",
    "emphasizeType": "EMPHASIZE_TYPE_NONE",
    "categoryCode": "999999",
    "securityFlag": False,
    "buttons": [],
}
"""The contract's defaults."""


class Templates(Reviewed):
    """The templates of all senders of a project."""

    kind = "kakaotalk_templates"
    noun = "template"
    events = "KAKAOTALK_TEMPLATE"
    missing = "template_not_found"
    named: ClassVar[tuple[str, ...]] = ("plus_friend_id", "template_code")
    key: ClassVar[tuple[str, ...]] = ("plusFriendId", "code")
    path: ClassVar[tuple[str, ...]] = ("plusFriendId", "templateCode")
    items = "templates"
    shown: ClassVar[tuple[str, ...]] = ("id", "code", "state", "created", "modified")
    review: ClassVar[float] = 20.0
    defaults: ClassVar[Mapping[str, Any]] = {"hold": False, "files": {}, "rejections": []}

    @classmethod
    def of(cls, request: Request, *, missing: str | None = None) -> Self:
        """Return the templates, if the sender in the path is there."""
        Senders.at(request, missing=missing)
        return super().of(request)

    @classmethod
    def at(cls, request: Request, *, edit: bool = False, missing: str | None = None) -> tuple[Self, Record]:
        """Return a template. Two operations document no rejection of the sender, so it is the template's."""
        if request.operation in {"createKakaotalkTemplateComment", "deleteKakaotalkTemplateChanges"}:
            missing = cls.missing
        return super().at(request, edit=edit, missing=missing)

    def _code(self) -> str:
        return "".join(self.project.random.choices(ascii_letters + digits, k=_CODE_LENGTH))

    def applied(self, live: JSON, changes: JSON) -> JSON:
        """Return live content with changes carried out; null removes, and empties the list of buttons."""
        return super().applied({}, _composed(live, changes))

    def matching(self, request: Request) -> Iterable[Record]:
        """Return the templates of the sender in the path, sorted by name (inferred)."""
        prefix = request.query.get("templateName", "")
        found = [
            record
            for record in self.records.values()
            if record["plusFriendId"] == request.path["plusFriendId"] and name_of(record).startswith(prefix)
        ]
        return sorted(found, key=lambda record: (name_of(record), record["code"]))

    def _check_name(self, plus_friend_id: str, name: str, besides: str) -> None:
        """Reject a name that another template of the sender has, or asks for. That it is unique there is inferred."""
        for record in self.records.values():
            names = {version.get("name") for version in (record.get("details", {}), _pending(record))}
            if record["plusFriendId"] == plus_friend_id and record["code"] != besides and name in names:
                raise problem("template_exists", f"The template {record['code']} is called {name}.")

    def submit(self, record: Record) -> None:
        """Leave what is pending to Kakao, which may reject it at once."""
        rejection = self._rejection(record)
        if rejection is not None:
            raise rejection
        super().submit(record)

    def _rejection(self, record: Record) -> Problem | None:
        """Return how Kakao rejects a submission at once; a rejection that was asked for is used up."""
        if self.settings["rejections"]:
            asked, *others = self.settings["rejections"]
            self.settings.set(rejections=others)
            return problem(asked["code"], f"KakaoTalk rejected the template: {asked['reason']}", information={})
        url = self.applied(record.get("details", {}), _pending(record)).get("imageUrl")
        error = self.file_error(url)
        if error is None:
            return None
        # No error of images is documented for templates, so it is Kakao that rejects them (inferred).
        text = f"KakaoTalk rejected the template: {error} at {url}"
        return problem("template_kakaotalk_validation_error", text, information={})

    def reject_next(
        self, reason: str = "Rejected on request.", code: Rejection = "template_kakaotalk_validation_error"
    ) -> None:
        """Let the next submission of the project fail at once, in Kakao's words."""
        self.settings.set(rejections=[*self.settings["rejections"], {"code": code, "reason": reason}])

    def freeze(self, record: Record, on: bool = True) -> None:
        """Let a template be in no state for updates, as no documented state is, or let it go again."""
        record["frozen"] = on

    def keep_draft(self, record: Record, rejection: Problem) -> None:
        """Keep what was rejected as a draft; the response names its code, which is the only way to learn it."""
        super().keep_draft(record, rejection)
        rejection.information = {"templateCode": record["code"]}

    def create(self, request: Request) -> Record:
        """Store a template, and submit it unless it is to be a draft."""
        Senders.at(request)
        details = self.applied(_DEFAULTS, request.body["details"])
        friend = request.path["plusFriendId"]
        self._check(request, friend, details)
        record = self.new({"id": self.project.uuid(), "plusFriendId": friend, "code": self._code()}, details)
        self.begin(record, request.body)
        return record

    def change(self, request: Request, record: Record) -> None:
        """Store changes, and submit them if asked to; without either nothing happens (inferred)."""
        if record.get("frozen", False):
            raise problem("template_not_updatable")
        if self.in_review(record):
            raise problem("template_changes_not_updatable")
        details: JSON = request.body.get("details", {})
        submit = request.body.get("status", "DRAFT") == "SUBMIT" and bool(details or "changes" in record)
        if not details and not submit:
            return
        pending = _composed(_pending(record), details)
        whole = self.applied(record.get("details", {}), {**_pending(record), **details})
        self._check(request, record["plusFriendId"], whole, submit=submit, besides=record["code"])
        self.edit(record)["changes"] = {"status": "DRAFT", "details": pending}
        if details:
            self.note(record, "EDITED", author=USER)
        if submit:
            try:
                self.submit(record)
            except Problem as rejection:
                # What Kakao rejects at once stays as the draft that it is by now (inferred).
                rejection.information = {"templateCode": record["code"]}
                raise

    def _check(self, request: Request, friend: str, whole: JSON, *, submit: bool = False, besides: str = "") -> None:
        wrong = list(_mistakes(whole))
        if wrong:
            raise problem(request.code_of_bad_field, information={"validationErrors": wrong})
        if submit:
            self.check_complete(request, whole)
        self._check_name(friend, whole["name"], besides)
        _check_category(whole)

    def drop_changes(self, record: Record) -> None:
        """Throw a draft away; a template that is nothing else disappears (inferred)."""
        if self.status(record) != "DRAFT":
            raise problem("template_not_deletable")
        super().drop_changes(record)

    def delete(self, record: Record) -> None:
        """Delete a template in any state, at once (inferred)."""
        self.remove(record)

    def approved(self, record: Record) -> None:
        """An approval decides all of the template."""
        self._decided(record, "APPROVED")
        self.emit(record, "APPROVED")

    def reject(self, record: Record, reason: str | None = None) -> None:
        """Reject a new template as a whole, an edit beside what was decided before, which stays.

        That a rejected edit raises an event as well is inferred.
        """
        if "state" in record:
            record["changes"]["status"] = "REJECTED"
        else:
            self.go_live(record)
            self._decided(record, "REJECTED")
        self.note(record, "REJECTED", comment=reason)
        self.emit(record, "REJECTED")

    def _decided(self, record: Record, state: str) -> None:
        record["state"] = state
        record["modified"] = self.project.clock.text()


def name_of(record: Record) -> str:
    """Return the name that a template is sorted and searched by; one that is pending counts for a new template only."""
    name: str = (record.get("details") or _pending(record))["name"]
    return name


def _pending(record: Record) -> JSON:
    return record.get("changes", {}).get("details", {})


def _composed(old: JSON, changes: JSON) -> JSON:
    """Return changes on top of older ones. The list of buttons is replaced as a whole (inferred); null empties it."""
    details = {**old, **changes}
    if details.get("buttons", []) is None:
        details["buttons"] = []
    return details


def _mistakes(details: JSON) -> Iterator[str]:
    """Yield what breaks a rule that the schema cannot say, for a draft too."""
    for kind, count in Counter(button["type"] for button in details["buttons"]).items():
        if count > 1:
            yield f"details.buttons has {count} buttons of type {kind}"


def _check_category(details: JSON) -> None:
    """Reject a code that no subcategory has."""
    if details["categoryCode"] not in template_codes():
        raise problem("template_invalid_category_code", f"No subcategory has the code {details['categoryCode']}.")
