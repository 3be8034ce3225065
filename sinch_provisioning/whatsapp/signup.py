"""What Embedded Signup gives its callers: a token or a code, of which the older calls need one."""

from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unset import Unset
from sinch_provisioning.errors import InvalidRequest


def check_signup(**given: Secret | Unset) -> None:
    """Raise InvalidRequest, naming the fields, if neither the token nor the code is there."""
    if all(isinstance(value, Unset) for value in given.values()):
        raise InvalidRequest([(" or ".join(given), "one of them is required")])
