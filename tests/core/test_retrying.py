"""The decision about the next attempt, and the budget, as pure functions."""

from hypothesis import given
from hypothesis import strategies as st

from sinch_provisioning.config import RetryPolicy
from sinch_provisioning.core.operation import Safety
from sinch_provisioning.core.retrying import Failure, Outcome, RetryBudget, is_retryable, pause

outcomes = st.builds(
    Outcome,
    failure=st.sampled_from(Failure),
    status=st.one_of(st.none(), st.integers(300, 599)),
    error_code=st.sampled_from([None, "internal_error", "sender-already-registered"]),
    retry_after=st.one_of(st.none(), st.floats(0, 1e6)),
)
policies = st.builds(
    RetryPolicy, attempts=st.integers(1, 9), wait_initial=st.floats(0.01, 5), wait_max=st.floats(0.01, 60)
)


@given(policies, st.integers(1, 12), st.sampled_from(Safety), outcomes, st.floats(0, 1))
def test_no_decision_breaks_the_policy(
    policy: RetryPolicy, attempt: int, safety: Safety, outcome: Outcome, chance: float
) -> None:
    seconds = pause(policy, attempt=attempt, safety=safety, outcome=outcome, random=lambda: chance)
    if seconds is None:
        return
    assert attempt < policy.attempts
    if outcome.retry_after is not None:
        assert outcome.retry_after <= seconds <= outcome.retry_after + policy.wait_initial
        assert outcome.retry_after <= policy.retry_after_max
    else:
        assert 0 <= seconds <= min(policy.wait_max, policy.wait_initial * 2 ** (attempt - 1))


@given(outcomes)
def test_what_may_have_been_done_is_never_done_twice(outcome: Outcome) -> None:
    if is_retryable(Safety.ONCE, outcome):
        assert outcome.failure is Failure.NOT_SENT or outcome.status == 429


@given(outcomes)
def test_a_safer_call_is_repeated_at_least_as_often(outcome: Outcome) -> None:
    once, idempotent, safe = (is_retryable(safety, outcome) for safety in (Safety.ONCE, Safety.IDEMPOTENT, Safety.SAFE))
    assert once <= idempotent <= safe


def test_statuses() -> None:
    def repeats(safety: Safety, status: int, code: str | None = None) -> bool:
        return is_retryable(safety, Outcome(Failure.HTTP_STATUS, status, code))

    assert [status for status in range(300, 600) if repeats(Safety.SAFE, status)] == [429, 500, 502, 503, 504]
    assert [status for status in range(300, 600) if repeats(Safety.IDEMPOTENT, status)] == [429, 502, 503, 504]
    assert [status for status in range(300, 600) if repeats(Safety.ONCE, status)] == [429]
    assert not repeats(Safety.SAFE, 429, "sender-already-registered")
    assert not repeats(Safety.SAFE, 500, "log_in_facebook_required")


def test_waits_double_up_to_the_ceiling() -> None:
    policy = RetryPolicy(attempts=9)
    waits: list[float] = []
    for attempt in range(1, 9):
        seconds = pause(
            policy, attempt=attempt, safety=Safety.SAFE, outcome=Outcome(Failure.CONNECTION_LOST), random=lambda: 1.0
        )
        assert seconds is not None
        waits.append(seconds)
    assert waits == [0.5, 1, 2, 4, 8, 10, 10, 10]


def test_a_long_retry_after_is_an_error_at_once() -> None:
    def after(seconds: float) -> float | None:
        outcome = Outcome(Failure.HTTP_STATUS, 429, retry_after=seconds)
        return pause(RetryPolicy(), attempt=1, safety=Safety.SAFE, outcome=outcome, random=lambda: 0.0)

    assert after(60) == 60
    assert after(61) is None


@given(st.lists(st.booleans(), max_size=300))
def test_a_budget_never_leaves_its_bounds(spends: list[bool]) -> None:
    budget = RetryBudget(100)
    for spend in spends:
        before = budget.left
        if spend:
            assert budget.spend() == (before >= 5)
        else:
            budget.earn(1)
        assert 0 <= budget.left <= 100


def test_an_outage_is_not_multiplied() -> None:
    budget = RetryBudget(500)
    assert sum(budget.spend() for _ in range(10_000)) == 100


def test_a_success_gives_back_what_its_last_retry_took_or_a_little() -> None:
    budget = RetryBudget(100)
    for _ in range(4):
        budget.spend()
    budget.earn(1)
    assert budget.left == 81
    budget.earn(2)
    assert budget.left == 86
    budget.earn(4)
    assert budget.left == 91
    for _ in range(20):
        budget.earn(2)
    assert budget.left == 100


def test_a_budget_is_dry_below_the_cost_of_a_retry() -> None:
    budget = RetryBudget(9)
    assert not budget.is_dry
    assert budget.spend()
    assert (budget.left, budget.is_dry, budget.spend()) == (4, True, False)
    budget.earn(1)
    assert not budget.is_dry
