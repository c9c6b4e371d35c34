"""Train a policy: learn its kinds of moment from their examples, and say how well each is read."""

from dataclasses import dataclass

from handrail.actions.ports import KindHead, SignalReader
from handrail.domain.policy import Policy

OFTEN = 0.1  # share of a kind's examples taken for another kind, over which the pair is named


@dataclass(frozen=True, slots=True)
class KindQuality:
    """How one kind's examples are read when each is left out of what is learnt: shares from 0 to 1."""

    name: str
    examples: int
    right: float
    taken_for: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learnt of a policy: the share of all examples read rightly, and each kind, worst first."""

    accuracy: float
    kinds: tuple[KindQuality, ...]


def train_policy(policy: Policy, signals: SignalReader) -> Trained:
    """Fit the policy's kinds and judge them by leaving one example out at a time."""
    head = signals.fit({name: kind.examples for name, kind in policy.kinds.items()})
    kinds = [_quality(name, len(kind.examples), head) for name, kind in policy.kinds.items()]
    return Trained(head.accuracy, tuple(sorted(kinds, key=lambda kind: (kind.right, kind.name))))


def _quality(name: str, examples: int, head: KindHead) -> KindQuality:
    taken = [(other, share) for kind, other, share in head.confusable if kind == name]
    right = 1.0 - sum(share for _, share in taken)
    often = tuple((other, share) for other, share in taken if share >= OFTEN)
    return KindQuality(name, examples, right, often)
