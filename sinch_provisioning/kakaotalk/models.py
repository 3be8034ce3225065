"""Data of the KakaoTalk family: senders, their templates, and the categories of both."""

# ruff: noqa: PLC2401 - the service's Korean names are Korean here too

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, TypedDict

import attrs

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.core.rules import Distinct, Items, Length, NotOneOf, Pattern, Range
from sinch_provisioning.core.shared import Action, Activity, ActivityType, TemplateLanguage
from sinch_provisioning.core.unions import Variants
from sinch_provisioning.core.unset import UNSET, Unset

TOP_LEVEL = Pattern(r"\A[0-9]{3}\Z", "three digits as text, as 019")
LOWER_LEVEL = Pattern(r"\A[0-9]{4}\Z", "four digits as text, as 0006")


class SenderState(OpenEnum):
    """Where the sender stands at KakaoTalk; a new one has no state as long as it is nothing but changes."""

    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"
    INACTIVE = "INACTIVE"
    SUSPENDED = "SUSPENDED"
    VERIFYING = "VERIFYING"


class SenderStatus(OpenEnum):
    """Where a creation or an edit stands that is not live."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    REJECTED = "REJECTED"


class TemplateState(OpenEnum):
    """What KakaoTalk has decided; there is none before its first decision."""

    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


class TemplateStatus(OpenEnum):
    """Where content stands that is not decided on, or whose edit was refused."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    REJECTED = "REJECTED"


class MessageType(OpenEnum):
    """What a message holds beside its text: `extra`, an advertising phrase, or both."""

    AD_INCLUDED = "AD_INCLUDED"
    BASIC = "BASIC"
    EXTRA_INFORMATION = "EXTRA_INFORMATION"
    MIXED = "MIXED"
    TEMPLATE_MESSAGE_TYPE_UNSPECIFIED = "TEMPLATE_MESSAGE_TYPE_UNSPECIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


class EmphasizeType(OpenEnum):
    """What stands out at the top of a message: a title, a picture, or nothing."""

    EMPHASIZE_TYPE_IMAGE = "EMPHASIZE_TYPE_IMAGE"
    EMPHASIZE_TYPE_NONE = "EMPHASIZE_TYPE_NONE"
    EMPHASIZE_TYPE_TEXT = "EMPHASIZE_TYPE_TEXT"
    EMPHASIZE_TYPE_UNSPECIFIED = "EMPHASIZE_TYPE_UNSPECIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


class ButtonType(OpenEnum):
    """What a button does."""

    APP_LINK = "APP_LINK"
    BOT_FOR_CONSULTATION = "BOT_FOR_CONSULTATION"
    BOT_KEYWORD = "BOT_KEYWORD"
    BOT_TRANSFER = "BOT_TRANSFER"
    BUSINESS_FORM = "BUSINESS_FORM"
    BUTTON_TYPE_UNSPECIFIED = "BUTTON_TYPE_UNSPECIFIED"
    CHANNEL_ID_ADDED = "CHANNEL_ID_ADDED"
    DELIVERY_SEARCH = "DELIVERY_SEARCH"
    IMAGE_SECURE_TRANSMISSION_PLUGIN_ID = "IMAGE_SECURE_TRANSMISSION_PLUGIN_ID"
    MESSAGE_DELIVERY = "MESSAGE_DELIVERY"
    ONE_CLICK_PAYMENT_PLUGIN = "ONE_CLICK_PAYMENT_PLUGIN"
    PERSONAL_INFORMATION_USE_PLUGIN_ID = "PERSONAL_INFORMATION_USE_PLUGIN_ID"
    WEB_LINK = "WEB_LINK"
    UNRECOGNIZED = "UNRECOGNIZED"


class TemplateCategoryName(OpenEnum):
    """Group of template categories, in Korean."""

    구매 = "구매"
    기타 = "기타"
    리포팅 = "리포팅"
    배송 = "배송"
    법적고지 = "법적고지"
    서비스이용 = "서비스이용"
    업무알림 = "업무알림"
    예약 = "예약"
    쿠폰_포인트 = "쿠폰/포인트"
    회원 = "회원"
    UNRECOGNIZED = "UNRECOGNIZED"


