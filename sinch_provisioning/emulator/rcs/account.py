"""The account's activities and comments, and questionnaires without answers."""

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Part
from sinch_provisioning.emulator.rcs import questions
from sinch_provisioning.emulator.resources import USER, activity, stored_comment
from sinch_provisioning.emulator.tables import JSON

USE_CASES = ["MULTIUSE", "OTP", "PROMOTIONAL", "TRANSACTIONAL"]


class Account(Part):
    """The account, of which only activities can be seen."""

    kind = "rcs_account_activities"


def list_activities(request: Request) -> Reply:
    return request.page("notifications", list(request.project.part(Account).records.values())[::-1])


def comment(request: Request) -> Reply:
    project = request.project
    text = request.body["comment"]
    activities = project.part(Account).records
    activities.put(str(len(activities)), activity(project.clock, "COMMENT_ADDED", author=USER, comment=text))
    project.emit("RCS_ACCOUNT_COMMENT_ADDED", None, comment=text)
    return created(stored_comment(project.clock, text))


def questionnaire(request: Request) -> Reply:
    if request.path["useCase"] not in USE_CASES:
        raise problem("questionnaire_invalid_use_case", information={"validUseCases": ", ".join(USE_CASES)})
    countries = request.query.get("countries", [])
    sections = ["general", "verification", *(each.lower() for each in ("GB", "FR") if each in countries)]
    body: JSON = {section: {"questions": questions.asked(section.upper())} for section in sections}
    if "US" in countries:
        body["us"] = {"questions": _us(request)}
    return ok(body)


def _us(request: Request) -> JSON:
    """Generation v2 and its full form are the defaults (inferred)."""
    if request.query.get("usQuestionnaireVersion") == "v1":
        return questions.asked("US_V1")
    form = request.query.get("usQuestionnaireBrandCampaignVersion", "US_PUBLIC")
    return questions.us_v2(american=not form.startswith("NON_US"), listed=form.endswith("PUBLIC"))


HANDLERS: Handlers = {
    "listRcsAccountActivities": list_activities,
    "createRcsAccountComment": comment,
    "getRcsQuestionnaire": questionnaire,
}
