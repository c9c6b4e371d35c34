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
from handrail.actions.look_for_gaps import look_for_gaps
from handrail.actions.ports import Job, JobKind
from handrail.actions.prepare_draft import suggest_on_turn
from handrail.actions.remind_owners import remind_owners
from handrail.actions.route_queue import lapse_offer, route_queue
from handrail.actions.run_call import give_up_call, run_call
from handrail.actions.send_webhooks import send_webhooks
from handrail.actions.take_turn import take_turn
from handrail.actions.watch_drift import check_drift, watch_drift
from handrail.actions.write_wrap_up import write_wrap_up

Work = Callable[[Job], Awaitable[None]]


def work_at(desk: Desk) -> Mapping[JobKind, Work]:
    """What to do for each kind of job. Every one of them is safe to repeat."""
    return {
        JobKind.TAKE_TURN: _by_conversation(desk, take_turn),
        JobKind.ROUTE_QUEUE: _by_itself(desk, route_queue),
        JobKind.LAPSE_OFFER: _by_both(desk, lapse_offer),
        JobKind.LAPSE_REVIEW: _by_both(desk, lapse_review),
        JobKind.UPDATE_WAIT: _by_both(desk, update_wait),
        JobKind.CALL_BACK: _by_both(desk, call_back),
        JobKind.FOLLOW_UP: _by_both(desk, follow_up),
        JobKind.CHECK_DRIFT: _by_about(desk, check_drift),
        JobKind.WATCH_DRIFT: _by_about(desk, watch_drift),
        JobKind.IMPORT_KNOWLEDGE: imports_at(desk),
        JobKind.RUN_CALL: _by_both(desk, run_call),
        JobKind.LAPSE_CALL: _by_both(desk, lapse_call),
        JobKind.SEND_WEBHOOKS: partial(tell_others, desk),
        JobKind.CHASE_PROMISE: _by_about(desk, chase_promise),
        JobKind.WRITE_WRAP_UP: _by_conversation(desk, write_wrap_up),
        JobKind.PREPARE_DRAFT: _by_conversation(desk, suggest_on_turn),
        JobKind.KEEP_SOLVED: _by_conversation(desk, keep_solved),
        JobKind.LEARN_PRACTICE: _by_about(desk, learn_practice),
        JobKind.SEARCH_GAPS: _by_itself(desk, look_for_gaps),
        JobKind.REMIND_OWNERS: _by_itself(desk, remind_owners),
    }


def imports_at(desk: Desk) -> Work:
    """What to do to go on with an import of knowledge."""
    return _by_about(desk, import_knowledge)


async def tell_others(desk: Desk, _: Job) -> None:
    """Tell those who subscribed what has happened."""
    if desk.webhooks is not None:
        await send_webhooks(desk, desk.webhooks)


def _by_itself(desk: Desk, action: Callable[[Desk], Awaitable[object]]) -> Work:
    """An action on whatever waits."""

    async def work(_: Job) -> None:
        await action(desk)

    return work


def _by_conversation(desk: Desk, action: Callable[[Desk, str], Awaitable[object]]) -> Work:
    """An action on the job's conversation."""

    async def work(job: Job) -> None:
        await action(desk, _conversation(job))

    return work


def _by_about(desk: Desk, action: Callable[[Desk, str], Awaitable[object]]) -> Work:
    """An action on what the job is about."""

    async def work(job: Job) -> None:
        await action(desk, _about(job))

    return work


def _by_both(desk: Desk, action: Callable[[Desk, str, str], Awaitable[object]]) -> Work:
    """An action on what the job is about, in its conversation."""

    async def work(job: Job) -> None:
        await action(desk, _conversation(job), _about(job))

    return work


async def begin_what_recurs(desk: Desk) -> None:
    """Let what goes on by itself begin, unless it goes on already."""
    async with desk.store.transaction() as tx:
        for kind in (JobKind.SEARCH_GAPS, JobKind.REMIND_OWNERS):
            await tx.defer_next(Job(kind, due=desk.now()))


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
