"""The page: views as HTML, drawn on the server, with one style sheet and one small script."""

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import msgspec
from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from sinch_provisioning._version import __version__
from sinch_provisioning.emulator.console.views import Views
from sinch_provisioning.emulator.problems import Rejection, not_found
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.tables import JSON

_PACKAGE = __package__ or ""
_STATIC = {
    "static/style.css": "text/css",
    "static/script.js": "text/javascript",
    "static/idiomorph.min.js": "text/javascript",  # turns a view into a newer one, node by node; 0BSD
    "static/icon.svg": "image/svg+xml",
}
_VARIABLE = re.compile(r"(\{\{\s*\w+\s*\}\}|#\{[^}]*\})")
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

    def __init__(self, views: Views, store: Store, headers: Mapping[str, str]) -> None:
        self._store = store
        self._headers = headers
        self._views = views
        self._templates = Environment(
            loader=PackageLoader(_PACKAGE),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        filters: dict[str, Any] = {"tone": _tone, "words": _words, "clock": _clock, "pretty": _pretty, "runs": _runs}
        self._templates.filters.update(filters)

    def show(self, path: str, query: dict[str, str]) -> web.Response:
        """Return the view, or the file, at a path below the console."""
        if path in _STATIC:
            content = files(_PACKAGE).joinpath(path).read_bytes()
            kind = {"Content-Type": f"{_STATIC[path]}; charset=utf-8"}
            return web.Response(body=content, headers={**self._headers, **kind})
        try:
            name, context = self._find(path, query)
        except Rejection as rejection:
            return self.rejected(rejection, "")
        return self._draw(200, name, context)

    def rejected(self, rejection: Rejection, back: str) -> web.Response:
        """Respond that something was not done, and why."""
        return self._draw(rejection.status, "rejected", {"rejection": rejection.body(), "back": back})

    def _find(self, path: str, query: dict[str, str]) -> tuple[str, JSON]:
        views = self._views
        place = path.removeprefix("page/")
        if place.startswith("projects/"):
            return "project", views.project(place.removeprefix("projects/"), query)
        known = {"": "overview", **{name: name for name in ("requests", "events", "time", "faults", "codes")}}
        if place not in known:
            raise not_found(f"There is no view {place}.")
        return known[place], getattr(views, known[place])(query)

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


def _runs(text: str | None) -> list[tuple[str, bool]]:
    """Cut a text into runs: what is said as it stands, and what is filled in (True)."""
    return [(run, bool(_VARIABLE.fullmatch(run))) for run in _VARIABLE.split(text or "") if run]


def _clock(time: str) -> str:
    """Return a time of the API to the second, as people read it."""
    return time[:19].replace("T", " ")


def _pretty(value: JSON) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
