"""Refusals: every documented error code with its usual status, what it means, and the way out."""

from typing import Any

CHANGE = "Change the request first; the same one cannot succeed."
LATER = "Try again later; somebody else has to act first."
AGAIN = "Try again after a pause."
META = "See metaError."
TOKEN = "Get a new token, or check that the key may see this project."  # noqa: S105 - advice

KNOWN: dict[str, tuple[int, str, str]] = {
    "invalid_input": (400, "A field breaks a rule; the list says which.", CHANGE),
    "invalid_payload": (400, "The body as a whole is not usable.", CHANGE),
    "invalid_page_size": (400, "Not a usable number.", CHANGE),
    "invalid_page_token": (400, "Start again without a token.", CHANGE),
    "invalid_id_format": (400, "An id of the path is malformed.", CHANGE),
    "invalid_filter_states": (400, "Value not in the supported list, which comes along.", CHANGE),
    "invalid_filter_statuses": (400, "Value not in the supported list, which comes along.", CHANGE),
    "invalid_fields": (400, "The field mask names something unknown.", CHANGE),
    "no_fields_to_update": (400, "The PATCH changes nothing.", CHANGE),
    "project_not_initialized": (400, "The project has no account in that channel; make one first.", CHANGE),
    "invalid_facebook_token": (400, "Meta token wrong or spent.", CHANGE),
    "invalid_facebook_code": (400, "Sign-up code wrong or spent.", CHANGE),
    "invalid_business_manager": (400, "Not the business manager of this project.", CHANGE),
    "invalid_business_manager_for_environment": (400, "That business manager is not for this server.", CHANGE),
    "file_invalid_mime_type": (400, "The file behind the URL is of a kind that is not taken.", CHANGE),
    "sender_username_not_available": (400, "Choose another user name.", CHANGE),
    "sender_phone_number_not_registered_with_meta_cloud_api": (400, "Register the number at Meta first.", CHANGE),
    "sender_request_code_failed": (400, "The code could not be sent.", LATER),
    "template_invalid_language_code": (400, "Language not supported.", CHANGE),
    "template_policies_violations": (400, "Meta refuses the content.", CHANGE),
    "template_check_media_file_size": (400, "The media file's size could not be read.", AGAIN),
    "template_media_file_size_exceeds_maximum_file_size_limit": (400, "Media file too large.", CHANGE),
    "template_dynamic_pricing_not_available": (400, "The account has no dynamic pricing.", CHANGE),
    "template_invalid_category": (400, "Category unknown.", CHANGE),
    "template_invalid_button_example": (400, "Only a URL button with a variable may have an example.", CHANGE),
    "sender_invalid_category_code": (400, "Category code of the sender unknown.", CHANGE),
    "template_invalid_category_code": (400, "Category code of the template unknown for the project.", CHANGE),
    "invalid_app_key": (400, "App key wrong.", CHANGE),
    "invalid_google_agent": (400, "Google refuses the sender's data.", CHANGE),
    "fields_not_updatable": (400, "In this state only a few fields may change.", CHANGE),
    "invalid_region_for_att_supplier": (400, "AT&T goes with region US only.", CHANGE),
    "no_google_supplier": (400, "The sender is not at Google.", CHANGE),
    "add_test_number_invalid": (400, "Not a phone number.", CHANGE),
    "verification_suspended_in_gmb": (400, "Google business profile suspended; verify it again.", LATER),
    "questionnaire_invalid_use_case": (400, "Not one of the listed values.", CHANGE),
    "questionnaire_invalid_country": (400, "Not one of the listed values.", CHANGE),
    "conversation_app_id_invalid": (400, "App id malformed (not for Viber).", CHANGE),
    "no_services_to_create": (400, "The order asks for nothing.", CHANGE),
    "missing_name": (400, "A resource would have no name.", CHANGE),
    "invalid_webhooks": (400, "Webhooks could not be made.", AGAIN),
    "invalid_staging_bundles_input_region": (400, "Region not on staging.", CHANGE),
    "parent_sms_bespoke_price": (400, "The SMS app cannot be copied from the parent.", CHANGE),
    "parent_sms_not_route_assisted": (400, "The SMS app cannot be copied from the parent.", CHANGE),
    "target_project_not_subproject": (400, "The SMS app cannot be copied from the parent.", CHANGE),
    "conversation_app_already_connected_to_sms_app": (400, "Disconnect first, or use the connected one.", CHANGE),
    "unauthorized_error": (401, "Credentials missing, wrong, spent, or not for this project.", TOKEN),
    "forbidden_payload": (403, "This form of the order is not open to the caller.", CHANGE),
    "rbm_has_not_been_used": (403, "RCS is not set up for the project; ask the vendor.", LATER),
    "rbm_webhook_incorrect_secret": (403, "The vendor's connection to Google is misconfigured; ask the vendor.", LATER),
    "wrong_supplier_configuration": (403, "The supplier set-up is wrong; ask the vendor.", LATER),
    "project_not_found": (404, "No such project.", CHANGE),
    "account_not_found": (404, "The project has no account in that channel.", CHANGE),
    "sender_not_found": (404, "No such sender in the project.", CHANGE),
    "sender_changes_not_found": (404, "The sender has no pending changes.", CHANGE),
    "template_not_found": (404, "No such template.", CHANGE),
    "template_changes_not_found": (404, "The template has no pending changes.", CHANGE),
    "templates_compare_not_found": (404, "A template to compare with does not exist.", CHANGE),
    "flow_not_found": (404, "No such flow.", CHANGE),
    "flow_screens_not_found": (404, "The flow has no screens.", CHANGE),
    "solution_not_found": (404, "No such solution.", CHANGE),
    "webhook_not_found": (404, "No such webhook in the project.", CHANGE),
    "bundle_not_found": (404, "No such bundle in the project.", CHANGE),
    "sms_service_not_found": (404, "The project has no SMS service.", CHANGE),
    "sms_app_not_found": (404, "No such SMS app.", CHANGE),
    "default_sms_app_not_found": (404, "The project has no default SMS app.", CHANGE),
    "conversation_app_not_found": (404, "No such Conversation API app.", CHANGE),
    "conversation_app_no_instagram_channel": (404, "The app has not set up that channel.", CHANGE),
    "conversation_app_no_messenger_channel": (404, "The app has not set up that channel.", CHANGE),
    "conversation_app_no_telegram_channel": (404, "The app has not set up that channel.", CHANGE),
    "conversation_app_no_viber_channel": (404, "The app has not set up that channel.", CHANGE),
    "rbm_resources_not_found": (404, "Something of the sender is missing at Google.", CHANGE),
    "user_is_not_tester_for_agent": (404, "Not a test number of this sender; add it.", CHANGE),
    "add_test_number_not_allowed_before_launch": (404, "The carrier takes test numbers only after launch.", LATER),
    "blocked_because_the_recipient_declined": (404, "The person said no to the invitation.", CHANGE),
    "user_has_not_accepted_invite": (404, "The person has not answered the invitation.", LATER),
    "user_cannot_be_reached": (404, "The phone has no RCS.", LATER),
    "looking_up_the_rbm_agent": (404, "The sender could not be looked up at Google.", AGAIN),
    "resource_locked": (409, "Another operation on it is running.", AGAIN),
    "account_exists": (409, "One account per project and channel.", CHANGE),
    "account_data_is_corrupt": (409, "Stored data inconsistent; support.", CHANGE),
    "account_not_updatable": (409, "The account cannot be changed now.", CHANGE),
    "account_has_senders": (409, "Remove them, then delete the account.", CHANGE),
    "account_has_sender_changes": (409, "Remove them, then delete the account.", CHANGE),
    "wrong_waba_id": (409, "The project has another WhatsApp Business Account.", CHANGE),
    "not_found_waba_id": (409, "None was found for the project.", CHANGE),
    "too_many_waba_id": (409, "Several; name one.", CHANGE),
    "waba_id_used": (409, "It belongs to another project.", CHANGE),
    "wrong_business_manager": (409, "The project has another business manager.", CHANGE),
    "used_phone_number_id": (409, "That number is taken.", CHANGE),
    "provisioned_phone_number_id": (409, "That number has a sender already.", CHANGE),
    "all_phone_number_id_provisioned": (409, "Every number of the account has a sender; add one at Meta.", CHANGE),
    "invalid_waba_id_or_phone_number_id_for_region": (409, "Account, number and region do not go together.", CHANGE),
    "file_not_found": (409, "The file behind a URL is missing.", CHANGE),
    "file_size_too_large": (409, "The file behind a URL is too large.", CHANGE),
    "file_unexpected_error": (409, "The file behind a URL is not readable.", CHANGE),
    "file_has_wrong_dimensions": (409, "Image of a wrong size in pixels.", CHANGE),
    "sender_already_deleted": (409, "Deletion is under way (30 days; KakaoTalk 60).", CHANGE),
    "sender_not_updatable": (409, "The sender is not ACTIVE.", LATER),
    "sender_changes_not_updatable": (409, "The changes are in review.", LATER),
    "sender_changes_not_deletable": (409, "The changes are in review.", LATER),
    "sender_display_name_update_not_allowed": (409, "The display name is in review.", LATER),
    "sender_username_update_not_available": (409, "Only for active senders.", LATER),
    "not_allowed_register": (409, "The sender's state does not allow it.", CHANGE),
    "not_allowed_verify": (409, "The sender's state does not allow it.", CHANGE),
    "wrong_otp": (409, "Wrong code; ask for another one.", CHANGE),
    "sender-number-not-approved-for-enterprise": (409, "The number is not allowed for business; support.", CHANGE),
    "solution_cannot_be_reassigned": (409, "The project is past that point.", CHANGE),
    "plus_friend_id_used": (409, "Another sender has it.", CHANGE),
    "template_exists": (409, "Name (and language) taken.", CHANGE),
    "template_name_recently_used": (409, "Deleted less than 30 days ago.", LATER),
    "template_language_recently_deleted": (409, "Deleted less than 4 weeks ago.", LATER),
    "template_incorrect_category": (409, "The other languages have another category.", CHANGE),
    "template_restricted_Domain_for_button_url": (409, "Buttons may not lead to WhatsApp's own hosts.", CHANGE),
    "object_with_whatsapp_business_account_id_does_not_exist": (409, "The account is gone at Meta.", CHANGE),
    "template_not_updatable": (409, "State or review does not allow it.", LATER),
    "template_changes_not_updatable": (409, "State or review does not allow it.", LATER),
    "template_category_not_updatable": (409, "Only for drafts, or after a rejection for the category.", CHANGE),
    "template_allow_category_change_not_updatable": (
        409,
        "Only for drafts, or after a rejection for the category.",
        CHANGE,
    ),
    "template_source_not_updatable": (409, "Meta made it.", CHANGE),
    "template_not_deletable_due_to_input_config": (409, "Submitted already; needs deleteSubmitted=true.", CHANGE),
    "template_not_deletable": (409, "Submitted already.", CHANGE),
    "templates_not_eligible_for_comparison": (409, "Sent too seldom.", LATER),
    "templates_compare_not_unique": (409, "A template cannot be compared with itself.", CHANGE),
    "launch_invalid_agent_state": (409, "The sender's state does not allow launching.", LATER),
    "launch_invalid_verification_state": (409, "The verification is not pending.", LATER),
    "webhook_exists": (409, "Target taken.", CHANGE),
    "conversation_app_is_already_in_bundles_process": (409, "Another bundle works on it.", LATER),
    "sms_app_is_already_in_bundles_process": (409, "Another bundle works on it.", LATER),
    "default_sms_app_already_exists": (409, "The project has a default SMS app already.", CHANGE),
    "more_than_one_sms_app": (409, "The project has more than one SMS app.", CHANGE),
    "sms_app_is_already_linked_to_conversation_app": (
        409,
        "The SMS app is linked to a Conversation API app already.",
        CHANGE,
    ),
    "allowed_only_for_default_test_sms_app": (409, "A test number goes with the default test SMS app only.", CHANGE),
    "not_allowed_for_subproject": (409, "A subproject takes no test number.", CHANGE),
    "not_allowed_for_non_test_account": (409, "Only a test account takes a test number.", CHANGE),
    "only_one_test_number_allowed": (409, "A project takes one test number.", CHANGE),
    "account_is_in_progress": (412, "The account is being made.", LATER),
    "launch_precondition_failed": (412, "Data for the launch is missing; the list says what.", CHANGE),
    "webhook_limit_reached": (424, "15 webhooks are there already.", CHANGE),
    "template_limit_reached": (424, "Delete templates, or ask for more room.", CHANGE),
    "template_content_already_exists": (424, "Another template has the same content.", CHANGE),
    "template_submit_error": (424, "Meta refused or failed; metaError says why.", META),
    "template_insights_not_yet_available": (424, "The account cannot have template analytics yet.", LATER),
    "template_kakaotalk_validation_error": (424, "Kakao refuses the template.", CHANGE),
    "whatsapp_business_api_request_limit_exceeded": (429, "Meta's limit.", AGAIN),
    "too_many_requests": (429, "Synchronised too often.", AGAIN),
    "rbm_too_many_requests": (429, "Google's limit; for test invitations 20 a day, so wait a day.", AGAIN),
    "sender-register-too-many-requests": (429, "Codes asked for too often.", LATER),
    "too_many_invalid_verification_codes": (429, "Wrong codes entered too often.", LATER),
    "sender-already-registered": (429, "Not a rate limit in spite of the status.", CHANGE),
    "internal_error": (500, "The service failed.", AGAIN),
    "facebook_Request_limit_reached": (500, "Meta's limit, in spite of the status.", AGAIN),
    "log_in_facebook_required": (500, "A person has to log in at Meta.", AGAIN),
    "facebook_api_error": (500, "The other side answered with an error.", AGAIN),
    "telegram_api_error": (500, "The other side answered with an error.", AGAIN),
    "viber_api_error": (500, "The other side answered with an error.", AGAIN),
    "template_could_not_delete_drafts": (500, "Drafts of templates could not be removed.", AGAIN),
    "template_start_session_for_uploading_media": (500, "The media example could not be sent to Meta.", AGAIN),
    "failed_to_create_subproject": (500, "Part of the order may have been carried out.", AGAIN),
    "failed_to_create_sms_service": (500, "Part of the order may have been carried out.", AGAIN),
    "failed_to_create_conversation_service": (500, "Part of the order may have been carried out.", AGAIN),
}


class Problem(Exception):
    """A rejection; its status is the one under which the contract lists the code for the operation."""

    def __init__(self, code: str, message: str | None = None, information: dict[str, Any] | None = None) -> None:
        status, usual, resolution = KNOWN[code]
        super().__init__(f"{code}: {message or usual}")
        self.code = code
        self.information = information
        self.status: int = status
        self.message: str = message or usual
        self.resolution: str = resolution

    def body(self) -> dict[str, Any]:
        """Return the error body."""
        body: dict[str, Any] = {"errorCode": self.code, "message": self.message, "resolution": self.resolution}
        if self.information is not None:
            body["additionalInformation"] = self.information
        return body


def problem(code: str, message: str | None = None, *, information: dict[str, Any] | None = None) -> Problem:
    """Return a rejection to raise.

    Args:
        code: One of the documented codes.
        message: What happened, if there is more to say than the code's usual text.
        information: `additionalInformation` of the body.
    """
    return Problem(code, message, information)
