"""The page over plain HTTP: every view, every button without script, nothing unescaped."""

import html
import subprocess
import sys
from typing import Any

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from tests.console.asking import AS_BROWSER, Asker, Form, forms
from tests.console.scene import Scene, build
from tests.emulator.hooks import Hook

pytestmark = pytest.mark.anyio

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def views(asker: Asker) -> list[str]:
    plain = ["", "page/requests", "page/events", "page/time", "page/faults", "page/codes"]
    return [*plain, f"page/projects/{asker.project}"]


async def test_every_view_of_an_empty_emulator_says_what_there_is_not(asker: Asker) -> None:
    for path in views(asker):
        text = await asker.view(path)
        assert text.startswith("<!doctype html>")
        assert text.count("<h1") == 1
        assert '<main id="main"' in text
        assert 'lang="en"' in text
    assert "No senders yet" in await asker.view(f"page/projects/{asker.project}")


async def test_a_project_is_shown_with_all_that_it_holds(
    asker: Asker, emulator: Emulator, scene: Scene, hook: Hook
) -> None:
    emulator.advance(0)
    text = html.unescape(await asker.view(f"page/projects/{asker.project}"))
    for shown in (
        *("Parcel News", "Launching", "Tele2", "The logo is not readable.", "+46700000001", "Verified"),
        *("parcel_arrives", "your parcel arrives today.", "Follow it", "Incorrect category", "Onboarded"),
        *("is your verification code. For your security", "This code expires in 10 minutes."),
        *("parcel_today", "#{name}", "Parcel codes", "Pending add", "Parcel shop", hook.url, "Delivered"),
    ):
        assert shown in text, shown
    code = emulator.control.kakaotalk.senders.code(asker.project, "parcelnews")
    assert code in text
    assert code in await asker.view("page/codes")
    counts = await asker.view()
    assert 'data-label="WhatsApp templates">3<' in counts


async def test_every_button_works_without_script(asker: Asker, emulator: Emulator, scene: Scene) -> None:
    emulator.fail("listWebhooks", status=500)
    state = emulator.snapshot()
    fill = {"seconds": "60", "reason": "Because", "comment": "Because", "status": "503", "project_id": "another"}
    pressed: set[str] = set()
    for view in views(asker):
        for form in forms(await asker.view(view)):
            if form.method != "post":
                continue
            fields = {name: value or fill.get(name, "") for name, value in form.fields.items()}
            answer = await asker.send(Form(form.action, form.method, fields), view)
            assert (answer.status, answer.headers.get("Location")) == (303, f"/_emulator/{view}"), (form, answer.text)
            pressed.add(form.action)
            emulator.restore(state)
            emulator.clear_faults()
            emulator.fail("listWebhooks", status=500)
    assert {"/_emulator/control/rcs/set_operator", "/_emulator/control/whatsapp/templates/approve"} <= pressed
    assert {"/_emulator/clock", "/_emulator/faults", "/_emulator/projects", "/_emulator/reset"} <= pressed
    assert len(pressed) > 20


async def test_a_button_does_what_it_says(asker: Asker, emulator: Emulator, scene: Scene) -> None:
    view = f"page/projects/{asker.project}"
    approve = next(
        form for form in forms(await asker.view(view)) if form.action.endswith("/whatsapp/templates/approve")
    )
    await asker.send(approve, view)
    assert emulator.events[-1].type == "WHATSAPP_TEMPLATE_APPROVED"
    again = await asker.send(approve, view)
    assert again.status == 400
    assert "nothing is in review" in html.unescape(again.text)
    assert f'href="/_emulator/{view}">Back' in again.text


async def test_a_form_leads_back_to_the_page_only(asker: Asker) -> None:
    headers = {**AS_BROWSER, "Origin": asker.emulator.url, "Referer": "https://evil.example/_emulator/"}
    answer = await asker.ask("POST", "clock", headers=headers, data={"seconds": "1"})
    assert (answer.status, answer.headers["Location"]) == (303, "/_emulator/")
    headers["Referer"] = f"{asker.emulator.url}//evil.example"
    answer = await asker.ask("POST", "clock", headers=headers, data={"seconds": "1"})
    assert answer.headers["Location"] == "/_emulator/"


