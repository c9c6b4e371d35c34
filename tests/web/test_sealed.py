"""Conversations that a person's skills do not let them read: no door opens them, no list names them."""

import uuid
from dataclasses import replace

from handrail.actions.accept import take_over
from handrail.actions.draft_similar import draft_similar
from handrail.actions.keep_solved import keep_solved
from handrail.actions.let_go import close
from handrail.actions.ports import StaffMember
from handrail.actions.write_as_staff import write_as_staff
from handrail.web.access import Role, Scope
from handrail.web.app import HOT_ROUTES
from handrail.web.openapi import description_app
from tests.actions.desks import RISKY
from tests.domain.policies import read_as
from tests.fakes.personal_data import FakePersonalData
from tests.web.routes import routes_of
from tests.web.test_mcp import calling, said
from tests.web.webs import API, PASSWORD_HASH, Customer, Web, a_web

ONE = "0d6f1a86-4f3a-4c43-9d53-0f4a9b7e1d11"
NEED = "somebody took money with my card"
ANSWER = "Your card is blocked at once under Settings."
BY_CONVERSATION = [
    route for route in routes_of(description_app()) if "{conversation_id" in route.template
]


async def skilled(web: Web, *skills: str) -> StaffMember:
    member_id = str(uuid.uuid4())
    member = StaffMember(member_id, f"{member_id}@example.com", "Ben", ("staff",), skills)
    await web.parts.accounts.add_staff(member, PASSWORD_HASH)
    return member


async def a_sealed_one(web: Web, led_by: StaffMember) -> Customer:
    """A conversation about fraud that this person led and closed."""
    desk = replace(web.parts.desk, personal_data=FakePersonalData())
    customer = await web.customer()
    web.signals.readings[NEED] = RISKY
    await web.writes(customer, NEED)
    await web.turn(customer)
    await take_over(desk, customer.id, led_by)
    await write_as_staff(desk, customer.id, led_by, ONE, ANSWER)
    await close(desk, customer.id, led_by)
    assert await keep_solved(desk, customer.id)
    return customer


async def reads(web: Web, customer: Customer, headers: dict[str, str]) -> set[int]:
    """What the doors answer that lead to a conversation from a case like it."""
    paths = (
        customer.path,
        f"{customer.path}/events",
        f"{customer.path}/briefing",
        f"{customer.path}/decisions",
    )
    return {(await web.client.get(path, headers=headers)).status_code for path in paths}


async def lists(web: Web, customer: Customer, headers: dict[str, str]) -> list[bool]:
    """Whether each list names it."""
    found: list[bool] = []
    for path in ("/conversations?view=closed", "/conversations?q=took money", "/decisions?q=money"):
        page = (await web.client.get(f"{API}{path}", headers=headers)).json()
        ids = {item.get("conversation_id", item["id"]) for item in page["items"]}
        assert page.get("total", len(page["items"])) == len(page["items"])
        found.append(customer.id in ids)
    return found


async def test_nothing_of_it_is_read_without_the_skill(web: Web) -> None:
    sealed = await a_sealed_one(web, await skilled(web, "cards"))
    other = await web.session_of(await skilled(web, "loans"))
    assert await reads(web, sealed, other) == {404}
    assert await lists(web, sealed, other) == [False, False, False]
    hot = {handler.operation_id for handler in HOT_ROUTES}
    for route in BY_CONVERSATION:
        if Role.STAFF not in route.access.roles or route.operation in hot:
            continue
        answer = await web.client.request(
            route.method,
            route.path(conversation_id=sealed.id),
            params=route.query,
            json=route.body,
            headers=other,
        )
        assert answer.status_code == 404, route.operation


async def test_the_skilled_who_led_it_and_those_above_read_it(web: Web) -> None:
    led = await skilled(web)
    sealed = await a_sealed_one(web, led)
    may = [await web.session_of(led), await web.session_of(await skilled(web, "cards"))]
    may += [await web.signed_in(role) for role in Role if role is not Role.STAFF]
    for headers in may:
        assert await reads(web, sealed, headers) == {200}
        assert await lists(web, sealed, headers) == [True, True, True]
    assert await reads(web, sealed, await web.key(Scope.READ)) == {200}
    assert (
        await web.client.get(sealed.path + "/events", headers=sealed.headers)
    ).status_code == 200


async def test_it_is_anyones_again_when_the_customer_writes(web: Web) -> None:
    sealed = await a_sealed_one(web, await skilled(web))
    other = await web.signed_in("staff")
    assert await reads(web, sealed, other) == {404}
    await web.writes(sealed, "it is still gone")
    assert await reads(web, sealed, other) == {200}


async def test_a_draft_made_of_it_is_shown_to_those_who_may_read_it(web: Web) -> None:
    cards = await skilled(web, "cards")
    sealed = await a_sealed_one(web, cards)
    customer = await web.customer()
    web.signals.readings["my card"] = read_as("account")
    await web.writes(customer, "my card")
    await take_over(web.parts.desk, customer.id, cards)
    made = await draft_similar(web.parts.desk, customer.id, cards, sealed.id)
    assert made.draft is not None
    for headers, seen in (
        (await web.session_of(cards), True),
        (await web.session_of(await skilled(web, "loans")), False),
    ):
        beside = (await web.client.get(f"{customer.path}/draft", headers=headers)).json()
        detail = (await web.client.get(customer.path, headers=headers)).json()
        shown = (beside["draft"] is not None, detail.get("draft") is not None)
        assert shown == (seen, seen)
        assert (ANSWER in str(beside) + str(detail)) is seen


async def test_a_program_that_acts_for_somebody_reads_what_they_may(database_url: str) -> None:
    async with a_web(database_url, mcp=True) as web:
        sealed = await a_sealed_one(web, await skilled(web))
        key, other = await web.key(Scope.READ, Scope.DESK), await web.staff()
        for headers, seen in ((key, True), ({**key, "On-Behalf-Of": other.email}, False)):
            assert (await reads(web, sealed, headers) == {200}) is seen
            async with calling(web, headers) as client:
                told = await client.call_tool("brief", {"conversation_id": sealed.id})
                assert told.is_error is not seen
                assert seen or "There is no such conversation." in said(told)
