import uuid
from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest

from handrail.actions.views import (
    Counts,
    DecisionQuery,
    RowQuery,
    StaffName,
    View,
)
from handrail.domain.conversation import Conversation, EventKind, Speaker, State
from handrail.domain.customer import Customer
from handrail.domain.draft import Draft
from handrail.domain.policy import Lead
from tests.adapters.postgres.boards import NOBODY, Desk, a_desk, decided
from tests.contracts.examples import NOW, SAID, asked, token


@pytest.fixture
async def desk(database_url: str) -> AsyncGenerator[Desk]:
    async with a_desk(database_url) as desk:
        yield desk


async def test_each_view_shows_its_own(desk: Desk) -> None:
    ana, ben = await desk.hired("Ana"), await desk.hired("Ben")
    ai, queued, mine, review, callback, closed = [await desk.opened() for _ in range(6)]
    handoff = await desk.waits(queued)
    await desk.is_led_by(mine, ana)
    async with desk.store.transaction() as tx:
        draft_id = str(uuid.uuid4())
        await tx.add_draft(Draft(draft_id, review.id, 1, "x", (), "r", NOW, NOW))
        await tx.save_conversation(review.review_requested())
        await tx.add_handoff(asked(callback).booked(NOW))
        await tx.save_conversation(callback.callback_booked())
        await tx.save_conversation(closed.closed())
        await tx.save_handoff(handoff.offered(ana.id, NOW))
    everything = {c.id for c in (ai, queued, mine, review, callback, closed)}
    assert await desk.ids(View.AI) == [ai.id]
    assert await desk.ids(View.QUEUE) == [queued.id]
    assert await desk.ids(View.MINE, ana.id) == [mine.id]
    assert await desk.ids(View.MINE, ben.id) == []
    assert await desk.ids(View.REVIEWS) == [review.id]
    assert await desk.ids(View.CALLBACKS) == [callback.id]
    assert await desk.ids(View.CLOSED) == [closed.id]
    assert set(await desk.ids(View.ALL)) == everything
    assert await desk.board.counts(ana.id) == Counts(1, 1, 1, 1, 1, 1)
    assert await desk.board.counts(ben.id) == Counts(1, 0, 0, 1, 1, 1)


async def test_a_row_says_who_waits_for_whom_since_when(desk: Desk) -> None:
    ana = await desk.hired("Ana")
    conversation = await desk.opened("Mia", "My card is gone")
    handoff = await desk.waits(conversation, minute=5)
    offered = handoff.offered(ana.id, NOW)
    async with desk.store.transaction() as tx:
        await tx.add_decision(decided(conversation))
        await tx.save_handoff(offered)
    row = await desk.board.row(conversation.id)
    assert row is not None
    assert row.conversation == conversation.queued()
    assert (row.last_text, row.last_from, row.last_at) == ("My card is gone", Speaker.CUSTOMER, NOW)
    assert (row.customer_name, row.segment) == ("Mia", "gold")
    assert (row.tier, row.kind, row.sentiment) == ("high", "fraud", -0.5)
    assert (row.handoff, row.position) == (offered, 1)
    assert row.offered_to == StaffName(ana.id, "Ana")
    assert row.waiting_since == handoff.requested_at
    assert await desk.board.row(str(uuid.uuid4())) is None


async def test_a_row_of_a_person_shows_them_and_the_oldest_unanswered(desk: Desk) -> None:
    ana = await desk.hired("Ana")
    conversation = await desk.opened()
    await desk.is_led_by(conversation, ana)
    row = await desk.board.row(conversation.id)
    assert row is not None
    assert (row.staff, row.waiting_since) == (StaffName(ana.id, "Ana"), NOW)
    async with desk.store.transaction() as tx:
        led = await tx.conversation(conversation.id)
        assert led is not None
        await tx.append(conversation.id, [SAID])
        await tx.save_conversation(led.answered(1))
    row = await desk.board.row(conversation.id)
    assert row is not None
    assert (row.waiting_since, row.last_text, row.last_from) == (None, SAID.text, SAID.speaker)


