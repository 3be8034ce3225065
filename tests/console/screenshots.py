"""Pictures of the main views: `python -m tests.console.screenshots` draws them anew into docs/screenshots."""

import asyncio
import base64
from pathlib import Path

import aiohttp
from selenium import webdriver

from sinch_provisioning.emulator import Emulator
from tests.console.browser import browser, command
from tests.console.scene import build
from tests.emulator.hooks import hooked

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PROJECT = "parcels-staging"
SIZES = {"wide": (1280, 900), "phone": (390, 844)}
VIEWS = {
    "overview": "",
    "project": f"page/projects/{PROJECT}",
    "templates": f"page/projects/{PROJECT}#whatsapp",
    "requests": "page/requests",
    "faults": "page/faults",
    "time": "page/time",
    "codes": "page/codes",
    "events": "page/events",
}
PICTURES = [
    *(("overview", "wide", scheme) for scheme in ("light", "dark")),
    *(("project", "wide", scheme) for scheme in ("light", "dark")),
    *(("templates", "wide", scheme) for scheme in ("light", "dark")),
    *((view, "wide", "light") for view in ("requests", "faults", "time", "codes", "events")),
    *((view, "phone", "light") for view in ("overview", "project", "templates")),
    *((view, "phone", "dark") for view in ("requests",)),
]


async def _fill(emulator: Emulator) -> None:
    async with aiohttp.ClientSession() as session, hooked() as hook:
        await build(emulator, session, hook.url)
        await emulator.delivered()
        emulator.fail("createRcsSender", status=503, retry_after=2, times=3)
        emulator.fail("listRcsSenders", delay=1.5, chance=0.1)


def _take(driver: webdriver.Chrome, url: str, view: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "phone"}
    command(driver, "Emulation.setDeviceMetricsOverride", metrics)
    scheme_feature = {"name": "prefers-color-scheme", "value": scheme}
    calm_feature = {"name": "prefers-reduced-motion", "value": "reduce"}
    command(driver, "Emulation.setEmulatedMedia", {"features": [scheme_feature, calm_feature]})
    driver.get("about:blank")
    driver.get(f"{url}/_emulator/{VIEWS[view]}")
    driver.execute_script("document.querySelector('.log details')?.setAttribute('open', '')")
    driver.execute_async_script(
        "const done = arguments[0]; const see = () => document.querySelector('#live:not([hidden])') ? "
        "requestAnimationFrame(() => done()) : setTimeout(see, 10); see();"
    )
    picture = command(driver, "Page.captureScreenshot", {"format": "png"})["data"]
    (FOLDER / f"{view}-{size}-{scheme}.png").write_bytes(base64.b64decode(picture))


def main() -> None:
    """Draw all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        Emulator(
            port=8080, project_id=[PROJECT, "parcels-production"], senders=1200, frozen=True, now=1_790_000_000.0
        ) as emulator,
        browser() as driver,
    ):
        asyncio.run(_fill(emulator))
        for view, size, scheme in PICTURES:
            _take(driver, emulator.url, view, size, scheme)


if __name__ == "__main__":
    main()
