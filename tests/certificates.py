"""Certificates for tests in which the AI is expected to lead: one way to get them."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from handrail.actions.desk import Desk
from handrail.actions.gather_turn import kinds_of
from handrail.domain.basis import basis
from handrail.domain.certificate import Certificate
from handrail.domain.policy import Policy

FROM_NOUGHT = 0.0


def a_certificate(
    kind: str = "hours", at: datetime | None = None, **changes: object
) -> Certificate:
    """A certificate that holds for 90 days under version v1 of the small policy and the fake models."""
    issued = at or datetime.fromisoformat("2026-11-23T11:00:00+00:00")
    made = Certificate(
        id=str(uuid.uuid4()),
        kind=kind,
        alpha=0.1,
        delta=0.1,
        threshold=FROM_NOUGHT,
        judged=29,
        errors=0,
        upper=0.098,
        coverage=1.0,
        window_from=issued - timedelta(days=90),
        window_to=issued,
        signals_version="fake",
        policy_version="v1",
        basis="basis",
        issued_by="Ines",
        issued_at=issued,
        valid_until=issued + timedelta(days=90),
    )
    return replace(made, **changes)


async def certify_all(desk: Desk, policy: Policy) -> None:
    """Every kind certified over any confidence, as if long experience had shown it."""
    async with desk.store.transaction() as tx:
        for name in kinds_of(policy):
            await tx.add_certificate(
                a_certificate(
                    name,
                    desk.now(),
                    signals_version=desk.model_version,
                    policy_version=policy.version,
                    basis=basis(policy, policy.kind(name), desk.model_version),
                )
            )
