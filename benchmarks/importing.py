"""What an import costs, in fresh processes."""

from benchmarks import peers
from benchmarks.aims import aim
from benchmarks.measure import Outcome, Ratio, Sample, compare, figures, fresh, interleave
from benchmarks.stage import Stage

NAMES = {
    "ours": "import sinch_provisioning",
    "client": "from sinch_provisioning import AsyncClient",
    "family": "from sinch_provisioning import AsyncClient, rcs",
    "aiohttp": "import aiohttp",
    "pydantic": "from pydantic import BaseModel",
    "python_client": "client and list_rcs_senders of openapi-python-client",
    "generator": "package of openapi-generator",
}
STATEMENTS = {
    "python_client": "import by_python_client.client, by_python_client.api.rcs_senders.list_rcs_senders",
    "generator": "import generated_client",
}


def run(stage: Stage) -> Outcome:
    paths = [str(peers.BY_PYTHON_CLIENT.parent), str(peers.BY_GENERATOR.parent)]

    def measure(name: str) -> Sample:
        return fresh(STATEMENTS.get(name, NAMES[name]), paths=paths)

    contenders = [name for name in NAMES if name not in stage.missing]
    interleave(measure, contenders, 1)  # so that all have their bytecode
    found = interleave(measure, contenders, 2 * stage.rounds)
    assert not found["ours"][0]["loads aiohttp"]
    assert not found["family"][0]["loads aiohttp"]
    return Outcome(
        title="Import",
        figures=figures(found, NAMES, "wall time", "ms", "CPU ms"),
        ratios=[
            Ratio(
                what=f"{NAMES[name]}, CPU, vs import aiohttp",
                value=compare(found[name], found["aiohttp"], "CPU ms"),
                **aim(name_of_aim),
            )
            for name, name_of_aim in (("ours", "import"), ("client", ""), ("family", "import of a family"))
        ],
        notes=["aiohttp is loaded by the first request, not by an import"],
    )