class TemplateCategoryEnglishName(OpenEnum):
    """Group of template categories, in English."""

    BUSINESS_NOTIFICATION = "Business notification"
    COUPON_POINTS = "Coupon/Points"
    CUSTOMER_SERVICE = "Customer service"
    LEGAL_NOTIFICATION = "Legal notification"
    MEMBERSHIP = "Membership"
    OTHERS = "Others"
    PURCHASE = "Purchase"
    REPORTS = "Reports"
    RESERVATION = "Reservation"
    SHIPPING = "Shipping"
    UNRECOGNIZED = "UNRECOGNIZED"


class TemplateSubcategoryName(OpenEnum):
    """Template category, in Korean."""

    인증_비밀번호_로그인 = "인증/비밀번호/로그인"
    회원가입 = "회원가입"
    회원정보_회원혜택 = "회원정보/회원혜택"
    구매예약_입고알림 = "구매예약/입고알림"
    구매완료 = "구매완료"
    구매취소 = "구매취소"
    상품가입 = "상품가입"
    진행상태 = "진행상태"
    예약상태 = "예약상태"
    예약알림_리마인드 = "예약알림/리마인드"
    예약완료_예약내역 = "예약완료/예약내역"
    예약취소 = "예약취소"
    구매감사_이용확인 = "구매감사/이용확인"
    리마인드 = "리마인드"
    방문서비스 = "방문서비스"
    신청접수 = "신청접수"
    이용도구 = "이용도구"
    이용안내_공지 = "이용안내/공지"
    처리완료 = "처리완료"
    피드백_요청 = "피드백 요청"
    거래알림 = "거래알림"
    계약_견적 = "계약/견적"
    뉴스레터 = "뉴스레터"
    안전_피해예방 = "안전/피해예방"
    요금청구 = "요금청구"
    피드백 = "피드백"
    배송상태 = "배송상태"
    배송실패 = "배송실패"
    배송예정 = "배송예정"
    배송완료 = "배송완료"
    개인정보 = "개인정보"
    수신동의 = "수신동의"
    약관변경 = "약관변경"
    휴면_관련 = "휴면 관련"
    내부_업무_알림 = "내부 업무 알림"
    주문_예약 = "주문/예약"
    쿠폰_포인트안내 = "쿠폰/포인트안내"
    쿠폰발급 = "쿠폰발급"
    쿠폰사용 = "쿠폰사용"
    포인트사용 = "포인트사용"
    포인트적립 = "포인트적립"
    기타 = "기타"
    UNRECOGNIZED = "UNRECOGNIZED"


class TemplateSubcategoryEnglishName(OpenEnum):
    """Template category, in English, as the service spells it."""

    AUTHENTICATION_PASSWORD_LOGIN = "Authentication/Password/Login"  # noqa: S105 - a name
    JOIN_MEMBERSHIP = "Join membership"
    MEMBERSHIP_INFORMATION_MEMBER_SHIP_BENEFITS = "Membership information/Member ship benefits"
    PRE_ORDER_STOCK_ALERTS = "Pre-order/Stock alerts"
    PRODUCT_SUBSCRIPTION = "Product subscription"
    PURCHASE_CANCELLATION = "Purchase cancellation"
    PURCHASE_COMPLETED = "Purchase completed"
    PURCHASE_STATUS = "Purchase status"
    COMPLETED_RESERVATIONS_RESERVATION_HISTORY = "Completed reservations/Reservation history"
    NOTIFICATION_REMINDER = "Notification/Reminder"
    RESERVATION_CANCELLATION = "Reservation cancellation"
    RESERVATION_STATUS = "Reservation status"
    APPLICATION_RECEPTION = "Application reception"
    FEEDBACK_REQUEST = "Feedback request"
    GREETING_MESSAGE_ORDER_CONFIRMATION = "Greeting message/Order confirmation"
    INFORMATION_NOTIFICATION = "Information/Notification"
    NOTIFICATION_FOR_TREATED_DEMANDS = "Notification for treated demands"
    REMINDER_MESSAGE = "Reminder message"
    TOOLS_FOR_USE = "Tools for use"
    VISITING_SERVICE = "Visiting service"
    BILLING = "Billing"
    CONTRACT_QUOTE = "Contract/Quote"
    FEEDBACK = "Feedback"
    NEWSLETTER = "Newsletter"
    SAFETY_DAMAGE_PREVENTION = "Safety/Damage prevention"
    TRANSACTION_NOTIFICATION = "Transaction notification"
    FAILED_SHIPMENT = "Failed shipment"
    SHIPPING_COMPLETED = "Shipping completed"
    SHIPPING_ESTIMATION = "Shipping estimation"
    SHIPPING_STATUS = "Shipping status"
    CHANGE_OF_TERMS_AND_CONDITIONS = "Change of terms and conditions"
    CONSENT_OF_RECEPTION = "Consent of reception"
    DORMANT_ACCOUNT_RELATED = "Dormant account related"
    PRIVACY = "Privacy"
    INTERNAL_BUSINESS_NOTIFICATION = "Internal business notification"
    ORDER_RESERVATION = "Order/Reservation"
    COUPON_ISSUANCE = "Coupon issuance"
    EARN_POINTS = "Earn points"
    INFORMATION_COUPON_POINTS = "Information coupon/Points"
    NOTIFICATION_FOR_COUPON_USE = "Notification for coupon use"
    USE_OF_POINTS = "Use of points"
    OTHERS = "Others"
    UNRECOGNIZED = "UNRECOGNIZED"


