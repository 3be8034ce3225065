"""Data that several groups of the RCS family share."""

from sinch_provisioning.core.enums import OpenEnum


class UseCase(OpenEnum):
    """What a sender is for."""

    MULTIUSE = "MULTIUSE"
    OTP = "OTP"
    PROMOTIONAL = "PROMOTIONAL"
    TRANSACTIONAL = "TRANSACTIONAL"


class LaunchCountry(OpenEnum):
    """The 25 countries a sender can be launched in."""

    AT = "AT"
    BE = "BE"
    BR = "BR"
    CA = "CA"
    CZ = "CZ"
    DK = "DK"
    FI = "FI"
    FR = "FR"
    DE = "DE"
    GR = "GR"
    HU = "HU"
    IT = "IT"
    LT = "LT"
    MX = "MX"
    NL = "NL"
    NO = "NO"
    PE = "PE"
    PL = "PL"
    PT = "PT"
    SG = "SG"
    SK = "SK"
    ES = "ES"
    SE = "SE"
    US = "US"
    GB = "GB"