async def test_nobody_waits_in_a_closed_conversation(desk: Desk) -> None:
    conversation = await desk.opened("Mia", "My card is gone")
    await desk.waits(conversation)
    async with desk.store.transaction() as tx:
        led = await tx.conversation(conversation.id)
        assert led is not None
        await tx.save_conversation(led.closed())
    row = await desk.board.row(conversation.id)
    assert row is not None
    assert row.waiting_since is None


async def test_pages_show_each_row_once_in_the_order_served(desk: Desk) -> None:
    served: list[tuple[int, int, str]] = []
    for number in range(23):
        conversation = await desk.opened()
        urgency, minute = number % 3, 60 - number
        await desk.waits(conversation, minute, urgency)
        served.append((-urgency, minute, conversation.id))
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await desk.board.rows(RowQuery(View.QUEUE, NOBODY, cursor=cursor, limit=5))
        assert page.total == 23
        seen += [row.conversation.id for row in page.items]
        before = len(seen) - len(page.items)
        assert [row.position for row in page.items] == list(range(before + 1, len(seen) + 1))
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == [conversation_id for *_, conversation_id in sorted(served)]


async def test_lists_by_change_show_the_latest_first(desk: Desk) -> None:
    conversations = [await desk.opened() for _ in range(7)]
    async with desk.store.transaction() as tx:
        await tx.append(conversations[2].id, [SAID])
    expected = [conversations[n].id for n in (2, 6, 5, 4, 3, 1, 0)]
    assert await desk.ids(View.AI) == expected
    first = await desk.board.rows(RowQuery(View.ALL, NOBODY, limit=4))
    rest = await desk.board.rows(RowQuery(View.ALL, NOBODY, cursor=first.next_cursor, limit=4))
    assert [row.conversation.id for row in (*first.items, *rest.items)] == expected
    assert rest.next_cursor is None


async def test_finds_words_names_and_ids_and_takes_wildcards_literally(desk: Desk) -> None:
    mia = await desk.opened("Mia Long_name", "My card is 100% gone")
    noa = await desk.opened("Noa", "a backslash \\ here")
    assert await desk.ids(View.ALL, q="CARD") == [mia.id]
    assert await desk.ids(View.ALL, q="long_n") == [mia.id]
    assert await desk.ids(View.ALL, q="longXn") == []
    assert await desk.ids(View.ALL, q="100% g") == [mia.id]
    assert await desk.ids(View.ALL, q="%") == [mia.id]
    assert await desk.ids(View.ALL, q="\\ h") == [noa.id]
    assert await desk.ids(View.ALL, q=noa.id) == [noa.id]
    assert await desk.ids(View.QUEUE, q="card") == []


@pytest.mark.parametrize("cursor", ["x", "1", "1.2", ".", "9" * 30 + "." + NOBODY, f"x.{NOBODY}"])
async def test_refuses_a_cursor_it_did_not_make(desk: Desk, cursor: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its kind is the promise
        await desk.board.rows(RowQuery(View.ALL, NOBODY, cursor=cursor))
    with pytest.raises(ValueError):  # noqa: PT011
        await desk.board.decisions(DecisionQuery(cursor=cursor))


async def test_a_conversation_without_a_message_shows_its_last_event(desk: Desk) -> None:
    async with desk.store.transaction() as tx:
        customer = await tx.upsert_customer(Customer(str(uuid.uuid4())))
        conversation = Conversation(str(uuid.uuid4()), "web", "en", customer.id, NOW)
        await tx.open_conversation(conversation, token())
        row = replace(SAID, kind=EventKind.DISCLOSURE, text="This is an AI.")
        await tx.append(conversation.id, [row])
    shown = await desk.board.row(conversation.id)
    assert shown is not None
    assert shown.last_text == "This is an AI."


async def test_every_state_of_the_domain_can_be_kept(desk: Desk) -> None:
    ana = await desk.hired("Ana")
    for state in State:
        conversation = await desk.opened()
        kept = replace(
            conversation,
            state=state,
            lead=Lead.PERSON,
            staff_id=ana.id if state is State.PERSON else None,
        )
        async with desk.store.transaction() as tx:
            await tx.save_conversation(kept)
        row = await desk.board.row(conversation.id)
        assert row is not None
        assert row.conversation == kept