async def test_nothing_that_was_sent_becomes_markup(
    asker: Asker, emulator: Emulator, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = await build(emulator, session)
    state: Any = emulator.snapshot()
    _spoil(state["projects"][asker.project]["tables"])
    emulator.restore(state)
    emulator.control.rcs.set_operator(asker.project, scene.launching, "SE", "Telia", "REJECTED", EVIL)
    emulator.fail("listWebhooks", status=500, path=EVIL)
    url = f"{emulator.url}/v1/projects/{asker.project}/{EVIL}"
    async with session.post(url, json={EVIL: EVIL}, headers={"X-Evil": EVIL}) as response:
        assert response.status == 404
    emulator.add_project(EVIL)
    for view in [*views(asker), f"page/requests?project={EVIL}", f"page/{EVIL}", f"page/projects/{EVIL}"]:
        answer = await asker.ask("GET", view, headers=AS_BROWSER)
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        if "requests?" in view or view in {"", "page/requests", views(asker)[-1]}:
            assert "&lt;script&gt;alert" in answer.text


def _spoil(value: Any) -> None:
    """Let texts that callers choose be markup."""
    chosen = {"name", "text", "content", "displayName", "remark", "wabaName", "comment", "target", "phoneNumber"}
    rows: Any = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(rows):
        if isinstance(inner, dict | list):
            _spoil(inner)
        elif key in chosen and isinstance(inner, str):
            value[key] = EVIL


async def test_many_projects_and_senders_come_a_page_at_a_time(asker: Asker, emulator: Emulator) -> None:
    for number in range(60):
        emulator.add_project(f"project-{number:02}", senders=25)
    first, last = await asker.view(), await asker.view("?from=50")
    assert ("project-23" in first, "project-24" in first, "project-59" in last) == (True, False, True)
    assert 'href="?from=25"' in first
    project = await asker.view("page/projects/project-07")
    assert project.count("<article") == 10
    token = project.split("?senders=")[1].split("#")[0]
    second = await asker.view(f"page/projects/project-07?senders={token}")
    assert second.count("<article") == 10
    assert "Earlier" in second
    assert (await asker.view("page/projects/project-07?senders=stale")).count("<article") == 10
    await asker.view("?from=nonsense")


async def test_views_that_there_are_not_are_not_found(asker: Asker) -> None:
    assert "There is no view nothing." in await asker.view("page/nothing", 404)
    assert "There is no project nobody" in await asker.view("page/projects/nobody", 404)
    answer = await asker.ask("GET", "")
    assert answer.status == 200
    async with aiohttp.ClientSession() as session, session.get(f"{asker.emulator.url}/_emulator") as response:
        assert (response.status, response.url.path) == (200, "/_emulator/")


async def test_style_and_script_come_with_the_package_and_nothing_from_elsewhere(asker: Asker) -> None:
    text = await asker.view(f"page/projects/{asker.project}")
    for path, kind in (("style.css", "text/css"), ("script.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
        answer = await asker.ask("GET", f"static/{path}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, f"{kind}; charset=utf-8")
        assert f"/_emulator/static/{path}" in text or path in answer.text
        assert "//" not in answer.text.replace("http://www.w3.org/2000/svg", "").replace("\n//", "\n").replace(
            " //", " "
        )
    assert 'src="http' not in text
    assert 'href="http' not in text
    assert (await asker.ask("GET", "static/../pages.py")).status == 404


def test_nobody_who_does_not_look_pays_for_the_page() -> None:
    code = (
        "import sys, urllib.request\n"
        "from sinch_provisioning.emulator import Emulator\n"
        "with Emulator() as emulator:\n"
        "    urllib.request.urlopen(f'{emulator.url}/_emulator/health').read()\n"
        "    print('jinja2' in sys.modules)\n"
        "    urllib.request.urlopen(f'{emulator.url}/_emulator/').read()\n"
        "    print('jinja2' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
