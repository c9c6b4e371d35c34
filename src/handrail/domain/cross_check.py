"""Cross-check: a language model's reading of one claim against passages, which may only refuse.

What the rules of ``answer`` let pass is held against the passages once more. The model names a place
and a word; what follows from that is decided here, so nothing it writes lets through what the rules
refused, and a reading that is not whole refuses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handrail.domain.answer import Problem
from handrail.domain.grounding import stems

LONGEST_SHOWN = 120  # characters of a claim in the record's reason


@dataclass(frozen=True, slots=True)
class Finding:
    """What a model found of a claim: the passage that speaks of it, from 1 (0: none), and a word."""

    passage: int
    says: Literal["stated", "contradicted", "absent"]


def claims_in(sentences: Sequence[str]) -> tuple[str, ...]:
    """The sentences that claim something: courtesy without a content word is not held against anything."""
    return tuple(sentence for sentence in sentences if stems(sentence))


def refused(claim: str, passages: int, finding: Finding) -> Problem | None:
    """Why a claim is not sent, None when a passage that there is states it; ``passages`` were shown."""
    shown = claim[:LONGEST_SHOWN]
    if finding.says == "contradicted":
        return Problem("cross-check: the articles say otherwise", shown)
    if finding.says == "absent":
        return Problem("cross-check: not in the articles", shown)
    if not 0 < finding.passage <= passages:
        return Problem("cross-check: stated in no passage", shown)
    return None
