"""Wrap-up: what a conversation came to, each part with the message that shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handrail.domain.conversation import WrongState


class Outcome(StrEnum):
    """How a conversation came out, as far as it can be read; a desk may add outcomes of its own."""

    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    PASSED_ON = "passed_on"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing read from the conversation: its value, why, and the event that shows it (its seq)."""

    value: str
    why: str = ""
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What events ``from_seq`` to ``up_to_seq`` came to. ``feeling``: "start", "end", "lowest".

    ``shown_at`` is when a person first saw it: from there to ``accepted_at`` is the time to accept.
    """

    id: str
    conversation_id: str
    from_seq: int
    up_to_seq: int
    made_at: datetime
    reasons: tuple[Found, ...]
    outcome: Found
    feeling: Mapping[str, Found]
    fields: Mapping[str, Found]
    shown_at: datetime | None = None
    accepted_at: datetime | None = None
    accepted_by: str | None = None
    amended: tuple[str, ...] = ()

    def shown(self, at: datetime) -> "WrapUp":
        """A person sees it; the first time counts."""
        return self if self.shown_at is not None else replace(self, shown_at=at)

    def refreshed(self, newer: "WrapUp") -> "WrapUp":
        """What was read anew, in the place of what was read before."""
        return replace(newer, id=self.id, from_seq=self.from_seq, shown_at=self.shown_at)

    def accepted(self, by: str, at: datetime, amends: "Amends") -> "WrapUp":
        """A person says that it is right, with what they changed. Raises WrongState when it is over."""
        if self.accepted_at is not None:
            raise WrongState("This wrap-up is accepted already; reload the conversation.")
        changed = amends.of(self)
        return replace(
            self,
            outcome=changed.get("outcome", self.outcome),
            reasons=tuple(Found(kind, "said by staff") for kind in amends.reasons)
            if "reasons" in changed
            else self.reasons,
            fields={
                name: changed.get(f"fields.{name}", value) for name, value in self.fields.items()
            },
            shown_at=self.shown_at or at,
            accepted_at=at,
            accepted_by=by,
            amended=tuple(sorted(changed)),
        )


@dataclass(frozen=True, slots=True)
class Amends:
    """What a person says instead; what they do not name stays. Raises KeyError for an unknown field."""

    outcome: str | None = None
    reasons: Sequence[str] = ()
    fields: Mapping[str, str] | None = None

    def of(self, wrap_up: WrapUp) -> Mapping[str, Found]:
        """What differs from the wrap-up, by place."""
        said = "said by staff"
        changed: dict[str, Found] = {}
        if self.outcome is not None and self.outcome != wrap_up.outcome.value:
            changed["outcome"] = Found(str(self.outcome), said)
        if self.reasons and list(self.reasons) != [reason.value for reason in wrap_up.reasons]:
            changed["reasons"] = Found(", ".join(self.reasons), said)
        for name, value in (self.fields or {}).items():
            if value != wrap_up.fields[name].value:
                changed[f"fields.{name}"] = Found(value, said)
        return changed
