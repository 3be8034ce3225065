"""Business managers, regions and storages: what goes together, and the defaults."""

DEFAULT_BUSINESS_MANAGER = "SINCH_UK"

# With a sender; an account may have any (the pairs are documented, that the others go anywhere is inferred).
_MANAGERS = {"BR": {"SINCH_BR", "SINCH_MX"}, "EU": {"SINCH_UK"}, "US": {"SINCH_BR", "SINCH_MX", "SINCH_UK"}}
_PAIRED = {"SINCH_BR", "SINCH_MX", "SINCH_UK"}

# The documents name the region of the billing account's country, and the usual storage of the region, without saying
# which those are.
_REGION = {"SINCH_BR": "BR", "SINCH_MX": "BR", "SINCH_UK": "EU"}
USUAL_STORAGE = {"BR": "BR", "EU": "DE", "US": "US"}


def goes_with(manager: str, region: str) -> bool:
    """Return whether a sender of a region can belong to a business manager."""
    return manager not in _PAIRED or manager in _MANAGERS[region]


def usual_region(manager: str) -> str:
    """Return the region of a business manager's clients who do not say any."""
    return _REGION.get(manager, "US")


def compatible_regions(manager: str) -> list[str]:
    """Return the Conversation API regions whose apps can use an account (inferred)."""
    return ["br", "us"] if usual_region(manager) == "BR" else ["eu", "us"]
