"""How tests ask the console: plain HTTP, as a program, as a browser without script."""

from html.parser import HTMLParser
from typing import Any

import aiohttp
import attrs

from sinch_provisioning.emulator import Emulator

AS_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Site": "same-origin"}


@attrs.frozen
class Form:
    """A form of a view, as it would be sent by its button."""

    action: str
    method: str
    fields: dict[str, str]


@attrs.frozen
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str
    json: Any


class Asker:
    """Asks what is below `/_emulator/`."""

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        self.emulator = emulator
        self.project = emulator.project_id
        self._session = session

    async def ask(
        self, method: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None, **options: Any
    ) -> Answer:
        url = f"{self.emulator.url}/_emulator/{path}"
        if body is not None:
            options["data" if isinstance(body, str | bytes) else "json"] = body
        options.setdefault("allow_redirects", False)
        async with self._session.request(method, url, headers=headers, **options) as response:
            text = await response.text()
            is_json = response.content_type == "application/json"
            return Answer(response.status, dict(response.headers), text, await response.json() if is_json else None)

    async def get(self, view: str, expect: int = 200, /, **query: Any) -> Any:
        answer = await self.ask("GET", view, params=query)
        assert answer.status == expect, answer.text
        return answer.json

    async def post(self, path: str, body: Any = None, expect: int | None = None) -> Any:
        answer = await self.ask("POST", path, body)
        assert answer.status == expect if expect else answer.status in {200, 204}, answer.text
        return answer.json

    async def view(self, path: str = "", expect: int = 200) -> str:
        answer = await self.ask("GET", path, headers=AS_BROWSER)
        assert answer.status == expect, answer.text
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        return answer.text

    async def send(self, form: Form, seen_at: str = "") -> Answer:
        """Send a form as a browser without script does."""
        headers = {**AS_BROWSER, "Origin": self.emulator.url, "Referer": f"{self.emulator.url}/_emulator/{seen_at}"}
        path = form.action.removeprefix("/_emulator/")
        return await self.ask("POST", path, headers=headers, data=aiohttp.FormData(form.fields))


def forms(html: str) -> list[Form]:
    """Return the forms of a view."""
    reader = _Forms()
    reader.feed(html)
    return reader.found


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append(Form(given["action"] or "", given["method"] or "", {}))
        elif tag == "input" and given.get("type") != "checkbox":
            self.found[-1].fields[given["name"] or ""] = given.get("value") or ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select:
            self.found[-1].fields.setdefault(self._select, given["value"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
