"""The site that `nox -s docs` has built: its search finds every public name, and its index for machines every page."""

import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from sinch_provisioning.families import FAMILIES
from tests.console.browser import CHROMIUM, DRIVER, MISSING, browser
from tests.surface import TEXT

DOCS = Path(__file__).parents[2] / "docs"
SITE = Path(os.environ.get("DOCS_SITE", ""))
CALL = re.compile(r"^(?:async )?(sinch\.\w+[\w.]*)\(", re.MULTILINE)

if "DOCS_SITE" not in os.environ:
    pytest.skip("nox -s docs builds the site first", allow_module_level=True)


def names() -> set[str]:
    """Return the names that the site has a place for: its inventory, which the search reads too."""
    data = (SITE / "objects.inv").read_bytes()
    text = zlib.decompress(data.split(b"zlib.\n", 1)[1]).decode()
    return {line.split(" ")[0] for line in text.splitlines() if " py:" in line}


def public() -> set[str]:
    """Return every public name of the package but members of enums, which stand in the text of their enum."""
    text = TEXT.read_text().partition("\n# commands")[0]
    found = set(CALL.findall(text.partition("# calls of the blocking client")[0]))
    for line in text.partition("# calls of")[0].splitlines():
        # A family's page has all of the family; elsewhere a class stands under the name that users import it by.
        is_alias = re.fullmatch(rf"(?!{'|'.join(FAMILIES)})[\w.]+ = [a-zA-Z_][\w.]*", line) or line.endswith(": module")
        path = re.split(r"[(: ]", line.removeprefix("async "), maxsplit=1)[0]
        if path and path != "#" and not is_alias and not path.endswith(".__init__"):
            found.add(path)
    enums = {
        line.partition(":")[0] for line in text.splitlines() if re.search(r": class\((OpenEnum|str, Enum|Enum)\)", line)
    }
    return {name for name in found if name.rpartition(".")[0] not in enums}


def test_every_public_name_has_its_place() -> None:
    assert len(public()) > 2000
    assert sorted(public() - names()) == []


def test_the_index_for_machines_lists_every_page() -> None:
    pages = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}
    listed = set(re.findall(r"\]\(([^)]+\.md)\)", (SITE / "llms.txt").read_text()))
    assert listed == pages
    assert all((SITE / page).stat().st_size > 50 for page in pages)


@pytest.fixture(scope="module")
def chromium() -> Iterator[webdriver.Chrome]:
    if not (CHROMIUM and DRIVER):
        pytest.skip(MISSING)
    with browser() as driver:
        yield driver


def test_the_search_finds_every_method_of_a_client(chromium: webdriver.Chrome) -> None:
    calls = sorted(set(CALL.findall(TEXT.read_text())))
    assert len(calls) > 100
    missing = [call for call in calls if f"#{call}" not in results(chromium, call)]
    assert missing == []


@pytest.mark.parametrize("word", ["missing_launch_requirements", "SkippingClock", "IN_PROGRESS", "Retry-After"])
def test_the_search_finds_words_too(chromium: webdriver.Chrome, word: str) -> None:
    assert results(chromium, word)


def results(driver: webdriver.Chrome, words: str) -> str:
    """Search, and return the links that were found."""
    driver.get(f"{SITE.resolve().as_uri()}/search.html?q={quote(words)}")
    done = "return document.querySelector('#search-results .search-summary')?.textContent ?? ''"
    WebDriverWait(driver, 20, poll_frequency=0.02).until(
        lambda each: re.search(r"\d|did not", each.execute_script(done))
    )
    links = driver.find_elements(By.CSS_SELECTOR, "#search-results li a")
    return " ".join(str(link.get_attribute("href")) for link in links)
