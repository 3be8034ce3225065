"""The call about questionnaires."""

from collections.abc import Sequence
from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking
from sinch_provisioning.core.arguments import choice, choices
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.rcs.questionnaires.models import (
    LaunchCountry,
    Questionnaire,
    UsBrandCampaignVersion,
    UseCase,
    UsQuestionnaireVersion,
)

GET = Operation(
    "getRcsQuestionnaire", "GET", "/v1/projects/{projectId}/rcs/questionnaire/{useCase}", Questionnaire, Safety.SAFE
)


class Questionnaires(Resource):
    """The questions that senders have to answer before their launch."""

    async def get(
        self,
        use_case: UseCase | str,
        *,
        countries: Sequence[LaunchCountry | str] | None = None,
        us_questionnaire_version: UsQuestionnaireVersion | str | None = None,
        us_brand_campaign_version: UsBrandCampaignVersion | str | None = None,
    ) -> Questionnaire:
        """Return the questions for a use case, without answers (getRcsQuestionnaire).

        Args:
            use_case: What the sender is for.
            countries: Launch countries; GB, FR and US have sections of their own.
            us_questionnaire_version: Generation of the US section.
            us_brand_campaign_version: Kind of brand that the US section, generation v2, is for.
        """
        query = {
            "countries": choices("countries", LaunchCountry, countries),
            "us_questionnaire_version": choice(
                "us_questionnaire_version", UsQuestionnaireVersion, us_questionnaire_version
            ),
            "us_questionnaire_brand_campaign_version": choice(
                "us_brand_campaign_version", UsBrandCampaignVersion, us_brand_campaign_version
            ),
        }
        choice("use_case", UseCase, use_case)
        return await self._send(GET, query=query, use_case=use_case)


class BlockingQuestionnaires(BlockingResource[Questionnaires]):
    get: Final = blocking(Questionnaires.get)
