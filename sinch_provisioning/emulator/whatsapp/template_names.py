"""The WhatsApp templates of a project by name and language: which names are free, and what is locked."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from sinch_provisioning.emulator.family import Request
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.reviewed import DAY, Reviewed
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.account import Account

LANGUAGES = (  # noqa: SIM905 - 66 words read better as a text
    "AF AR AZ BG BN CA CS DA DE EL EN EN_GB EN_US ES ES_AR ES_ES ES_MX ES_UY ET FA FI FIL FR GA GU HA HE HI HR HU ID "
    "IT JA KA KK KN KO KY_KG LO LT LV MK ML MR MS NB NL PA PL PT_BR PT_PT RO RU RW_RW SK SL SQ SR SV SW TA TE TH TR "
    "UK UR UZ VI ZH_CN ZH_HK ZH_TW ZU"
).split()
NAME_BLOCKED = 30 * DAY
LANGUAGE_BLOCKED = 28 * DAY  # the code's text says 4 weeks, another place 30 days


class NamedTemplates(Reviewed):
    """Templates by name and language, each as it was written."""

    kind = "whatsapp_templates"
    noun = "template"
    events = "WHATSAPP_TEMPLATE"
    missing = "template_not_found"
    named: ClassVar[tuple[str, ...]] = ("name", "language")
    key: ClassVar[tuple[str, ...]] = ("name", "language")
    path: ClassVar[tuple[str, ...]] = ("templateName", "languageCode")
    items = "templates"
    shown: ClassVar[tuple[str, ...]] = (
        *("name", "language", "category", "isMetaGenerated", "whatsappId", "state", "rejectionCode", "qualityScore"),
    )
    review: ClassVar[float] = 20.0
    defaults: ClassVar[Mapping[str, Any]] = {
        **dict.fromkeys(("hold", "strict"), False),
        **{name: {} for name in ("files", "blocked", "locks")},
        **{name: [] for name in ("rejections", "syncs", "atMeta")},
        "limit": None,
    }

    @classmethod
    def of(cls, request: Request, *, missing: str | None = None) -> Self:
        """Return the templates of a project that has an account."""
        request.project.part(Account).require()
        return super().of(request, missing=missing)

    @classmethod
    def at(cls, request: Request, *, edit: bool = False, missing: str | None = None) -> tuple[Self, Record]:
        """Return the template that a path names; one that is to be changed must not be locked."""
        language = request.path["languageCode"]
        templates = cls.of(request)
        if language not in LANGUAGES:
            information = {"supportedCodes": ", ".join(LANGUAGES)}
            raise problem("template_invalid_language_code", f"{language} is not a language.", information=information)
        record = templates.find(request.path["templateName"], language, missing=missing)
        if edit:
            templates.check_unlocked(record["name"], language)
            templates.edit(record)
        return templates, record

    def blank(self, name: str, language: str, category: str, details: JSON) -> Record:
        """Return a new draft, which is not kept yet."""
        fields = {"name": name, "language": language, "category": category, "isMetaGenerated": False}
        return self.new({**fields, "submitted": False, "figures": [], "sends": []}, details)

    def in_order(self) -> list[Record]:
        """Return all templates, sorted by name."""
        return sorted(self.records.values(), key=lambda record: (record["name"], record["language"]))

    def matching(self, request: Request) -> Iterable[Record]:
        """Return the templates whose names begin as asked, sorted by name."""
        prefix = request.query.get("templateName", "")
        return [record for record in self.in_order() if record["name"].startswith(prefix)]

    def in_languages(self, name: str) -> list[Record]:
        """Return a template in all its languages; reject if there is none."""
        found = [record for record in self.in_order() if record["name"] == name]
        if not found:
            raise problem("template_not_found", f"There is no template {name}.")
        return found

    def block(self, name: str, language: str | None) -> None:
        """Keep a name, or a name with a language, from being used again for a while."""
        seconds = NAME_BLOCKED if language is None else LANGUAGE_BLOCKED
        self._set_time("blocked", _key(name, language), seconds)

    def lock(self, name: str | None = None, language: str | None = None, *, seconds: float = 10.0) -> None:
        """Let another operation work for a while on a template, on all of a name, or on the project."""
        self._set_time("locks", _key(name, language), seconds)

    def _set_time(self, setting: str, key: str, seconds: float) -> None:
        self.settings.set(**{setting: {**self.settings[setting], key: self.project.clock.now() + seconds}})

    def check_free(self, name: str, language: str, category: str) -> None:
        """Reject a name that cannot be taken now."""
        if self.peek(name, language) is not None:
            # What it lists is not documented; here the languages that the name is still free in (inferred).
            free = ", ".join(code for code in LANGUAGES if self.peek(name, code) is None)
            raise problem("template_exists", f"{name} exists in {language}.", information={"supportedCodes": free})
        if self._blocked(_key(name, None)):
            raise problem("template_name_recently_used")
        if self._blocked(_key(name, language)):
            raise problem("template_language_recently_deleted")
        siblings = {record["category"] for record in self.records.values() if record["name"] == name}
        if siblings - {category}:
            raise problem("template_incorrect_category", f"{name} is {', '.join(sorted(siblings))} in other languages.")

    def _blocked(self, key: str) -> bool:
        return bool(self.settings["blocked"].get(key, 0.0) > self.project.clock.now())

    def check_unlocked(self, name: str | None = None, language: str | None = None) -> None:
        """Reject while another operation works on the project, the name or the template."""
        now, locks = self.project.clock.now(), self.settings["locks"]
        keys = (_key(None, None), _key(name, None), _key(name, language)) if name is not None else locks
        if any(locks.get(key, 0.0) > now for key in keys):
            raise problem("resource_locked")


def _key(name: str | None, language: str | None) -> str:
    # Names hold no blank, so no two keys are alike.
    return f"{name or ''} {language or ''}"
