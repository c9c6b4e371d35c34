from dataclasses import dataclass, field

from handrail.actions.train_policy import train_policy
from tests.domain.policies import a_policy
from tests.fakes.signals import FakeHead, FakeSignalReader


@dataclass
class Confused(FakeSignalReader):
    """Takes the kinds for one another as a test says."""

    confusable: list[tuple[str, str, float]] = field(default_factory=list[tuple[str, str, float]])

    def fit(self, kinds: object) -> FakeHead:
        return FakeHead(0.9, self.confusable)


def test_the_worst_kind_comes_first_with_what_it_is_taken_for() -> None:
    policy = a_policy()
    first, second, *_ = sorted(policy.kinds)
    taken = [(second, first, 0.25), (second, "another", 0.05)]
    trained = train_policy(policy, Confused(confusable=taken))
    assert trained.accuracy == 0.9
    assert len(trained.kinds) == len(policy.kinds)
    worst, *others = trained.kinds
    assert (worst.name, round(worst.right, 2)) == (second, 0.7)
    assert worst.taken_for == ((first, 0.25),)
    assert worst.examples == len(policy.kinds[second].examples)
    assert all(kind.right == 1.0 and kind.taken_for == () for kind in others)
