"""Conversations that staff solved: kept without personal data, found, and made into drafts."""

from dataclasses import replace

import pytest

from handrail.actions.accept import accept
from handrail.actions.backfill_similar import backfill_similar
from handrail.actions.desk import Desk
from handrail.actions.draft_similar import draft_similar
from handrail.actions.find_similar import find_similar, read_solved
from handrail.actions.keep_solved import keep_solved
from handrail.actions.let_go import close
from handrail.actions.open_conversation import Opened
from handrail.actions.ports import StaffMember
from handrail.actions.prepare_draft import WhyNone
from handrail.actions.solved_rows import Backfill
from handrail.actions.take_turn import take_turn
from handrail.actions.write_as_staff import write_as_staff
from handrail.domain.claim import GroundType
from handrail.domain.conversation import MadeBy
from handrail.domain.customer import Customer
from handrail.domain.signals import Signals
from tests.actions.desks import RISKY, ROUTINE, Stage, a_stage
from tests.actions.test_drafts import ONE, TWO
from tests.domain.policies import read_as
from tests.fakes.personal_data import FakePersonalData

ACCOUNT = read_as("account")
ANSWER = "Dear Eve Adams, I have closed it. You find the form under Settings in the app."


def with_finder(stage: Stage) -> Desk:
    return replace(stage.desk, personal_data=FakePersonalData())


async def led(stage: Stage, text: str, signals: Signals) -> tuple[Opened, StaffMember]:
    """A conversation with this need that a person leads."""
    anna, opened = await stage.staff(), await stage.customer()
    await stage.asks(opened, text, signals)
    await take_turn(stage.desk, opened.id)
    await accept(stage.desk, opened.id, anna)
    return opened, anna


async def closed(stage: Stage, text: str, signals: Signals = ACCOUNT) -> Opened:
    """One that staff answered and closed; the desk knows the customer's name."""
    opened, anna = await led(stage, text, signals)
    conversation = await stage.conversation(opened)
    async with stage.desk.store.transaction() as tx:
        await tx.upsert_customer(Customer(conversation.customer_id, name="Eve Adams"))
        await tx.save_conversation(conversation)
    await write_as_staff(stage.desk, opened.id, anna, ONE, ANSWER)
    await close(stage.desk, opened.id, anna)
    return opened


async def test_a_solved_conversation_is_kept_without_who_asked_and_becomes_a_draft(
    database_url: str,
) -> None:
    async with a_stage(database_url) as stage:
        desk = with_finder(stage)
        earlier = await closed(stage, "Eve Adams wants to close my account")
        assert not await keep_solved(stage.desk, earlier.id)  # nothing could be hidden
        assert await keep_solved(desk, earlier.id)
        opened, anna = await led(stage, "please close my account", ACCOUNT)
        [alike] = await find_similar(desk, opened.id, anna)
        assert alike.solved.conversation_id == earlier.id
        assert "Eve" not in alike.solved.asked + alike.solved.answer
        assert (alike.solved.kind, alike.solved.said_solved) == ("account", False)
        draft = (await draft_similar(desk, opened.id, anna, earlier.id)).draft
        assert draft is not None
        assert draft.text == "You find the form under Settings in the app."
        assert draft.sources == ()  # customers are not told of other conversations
        async with desk.store.transaction() as tx:
            backing = await tx.backing(draft.id)
        assert backing is not None
        [claim] = backing.claims
        assert claim.grounds[0].type is GroundType.CONVERSATION
        assert claim.grounds[0].ref == earlier.id
        sent = await write_as_staff(desk, opened.id, anna, TWO, draft.text, draft.id)
        assert sent.provenance is not None
        assert sent.provenance.made_by is MadeBy.AI_DRAFT


async def test_restricted_ones_are_for_those_with_the_skill(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        desk = with_finder(stage)
        earlier = await closed(stage, "somebody has my card", RISKY)
        assert await keep_solved(desk, earlier.id)
        opened, anna = await led(stage, "somebody has the card", RISKY)
        assert await find_similar(desk, opened.id, anna) == []
        with pytest.raises(LookupError):
            await read_solved(desk, earlier.id, anna)
        with pytest.raises(LookupError):
            await draft_similar(desk, opened.id, anna, earlier.id)
        skilled = replace(anna, skills=("cards",))
        assert len(await find_similar(desk, opened.id, skilled)) == 1


async def test_what_opens_again_is_forgotten(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        desk = with_finder(stage)
        earlier = await closed(stage, "close my account")
        assert await keep_solved(desk, earlier.id)
        await stage.asks(earlier, "it is still open", ACCOUNT)
        assert not await keep_solved(desk, earlier.id)
        async with desk.store.transaction() as tx:
            assert await tx.solved(earlier.id) is None


async def test_an_answer_that_held_for_one_customer_alone_makes_no_draft(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        desk = with_finder(stage)
        earlier, anna = await led(stage, "close my account", ACCOUNT)
        await write_as_staff(stage.desk, earlier.id, anna, ONE, "I have closed it for you.")
        await close(stage.desk, earlier.id, anna)
        assert await keep_solved(desk, earlier.id)
        opened, ben = await led(stage, "please close my account", ACCOUNT)
        prepared = await draft_similar(desk, opened.id, ben, earlier.id)
        assert (prepared.draft, prepared.why_none) == (None, WhyNone.NOTHING_FITS)


async def test_looking_through_closed_ones_goes_on_where_it_was_stopped(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        desk = with_finder(stage)
        for number in range(2):
            await closed(stage, f"close account {number}")
        await stage.asks(await stage.customer(), "hours", ROUTINE)
        told: list[Backfill] = []

        def stops(at: Backfill) -> None:
            told.append(at)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            await backfill_similar(desk, stops)
        done = await backfill_similar(desk, told.append)
        assert (told[0].looked_at, told[0].kept, told[0].finished_at) == (2, 2, None)
        assert (done.looked_at, done.kept) == (2, 2)
        assert done.finished_at is not None
        assert (await backfill_similar(desk, told.append, again=True)).kept == 2
