"""KakaoTalk: data of senders, templates and categories, builders for buttons, and `changes` for updates."""

from sinch_provisioning.core.languages import TemplateLanguage as TemplateLanguage
from sinch_provisioning.core.shared import Action as Action
from sinch_provisioning.core.shared import Activity as Activity
from sinch_provisioning.core.shared import ActivityType as ActivityType
from sinch_provisioning.core.shared import Comment as Comment
from sinch_provisioning.core.shared import CommentInput as CommentInput
from sinch_provisioning.core.shared import CommentType as CommentType
from sinch_provisioning.kakaotalk.categories.models import SenderCategory as SenderCategory
from sinch_provisioning.kakaotalk.categories.models import SenderCategoryList as SenderCategoryList
from sinch_provisioning.kakaotalk.categories.models import SenderCategoryPath as SenderCategoryPath
from sinch_provisioning.kakaotalk.categories.models import TemplateCategory as TemplateCategory
from sinch_provisioning.kakaotalk.categories.models import TemplateCategoryEnglishName as TemplateCategoryEnglishName
from sinch_provisioning.kakaotalk.categories.models import TemplateCategoryName as TemplateCategoryName
from sinch_provisioning.kakaotalk.categories.models import TemplateSubcategory as TemplateSubcategory
from sinch_provisioning.kakaotalk.categories.models import (
    TemplateSubcategoryEnglishName as TemplateSubcategoryEnglishName,
)
from sinch_provisioning.kakaotalk.categories.models import TemplateSubcategoryName as TemplateSubcategoryName
from sinch_provisioning.kakaotalk.categories.models import sender_category_paths as sender_category_paths
from sinch_provisioning.kakaotalk.changing import changes as changes
from sinch_provisioning.kakaotalk.senders.models import Sender as Sender
from sinch_provisioning.kakaotalk.senders.models import SenderChanges as SenderChanges
from sinch_provisioning.kakaotalk.senders.models import SenderDetails as SenderDetails
from sinch_provisioning.kakaotalk.senders.models import SenderDetailsUpdate as SenderDetailsUpdate
from sinch_provisioning.kakaotalk.senders.models import SenderInput as SenderInput
from sinch_provisioning.kakaotalk.senders.models import SenderState as SenderState
from sinch_provisioning.kakaotalk.senders.models import SenderStatus as SenderStatus
from sinch_provisioning.kakaotalk.senders.models import SenderUpdate as SenderUpdate
from sinch_provisioning.kakaotalk.senders.models import VerifyInput as VerifyInput
from sinch_provisioning.kakaotalk.templates.builders import Button as Button
from sinch_provisioning.kakaotalk.templates.builders import Buttons as Buttons
from sinch_provisioning.kakaotalk.templates.models import ButtonType as ButtonType
from sinch_provisioning.kakaotalk.templates.models import EmphasizeType as EmphasizeType
from sinch_provisioning.kakaotalk.templates.models import MessageType as MessageType
from sinch_provisioning.kakaotalk.templates.models import Template as Template
from sinch_provisioning.kakaotalk.templates.models import TemplateButton as TemplateButton
from sinch_provisioning.kakaotalk.templates.models import TemplateChanges as TemplateChanges
from sinch_provisioning.kakaotalk.templates.models import TemplateDetails as TemplateDetails
from sinch_provisioning.kakaotalk.templates.models import TemplateDetailsUpdate as TemplateDetailsUpdate
from sinch_provisioning.kakaotalk.templates.models import TemplateInput as TemplateInput
from sinch_provisioning.kakaotalk.templates.models import TemplateState as TemplateState
from sinch_provisioning.kakaotalk.templates.models import TemplateStatus as TemplateStatus
from sinch_provisioning.kakaotalk.templates.models import TemplateUpdate as TemplateUpdate
