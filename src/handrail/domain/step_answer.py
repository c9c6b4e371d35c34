"""Step answer: what the customer said to a step, so that a playbook can branch on yes and no."""

from collections.abc import Mapping, Sequence

from handrail.domain.heard import Heard
from handrail.domain.tool_flow import NO, YES, plain


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_YES_FIRST = _words("yes yeah yep sure okay ok ja jawohl klar gerne sí claro vale")
_NO_FIRST = _words("no nope nein")
_NO_TROUBLE = ("no problem", "no worries", "no hay problema")


def answered(said: Sequence[tuple[Heard, str]], heard: Sequence[Heard]) -> Mapping[str, list[str]]:
    """The steps that the customer ``agreed`` to and ``declined``, by the first sentence after each.

    ``said`` is which sentence of the company's did which step, ``heard`` all sentences, both in order.
    The last answer to a step counts; what is neither yes nor no is no answer.
    """
    answers: dict[str, bool] = {}
    for sentence, step in said:
        if sentence.speaker == "customer":
            continue
        after = (h for h in heard if h.seq > sentence.seq and h.speaker == "customer")
        answer = yes_or_no(next((h.sentence for h in after), ""))
        if answer is not None:
            answers[step] = answer
    return {
        "agreed": [step for step, yes in answers.items() if yes],
        "declined": [step for step, yes in answers.items() if not yes],
    }


def yes_or_no(sentence: str) -> bool | None:
    """Whether a sentence says yes (True) or no, by its whole words or its first one; None for neither."""
    words = plain(sentence)
    first = words.split(" ", 1)[0]
    if words in YES or first in _YES_FIRST or words.startswith(_NO_TROUBLE):
        return True
    return False if words in NO or first in _NO_FIRST else None
