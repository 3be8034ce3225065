"""The page in a real browser: what is pressed is decided, and what happens is seen without a reload."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import attrs
import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from sinch_provisioning.emulator import Emulator
from tests.console.axe import MISSING as MISSING_AXE
from tests.console.axe import axe, violations
from tests.console.browser import CHROMIUM, DRIVER, MISSING, browser, command
from tests.console.scene import Scene, build
from tests.emulator.hooks import Hook, hooked

pytestmark = pytest.mark.skipif(CHROMIUM is None or DRIVER is None, reason=MISSING)

PATIENCE = 15


class Target:
    """A target of webhooks in a thread of its own, as the driver of the browser blocks."""

    def __init__(self) -> None:
        self.hook: Hook | None = None
        self._ready, self._done = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> Hook:
        self._thread.start()
        self._ready.wait()
        assert self.hook is not None
        return self.hook

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    async def _serve(self) -> None:
        async with hooked() as self.hook:
            self._ready.set()
            await asyncio.to_thread(self._done.wait)


@attrs.frozen
class Stage:
    """An emulator with something of everything, and a browser that looks at it."""

    emulator: Emulator
    scene: Scene
    hook: Hook
    driver: webdriver.Chrome

    def open(self, path: str) -> None:
        """Open a view, marked so that a reload would be noticed, once it is live."""
        self.driver.get(f"{self.emulator.url}/_emulator/{path}")
        self.until(lambda: self.driver.find_element(By.ID, "live").text == "Live")
        self.run("window.neverLeft = true")

    def run(self, script: str) -> Any:
        return self.driver.execute_script(script)

    def until(self, holds: Callable[[], Any]) -> Any:
        # What was found a moment ago may be drawn anew by now.
        patience = WebDriverWait(self.driver, PATIENCE, 0.02, [StaleElementReferenceException])
        return patience.until(lambda _: holds())

    @property
    def text(self) -> str:
        """What a person reads, that in closed details aside."""
        return str(self.run("return document.getElementById('main').innerText"))

    def part(self, label: str) -> str:
        """Return what is read of the article of a name."""
        return str(self.run(f"return document.querySelector('[aria-label=\"{label}\"]').innerText"))

    def press(self, selector: str) -> None:
        """Click once on what a selector finds."""
        self.until(lambda: self.driver.find_element(By.CSS_SELECTOR, selector).click() or True)  # type: ignore[func-returns-value]


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    with browser() as driver:
        yield driver


@pytest.fixture
def stage(driver: webdriver.Chrome) -> Iterator[Stage]:
    async def fill(target: str) -> Scene:
        async with aiohttp.ClientSession() as session:
            return await build(emulator, session, target)

    with Target() as hook, Emulator(frozen=True, check_replies=True) as emulator:
        scene = asyncio.run(fill(hook.url))
        emulator.wait_delivered(PATIENCE)
        yield Stage(emulator, scene, hook, driver)
        driver.get("about:blank")


def test_a_template_is_approved_an_operator_launched_and_the_events_arrive_all_seen_without_a_reload(
    stage: Stage,
) -> None:
    stage.open(f"page/projects/{stage.emulator.project_id}")
    called = "parcel_arrives in EN"
    assert "In progress" in stage.part(f"Template {called}")
    stage.press(f'button[aria-label="Approve {called}"]')
    stage.until(lambda: "Approved" in stage.part(f"Template {called}"))

    launch = f'[aria-labelledby="rcs-{stage.scene.launching}"] button[aria-label="Launch for Telia in SE"]'
    stage.press(launch)
    stage.until(lambda: not stage.driver.find_elements(By.CSS_SELECTOR, launch))
    assert stage.driver.find_elements(By.CSS_SELECTOR, launch.replace("Launch", "Reject"))

    stage.emulator.wait_delivered(PATIENCE)
    assert stage.hook.types[-2:] == ["WHATSAPP_TEMPLATE_APPROVED", "RCS_SENDER_OPERATOR_STATUS_UPDATED"]
    rows = "#webhooks tbody tr"
    stage.until(
        lambda: (
            [row.text.split()[:2] for row in stage.driver.find_elements(By.CSS_SELECTOR, rows)[:2]]
            == [["RCS_SENDER_OPERATOR_STATUS_UPDATED", "Delivered"], ["WHATSAPP_TEMPLATE_APPROVED", "Delivered"]]
        )
    )
    assert stage.run("return window.neverLeft")


def test_what_happens_elsewhere_is_seen_and_what_the_person_is_at_stays(stage: Stage) -> None:
    stage.open(f"page/projects/{stage.emulator.project_id}")
    field = stage.driver.find_element(
        By.CSS_SELECTOR, '[aria-label="Template parcel_arrives in EN"] input[name=reason]'
    )
    field.send_keys("Not yet")
    stage.run("document.getElementById('whatsapp-rules').open = true")
    stage.emulator.control.rcs.set_operator(
        stage.emulator.project_id, stage.scene.launching, "SE", "Three", "SUSPENDED", "Seen from elsewhere"
    )
    stage.until(lambda: "Seen from elsewhere" in stage.text)
    assert stage.run("return [document.activeElement.name, document.activeElement.value]") == ["reason", "Not yet"]
    assert stage.run("return document.getElementById('whatsapp-rules').open")
    assert stage.run("return window.neverLeft")


def test_a_newer_drawing_keeps_the_nodes_of_what_is_still_the_same(stage: Stage) -> None:
    project = stage.emulator.project_id
    stage.open(f"page/projects/{project}")
    template = '[aria-label="Template parcel_arrives in EN"]'
    stage.run(
        f"window.kept = document.querySelectorAll('{template}, {template} input, #webhooks, a, details');"
        f"const select = document.querySelector('select'); select.selectedIndex = 1; window.chosen = select;"
        f"window.chose = select.value;"
    )
    stage.emulator.control.rcs.set_operator(
        project, stage.scene.launching, "SE", "Three", "SUSPENDED", "From elsewhere"
    )
    stage.until(lambda: "From elsewhere" in stage.text)
    assert stage.run("return kept.length > 5 && [...kept].every((each) => each.isConnected)")
    assert stage.run("return chosen.value === chose")


def test_what_is_entered_for_one_thing_does_not_move_to_another(stage: Stage) -> None:
    stage.open("page/faults")
    stage.run("document.querySelector('[name=error_code]').value = 'entered'")
    for number in range(3):
        stage.emulator.fail("listRcsSenders", status=500 + number)
    stage.emulator.advance(0)
    stage.until(lambda: "Status 502" in stage.text)
    stage.run("document.querySelectorAll('form.act button')[1].focus()")
    focused = "return document.activeElement.closest('tr')?.innerText.includes('Status 501')"
    assert stage.run(focused)
    stage.emulator.faults[0].remove()
    stage.emulator.advance(0)
    stage.until(lambda: "Status 500" not in stage.text)
    assert stage.run(focused), "focus follows its row"
    stage.emulator.faults[0].remove()
    stage.emulator.advance(0)
    stage.until(lambda: "Status 501" not in stage.text)
    assert stage.run("return document.activeElement.id") == "main"
    assert stage.run("return document.querySelector('[name=error_code]').value") == "entered"


def test_a_press_is_not_lost_when_the_view_changes_before_the_button_is_let_go(stage: Stage) -> None:
    stage.open(f"page/projects/{stage.emulator.project_id}")
    x, y = stage.run(
        "const button = document.querySelector('button[aria-label=\"Approve parcel_arrives in EN\"]');"
        "button.scrollIntoView({block: 'center'}); const {x, y} = button.getBoundingClientRect(); return [x + 9, y + 9]"
    )
    mouse = {"x": x, "y": y, "button": "left", "clickCount": 1}
    command(stage.driver, "Input.dispatchMouseEvent", {"type": "mousePressed", **mouse})
    project, sender = stage.emulator.project_id, stage.scene.launching
    stage.emulator.control.rcs.set_operator(project, sender, "SE", "Three", "SUSPENDED", "Meanwhile")
    stage.until(lambda: stage.run("return waiting !== null"))
    assert "Meanwhile" not in stage.text
    command(stage.driver, "Input.dispatchMouseEvent", {"type": "mouseReleased", **mouse})
    stage.until(lambda: "Approved" in stage.part("Template parcel_arrives in EN") and "Meanwhile" in stage.text)


def test_what_is_refused_is_told_beside_the_view(stage: Stage) -> None:
    stage.open(f"page/projects/{stage.emulator.project_id}")
    stage.run(
        "document.querySelector('[aria-label=\"Template parcel_arrives in EN\"] input[name=name]').value = 'nothing'"
    )
    stage.press('button[aria-label="Approve parcel_arrives in EN"]')
    trouble = stage.until(lambda: stage.driver.find_element(By.ID, "trouble").text)
    assert "There is no template nothing EN" in trouble
    assert "parcel_arrives" in stage.text


def test_it_can_be_used_with_the_keyboard_alone(stage: Stage) -> None:
    stage.open("page/time")
    before = stage.emulator.clock.now()
    focus = stage.driver.switch_to
    seen: list[str] = []
    stage.run("document.activeElement.blur()")
    for _ in range(20):
        focus.active_element.send_keys(Keys.TAB)
        seen.append(str(stage.run("return document.activeElement.innerText")))
        ring = stage.run("return getComputedStyle(document.activeElement).outlineStyle")
        assert ring == "solid", seen
        if seen[-1] == "1 hour":
            break
    assert seen[0] == "Skip to content"
    focus.active_element.send_keys(Keys.ENTER)
    stage.until(lambda: stage.emulator.clock.now() == before + 3600)
    stage.until(lambda: stage.run("return document.activeElement.innerText") == "1 hour")


def test_the_journal_fills_while_it_is_looked_at_and_stays_open(stage: Stage) -> None:
    stage.open("page/requests")
    newest = stage.driver.find_element(By.CSS_SELECTOR, ".log details")
    name = newest.get_attribute("id")
    newest.find_element(By.TAG_NAME, "summary").click()

    async def ask() -> None:
        async with aiohttp.ClientSession() as session, session.get(f"{stage.emulator.url}/v1/unheard-of") as response:
            assert response.status == 404

    asyncio.run(ask())
    stage.until(lambda: "/v1/unheard-of" in stage.text)
    assert stage.run(f"return document.getElementById('{name}').open")


def test_a_lost_connection_is_told(stage: Stage) -> None:
    stage.open("")
    command(stage.driver, "Network.enable", {})
    stage.run("source.dispatchEvent(new Event('error'))")
    assert stage.driver.find_element(By.ID, "live").text == "Not connected"


@pytest.mark.parametrize(
    "view", ["", "project", "page/requests", "page/events", "page/time", "page/faults", "page/codes"]
)
def test_a_phone_shows_every_view_without_scrolling_sideways(stage: Stage, view: str) -> None:
    metrics = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    command(stage.driver, "Emulation.setDeviceMetricsOverride", metrics)
    try:
        stage.open(f"page/projects/{stage.emulator.project_id}" if view == "project" else view)
        stage.run("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert stage.run("return document.documentElement.scrollWidth") == 360
    finally:
        command(stage.driver, "Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_from_their_ground(stage: Stage, scheme: str) -> None:
    features = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    command(stage.driver, "Emulation.setEmulatedMedia", features)
    stage.open(f"page/projects/{stage.emulator.project_id}")
    weak = stage.run(CONTRAST)
    assert weak == []


MODES = {"phone": (360, 800, True, "light"), "desktop": (1280, 900, False, "light"), "dark": (1280, 900, False, "dark")}


@pytest.mark.parametrize(
    "view",
    ["", "project", "page/requests", "page/events", "page/time", "page/faults", "page/codes", "page/nothing"],
)
def test_axe_finds_nothing_on_any_page(stage: Stage, view: str) -> None:
    script = axe()
    if script is None:
        pytest.skip(MISSING_AXE)
    stage.emulator.fail("listRcsSenders", status=503)
    path = f"page/projects/{stage.emulator.project_id}" if view == "project" else view
    try:
        for mode, (width, height, mobile, scheme) in MODES.items():
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
            command(stage.driver, "Emulation.setDeviceMetricsOverride", metrics)
            features = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
            command(stage.driver, "Emulation.setEmulatedMedia", features)
            stage.open(path)
            stage.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            assert violations(stage.driver, script) == [], mode
    finally:
        command(stage.driver, "Emulation.clearDeviceMetricsOverride", {})
        command(stage.driver, "Emulation.setEmulatedMedia", {"features": []})


def test_the_browser_had_nothing_to_complain_of(stage: Stage) -> None:
    command(stage.driver, "Log.enable", {})
    for path in ("", f"page/projects/{stage.emulator.project_id}", "page/faults"):
        stage.open(path)
    logged: Any = stage.driver.get_log("browser")  # type: ignore[no-untyped-call]
    complaints = [
        entry["message"]
        for entry in logged
        if entry["level"] == "SEVERE" and not re.search(r"40[04] \(", entry["message"])
    ]
    assert complaints == []


# Every text that is seen, with less than 4.5 to 1 against what is behind it (WCAG AA).
CONTRAST = """
const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
  .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const ground = (each) => {
  for (let at = each; at; at = at.parentElement) {
    const colour = rgb(getComputedStyle(at).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
};
const weak = [];
for (const each of document.querySelectorAll('body *')) {
  const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!own || !each.checkVisibility()) continue;
  const [a, b] = [light(rgb(getComputedStyle(each).color)), light(ground(each))].sort((x, y) => y - x);
  if ((a + 0.05) / (b + 0.05) < 4.5) weak.push(each.className + ' ' + each.textContent.trim().slice(0, 40));
}
return [...new Set(weak)];
"""
