"""Pictures of the site: `python -m tests.docs.screenshots build/site` draws them into docs/screenshots."""

import argparse
import base64
from pathlib import Path

from tests.console.browser import browser, command

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
PAGES = {
    "start": "index.html",
    "guide": "guides/rcs-sender.html",
    "reference": "reference/rcs.html#sinch.rcs.senders.create",
}
SIZES = {"wide": (1280, 900), "phone": (390, 844)}
PICTURES = [
    *((page, "wide", "light") for page in PAGES),
    *((page, "phone", "light") for page in PAGES),
    ("start", "phone", "dark"),
    ("reference", "wide", "dark"),
]


def main() -> None:
    """Draw all pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.docs.screenshots", description=__doc__)
    parser.add_argument("site", type=Path, help="folder that the site was built into")
    parser.add_argument("--into", type=Path, default=FOLDER, help="folder of the pictures")
    given = parser.parse_args()
    with browser() as driver:
        for page, size, scheme in PICTURES:
            width, height = SIZES[size]
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == "phone"}
            command(driver, "Emulation.setDeviceMetricsOverride", metrics)
            wishes = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
            features = [{"name": name, "value": value} for name, value in wishes.items()]
            command(driver, "Emulation.setEmulatedMedia", {"features": features})
            driver.get("about:blank")
            driver.get(f"{given.site.resolve().as_uri()}/{PAGES[page]}")
            picture = command(driver, "Page.captureScreenshot", {"format": "png"})["data"]
            (given.into / f"site-{page}-{size}-{scheme}.png").write_bytes(base64.b64decode(picture))


if __name__ == "__main__":
    main()
