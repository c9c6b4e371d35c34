"""How long a briefing takes, without a language model: `python -m bench.briefing`.

Over a demo's own PostgreSQL, with the bundled models, on one core, for conversations of 10, 60 and 300 events
that a person leads, each with 1,000 contacts in the history, on a desk that has learnt a practice from 1,000
solved conversations. *Cold*: no sentence of it was ever read by this process. *Moved*: again after one more
message, as the desk asks when the conversation moves.
"""

import asyncio
import json
import os
import statistics
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from bench.desk_up import a_desk
from handrail.actions.brief import brief_staff
from handrail.actions.desk import Desk
from handrail.actions.no_kinds import NoKinds
from handrail.actions.ports import Posting
from handrail.domain.autonomy import who_leads
from handrail.domain.conversation import (
    Conversation,
    EventDraft,
    EventKind,
    MadeBy,
    Provenance,
    Speaker,
)
from handrail.domain.customer import Contact, Customer
from handrail.domain.moment import Turn, assess
from handrail.domain.move import Move
from handrail.domain.policy import Policy
from handrail.domain.practice import MOST_WORDS, learn
from handrail.domain.record import Case, Outcome, record
from handrail.domain.signals import KindScore
from handrail.domain.staffing import Staffing
from handrail.domain.standing import NOT_NEEDED
from handrail.settings import read_settings
from handrail.wiring import open_parts

LENGTHS = (10, 60, 300)
EACH = 20
CONTACTS = 1_000
STORIES, MOST_HEARD = (
    1_000,
    60,
)  # solved conversations that the desk's practice is learnt from, words each
ASKED_MS = 300
RESULT = Path(__file__).parent / "results" / "briefing.json"


@dataclass(frozen=True)
class Took:
    """Milliseconds of briefings of conversations of one length: by the clock, and of this process's CPU."""

    events: int
    cold: list[float]
    moved: list[float]
    cold_cpu: list[float]
    moved_cpu: list[float]


async def main() -> None:
    """Measure, print, and keep the figures."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    async with a_desk() as running:
        settings = read_settings({"DATABASE_URL": running.database_url})
        async with open_parts(settings, 4) as parts:
            await practise(parts.desk)
            took = [await measure(parts.desk, length) for length in LENGTHS]
    kept = {
        "command": "python -m bench.briefing",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "asked": f"<= {ASKED_MS} ms without a language model, {CONTACTS} contacts in history",
        "ms": [
            {
                "events": one.events,
                "of": len(one.cold),
                "cold": spread(one.cold),
                "moved": spread(one.moved),
                "cold, CPU": spread(one.cold_cpu),
                "moved, CPU": spread(one.moved_cpu),
            }
            for one in took
        ],
        "load": round(os.getloadavg()[0], 1),
    }
    RESULT.write_text(json.dumps(kept, indent=2) + "\n")
    print(json.dumps(kept, indent=2))


async def practise(desk: Desk) -> None:
    """A practice as large as it gets: learnt from many conversations with many words."""
    policy = await desk.policies.active()
    book = next(book for book in policy.playbooks if "unknown_payment" in book.kinds)
    words = [f"word{n}" for n in range(MOST_WORDS)]
    stories = [
        [
            Move(step.name, heard=tuple(words[(n * 7 + place) % MOST_WORDS :][:MOST_HEARD]))
            for place, step in enumerate(book.steps)
        ]
        for n in range(STORIES)
    ]
    async with desk.store.transaction() as tx:
        await tx.save_practices(book.name, {(): learn(stories)}, desk.now())


def spread(ms: list[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    cuts = statistics.quantiles(ms, n=20)
    return {"p50": round(statistics.median(ms), 1), "p95": round(cuts[-1], 1)}


async def measure(desk: Desk, length: int) -> Took:
    """Cold and moved times over conversations of which no two share a sentence."""
    took: list[tuple[float, float]] = []
    policy = await desk.policies.active()
    for number in range(EACH + 1):
        conversation_id = await converse(desk, policy, length, f"{length}/{number}")
        took.append(await timed(desk, conversation_id))
        await say(desk, conversation_id, f"And what about {number} of {length} now?")
        took.append(await timed(desk, conversation_id))
    cold, moved = took[2::2], took[3::2]  # the first loads the models
    return Took(
        length,
        [wall for wall, _ in cold],
        [wall for wall, _ in moved],
        [cpu for _, cpu in cold],
        [cpu for _, cpu in moved],
    )


async def timed(desk: Desk, conversation_id: str) -> tuple[float, float]:
    began, used = perf_counter(), process_time()
    await brief_staff(desk, conversation_id)
    return (perf_counter() - began) * 1000, (process_time() - used) * 1000


async def converse(desk: Desk, policy: Policy, length: int, mark: str) -> str:
    """A conversation about fraud: a first decided turn, then the customer and staff by turns."""
    customer, conversation_id = Customer(str(uuid.uuid4())), str(uuid.uuid4())
    opened = desk.now()
    book = next(book for book in policy.playbooks if "unknown_payment" in book.kinds)
    says = [like for step in book.steps if step.done_when for like in step.done_when.like]
    asks = policy.kinds["unknown_payment"].examples
    async with desk.store.transaction() as tx:
        await tx.upsert_customer(customer)
        await tx.open_conversation(
            Conversation(conversation_id, "web", "en", customer.id, opened), token(conversation_id)
        )
        for number in range(CONTACTS):
            at = opened - timedelta(days=number + 1)
            contact = Contact(str(uuid.uuid4()), at, "phone", f"Asked {number}.", "Answered.")
            await tx.add_contact(customer.id, contact)
    for number in range(length):
        if number % 2 == 0:
            await say(desk, conversation_id, f"{asks[number % len(asks)]} {mark} {number}")
        else:
            text = f"{says[number % len(says)]} {mark} {number}. We look at {number} for you."
            draft = EventDraft(
                EventKind.MESSAGE, Speaker.STAFF, text, Provenance(MadeBy.PERSON, "Ada")
            )
            async with desk.store.transaction() as tx:
                await tx.append(conversation_id, [draft])
        if number == 0:
            await decide(desk, policy, conversation_id)
    return conversation_id


def token(conversation_id: str) -> bytes:
    """A token's hash, one for each conversation."""
    return uuid.UUID(conversation_id).bytes * 2


async def say(desk: Desk, conversation_id: str, text: str) -> None:
    await desk.store.post_message(
        Posting(conversation_id, token(conversation_id), str(uuid.uuid4()), text, desk.now())
    )


async def decide(desk: Desk, policy: Policy, conversation_id: str) -> None:
    """The decision that made it a person's."""
    [reading] = desk.signals.read(["I did not make this payment"], NoKinds())
    signals = replace(reading.signals, kinds=(KindScore("unknown_payment", 0.9),))
    moment = assess(Turn("I did not make this payment"), signals, policy)
    staffing = Staffing(in_hours=True)
    leading = who_leads(moment, policy, staffing, NOT_NEEDED)
    case = Case(conversation_id, 1, moment, leading, policy, staffing, NOT_NEEDED)
    async with desk.store.transaction() as tx:
        await tx.add_decision(record(case, desk.new_id(), desk.now(), Outcome.HANDED_OFF))


if __name__ == "__main__":
    asyncio.run(main())
