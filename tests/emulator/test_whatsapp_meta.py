"""Flows, solutions and tools of WhatsApp in the emulator, asked over plain HTTP, and what Meta has behind them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from tests.emulator.service import Service

pytestmark = pytest.mark.anyio

ACCOUNT: dict[str, Any] = {
    "clientBusinessManagerId": "1234567890",
    "businessManager": "SINCH_UK",
    "wabaName": "Shop",
    "senderDetails": {"displayName": "Shop", "businessCategory": "OTC_DRUGS", "region": "EU"},
}
SOLUTION = {"details": {"name": "Together"}, "accessToken": "token", "businessManager": "SINCH_UK"}
TOKEN, WABAS = "/longLivedAccessToken", "/wabaDetails"


class Meta(Service):
    """What Meta has, and how it is asked for."""

    root = "/whatsapp"

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        super().__init__(emulator, session)
        self.control = emulator.control.whatsapp.meta

    async def open_account(self) -> None:
        await self.ask("POST", "", ACCOUNT)

    async def wabas(self, **fields: str) -> Any:
        return (await self.ask("POST", WABAS, {"facebookToken": "token", **fields}, 200))["wabas"]


@pytest.fixture
async def service() -> AsyncIterator[Meta]:
    async with Emulator(check_replies=True, frozen=True) as emulator, aiohttp.ClientSession() as session:
        yield Meta(emulator, session)


class TestFlows:
    async def test_flows_come_in_pages(self, service: Meta) -> None:
        await service.open_account()
        known = (await service.ask("GET", "/flows"))["flows"]
        flow_id = service.control.add_flow(service.project, "more", "FLOW_STATUS_DEPRECATED")
        page = await service.ask("GET", "/flows", pageSize=len(known))
        assert page["flows"] == known
        assert page["totalSize"] == len(known) + 1
        rest = await service.ask("GET", "/flows", pageSize=len(known), pageToken=page["nextPageToken"])
        assert rest["flows"] == [{"id": flow_id, "name": "more", "status": "FLOW_STATUS_DEPRECATED"}]
        assert "nextPageToken" not in rest
        assert (await service.ask("GET", "/flows"))["pageSize"] == 50

    async def test_paging_that_the_contract_knows_no_refusal_for(self, service: Meta) -> None:
        await service.open_account()
        for size in (0, 101, "many"):
            await service.refused(400, "invalid_page_size", "GET", "/flows", pageSize=size)
        await service.refused(400, "invalid_page_token", "GET", "/flows", pageToken="x")

    async def test_screens(self, service: Meta) -> None:
        await service.open_account()
        flow_id = service.control.add_flow(service.project, "more", screens=["FIRST", "LAST"])
        assert await service.ask("GET", f"/flows/{flow_id}/screens") == {"screens": [{"id": "FIRST"}, {"id": "LAST"}]}
        empty = service.control.add_flow(service.project, "empty", "FLOW_STATUS_DRAFT", screens=[])
        await service.refused(404, "flow_screens_not_found", "GET", f"/flows/{empty}/screens")
        await service.refused(404, "flow_not_found", "GET", "/flows/1/screens")

    async def test_a_project_without_an_account(self, service: Meta) -> None:
        for path in ("/flows", "/flows/1/screens"):
            await service.refused(400, "project_not_initialized", "GET", path)


class TestSolutions:
    async def test_one_solution_for_each_app_of_the_partner(self, service: Meta) -> None:
        assert await service.ask("GET", "/solutions") == {"solutions": []}
        second = service.control.add_partner_app(service.project, "Second")
        failing = service.control.add_partner_app(service.project, "Third", "ACTIVATION_FAILED")
        made = await service.ask("POST", "/solutions", SOLUTION)
        first, other = made["solutions"]
        assert first["details"] == {"name": "Together"}
        assert other["partnerApp"] == {"id": second, "name": "Second"}
        assert first["ownerApp"]["name"] == "Sinch"
        assert first["assigned"] is False
        [failure] = made["failedSolutions"]
        assert (failure["partnerAppId"], failure["errorCode"]) == (str(failing), "ACTIVATION_FAILED")
        assert await service.ask("GET", "/solutions") == {"solutions": [first, other]}
        assert await service.ask("GET", f"/solutions/{other['id']}") == other

    async def test_a_solution_is_assigned_before_the_project_is_onboarded(self, service: Meta) -> None:
        service.control.add_partner_app(service.project, "Second")
        first, second = (await service.ask("POST", "/solutions", SOLUTION))["solutions"]

        async def assigned() -> list[bool]:
            return [solution["assigned"] for solution in (await service.ask("GET", "/solutions"))["solutions"]]

        await service.ask("POST", f"/solutions/{first['id']}/assign", expect=204)
        assert await assigned() == [True, False]
        await service.ask("POST", f"/solutions/{second['id']}/assign", {}, 204)
        assert await assigned() == [False, True]
        await service.open_account()
        await service.ask("POST", f"/solutions/{first['id']}/assign", expect=204)
        service.emulator.control.whatsapp.account.onboard(service.project)
        path = f"/solutions/{second['id']}/assign"
        await service.refused(409, "solution_cannot_be_reassigned", "POST", path)
        assert await assigned() == [True, False]

    async def test_a_solution_that_does_not_exist(self, service: Meta) -> None:
        await service.refused(404, "solution_not_found", "GET", "/solutions/1")
        await service.refused(404, "solution_not_found", "POST", "/solutions/1/assign")

    async def test_bodies_that_the_contract_knows_no_refusal_for(self, service: Meta) -> None:
        for body in ({}, {**SOLUTION, "businessManager": "SINCH_SEP"}, {**SOLUTION, "details": {}}, b"{"):
            refusal = await service.ask("POST", "/solutions", body, 400)
            assert refusal["errorCode"] in {"invalid_input", "invalid_payload"}
        assert await service.ask("GET", "/solutions") == {"solutions": []}


class TestTools:
    async def test_analytics_are_switched_on_for_good(self, service: Meta) -> None:
        path = "/enableTemplateAnalytics"
        await service.refused(400, "project_not_initialized", "PUT", path)
        await service.open_account()
        service.control.offer_analytics(service.project, on=False)
        await service.refused(424, "template_insights_not_yet_available", "PUT", path)
        assert (await service.ask("GET"))["wabaEnabledForInsights"] is False
        service.control.offer_analytics(service.project)
        for _ in range(2):
            assert await service.ask("PUT", path) is None
            assert (await service.ask("GET"))["wabaEnabledForInsights"] is True

    async def test_a_token_or_a_code_is_traded_for_a_long_lived_token(self, service: Meta) -> None:
        first = (await service.ask("POST", TOKEN, {"facebookToken": "short"}))["longLivedAccessToken"]
        second = (await service.ask("POST", TOKEN, {"facebookToken": first}))["longLivedAccessToken"]
        third = await service.ask("POST", TOKEN, {"facebookCode": "once", "businessManager": "SINCH_SEP"})
        assert len({first, second, third["longLivedAccessToken"]}) == 3
        await service.refused(400, "invalid_facebook_code", "POST", TOKEN, {"facebookCode": "once"})

    async def test_business_accounts_that_a_token_can_reach(self, service: Meta) -> None:
        assert await service.wabas() == []
        first = service.control.add_waba(service.project, {"1": ("48", "111"), "2": ("49", "222")})
        second = service.control.add_waba(service.project, {})
        assert await service.wabas() == [
            {
                "id": first,
                "numbers": [
                    {"id": "1", "displayPhoneNumber": "+48 111", "provisioned": True},
                    {"id": "2", "displayPhoneNumber": "+49 222", "provisioned": True},
                ],
            },
            {"id": second, "numbers": []},
        ]
        await service.ask("POST", "/senders", {"wabaId": first, "phoneNumberId": "2"})
        assert [number["provisioned"] for number in (await service.wabas())[0]["numbers"]] == [True, False]

    @pytest.mark.parametrize("path", [TOKEN, WABAS])
    async def test_refusals_of_both(self, service: Meta, path: str) -> None:
        body = {"facebookToken": "token"}
        service.control.reject_credential(service.project, "wrong")
        await service.refused(400, "invalid_facebook_token", "POST", path, {"facebookToken": "wrong"})
        await service.open_account()
        foreign = {**body, "businessManager": "SINCH_MX"}
        await service.refused(400, "invalid_business_manager", "POST", path, foreign)
        service.control.offer_manager(service.project, "SINCH_MX", on=False)
        await service.refused(400, "invalid_business_manager_for_environment", "POST", path, foreign)
        for trouble in ("facebook_Request_limit_reached", "log_in_facebook_required"):
            service.control.fail_meta(service.project, trouble)
            await service.refused(500, trouble, "POST", path, body)
        service.control.fail_meta(service.project, None)
        bad: list[dict[str, Any]] = [{}, {"facebookToken": 7}, {**body, "businessManager": "UNRECOGNIZED"}]
        for fields in bad:
            await service.refused(400, "invalid_input", "POST", path, fields)
        await service.refused(400, "invalid_payload", "POST", path, b"{")

    async def test_what_is_traded_in_is_not_empty(self, service: Meta) -> None:
        await service.refused(400, "invalid_input", "POST", TOKEN, {"facebookToken": ""})
        await service.refused(400, "invalid_input", "POST", TOKEN, {"facebookCode": ""})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/flows"),
        ("GET", "/flows/1/screens"),
        ("GET", "/solutions"),
        ("POST", "/solutions"),
        ("GET", "/solutions/1"),
        ("POST", "/solutions/1/assign"),
        ("PUT", "/enableTemplateAnalytics"),
        ("POST", TOKEN),
        ("POST", WABAS),
    ],
)
async def test_credentials_count_before_anything_else(service: Meta, method: str, path: str) -> None:
    await service.refused(401, "unauthorized_error", method, path, b"{", key_secret="wrong")
    service.project = "of-somebody-else"
    await service.refused(401, "unauthorized_error", method, path, b"{")


async def test_what_meta_has_is_there_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    async with aiohttp.ClientSession() as session:
        async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
            service = Meta(emulator, session)
            service.control.add_waba(service.project, {"1": ("48", "111")})
            service.control.add_flow(service.project, "more")
            service.control.reject_credential(service.project, "wrong")
            service.control.offer_manager(service.project, "SINCH_SEP", on=False)
            await service.ask("POST", TOKEN, {"facebookCode": "t0p-s3cret"})
            await service.ask("POST", "/solutions", SOLUTION)
            await service.open_account()
            before = [await service.ask("GET", path) for path in ("/flows", "/solutions")]
            wabas = await service.wabas()
        assert b"t0p-s3cret" not in file.read_bytes()
        async with Emulator(check_replies=True, frozen=True, state=file) as emulator:
            service = Meta(emulator, session)
            assert [await service.ask("GET", path) for path in ("/flows", "/solutions")] == before
            assert await service.wabas() == wabas
            await service.refused(400, "invalid_facebook_code", "POST", TOKEN, {"facebookCode": "t0p-s3cret"})
            await service.refused(400, "invalid_facebook_token", "POST", WABAS, {"facebookToken": "wrong"})
            sep = {"facebookToken": "token", "businessManager": "SINCH_SEP"}
            await service.refused(400, "invalid_business_manager_for_environment", "POST", WABAS, sep)
