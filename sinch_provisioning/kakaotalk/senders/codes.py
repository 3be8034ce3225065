"""The one-time code of a sender, which this API takes as a number."""

import re

from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import BadRequest, Conflict, InvalidRequest, ProvisioningError

LEADING_ZERO = (
    "cannot begin with 0: the API takes a number, which would lose the zero; have a new code sent with register()"
)


def as_number(code: int | str | Secret) -> int:
    """Return a code as the API takes it.

    Raises:
        InvalidRequest: it is not made of digits, or begins with 0.
    """
    text = str(code.reveal() if isinstance(code, Secret) else code)
    if re.fullmatch("[1-9][0-9]{0,14}", text):
        return int(text)
    rule = LEADING_ZERO if re.fullmatch("0[0-9]*", text) else "must be digits only, at most 15 of them"
    del code, text  # a traceback would hold them
    raise InvalidRequest([("code", rule)])


def is_wrong_code(error: ProvisioningError) -> bool:
    """Return whether asking the person again may help.

    No error is documented for a wrong code. Either of these two is likely, and asking again does no harm.
    """
    if isinstance(error, InvalidRequest):
        return error.rule != LEADING_ZERO
    return isinstance(error, BadRequest | Conflict) and error.error_code in {"not_allowed_verify", "invalid_input"}
