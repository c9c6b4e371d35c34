"""What every store keeps of solved conversations."""

from dataclasses import replace

from handrail.actions.solved_rows import Backfill, SimilarQuery
from handrail.domain.conversation import State
from handrail.domain.solved import Solved
from tests.contracts.conftest import UnderContract
from tests.contracts.examples import NOW, new_id, opened, token


def towards(place: int, other: int = 0, share: float = 0.0) -> list[float]:
    """A unit vector along one axis, leaning to another."""
    vector = [0.0] * 384
    vector[place] = (1 - share**2) ** 0.5
    vector[other] += share
    return vector


async def solved(desk: UnderContract, **changes: object) -> Solved:
    conversation = await opened(desk, token())
    async with desk.store.transaction() as tx:
        await tx.save_conversation(replace(conversation, state=State.CLOSED))
    made = Solved(conversation.id, "fees", "en", "What does it cost?", "5 euros.", 4, "Ana", NOW)
    return replace(made, **changes)


def query(place: int = 0, **changes: object) -> SimilarQuery:
    made = SimilarQuery(new_id(), towards(place), "m1", "fees", "en")
    return replace(made, **changes)


async def test_the_most_alike_come_first_and_the_same_kind_before_a_little_more(
    desk: UnderContract,
) -> None:
    near, nearer, far = await solved(desk), await solved(desk, kind="loan"), await solved(desk)
    async with desk.store.transaction() as tx:
        await tx.keep_solved(near, towards(0, 1, 0.30), "m1")
        await tx.keep_solved(nearer, towards(0, 1, 0.28), "m1")
        await tx.keep_solved(far, towards(2), "m1")
        found = await tx.similar(query())
        assert [alike.solved for alike in found] == [near, nearer, far]
        assert abs(found[0].likeness - (1 - 0.09) ** 0.5) < 1e-5
        assert len(await tx.similar(query(limit=1))) == 1


async def test_nobody_finds_what_they_may_not_read(desk: UnderContract) -> None:
    secret = await solved(desk, restricted=True, skills=("fraud",))
    sealed = await solved(desk, restricted=True)
    async with desk.store.transaction() as tx:
        for each in (secret, sealed):
            await tx.keep_solved(each, towards(0), "m1")
        assert await tx.similar(query()) == []
        assert await tx.similar(query(skills=["cards"])) == []
        found = await tx.similar(query(skills=["fraud"]))
        assert [alike.solved for alike in found] == [secret]


async def test_other_models_other_languages_and_the_asking_one_are_left_out(
    desk: UnderContract,
) -> None:
    kept = await solved(desk)
    async with desk.store.transaction() as tx:
        await tx.keep_solved(kept, towards(0), "m1")
        assert await tx.similar(query(model="m2")) == []
        assert await tx.similar(query(locale="de")) == []
        assert await tx.similar(query(conversation_id=kept.conversation_id)) == []
        assert len(await tx.similar(query())) == 1


async def test_one_that_opens_again_is_not_found_while_it_is_open(desk: UnderContract) -> None:
    kept = await solved(desk)
    async with desk.store.transaction() as tx:
        await tx.keep_solved(kept, towards(0), "m1")
        await tx.keep_solved(replace(kept, answer="6 euros."), towards(0), "m1")
        again = await tx.solved(kept.conversation_id)
        assert again is not None
        assert again.answer == "6 euros."
        conversation = await tx.conversation(kept.conversation_id)
        assert conversation is not None
        await tx.save_conversation(replace(conversation, state=State.AI))
        assert await tx.similar(query()) == []
        assert await tx.solved(kept.conversation_id) is None
        await tx.save_conversation(conversation)
        await tx.forget_solved(kept.conversation_id)
        assert await tx.solved(kept.conversation_id) is None


async def test_closed_conversations_are_gone_through_in_parts(desk: UnderContract) -> None:
    await opened(desk, token())
    wanted = sorted([(await solved(desk)).conversation_id for _ in range(3)])
    async with desk.store.transaction() as tx:
        assert await tx.closed_after(None, 2) == wanted[:2]
        assert await tx.closed_after(wanted[1], 2) == wanted[2:]
        assert await tx.backfill() is None
        for at in (Backfill("m1", NOW), Backfill("m1", NOW, wanted[0], 1, 1, NOW)):
            await tx.save_backfill(at)
            assert await tx.backfill() == at
