"""Briefing staff: what is gathered, read and compared, over the store in memory."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from handrail.actions.brief import COMPARED_AT_MOST, READ_AT_MOST, brief_staff, get_ready
from handrail.actions.desk import Desk
from handrail.actions.policy_shelf import PolicyShelf
from handrail.actions.ports import Posting, StaffMember
from handrail.actions.tick_step import tick_step
from handrail.domain.conversation import (
    Conversation,
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
)
from handrail.domain.customer import Contact, Customer
from handrail.domain.next_action import Advice
from handrail.domain.policy import Policy
from handrail.domain.signals import Reading, Signals
from tests.actions.desks import HOURS, LOANS, MONDAY_NOON
from tests.domain.playbooks import BOOK
from tests.domain.policies import a_policy, read_as
from tests.domain.test_briefing import decided
from tests.fakes.knowledge import FakeKnowledge
from tests.fakes.notices import FakeNotices
from tests.fakes.signals import FakeHead, FakeSignalReader
from tests.fakes.store import FakeStore

TOKEN = b"t" * 32
ADA = StaffMember("s1", "ada@example.com", "Ada", ("staff",))


@dataclass
class CountingReader(FakeSignalReader):
    """Remembers how many texts were read and embedded, and the follow-up's answer."""

    texts_read: int = 0
    texts_embedded: int = 0
    repeats: float = 0.0

    def read(self, texts: Sequence[str], head: object) -> list[Reading]:
        self.texts_read += len(texts)
        return super().read(texts, FakeHead())

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        self.texts_embedded += len(texts)
        return super().embed(texts)

    def follow(self, turn: object, reading: Reading) -> Reading:
        return replace(reading, signals=replace(reading.signals, repeats=self.repeats))


class Scene:
    """A desk over memory, and one conversation that a person leads."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.signals = CountingReader()
        self.store = FakeStore(lambda: MONDAY_NOON)
        self.policy = policy or a_policy(playbooks=(BOOK,))
        self.desk = Desk(
            store=self.store,
            signals=self.signals,
            knowledge=FakeKnowledge([HOURS, LOANS]),
            notices=FakeNotices(),
            policies=PolicyShelf(self.store, lambda text, source: self.policy, self.signals),
            phraser=None,
            now=lambda: MONDAY_NOON,
            new_id=lambda: str(uuid.uuid4()),
        )

    async def open(self) -> Conversation:
        await self.store.add_policy(self.policy, "test", MONDAY_NOON, "test")
        await self.store.activate_policy(self.policy.version, MONDAY_NOON, "test")
        conversation = Conversation("c", "web", "en", "cu", MONDAY_NOON)
        async with self.store.transaction() as tx:
            await tx.upsert_customer(Customer("cu"))
            await tx.open_conversation(conversation, TOKEN)
        return conversation

    async def asks(self, text: str, read: Signals | None = None) -> int:
        if read is not None:
            self.signals.readings[text] = read
        posted = await self.store.post_message(
            Posting("c", TOKEN, str(uuid.uuid4()), text, MONDAY_NOON)
        )
        assert posted is not None
        return posted.seq

    async def says(self, text: str) -> int:
        draft = EventDraft(EventKind.MESSAGE, Speaker.STAFF, text, Provenance(MadeBy.PERSON, "Ada"))
        async with self.store.transaction() as tx:
            [event] = await tx.append("c", [draft])
        return event.seq

    async def decide(self, seq: int, read: Signals) -> None:
        async with self.store.transaction() as tx:
            await tx.add_decision(decided(seq, read))


async def test_the_mood_goes_on_while_a_person_leads() -> None:
    scene = Scene()
    await scene.open()
    await scene.decide(await scene.asks("My card is gone"), read_as("card", sentiment=0.0))
    await scene.says("I will look.")
    scene.signals.repeats = 0.9
    angry = await scene.asks("Useless!", read_as("card", sentiment=-0.8))
    made = await brief_staff(scene.desk, "c")
    assert [point.sentiment for point in made.mood] == [0.0, -0.8]
    assert made.actions[0].advice is Advice.ACKNOWLEDGE
    assert made.actions[0].source.ref == str(angry)
    assert scene.signals.texts_read == 1
    assert any(line.text == "Had to say the same again." for line in made.lines)


async def test_steps_are_ticked_by_words_by_likeness_and_by_hand() -> None:
    scene = Scene()
    await scene.open()
    await scene.decide(await scene.asks("My card is gone"), read_as("card"))
    seq = await scene.says("I blocked the card. Now confirm your name.")
    made = await brief_staff(scene.desk, "c", "de")
    assert made.playbook is not None
    done = {state.step.name: state.seq for state in made.playbook.steps if state.done}
    assert done == {"block": seq, "identify": seq}
    assert made.actions[0].text == "Ask for the code. (de)"
    await tick_step(scene.desk, "c", ADA, "fraud", "block", done=False)
    after = await brief_staff(scene.desk, "c")
    assert after.playbook is not None
    assert not after.playbook.steps[0].done
    mark = after.playbook.steps[0].mark
    assert mark is not None
    assert mark.staff_name == "Ada"


async def test_a_long_conversation_costs_no_more_than_the_caps() -> None:
    scene = Scene()
    await scene.open()
    await scene.decide(await scene.asks("My card is gone"), read_as("card"))
    for number in range(80):
        await scene.asks(f"And {number}?")
        await scene.says(f"Please confirm number {number}.")
    await brief_staff(scene.desk, "c")
    assert scene.signals.texts_read == READ_AT_MOST
    assert scene.signals.texts_embedded == COMPARED_AT_MOST + 1


async def test_the_models_are_ready_before_the_first_briefing() -> None:
    scene = Scene()
    await get_ready(scene.desk)
    assert scene.signals.texts_read == 1


async def test_without_a_playbook_or_anything_said() -> None:
    scene = Scene(a_policy())
    await scene.open()
    made = await brief_staff(scene.desk, "c")
    assert (made.playbook, made.actions, made.mood, made.kind) == (None, (), (), None)


async def test_only_contacts_from_before_are_history() -> None:
    scene = Scene()
    await scene.open()
    async with scene.store.transaction() as tx:
        for days, summary in ((-1, "before"), (1, "since")):
            at = MONDAY_NOON + timedelta(days=days)
            await tx.add_contact("cu", Contact(summary, at, "phone", summary, ""))
    texts = [line.text for line in (await brief_staff(scene.desk, "c")).lines]
    assert any("before" in text for text in texts)
    assert not any("since" in text for text in texts)


@pytest.mark.parametrize(
    ("conversation", "playbook", "step"),
    [("nobody", "fraud", "block"), ("c", "fraud", "dance"), ("c", "dance", "block")],
)
async def test_what_is_not_there_cannot_be_ticked(
    conversation: str, playbook: str, step: str
) -> None:
    scene = Scene()
    await scene.open()
    with pytest.raises(LookupError):
        await tick_step(scene.desk, conversation, ADA, playbook, step, done=True)
    with pytest.raises(LookupError):
        await brief_staff(scene.desk, "nobody")
