"""A real browser without a window: Debian's Chromium, driven by Selenium."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MISSING = "needs Chromium and its driver: apt-get install chromium chromium-driver"


@contextmanager
def browser(width: int = 1280, height: int = 900) -> Generator[webdriver.Chrome]:
    """Start a browser with a profile of its own, and end it."""
    with tempfile.TemporaryDirectory() as profile:
        options = Options()
        options.binary_location = CHROMIUM or ""
        for flag in (
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *("--hide-scrollbars", "--disable-dev-shm-usage", "--force-prefers-reduced-motion"),
            f"--user-data-dir={profile}",
            f"--window-size={width},{height}",
        ):
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        try:
            yield driver
        finally:
            driver.quit()


def command(driver: webdriver.Chrome, name: str, arguments: dict[str, Any]) -> Any:
    """Ask the browser for what only its own protocol can do."""
    return driver.execute_cdp_cmd(name, arguments)
