"""The family's data survives reading and writing, both ways of reading agree, and rules are told before sending."""

import json
from typing import Any

import attrs
import pytest

from sinch_provisioning import evolve, kakaotalk
from sinch_provisioning.core.bodies import with_status
from sinch_provisioning.core.codec import to_json
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.operation import Safety
from sinch_provisioning.core.rules import check
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.kakaotalk import Button, Buttons, ButtonType
from sinch_provisioning.kakaotalk.senders.codes import as_number
from sinch_provisioning.operations import OPERATIONS
from tests.documented import CONTRACT, assert_same_operations, examples, read

SPOKEN = [operation for operation in OPERATIONS.values() if "/kakaotalk/" in operation.path]
LISTS: dict[str, Any] = {operation.id: operation.returns for operation in SPOKEN}
TAGS = ("kakaotalk.senders", "kakaotalk.templates", "kakaotalk.categories")
WHEN = "2026-01-19T13:11:08.204Z"
SENDER_DETAILS: dict[str, Any] = {
    "adminPhoneNo": "+48777777777",
    "name": "Shop",
    "topLevelCategoryCode": "019",
    "midLevelCategoryCode": "0006",
    "subLevelCategoryCode": "0001",
    "logoImage": "https://shop.example/logo.png",
}
SENDER: dict[str, Any] = {
    "id": "cf11794a-6a5e-4a12-b103-da79bd378bf1",
    "plusFriendId": "shop",
    "state": "ACTIVE",
    "changes": {"status": "IN_PROGRESS", "details": {"name": "The Shop"}},
    "details": SENDER_DETAILS,
    "created": WHEN,
    "modified": WHEN,
}
TEMPLATE_DETAILS: dict[str, Any] = {
    "language": "KO",
    "messageType": "MIXED",
    "emphasizeType": "EMPHASIZE_TYPE_IMAGE",
    "categoryCode": "001001",
    "securityFlag": True,
    "name": "welcome",
    "content": "Hello",
    "extra": "More",
    "ad": "Join us",
    "title": "Welcome",
    "subtitle": "to the shop",
    "imageName": "shop.png",
    "imageUrl": "https://shop.example/shop.png",
    "buttons": [
        {
            "ordering": 1,
            "type": "WEB_LINK",
            "name": "Shop",
            "linkMo": "https://m.shop.example",
            "linkPc": "https://shop.example",
            "schemeIos": "shop://ios",
            "schemeAndroid": "shop://android",
        },
        {},
    ],
}
TEMPLATE: dict[str, Any] = {
    "id": "1a76b24e-bead-4c72-b468-6c3bdfff0ee6",
    "code": "S7yFqaKqJ8tsnBZH2CEd",
    "state": "REJECTED",
    "changes": {"status": "DRAFT", "details": {**TEMPLATE_DETAILS, "name": "goodbye"}},
    "details": TEMPLATE_DETAILS,
    "created": WHEN,
    "modified": WHEN,
}
SUBCATEGORY: dict[str, Any] = {
    "code": "001003",
    "name": "회원정보/회원혜택",
    "nameEnglish": "Membership information/Member ship benefits",
    "groupName": "회원",
    "inclusion": "",
    "exclusion": "",
}
TREE: dict[str, Any] = {
    "categories": [
        {
            "parentCode": "",
            "depth": 1,
            "code": "001",
            "name": "건강",
            "subcategories": [
                {
                    "parentCode": "001",
                    "depth": 2,
                    "code": f"000{number}",
                    "name": "병원",
                    "subcategories": [
                        {"parentCode": "0001", "depth": 3, "code": "0001", "name": "피부과", "subcategories": []}
                    ],
                }
                for number in (1, 2)
            ],
        }
    ]
}
PAGE = {"totalSize": 1, "pageSize": 50, "previousPageToken": "y", "nextPageToken": "x"}
ACTIVITY = {"type": "REJECTED", "created": WHEN, "author": "Sinch", "comment": "No such shop"}
FULL: list[tuple[Any, dict[str, Any]]] = [
    (LISTS["listKakaotalkSenders"], {**PAGE, "senders": [SENDER]}),
    (LISTS["listKakaotalkSenderActivities"], {**PAGE, "notifications": [ACTIVITY]}),
    (LISTS["listKakaotalkTemplates"], {**PAGE, "templates": [TEMPLATE]}),
    (LISTS["listKakaotalkTemplateActivities"], {**PAGE, "notifications": [ACTIVITY]}),
    (kakaotalk.SenderCategoryList, TREE),
    (
        LISTS["listKakaotalkTemplateCategories"],
        {**PAGE, "categories": [{"name": "회원", "nameEnglish": "Membership", "subcategories": [SUBCATEGORY]}]},
    ),
    (kakaotalk.Comment, {"type": "CREATED", "comment": "Hi", "created": WHEN}),
]
ENUMS: list[tuple[type[OpenEnum], str]] = [
    (kakaotalk.SenderState, "KakaotalkSenderState"),
    (kakaotalk.SenderStatus, "KakaotalkSenderStatus"),
    (kakaotalk.TemplateState, "KakaotalkTemplateState"),
    (kakaotalk.TemplateStatus, "KakaotalkTemplateStatus"),
    (kakaotalk.MessageType, "KakaotalkTemplateMessageType"),
    (kakaotalk.EmphasizeType, "KakaotalkTemplateEmphasizeType"),
    (kakaotalk.ButtonType, "KakaotalkButtonType"),
    (kakaotalk.TemplateCategoryName, "KakaotalkTemplateCategoryName"),
    (kakaotalk.TemplateCategoryEnglishName, "KakaotalkTemplateCategoryEnglishName"),
    (kakaotalk.TemplateSubcategoryName, "KakaotalkTemplateSubcategoryName"),
    (kakaotalk.TemplateSubcategoryEnglishName, "KakaotalkTemplateSubcategoryEnglishName"),
    (kakaotalk.Action, "KakaotalkAction"),
]


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = CONTRACT["components"]["schemas"][name]
    return found


