"""What staff usually do next: kept from solved conversations, learnt, and used in the next briefing."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from handrail.actions.brief import brief_staff
from handrail.actions.desk import Desk
from handrail.actions.hear import hear, vectors_of
from handrail.actions.keep_solved import keep_solved
from handrail.actions.learn_practice import AT_LATEST, SOON, learn_practice
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import Job, JobKind, Posting
from handrail.domain.conversation import (
    Conversation,
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
    State,
)
from handrail.domain.customer import Customer
from handrail.domain.heard import OUTCOME, TOOL, Heard
from handrail.domain.playbook import By, Doing, DoneWhen, Playbook, Step
from handrail.domain.policy import Policy
from handrail.domain.signals import Signals
from handrail.domain.tool import Call, CallState, CallStep
from handrail.worker import work_at
from tests.actions.desks import HOURS, LOANS, MONDAY_NOON
from tests.domain.policies import a_policy, read_as, texts
from tests.domain.test_briefing import decided, said
from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.notices import FakeNotices
from tests.fakes.personal_data import FakePersonalData
from tests.fakes.signals import FakeSignalReader
from tests.fakes.store import FakeStore


def step(name: str, words: str, **changes: object) -> Step:
    made = Step(name, Doing.DO, texts(f"{name}!"), DoneWhen(By.STAFF, (words,)))
    return replace(made, **changes)


BOOK = Playbook(
    "fraud",
    texts("Fraud"),
    ("card", "loan"),
    (step("block", "card blocked"), step("list", "recent payments"), step("letter", "letter")),
)
USUAL = ("I blocked the card", "Eve, I send you a letter")


class House:
    """A desk over memory whose staff close conversations."""

    def __init__(self, policy: Policy) -> None:
        self.at = MONDAY_NOON
        self.store = FakeStore(lambda: self.at)
        self.policy = policy
        signals = FakeSignalReader()
        self.desk = Desk(
            store=self.store,
            signals=signals,
            knowledge=FakeKnowledge([HOURS, LOANS]),
            notices=FakeNotices(),
            policies=PolicyShelf(self.store, lambda text, source: policy, signals),
            phraser=None,
            now=lambda: self.at,
            new_id=lambda: str(uuid.uuid4()),
            personal_data=FakePersonalData(),
        )

    async def led(self, signals: Signals, *said: str) -> str:
        """A conversation in which customer and staff spoke by turns."""
        await self.store.add_policy(self.policy, "test", self.at, "test")
        await self.store.activate_policy(self.policy.version, self.at, "test")
        opened = Conversation(str(uuid.uuid4()), "web", "en", str(uuid.uuid4()), self.at)
        token = uuid.UUID(opened.id).bytes * 2
        async with self.store.transaction() as tx:
            await tx.upsert_customer(Customer(opened.customer_id, name="Eve Adams"))
            await tx.open_conversation(opened, token)
        for place, text in enumerate(said):
            if place % 2 == 0:
                made = Posting(opened.id, token, str(uuid.uuid4()), text, self.at)
                await self.store.post_message(made)
            else:
                await self.says(opened.id, text)
            if place == 0:
                async with self.store.transaction() as tx:
                    decision = replace(decided(1, signals), conversation_id=opened.id)
                    await tx.add_decision(decision)
        return opened.id

    async def says(self, conversation_id: str, text: str) -> None:
        draft = EventDraft(EventKind.MESSAGE, Speaker.STAFF, text, Provenance(MadeBy.PERSON, "Ada"))
        async with self.store.transaction() as tx:
            await tx.append(conversation_id, [draft])

    async def solved(self, signals: Signals, *said: str) -> str:
        """One that staff closed, and that was kept."""
        conversation_id = await self.led(signals, *said)
        closing = EventDraft(EventKind.CLOSED, Speaker.SYSTEM, "Closed.", data={"by": "staff"})
        async with self.store.transaction() as tx:
            await tx.append(conversation_id, [closing])
            conversation = await tx.conversation(conversation_id)
            assert conversation is not None
            await tx.save_conversation(replace(conversation, state=State.CLOSED))
        assert await keep_solved(self.desk, conversation_id)
        return conversation_id

    async def learn(self) -> int:
        self.at += timedelta(hours=1)
        return await learn_practice(self.desk, "fraud")


@pytest.fixture
def house() -> House:
    return House(a_policy(playbooks=(BOOK,)))


async def many_solved(house: House, signals: Signals, count: int = 6) -> list[str]:
    said = ("Eve Adams lost a card 4711", USUAL[0], "yes please", USUAL[1])
    return [await house.solved(signals, *said) for _ in range(count)]


CARD, LOAN = read_as("card"), read_as("loan")


async def test_the_next_briefing_says_what_colleagues_did_next(house: House) -> None:
    await many_solved(house, LOAN)
    opened = await house.led(LOAN, "My card is gone", "I blocked the card")
    before = await brief_staff(house.desk, opened)
    assert [action.source.ref for action in before.actions[:2]] == ["list", "letter"]
    assert await house.learn() == 6
    after = await brief_staff(house.desk, opened, "en")
    assert [action.source.ref for action in after.actions[:2]] == ["letter", "list"]
    assert after.actions[0].why == (
        "Step 3 of 3, still open. "
        "After “block! (en)”, colleagues did this next in 6 of 6 solved conversations."
    )


async def test_what_is_kept_of_a_conversation_has_no_personal_data(house: House) -> None:
    [kept] = await many_solved(house, LOAN, 1)
    playbook, moves = house.store.rows.moves[kept]
    assert (playbook, [move.step for move in moves]) == ("fraud", ["block", "letter"])
    words = {word for move in moves for word in move.heard}
    assert {"card", "please", "lost"} <= words
    assert not {"eve", "adams", "4711"} & words


async def test_many_that_close_at_once_are_learnt_from_once_and_again_within_a_day(
    house: House,
) -> None:
    await many_solved(house, LOAN, 3)
    jobs = [job for job in house.store.rows.jobs if job.kind is JobKind.LEARN_PRACTICE]
    due = MONDAY_NOON + SOON
    assert jobs == [Job(JobKind.LEARN_PRACTICE, about="fraud", due=due)]
    work = work_at(house.desk)[JobKind.LEARN_PRACTICE]
    await work(jobs[0])  # before it is due
    assert house.store.rows.practices == {}
    house.at = due
    await work(jobs[0])
    assert house.store.rows.practices["fraud"][()].conversations == 3
    assert house.store.rows.jobs[-1].due == due + AT_LATEST


async def test_what_was_erased_leaves_at_the_next_learning(house: House) -> None:
    first, *_ = await many_solved(house, LOAN)
    assert await house.learn() == 6
    del house.store.rows.solved[first]  # as a deletion in the tables takes the moves along
    house.at += AT_LATEST
    assert await learn_practice(house.desk, "fraud") == 5
    assert house.store.rows.practices["fraud"][()].conversations == 5
    house.store.rows.solved.clear()
    house.at += AT_LATEST
    assert await learn_practice(house.desk, "fraud") == 0
    assert house.store.rows.practices["fraud"] == {}
    assert house.store.rows.practices_wanted == {}  # nothing is left to learn from


async def test_nobody_is_told_of_what_they_may_not_read(house: House) -> None:
    await many_solved(house, CARD)  # a hard rule stands behind this kind
    await house.learn()
    assert list(house.store.rows.practices["fraud"]) == [("cards",)]
    opened = await house.led(CARD, "My card is gone", "I blocked the card")
    others = await brief_staff(house.desk, opened, "en", ["loans"])
    theirs = await brief_staff(house.desk, opened, "en", ["cards"])
    assert [action.source.ref for action in others.actions] == ["list", "letter"]
    assert [action.source.ref for action in theirs.actions] == ["letter", "list"]


async def test_without_a_playbook_or_a_step_nothing_is_kept() -> None:
    without = House(a_policy())
    await without.solved(CARD, "My card is gone", USUAL[0])
    house = House(a_policy(playbooks=(BOOK,)))
    await house.solved(CARD, "My card is gone", "Have a nice day")
    assert (without.store.rows.moves, house.store.rows.moves) == ({}, {})
    assert await house.learn() == 0


def ended(state: CallState, minute: int, **changes: object) -> Call:
    at = MONDAY_NOON + timedelta(minutes=minute)
    made = Call("k", "c", "cu", "block_card", {}, "ai", "key", state, "v", at)
    return replace(made, steps=(CallStep(at, state, "ai", ""),), **changes)


def test_a_call_is_heard_where_it_ended() -> None:
    events = [
        replace(said(seq, Speaker.CUSTOMER, text), at=MONDAY_NOON + timedelta(minutes=minute))
        for seq, text, minute in ((1, "It is gone. Help!", 0), (2, "And?", 10))
    ]
    calls = [
        ended(CallState.DONE, 20),
        ended(CallState.FAILED, 5, outcome="No such card"),
        ended(CallState.RUNNING, 6),
    ]
    assert hear(events, calls) == [
        Heard(1, "customer", "It is gone."),
        Heard(1, "customer", "Help!"),
        Heard(1, OUTCOME, "failed No such card"),
        Heard(2, "customer", "And?"),
        Heard(2, OUTCOME, "done"),
        Heard(2, TOOL, "block_card"),
    ]


def test_nothing_worth_comparing_costs_no_vectors() -> None:
    assert vectors_of(BOOK, [Heard(1, "staff", "Hello")], FakeSignalReader(), 5) == {}
