"""Estates: projects with something of everything and a history of some weeks, for demonstrations and for tests.

Everything goes through the API's own handlers and decisions, with the clock put back. How many there are of what does
not depend on chance, and chance is drawn by `random()` alone, which is the same on every Python.
"""

import random
import secrets
from collections.abc import Callable, Iterator, Sequence

from sinch_provisioning.emulator.bounds import require_between
from sinch_provisioning.emulator.catalogue import ask
from sinch_provisioning.emulator.conversation.apps import SAMPLES, ConversationApps
from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.kakaotalk.senders import Senders as KakaotalkSenders
from sinch_provisioning.emulator.kakaotalk.templates import Templates as KakaotalkTemplates
from sinch_provisioning.emulator.paging import Pager
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.rcs.lifecycle import Senders as RcsSenders
from sinch_provisioning.emulator.rcs.lifecycle import Status
from sinch_provisioning.emulator.rcs.records import operators_of
from sinch_provisioning.emulator.reviewed import DAY, Reviewed
from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.senders import Senders as WhatsappSenders
from sinch_provisioning.emulator.whatsapp.templates import Templates as WhatsappTemplates

SENDERS = 100
TEMPLATES = 60
WEEKS = 8.0
_MOST_TEMPLATES = 100_000
_MOST_WEEKS = 520.0
_REVIEWED = (Account, WhatsappSenders, WhatsappTemplates, KakaotalkSenders, KakaotalkTemplates)
_CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")


def require_estate(name: str, templates: int, weeks: float) -> None:
    """Raise `ValueError` for an estate that does not exist, or that is too large."""
    if name != "demo":
        raise ValueError(f"there is no estate {name}; there is 'demo'")
    require_between("templates", templates, 0, _MOST_TEMPLATES)
    if not 0 < weeks <= _MOST_WEEKS:
        raise ValueError(f"weeks is between 0 and {_MOST_WEEKS:g}, not {weeks}")


def furnish(project: Project, *, templates: int, weeks: float) -> None:
    """Give a project everything that an estate has beside its seeded RCS senders."""
    _Estate(project, templates, weeks).build()


