import uuid
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handrail.actions.ports import NotReady
from handrail.actions.views import (
    DecisionQuery,
    DemoCustomer,
    View,
)
from handrail.domain.conversation import Conversation, Event
from handrail.domain.customer import Contact, Customer
from tests.adapters.postgres.boards import Desk, a_desk, decided
from tests.contracts.examples import NOW, SAID, asked


@pytest.fixture
async def desk(database_url: str) -> AsyncGenerator[Desk]:
    async with a_desk(database_url) as desk:
        yield desk


async def test_decisions_come_latest_first_with_their_words(desk: Desk) -> None:
    one, two = await desk.opened(text="My card is gone"), await desk.opened(text="Opening hours?")
    async with desk.store.transaction() as tx:
        older, newer = decided(one), decided(two, 5)
        other = replace(decided(two, 9), lead="AI", rule="tier-low", kind="hours")
        for decision in (newer, older, other):
            await tx.add_decision(decision)
    board = desk.board
    page = await board.decisions(DecisionQuery(limit=2))
    assert [turn.decision for turn in page.items] == [other, newer]
    rest = await board.decisions(DecisionQuery(cursor=page.next_cursor))
    assert [(turn.decision, turn.text) for turn in rest.items] == [(older, "My card is gone")]
    assert rest.next_cursor is None
    found = {
        "q": await board.decisions(DecisionQuery(q="card")),
        "lead": await board.decisions(DecisionQuery(lead="AI")),
        "rule": await board.decisions(DecisionQuery(rule="tier-low")),
        "kind": await board.decisions(DecisionQuery(kind="hours")),
    }
    assert {name: [turn.decision for turn in page.items] for name, page in found.items()} == {
        "q": [older],
        "lead": [other],
        "rule": [other],
        "kind": [other],
    }


async def test_supervision_counts_who_leads_who_waits_and_who_is_there(desk: Desk) -> None:
    ana, ben = await desk.hired("Ana"), await desk.hired("Ben")
    first, second, third = [await desk.opened() for _ in range(3)]
    await desk.waits(first, minute=2)
    await desk.waits(second, minute=1)
    await desk.is_led_by(third, ana)
    async with desk.store.transaction() as tx:
        await tx.set_available(ana.id, True)
        now = datetime.now(UTC)
        handoff = replace(asked(third), requested_at=now - timedelta(seconds=60)).queued()
        await tx.add_handoff(handoff)
        await tx.save_handoff(handoff.accepted(ana.id, now))
        await tx.add_decision(replace(decided(third), at=now))
    seen = await desk.board.supervision()
    assert seen.leads == {"AI": 0, "REVIEW": 0, "PERSON": 3}
    assert [row.conversation.id for row in seen.waiting] == [second.id, first.id]
    assert seen.longest_wait_s is not None
    assert [(s.id, s.available, s.load) for s in seen.staff] == [
        (ana.id, True, 1),
        (ben.id, False, 0),
    ]
    assert (seen.today.turns, seen.today.person, seen.today.handoffs) == (1, 1, 1)
    assert seen.today.p50_wait_s == pytest.approx(60)


async def test_an_empty_desk_has_empty_screens(desk: Desk) -> None:
    assert await desk.ids(View.ALL) == []
    assert (await desk.board.decisions(DecisionQuery())).items == []
    seen = await desk.board.supervision()
    assert (seen.waiting, seen.longest_wait_s, seen.today.p50_wait_s) == ([], None, None)
    assert await desk.board.policies() == []


async def test_tokens_open_one_conversation(desk: Desk) -> None:
    mine, other = b"m" * 32, b"o" * 32
    async with desk.store.transaction() as tx:
        customer = await tx.upsert_customer(Customer(str(uuid.uuid4())))
        conversation = Conversation(str(uuid.uuid4()), "web", "en", customer.id, NOW)
        await tx.open_conversation(conversation, mine)
    assert await desk.board.opens(conversation.id, mine)
    assert not await desk.board.opens(conversation.id, other)
    assert not await desk.board.opens(str(uuid.uuid4()), mine)
    assert await desk.board.token_is_known(mine)
    assert not await desk.board.token_is_known(other)
    assert await desk.board.exists(conversation.id)
    assert not await desk.board.exists(str(uuid.uuid4()))


async def test_events_are_read_from_a_place(desk: Desk) -> None:
    conversation = await desk.opened()
    async with desk.store.transaction() as tx:
        appended = await tx.append(conversation.id, [SAID, SAID])
    events: list[Event] = await desk.board.events(conversation.id, after=1)
    assert events == appended
    assert await desk.board.events(conversation.id, after=1, limit=1) == appended[:1]
    assert await desk.board.events(conversation.id, after=3) == []


async def test_the_active_policy_is_marked(desk: Desk) -> None:
    await desk.pool.execute(
        """INSERT INTO policies (version, name, toml, loaded_at, loaded_by) VALUES
        ('1', 'banking', 'x', $1::timestamptz, 'ana'),
        ('2', 'banking', 'y', $1::timestamptz + interval '1 s', 'ben')""",
        NOW,
    )
    await desk.store.activate_policy("1", NOW, "ana")
    newest, active = await desk.board.policies()
    assert (newest.version, newest.active_since) == ("2", None)
    assert (active.version, active.active_since, active.loaded_by) == ("1", NOW, "ana")


async def test_demo_customers_are_those_the_company_knows(desk: Desk) -> None:
    async with desk.store.transaction() as tx:
        mia = await tx.upsert_customer(Customer(str(uuid.uuid4()), "c-1", "Mia", None, "gold"))
        await tx.upsert_customer(Customer(str(uuid.uuid4()), None, "Stranger"))
        await tx.add_contact(mia.id, Contact(str(uuid.uuid4()), NOW, "phone", "s", "solved"))
    assert await desk.board.demo_customers() == [DemoCustomer("c-1", "Mia", "gold", 1)]


async def test_is_ready_when_every_migration_is_applied(desk: Desk) -> None:
    await desk.board.check_ready()
    await desk.pool.execute("DELETE FROM _pogo_migration WHERE migration_id = '0002_work'")
    with pytest.raises(NotReady, match="0002_work"):
        await desk.board.check_ready()
