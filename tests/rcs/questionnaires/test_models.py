"""Questions are read whatever they are called, and a US section tells its generation."""

import json
from typing import Any

import pytest

from sinch_provisioning import from_json, rcs, to_json
from tests.contract.golden import written
from tests.contract.ways import decode, decode_plainly
from tests.documented import read
from tests.rcs.bodies import SCHEMAS, full
from tests.seeded import page

JSON = Any


# By the number of variants: three forms of the US section, five of its questions.
@pytest.mark.parametrize(
    ("section", "questions", "generation"),
    [(0, 0, "v2"), *[(1, form, "v2") for form in range(5)], (2, 0, "v1")],
)
def test_every_form_of_the_us_section_survives(section: int, questions: int, generation: str) -> None:
    sample = full(SCHEMAS["RcsSender"], {3: section, 5: questions})
    sender = read(rcs.Sender, sample)
    us = sender.details.questionnaire.us
    assert us.generation == generation
    assert isinstance(us.answers, rcs.UsV1Answers if generation == "v1" else rcs.UsAnswers)
    assert set(us.questions) == set(sample["details"]["questionnaire"]["us"]["questions"])
    assert json.loads(to_json(sender)) == sample


@pytest.mark.parametrize(
    ("section", "questions", "generation"), [*[(0, form, "v2") for form in range(5)], (1, 0, "v1")]
)
def test_every_form_of_a_us_section_without_answers_survives(section: int, questions: int, generation: str) -> None:
    sample = full(SCHEMAS["RcsSenderDetailsQuestionnaireBase"], {2: section, 5: questions})
    form = read(rcs.Questionnaire, sample)
    assert form.us.generation == generation
    assert form.us.answers == rcs.UsAnswers()
    assert written(json.loads(to_json(form))) == written(sample)


V1_QUESTIONS = {"ein": {"question": "Your EIN?", "suggestedAnswers": []}}
V2_QUESTIONS = {"ownershipType": {"question": "Public?", "suggestedAnswers": ["PUBLIC"]}}


@pytest.mark.parametrize(
    ("answers", "questions", "generation"),
    [
        ({}, {}, "v2"),
        ({}, V1_QUESTIONS, "v1"),
        ({}, V2_QUESTIONS, "v2"),
        ({}, V1_QUESTIONS | V2_QUESTIONS, "v2"),
        ({"companyLegalName": "Parcels"}, V1_QUESTIONS, "v1"),
        ({"companyLegalName": "Parcels"}, V2_QUESTIONS, "v2"),
        ({"messagesVolume": "1M+ messages"}, V2_QUESTIONS, "v1"),
        ({"messagesVolume": 1000}, V1_QUESTIONS, "v2"),
        ({"ein": "12-3456789"}, {}, "v1"),
        ({"ein": "12-3456789", "messagesVolume": 1000}, {}, "v2"),
        ({"brandIndustry": "Logistics"}, {}, "v1"),
        ({"brandIndustry": "RETAIL"}, V1_QUESTIONS, "v1"),
        ({"brandIndustry": "BRAND_NEW"}, {}, "v2"),
        ({"ownershipType": "PUBLIC", "ein": "12-3456789"}, V1_QUESTIONS, "v2"),
    ],
)
def test_the_generation_is_that_of_the_answers_else_of_the_questions(
    answers: JSON, questions: JSON, generation: str
) -> None:
    section = read(rcs.UsSection, {"answers": answers, "questions": questions})
    assert section.generation == generation


def test_questions_that_are_new_renamed_or_missing_harm_nothing() -> None:
    questions = {
        "aiUse": {"question": "Do you use AI?", "suggestedAnswers": ["No"]},
        "partner": {"name": {"question": "Who?", "suggestedAnswers": []}, "site": {"suggestedAnswers": []}},
        "odd": {},
        "question": {"question": None},
    }
    section = read(rcs.GeneralSection, {"questions": questions})
    assert section.questions["aiUse"] == rcs.Question(question="Do you use AI?", suggested_answers=["No"])
    assert section.questions["partner"]["name"].question == "Who?"
    assert section.questions["partner"]["site"] == rcs.Question()
    assert section.questions["odd"] == rcs.Question()
    assert section.questions["question"] == rcs.Question()
    with pytest.raises(TypeError):
        section.questions["aiUse"] = rcs.Question()


def test_the_same_questions_are_one_object() -> None:
    senders = from_json(rcs.SenderList, page(2)).items
    first, second = (sender.details.questionnaire.general.questions for sender in senders)
    assert first is second


def test_what_is_not_an_object_among_questions_is_passed_over() -> None:
    body = b'{"general":{"questions":{"new":true,"optInDescription":{"question":"?"},"other":[1]}}}'
    for way in (decode, decode_plainly):
        assert list(way(rcs.Questionnaire, body).general.questions) == ["optInDescription"]