@pytest.mark.parametrize(("cls", "sample"), examples(SPOKEN, {operation.id: operation.body for operation in SPOKEN}))
def test_examples_of_the_contract_survive(cls: Any, sample: object) -> None:
    assert json.loads(to_json(read(cls, sample))) == sample


def test_operations_are_those_of_the_contract() -> None:
    assert_same_operations(SPOKEN, *TAGS)


def test_what_a_repetition_would_do() -> None:
    assert {operation.id: operation.safety for operation in SPOKEN if operation.safety is not Safety.SAFE} == {
        "createKakaotalkSender": Safety.ONCE,
        "createKakaotalkSenderComment": Safety.ONCE,
        "registerKakaotalkSender": Safety.ONCE,
        "verifyKakaotalkSender": Safety.ONCE,
        "updateKakaotalkSender": Safety.IDEMPOTENT,
        "deleteKakaotalkSender": Safety.IDEMPOTENT,
        "deleteKakaotalkSenderChanges": Safety.IDEMPOTENT,
        "createKakaotalkTemplate": Safety.ONCE,
        "createKakaotalkTemplateComment": Safety.ONCE,
        "updateKakaotalkTemplate": Safety.IDEMPOTENT,
        "deleteKakaotalkTemplate": Safety.IDEMPOTENT,
        "deleteKakaotalkTemplateChanges": Safety.IDEMPOTENT,
    }


@pytest.mark.parametrize(("cls", "sample"), FULL, ids=lambda value: getattr(value, "__name__", ""))
def test_every_field_survives(cls: Any, sample: dict[str, Any]) -> None:
    assert json.loads(to_json(read(cls, sample))) == sample


def test_samples_above_have_every_field() -> None:
    pairs: list[tuple[Any, dict[str, Any]]] = [
        (kakaotalk.Sender, SENDER),
        (kakaotalk.SenderDetails, SENDER_DETAILS),
        (kakaotalk.Template, TEMPLATE),
        (kakaotalk.TemplateDetails, TEMPLATE_DETAILS),
        (kakaotalk.TemplateButton, TEMPLATE_DETAILS["buttons"][0]),
        (kakaotalk.TemplateSubcategory, SUBCATEGORY),
    ]
    for cls, sample in pairs:
        assert {field.name.replace("_", "") for field in attrs.fields(cls)} == {name.lower() for name in sample}


