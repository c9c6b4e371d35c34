"""Customer: who writes, and what happened before."""

from dataclasses import dataclass
from datetime import datetime

from handrail.domain.moment import KnownCustomer


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as the desk knows them; ``external_id`` is the company's own number."""

    id: str
    external_id: str | None = None
    name: str | None = None
    email: str | None = None
    segment: str = ""
    vulnerable: bool = False

    def as_known(self) -> KnownCustomer:
        """What a decision may use of it: never the name or the address."""
        return KnownCustomer(
            known=self.external_id is not None, segment=self.segment, vulnerable=self.vulnerable
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """One earlier contact of a customer with the company."""

    id: str
    at: datetime
    channel: str
    summary: str
    outcome: str
    sentiment: float = 0.0
    promised: str = ""
