"""Data of KakaoTalk categories: what senders and templates can be about."""

# ruff: noqa: PLC2401 - the service's Korean names are Korean here too

from collections.abc import Sequence

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model


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


@model
class SenderCategory:
    """A line of business, with its subcategories."""

    parent_code: str | None = None
    """Empty at the top."""
    depth: int | None = None
    """1 to 3, counted from the top."""
    code: str | None = None
    """Unique only among its siblings: three codes, one of each depth, name a category."""
    name: str | None = None
    """In Korean."""
    subcategories: Sequence["SenderCategory"] = ()


@model
class SenderCategoryList:
    """The whole tree of sender categories."""

    categories: Sequence[SenderCategory] = ()


@model
class TemplateSubcategory:
    """A category that a template can have."""

    code: str | None = None
    """What a template has as its `category_code`."""
    name: TemplateSubcategoryName | None = None
    name_english: TemplateSubcategoryEnglishName | None = None
    group_name: str | None = None
    inclusion: str | None = None
    """What belongs here, in Korean; may be empty."""
    exclusion: str | None = None
    """What does not belong here, in Korean; may be empty."""


@model
class TemplateCategory:
    """A group of template categories."""

    name: TemplateCategoryName | None = None
    name_english: TemplateCategoryEnglishName | None = None
    subcategories: Sequence[TemplateSubcategory] = ()
