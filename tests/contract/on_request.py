"""Documented refusals that nothing in the emulator causes by itself: a fault rule gives them, `emulator.fail(...)`."""

from tests.contract.document import DESCRIBED

_OTHER_KEY = "a project that is not there is one that the key may not see: 401, as the general documents say"
_NO_FIELD = "no field of an order names an app, so an order cannot be in an app's way"
_SUPPLIER = "the set-up of a project at Google is not emulated"
_CARRIER = "what single carriers allow is not emulated"
_PROVIDER = "providers fail when a fault rule says so"
_SOUND = "nothing that is made fails to be made"
_QUOTA = "Google's quotas are emulated for invitations only"
_SLIP = "presumably a slip of the documents: the operation takes nothing that the code could be about"
_META = "Meta's limit counts submissions only"
_STAGING = "the emulator is no staging server"
_SUBPROJECT = "what Sinch has agreed with a parent project is not emulated"

BY_CODE: dict[str, str] = {
    "add_test_number_not_allowed_before_launch": _CARRIER,
    "conversation_app_already_connected_to_sms_app": _NO_FIELD,
    "conversation_app_is_already_in_bundles_process": _NO_FIELD,
    "default_sms_app_already_exists": _NO_FIELD,
    "facebook_api_error": _PROVIDER,
    "failed_to_create_conversation_service": _SOUND,
    "failed_to_create_sms_service": _SOUND,
    "failed_to_create_subproject": _SOUND,
    "forbidden_payload": _SUBPROJECT,
    "invalid_google_agent": _SUPPLIER,
    "invalid_staging_bundles_input_region": _STAGING,
    "invalid_webhooks": "webhooks that are well-formed can always be made",
    "launch_invalid_verification_state": _SUPPLIER,
    "looking_up_the_rbm_agent": _SUPPLIER,
    "not_allowed_for_non_test_account": _SUBPROJECT,
    "not_allowed_for_subproject": _SUBPROJECT,
    "parent_sms_bespoke_price": _SUBPROJECT,
    "parent_sms_not_route_assisted": _SUBPROJECT,
    "project_not_found": _OTHER_KEY,
    "rbm_has_not_been_used": _SUPPLIER,
    "rbm_resources_not_found": _SUPPLIER,
    "rbm_webhook_incorrect_secret": _SUPPLIER,
    "sms_app_is_already_in_bundles_process": _NO_FIELD,
    "sms_app_is_already_linked_to_conversation_app": _NO_FIELD,
    "target_project_not_subproject": _SUBPROJECT,
    "template_changes_not_found": "when it comes is not documented; the table of deletions is kept",
    "template_invalid_category": "a category that no list has breaks a rule of the body first",
    "telegram_api_error": _PROVIDER,
    "verification_suspended_in_gmb": _SUPPLIER,
    "viber_api_error": _PROVIDER,
    "wrong_supplier_configuration": _SUPPLIER,
}
"""Codes that never come by themselves, each with the reason."""

BY_OPERATION: dict[tuple[str, str], str] = {
    ("addRcsTestNumbers", "invalid_region_for_att_supplier"): _CARRIER,
    ("addRcsTestNumbers", "user_cannot_be_reached"): "a phone is known once it was invited",
    ("createBundle", "conversation_app_not_found"): _NO_FIELD,
    ("createBundle", "sms_app_not_found"): _NO_FIELD,
    ("createKakaotalkTemplateComment", "template_invalid_language_code"): _SLIP,
    ("createRcsAccountComment", "account_not_found"): "every project has an RCS account",
    ("createRcsSender", "account_data_is_corrupt"): "every project has an RCS account, and a sound one",
    ("createRcsSender", "rbm_too_many_requests"): _QUOTA,
    ("deleteRcsTestNumber", "invalid_region_for_att_supplier"): _CARRIER,
    ("deleteRcsTestNumber", "rbm_too_many_requests"): _QUOTA,
    ("deleteWhatsappTemplatesByName", "template_invalid_language_code"): _SLIP,
    (
        "deleteWhatsappTemplatesByName",
        "whatsapp_business_api_request_limit_exceeded",
    ): "Meta's limit counts submissions",
    ("getBundle", "conversation_app_not_found"): "apps that an order made are never removed",
    ("getRcsSender", "rbm_too_many_requests"): _QUOTA,
    ("getRcsTestNumberCapabilities", "rbm_too_many_requests"): _QUOTA,
    ("getRcsTestNumberState", "rbm_too_many_requests"): _QUOTA,
    ("launchRcsSender", "rbm_too_many_requests"): _QUOTA,
    ("listBundles", "invalid_id_format"): "it is about the project id, and no key may see a malformed one: 401",
    ("listKakaotalkSenders", "sender_not_found"): "an empty list is 200",
    ("listKakaotalkTemplates", "template_not_found"): "an empty list is 200",
    ("listRcsAccountActivities", "account_not_found"): "every project has an RCS account",
    ("listRcsSenders", "rbm_too_many_requests"): _QUOTA,
    ("listSmsApps", "invalid_id_format"): "it is about the project id, and no key may see a malformed one: 401",
    ("listWhatsappSenders", "sender_not_found"): "an empty list is 200",
    ("retryRcsTestNumber", "add_test_number_invalid"): "a number that is there was valid when it was added",
    ("retryRcsTestNumber", "invalid_region_for_att_supplier"): _CARRIER,
    (
        "updateRcsSender",
        "blocked_because_the_recipient_declined",
    ): "a number that declined stays, and is not added",
    ("updateWhatsappTemplate", "template_language_recently_deleted"): _SLIP,
    ("updateWhatsappTemplate", "template_name_recently_used"): _SLIP,
}
"""Codes that come by themselves in other operations only."""

ON_REQUEST: set[tuple[str, int, str]] = {
    (described.id, status, code)
    for described in DESCRIBED.values()
    for status, code in described.error_codes()
    if code in BY_CODE or (described.id, code) in BY_OPERATION
}
