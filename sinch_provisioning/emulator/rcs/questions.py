"""The questions, as the service would ask them: texts are ours, names and numbers the contract's."""

from typing import Any

JSON = Any
Texts = dict[str, tuple[str, list[str]]]

VOLUMES = ["0 - 10K messages", "10K - 100K messages", "100K - 1M messages", "1M+ messages"]
FREQUENCIES = ["Once per day", "Once per week", "Once per month", "Once per 3 months", "Once per 6 months"]
INDUSTRIES = [
    *("Automotive", "Beauty", "Charity", "Education", "Energy", "Entertainment", "Finance", "Food", "Government"),
    *("Health", "Insurance", "Logistics", "Retail", "Technology", "Telecommunications", "Travel"),
]
US_INDUSTRIES = [
    *("AGRICULTURE", "COMMUNICATION", "CONSTRUCTION", "EDUCATION", "ENERGY", "ENTERTAINMENT", "FINANCIAL", "GAMBLING"),
    *("GOVERNMENT", "HEALTHCARE", "HOSPITALITY", "HUMAN_RESOURCES", "INSURANCE", "LEGAL", "MANUFACTURING"),
    *("NON_GOVERNMENTAL_ORGANIZATION", "POLITICAL", "POSTAL", "PROFESSIONAL", "REAL_ESTATE", "RETAIL", "TECHNOLOGY"),
    "TRANSPORTATION",
]
LEGAL_FORMS = ["CORPORATION", "LIMITED_LIABILITY_COMPANY", "PARTNERSHIP", "S_CORPORATION"]

GENERAL: Texts = {
    "optInDescription": (
        "How do people agree to receive messages from this sender?",
        ["By subscribing to a newsletter", "By ticking a box when ordering", "By sending a keyword to the sender"],
    ),
    "triggerDescription": (
        "What makes the sender send a message?",
        ["User actions (e.g. after making a purchase)", "A time that the user has chosen", "A campaign of the brand"],
    ),
    "interactionsDescription": (
        "What will people and the sender talk about?",
        ["Billing or payment reminders", "Order updates", "Upon package delivery", "Offers of the season"],
    ),
    "optOutDescription": (
        "What does the sender answer when somebody no longer wants messages?",
        ["We have registered your opt out request", "You will hear no more from us"],
    ),
    "videoUris": ("", []),
    "screenshotUris": ("", []),
}
VERIFICATION: Texts = {
    "name": ("Name of a person at the brand who can confirm the launch", []),
    "email": ("Email address of that person, at the brand's own domain", []),
    "title": ("Position of that person at the brand", ["Chief executive", "Head of marketing"]),
    "website": ("Public website of the brand", []),
    "phone": ("Phone number of that person, with country code", []),
}
PARTNER: Texts = {
    "companyName": ("Name of the company that acts for the brand", []),
    "contactName": ("Name of a person at that company", []),
    "contactEmailAddress": ("Email address of that person", []),
}
GB: Texts = {
    "brandIndustry": ("Which industry does the brand belong to?", INDUSTRIES),
    "companyLegalName": ("Legal name of the company as it is registered", []),
    "companyRegistrationNumber": ("Number of the company at Companies House", []),
    "fullCompanyAddress": ("Full address of the company: street, city, postcode, country", []),
    "messagesVolume": ("How many messages will be sent in a month?", VOLUMES),
    "messagesFrequency": ("How often will one person receive a message?", FREQUENCIES),
    "campaignLength": ("How long will the campaign run?", ["Less than a month", "1 - 6 months", "No end"]),
}
FR: Texts = {
    "fullCompanyAddress": ("Full address of the company: street, city, postcode, country", []),
    "siren": ("SIREN number of the company, 9 digits", []),
}
US_V1: Texts = {
    "companyLegalName": ("Legal name of the company", []),
    "ein": ("Employer identification number, as 12-3456789", []),
    "brandIndustry": ("Which industry does the brand belong to?", INDUSTRIES),
    "fullCompanyAddress": ("Full address of the company", []),
    "smsCampaign": ("Is there an SMS campaign already, and what is its id?", []),
    "messagesVolume": ("How many messages will be sent in a month?", VOLUMES),
}
_YES_NO = ["true", "false"]
US_V2: Texts = {
    "ownershipType": ("Is the company listed at a stock exchange?", ["PRIVATE", "PUBLIC"]),
    "companyLegalName": ("Legal name of the company", []),
    "companyPhoneNumber": ("Phone number of the company", []),
    "companyEmailAddress": ("Email address of the company", []),
    "brandName": ("Name that people know the brand by", []),
    "brandIndustry": ("Which industry does the brand belong to?", US_INDUSTRIES),
    "legalForm": ("Legal form of the company", LEGAL_FORMS),
    "taxIdCountry": ("Country that has issued the tax id", ["US", "GB", "SE"]),
    "taxId": ("Tax id of the company", []),
    "addressLine": ("Street and number", []),
    "addressCity": ("City", []),
    "addressCountry": ("Country", ["US", "GB", "SE"]),
    "addressState": ("State", ["CA", "NY", "TX"]),
    "addressPostalCode": ("Postal code", []),
    "websiteUrl": ("Website of the brand", []),
    "contactFirstName": ("First name of a person at the company", []),
    "contactSurname": ("Surname of that person", []),
    "stockExchange": ("Stock exchange", ["NASDAQ", "NYSE"]),
    "stockSymbol": ("Symbol at the stock exchange", []),
    "sampleMessages": ("Between one and five messages as they will be sent", []),
    "messagesVolume": ("How many messages will be sent in a month?", ["10000", "100000", "1000000"]),
    "embeddedLink": ("Will messages hold links?", _YES_NO),
    "embeddedPhone": ("Will messages hold phone numbers?", _YES_NO),
    "ageGatedContent": ("Is there content for adults only?", _YES_NO),
    "directLending": ("Is it about lending money?", _YES_NO),
    "optInConfirmationMessage": ("What is answered when somebody agrees?", ["Thank you for opting in!"]),
    "helpMessage": ("What is answered to HELP?", ["For help, contact support."]),
    "callToActionMessage": ("Where and how are people asked to agree?", []),
}
_AMERICAN_ONLY = {"addressState"}
_LISTED_ONLY = {"stockExchange", "stockSymbol"}
_V1_ONLY = {"ein", "smsCampaign", "fullCompanyAddress", "fullCompanyAddressMetadata"}
_EITHER = {"companyLegalName", "brandIndustry", "messagesVolume"}


