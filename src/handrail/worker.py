"""Worker: which action does which job."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from handrail.actions.chase_promise import chase_promise
from handrail.actions.desk import Desk
from handrail.actions.import_knowledge import import_knowledge
from handrail.actions.keep_solved import keep_solved
from handrail.actions.keep_time import call_back, fail_turn, follow_up, lapse_review, update_wait
from handrail.actions.lapse_call import lapse_call
from handrail.actions.learn_practice import learn_practice
from handrail.actions.ports import Job, JobKind
from handrail.actions.prepare_draft import suggest_on_turn
from handrail.actions.route_queue import lapse_offer, route_queue
from handrail.actions.run_call import give_up_call, run_call
from handrail.actions.send_webhooks import send_webhooks
from handrail.actions.take_turn import take_turn
from handrail.actions.watch_drift import check_drift, watch_drift
from handrail.actions.write_wrap_up import write_wrap_up

Work = Callable[[Job], Awaitable[None]]


def work_at(desk: Desk) -> Mapping[JobKind, Work]:
    """What to do for each kind of job. Every one of them is safe to repeat."""

    async def turn(job: Job) -> None:
        await take_turn(desk, _conversation(job))

    async def route(_: Job) -> None:
        await route_queue(desk)

    async def offer_lapses(job: Job) -> None:
        await lapse_offer(desk, _conversation(job), _about(job))

    async def review_lapses(job: Job) -> None:
        await lapse_review(desk, _conversation(job), _about(job))

    async def wait_goes_on(job: Job) -> None:
        await update_wait(desk, _conversation(job), _about(job))

    async def call_is_due(job: Job) -> None:
        await call_back(desk, _conversation(job), _about(job))

    async def silence(job: Job) -> None:
        await follow_up(desk, _conversation(job), _about(job))

    async def judged(job: Job) -> None:
        await check_drift(desk, _about(job))

    async def watch_goes_on(job: Job) -> None:
        await watch_drift(desk, _about(job))

    return {
        JobKind.TAKE_TURN: turn,
        JobKind.ROUTE_QUEUE: route,
        JobKind.LAPSE_OFFER: offer_lapses,
        JobKind.LAPSE_REVIEW: review_lapses,
        JobKind.UPDATE_WAIT: wait_goes_on,
        JobKind.CALL_BACK: call_is_due,
        JobKind.FOLLOW_UP: silence,
        JobKind.CHECK_DRIFT: judged,
        JobKind.WATCH_DRIFT: watch_goes_on,
        JobKind.IMPORT_KNOWLEDGE: imports_at(desk),
        JobKind.SEND_WEBHOOKS: partial(tell_others, desk),
        **_work_with_tools(desk),
        **_beside_the_conversation(desk),
        **_draft_work(desk),
    }


def imports_at(desk: Desk) -> Work:
    """What to do to go on with an import of knowledge."""

    async def knowledge_comes(job: Job) -> None:
        await import_knowledge(desk, _about(job))

    return knowledge_comes


def _work_with_tools(desk: Desk) -> Mapping[JobKind, Work]:
    async def call_leaves(job: Job) -> None:
        await run_call(desk, _conversation(job), _about(job))

    async def call_lapses(job: Job) -> None:
        await lapse_call(desk, _conversation(job), _about(job))

    return {JobKind.RUN_CALL: call_leaves, JobKind.LAPSE_CALL: call_lapses}


async def tell_others(desk: Desk, _: Job) -> None:
    """Tell those who subscribed what has happened."""
    if desk.webhooks is not None:
        await send_webhooks(desk, desk.webhooks)


def _beside_the_conversation(desk: Desk) -> Mapping[JobKind, Work]:
    async def promise_is_due(job: Job) -> None:
        await chase_promise(desk, _about(job))

    async def wraps_up(job: Job) -> None:
        await write_wrap_up(desk, _conversation(job))

    return {JobKind.CHASE_PROMISE: promise_is_due, JobKind.WRITE_WRAP_UP: wraps_up}


def _draft_work(desk: Desk) -> Mapping[JobKind, Work]:
    """The work beside conversations that people lead."""

    async def person_is_asked(job: Job) -> None:
        await suggest_on_turn(desk, _conversation(job))

    async def staff_closed(job: Job) -> None:
        await keep_solved(desk, _conversation(job))

    async def practice_is_due(job: Job) -> None:
        await learn_practice(desk, _about(job))

    return {
        JobKind.PREPARE_DRAFT: person_is_asked,
        JobKind.KEEP_SOLVED: staff_closed,
        JobKind.LEARN_PRACTICE: practice_is_due,
    }


def when_exhausted(desk: Desk) -> Work:
    """What to do when a job failed again and again: who waits for words gets a person.

    Everything else is tried on and on, slowly: an offer or a booked call must not be forgotten.
    """
    work = work_at(desk)

    async def to_a_person_or_again(job: Job) -> None:
        if job.kind in (JobKind.TAKE_TURN, JobKind.LAPSE_REVIEW):
            await fail_turn(desk, _conversation(job))
        elif job.kind is JobKind.RUN_CALL:
            await give_up_call(desk, _conversation(job), _about(job))
        else:
            await work[job.kind](job)

    return to_a_person_or_again


def _conversation(job: Job) -> str:
    if job.conversation_id is None:
        raise ValueError(f"a job '{job.kind}' names no conversation")
    return job.conversation_id


def _about(job: Job) -> str:
    if job.about is None:
        raise ValueError(f"a job '{job.kind}' does not say what it is about")
    return job.about
