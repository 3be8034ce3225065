"""Orders: list, create, read."""

from typing import Any

from sinch_provisioning.emulator.bundles.orders import Bundles, carry_out, check
from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, ok
from sinch_provisioning.emulator.tables import JSON


def list_bundles(request: Request) -> Reply:
    found = [bundle for bundle in request.project.part(Bundles).records.values() if _fits(bundle, request.query)]
    return request.page("bundles", found, default_size=10)


def _fits(bundle: JSON, query: Any) -> bool:
    """AND between filters, OR inside one (inferred)."""
    for name, value in (
        ("filterStates", bundle["state"]),
        ("filterConvAppIds", bundle.get("convApp", {}).get("id")),
        ("filterSmsAppIds", bundle.get("smsApp", {}).get("id")),
    ):
        if name in query and value not in query[name]:
            return False
    return True


def create(request: Request) -> Reply:
    check(request.project, request.body)
    return created(carry_out(request.project, request.body))


def get(request: Request) -> Reply:
    return ok(request.project.part(Bundles).find(request.path["bundleId"]))


HANDLERS: Handlers = {"listBundles": list_bundles, "createBundle": create, "getBundle": get}