def asked(texts: Texts, without: set[str] | frozenset[str] = frozenset()) -> JSON:
    """Return questions as the API shows them."""
    return {
        name: {"question": question, "suggestedAnswers": suggestions}
        for name, (question, suggestions) in texts.items()
        if name not in without
    }


def verification() -> JSON:
    """Return the questions of the verification section, where the partner's sit one level deeper."""
    return {**asked(VERIFICATION), "partner": asked(PARTNER)}


def us_v2(*, american: bool = True, listed: bool = True) -> JSON:
    """Return the questions of generation v2 for a kind of brand."""
    return asked(US_V2, {*(() if american else _AMERICAN_ONLY), *(() if listed else _LISTED_ONLY)})


def us_default() -> JSON:
    """Return the questions of both generations, as they are shown before there is any answer."""
    return {**asked(US_V2), **{name: value for name, value in asked(US_V1).items() if name not in US_V2}}


def us_section(version: str | None, answers: JSON) -> JSON:
    """Return the questions that go with a generation of US answers, and with what is answered so far."""
    if version is None:
        return us_default()
    if version == "v1":
        return asked(US_V1)
    return us_v2(
        american=answers.get("taxIdCountry", "US") == "US", listed=answers.get("ownershipType", "PUBLIC") == "PUBLIC"
    )


def us_version(answers: JSON) -> str | None:
    """Return the generation that US answers belong to, None where they could belong to either."""
    industry, volume = answers.get("brandIndustry"), answers.get("messagesVolume")
    if _V1_ONLY & answers.keys() or isinstance(volume, str) or industry not in {None, *US_INDUSTRIES}:
        return "v1"
    return "v2" if answers.keys() - _EITHER or industry is not None or volume is not None else None