@pytest.mark.parametrize(("cls", "name"), ENUMS, ids=lambda value: getattr(value, "__name__", ""))
def test_enums_have_the_values_of_the_contract(cls: type[OpenEnum], name: str) -> None:
    assert {str(member) for member in cls} == set(schema(name)["enum"])


def test_languages_are_those_of_the_contract_and_one_more_that_is_refused() -> None:
    languages = {str(language) for language in kakaotalk.TemplateLanguage}
    assert languages == {*schema("KakaotalkTemplateLanguage")["enum"], "ES_UY"}
    for language in schema("KakaotalkInputTemplateLanguage")["enum"]:
        check(details(language=language))


def test_changes_are_complete_or_part_of_it() -> None:
    for cls, whole in ((kakaotalk.SenderChanges, SENDER_DETAILS), (kakaotalk.TemplateChanges, TEMPLATE_DETAILS)):
        assert json.loads(to_json(read(cls, {"status": "DRAFT", "details": whole})))["details"] == whole
        for missing in whole:
            part = {name: value for name, value in whole.items() if name != missing}
            assert json.loads(to_json(read(cls, {"status": "DRAFT", "details": part})))["details"] == part


def test_only_ids_are_needed() -> None:
    sender = read(kakaotalk.Sender, {"plusFriendId": "shop", "changes": {}})
    assert (sender.id, sender.state, sender.details) == (None, None, kakaotalk.SenderDetails())
    assert sender.changes == kakaotalk.SenderChanges(status=None, details=kakaotalk.SenderDetails())
    assert json.loads(to_json(sender)) == {"plusFriendId": "shop", "changes": {}}
    template = read(kakaotalk.Template, {"code": "x"})
    assert (template.state, template.changes, template.details.buttons) == (None, None, None)
    for cls in (kakaotalk.SenderCategory, kakaotalk.TemplateCategory, kakaotalk.TemplateSubcategory):
        assert read(cls, {}) == cls()


def test_new_values_and_fields_are_read() -> None:
    content = json.loads(json.dumps(TEMPLATE).replace("WEB_LINK", "HOLOGRAM").replace("REJECTED", "PAUSED"))
    template = read(kakaotalk.Template, {**content, "brandNew": 1})
    assert (template.state, template.state.is_known) == ("PAUSED", False)
    assert template.details.buttons[0].type == ButtonType("HOLOGRAM")
    category = read(kakaotalk.TemplateSubcategory, {**SUBCATEGORY, "nameEnglish": "Membership benefits"})
    assert category.name_english == "Membership benefits"
    assert category.name is kakaotalk.TemplateSubcategoryName.회원정보_회원혜택


def test_absent_and_removed_differ() -> None:
    sender = kakaotalk.SenderUpdate(
        status=kakaotalk.Action.SUBMIT, details=kakaotalk.SenderDetailsUpdate(logo_image=None, name="Shop")
    )
    assert json.loads(to_json(sender)) == {"status": "SUBMIT", "details": {"name": "Shop", "logoImage": None}}
    template = kakaotalk.TemplateDetailsUpdate(
        extra=None, title=None, subtitle=None, image_name=None, image_url=None, buttons=None
    )
    check(template)
    assert json.loads(to_json(template)) == {
        "extra": None,
        "title": None,
        "subtitle": None,
        "imageName": None,
        "imageUrl": None,
        "buttons": None,
    }
    assert json.loads(to_json(kakaotalk.TemplateUpdate())) == {}