InputLanguage = Annotated[TemplateLanguage, NotOneOf("ES_UY")]
InputMessageType = Annotated[MessageType, NotOneOf("TEMPLATE_MESSAGE_TYPE_UNSPECIFIED")]
InputEmphasizeType = Annotated[EmphasizeType, NotOneOf("EMPHASIZE_TYPE_UNSPECIFIED")]
InputButtonType = Annotated[ButtonType, NotOneOf("BUTTON_TYPE_UNSPECIFIED")]
Name = Annotated[str, Length(1, 512)]
PhoneNumber = Annotated[str, Length(1, 15)]
TemplateName = Annotated[str, Length(1, 150)]
Content = Annotated[str, Length(1, 1000)]
CategoryCode = Annotated[str, Length(1, 6)]
Extra = Annotated[str, Length(1, 500)]
Title = Annotated[str, Length(1, 50)]
ImageName = Annotated[str, Length(1, 250)]
Link = Annotated[str, Length(1, 500)]


@model
class SenderCategory:
    """A line of business, with the finer ones below it."""

    parent_code: str
    """Empty at the top."""
    depth: int
    """1 to 3 from the top."""
    code: str
    """Unique among its siblings only: three codes, one of each depth, name a category."""
    name: str
    """In Korean."""
    subcategories: Sequence["SenderCategory"]


@model
class SenderCategoryList:
    """The whole tree of sender categories."""

    categories: Sequence[SenderCategory]


@model
class TemplateSubcategory:
    """A category that a template can have."""

    code: str
    """What a template carries as `category_code`."""
    name: TemplateSubcategoryName
    name_english: TemplateSubcategoryEnglishName
    group_name: str
    inclusion: str
    """What belongs here, in Korean; may be empty."""
    exclusion: str
    """What does not belong here, in Korean; may be empty."""


@model
class TemplateCategory:
    """A group of template categories."""

    name: TemplateCategoryName
    name_english: TemplateCategoryEnglishName
    subcategories: Sequence[TemplateSubcategory]


TemplateCategoryList = page_of("categories", TemplateCategory)


@model
class SenderDetailsInput:
    """What KakaoTalk is to know of a new sender; a draft may lack any of it."""

    admin_phone_no: PhoneNumber | Unset = UNSET
    """Presumably the phone that `register` sends the code to."""
    name: Name | Unset = UNSET
    top_level_category_code: Annotated[str, TOP_LEVEL] | Unset = UNSET
    mid_level_category_code: Annotated[str, LOWER_LEVEL] | Unset = UNSET
    sub_level_category_code: Annotated[str, LOWER_LEVEL] | Unset = UNSET
    logo_image: str | Unset = UNSET
    """Public URL of a JPEG or PNG of at most 5 MB."""


@model
class SenderInput:
    """A new sender."""

    plus_friend_id: Annotated[str, Length(1, 30)]
    """Id of the KakaoTalk channel; identifies the sender from then on."""
    details: SenderDetailsInput | Unset = UNSET
    """A draft may go without."""
    status: Action | Unset = UNSET
    """The service takes SUBMIT if it is left out."""
    save_draft_on_failure: bool | Unset = UNSET
    """Keep the sender as a draft when submitting it fails. The service takes false if it is left out."""


@model
class SenderDetailsUpdate:
    """What to change of a sender: what is left out stays, None removes."""

    admin_phone_no: PhoneNumber | Unset = UNSET
    name: Name | Unset = UNSET
    top_level_category_code: Annotated[str, TOP_LEVEL] | Unset = UNSET
    mid_level_category_code: Annotated[str, LOWER_LEVEL] | Unset = UNSET
    sub_level_category_code: Annotated[str, LOWER_LEVEL] | Unset = UNSET
    logo_image: str | None | Unset = UNSET
    """Public URL of a JPEG or PNG of at most 5 MB; None removes the logo."""


