"""Move: one step that staff or the AI did in a conversation, and what was heard since the move before it.

What was heard is a bag of the customer's words, without figures and without order, with signs of its form
and the words of tools' outcomes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handrail.domain.heard import OUTCOME, Heard

FIRST = "(start)"  # stands where no move was made yet
OF_OUTCOME = "="  # before a word of a tool's outcome
QUESTION, FIGURE, LENGTH = "?", "#", "@"  # signs of form; a length counts in fours of words
MOST_WORDS = 80  # of what was heard before one move
_LONGEST = 4  # in fours of words; what is longer is as long as this
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_PLACEHOLDER = re.compile(r"<[A-Z_]+_\d+>")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said since the last move: the customer's words, and the words of tools' outcomes."""

    words: str = ""
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A step that was done; ``outcome`` is how the last call since the move before it ended, or empty."""

    step: str
    outcome: str = ""
    heard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation stands: the last two moves, and what was heard since."""

    last: str = FIRST
    before: str = FIRST
    outcome: str = ""
    heard: tuple[str, ...] = ()


def signs(said: Said) -> tuple[str, ...]:
    """The distinct words of what was said and the signs of its form, sorted; placeholders are left out."""
    text = _PLACEHOLDER.sub(" ", said.words).lower().replace("\u2019", "'")
    words = _WORD.findall(text)
    found = {*words[:MOST_WORDS], f"{LENGTH}{min(len(words) // 4, _LONGEST)}"}
    if "?" in text:
        found.add(QUESTION)
    if any(letter.isdigit() for letter in text):
        found.add(FIGURE)
    told = " ".join(_PLACEHOLDER.sub(" ", each).lower() for each in said.outcomes)
    found.update(f"{OF_OUTCOME}{word}" for word in _WORD.findall(told)[:MOST_WORDS])
    return tuple(sorted(found))


def places(moves: Sequence[Move]) -> Iterable[tuple[Place, str]]:
    """Each move's step, with where the conversation stood before it."""
    steps = [FIRST, FIRST, *(move.step for move in moves)]
    for number, move in enumerate(moves):
        yield Place(steps[number + 1], steps[number], move.outcome, move.heard), move.step


def read_moves(
    heard: Sequence[Heard], did: Sequence[tuple[Heard, str]]
) -> tuple[list[Move], Place]:
    """The moves of a conversation in order, and where it stands now.

    ``heard`` is all that was said and done, in order; ``did`` says which of it did which steps, as
    ``steps_said`` gives it. What the customer does is no move. A step that goes on is one move.
    """
    moves: list[Move] = []
    words: list[str] = []
    outcomes: list[str] = []
    for one in heard:
        if one.speaker == "customer":
            words.append(one.sentence)
            continue
        if one.speaker == OUTCOME:
            outcomes.append(one.sentence)
        for step in (name for said, name in did if said is one):
            if (moves and moves[-1].step == step) and not words and not outcomes:
                continue
            moves.append(_move(step, words, outcomes))
            words, outcomes = [], []
    now = _move("", words, outcomes)
    *_, (place, _) = places([*moves, now])
    return moves, place


def _move(step: str, words: Sequence[str], outcomes: Sequence[str]) -> Move:
    """A move after what was heard; an outcome's first word is the state of its call."""
    state = outcomes[-1].split(" ", 1)[0] if outcomes else ""
    return Move(step, state, signs(Said(" ".join(words), tuple(outcomes))))