class _Estate:
    def __init__(self, project: Project, templates: int, weeks: float) -> None:
        self._project = project
        self._count = templates
        self._end = project.clock.now()
        self._length = weeks * 7 * DAY
        self._chance = random.Random(f"estate {project.store.seed} {project.id}")  # noqa: S311 - repeatable on purpose
        self._data: JSON = data("estate")
        # A phone number and a plusFriendId have one sender, whatever its project.
        self._first = 100 * [each.id for each in project.store].index(project.id)

    def build(self) -> None:
        for each in _REVIEWED:
            self._project.part(each).settings.set(hold=True)
        self._account()
        self._rcs()
        self._whatsapp()
        self._kakaotalk()
        self._others()
        for each in _REVIEWED:
            self._project.part(each).settings.set(hold=False)
        self._project.store.events.sort(key=lambda event: event.at)

    def _pick(self, kind: str) -> JSON:
        return self._data[kind][int(self._chance.random() * len(self._data[kind]))]

    def _over_time(self, steps: str) -> Iterator[list[str]]:
        """Yield the words of each step of a script, with the clock put back to a moment in the weeks."""
        words = steps.split(", ")
        begin = self._end - self._length * (0.2 + 0.8 * self._chance.random())
        for number, step in enumerate(words):
            with self._project.clock.at(begin + (self._end - begin) * number / len(words)):
                yield step.split()

    def _call(self, operation: str, body: JSON = None, **path: str) -> JSON:
        return ask(self._project, operation, pager=Pager(b""), body=body, **path).body

    def _live(self, cls: type[Reviewed], script: str, operation: str, body: JSON, details: JSON, **path: str) -> JSON:
        """Create a resource and let happen to it what a script says; return it as it was created."""
        resources = self._project.part(cls)
        made: JSON = None
        for step in self._over_time(script):
            if made is None:
                made = self._call(f"create{operation}", {**body, "status": step[0]}, **path)
                continue
            names = [made.get(name, path.get(name)) for name in cls.key]
            record = resources.edit(resources.find(*names))
            match step:
                case ["comment"]:
                    resources.note(record, "COMMENT_ADDED", comment=self._pick("comments"))
                case ["state", state]:
                    record["state"] = state
                case ["update", status]:
                    where = dict(zip(cls.path, names, strict=True))
                    self._call(f"update{operation}", {"details": details, "status": status}, **{**path, **where})
                case [method, *arguments]:
                    getattr(resources, method)(record, *(text.replace("+", " ") for text in arguments))
                case _:
                    raise ValueError(script)
        return made

    def _account(self) -> None:
        accounts = self._project.part(Account)
        comment = {"comment": self._pick("comments")}
        deeds: Sequence[Callable[[], object]] = (
            lambda: self._call("createWhatsappAccount", {"wabaName": "Parcel News", **self._data["account"]}),
            lambda: accounts.ask_client(accounts.edit(accounts.require())),
            lambda: accounts.approve(accounts.edit(accounts.require())),
            lambda: self._call("createWhatsappAccountComment", comment),
            lambda: self._call("createRcsAccountComment", comment),
        )
        for deed, _ in zip(deeds, self._over_time("make, ask, approve, comment, comment"), strict=True):
            deed()

    def _rcs(self) -> None:
        senders = self._project.part(RcsSenders)
        for number, script in enumerate(self._data["rcs"]):
            body = self._data["rcsSender"]
            name = {"name": f"{self._pick('names')} Alerts {number}"}
            record: JSON = {}
            for [word] in self._over_time(script):
                if record:
                    senders.open(record["id"])
                match word:
                    case "draft" | "create":
                        brand = name if word == "draft" else {**body["details"]["brand"], **name}
                        made = self._call("createRcsSender", {**body, "details": {**body["details"], "brand": brand}})
                        record = senders.open(made["id"])
                    case "PENDING" | "REJECTED":
                        self._decide(senders, record, word, record["countries"][: 1 if word == "REJECTED" else None])
                    case "comment":
                        senders.note(record, "COMMENT_ADDED", comment=self._pick("comments"))
                    case "LAUNCHED":
                        self._decide(senders, record, word, record["countries"])
                    case _:
                        senders.move(record, word)

    def _decide(self, senders: RcsSenders, record: JSON, status: Status, countries: Sequence[str]) -> None:
        for country in countries:
            for operator in operators_of(country):
                senders.decide(record, country, operator, status)

    def _whatsapp(self) -> None:
        profile = self._data["whatsappSender"]
        for number, script in enumerate(self._data["whatsapp_senders"]):
            name = f"{self._pick('names')} {number}"
            phone = str(777_555_000 + self._first + number)
            details = {**profile, "countryCode": "48", "phoneNumber": phone, "displayName": name}
            change = {"about": f"Hello from {name}"}
            self._live(WhatsappSenders, script, "WhatsappSender", {"details": details}, change)
        scripts = self._data["whatsapp_templates"]
        for number in range(self._count):
            category = _CATEGORIES[number % len(_CATEGORIES)]
            content = {"components": self._data["components"][category]}
            body = {
                "name": f"{self._pick('names').lower()}_{category.lower()}_{number:04}",
                "language": self._data["languages"][number % len(self._data["languages"])],
                "category": category,
                "details": content,
            }
            script = scripts[number % len(scripts)]
            self._live(WhatsappTemplates, script, "WhatsappTemplate", body, content)

    def _kakaotalk(self) -> None:
        for number, script in enumerate(self._data["kakaotalk_senders"]):
            name = f"{self._pick('names')} {number}"
            details = {**self._data["kakaotalkSender"], "name": name}
            body = {"plusFriendId": f"demo{self._first + number:02}", "details": details}
            self._live(KakaotalkSenders, script, "KakaotalkSender", body, {"name": f"{name} Korea"})
        scripts = self._data["kakaotalk_templates"]
        for number in range(self._count // 2):
            details = {"name": f"notice_{number:04}", "language": "KO", "content": "#{name}: your parcel comes today."}
            script = scripts[number % len(scripts)]
            change = {"content": "#{name}: your parcel comes tomorrow."}
            where = {"plusFriendId": f"demo{self._first:02}"}  # the first one is live
            self._live(KakaotalkTemplates, script, "KakaotalkTemplate", {"details": details}, change, **where)

    def _others(self) -> None:
        for number in range(3):
            for _ in self._over_time("make"):
                self._call("createSmsApp", {"name": f"{self._pick('names')} codes {number}", "region": "EU"})
                self._call("createBundle", {"name": f"{self._pick('names')} {number}", "region": "EU", "smsApp": True})
        channels = {name: dict(sample) for name, sample in SAMPLES.items()}
        self._project.part(ConversationApps).records.put(self._project.digits(32).upper(), channels)
        # What was begun in the past is over: apps and bundles are ready.
        self._project.clock.settle()
        for webhook in self._data["webhooks"]:
            self._call("createWebhook", {**webhook, "secret": secrets.token_urlsafe(24)})
