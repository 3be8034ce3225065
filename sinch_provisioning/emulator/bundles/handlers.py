"""Orders: list, create, read."""

from typing import Any

from sinch_provisioning.emulator.bundles.orders import bundles, carry_out, check
from sinch_provisioning.emulator.family import Reply, Request, created, handles, ok

JSON = Any


@handles("listBundles")
def list_bundles(request: Request) -> Reply:
    found = [bundle for bundle in bundles(request.project).all.values() if _fits(bundle, request.query)]
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


@handles("createBundle")
def create(request: Request) -> Reply:
    check(request.project, request.body)
    return created(carry_out(request.project, request.body))


@handles("getBundle")
def get(request: Request) -> Reply:
    return ok(bundles(request.project).find(request.path["bundleId"]))