@model
class SenderUpdate:
    """A change of a sender."""

    status: Action | Unset = UNSET
    """The service takes DRAFT if it is left out."""
    details: SenderDetailsUpdate | Unset = UNSET


@model
class VerifyInput:
    """The one-time code."""

    code: int = attrs.field(repr=False)
    """A number in the JSON, so a code that begins with 0 has no form here."""


@model
class SenderDetails:
    """Everything that KakaoTalk knows of a sender."""

    admin_phone_no: str
    name: str
    top_level_category_code: str
    mid_level_category_code: str
    sub_level_category_code: str
    logo_image: str | None = None


@model
class SenderChangesDetails:
    """The part of a sender that a change, or a draft, is about."""

    admin_phone_no: str | None = None
    name: str | None = None
    top_level_category_code: str | None = None
    mid_level_category_code: str | None = None
    sub_level_category_code: str | None = None
    logo_image: str | None = None


class _SenderKeys(TypedDict, total=False):
    adminPhoneNo: Any
    name: Any
    topLevelCategoryCode: Any
    midLevelCategoryCode: Any
    subLevelCategoryCode: Any


def _sender_changes(content: Mapping[str, Any]) -> type:
    complete = all(content.get(key) is not None for key in _SenderKeys.__optional_keys__)
    return SenderDetails if complete else SenderChangesDetails


SenderChangesDetailsVariant = Annotated[
    SenderDetails | SenderChangesDetails, Variants(_sender_changes, probe=_SenderKeys)
]


@model
class SenderChanges:
    """What is asked for and not live."""

    status: SenderStatus
    details: SenderChangesDetailsVariant
    """`SenderDetails` if nothing is missing, else `SenderChangesDetails`."""


@model
class Sender:
    """A KakaoTalk channel that sends messages."""

    plus_friend_id: str
    """Identifies the sender in every call."""
    id: str | None = None
    """No call takes it."""
    state: SenderState | None = None
    """Absent until the sender exists at KakaoTalk."""
    changes: SenderChanges | None = None
    """What is pending; absent if nothing is."""
    details: SenderDetails | None = None
    """What is live."""
    created: datetime | None = None
    modified: datetime | None = None


SenderList = page_of("senders", Sender)


SenderActivity = Activity
SenderActivityType = ActivityType
SenderActivityList = page_of("notifications", SenderActivity)


@model
class TemplateButtonInput:
    """A button below a message. Which links a type needs is not documented."""

    ordering: Annotated[int, Range(1, 5)]
    """Its place."""
    type: InputButtonType
    name: Annotated[str, Length(1, 14)] | Unset = UNSET
    """Its label; a draft may lack it."""
    link_mo: Link | Unset = UNSET
    """Address on a phone."""
    link_pc: Link | Unset = UNSET
    """Address on a desktop computer."""
    scheme_ios: Link | Unset = UNSET
    """Link into an app on iOS."""
    scheme_android: Link | Unset = UNSET
    """Link into an app on Android."""


TemplateButtons = Annotated[Sequence[TemplateButtonInput], Items(max=5), Distinct("type")]


@model
class TemplateDetailsInput:
    """Content of a new template."""

    name: TemplateName
    """Of no other template of the sender."""
    language: InputLanguage
    """It cannot be changed."""
    content: Content | Unset = UNSET
    """The text; a draft may lack it."""
    message_type: InputMessageType | Unset = UNSET
    """The service takes BASIC if it is left out."""
    emphasize_type: InputEmphasizeType | Unset = UNSET
    """The service takes EMPHASIZE_TYPE_NONE if it is left out."""
    category_code: CategoryCode | Unset = UNSET
    """Code of a template subcategory. The service takes 999999 if it is left out."""
    security_flag: bool | Unset = UNSET
    """For one-time codes and the like: only the main device shows the text. The service takes false if it is left out."""
    extra: Extra | Unset = UNSET
    """More text below the content."""
    title: Title | Unset = UNSET
    """Phones cut it: Android after about 23 characters in two lines, iOS after 27."""
    subtitle: Title | Unset = UNSET
    """Phones cut it: Android after about 18 characters, iOS after 21."""
    image_name: ImageName | Unset = UNSET
    image_url: str | Unset = UNSET
    """Public JPEG or PNG of at most 500 KB, at least 500 x 250 pixels, twice as wide as high."""
    buttons: TemplateButtons | Unset = UNSET
    """Five at most, every type once; `Buttons(...)` numbers them."""


