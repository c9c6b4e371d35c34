"""A small playbook for tests."""

from datetime import UTC, datetime

from handrail.domain.heard import Heard
from handrail.domain.playbook import By, Doing, DoneWhen, Playbook, Step, StepMark
from tests.domain.policies import texts

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BLOCK = Step("block", Doing.DO, texts("Block it."), DoneWhen(By.COMPANY, ("card blocked",)))
IDENTIFY = Step(
    "identify", Doing.CHECK, texts("Identify."), DoneWhen(By.STAFF, like=("Confirm who you are",))
)
LETTER = Step("letter", Doing.OFFER, texts("Offer the letter."), required=False)
CODE = Step(
    "code",
    Doing.ASK,
    texts("Ask for the code."),
    DoneWhen(By.CUSTOMER, ("code",)),
    when="turn >= 2",
    holds=lambda facts: bool(facts["turn"]),
)
BOOK = Playbook("fraud", texts("Fraud"), ("card",), (BLOCK, IDENTIFY, LETTER, CODE))


def heard(seq: int, speaker: str, sentence: str) -> Heard:
    return Heard(seq, speaker, sentence)


def mark(step: str, *, done: bool, playbook: str = "fraud") -> StepMark:
    return StepMark("c", playbook, step, done, "s", "Ada", NOW)
