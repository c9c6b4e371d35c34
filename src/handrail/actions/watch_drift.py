"""Watch for drift: suspend a certificate when the error or the input moved away from what it certified."""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from handrail.actions.desk import Desk
from handrail.actions.draw_sample import lot
from handrail.actions.issue_certificates import WATCH_EVERY
from handrail.actions.ports import Job, JobKind
from handrail.domain.certificate import Certificate, Judged
from handrail.domain.drift import ErrorWatch, InputWatch, once_a_burst

BY_DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class Seen:
    """What came since a certificate was issued, and the confidences it was issued on."""

    judged: Sequence[Judged]
    window: Sequence[float] = ()
    since: Sequence[float] = ()


async def check_drift(desk: Desk, kind: str) -> None:
    """After a judgement: suspend the kind's certificate when its error is over the bound."""
    async with desk.store.transaction() as tx:
        certificate = (await tx.certificates([kind])).get(kind)
        if certificate is None or not _may_hold(desk, certificate):
            return
        seen = Seen(await tx.judged_under(certificate))
    await _suspend_if_moved(desk, certificate, seen)


async def watch_drift(desk: Desk, certificate_id: str) -> None:
    """Now and then: look at errors and input of a certificate, and again later while it may hold."""
    async with desk.store.transaction() as tx:
        certificate = await tx.certificate(certificate_id)
        if certificate is None or not _may_hold(desk, certificate):
            return
        kind, issued_at = certificate.kind, certificate.issued_at
        if (await tx.certificates([kind]))[kind].id != certificate.id:
            return  # another has taken its place
        window = await tx.confidences(kind, certificate.window_from, certificate.window_to)
        since = await tx.confidences(kind, issued_at, desk.now())
        seen = Seen(await tx.judged_under(certificate), window, since)
        due = desk.now() + WATCH_EVERY
        await tx.defer(Job(JobKind.WATCH_DRIFT, about=certificate.id, due=due))
    await _suspend_if_moved(desk, certificate, seen)


def _may_hold(desk: Desk, certificate: Certificate) -> bool:
    """Whether the AI may lead by it; one of another policy version may decide again tomorrow."""
    return certificate.suspended_at is None and desk.now() < certificate.valid_until


async def _suspend_if_moved(desk: Desk, certificate: Certificate, seen: Seen) -> None:
    policy = await desk.policies.version(certificate.policy_version)
    sample = policy.bound(policy.kind(certificate.kind)).sample
    false_alarm = policy.trust.drift_false_alarm / 2  # half for each watch
    because = await asyncio.to_thread(what_moved, certificate, seen, sample, false_alarm)
    if because is not None:
        async with desk.store.transaction() as tx:
            await tx.suspend(certificate.id, desk.now(), BY_DRIFT, because)


def what_moved(
    certificate: Certificate, seen: Seen, sample: float, false_alarm: float
) -> str | None:
    """One sentence on what drifted, None while nothing did.

    ``sample`` is the share of answers drawn for review, ``false_alarm`` the probability of each
    watch to raise an alarm, ever, though nothing moved.
    """
    least = min([sample, *(one.probability for one in seen.judged)])
    errors = ErrorWatch(certificate.alpha, false_alarm, least)
    for one in seen.judged:
        errors = errors.after(wrong=one.wrong, probability=one.probability)
        if errors.alarmed:
            wrong = sum(each.wrong for each in seen.judged)
            return (
                f"The error has drifted: {wrong} of {len(seen.judged)} answers judged since are "
                f"wrong, where at most {certificate.alpha:.0%} should be."
            )
    inputs = InputWatch.over(once_a_burst(seen.window), false_alarm)
    lots = (lot(f"{certificate.id}:{number}", "tie") for number in itertools.count())
    if inputs.after_all(once_a_burst(seen.since), lambda: next(lots)).alarmed:
        return (
            f"What customers write has drifted: the {len(seen.since)} turns since are read with "
            "other confidences than those it was issued on."
        )
    return None