@model
class TemplateInput:
    """A new template."""

    details: TemplateDetailsInput
    status: Action | Unset = UNSET
    """The service takes SUBMIT if it is left out."""
    save_draft_on_failure: bool | Unset = UNSET
    """Keep the template as a draft when submitting it fails. The service takes false if it is left out."""


@model
class TemplateDetailsUpdate:
    """What to change in the content of a template: what is left out stays, None removes."""

    name: TemplateName | Unset = UNSET
    content: Content | Unset = UNSET
    message_type: InputMessageType | Unset = UNSET
    emphasize_type: InputEmphasizeType | Unset = UNSET
    category_code: CategoryCode | Unset = UNSET
    security_flag: bool | Unset = UNSET
    extra: Extra | None | Unset = UNSET
    title: Title | None | Unset = UNSET
    subtitle: Title | None | Unset = UNSET
    image_name: ImageName | None | Unset = UNSET
    image_url: str | None | Unset = UNSET
    buttons: TemplateButtons | None | Unset = UNSET
    """The complete new list."""


@model
class TemplateUpdate:
    """A change of a template."""

    status: Action | Unset = UNSET
    """The service takes DRAFT if it is left out."""
    details: TemplateDetailsUpdate | Unset = UNSET


@model
class TemplateButton:
    """A button below a message, as it is read."""

    ordering: int | None = None
    type: ButtonType | None = None
    name: str | None = None
    link_mo: str | None = None
    link_pc: str | None = None
    scheme_ios: str | None = None
    scheme_android: str | None = None


@model
class TemplateDetails:
    """Complete content of a template."""

    language: TemplateLanguage
    message_type: MessageType
    emphasize_type: EmphasizeType
    category_code: str
    security_flag: bool
    name: str
    buttons: Sequence[TemplateButton]
    content: str | None = None
    extra: str | None = None
    ad: str | None = None
    """Advertising phrase; it cannot be written."""
    title: str | None = None
    subtitle: str | None = None
    image_name: str | None = None
    image_url: str | None = None


@model
class TemplateChangesDetails:
    """The part of a template's content that a change is about."""

    language: TemplateLanguage | None = None
    message_type: MessageType | None = None
    emphasize_type: EmphasizeType | None = None
    category_code: str | None = None
    security_flag: bool | None = None
    name: str | None = None
    content: str | None = None
    extra: str | None = None
    ad: str | None = None
    """Advertising phrase; it cannot be written."""
    title: str | None = None
    subtitle: str | None = None
    image_name: str | None = None
    image_url: str | None = None
    buttons: Sequence[TemplateButton] | None = None


class _NoKeys(TypedDict):
    pass


class _TemplateKeys(TypedDict, total=False):
    language: Any
    messageType: Any
    emphasizeType: Any
    categoryCode: Any
    securityFlag: Any
    name: Any
    buttons: Sequence[_NoKeys] | None


def _template_changes(content: Mapping[str, Any]) -> type:
    complete = all(content.get(key) is not None for key in _TemplateKeys.__optional_keys__)
    return TemplateDetails if complete else TemplateChangesDetails


TemplateChangesDetailsVariant = Annotated[
    TemplateDetails | TemplateChangesDetails, Variants(_template_changes, probe=_TemplateKeys)
]


@model
class TemplateChanges:
    """Content that is not decided on, or whose edit was refused."""

    status: TemplateStatus
    details: TemplateChangesDetailsVariant
    """`TemplateDetails` if nothing is missing, else `TemplateChangesDetails`."""


@model
class Template:
    """A message template of a sender."""

    code: str
    """Given by the service; identifies the template in every call."""
    id: str | None = None
    """No call takes it."""
    state: TemplateState | None = None
    """Absent until KakaoTalk has decided once."""
    changes: TemplateChanges | None = None
    """What is pending; absent if nothing is."""
    details: TemplateDetails | None = None
    """What KakaoTalk has decided on."""
    created: datetime | None = None
    modified: datetime | None = None


TemplateList = page_of("templates", Template)


TemplateActivity = Activity
TemplateActivityType = ActivityType
TemplateActivityList = page_of("notifications", TemplateActivity)
