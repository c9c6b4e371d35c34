"""Heard: one sentence of a conversation and who said it, or what came of a tool's call."""

from dataclasses import dataclass

# Who "speaks" where a call was done (the sentence is the tool's name), and where one ended (its state, then
# what the tool said).
TOOL, OUTCOME = "tool", "outcome"


@dataclass(frozen=True, slots=True)
class Heard:
    """One sentence of a message, who said it ("customer", "ai" or "staff") and the message's seq.

    Also what came of a call (``TOOL``, ``OUTCOME``), with the seq of the message before it.
    """

    seq: int
    speaker: str
    sentence: str
