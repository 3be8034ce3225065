"""Data of KakaoTalk categories: what senders and templates can be about."""

from collections.abc import Iterator, Sequence

import attrs

from sinch_provisioning.core.enums import Listed, OpenEnum, members
from sinch_provisioning.core.model import model

_CATEGORIES = """
구매; 기타; 리포팅; 배송; 법적고지; 서비스이용; 업무알림; 예약; 쿠폰/포인트; 회원; UNRECOGNIZED
"""


class TemplateCategoryName(OpenEnum, metaclass=Listed):
    """Group of template categories, in Korean."""

    vars().update(members(_CATEGORIES, ";"))


_CATEGORIES_IN_ENGLISH = """
Business notification; Coupon/Points; Customer service; Legal notification; Membership; Others; Purchase; Reports
Reservation; Shipping; UNRECOGNIZED
"""


class TemplateCategoryEnglishName(OpenEnum, metaclass=Listed):
    """Group of template categories, in English."""

    vars().update(members(_CATEGORIES_IN_ENGLISH, ";"))


_SUBCATEGORIES = """
인증/비밀번호/로그인; 회원가입; 회원정보/회원혜택; 구매예약/입고알림; 구매완료; 구매취소; 상품가입; 진행상태; 예약상태; 예약알림/리마인드; 예약완료/예약내역; 예약취소; 구매감사/이용확인; 리마인드
방문서비스; 신청접수; 이용도구; 이용안내/공지; 처리완료; 피드백 요청; 거래알림; 계약/견적; 뉴스레터; 안전/피해예방; 요금청구; 피드백; 배송상태; 배송실패; 배송예정; 배송완료; 개인정보; 수신동의
약관변경; 휴면 관련; 내부 업무 알림; 주문/예약; 쿠폰/포인트안내; 쿠폰발급; 쿠폰사용; 포인트사용; 포인트적립; 기타; UNRECOGNIZED
"""


class TemplateSubcategoryName(OpenEnum, metaclass=Listed):
    """Template category, in Korean."""

    vars().update(members(_SUBCATEGORIES, ";"))


_SUBCATEGORIES_IN_ENGLISH = """
Authentication/Password/Login; Join membership; Membership information/Member ship benefits; Pre-order/Stock alerts
Product subscription; Purchase cancellation; Purchase completed; Purchase status
Completed reservations/Reservation history; Notification/Reminder; Reservation cancellation; Reservation status
Application reception; Feedback request; Greeting message/Order confirmation; Information/Notification
Notification for treated demands; Reminder message; Tools for use; Visiting service; Billing; Contract/Quote; Feedback
Newsletter; Safety/Damage prevention; Transaction notification; Failed shipment; Shipping completed
Shipping estimation; Shipping status; Change of terms and conditions; Consent of reception; Dormant account related
Privacy; Internal business notification; Order/Reservation; Coupon issuance; Earn points; Information coupon/Points
Notification for coupon use; Use of points; Others; UNRECOGNIZED
"""


class TemplateSubcategoryEnglishName(OpenEnum, metaclass=Listed):
    """Template category, in English, as the service spells it."""

    vars().update(members(_SUBCATEGORIES_IN_ENGLISH, ";"))


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


@attrs.frozen
class SenderCategoryPath:
    """A category that a sender can have, with the two levels above it."""

    top_level: SenderCategory
    mid_level: SenderCategory
    sub_level: SenderCategory


def sender_category_paths(tree: SenderCategoryList) -> Iterator[SenderCategoryPath]:
    """Yield all categories that a sender can have, in the order of the tree.

    A sender's details take the codes of all three levels, as each code is unique only among its siblings.
    """
    for top in tree.categories:
        for mid in top.subcategories:
            for sub in mid.subcategories:
                yield SenderCategoryPath(top, mid, sub)


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
