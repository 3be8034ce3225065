"""Templates are read and written without loss: whole, masked, and with parts that this version does not know."""

import json
from typing import Any

import pytest

from sinch_provisioning import evolve, from_dict, whatsapp
from sinch_provisioning.core.bodies import with_status
from sinch_provisioning.core.codec import from_json, to_json
from sinch_provisioning.core.rules import check
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import DecodeError, InvalidRequest
from sinch_provisioning.operations import OPERATIONS
from sinch_provisioning.whatsapp.templates.arguments import as_sent
from sinch_provisioning.whatsapp.templates.lifecycle import LIFECYCLE
from tests.documented import examples, read
from tests.whatsapp.templates.samples import BUTTONS, COMPONENTS, OPTIMIZATION, TEMPLATE

SUBMIT, DRAFT = whatsapp.Action.SUBMIT, whatsapp.Action.DRAFT
URL = "https://shop.example/1.jpg"
BUTTON_CLASSES = [
    "UrlButton",
    "QuickReplyButton",
    "PhoneNumberButton",
    "FlowButton",
    "OtpButton",
    "RequestContactInfoButton",
    "OrderDetailsButton",
    "CopyCodeButton",
]
SPOKEN = [operation for operation in OPERATIONS.values() if "/whatsapp/templates" in operation.path]
BODIES: dict[str, type] = {
    "createWhatsappTemplate": whatsapp.TemplateInput,
    "updateWhatsappTemplate": whatsapp.TemplateUpdate,
    "createWhatsappTemplateComment": whatsapp.CommentInput,
    "compareWhatsappTemplates": whatsapp.TemplateComparisonInput,
}


def test_contract_has_examples() -> None:
    assert len(examples(SPOKEN, BODIES)) >= 8


@pytest.mark.parametrize(("cls", "sample"), examples(SPOKEN, BODIES))
def test_examples_of_the_contract_survive(cls: type[Any], sample: object) -> None:
    assert json.loads(to_json(read(cls, sample))) == sample


def test_everything_survives() -> None:
    page = {"totalSize": 1, "pageSize": 50, "nextPageToken": "x", "templates": [TEMPLATE]}
    assert json.loads(to_json(read(whatsapp.TemplateList, page))) == page


def test_components_and_buttons_are_told_apart_by_class() -> None:
    template = read(whatsapp.Template, TEMPLATE)
    assert [type(component) for component in template.details.components] == [
        whatsapp.TextHeader,
        whatsapp.MediaHeader,
        whatsapp.MediaHeader,
        whatsapp.LocationHeader,
        whatsapp.BodyComponent,
        whatsapp.FooterComponent,
        whatsapp.ButtonsComponent,
        whatsapp.CarouselComponent,
        whatsapp.LimitedTimeOfferComponent,
    ]
    match template.details.components[6:8]:
        case [whatsapp.ButtonsComponent(buttons=buttons), whatsapp.CarouselComponent(cards=[card, _])]:
            assert [type(button) for button in buttons] == [
                whatsapp.UrlButton,
                whatsapp.QuickReplyButton,
                whatsapp.PhoneNumberButton,
                whatsapp.FlowButton,
                whatsapp.OtpButton,
                whatsapp.RequestContactInfoButton,
                whatsapp.OrderDetailsButton,
                whatsapp.CopyCodeButton,
            ]
            assert [type(part) for part in card.components] == [
                whatsapp.CardHeader,
                whatsapp.CardBody,
                whatsapp.CardButtons,
            ]
        case other:
            pytest.fail(f"not matched: {other}")


@pytest.mark.parametrize(
    "component",
    [
        {"type": "POLL", "options": [{"text": "a"}]},
        {"type": "HEADER", "format": "GIF", "example": {"url": "https://shop.example/a.gif"}},
        {"type": "HEADER"},
        {"type": "TEXT", "text": "a format is no type"},
        {"type": ["BODY"]},
        {"text": "no type at all"},
        {},
    ],
)
def test_an_unknown_component_is_visible_and_goes_out_as_it_came(component: dict[str, Any]) -> None:
    details = read(whatsapp.TemplateDetails, {"components": [component, COMPONENTS[4]]})
    assert details.components[0] == whatsapp.Unknown(content=component)
    assert json.loads(to_json(details))["components"][0] == component
    assert not isinstance(details.components[1], whatsapp.Unknown)


