"""The one-time code of a sender, which this API takes as a number."""

import re

from sinch_provisioning.core.model import Secret
from sinch_provisioning.errors import BadRequest, Conflict, InvalidRequest, ProvisioningError

LEADING_ZERO = (
    "cannot begin with 0: the API takes a number, which would lose the zero and be another code; "
    "have a new one sent with register()"
)


def as_number(code: int | str | Secret) -> int:
    """Return a code as the wire takes it.

    Raises:
        InvalidRequest: it is not made of digits, or begins with 0.
    """
    text = code.reveal() if isinstance(code, Secret) else code
    if isinstance(text, int) and not isinstance(text, bool) and text > 0:
        return text
    if not isinstance(text, str) or not re.fullmatch("[0-9]+", text):
        raise InvalidRequest([("code", "has to be digits only")])
    if text.startswith("0"):
        raise InvalidRequest([("code", LEADING_ZERO)])
    return int(text)


def is_wrong_code(error: ProvisioningError) -> bool:
    """Return whether another answer of the person may help.

    No error is documented for a wrong code. Either of these two is likely, and asking once more does no harm.
    """
    if isinstance(error, InvalidRequest):
        return error.rule != LEADING_ZERO
    return isinstance(error, BadRequest | Conflict) and error.error_code in {"not_allowed_verify", "invalid_input"}
