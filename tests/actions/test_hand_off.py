import uuid
from datetime import timedelta

import pytest

from handrail.actions.accept import accept, take_over
from handrail.actions.be_available import be_available
from handrail.actions.hand_off import Wish, hand_off
from handrail.actions.keep_time import call_back, lapse_review, update_wait
from handrail.actions.let_go import close, hand_back, stay_with_ai
from handrail.actions.open_conversation import Opened
from handrail.actions.pass_on import pass_on
from handrail.actions.ports import StaffMember
from handrail.actions.prepare_draft import prepare_draft
from handrail.actions.route_queue import decline_offer, lapse_offer, route_queue
from handrail.actions.take_turn import take_turn
from handrail.actions.write_as_staff import write_as_staff, write_note
from handrail.domain.conversation import AiMay, MadeBy, Owner, Party, State, WrongState
from handrail.domain.handoff import AskedBy, Handoff, HandoffState, Prefer
from tests.actions.desks import CHECKED, RISKY, ROUTINE, SUNDAY, Stage, a_stage
from tests.domain.policies import texts

ONE, TWO = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
ASKED = texts("You asked for a person.")


def wish(opened: Opened, **changes: object) -> Wish:
    return Wish(opened.id, AskedBy.CUSTOMER, "asks_for_person", ASKED, **changes)  # type: ignore[arg-type]


async def available(stage: Stage, *roles: str, skills: tuple[str, ...] = ()) -> StaffMember:
    member = await stage.staff(*roles, skills=skills)
    await stage.accounts.seen([member.id])
    await be_available(stage.desk, member.id, available=True)
    return member


async def handoff_of(stage: Stage, opened: Opened) -> Handoff:
    async with stage.desk.store.transaction() as tx:
        handoff = await tx.current_handoff(opened.id)
    assert handoff is not None
    return handoff


async def waiting(stage: Stage) -> Opened:
    opened = await stage.customer()
    await stage.asks(opened, "my card is gone", RISKY)
    await take_turn(stage.desk, opened.id)
    return opened