def test_unknown_buttons_and_card_components_too() -> None:
    button = {"type": "VOICE_CALL", "text": "Ring", "ttl": 7}
    part = {"type": "FOOTER", "text": "cards have none yet"}
    cards = [{"components": [part, {"type": "BUTTONS", "buttons": [button]}]}]
    content = {"components": [{"type": "BUTTONS", "buttons": [button]}, {"type": "CAROUSEL", "cards": cards}]}
    details = read(whatsapp.TemplateDetails, content)
    assert json.loads(to_json(details)) == content
    assert details.components[0].buttons == (whatsapp.Unknown(content=button),)
    assert details.components[1].cards[0].components[0] == whatsapp.Unknown(content=part)
    masked = read(whatsapp.PartialTemplateDetails, content)
    assert masked.components[0].buttons == (
        whatsapp.PartialButton(type=whatsapp.ButtonType("VOICE_CALL"), text="Ring"),
    )
    assert masked.components[1].cards == details.components[1].cards


def test_changes_are_complete_content_or_part_of_it() -> None:
    complete = read(whatsapp.TemplateChanges, {"status": "DRAFT", "details": {"components": COMPONENTS}})
    assert len(complete.details.components) == len(COMPONENTS)
    part = read(whatsapp.TemplateChanges, {"status": "DRAFT", "details": {"messageSendTtlSeconds": 60}})
    assert part.details == whatsapp.TemplateDetails(message_send_ttl_seconds=60)
    assert read(whatsapp.TemplateChanges, {"status": "DRAFT"}).details == whatsapp.TemplateDetails()


def test_what_a_mask_leaves_over() -> None:
    content = {
        "name": "summer_sale",
        "details": {
            "components": [
                {"text": "type and format are gone"},
                {"type": "HEADER", "format": "IMAGE"},
                {"example": {"url": "https://shop.example/a.jpg"}},
                {"type": "HEADER", "format": "TEXT", "example": "20 %"},
                {"buttons": [{"text": "Shop"}, BUTTONS[4]]},
                {"type": "POLL"},
                {"type": "HEADER", "format": "GIF"},
                {},
            ]
        },
        "analytics": [{"sent": 3, "buttons": [{"clicks": 1}]}],
    }
    partial = read(whatsapp.PartialTemplate, content)
    assert json.loads(to_json(partial)) == content
    text, image, file, variable, buttons, newer, *_ = partial.details.components
    assert (text.text, image.format) == ("type and format are gone", whatsapp.HeaderFormat.IMAGE)
    assert file.example == whatsapp.MediaExample(url="https://shop.example/a.jpg")
    assert variable.example == "20 %"
    assert [button.text for button in buttons.buttons] == ["Shop", BUTTONS[4]["text"]]
    assert not newer.type.is_known
    assert partial.language is None


def test_a_complete_template_fits_the_masked_shape() -> None:
    assert json.loads(to_json(read(whatsapp.PartialTemplate, TEMPLATE))) == TEMPLATE


def test_new_values_of_enums_come_through() -> None:
    template = read(whatsapp.Template, {**TEMPLATE, "state": "ARCHIVED", "language": "TLH"})
    assert not template.state.is_known
    assert template.language == "TLH"


def test_only_name_and_language_are_required() -> None:
    template = read(whatsapp.Template, {"name": "sale", "language": "EN"})
    assert template == whatsapp.Template(name="sale", language=whatsapp.TemplateLanguage.EN)
    assert template.details.components == ()
    for lacking in ({"name": "sale"}, {"language": "EN"}):
        with pytest.raises(DecodeError, match="required field is missing"):
            from_json(whatsapp.Template, json.dumps(lacking))


