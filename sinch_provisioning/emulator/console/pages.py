"""The page: views as HTML, drawn on the server, with one style sheet and one small script."""

from collections.abc import Mapping
from importlib.resources import files

import msgspec
from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from sinch_provisioning._version import __version__
from sinch_provisioning.emulator.console.answers import Answers
from sinch_provisioning.emulator.console.asking import Asking
from sinch_provisioning.emulator.console.calls import NotThere
from sinch_provisioning.emulator.console.emulated import Emulated
from sinch_provisioning.emulator.console.views import Views
from sinch_provisioning.emulator.problems import Problem
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON

_PACKAGE = __package__ or ""
_STATIC = {
    "static/style.css": "text/css",
    "static/script.js": "text/javascript",
    "static/idiomorph.min.js": "text/javascript",  # turns a view into a newer one, node by node; 0BSD
    "static/icon.svg": "image/svg+xml",
}
_TONES = {
    "good": "ACTIVE APPROVED COMPLETED DELIVERED DONE LAUNCHED ONBOARDED READY REINSTATE VERIFIED IN_TEST",
    "busy": (
        "IN_PROGRESS IN_PROGRESS_ADD LAUNCHING PENDING PENDING_ADD PENDING_FACEBOOK_VERIFICATION PENDING_REVIEW "
        "PENDING_VERIFICATION PREPARING_LAUNCH VERIFYING UNVERIFIED MANUAL_REVIEW PENDING_UNLAUNCHED "
        "SCHEDULE_FOR_DISABLE"
    ),
    "bad": (
        "BLOCKED DECLINED DISABLE DISABLED ERROR EXPIRED FAILED FAILED_ADD INVALID INVALID_IN_GOOGLE_MY_BUSINESS "
        "PAUSED REJECTED SUSPENDED"
    ),
}
_TONE_OF = {word: tone for tone, words in _TONES.items() for word in words.split()}


class Pages:
    """Draws views."""

    def __init__(self, emulator: Emulated, store: Store, answers: Answers, headers: Mapping[str, str]) -> None:
        self._store = store
        self._headers = headers
        self._views = Views(emulator, answers, Asking(store))
        self._templates = Environment(
            loader=PackageLoader(_PACKAGE),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(tone=_tone, words=_words, clock=_clock, pretty=_pretty)

    def show(self, path: str, query: dict[str, str]) -> web.Response:
        """Answer the view, or the file, at a path below the console."""
        if path in _STATIC:
            content = files(_PACKAGE).joinpath(path).read_bytes()
            return web.Response(
                body=content, headers={**self._headers, "Content-Type": f"{_STATIC[path]}; charset=utf-8"}
            )
        try:
            name, context = self._find(path, query)
        except Problem as refusal:
            return self.refused(refusal.status, refusal.body(), "")
        except NotThere as missing:
            return self.refused(404, {"errorCode": "not_found", "message": str(missing)}, "")
        return self._draw(200, name, context)

    def refused(self, status: int, body: JSON, back: str) -> web.Response:
        """Answer that something was not done, and why."""
        return self._draw(status, "refused", {"refusal": body, "back": back})

    def _find(self, path: str, query: dict[str, str]) -> tuple[str, JSON]:
        views = self._views
        if path == "":
            return "overview", views.overview(query)
        place = path.removeprefix("page/")
        if place.startswith("projects/"):
            return "project", views.project(place.removeprefix("projects/"), query)
        plain = {"requests": views.requests, "events": views.events, "time": views.time, "faults": views.faults}
        plain["codes"] = views.codes
        if place not in plain:
            raise NotThere(f"There is no view {place}.")
        return place, plain[place](query)

    def _draw(self, status: int, name: str, context: JSON) -> web.Response:
        text = self._templates.get_template(f"{name}.html").render(
            context, view=name, version=__version__, time_now=self._store.clock.text()
        )
        return web.Response(status=status, text=text, content_type="text/html", headers=self._headers)


def _tone(status: str | int | None) -> str:
    if isinstance(status, int):
        return "good" if status < 400 else "bad"
    return _TONE_OF.get(status or "", "idle")


def _words(name: str) -> str:
    return name.removeprefix("QUALITY_SCORE_").replace("_", " ").capitalize()


def _clock(time: str) -> str:
    """Return a time of the API to the second, as people read it."""
    return time[:19].replace("T", " ")


def _pretty(value: JSON) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
