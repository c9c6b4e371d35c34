"""What every store keeps of what staff usually do."""

from dataclasses import replace
from datetime import timedelta

from handrail.actions.practice_rows import Story
from handrail.domain.conversation import State
from handrail.domain.move import Move, Place
from handrail.domain.practice import foresee, learn
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW
from tests.contracts.test_store_solved import solved, towards

MOVES = (Move("block", "done", ("=done", "my", "card")), Move("letter"))
LATER = NOW + timedelta(minutes=5)


async def told(desk: UnderContract, playbook: str = "fraud", **changes: object) -> Story:
    made = await solved(desk, **changes)
    async with desk.store.transaction() as tx:
        await tx.keep_solved(made, towards(0), "m1")
        await tx.keep_moves(made.conversation_id, playbook, MOVES)
    return Story(made.conversation_id, MOVES, made.skills)


async def test_stories_are_those_that_somebody_may_learn_from_latest_first(
    desk: UnderContract,
) -> None:
    old, new = await told(desk, closed_at=NOW - timedelta(days=1)), await told(desk)
    for_some = await told(desk, closed_at=LATER, restricted=True, skills=("cards", "fraud"))
    await told(desk, restricted=True)  # nobody may read it
    await told(desk, "other")
    async with desk.store.transaction() as tx:
        assert await tx.stories("fraud", 9) == [for_some, new, old]
        assert await tx.stories("fraud", 1) == [for_some]
        await tx.keep_moves(old.conversation_id, "other", MOVES[:1])
        assert await tx.stories("fraud", 9) == [for_some, new]


async def test_what_is_opened_again_or_forgotten_is_no_story(desk: UnderContract) -> None:
    open_again, forgotten, kept = await told(desk), await told(desk), await told(desk)
    async with desk.store.transaction() as tx:
        conversation = await tx.conversation(open_again.conversation_id)
        assert conversation is not None
        await tx.save_conversation(replace(conversation, state=State.AI))
        await tx.forget_solved(forgotten.conversation_id)
        assert await tx.stories("fraud", 9) == [kept]


async def test_a_practice_is_wanted_by_the_earliest_time_and_learnt_once(
    desk: UnderContract,
) -> None:
    async with desk.store.transaction() as tx:
        assert await tx.want_practice("fraud", LATER)
        assert not await tx.want_practice("fraud", LATER + timedelta(days=1))
        assert await tx.want_practice("fraud", NOW)
        assert not await tx.practice_due("fraud", NOW - timedelta(seconds=1))
        assert await tx.practice_due("fraud", NOW)
        assert not await tx.practice_due("fraud", LATER)
        assert await tx.want_practice("fraud", LATER)


async def test_a_practice_is_for_those_whose_skills_let_them_and_is_replaced_as_a_whole(
    desk: UnderContract,
) -> None:
    for_all, for_some = learn([MOVES] * 5), learn([MOVES[:1]] * 4)
    async with desk.store.transaction() as tx:
        await tx.save_practices("fraud", {(): for_all, ("cards", "fraud"): for_some}, NOW)
        assert await tx.practices("fraud", ["fraud"]) == [for_all, for_some]
        assert await tx.practices("fraud", ["loans"]) == [for_all]
        assert await tx.practices("other", ["fraud"]) == []
        [kept] = await tx.practices("fraud", [])
        assert foresee(kept, Place("block"), ["block"], ["letter"])[0].of == 5
        await tx.save_practices("fraud", {("cards",): for_some}, LATER)
        assert await tx.practices("fraud", ["fraud"]) == []
        assert await tx.practices("fraud", ["cards"]) == [for_some]
