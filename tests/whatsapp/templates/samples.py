"""Templates as the service would send them, with every kind of component and button."""

from typing import Any

BUTTONS: list[dict[str, Any]] = [
    {"type": "URL", "text": "Shop", "url": "https://shop.example/{{1}}", "example": "https://shop.example/a"},
    {"type": "QUICK_REPLY", "text": "Stop"},
    {"type": "PHONE_NUMBER", "text": "Call", "phoneNumber": "+46123123123"},
    {
        "type": "FLOW",
        "text": "Sign up",
        "flowId": "123",
        "flowAction": "NAVIGATE",
        "navigateScreen": "FIRST",
    },
    {
        "type": "OTP",
        "otpType": "ONE_TAP",
        "text": "Autofill",
        "autofillText": "Fill",
        "supportedApps": [{"packageName": "com.example", "signatureHash": "K8a/AINcGX7"}],
        "zeroTapTermsAccepted": True,
        "packageName": "com.example",
        "signatureHash": "K8a/AINcGX7",
    },
    {"type": "REQUEST_CONTACT_INFO", "text": "Share contact"},
    {"type": "ORDER_DETAILS", "text": "Review and pay"},
    {"type": "COPY_CODE", "text": "Copy offer code", "example": "SUMMER20"},
]
CARDS: list[dict[str, Any]] = [
    {
        "components": [
            {"type": "HEADER", "format": "IMAGE", "example": {"url": "https://shop.example/1.jpg"}},
            {"type": "BODY", "text": "From {{1}}", "examples": ["5 EUR"]},
            {"type": "BUTTONS", "buttons": BUTTONS[:3]},
        ]
    },
    {
        "components": [
            {"type": "HEADER", "format": "VIDEO"},
            {"type": "BODY"},
            {"type": "BUTTONS", "buttons": BUTTONS[1:2]},
        ]
    },
]
COMPONENTS: list[dict[str, Any]] = [
    {"type": "HEADER", "format": "TEXT", "text": "Save {{1}}", "example": "20 %"},
    {"type": "HEADER", "format": "IMAGE", "example": {"url": "https://shop.example/sale.jpg"}},
    {"type": "HEADER", "format": "DOCUMENT"},
    {"type": "HEADER", "format": "LOCATION"},
    {"type": "BODY", "text": "Hello {{1}}", "examples": ["Ann"], "addSecurityRecommendation": True},
    {"type": "FOOTER", "text": "Reply STOP to opt out", "codeExpirationMinutes": 10},
    {"type": "BUTTONS", "buttons": BUTTONS},
    {"type": "CAROUSEL", "cards": CARDS},
    {"type": "LIMITED_TIME_OFFER", "text": "Only today", "hasExpiration": True},
]
OPTIMIZATION: dict[str, Any] = {
    "bidAmount": 500,
    "bidStrategy": "BID_STRATEGY_LOWEST_COST_WITH_BID_CAP",
    "bidCountryMultiplierOverrides": {"US": "1.2", "GB": "1.1"},
}
TEMPLATE: dict[str, Any] = {
    "name": "summer_sale",
    "language": "EN_GB",
    "category": "MARKETING",
    "whatsappId": "1234567890",
    "state": "APPROVED",
    "rejectionCode": "NONE",
    "qualityScore": "QUALITY_SCORE_GREEN",
    "details": {"components": COMPONENTS, "messageSendTtlSeconds": 43200, "optimization": OPTIMIZATION},
    "changes": {
        "status": "IN_PROGRESS",
        "allowCategoryChange": True,
        "details": {"messageSendTtlSeconds": 86400, "optimization": OPTIMIZATION},
    },
    "analytics": [
        {
            "sent": 10,
            "delivered": 9,
            "read": 5,
            "start": "2023-01-19T00:00:00.000Z",
            "end": "2023-01-20T00:00:00.000Z",
            "buttons": [{"type": "URL", "content": "Shop", "clicks": 3}],
        }
    ],
    "isMetaGenerated": False,
}