async def test_an_offer_goes_to_the_skilled_and_is_accepted(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        await available(stage)
        cards = await available(stage, skills=("cards",))
        opened = await waiting(stage)
        assert await route_queue(stage.desk) == 1
        assert (await handoff_of(stage, opened)).offered_to == cards.id
        await accept(stage.desk, opened.id, cards)
        conversation = await stage.conversation(opened)
        assert conversation.owner == Owner(Party.PERSON, cards.id)
        assert (await stage.events(opened))[-1].data == {"staff": {"name": cards.name}}
        assert (await handoff_of(stage, opened)).state is HandoffState.ACCEPTED


async def test_an_offer_is_nobody_elses(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        await available(stage, skills=("cards",))
        opened = await waiting(stage)
        await route_queue(stage.desk)
        other = await stage.staff()
        with pytest.raises(WrongState, match="somebody else"):
            await accept(stage.desk, opened.id, other)
        with pytest.raises(WrongState, match="somebody else"):
            await decline_offer(stage.desk, opened.id, other.id)


async def test_declined_or_ignored_it_goes_to_the_next(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        first = await available(stage, skills=("cards",))
        second = await available(stage, skills=("cards",))
        opened = await waiting(stage)
        await route_queue(stage.desk)
        asked = (await handoff_of(stage, opened)).offered_to
        assert asked is not None
        await decline_offer(stage.desk, opened.id, asked)
        await route_queue(stage.desk)
        other = (await handoff_of(stage, opened)).offered_to
        assert {asked, other} == {first.id, second.id}
        handoff = await handoff_of(stage, opened)
        await lapse_offer(stage.desk, opened.id, handoff.id)
        assert (await handoff_of(stage, opened)).offered_to == other
        stage.later(46)
        await lapse_offer(stage.desk, opened.id, handoff.id)
        assert (await handoff_of(stage, opened)).passed_on == (asked, other)


async def test_capacity_counts(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna = await available(stage)
        for _ in range(anna.capacity + 2):
            await waiting(stage)
        assert await route_queue(stage.desk) == anna.capacity
        assert await route_queue(stage.desk) == 0


async def test_a_person_answers_once_and_the_ai_is_silent(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna = await stage.staff()
        opened = await waiting(stage)
        await accept(stage.desk, opened.id, anna)
        first = await write_as_staff(stage.desk, opened.id, anna, ONE, "I block it now.")
        again = await write_as_staff(stage.desk, opened.id, anna, ONE, "I block it now.")
        assert first == again
        assert first.provenance is not None
        assert first.provenance.made_by is MadeBy.PERSON
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.kinds(opened))[-1] == "message"
        assert (await stage.conversation(opened)).owner == Owner(Party.PERSON, anna.id)
        with pytest.raises(WrongState, match="do not lead"):
            await write_as_staff(stage.desk, opened.id, await stage.staff(), TWO, "Hello")


async def test_a_draft_sent_by_a_person_says_so(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna = await stage.staff()
        opened = await waiting(stage)
        await accept(stage.desk, opened.id, anna)
        assert (await prepare_draft(stage.desk, opened.id)).draft is None
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        draft = (await prepare_draft(stage.desk, opened.id)).draft
        assert draft is not None
        sent = await write_as_staff(
            stage.desk, opened.id, anna, ONE, draft.text + " Bye.", draft.id
        )
        assert sent.provenance is not None
        assert sent.provenance.made_by is MadeBy.AI_DRAFT


async def test_handing_back_says_what_the_ai_may_do(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna = await stage.staff()
        opened = await waiting(stage)
        await accept(stage.desk, opened.id, anna)
        with pytest.raises(WrongState):
            await hand_back(stage.desk, opened.id, await stage.staff(), AiMay.ANSWER)
        await hand_back(stage.desk, opened.id, anna, AiMay.HOW_TO_ONLY)
        back = (await stage.events(opened))[-1]
        assert back.kind == "handed_back"
        assert "only quote our help articles" in str(back.data["ai_may"])
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.events(opened))[-1].text == "We are open from 8 to 20."


async def test_closing_keeps_a_contact_and_writing_opens_again(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna = await stage.staff()
        opened = await waiting(stage)
        await accept(stage.desk, opened.id, anna)
        await close(stage.desk, opened.id, anna, "Card blocked.")
        conversation = await stage.conversation(opened)
        assert conversation.state is State.CLOSED
        async with stage.desk.store.transaction() as tx:
            [contact] = await tx.contacts(conversation.customer_id)
        assert (contact.summary, contact.outcome) == ("Wrote about: card (en).", "Card blocked.")
        assert (await stage.events(opened))[-1].data == {"by": "staff"}
        with pytest.raises(WrongState, match="closed already"):
            await close(stage.desk, opened.id, anna)
        await stage.asks(opened, "what are your opening hours", ROUTINE)
        await take_turn(stage.desk, opened.id)
        assert (await stage.conversation(opened)).owner == Owner(Party.CUSTOMER)


async def test_taking_over_from_the_ai_and_from_a_colleague(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna, boss = await stage.staff(), await stage.staff("staff", "supervisor")
        opened = await stage.customer()
        await take_over(stage.desk, opened.id, anna)
        await take_over(stage.desk, opened.id, anna)
        assert (await stage.kinds(opened)) == ["disclosure", "lead_changed", "accepted"]
        with pytest.raises(WrongState, match="supervisor"):
            await take_over(stage.desk, opened.id, await stage.staff())
        await take_over(stage.desk, opened.id, boss)
        assert (await stage.conversation(opened)).staff_id == boss.id


async def test_the_customer_stays_with_the_ai(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await waiting(stage)
        await stay_with_ai(stage.desk, opened.id)
        assert (await stage.conversation(opened)).owner == Owner(Party.CUSTOMER)
        with pytest.raises(WrongState, match="Nobody is being fetched"):
            await stay_with_ai(stage.desk, opened.id)


async def test_asking_again_keeps_the_place_and_changes_the_wish(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await waiting(stage)
        first = await handoff_of(stage, opened)
        at = stage.clock[0] + timedelta(hours=2)
        await hand_off(stage.desk, wish(opened, prefer=Prefer.CALLBACK, callback_at=at, note="Hi"))
        booked = await handoff_of(stage, opened)
        assert (booked.id, booked.state, booked.note) == (first.id, HandoffState.CALLBACK, "Hi")
        assert (await stage.conversation(opened)).state is State.CALLBACK
        await stage.asks(opened, "one more thing")
        await take_turn(stage.desk, opened.id)
        assert (await stage.events(opened))[-1].data["state"] == "callback"
        await call_back(stage.desk, opened.id, booked.id)
        assert (await stage.conversation(opened)).state is State.CALLBACK
        stage.later(7201)
        await call_back(stage.desk, opened.id, booked.id)
        assert (await stage.conversation(opened)).state is State.QUEUED
        await hand_off(stage.desk, wish(opened, prefer=Prefer.NOW))
        assert (await handoff_of(stage, opened)).state is HandoffState.QUEUED


async def test_a_person_who_is_there_is_not_asked_for_again(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await waiting(stage)
        await accept(stage.desk, opened.id, await stage.staff())
        with pytest.raises(WrongState, match="already"):
            await hand_off(stage.desk, wish(opened))


async def test_message_me_waits_behind_those_who_want_a_person_now(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        patient = await stage.customer()
        await hand_off(stage.desk, wish(patient, prefer=Prefer.MESSAGE))
        assert (await stage.events(patient))[-1].data["state"] == "message"
        await waiting(stage)
        async with stage.desk.store.transaction() as tx:
            assert await tx.place_in_line((await handoff_of(stage, patient)).id) == 2


async def test_what_is_passed_on_is_the_customers_to_edit(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        with pytest.raises(WrongState):
            await pass_on(stage.desk, opened.id, "early")
        opened = await waiting(stage)
        await pass_on(stage.desk, opened.id, "It was my blue card.")
        assert (await handoff_of(stage, opened)).note == "It was my blue card."


async def test_a_draft_nobody_checks_goes_to_a_person(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await stage.customer()
        await stage.asks(opened, "how long takes a loan", CHECKED)
        await take_turn(stage.desk, opened.id)
        async with stage.desk.store.transaction() as tx:
            draft = await tx.open_draft(opened.id)
        assert draft is not None
        await lapse_review(stage.desk, opened.id, draft.id)
        await lapse_review(stage.desk, opened.id, draft.id)
        assert (await handoff_of(stage, opened)).rule == "review-lapsed"
        assert (await stage.conversation(opened)).state is State.QUEUED


async def test_a_waiting_customer_hears_when_the_place_changes(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        first = await waiting(stage)
        stage.later(1)
        second = await waiting(stage)
        handoff = await handoff_of(stage, second)
        await update_wait(stage.desk, second.id, handoff.id)
        before = len(await stage.events(second))
        await accept(stage.desk, first.id, await stage.staff())
        await update_wait(stage.desk, second.id, handoff.id)
        after = await stage.events(second)
        assert len(after) == before + 1
        assert after[-1].data["position"] == 1


async def test_out_of_hours_with_somebody_on_duty_is_in_line(database_url: str) -> None:
    async with a_stage(database_url, at=SUNDAY) as stage:
        await available(stage)
        opened = await waiting(stage)
        assert (await stage.events(opened))[-1].data["position"] == 1


async def test_a_range_is_told_once_there_is_a_history(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna = await stage.staff()
        for _ in range(10):
            opened = await waiting(stage)
            stage.later(120)
            await accept(stage.desk, opened.id, anna)
        opened = await waiting(stage)
        assert (await stage.events(opened))[-1].data["low_min"] == 2


async def test_notes_are_no_events(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened = await waiting(stage)
        before = await stage.events(opened)
        note = await write_note(stage.desk, opened.id, await stage.staff(), "Careful.")
        assert await stage.events(opened) == before
        async with stage.desk.store.transaction() as tx:
            assert await tx.notes(opened.id) == [note]