@pytest.mark.parametrize("kind", ["BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER"])
def test_a_component_without_its_content_is_read(kind: str) -> None:
    content = {"components": [{"type": kind}]}
    assert json.loads(to_json(read(whatsapp.TemplateDetails, content))) == content


def test_a_button_and_a_card_without_their_content_are_read() -> None:
    buttons = [{"type": button["type"]} for button in BUTTONS]
    cards: list[Any] = [{}, {"components": [{"type": kind} for kind in ("HEADER", "BODY", "BUTTONS")]}]
    content = {"components": [{"type": "BUTTONS", "buttons": buttons}, {"type": "CAROUSEL", "cards": cards}]}
    details = read(whatsapp.TemplateDetails, content)
    assert not any(isinstance(button, whatsapp.Unknown) for button in details.components[0].buttons)
    assert json.loads(to_json(details)) == content


def test_a_value_of_a_wrong_type_is_named_with_its_path() -> None:
    card = {"components": [{"type": "BODY", "text": 7}]}
    content = {**TEMPLATE, "details": {"components": [COMPONENTS[4], {"type": "CAROUSEL", "cards": [card]}]}}
    with pytest.raises(DecodeError) as caught:
        from_json(whatsapp.Template, json.dumps(content))
    assert caught.value.path == "$.details.components[1].cards[0].components[0].text"


def test_a_callers_dict_is_read_strictly() -> None:
    buttons = [{"type": "URL", "text": "Shop", "url": URL, "exampel": URL}, {"type": "VOICE_CALL"}]
    content: dict[str, Any] = {
        "components": [
            {"type": "BODY", "examples": ["Ann"], "add_security_recommendation": True},
            {"type": "BUTTONS", "buttons": buttons},
        ],
        "optimisation": {},
    }
    with pytest.raises(InvalidRequest) as caught:
        from_dict(whatsapp.TemplateDetails, content)
    assert [(field, rule.partition(";")[0]) for field, rule in caught.value.violations] == [
        ("optimisation", "unknown field"),
        ("components[1].buttons[0].exampel", "unknown field"),
        ("components[1].buttons[1]", "none of the known kinds: " + ", ".join(BUTTON_CLASSES)),
    ]
    content["components"].pop()
    del content["optimisation"]
    assert from_dict(whatsapp.TemplateDetails, content) == whatsapp.TemplateDetails(
        components=[whatsapp.Body(examples=["Ann"], add_security_recommendation=True)]
    )


def details(*components: Any) -> whatsapp.TemplateDetails:
    return whatsapp.TemplateDetails(components=[*components])


def carousel(*components: Any) -> whatsapp.CarouselComponent:
    return whatsapp.Carousel(whatsapp.CarouselCard(components=[*components]))


