"""Drafts for the person who leads, verify-first, and what is kept of their use."""

from dataclasses import replace

import pytest

from handrail.actions.accept import accept
from handrail.actions.choose_first import choose_first
from handrail.actions.dismiss_draft import dismiss_draft
from handrail.actions.open_claim import open_claim
from handrail.actions.open_conversation import Opened
from handrail.actions.ports import StaffMember
from handrail.actions.prepare_draft import WhyNone, prepare_draft, suggest_on_turn
from handrail.actions.refuse_draft import refuse_draft
from handrail.actions.review_draft import review_draft
from handrail.actions.show_draft import DraftView, show_draft
from handrail.actions.take_turn import take_turn
from handrail.actions.write_as_staff import write_as_staff
from handrail.domain.backing import Choice, NotVerified
from handrail.domain.claim import ClaimType
from handrail.domain.conversation import State, WrongState
from handrail.domain.draft_use import KindUse
from handrail.domain.drafting import Drafting, Suggest
from handrail.domain.judgement import Verdict
from handrail.domain.level import Level
from handrail.domain.policy import Policy
from tests.actions.desks import CHECKED, MONDAY_NOON, RISKY, ROUTINE, Stage, a_stage
from tests.actions.evidence import judgements

ONE, TWO = "0" * 8 + "-0000-4000-8000-" + "1" * 12, "0" * 8 + "-0000-4000-8000-" + "2" * 12
HOURS = "what are your opening hours"
STRICT = Drafting(
    suggest=Suggest.AUTOMATIC,
    verify_first=frozenset(Level),
    must_open=frozenset({ClaimType.FIGURE}),
)


async def under(stage: Stage, drafting: Drafting) -> Policy:
    """Another policy decides from now on."""
    policy = replace(stage.policy, version="v2", drafting=drafting)
    stage.policies["v2"] = policy
    await stage.desk.store.add_policy(policy, "test", MONDAY_NOON, "test")
    await stage.desk.store.activate_policy("v2", MONDAY_NOON, "test")
    return policy


async def led(stage: Stage) -> tuple[Opened, StaffMember]:
    """A conversation that a person leads, with a question of the customer's open."""
    anna = await stage.staff()
    opened = await stage.customer()
    await stage.asks(opened, "card gone", RISKY)
    await take_turn(stage.desk, opened.id)
    await accept(stage.desk, opened.id, anna)
    await stage.asks(opened, HOURS, ROUTINE)
    return opened, anna


async def seen(stage: Stage, opened: Opened, staff: StaffMember) -> DraftView:
    view = await show_draft(stage.desk, opened.id, staff)
    assert view is not None
    return view


async def uses(stage: Stage) -> list[KindUse]:
    async with stage.desk.store.transaction() as tx:
        return await tx.draft_uses(MONDAY_NOON)


