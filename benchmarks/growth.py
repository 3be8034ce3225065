"""Ever longer lists: does a sender cost the same in all of them?"""

import asyncio

from benchmarks import service
from benchmarks.aims import aim
from benchmarks.measure import Figure, Meter, Outcome, Ratio, Sample, Spread
from benchmarks.measure import run as run_one
from benchmarks.stage import Stage


def run(stage: Stage) -> Outcome:
    sizes = [1_000, 10_000] if stage.quick else [1_000, 10_000, 100_000, 1_000_000]
    found: dict[int, list[Sample]] = {}
    for size in sizes:
        # The longest lists are long enough to be their own average.
        times = stage.rounds if size <= 10_000 else 1
        found[size] = [run_one(__name__, "ours", url=stage.url, senders=size) for _ in range(times)]
    each = {size: Spread.of([sample["cpu"] for sample in samples]) for size, samples in found.items()}
    first, *longer = each.values()
    return Outcome(
        title="Ever longer lists",
        figures=[
            Figure(who=f"{size:,} senders", what="CPU a sender", unit="us", value=value) for size, value in each.items()
        ],
        ratios=[
            Ratio(
                what=f"CPU a sender, {sizes[-1]:,} senders vs {sizes[0]:,}",
                value=Spread.of([value.median / first.median for value in longer[-1:]]),
                **aim("growing estate"),
            )
        ],
        series={"CPU a sender": [(size, value.median) for size, value in each.items()]},
    )


def _ours(url: str, senders: int) -> Sample:
    from sinch_provisioning import AsyncClient

    async def main() -> Sample:
        async with AsyncClient(project_id=f"growth-{senders}", access_token=service.TOKEN, base_url=url) as sinch:
            await sinch.project("warm-100").rcs.senders.list(page_size=100).page()
            count = 0
            with Meter() as meter:
                async for _ in sinch.rcs.senders.list(page_size=100):
                    count += 1
            assert count == senders
            return {**meter.per(count), "check": count}

    return asyncio.run(main())


CONTENDERS = {"ours": _ours}
