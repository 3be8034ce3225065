"""From nothing to the first page of 100 senders: imports, client, connection, decoder and all."""

from benchmarks import peers
from benchmarks.aims import aim
from benchmarks.measure import Outcome, Ratio, Sample, compare, figures, fresh, interleave
from benchmarks.stage import Stage

NAMES = {
    "ours": "sinch-provisioning, async",
    "ours_blocking": "sinch-provisioning, blocking",
    "bare": "bare aiohttp + orjson (no models)",
    "python_client": "openapi-python-client (httpx, attrs)",
    "generator": "openapi-generator (aiohttp, pydantic)",
}


def run(stage: Stage) -> Outcome:
    paths = [str(peers.BY_PYTHON_CLIENT.parent), str(peers.BY_GENERATOR.parent)]

    def measure(name: str) -> Sample:
        return fresh(f"from benchmarks import firsts\nassert firsts.{name}({stage.url!r}) == 100", paths=paths)

    contenders = [name for name in NAMES if name not in stage.missing]
    interleave(measure, contenders, 1)  # so that all have their bytecode
    found = interleave(measure, contenders, stage.rounds)
    return Outcome(
        title="First page, from an empty process",
        figures=figures(found, NAMES, "wall time", "ms", "CPU ms"),
        ratios=[
            Ratio(
                what=f"first page, CPU, vs {NAMES[other]}",
                value=compare(found["ours"], found[other], "CPU ms"),
                **aim(f"first page, {other}"),
            )
            for other in ("bare", "python_client", "generator")
            if other in found
        ],
        notes=list(stage.missing.values()),
    )
