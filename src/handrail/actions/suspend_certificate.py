"""Suspend a certificate: a steward takes a kind from the AI, from the next turn on."""

from dataclasses import replace

from handrail.actions.desk import Desk
from handrail.domain.certificate import Certificate
from handrail.domain.conversation import WrongState


async def suspend_certificate(
    desk: Desk, certificate_id: str, by: str, because: str
) -> Certificate:
    """Suspend it and tell every desk. Raises LookupError, or WrongState when it is suspended already."""
    async with desk.store.transaction() as tx:
        certificate = await tx.certificate(certificate_id)
        if certificate is None:
            raise LookupError(f"no certificate {certificate_id}")
        at = desk.now()
        if not await tx.suspend(certificate_id, at, by, because):
            raise WrongState("This certificate is suspended already.")
    return replace(certificate, suspended_at=at, suspended_because=because)
