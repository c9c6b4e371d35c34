"""Repetition: how much a customer's message is like an earlier one of the same conversation."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_STEM = 5  # letters: enough to hold "cancel" and "cancelled" together
_COMMON = re.compile(
    r"\b(?:a|an|and|any|are|as|at|be|been|but|by|can|could|did|do|does|for|from|get|had|has|have|how|i|in|is|it"
    r"|just|know|like|me|my|need|no|not|of|off|on|or|our|please|so|some|still|that|the|their|them|then|there"
    r"|they|this|to|up|us|want|was|we|what|when|where|which|who|why|will|with|would|yes|you|your)\b"
)
_SAYS_AGAIN = re.compile(
    r"\bagain\b|\bas i (?:said|wrote|explained|told)|\bas (?:already )?said\b|\bonce more\b|\bstill\b"
    r"|\bi(?:'ve)? (?:already )?(?:asked|told)|\bi(?: was| am|'m) asking\b|\bwhat i (?:want|asked|mean)"
    r"|\bnot what i\b|\banswer\b",
    re.IGNORECASE,
)
_MOVES_ON = re.compile(
    r"\bthank|\bthanks\b|^\W*(?:yes|ok|okay|great|perfect|sure|all right|and|then|actually|sorry)\b"
    r"|\bnever ?mind\b|\balso\b|\bas well\b|\bnow it|\bworks\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Repetition:
    """Two messages side by side; all shares 0 to 1.

    ``cosine`` is of their sentence vectors (-1 to 1), ``overlap`` the Jaccard share of their words,
    ``kept`` the share of the later message's telling words that the earlier one has too, ``length`` the
    shorter over the longer. The rest are 0 or 1: the later message brings digits that were not there,
    is a question, is of three words or fewer, says that it says something again, or moves on.
    """

    cosine: float
    overlap: float
    kept: float
    length: float
    new_digits: float
    question: float
    brief: float
    says_again: float
    moves_on: float

    def features(self) -> Mapping[str, float]:
        """Every feature by its name."""
        return asdict(self)


def repetition(earlier: str, later: str, cosine: float) -> Repetition:
    """The later message beside the earlier, given the cosine of their sentence vectors."""
    before, after = _words(earlier), _words(later)
    stems, told = (
        {word[:_STEM] for word in before},
        {word[:_STEM] for word in after if not _COMMON.fullmatch(word)},
    )
    shorter, longer = sorted((len(before), len(after)))
    return Repetition(
        cosine=cosine,
        overlap=len(before & after) / max(len(before | after), 1),
        kept=len(told & stems) / max(len(told), 1),
        length=shorter / max(longer, 1),
        new_digits=float(bool(_DIGIT.search(later)) and not _DIGIT.search(earlier)),
        question=float("?" in later),
        brief=float(len(after) <= 3),
        says_again=float(bool(_SAYS_AGAIN.search(later))),
        moves_on=float(bool(_MOVES_ON.search(later))),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))
