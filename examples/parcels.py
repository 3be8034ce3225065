"""What a brand has to tell before its RCS sender can be launched in Germany; both examples order it."""

from sinch_provisioning import rcs

SITE = "https://parcels.example"


def details(name: str) -> rcs.DetailsUpdate:
    """Return all that a launch needs, with a name of the caller's choice."""
    return rcs.DetailsUpdate(
        countries=[rcs.LaunchCountry.DE],
        brand=rcs.BrandUpdate(
            name=name,
            emails=[rcs.Email(label="Help", address="help@parcels.example")],
            banner_url=f"{SITE}/banner.png",
            logo_url=f"{SITE}/logo.png",
            privacy_policy_url=f"{SITE}/privacy",
            terms_of_service_url=f"{SITE}/terms",
        ),
        questionnaire=rcs.QuestionnaireUpdate(
            general=rcs.GeneralSectionUpdate(
                answers=rcs.GeneralAnswersUpdate(
                    opt_in_description="A box to tick when ordering",
                    trigger_description="A parcel is on its way",
                    interactions_description="Delivery times, and a link to change the day",
                    opt_out_description="Answer STOP",
                    screenshot_uris=[f"{SITE}/screen.png"],
                    video_uris=[f"{SITE}/video.mp4"],
                )
            ),
            verification=rcs.VerificationSectionUpdate(
                answers=rcs.VerificationAnswersUpdate(name="Ann Example", email="ann@parcels.example", website=SITE)
            ),
        ),
    )