def template(**changes: Any) -> whatsapp.TemplateInput:
    values: dict[str, Any] = {
        "name": "summer_sale",
        "language": whatsapp.TemplateLanguage.EN,
        "category": whatsapp.TemplateCategory.UTILITY,
        "details": details(whatsapp.Body("Hello")),
        **changes,
    }
    return whatsapp.TemplateInput(**values)


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        (template(name="a"), "name", "at least 2 characters"),
        (template(name="a" * 513), "name", "at most 512"),
        (template(name="Summer"), "name", "lower-case"),
        (template(name="summer_"), "name", "lower-case"),
        (template(name="summer\n"), "name", "lower-case"),
        (template(language="XX"), "language", "is not one of"),
        (template(language=whatsapp.TemplateLanguage.UNRECOGNIZED), "language", "for responses only"),
        (template(category="UNRECOGNIZED"), "category", "for responses only"),
        (template(details=UNSET), "details", "is required"),
        (template(details=details(whatsapp.Header.text("x" * 61))), "details.components[0].text", "at most 60"),
        (template(details=details(whatsapp.Header.text(""))), "details.components[0].text", "at least 1"),
        (template(details=details(whatsapp.Body("x" * 1025))), "details.components[0].text", "at most 1024"),
        (
            template(details=details(whatsapp.Body("{{1}}", examples=[""]))),
            "details.components[0].examples[0]",
            "at least 1",
        ),
        (
            template(details=details(whatsapp.LimitedTimeOffer("x" * 17))),
            "details.components[0].text",
            "at most 16",
        ),
        (template(details=details(*[whatsapp.Body("a")] * 2)), "details.components", "twice"),
        (
            template(details=details(whatsapp.Buttons(*[whatsapp.Button.quick_reply("a")] * 2))),
            "details.components[0].buttons",
            "twice",
        ),
        (
            template(details=details(whatsapp.Buttons(whatsapp.Button.quick_reply("x" * 26)))),
            "details.components[0].buttons[0].text",
            "at most 25",
        ),
        (
            template(details=details(whatsapp.Buttons(whatsapp.Button.copy_code("x" * 21)))),
            "details.components[0].buttons[0].example",
            "at most 20",
        ),
        (
            template(details=details(whatsapp.Buttons(whatsapp.Button.flow("a", "1" * 31)))),
            "details.components[0].buttons[0].flow_id",
            "at most 30",
        ),
        (
            template(
                details=details(
                    whatsapp.Buttons(whatsapp.Button.flow("a", "1", flow_action=whatsapp.FlowAction.UNKNOWN))
                )
            ),
            "details.components[0].buttons[0].flow_action",
            "cannot stand here",
        ),
        (
            template(details=details(whatsapp.Carousel(*[whatsapp.Card.image(URL)] * 11))),
            "details.components[0].cards",
            "at most 10",
        ),
        (
            template(details=details(whatsapp.Carousel(whatsapp.Card.image(URL, "x" * 161)))),
            "details.components[0].cards[0].components[1].text",
            "at most 160",
        ),
        (
            template(
                details=details(
                    whatsapp.Carousel(whatsapp.Card.image(URL, mime_type=whatsapp.MimeType.APPLICATION_PDF))
                )
            ),
            "details.components[0].cards[0].components[0].example.mime_type",
            "cannot stand here",
        ),
        (
            template(details=details(whatsapp.CardHeader(format=whatsapp.HeaderFormat.IMAGE))),
            "details.components[0]",
            "not CardHeader",
        ),
        (
            template(details=details(carousel(whatsapp.CardHeader()))),
            "details.components[0].cards[0].components[0].format",
            "is required",
        ),
        (
            template(details=details(carousel(whatsapp.CardHeader(format=whatsapp.HeaderFormat.TEXT)))),
            "details.components[0].cards[0].components[0].format",
            "cannot stand here",
        ),
        (
            template(details=details(whatsapp.LimitedTimeOfferComponent())),
            "details.components[0].text",
            "is required",
        ),
        (
            template(details=details(whatsapp.Buttons(whatsapp.CopyCodeButton()))),
            "details.components[0].buttons[0].example",
            "is required",
        ),
        (
            template(details=details(whatsapp.Buttons(whatsapp.OtpButton(text="a")))),
            "details.components[0].buttons[0].otp_type",
            "is required",
        ),
        (
            template(
                details=details(
                    whatsapp.Buttons(
                        whatsapp.Button.otp(
                            "a", whatsapp.OtpType.ONE_TAP, supported_apps=[whatsapp.SupportedApp(package_name="p")]
                        )
                    )
                )
            ),
            "details.components[0].buttons[0].supported_apps[0].signature_hash",
            "is required",
        ),
        (
            template(details=whatsapp.TemplateDetails(optimization=whatsapp.Optimization(bid_amount=1))),
            "details.optimization.bid_strategy",
            "is required",
        ),
        (
            whatsapp.TemplateUpdate(details=whatsapp.TemplateDetails(optimization=whatsapp.Optimization(bid_amount=1))),
            "details.optimization.bid_strategy",
            "is required",
        ),
        (
            whatsapp.TemplateUpdate(
                details=whatsapp.TemplateDetailsUpdate(optimization=whatsapp.Optimization(bid_amount=1))
            ),
            "details.optimization.bid_strategy",
            "is required",
        ),
        (whatsapp.TemplateUpdate(details=None), "details", "cannot be None"),  # type: ignore[arg-type]
        (template(details=details({"type": "BODY"})), "details.components[0]", "not dict"),
        (
            whatsapp.TemplateUpdate(
                details=whatsapp.TemplateDetailsUpdate(
                    optimization=whatsapp.OptimizationUpdate(
                        bid_amount=-1, bid_strategy=whatsapp.BidStrategy.LOWEST_COST_WITH_BID_CAP
                    )
                )
            ),
            "details.optimization.bid_amount",
            "at least 0",
        ),
        (whatsapp.TemplateComparisonInput(templates=[]), "templates", "at least 1"),
        (
            whatsapp.TemplateComparisonInput(
                templates=[
                    whatsapp.TemplateToCompare(template_name="a", template_language=whatsapp.TemplateLanguage.EN)
                ]
                * 2
            ),
            "templates",
            "at most 1",
        ),
    ],
)
def test_rules_of_the_contract(body: object, field: str, rule: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check(body)
    assert caught.value.field == field
    assert rule in caught.value.rule


def test_what_keeps_the_rules_passes() -> None:
    check(template())
    check(template(details=whatsapp.TemplateDetails(optimization=optimization_input())))
    check(template(details=details(whatsapp.Unknown(content={"type": "POLL"}))))
    check(template(language=whatsapp.TemplateLanguage("TLH")))


def optimization_input() -> whatsapp.Optimization:
    return whatsapp.Optimization(bid_amount=0, bid_strategy=whatsapp.BidStrategy.LOWEST_COST_WITH_BID_CAP)


def test_an_update_says_null_only_where_it_means_something() -> None:
    update = whatsapp.TemplateUpdate(details=whatsapp.TemplateDetailsUpdate(optimization=None))
    check(update)
    assert to_json(update) == b'{"details":{"optimization":null}}'
    clearing = whatsapp.OptimizationUpdate(
        bid_amount=1,
        bid_strategy=whatsapp.BidStrategy.LOWEST_COST_WITH_BID_CAP,
        bid_country_multiplier_overrides=None,
    )
    check(clearing)
    assert json.loads(to_json(clearing))["bidCountryMultiplierOverrides"] is None
    assert to_json(whatsapp.TemplateUpdate()) == b"{}"
    assert to_json(whatsapp.TemplateDetailsUpdate(components=[])) == b'{"components":[]}'


# What a submission needs, as a draft that lacks it, with the path that the error names.
DRAFTS: list[tuple[object, str]] = [
    (whatsapp.TextHeader(), "text"),
    (whatsapp.MediaHeader(format=whatsapp.HeaderFormat.IMAGE), "example"),
    (
        whatsapp.MediaHeader(format=whatsapp.HeaderFormat.IMAGE, example=whatsapp.MediaExample()),
        "example.url",
    ),
    (whatsapp.ButtonsComponent(), "buttons"),
    (whatsapp.Buttons(whatsapp.UrlButton(text="a")), "buttons[0].url"),
    (whatsapp.Buttons(whatsapp.UrlButton(url=URL)), "buttons[0].text"),
    (whatsapp.Buttons(whatsapp.QuickReplyButton()), "buttons[0].text"),
    (whatsapp.Buttons(whatsapp.PhoneNumberButton(text="a")), "buttons[0].phone_number"),
    (whatsapp.Buttons(whatsapp.FlowButton(text="a", flow_id="1")), "buttons[0].flow_action"),
    (whatsapp.Buttons(whatsapp.OtpButton(otp_type=whatsapp.OtpType.COPY_CODE)), "buttons[0].text"),
    (whatsapp.CarouselComponent(), "cards"),
    (whatsapp.Carousel(whatsapp.CarouselCard()), "cards[0].components"),
    (
        whatsapp.Carousel(whatsapp.CarouselCard(components=[whatsapp.CardBody()])),
        "cards[0].components[0].text",
    ),
    (
        whatsapp.Carousel(whatsapp.CarouselCard(components=[whatsapp.CardHeader(format=whatsapp.HeaderFormat.VIDEO)])),
        "cards[0].components[0].example",
    ),
    (
        whatsapp.Carousel(whatsapp.CarouselCard(components=[whatsapp.CardButtons()])),
        "cards[0].components[0].buttons",
    ),
]


@pytest.mark.parametrize(("component", "path"), DRAFTS)
def test_a_draft_may_lack_what_a_submission_may_not(component: object, path: str) -> None:
    draft = template(details=details(component), status=whatsapp.Action.DRAFT)
    check(draft)
    assert with_status(draft, SUBMIT) == draft
    with pytest.raises(InvalidRequest) as caught:
        with_status(evolve(draft, status=None), SUBMIT)
    assert caught.value.field == f"details.components[0].{path}"
    assert "only a draft" in caught.value.rule


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(InvalidRequest) as caught:
        with_status(template(details=details(whatsapp.TextHeader(), whatsapp.ButtonsComponent())), SUBMIT)
    assert [field for field, _ in caught.value.violations] == [
        "details.components[0].text",
        "details.components[1].buttons",
    ]
    with pytest.raises(InvalidRequest, match="details: is required"):
        with_status(template(details=None), SUBMIT)
    with pytest.raises(InvalidRequest, match=r"details\.components: is required"):
        with_status(template(details=whatsapp.TemplateDetails()), SUBMIT)


def test_a_change_needs_only_what_its_own_parts_need() -> None:
    for content in (whatsapp.TemplateDetailsUpdate(), whatsapp.TemplateDetails(message_send_ttl_seconds=60)):
        change = whatsapp.TemplateUpdate(details=content, status=SUBMIT)
        assert with_status(change, DRAFT) == change
    assert with_status(whatsapp.TemplateUpdate(), SUBMIT) == whatsapp.TemplateUpdate(status=SUBMIT)
    header = [whatsapp.TextHeader()]
    for content in (whatsapp.TemplateDetailsUpdate(components=header), whatsapp.TemplateDetails(components=header)):
        with pytest.raises(InvalidRequest, match=r"details\.components\[0\]\.text"):
            with_status(whatsapp.TemplateUpdate(details=content, status=SUBMIT), DRAFT)


def test_a_whole_template_in_ten_lines() -> None:
    content = whatsapp.TemplateDetails(
        components=[
            whatsapp.Header.image("https://shop.example/sale.jpg"),
            whatsapp.Body("Hello {{1}}, {{2}} off", examples=["Ann", "20 %"]),
            whatsapp.Footer("Reply STOP to opt out"),
            whatsapp.Buttons(whatsapp.Button.url("Shop", "https://shop.example"), whatsapp.Button.quick_reply("Stop")),
            whatsapp.Carousel(
                whatsapp.Card.image(URL, "Shirts", whatsapp.Button.url("Shirts", "https://shop.example/shirts")),
                whatsapp.Card.video(URL, "{{1}}", whatsapp.Button.phone_number("Call", "+46123"), examples=["Shoes"]),
            ),
        ]
    )
    check(content)
    assert json.loads(to_json(content)) == {
        "components": [
            {"type": "HEADER", "format": "IMAGE", "example": {"url": "https://shop.example/sale.jpg"}},
            {"type": "BODY", "text": "Hello {{1}}, {{2}} off", "examples": ["Ann", "20 %"]},
            {"type": "FOOTER", "text": "Reply STOP to opt out"},
            {
                "type": "BUTTONS",
                "buttons": [
                    {"type": "URL", "text": "Shop", "url": "https://shop.example"},
                    {"type": "QUICK_REPLY", "text": "Stop"},
                ],
            },
            {
                "type": "CAROUSEL",
                "cards": [
                    {
                        "components": [
                            {"type": "HEADER", "format": "IMAGE", "example": {"url": URL}},
                            {"type": "BODY", "text": "Shirts"},
                            {
                                "type": "BUTTONS",
                                "buttons": [{"type": "URL", "text": "Shirts", "url": "https://shop.example/shirts"}],
                            },
                        ]
                    },
                    {
                        "components": [
                            {"type": "HEADER", "format": "VIDEO", "example": {"url": URL}},
                            {"type": "BODY", "text": "{{1}}", "examples": ["Shoes"]},
                            {
                                "type": "BUTTONS",
                                "buttons": [{"type": "PHONE_NUMBER", "text": "Call", "phoneNumber": "+46123"}],
                            },
                        ]
                    },
                ],
            },
        ]
    }


@pytest.mark.parametrize(
    ("built", "wire"),
    [
        (whatsapp.Header.text("Hi {{1}}", example="Ann"), {"format": "TEXT", "text": "Hi {{1}}", "example": "Ann"}),
        (whatsapp.Header.video(URL), {"format": "VIDEO", "example": {"url": URL}}),
        (
            whatsapp.Header.document(URL, mime_type=whatsapp.MimeType.APPLICATION_PDF),
            {"format": "DOCUMENT", "example": {"url": URL, "mimeType": "APPLICATION/PDF"}},
        ),
        (whatsapp.Header.location(), {"format": "LOCATION"}),
        (whatsapp.Body(add_security_recommendation=True), {"addSecurityRecommendation": True}),
        (whatsapp.Footer(code_expiration_minutes=5), {"codeExpirationMinutes": 5}),
        (whatsapp.LimitedTimeOffer("Now", has_expiration=True), {"text": "Now", "hasExpiration": True}),
        (
            whatsapp.Button.flow("Go", "1", navigate_screen="A"),
            {"text": "Go", "flowId": "1", "flowAction": "NAVIGATE", "navigateScreen": "A"},
        ),
        (
            whatsapp.Button.otp(
                "Fill",
                whatsapp.OtpType.ONE_TAP,
                autofill_text="A",
                supported_apps=[whatsapp.SupportedApp(package_name="p", signature_hash="h")],
                zero_tap_terms_accepted=True,
            ),
            {
                "otpType": "ONE_TAP",
                "text": "Fill",
                "autofillText": "A",
                "supportedApps": [{"packageName": "p", "signatureHash": "h"}],
                "zeroTapTermsAccepted": True,
            },
        ),
        (whatsapp.Button.copy_code("A1"), {"example": "A1"}),
        (whatsapp.Button.request_contact_info(), {}),
        (whatsapp.Button.order_details(), {}),
    ],
)
def test_builders(built: object, wire: dict[str, Any]) -> None:
    check(built)
    written = json.loads(to_json(built))
    assert written.pop("type")
    assert written == wire


def test_a_text_is_no_list_of_examples() -> None:
    with pytest.raises(InvalidRequest, match="examples: must be a list"):
        whatsapp.Body("Hello {{1}}", examples="Ann")


def test_what_was_read_can_be_sent() -> None:
    template = read(whatsapp.Template, TEMPLATE)
    strategy = {**OPTIMIZATION, "bidStrategy": "LOWEST_COST_WITH_BID_CAP"}
    buttons = [*BUTTONS[:5], *({k: v for k, v in button.items() if k != "text"} for button in BUTTONS[5:])]
    components = [{**part, "buttons": buttons} if part["type"] == "BUTTONS" else part for part in COMPONENTS]
    sent = {"components": components, "messageSendTtlSeconds": 43200, "optimization": strategy}
    new = whatsapp.TemplateInput(
        name="copy", language=whatsapp.TemplateLanguage.PL, category=template.category, details=template.details
    )
    updates = [
        whatsapp.TemplateUpdate(details=template.details),
        whatsapp.TemplateUpdate(
            details=whatsapp.TemplateDetailsUpdate(
                components=template.details.components,
                message_send_ttl_seconds=43200,
                optimization=template.details.optimization,
            )
        ),
    ]
    for body in [as_sent(new), *map(as_sent, updates)]:
        check(body)
        assert json.loads(to_json(body))["details"] == sent
    assert json.loads(to_json(template)) == TEMPLATE


def test_what_is_unknown_is_sent_as_it_was_read() -> None:
    poll = whatsapp.Unknown(content={"type": "POLL", "text": "?"})
    buttons = whatsapp.Buttons(whatsapp.Unknown(content={"type": "VOICE_CALL", "text": "Ring"}))
    change = whatsapp.TemplateUpdate(details=whatsapp.TemplateDetails(components=[poll, buttons]))
    assert as_sent(change) == change


def test_a_part_of_a_change_keeps_the_rest() -> None:
    part = read(whatsapp.TemplateChanges, {"status": "REJECTED", "details": {"messageSendTtlSeconds": 60}})
    change = as_sent(whatsapp.TemplateUpdate(details=part.details))
    assert to_json(change) == b'{"details":{"messageSendTtlSeconds":60}}'


def test_changes_hold_only_what_differs() -> None:
    before = read(whatsapp.Template, TEMPLATE)
    assert whatsapp.changes(before, before) == whatsapp.TemplateUpdate()
    components = [*before.details.components[:4], whatsapp.Body("New")]
    assert before.details.optimization is not None
    optimization = evolve(before.details.optimization, bid_amount=7)
    after = evolve(before, details=evolve(before.details, components=components, optimization=optimization))
    change = whatsapp.changes(before, after)
    assert change == whatsapp.TemplateUpdate(
        details=whatsapp.TemplateDetailsUpdate(
            components=components,
            optimization=whatsapp.OptimizationUpdate(
                bid_amount=7, bid_strategy=whatsapp.BidStrategy.BID_STRATEGY_LOWEST_COST_WITH_BID_CAP
            ),
        )
    )
    check(as_sent(change))
    assert whatsapp.changes(before.details, after.details) == change.details
    gone = evolve(before, details=evolve(before.details, optimization=None))
    assert to_json(whatsapp.changes(before, gone)) == b'{"details":{"optimization":null}}'
    mixed: Any = after.details
    with pytest.raises(InvalidRequest, match="after: must be, like before"):
        whatsapp.changes(before, mixed)
    for name, value in (("name", "other"), ("state", None)):
        with pytest.raises(InvalidRequest, match=f"{name}: cannot be changed"):
            whatsapp.changes(before, evolve(before, **{name: value}))


STATES = whatsapp.TemplateState


def standing(state: str | None, status: str | None = None) -> whatsapp.Template:
    changes = None if status is None else {"status": status}
    content = {"name": "sale", "language": "EN", "state": state, "changes": changes}
    return read(whatsapp.Template, {key: value for key, value in content.items() if value is not None})  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("template", "state", "wanted", "reason"),
    [
        (standing(None, "IN_PROGRESS"), None, STATES.APPROVED, None),
        (standing("APPROVED", "IN_PROGRESS"), None, STATES.APPROVED, None),
        (standing("APPROVED", "DRAFT"), None, STATES.APPROVED, "not submitted"),
        (standing("APPROVED", "REJECTED"), STATES.REJECTED, STATES.APPROVED, "Meta rejected it;"),
        (standing("REJECTED"), STATES.REJECTED, STATES.APPROVED, "Meta rejected it;"),
        (standing("DISABLED"), STATES.DISABLED, STATES.APPROVED, "DISABLED does not become APPROVED"),
        (standing("PAUSED"), STATES.PAUSED, STATES.APPROVED, None),
        (standing("APPROVED"), STATES.APPROVED, STATES.PAUSED, None),
        (standing("APPROVED"), STATES.APPROVED, STATES.REJECTED, "does not become REJECTED by itself"),
        (standing("APPROVED"), STATES.APPROVED, STATES("ARCHIVED"), None),
        (standing("ARCHIVED"), STATES("ARCHIVED"), STATES.APPROVED, None),
    ],
)
def test_how_far_a_template_is(
    template: whatsapp.Template, state: object, wanted: whatsapp.TemplateState, reason: str | None
) -> None:
    assert LIFECYCLE.state(template) == state
    found = LIFECYCLE.why_unreachable(template, {wanted})
    assert (found is None) is (reason is None)
    assert (reason or "") in (found or "")