def test_buttons_get_their_places() -> None:
    buttons = Buttons(
        Button.web_link("Shop", "https://m.shop.example", pc="https://shop.example"),
        Button.app_link("Open", ios="shop://ios", android="shop://android"),
        Button.of(ButtonType.DELIVERY_SEARCH, "Track"),
    )
    assert json.loads(to_json(buttons)) == [
        {
            "ordering": 1,
            "type": "WEB_LINK",
            "name": "Shop",
            "linkMo": "https://m.shop.example",
            "linkPc": "https://shop.example",
        },
        {
            "ordering": 2,
            "type": "APP_LINK",
            "name": "Open",
            "schemeIos": "shop://ios",
            "schemeAndroid": "shop://android",
        },
        {"ordering": 3, "type": "DELIVERY_SEARCH", "name": "Track"},
    ]
    check(details(buttons=buttons))


def test_a_button_without_a_place_is_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"buttons\[0\]\.ordering: is required"):
        check(details(buttons=[Button.of(ButtonType.BOT_KEYWORD, "Ask")]))


def test_paths_through_the_tree_of_sender_categories() -> None:
    paths = list(kakaotalk.sender_category_paths(read(kakaotalk.SenderCategoryList, TREE)))
    assert [(path.top_level.code, path.mid_level.code, path.sub_level.code) for path in paths] == [
        ("001", "0001", "0001"),
        ("001", "0002", "0001"),
    ]
    assert paths[0].sub_level.name == "피부과"


