"""Onboardings from the command line: run, asked, answered, shown."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sinch_provisioning.emulator import Emulator
from tests.cli.command import invoke
from tests.onboarding import scene

pytestmark = pytest.mark.usefixtures("served")


@pytest.fixture
def customer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    wanted = scene.rcs("From the command line", countries=("DE",))
    del wanted["rcs"]["details"]["brand"]["logoUrl"]
    Path("customer.yaml").write_text(json.dumps(wanted), "utf-8")
    return "customer.yaml"


def test_a_customer_is_brought_live(served: Emulator, customer: str) -> None:
    done = invoke("onboard", "run", customer, "-o", "json")
    assert (done.code, done.data[0]["state"], done.data[0]["fields"]) == (8, "asking", ["brand.logo_url"])
    assert invoke("onboard", "answer", customer, "logo=x").code == 2
    done = invoke("onboard", "answer", customer, "logo_url=https://acme.example/l.png", "--once", "-o", "json")
    assert (done.code, done.data[0]["state"]) == (0, "waiting")
    served.advance(60)
    assert invoke("onboard", "run", customer, "--once").code == 0
    served.advance(600)
    shown = invoke("onboard", "status", "-o", "json").data
    assert [(one["name"], one["state"]) for one in shown] == [("customer", "waiting")]


def test_digits_are_a_text_or_a_number_as_the_question_wants_them(served: Emulator, customer: str) -> None:
    wanted = scene.rcs("Digits", details={"testNumbers": ["+46123123222"]}, verified_numbers=2)
    verification = {"email": "ann@acme.example", "website": scene.SITE}
    wanted["rcs"]["details"]["questionnaire"] = {**scene.ANSWERS, "verification": {"answers": verification}}
    Path(customer).write_text(json.dumps(wanted), "utf-8")
    assert invoke("onboard", "run", customer, "-o", "json").data[0]["fields"] == ["test_numbers", "verified_numbers"]
    served.advance(60)
    done = invoke("onboard", "answer", customer, "verified_numbers=1", "-o", "json")
    assert done.data[0]["fields"] == ["questionnaire.verification.answers.name"]
    assert invoke("onboard", "answer", customer, "name=007", "--once").code == 0
    [update] = served.requests.of("updateRcsSender")
    assert update.body["details"]["questionnaire"]["verification"]["answers"] == {"name": "007"}
    assert invoke("onboard", "answer", customer, "name=1").code == 2  # nothing is asked any more


def test_running_it_again_goes_on_until_it_is_live(served: Emulator, customer: str) -> None:
    wanted = scene.rcs("Complete", countries=("DE",))
    Path(customer).write_text(json.dumps(wanted), "utf-8")
    assert invoke("onboard", "run", customer, "--once", "--every", "0.01s").code == 0
    served.advance(600)
    done = invoke("onboard", "run", customer, "--every", "0.01s", "-o", "table")
    assert done.code == 0
    assert "customer" in done.output
    assert len([one for one in served.requests.of("createRcsSender") if b"Complete" in one.content]) == 1


def test_running_it_again_looks_at_once(served: Emulator, customer: str) -> None:
    Path(customer).write_text(json.dumps(scene.rcs("Complete", countries=("DE",))), "utf-8")
    waits = invoke("onboard", "run", customer, "--once", "-o", "json")
    assert (waits.code, waits.data[0]["state"]) == (0, "waiting")
    served.advance(14 * 86_400)
    done = invoke("onboard", "run", customer, "--once", "-o", "json")
    assert (done.code, done.data[0]["state"]) == (0, "done")


def test_it_says_what_it_waits_for(served: Emulator, customer: str) -> None:
    Path(customer).write_text(json.dumps(scene.rcs("Complete", countries=("DE",))), "utf-8")

    def decide() -> None:
        while not served.requests.of("launchRcsSender"):
            time.sleep(0.01)
        looks = len(served.requests.of("getRcsSender"))
        while len(served.requests.of("getRcsSender")) < looks + 3:  # it waits, and has looked again
            time.sleep(0.01)
        served.advance(14 * 86_400)

    with ThreadPoolExecutor(1) as others:
        others.submit(decide)
        done = invoke("onboard", "run", customer, "--every", "0.05s", "-o", "table")
    assert done.code == 0
    assert "operators decide; looks again every 0.05s" in done.errors


def test_a_file_that_says_nothing_usable_is_rejected(customer: str) -> None:
    Path(customer).write_text("rsc: {}", "utf-8")
    done = invoke("onboard", "run", customer)
    assert done.code == 2
    assert "did you mean 'rcs'" in done.errors
