"""What every store keeps beside drafts."""

from dataclasses import replace
from datetime import timedelta

from handrail.domain.accept_time import AcceptTime, Prepared
from handrail.domain.backing import Backing, Choice, Chosen, Purpose
from handrail.domain.claim import Claim, ClaimType, Ground, GroundType
from handrail.domain.conversation import State
from handrail.domain.draft import Draft
from handrail.domain.draft_use import DraftUse, KindUse, Used
from handrail.domain.level import Level
from handrail.domain.wrap_up import Amends, Found, Outcome, WrapUp
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, hired, new_id, opened, posting

CLAIM = Claim(
    0,
    "It costs 5 euros.",
    (ClaimType.FIGURE,),
    (Ground(GroundType.ARTICLE, "fees", "Fees", "It costs 5 euros."),),
    must_open=True,
)


async def drafted(desk: UnderContract) -> Draft:
    conversation = await opened(desk)
    draft = Draft(
        new_id(), conversation.id, 1, "It costs 5 euros.", (), "r", NOW, NOW + timedelta(hours=1)
    )
    async with desk.store.transaction() as tx:
        await tx.add_draft(draft)
    return draft


async def test_a_draft_keeps_what_it_rests_on(desk: UnderContract) -> None:
    draft = await drafted(desk)
    backing = Backing(
        draft.id, Purpose.REVIEW, "fees", Level.HIGH, "quoted", "en", (CLAIM,), verify_first=True
    )
    async with desk.store.transaction() as tx:
        assert await tx.backing(draft.id) is None
        await tx.add_backing(backing)
    async with desk.store.transaction() as tx:
        assert await tx.backing(draft.id) == backing


async def test_who_was_shown_a_draft_first_and_when(desk: UnderContract) -> None:
    draft = await drafted(desk)
    ana, ben = new_id(), new_id()
    async with desk.store.transaction() as tx:
        assert await tx.shown_at(draft.id, None) is None
        await tx.note_shown(draft.id, ana, NOW + timedelta(seconds=9))
        await tx.note_shown(draft.id, ana, NOW + timedelta(seconds=20))
        await tx.note_shown(draft.id, ben, NOW + timedelta(seconds=5))
        assert await tx.shown_at(draft.id, ana) == NOW + timedelta(seconds=9)
        assert await tx.shown_at(draft.id, None) == NOW + timedelta(seconds=5)


async def test_the_first_choice_stands_and_the_deed_is_kept_beside_it(desk: UnderContract) -> None:
    draft = await drafted(desk)
    chosen = Chosen(draft.id, new_id(), Choice.SEND, NOW, "simple")
    async with desk.store.transaction() as tx:
        await tx.keep_deed(draft.id, chosen.staff_id, Choice.SEND)
        assert await tx.chosen(draft.id, chosen.staff_id) is None
        await tx.choose(chosen)
        await tx.choose(replace(chosen, choice=Choice.REFUSE))
        assert await tx.chosen(draft.id, chosen.staff_id) == chosen
        assert await tx.choices_changed(NOW) == (0, 0)
        await tx.keep_deed(draft.id, chosen.staff_id, Choice.AMEND)
        assert await tx.chosen(draft.id, chosen.staff_id) == replace(chosen, did=Choice.AMEND)
        assert await tx.choices_changed(NOW) == (1, 1)
        assert await tx.choices_changed(NOW + timedelta(1)) == (0, 0)


async def test_opened_claims_are_each_persons_own(desk: UnderContract) -> None:
    draft = await drafted(desk)
    ana, ben = new_id(), new_id()
    async with desk.store.transaction() as tx:
        for place in (2, 0, 2):
            await tx.open_claim(draft.id, ana, place, NOW)
        assert await tx.opened(draft.id, ana) == {0, 2}
        assert await tx.opened(draft.id, ben) == frozenset()


async def test_what_came_of_drafts_is_counted_by_kind(desk: UnderContract) -> None:
    own = DraftUse(new_id(), NOW, "fees", "own", Used.NONE, 100.0)
    sent = DraftUse(new_id(), NOW, "fees", "suggestion", Used.SENT, 20.0, 0.0, 1.0)
    edited = DraftUse(new_id(), NOW, "fees", "suggestion", Used.EDITED, 40.0, 0.5, 0.5)
    review = DraftUse(new_id(), NOW, "fees", "review", Used.SENT, 5.0, 0.25, 1.0)
    ignored = DraftUse(new_id(), NOW, "loan", "suggestion", Used.IGNORED, 70.0)
    old = DraftUse(new_id(), NOW - timedelta(1), "loan", "own", Used.NONE, 1.0)
    async with desk.store.transaction() as tx:
        for use in (own, sent, edited, review, ignored, old):
            await tx.add_draft_use(use)
        assert await tx.draft_uses(NOW) == [
            KindUse("fees", 4, 3, 2, 1, 0.25, 1.0, 30.0, 100.0),
            KindUse("loan", 1, 1, 0, 0, None, None, None, None),
        ]


async def test_a_turn_of_a_conversation_that_a_person_leads_wants_a_draft(
    desk: UnderContract,
) -> None:
    ana = await hired(desk)
    conversation = await opened(desk)
    async with desk.store.transaction() as tx:
        led = replace(conversation, state=State.PERSON, staff_id=ana.id)
        await tx.save_conversation(led)
    await desk.store.post_message(posting(conversation))
    assert await desk.jobs() == [("prepare_draft", conversation.id, None, False)]


async def test_times_to_accept_are_told_by_kind_and_of_nobody(desk: UnderContract) -> None:
    since, until = NOW - timedelta(days=1), NOW + timedelta(days=1)
    conversation = await opened(desk)
    async with desk.store.transaction() as tx:
        assert await tx.accept_spans(since, until) == []
        for seconds in (2.0, 4.0, 6.0, 8.0, 100.0):
            made = WrapUp(
                id=new_id(),
                conversation_id=conversation.id,
                from_seq=1,
                up_to_seq=4,
                made_at=NOW,
                reasons=(Found("card", "Card", 1),) if seconds < 100 else (),
                outcome=Found("solved"),
                feeling={},
                fields={},
            ).shown(NOW)
            amends = Amends(outcome=Outcome.UNKNOWN) if seconds == 8.0 else Amends()
            await tx.keep_wrap_up(made.accepted(new_id(), NOW + timedelta(seconds=seconds), amends))
        for used in (Used.SENT, Used.EDITED, Used.IGNORED):
            shares = {"distance": 0.0, "kept": 1.0} if used is not Used.IGNORED else {}
            use = DraftUse(new_id(), NOW, "loan", "review", used, 10.0, **shares)
            await tx.add_draft_use(use)
    async with desk.store.transaction() as tx:
        found = await tx.accept_spans(since, until)
        assert await tx.accept_spans(since, NOW) == []
    assert found == [
        AcceptTime(Prepared.WRAP_UP, None, 5, 1, 4.0, 6.0, 8.0),
        AcceptTime(Prepared.WRAP_UP, "card", 4, 1, 3.5, 5.0, 6.5),
        AcceptTime(Prepared.WRAP_UP, "", 1, 0, 100.0, 100.0, 100.0),
        AcceptTime(Prepared.DRAFT, None, 2, 1, 10.0, 10.0, 10.0),
        AcceptTime(Prepared.DRAFT, "loan", 2, 1, 10.0, 10.0, 10.0),
    ]
    assert all(each.few for each in found)