async def test_a_suggestion_comes_by_itself_where_the_policy_says_so(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened, anna = await led(stage)
        await suggest_on_turn(stage.desk, opened.id)
        assert await show_draft(stage.desk, opened.id, anna) is None
        await under(stage, replace(STRICT, verify_first=frozenset()))
        await suggest_on_turn(stage.desk, opened.id)
        first = await seen(stage, opened, anna)
        assert first.draft.text == "We are open from 8 to 20."
        assert first.backing is not None
        [claim] = first.backing.claims
        assert (claim.must_open, claim.grounds[0].quote) == (True, "We are open from 8 to 20.")
        await suggest_on_turn(stage.desk, opened.id)
        assert (await seen(stage, opened, anna)).draft == first.draft


async def test_one_that_was_asked_for_is_not_replaced_by_one_that_was_not(
    database_url: str,
) -> None:
    async with a_stage(database_url) as stage:
        opened, _ = await led(stage)
        wanted = (await prepare_draft(stage.desk, opened.id)).draft
        late = await prepare_draft(stage.desk, opened.id, asked_for=False)
        assert (late.draft, late.why_none) == (None, WhyNone.MOVED_ON)
        async with stage.desk.store.transaction() as tx:
            assert await tx.open_draft(opened.id) == wanted


async def test_there_is_no_draft_without_a_lead_a_question_or_an_article(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        waiting = await stage.customer()
        with pytest.raises(WrongState, match="accept the conversation first"):
            await prepare_draft(stage.desk, waiting.id)
        opened, anna = await led(stage)
        await write_as_staff(stage.desk, opened.id, anna, ONE, "We are open until eight.")
        await stage.asks(opened, "zebras", replace(ROUTINE, kinds=()))
        none = await prepare_draft(stage.desk, opened.id)
        assert (none.draft, none.why_none) == (None, WhyNone.NOTHING_WRITTEN)
        await write_as_staff(stage.desk, opened.id, anna, TWO, "We have none.")
        await stage.asks(opened, "Wann haben Sie offen", replace(ROUTINE, language="de"))
        none = await prepare_draft(stage.desk, opened.id)
        assert (none.why_none, none.language) == (WhyNone.NO_ARTICLE_IN_LANGUAGE, "de")


async def test_the_draft_is_hidden_until_a_choice_and_held_until_its_claims_are_opened(
    database_url: str,
) -> None:
    async with a_stage(database_url) as stage:
        await under(stage, STRICT)
        opened, anna = await led(stage)
        draft = (await prepare_draft(stage.desk, opened.id)).draft
        assert draft is not None
        hidden = await seen(stage, opened, anna)
        assert (hidden.hidden, hidden.draft.text) == (True, "")
        send = (stage.desk, opened.id, anna, ONE, draft.text, draft.id)
        with pytest.raises(NotVerified, match="Choose what to do"):
            await write_as_staff(*send)
        await choose_first(stage.desk, opened.id, anna, draft.id, Choice.TAKE_OVER)
        await choose_first(stage.desk, opened.id, anna, draft.id, Choice.SEND)
        assert (await seen(stage, opened, anna)).draft.text == draft.text
        with pytest.raises(NotVerified, match="Open the source"):
            await write_as_staff(*send)
        with pytest.raises(NotVerified):  # the same words without saying that they are the draft
            await write_as_staff(stage.desk, opened.id, anna, TWO, f"Hi! {draft.text}")
        with pytest.raises(LookupError):
            await open_claim(stage.desk, opened.id, anna, draft.id, 7)
        assert await open_claim(stage.desk, opened.id, anna, draft.id, 0) == {0}
        await write_as_staff(*send)
        async with stage.desk.store.transaction() as tx:
            chosen = await tx.chosen(draft.id, anna.id)
        assert chosen is not None
        assert (chosen.choice, chosen.did, chosen.changed) == (
            Choice.TAKE_OVER, Choice.SEND, True,
        )  # fmt: skip


async def test_what_replies_had_of_drafts_is_kept_by_kind(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened, anna = await led(stage)
        stage.later(100)
        await write_as_staff(stage.desk, opened.id, anna, ONE, "We are open until eight.")
        await stage.asks(opened, HOURS)
        draft = (await prepare_draft(stage.desk, opened.id)).draft
        assert draft is not None
        stage.later(30)
        await write_as_staff(stage.desk, opened.id, anna, TWO, draft.text, draft.id)
        by_kind = {use.kind: use for use in await uses(stage)}
        assert by_kind["card"].seconds_without is not None  # the last that was decided on
        assert (by_kind["hours"].shown, by_kind["hours"].sent) == (1, 1)
        assert (by_kind["hours"].distance, by_kind["hours"].kept) == (0, 1)


async def test_a_dismissed_suggestion_is_over(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        opened, anna = await led(stage)
        draft = (await prepare_draft(stage.desk, opened.id)).draft
        assert draft is not None
        with pytest.raises(WrongState, match="do not lead"):
            await dismiss_draft(stage.desk, opened.id, await stage.staff(), draft.id)
        with pytest.raises(WrongState, match="You lead"):
            await choose_first(stage.desk, opened.id, anna, draft.id, Choice.REFUSE)
        with pytest.raises(WrongState, match="dismiss a suggestion"):
            await refuse_draft(stage.desk, opened.id, anna, draft.id, "no")
        await dismiss_draft(stage.desk, opened.id, anna, draft.id)
        assert await show_draft(stage.desk, opened.id, anna) is None
        with pytest.raises(WrongState, match="over"):
            await dismiss_draft(stage.desk, opened.id, anna, draft.id)


async def test_a_refused_review_counts_as_wrong_and_brings_a_person(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna, opened = await stage.staff(), await stage.customer()
        await stage.asks(opened, "how do I get a loan", CHECKED)
        await take_turn(stage.desk, opened.id)
        view = await seen(stage, opened, anna)
        await choose_first(stage.desk, opened.id, anna, view.draft.id, Choice.SEND)
        await refuse_draft(stage.desk, opened.id, anna, view.draft.id, "It takes three days.")
        assert (await stage.conversation(opened)).state is State.QUEUED
        [judgement] = await judgements(stage, opened)
        assert judgement.verdict is Verdict.WRONG
        async with stage.desk.store.transaction() as tx:
            handoff = await tx.current_handoff(opened.id)
            chosen = await tx.chosen(view.draft.id, anna.id)
        assert handoff is not None
        assert (handoff.rule, handoff.note) == ("draft-refused", "It takes three days.")
        assert chosen is not None
        assert chosen.did is Choice.REFUSE
        with pytest.raises(WrongState, match="over"):
            await refuse_draft(stage.desk, opened.id, anna, view.draft.id, "Again.")


async def test_a_sent_review_is_judged_and_its_use_kept(database_url: str) -> None:
    async with a_stage(database_url) as stage:
        anna, opened = await stage.staff(), await stage.customer()
        await stage.asks(opened, "how do I get a loan", CHECKED)
        await take_turn(stage.desk, opened.id)
        view = await seen(stage, opened, anna)
        stage.later(12)
        await review_draft(stage.desk, opened.id, anna, view.draft.id)
        [judgement] = await judgements(stage, opened)
        assert judgement.verdict is Verdict.RIGHT
        [use] = await uses(stage)
        assert (use.kind, use.sent, use.edited, use.seconds_with) == ("loan", 1, 0, None)