@pytest.mark.parametrize("code", ["123456", Secret("123456"), 123456])
def test_a_code_becomes_a_number(code: str | Secret | int) -> None:
    body = kakaotalk.VerifyInput(code=as_number(code))
    check(body)
    assert to_json(body) == b'{"code":123456}'
    assert "123456" not in repr(body)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("012345", "cannot begin with 0"),
        ("000000", "cannot begin with 0"),
        (Secret("012345"), "cannot begin with 0"),
        ("", "digits only"),
        ("12 34", "digits only"),
        ("123456\n", "digits only"),
        ("-12345", "digits only"),
        ("1" * 5000, "at most 15"),
        ("１２３４５６", "digits only"),  # noqa: RUF001 - wide digits, which int() would take
        (-12345, "digits only"),
        (0, "cannot begin with 0"),
        (True, "digits only"),
        (12345.6, "digits only"),
        (None, "digits only"),
    ],
)
def test_a_code_that_a_number_cannot_carry_is_refused_and_not_shown(code: Any, rule: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        as_number(code)
    assert caught.value.field == "code"
    assert rule in caught.value.rule
    assert "2345" not in str(caught.value)


def details(**changes: Any) -> kakaotalk.TemplateDetails:
    given: dict[str, Any] = {"name": "welcome", "language": kakaotalk.TemplateLanguage.KO}
    return kakaotalk.TemplateDetails(**given | changes)


def edit(**changes: Any) -> kakaotalk.TemplateDetailsUpdate:
    return kakaotalk.TemplateDetailsUpdate(**changes)


def button(**changes: Any) -> kakaotalk.TemplateButton:
    given: dict[str, Any] = {"ordering": 1, "type": ButtonType.WEB_LINK, "name": "Shop"}
    return kakaotalk.TemplateButton(**given | changes)


def sender(**changes: Any) -> kakaotalk.SenderDetails:
    return kakaotalk.SenderDetails(**changes)


def sender_edit(**changes: Any) -> kakaotalk.SenderDetailsUpdate:
    return kakaotalk.SenderDetailsUpdate(**changes)


EVERY_TYPE = [button(type=kind) for kind in schema("KakaotalkInputButtonType")["enum"]]
BAD: list[tuple[Any, str, str]] = [
    (kakaotalk.CommentInput(comment=""), "comment", "at least 1"),
    (kakaotalk.CommentInput(comment="x" * 65536), "comment", "at most 65535"),
    (kakaotalk.SenderInput(plus_friend_id=""), "plus_friend_id", "at least 1"),
    (kakaotalk.SenderInput(plus_friend_id="x" * 31), "plus_friend_id", "at most 30"),
    (kakaotalk.SenderInput(plus_friend_id="x", status="SEND"), "status", "not one of"),  # type: ignore[arg-type]
    (sender(admin_phone_no=""), "admin_phone_no", "at least 1"),
    (sender(admin_phone_no="1" * 16), "admin_phone_no", "at most 15"),
    (sender(name=""), "name", "at least 1"),
    (sender(name="x" * 513), "name", "at most 512"),
    (sender(top_level_category_code="19"), "top_level_category_code", "three digits"),
    (sender(top_level_category_code=19), "top_level_category_code", "a text"),
    (sender(mid_level_category_code="006"), "mid_level_category_code", "four digits"),
    (sender(sub_level_category_code="00a1"), "sub_level_category_code", "four digits"),
    (sender_edit(admin_phone_no=None), "admin_phone_no", "cannot be None"),
    (sender_edit(admin_phone_no="1" * 16), "admin_phone_no", "at most 15"),
    (sender_edit(name="x" * 513), "name", "at most 512"),
    (sender_edit(top_level_category_code="0019"), "top_level_category_code", "three digits"),
    (sender_edit(mid_level_category_code=None), "mid_level_category_code", "cannot be None"),
    (sender_edit(sub_level_category_code="1"), "sub_level_category_code", "four digits"),
    (details(name=None), "name", "is required"),
    (details(language=None), "language", "is required"),
    (details(ad="Join us"), "ad", "for responses only"),
    (kakaotalk.TemplateInput(details=kakaotalk.TemplateDetails(name="x")), "details.language", "is required"),
    (kakaotalk.TemplateUpdate(details=details()), "details.language", "cannot be changed"),
    (kakaotalk.TemplateUpdate(details=kakaotalk.TemplateDetails(ad="x")), "details.ad", "cannot be changed"),
    (kakaotalk.TemplateUpdate(details=kakaotalk.TemplateDetails(title="")), "details.title", "at least 1"),
    (kakaotalk.SenderUpdate(details=sender(name="")), "details.name", "at least 1"),
    (details(name=""), "name", "at least 1"),
    (details(name="x" * 151), "name", "at most 150"),
    (details(language="ES_UY"), "language", "cannot stand here"),
    (details(language="UNRECOGNIZED"), "language", "for responses only"),
    (details(language="TLH"), "language", "not one of"),
    (details(content=""), "content", "at least 1"),
    (details(content="x" * 1001), "content", "at most 1000"),
    (details(message_type="TEMPLATE_MESSAGE_TYPE_UNSPECIFIED"), "message_type", "cannot stand here"),
    (details(emphasize_type="EMPHASIZE_TYPE_UNSPECIFIED"), "emphasize_type", "cannot stand here"),
    (details(category_code=""), "category_code", "at least 1"),
    (details(category_code="1234567"), "category_code", "at most 6"),
    (details(category_code=999999), "category_code", "a text"),
    (details(security_flag="yes"), "security_flag", "True or False"),
    (details(extra="x" * 501), "extra", "at most 500"),
    (details(title=""), "title", "at least 1"),
    (details(title="x" * 51), "title", "at most 50"),
    (details(subtitle="x" * 51), "subtitle", "at most 50"),
    (details(image_name="x" * 251), "image_name", "at most 250"),
    (details(buttons=EVERY_TYPE[:6]), "buttons", "at most 5"),
    (details(buttons=[button(), button(ordering=2)]), "buttons", "no type may be there twice"),
    (edit(name=None), "name", "cannot be None"),
    (edit(name="x" * 151), "name", "at most 150"),
    (edit(content=""), "content", "at least 1"),
    (edit(content=None), "content", "cannot be None"),
    (edit(message_type="UNRECOGNIZED"), "message_type", "for responses only"),
    (edit(emphasize_type="BOLD"), "emphasize_type", "not one of"),
    (edit(category_code=None), "category_code", "cannot be None"),
    (edit(security_flag=None), "security_flag", "cannot be None"),
    (edit(extra=""), "extra", "at least 1"),
    (edit(title="x" * 51), "title", "at most 50"),
    (edit(subtitle=""), "subtitle", "at least 1"),
    (edit(image_name=""), "image_name", "at least 1"),
    (edit(buttons=[button(), button()]), "buttons", "no type may be there twice"),
    (button(ordering=None), "ordering", "is required"),
    (button(type=None), "type", "is required"),
    (button(ordering=0), "ordering", "at least 1"),
    (button(ordering=6), "ordering", "at most 5"),
    (button(type="BUTTON_TYPE_UNSPECIFIED"), "type", "cannot stand here"),
    (button(type="LEVER"), "type", "not one of"),
    (button(name=""), "name", "at least 1"),
    (button(name="x" * 15), "name", "at most 14"),
    (button(link_mo=""), "link_mo", "at least 1"),
    (button(link_pc="x" * 501), "link_pc", "at most 500"),
    (button(scheme_ios="x" * 501), "scheme_ios", "at most 500"),
    (button(scheme_android="x" * 501), "scheme_android", "at most 500"),
    (kakaotalk.VerifyInput(code="123456"), "code", "a whole number"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("body", "field", "words"), BAD, ids=[f"{field}-{words}" for _, field, words in BAD])
def test_broken_rules_are_told_with_their_field(body: Any, field: str, words: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check(body)
    assert caught.value.field == field
    assert words in caught.value.rule


def test_what_only_a_draft_may_lack() -> None:
    buttons = Buttons(Button.of(ButtonType.BOT_TRANSFER))
    lacking: list[tuple[Any, list[str]]] = [
        (kakaotalk.SenderInput(plus_friend_id="shop"), ["details"]),
        (
            kakaotalk.SenderInput(plus_friend_id="shop", details=sender(name="Shop", mid_level_category_code="0001")),
            ["details.admin_phone_no", "details.top_level_category_code", "details.sub_level_category_code"],
        ),
        (kakaotalk.TemplateInput(details=details(buttons=buttons)), ["details.content", "details.buttons[0].name"]),
        *(
            (kakaotalk.TemplateUpdate(details=change), ["details.buttons[0].name"])
            for change in (edit(buttons=buttons), kakaotalk.TemplateDetails(buttons=buttons))
        ),
    ]
    for body, fields in lacking:
        check(body)
        with pytest.raises(InvalidRequest) as caught:
            with_status(body, kakaotalk.Action.SUBMIT)
        assert [field for field, _ in caught.value.violations] == fields
        assert with_status(body, kakaotalk.Action.DRAFT).status == kakaotalk.Action.DRAFT
    whole = kakaotalk.TemplateInput(details=details(content="Hello", buttons=[button()]))
    assert with_status(whole, kakaotalk.Action.SUBMIT) == evolve(whole, status=kakaotalk.Action.SUBMIT)


def test_changes_hold_only_what_differs() -> None:
    sender = read(kakaotalk.Sender, SENDER)
    wanted = evolve(sender, details=evolve(sender.details, name="The Shop", logo_image=None))
    change = kakaotalk.changes(sender, wanted)
    assert change == kakaotalk.SenderUpdate(details=sender_edit(name="The Shop", logo_image=None))
    assert kakaotalk.changes(sender.details, wanted.details) == change.details
    template = read(kakaotalk.Template, TEMPLATE)
    details = evolve(template.details, extra=None, buttons=template.details.buttons[:1])
    assert kakaotalk.changes(template, evolve(template, details=details)) == kakaotalk.TemplateUpdate(
        details=edit(extra=None, buttons=template.details.buttons[:1])
    )
    assert kakaotalk.changes(template, template) == kakaotalk.TemplateUpdate()
    bad: list[tuple[Any, Any, str, str]] = [
        (sender, evolve(sender, state=None), "state", "cannot be changed"),
        (template.details, evolve(template.details, language="EN"), "language", "cannot be changed"),
        (template.details, evolve(template.details, name=None), "name", "cannot be removed"),
        (sender, template, "after", "like before"),
        ({}, {}, "after", "like before"),
    ]
    for before, after, field, rule in bad:
        with pytest.raises(InvalidRequest) as caught:
            kakaotalk.changes(before, after)
        assert caught.value.field == field
        assert rule in caught.value.rule
