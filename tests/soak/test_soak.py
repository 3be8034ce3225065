"""A few seconds of the soak: nothing lost, nothing doubled, nobody's answer given to somebody else."""

from tests.soak.__main__ import summary
from tests.soak.running import soak


def test_some_thousand_requests_with_three_faults_in_ten() -> None:
    run = soak(minutes=None, requests=4000, rate=0.3, seed=1, tell=lambda _: None, epoch=2.0)
    totals = run.totals
    assert totals.lost == []
    assert totals.doubled == []
    assert totals.wrong == []
    assert totals.uncounted == 0
    assert totals.requests >= 4000
    # A token is spent by time, so a busy machine sees more of these.
    spent = totals.faults["spent token"]
    assert 0.2 < (totals.faults.total() - spent) / (totals.requests - spent) < 0.4
    assert totals.retries > 0
    assert min(totals.operations.values()) > 0
    assert run.usages[-1].tasks == 1
    assert "lost         0\n" in summary(run, 1)
