"""`UNSET`: a value that was not given, which JSON's null is not."""

import enum
from typing import Final, Literal, final


@final
class Unset(enum.Enum):
    """The type of `UNSET`: a value that was not given, as opposed to None, which is JSON's null."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
