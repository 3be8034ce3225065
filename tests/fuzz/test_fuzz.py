"""A short, seeded run of the fuzzer; whatever it has found before; and hypothesis, which thinks up data of its own."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.found import FOUND
from tests.fuzz.mutations import VALUES
from tests.fuzz.running import fuzz
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

BY_NAME = {target.name: target for target in TARGETS}
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@pytest.fixture(scope="module", params=BY_NAME)
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    made = BY_NAME[request.param]()
    yield made
    made.close()


@pytest.mark.parametrize(("name", "data", "trouble"), FOUND, ids=[f"{name}-{trouble}" for name, _, trouble in FOUND])
def test_what_was_found_stays_mended(name: str, data: bytes, trouble: str) -> None:
    made = BY_NAME[name]()
    made.run(data)
    made.close()


@pytest.mark.parametrize("name", BY_NAME)
def test_a_short_run_finds_nothing(name: str) -> None:
    target = BY_NAME[name]
    tally = fuzz(target(), target.short, seed=20)
    assert [(finding.data, finding.trace) for finding in tally.findings] == []
    assert tally.executions == target.short
    assert tally.taken > 0, "some of it is good, or nothing but the first check is tried"


@pytest.mark.parametrize("name", BY_NAME)
def test_the_good_data_is_good(name: str) -> None:
    made = BY_NAME[name]()
    assert sum(made.run(seed) for seed in made.seeds()) > 0
    made.close()


@QUICK
@given(data=st.binary(max_size=200))
def test_no_bytes_are_too_strange(target: Target, data: bytes) -> None:
    target.run(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.sampled_from(VALUES),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@QUICK
@given(content=JSON, number=st.integers(0, 10_000))
def test_no_json_is_too_strange(target: Target, content: object, number: int) -> None:
    seeds = target.seeds()
    head, line_end, _ = seeds[number % len(seeds)].rpartition(b"\n")
    target.run(head + line_end + json.dumps(content).encode("utf-8", "surrogatepass"))


@QUICK
@given(text=st.text(max_size=100))
def test_no_text_is_too_strange(target: Target, text: str) -> None:
    target.run(text.encode("utf-8", "surrogatepass"))
